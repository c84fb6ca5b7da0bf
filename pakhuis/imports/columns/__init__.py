"""The columns a file may have: each turns the text of a cell into a value of what is imported."""
