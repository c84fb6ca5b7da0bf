"""Everything that erases a person, across all packages."""

from pakhuis.privacy.actions.anonymize import anonymize_order
from pakhuis.privacy.actions.erase import erase_person

__all__ = ["anonymize_order", "erase_person"]
