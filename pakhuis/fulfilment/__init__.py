"""From the shelf to the customer: picklists, picking, receiving goods."""
