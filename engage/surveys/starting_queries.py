"""Which survey begins with a template?"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from engage.surveys.definition import Definition
from engage.surveys.interchange import read_yaml
from engage.surveys.starting import TEMPLATES

FOLDER = Path(__file__).parent / "starting_points"


@cache
def template(name: str) -> Definition:
    """The template with this name, one of `TEMPLATES`; its title is what it is called itself."""
    assert name in TEMPLATES, name
    return read_yaml((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
