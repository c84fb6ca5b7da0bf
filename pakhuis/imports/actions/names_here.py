"""The names a file may use that must be here already, and what is told of those that are not."""

from __future__ import annotations

from collections import defaultdict

from pakhuis.accounts.models import Template
from pakhuis.imports.columns.contract import Known
from pakhuis.imports.models import ImportRun
from pakhuis.imports.states import Outcome
from pakhuis.imports.trial_problems import names_missing
from pakhuis.kernel.problem import Problem
from pakhuis.kernel.text import key
from pakhuis.pricing.models import PriceList

SAMPLED = 1000


def lists_and_templates() -> Known:
    """What a customer may be given by its name. Retired lists are among them: who has one may keep it."""
    in_use = Template.objects.filter(active=True)
    return Known(
        templates={key(name): pk for pk, name in in_use.values_list("pk", "name")},
        price_lists={key(name): pk for pk, name in PriceList.objects.values_list("pk", "name")},
    )


def missing_names(run: ImportRun) -> list[Problem]:
    """Of each column for which rows are refused as its names are not here: the first of these names."""
    if not run.refused:
        return []
    refused = run.rows.filter(outcome=Outcome.REFUSED).saying("unknown_name").order_by("number")
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for problems in refused.values_list("problems", flat=True)[:SAMPLED]:
        for one in problems:
            if one["code"] == "unknown_name" and one["path"]:
                names[one["path"][0]].setdefault(one["params"]["text"])
    return [names_missing(column, list(texts)) for column, texts in names.items()]
