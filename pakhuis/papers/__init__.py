"""What customers get to read: order confirmations and shipping notices by mail, and what is printed."""
