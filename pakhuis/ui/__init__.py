"""Pages: forms in, templates out; no rules."""
