"""How does a test get the rows it needs? Plain functions; a test names only what it is about."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from functools import cache

from flask_security.utils import hash_password

from engage.accounts.models import Council, Officer
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.consultations.models import Consultation
from engage.database import db

NOON = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
CONSULTATION_WORDS = (
    "summary",
    "why",
    "can_change",
    "cannot_change",
    "audience",
    "contact",
    "other_formats",
    "privacy",
    "area",
)
_number = itertools.count(1)


def saved(row):
    """Add the row and commit."""
    db.session.add(row)
    db.session.commit()
    return row


@cache
def _hashed(password: str) -> str:
    """The password's hash, made once: it takes long on purpose."""
    return hash_password(password)


def make_council(**fields) -> Council:
    """A council in Wales."""
    number = next(_number)
    usual = {
        "slug": f"council-{number}",
        "name": Bilingual(f"Council {number}", f"Cyngor {number}"),
        "nation": "wales",
        "colour": "#00513b",
        "email": f"council{number}@example.org",
        "telephone": "01632 960001",
        "post": Bilingual("The Hall, ZZ1 1AA", "Y Neuadd, ZZ1 1AA"),
        "known_barriers": Bilingual("None that we know of.", "Dim un y gwyddom amdano."),
        "statement_made_on": date(2026, 5, 1),
        "statement_reviewed_on": date(2026, 5, 1),
    }
    return saved(Council(**usual | fields))


def make_officer(council: Council | None = None, *roles: Role, **fields) -> Officer:
    """An officer with every role, unless some are named. The password is PASSWORD."""
    number = next(_number)
    council = council or make_council()
    usual = {
        "council_id": council.id,
        "council": council,
        "email": f"officer{number}@example.org",
        "name": f"Officer {number}",
        "password": _hashed(PASSWORD),
        "fs_uniquifier": f"officer-{number}",
        "active": True,
        "role_names": [str(role) for role in (roles or Role)],
    }
    return saved(Officer(**usual | fields))


def make_consultation(council: Council | None = None, **fields) -> Consultation:
    """A published consultation, open at NOON for 30 days more."""
    number = next(_number)
    words = Bilingual("Words.", "Geiriau.")
    usual = {
        "council": council or make_council(),
        "title": Bilingual(f"Consultation {number}", f"Ymgynghoriad {number}"),
        "slug_en": f"consultation-{number}",
        "slug_cy": f"ymgynghoriad-{number}",
        **dict.fromkeys(CONSULTATION_WORDS, words),
        "outcome": Bilingual(),
        "topics": ["cohesion"],
        "opens_at": NOON - timedelta(days=10),
        "closes_at": NOON + timedelta(days=30),
        "published_at": NOON - timedelta(days=20),
    }
    return saved(Consultation(**usual | fields))
