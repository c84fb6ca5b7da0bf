"""What developers run: the whole check, a private PostgreSQL, translations."""
