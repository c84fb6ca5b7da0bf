"""Who buys: customers, their addresses, what was agreed with them, and how webshops know them."""
