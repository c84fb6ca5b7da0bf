"""Tables of the account itself."""

from pakhuis.accounts.models.answers import KeptAnswer
from pakhuis.accounts.models.keys import ApiKey, ApiKeyRight
from pakhuis.accounts.models.numbering import Counter
from pakhuis.accounts.models.settings import AccountSettings, Template
from pakhuis.accounts.models.tags import Tag
from pakhuis.accounts.models.turns import Turn
from pakhuis.accounts.models.users import User, UserRight
from pakhuis.accounts.models.webshops import Webshop

__all__ = [
    "AccountSettings",
    "ApiKey",
    "ApiKeyRight",
    "Counter",
    "KeptAnswer",
    "Tag",
    "Template",
    "Turn",
    "User",
    "UserRight",
    "Webshop",
]
