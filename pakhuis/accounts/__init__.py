"""Who works here and how the account is set: users, rights, API keys, settings, tags, templates, webshops."""
