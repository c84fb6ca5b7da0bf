"""Everything that writes the account's tables."""

from pakhuis.accounts.actions.answers import forget_answers, forget_answers_with, keep_answer, kept_answer
from pakhuis.accounts.actions.claims import claim
from pakhuis.accounts.actions.granting import rights_of_actor
from pakhuis.accounts.actions.keys import api_key_for, change_api_key, create_api_key, revoke_api_key
from pakhuis.accounts.actions.numbering import (
    next_number,
    raise_counter,
    upcoming_number,
    yearly_number,
)
from pakhuis.accounts.actions.settings import account_settings, change_settings, expect_foreign_numbers
from pakhuis.accounts.actions.tags import change_tag, create_tag, ensure_tags
from pakhuis.accounts.actions.templates import change_template, create_template, default_template_id
from pakhuis.accounts.actions.turns import end_turn, take_turn
from pakhuis.accounts.actions.users import (
    change_own,
    change_own_password,
    change_user,
    create_user,
    set_language,
)
from pakhuis.accounts.actions.webshops import (
    change_webshop,
    claim_poll,
    create_webshop,
    note_poll,
    note_webhook,
)

__all__ = [
    "account_settings",
    "api_key_for",
    "change_api_key",
    "change_own",
    "change_own_password",
    "change_settings",
    "change_tag",
    "change_template",
    "change_user",
    "change_webshop",
    "claim",
    "claim_poll",
    "create_api_key",
    "create_tag",
    "create_template",
    "create_user",
    "create_webshop",
    "default_template_id",
    "end_turn",
    "ensure_tags",
    "expect_foreign_numbers",
    "forget_answers",
    "forget_answers_with",
    "keep_answer",
    "kept_answer",
    "next_number",
    "note_poll",
    "note_webhook",
    "raise_counter",
    "revoke_api_key",
    "rights_of_actor",
    "set_language",
    "take_turn",
    "upcoming_number",
    "yearly_number",
]
