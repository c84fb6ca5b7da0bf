"""The guide to a first order does what it says: its own lines are run, its own answers are compared."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.concurrency.race import environment
from tests.factories import a_vat_group, a_warehouse

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "first-order.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BETWEEN = "\x1e"
"""Printed after each block of the shell, so that its answer can be told from the next one's."""


def blocks() -> list[tuple[str, str]]:
    return [(one[1], one[2]) for one in FENCE.finditer(PAGE.read_text(encoding="utf-8"))]


def differences(shown: Any, told: Any, place: str = "") -> list[str]:
    """Where an answer is not what the page shows; what the page does not show is free."""
    if isinstance(shown, dict) and isinstance(told, dict):
        return [
            one
            for name, value in shown.items()
            for one in (
                differences(value, told[name], f"{place}.{name}") if name in told else [f"{place}.{name}"]
            )
        ]
    if isinstance(shown, list) and isinstance(told, list) and len(shown) == len(told):
        pairs = zip(shown, told, strict=True)
        return [one for at, (a, b) in enumerate(pairs) for one in differences(a, b, f"{place}[{at}]")]
    return [] if shown == told else [f"{place}: {told!r} instead of {shown!r}"]


def run(command: list[str], text: str, folder: Path, more: dict[str, str]) -> str:
    tools = folder / "bin"
    tools.mkdir(exist_ok=True)
    ours = tools / "pakhuis"
    ours.write_text(f'#!/bin/sh\nexec {sys.executable} -m pakhuis "$@"\n')
    ours.chmod(0o755)
    root = str(PAGE.parents[2])
    path = {"PATH": f"{tools}:{os.environ['PATH']}", "PYTHONPATH": root, "NO_PROXY": "127.0.0.1"}
    done = subprocess.run(
        command,
        input=text,
        capture_output=True,
        text=True,
        cwd=folder,
        env={**environment(), **path, **more},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.django_db(transaction=True)
def test_every_line_of_the_guide_does_what_it_says(live_server: LiveServer, tmp_path: Path) -> None:
    a_vat_group()
    a_warehouse()
    found = blocks()
    shell = [text for kind, text in found if kind == "sh"]
    script = f"\nprintf '{BETWEEN}'\n".join([*shell, 'echo "$KEY"'])
    *said, key = run(["bash", "-e"], script, tmp_path, {"PAKHUIS": live_server.url}).split(BETWEEN)
    assert len(said) == len(shell)
    compared = 0
    answers = iter(said)
    answer = ""
    for kind, text in found:
        if kind == "sh":
            answer = next(answers)
        elif kind == "json":
            assert differences(json.loads(text), json.loads(answer)) == []
            compared += 1
    assert compared >= 8
    (program,) = [text for kind, text in found if kind == "python"]
    (shown,) = [text for kind, text in found if kind == "text"]
    told = run([sys.executable, "-"], program, tmp_path, {"PAKHUIS": live_server.url, "KEY": key.strip()})
    assert told == shown


def test_an_answer_that_differs_is_seen() -> None:
    told = {"a": 1, "b": [{"c": 2}], "d": 3}
    assert differences({"a": 1, "b": [{"c": 2}]}, told) == []
    assert differences({"a": 2, "b": [{"c": 3}], "e": 1}, told) == [
        ".a: 1 instead of 2",
        ".b[0].c: 2 instead of 3",
        ".e",
    ]
    assert differences({"b": []}, told) != []
