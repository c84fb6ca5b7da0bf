"""What people say about a customer, an order, a product: comments, and who is mentioned in them."""
