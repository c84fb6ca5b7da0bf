"""How many of each product lie where, what is promised of them, and every change with its reason."""
