"""People of the other account: listed, not made."""

from __future__ import annotations

from django.db.models import Model

from pakhuis.accounts.models import User
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.text import key
from pakhuis.migrating.actions.named import NamedMover
from pakhuis.migrating.actions.work import Work
from pakhuis.migrating.fields import Fields
from pakhuis.migrating.problems import user_not_moved
from pakhuis.migrating.states import Resource


class Users(NamedMover):
    """People are told, not made: nobody can bring a password along."""

    resource, path, id_name, label = Resource.USERS, "users", "iduser", "username"

    def known(self) -> dict[str, int]:
        return {key(one.username): one.pk for one in User.objects.all()}

    def make(self, told: Fields, work: Work) -> Model:
        raise Refused([user_not_moved()])
