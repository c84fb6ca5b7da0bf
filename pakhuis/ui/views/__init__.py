"""Pages: what was entered goes in, templates come out; decisions are made below."""
