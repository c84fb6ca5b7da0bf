"""Goods that customers send back: what is expected, what came, and whether it went on the shelf again."""
