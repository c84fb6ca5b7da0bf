"""Everything that writes the tables of mails and papers."""

from pakhuis.papers.actions.by_hand import announce_by_hand, cancel_mail, confirm_by_hand, send_again
from pakhuis.papers.actions.logos import remove_logo, set_logo
from pakhuis.papers.actions.noting import note
from pakhuis.papers.actions.sending import due_mails, left_behind, send_mail
from pakhuis.papers.actions.texts import write_texts

__all__ = [
    "announce_by_hand",
    "cancel_mail",
    "confirm_by_hand",
    "due_mails",
    "left_behind",
    "note",
    "remove_logo",
    "send_again",
    "send_mail",
    "set_logo",
    "write_texts",
]
