"""Import of files: read, map, try, carry out, undo."""
