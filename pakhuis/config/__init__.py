"""Putting it together: settings, addresses, servers, the command line. The only reader of the environment."""
