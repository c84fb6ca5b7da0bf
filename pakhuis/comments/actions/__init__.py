"""Everything that writes comments and notices."""

from pakhuis.comments.actions.notices import mark_all_read, mark_read
from pakhuis.comments.actions.writing import add_comment, delete_comment, forget_comments, move_comments

__all__ = [
    "add_comment",
    "delete_comment",
    "forget_comments",
    "mark_all_read",
    "mark_read",
    "move_comments",
]
