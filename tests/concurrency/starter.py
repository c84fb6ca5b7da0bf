"""The starter of a race: wakes Django up, forks a process per deed, opens the gate, gathers the answers."""

from __future__ import annotations

import json
import os
import sys
import traceback
from typing import Any

import django

django.setup()

from tests.concurrency import deeds, receiving_deeds, return_deeds, weather  # noqa: E402

DEEDS = {**vars(receiving_deeds), **vars(return_deeds), **vars(deeds), "storm": weather.storm}


def main() -> int:
    wanted = json.loads(sys.stdin.read())
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
    print(json.dumps([gathered(one) for one in answers]))
    return 0


def do(name: str, given: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"gave": DEEDS[name](**given)}
    except Exception:
        return {"crash": traceback.format_exc()}


def gathered(pipe: int) -> Any:
    with os.fdopen(pipe) as stream:
        return json.loads(stream.read() or '{"crash": "died without a word"}')


if __name__ == "__main__":
    sys.exit(main())
