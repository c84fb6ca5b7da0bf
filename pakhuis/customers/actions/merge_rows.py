"""What belongs to the loser follows to the winner, by the rule of each relation, in every package."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Model

from pakhuis.customers.actions.kept_rows import kept
from pakhuis.customers.merge_problems import relation_without_rule
from pakhuis.customers.merging import MergeRule, Moves, SetAside, Unites
from pakhuis.customers.models import Customer
from pakhuis.customers.relations import AnyField, keys_to, relations_without_rule, rule_of
from pakhuis.kernel.problem import Refused

MANY_AT_ONCE = 5_000


def move_rows(*, loser: int, winner: int) -> dict[str, Any]:
    """Have everything that points at the loser point at the winner; gives what an undo needs, by relation.

    A relation that nobody gave a rule stops the merge before anything has moved.
    """
    unknown = relations_without_rule()
    if unknown:
        raise Refused([relation_without_rule(name) for name in unknown])
    keys = keys_to(Customer)
    return {relation_name(key): _moved(key, loser=loser, winner=winner) for key in keys}


def hold_rows(customer_id: int) -> None:
    """Lock what others write of a customer, whom the caller holds, in the order in which they do."""
    taking_turns = [
        (rule, key) for key in keys_to(Customer) if isinstance(rule := rule_of(key), Moves) and rule.turn
    ]
    for rule, key in sorted(taking_turns, key=lambda one: one[0].turn):
        if rule.under is not None:
            rule.under(customer_id)
        held = key.model._default_manager.select_for_update(no_key=True).filter(**{key.name: customer_id})
        list(held.order_by("pk").values_list("pk", flat=True))


def relation_name(key: AnyField) -> str:
    return f"{key.model._meta.label}.{key.name}"


def _moved(key: AnyField, *, loser: int, winner: int) -> dict[str, Any]:
    """`ids` have moved, `rows` were taken out whole, `before` is what moved rows with few brothers were.

    `highest` is the last id there was: what is younger came after the merge.
    """
    rule, rows = rule_of(key), key.model._default_manager
    told: dict[str, Any] = {"ids": [], "rows": [], "before": {}, "highest": 0}
    highest = rows.aggregate(highest=Max("pk"))["highest"] or 0
    if isinstance(rule, Moves):
        told["ids"] = list(rows.filter(**{key.name: loser}).order_by("pk").values_list("pk", flat=True))
    else:
        stays, goes = _divided(key, rule, loser=loser, winner=winner)
        told["ids"] = [row.pk for row in stays]
        told["before"] = {str(row.pk): kept(row) for row in stays}
        told["rows"] = [kept(row) for row in goes]
        rows.filter(pk__in=[row.pk for row in goes]).delete()
    cleared = {} if isinstance(rule, SetAside) or rule is None else dict(rule.cleared)
    for start in range(0, len(told["ids"]), MANY_AT_ONCE):
        some = told["ids"][start : start + MANY_AT_ONCE]
        rows.filter(pk__in=some).update(**{key.attname: winner, **cleared})
    return {**told, "highest": highest}


def _divided(
    key: AnyField, rule: MergeRule | None, *, loser: int, winner: int
) -> tuple[list[Model], list[Model]]:
    """The loser's rows that move, and those that go: the winner has the same, or no use for them."""
    rows = key.model._default_manager
    losers = list(rows.filter(**{key.name: loser}).order_by("pk"))
    if not isinstance(rule, Unites):
        return [], losers
    columns = [key.model._meta.get_field(name).attname for name in rule.by]  # type: ignore[union-attr]
    has = {_by(row, columns) for row in rows.filter(**{key.name: winner})}
    return (
        [row for row in losers if _by(row, columns) not in has],
        [row for row in losers if _by(row, columns) in has],
    )


def _by(row: Model, columns: list[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, column) for column in columns)
