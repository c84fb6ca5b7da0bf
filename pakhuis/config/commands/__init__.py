"""One module per command of the command line, each with `run`; imported when Django is awake."""
