"""The command line: reads the arguments, wakes Django up, and runs one module of `commands`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import django
from django.core.management.base import CommandError

COMMANDS = {
    "demo": "fill a demonstration on SQLite and serve it, with its worker",
    "serve": "serve Pakhuis (put a web server with https in front)",
    "worker": "do the work that waits: deliveries of webshops, polls, mails",
    "migrate": "bring the database up to date, or move a Picqer account here (migrate picqer)",
    "user": "make an administrator",
    "key": "make an API key and show it once",
    "import": "import a file with customers, products or prices",
    "check": "look whether the installation is fit for production, or whether all counts of stock agree",
}

MODULES = {"import": "import_file"}
"""Modules whose name is not that of their command: `import` is a word of Python."""


class Parser(argparse.ArgumentParser):
    """Wrong arguments end in 64, as `sysexits` has it: with 2 an import says that rows were refused."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(64, f"{self.prog}: error: {message}\n")


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    top = Parser(prog="pakhuis", description="Order fulfilment that knows its customers.")
    verbs = top.add_subparsers(dest="command", required=True, metavar="command")
    made = {name: verbs.add_parser(name, help=text, description=text) for name, text in COMMANDS.items()}
    for name in ("demo", "serve"):
        made[name].add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        made[name].add_argument("--port", type=int, default=None, help="port to listen on (8000)")
    made["serve"].add_argument("--workers", type=int, default=2, help="web processes (2)")
    made["serve"].add_argument("--threads", type=int, default=4, help="threads per web process (4)")
    made["worker"].add_argument("--parent", type=int, default=0, help="stop when this process is gone")
    made["user"].add_argument("name", help="the name to log in with")
    made["user"].add_argument("--password-stdin", action="store_true", help="read the password from input")
    made["key"].add_argument("name", help="what the key is for")
    made["key"].add_argument("--read-only", action="store_true", help="the key may not change anything")
    made["check"].add_argument(
        "what",
        nargs="?",
        choices=("installation", "stock"),
        default="installation",
        help="installation (the default), or stock: every count against its rows; fails on a deviation",
    )
    moving = made["migrate"]
    moving.add_argument("what", nargs="?", choices=("picqer",), help="move an account over its API")
    moving.add_argument("--account", help="its name, or the address of another Pakhuis")
    moving.add_argument("--key", help="an API key of it; better: the environment variable PICQER_KEY")
    moving.add_argument("--dry-run", action="store_true", help="try everything and write nothing")
    moving.add_argument("--report", type=Path, help="a CSV file for everything that stayed, with the reasons")
    made["import"].add_argument("subject", choices=("customers", "products", "prices"), help="what is in it")
    made["import"].add_argument("file", help="a CSV, XLSX, XLS or ODS file")
    made["import"].add_argument(
        "--duplicates",
        choices=("supplement", "fill", "ignore"),
        default="supplement",
        help="what to do with what is there already (supplement)",
    )
    made["import"].add_argument("--dry-run", action="store_true", help="only say what would happen")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status."""
    given = parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pakhuis.config.settings")
    django.setup()
    try:
        return int(
            import_module(f"pakhuis.config.commands.{MODULES.get(given.command, given.command)}").run(given)
            or 0
        )
    except CommandError as error:
        print(error)
        return 1
    except KeyboardInterrupt:
        return 130
