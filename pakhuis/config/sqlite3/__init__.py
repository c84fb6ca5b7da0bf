"""SQLite where several processes write: Django's own, but that whoever waits to write gets a turn soon."""
