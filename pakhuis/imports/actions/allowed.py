"""Whether whoever has an import carried out may still do so: asked at its beginning and at every batch."""

from __future__ import annotations

from pakhuis.accounts.actions import rights_of_actor
from pakhuis.imports.choice_problems import may_not_import, may_not_put_stock
from pakhuis.imports.models import ImportRun
from pakhuis.imports.needed import RIGHT_FOR, needed_for
from pakhuis.kernel.problem import Refused


def check_allowed(run: ImportRun) -> None:
    """Refuses to go on for somebody who has not the rights that the file takes (any more)."""
    who = run.beginner
    lacking = needed_for(run.subject, run.mapping) - rights_of_actor(who)
    if RIGHT_FOR[run.subject] in lacking:
        raise Refused([may_not_import(who.label)])
    if lacking:
        raise Refused([may_not_put_stock(who.label)])
