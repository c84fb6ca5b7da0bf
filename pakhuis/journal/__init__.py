"""What happened: append-only facts, written in the transaction that made them true, delivered after it."""
