"""Does every module keep to its floor and its furniture?"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ENGAGE = Path(__file__).resolve().parent.parent / "engage"
FLOORS = [
    {"accounts"},
    {"consultations", "equality"},
    {"surveys"},
    {"respond", "codesign"},
    {"coding"},
    {"analysis"},
    {"publish"},
]
FLOOR = {room: number for number, floor in enumerate(FLOORS) for room in floor}
ROLES = {"models": "models", "service": "service", "queries": "service", "forms": "forms", "views": "views"}
OWN = {  # which furniture of the own room each may use
    "pure": {"pure"},
    "models": {"pure", "models"},
    "service": {"pure", "models", "service"},
    "forms": {"pure", "forms"},
    "views": {"pure", "service", "forms", "views"},
}
ABOVE = {  # and which of rooms above
    "pure": {"pure"},
    "models": {"pure", "models"},
    "service": {"pure", "models", "service"},
    "forms": {"pure", "forms"},  # such as what people are told when an answer cannot be taken
    "views": {"pure", "service"},
}
FRAMEWORKS = {
    "pure": {"flask", "flask_babel", "flask_wtf", "wtforms", "sqlalchemy", "flask_sqlalchemy"},
    "models": {"flask", "flask_babel", "flask_wtf", "wtforms"},
    "service": {"flask", "flask_babel", "flask_wtf", "wtforms"},
    "forms": {"flask", "sqlalchemy", "flask_sqlalchemy"},
    "views": {"sqlalchemy", "flask_sqlalchemy", "wtforms", "flask_wtf"},
}
PLAIN = {"bilingual", "errors", "dates", "markdown", "sealing", "collation"}
UNDER = PLAIN | {"clock", "config", "database", "jobs", "mail", "pdf", "smtp", "web"}
UNDER_FOR = {  # which modules under everything each furniture may use
    "pure": PLAIN,
    "models": {"bilingual", "errors", "dates", "database"},
    "service": UNDER - {"web", "clock"},
    "forms": {"bilingual", "errors", "dates", "collation"},
    "views": UNDER - {"database", "sealing"},
}
NOT_PURE = {"datetime.now", "datetime.utcnow", "date.today", "time.time", "open", "os.environ"}


def role(module: str) -> str:
    return ROLES.get(module.rsplit("_", 1)[-1], "pure")


def imports(tree: ast.Module) -> Iterator[str]:
    """Every imported module, with the imported name behind it where it may be a module too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def complaints(room: str, module: str, source: str) -> list[str]:
    """What this module does that its place in the house does not allow."""
    tree, own = ast.parse(source), role(module)
    found = []
    for name in imports(tree):
        parts = name.split(".")
        if parts[0] in FRAMEWORKS[own]:
            found.append(f"{own} may not use {parts[0]}")
        if parts[0] != "engage" or len(parts) < 2:
            continue
        found += _inside(room, own, parts[1:])
    if own == "pure":
        found += [f"pure, but calls {call}" for call in _calls(tree) if call in NOT_PURE]
    return found


def _inside(room: str, own: str, parts: list[str]) -> list[str]:
    place = parts[0]
    if place in UNDER:
        return [] if place in UNDER_FOR[own] else [f"{own} may not use engage.{place}"]
    if place not in FLOOR:
        return [f"nobody in a room may use engage.{place}"]
    furniture = role(parts[1]) if len(parts) > 1 else "pure"
    if place == room:
        return [] if furniture in OWN[own] else [f"{own} may not use {furniture} of its room"]
    if FLOOR[place] >= FLOOR[room]:
        return [f"{room} may not use {place}, which is not above it"]
    return [] if furniture in ABOVE[own] else [f"{own} may not use {furniture} of {place}"]


def _calls(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


MODULES = [
    pytest.param(path, id=str(path.relative_to(ENGAGE)))
    for room in sorted(FLOOR)
    for path in sorted((ENGAGE / room).rglob("*.py"))
    if path.name != "__init__.py"
]


@pytest.mark.parametrize("path", MODULES)
def test_module_keeps_to_its_place(path):
    assert complaints(path.parent.name, path.stem, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("room", "module", "source"),
    [
        ("surveys", "service", "from engage.respond import service"),  # a room below
        ("consultations", "service", "from engage.equality import library"),  # a room beside
        ("surveys", "views", "from engage.surveys.models import Survey"),  # views never import models
        ("surveys", "forms", "from engage.database import db"),  # forms never touch the database
        ("surveys", "routing", "import sqlalchemy"),  # pure
        ("surveys", "routing", "from datetime import datetime\nnow = datetime.now()"),  # pure reads no clock
        ("surveys", "service", "from flask import request"),
        ("surveys", "service", "from engage.commands import keys"),
        ("analysis", "views", "from engage.respond.models import Response"),
    ],
)
def test_a_module_out_of_place_is_named(room, module, source):
    assert len(complaints(room, module, source)) == 1


def test_pure_modules_of_the_foundation_use_no_framework():
    for name in ("bilingual", "errors", "dates", "markdown", "sealing"):
        source = (ENGAGE / f"{name}.py").read_text(encoding="utf-8")
        assert not {found.split(".")[0] for found in imports(ast.parse(source))} & FRAMEWORKS["pure"], name
