"""Everything that writes the tables of mails and papers."""
