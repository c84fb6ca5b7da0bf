"""Reading our own source as a tree: what the architecture tests judge, and what planted faults are fed to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """One source file: its dotted name, its text, and its syntax tree."""

    name: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return _parsed(self.text)

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    @property
    def package(self) -> str:
        """The part of Pakhuis it belongs to: ``orders`` of ``pakhuis.orders.rules``."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else ""


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def modules(folder: str = "pakhuis") -> list[Module]:
    """Every module of a folder but migrations."""
    found = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        if "migrations" in path.parts:
            continue
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found.append(Module(name=name, text=path.read_text(encoding="utf-8")))
    return found


def functions(module: Module) -> Iterator[tuple[str, int, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function with its number of lines, without decorators and docstring."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body
            documented = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
            inside = body[1:] if documented else body
            start = inside[0].lineno if inside else node.lineno
            length = (node.end_lineno or start) - start + 1 + (body[0].lineno - node.lineno)
            yield f"{module.name}.{node.name}", length, node
