"""Text found by any fragment of it, or by how it begins, from an index on each engine; knows no table."""
