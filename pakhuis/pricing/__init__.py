"""What a product costs this customer, for this amount, on this day, and why."""
