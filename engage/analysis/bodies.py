"""What does one body of a joint consultation get to see, and how are its files named?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engage.analysis.tables import SafeTable
from engage.analysis.universe import Body

MOST = 6  # bodies: every set of them is checked, and with each the sets double


def body_of(bodies: Iterable[Body], council_id: int) -> Body | None:
    """Find the body that this council is."""
    return next((each for each in bodies if each.council == council_id), None)


def seen_by(body: Body, tables: Iterable[SafeTable]) -> tuple[SafeTable, ...]:
    """Keep what is about everyone, and what is about the residents of this body; nothing of other bodies."""
    return tuple(each for each in tables if each.within is None or each.within.code == body.code)


def file_name(name: str, body: Body | None) -> str:
    """Tell in a file's name whose it is, as in "everything.glynmorfa.csv"."""
    if body is None:
        return name
    stem, _, kind = name.rpartition(".")
    return f"{stem}.{body.slug}.{kind}"


def is_file_of(name: str, body: Body | None) -> bool:
    """Does a file's name tell that it is this body's? No slug has a full stop in it."""
    return body is None or name.split(".")[-2:-1] == [body.slug]


def all_of(bodies: Sequence[Body]) -> Sequence[Body | None]:
    """Everybody who has files of their own: each body, or the one council that consults alone."""
    return bodies or (None,)
