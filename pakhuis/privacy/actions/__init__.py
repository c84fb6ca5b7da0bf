"""Everything that erases a person, across all packages."""

from pakhuis.privacy.actions.erase import erase_person

__all__ = ["erase_person"]
