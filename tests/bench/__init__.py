"""How fast orders are placed and processed, and what that costs over bare SQL: docs/how-to/benchmarks.md."""
