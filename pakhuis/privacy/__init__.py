"""The rights of a person whose data are kept: all of it as a file, and erased where the law lets us."""
