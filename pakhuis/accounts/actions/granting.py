"""Who may give which rights: nobody gives or takes over what they do not have themselves."""

from __future__ import annotations

from collections.abc import Collection

from pakhuis.accounts.models import ApiKey, User
from pakhuis.accounts.problems import not_yours_to_give, not_yours_to_take, only_admins, unknown_right
from pakhuis.accounts.rights import ALL_RIGHTS, Right
from pakhuis.kernel.actor import Actor, ActorKind
from pakhuis.kernel.checking import Checks


def checked_rights(rights: Collection[Right | str], checks: Checks) -> frozenset[Right]:
    """The rights by their names; unknown ones are problems."""
    for one in rights:
        if one not in ALL_RIGHTS:
            checks.add(unknown_right(("rights",), str(one)))
    return frozenset(Right(one) for one in rights if one in ALL_RIGHTS)


def check_may_grant(by: Actor, rights: Collection[Right], checks: Checks, *, is_admin: bool) -> None:
    """`rights` are those newly given; `is_admin` when it is about an administrator, or about everything."""
    own, everything = _standing(by)
    if is_admin and not everything:
        checks.add(only_admins(("is_admin",)))
    if not set(rights) <= own:
        checks.add(not_yours_to_give(("rights",)))


def check_may_stand_for(
    by: Actor, rights: Collection[Right], checks: Checks, *, given: Collection[str]
) -> None:
    """Who sets one of `given` (user name, password) of another can log in with that person's `rights`."""
    if given and not set(rights) <= rights_of_actor(by):
        for name in given:
            checks.add(not_yours_to_take((name,)))


def rights_of_actor(by: Actor) -> frozenset[Right]:
    """What whoever acts may do; Pakhuis itself everything, a webshop or an import nothing."""
    return _standing(by)[0]


def _standing(by: Actor) -> tuple[frozenset[Right], bool]:
    """The rights of whoever acts, and whether that is an administrator (or Pakhuis itself)."""
    if by.kind is ActorKind.PERSON:
        user = User.objects.filter(pk=by.id or 0).first()
        return (user.granted_rights(), user.is_superuser) if user else (frozenset(), False)
    if by.kind is ActorKind.API_KEY:
        key = ApiKey.objects.filter(pk=by.id or 0).first()
        return (key.granted_rights(), key.has_all_rights) if key else (frozenset(), False)
    if by.kind is ActorKind.SYSTEM:
        return ALL_RIGHTS, True
    return frozenset(), False
