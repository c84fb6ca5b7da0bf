"""The starter of races: wakes Django up once, then forks for each race, and in it a process per deed.

It reads one race a line and answers with one line. It never touches the database itself, so that every race
begins as a new process does, without the seconds that waking up takes.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from typing import Any

import django

django.setup()

# Models can be imported only now that Django is awake; all pages too, or each process would for its first.
from pakhuis.config import urls  # noqa: E402, F401
from tests.concurrency import (  # noqa: E402
    deeds,
    history_deeds,
    price_deeds,
    receiving_deeds,
    return_deeds,
    rule_deeds,
    weather,
)

DEEDS = {
    **vars(history_deeds),
    **vars(price_deeds),
    **vars(receiving_deeds),
    **vars(return_deeds),
    **vars(rule_deeds),
    **vars(deeds),
    "storm": weather.storm,
}
AWAKE = "awake"
"""The line that says that races may come."""


def main() -> None:
    print(AWAKE, flush=True)
    for line in sys.stdin:
        race_of_its_own(**json.loads(line))


def race_of_its_own(deeds: Sequence[Any], killed_after: float | None) -> None:
    """In a process of its own, so that nothing stays behind of one race for the next.

    With `killed_after` all of it is killed so many seconds later, wherever it is by then.
    """
    racing = os.fork()
    if racing == 0:
        if killed_after is not None:
            os.setpgid(0, 0)
        answers = race(deeds)
        if killed_after is None:
            print(json.dumps(answers), flush=True)
        os._exit(0)
    if killed_after is not None:
        time.sleep(killed_after)
        os.killpg(racing, signal.SIGKILL)
        os.waitpid(racing, 0)
        print("[]", flush=True)
        return
    _, status = os.waitpid(racing, 0)
    if status:
        print(json.dumps([{"crash": f"the race ended with {status}"}]), flush=True)


def race(wanted: Sequence[Any]) -> list[Any]:
    """All wait at a gate; when the last has come it opens. What each gave, in their order."""
    ready_in, ready_out = os.pipe()
    gate_in, gate_out = os.pipe()
    answers = []
    for name, given in wanted:
        answer_in, answer_out = os.pipe()
        if os.fork() == 0:
            os.close(gate_out)
            os.write(ready_out, b".")
            os.read(gate_in, 1)
            with os.fdopen(answer_out, "w") as stream:
                json.dump(do(name, given), stream)
            os._exit(0)
        os.close(answer_out)
        answers.append(answer_in)
    waiting = len(wanted)
    while waiting:
        waiting -= len(os.read(ready_in, waiting))
    os.close(gate_out)
    return [gathered(one) for one in answers]


def do(name: str, given: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"gave": DEEDS[name](**given)}
    except Exception:
        return {"crash": traceback.format_exc()}


def gathered(pipe: int) -> Any:
    with os.fdopen(pipe) as stream:
        return json.loads(stream.read() or '{"crash": "died without a word"}')


if __name__ == "__main__":
    main()
