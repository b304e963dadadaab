"""How is the demonstration built: two councils with a consultation in every stage, and invented answers?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from engage.accounts import service as accounts
from engage.accounts.models import Council, Officer
from engage.accounts.permissions import ROLES, Role
from engage.bilingual import Bilingual

FOLDER = Path(__file__).parent
PASSWORD = "glas-y-dorlan-2026"  # noqa: S105 - printed for everybody who tries the demonstration
OFFICERS = {
    "author": ("Elin Prys", Role.AUTHOR),
    "approver": ("Gwyn Tudur", Role.APPROVER),
    "analyst": ("Nia Rowlands", Role.ANALYST),
    "admin": ("Sam Okoro", Role.ADMINISTRATOR),
}
EVERYTHING = ("officer", "Morgan Vale")  # one person who may do all, for a first look round


class NotEmpty(Exception):
    """There is a council already."""


def is_empty() -> bool:
    return not accounts.councils()


def sign_ins() -> list[tuple[str, str]]:
    """The e-mail address and roles of every officer of the demonstration; none in a real installation."""
    demo = [council for council in accounts.councils() if council.is_demo]
    return [
        (officer.email, ", ".join(officer.role_names))
        for council in demo
        for officer in accounts.officers_of(council)
    ]


def build(*, responses: int, seed: int, now: datetime, progress: Callable[[int], Any]) -> None:
    """Fill the empty database; raises NotEmpty. `progress` hears how many residents were just added."""
    if not is_empty():
        raise NotEmpty
    for slug, words in _content()["councils"].items():
        _officers(_council(slug, words, now), now)


@cache
def _content() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / "consultations.yaml").read_text(encoding="utf-8"))
    return loaded


def _council(slug: str, words: dict[str, Any], now: datetime) -> Council:
    today = now.date()
    return accounts.add_council(
        slug=slug,
        name=Bilingual.from_json(words["name"]),
        nation=words["nation"],
        colour=words["colour"],
        email=words["email"],
        telephone=words["telephone"],
        post=Bilingual.from_json(words["post"]),
        known_barriers=Bilingual.from_json(_content()["shared"]["known_barriers"]),
        statement_made_on=today - timedelta(days=30),
        statement_reviewed_on=today - timedelta(days=30),
        logo=(FOLDER / f"{slug}.png").read_bytes(),
        is_demo=True,
    )


def _officers(council: Council, now: datetime) -> list[Officer]:
    people = [(name, person, (role,)) for name, (person, role) in OFFICERS.items()]
    people.append((*EVERYTHING, tuple(ROLES)))
    return [
        accounts.add_officer(
            council,
            email=f"{name}@{council.slug}.example",
            name=person,
            password=PASSWORD,
            roles=roles,
            now=now,
        )
        for name, person, roles in people
    ]
