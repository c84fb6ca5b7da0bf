"""What customers ordered: one door in, frozen terms, the division of goods, and what still waits."""
