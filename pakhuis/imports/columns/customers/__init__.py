"""The columns of a file with customers: every module here offers its `COLUMNS`."""
