"""Everything that brings another account here."""

from pakhuis.migrating.actions.moving import begin_run, move_all

__all__ = ["begin_run", "move_all"]
