"""What is sold: products and VAT groups."""
