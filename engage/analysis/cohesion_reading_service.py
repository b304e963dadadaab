"""What does an officer see beside a consultation's measures of cohesion, and how is it given out?"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from engage.accounts.models import Officer
from engage.analysis import cohesion_queries as queries
from engage.analysis import files_service, formats_service
from engage.analysis.about import About
from engage.analysis.cohesion import Kind, National, Surveyed
from engage.analysis.cohesion_csvw import csvw
from engage.analysis.cohesion_page import Beside, beside
from engage.analysis.cohesion_queries import Offered
from engage.analysis.cohesion_sheets import book
from engage.analysis.cohesion_words import FILE
from engage.analysis.formats import Format
from engage.analysis.ods import ods
from engage.analysis.queries import Released
from engage.analysis.xlsx import xlsx

AT_FIRST = 3  # of each kind stand beside a consultation until somebody chooses
DIGITS = 32  # of the digest in a file's name, in hexadecimal

Writer = Callable[[Beside, About, str], bytes]
WRITERS: dict[Format, Writer] = {
    Format.XLSX: lambda shown, about, language: xlsx(book(shown, about, language)),
    Format.ODS: lambda shown, about, language: ods(book(shown, about, language)),
    Format.CSVW: csvw,
}


@dataclass(frozen=True, kw_only=True)
class View:
    """A consultation, what can stand beside it, and what does."""

    released: Released
    own: Surveyed
    residents: Surveyed | None  # of a joint consultation: the own ones of whoever reads
    offered: tuple[Offered, ...]
    chosen: tuple[int, ...]  # the releases beside it
    others: tuple[Surveyed, ...]
    national: tuple[National, ...]

    def shown(self, language: str) -> Beside:
        nearest = (self.residents,) if self.residents else ()
        return beside(self.own, (*nearest, *self.others), self.national, language)


def view(
    officer: Officer,
    consultation_id: int,
    epoch: int | None = None,
    wanted: Collection[int] | None = None,
    *,
    now: datetime,
) -> View:
    """Put the measures of these figures, or of the newest, beside those of the releases that are wanted.

    None wanted: the newest few of each kind. What is wanted and cannot be seen, or no longer, is not there.
    Raises NotFound, also when nothing was made, or NotAllowed.
    """
    released = files_service.read(officer, consultation_id, epoch, now=now)
    offered = (*queries.earlier(officer, released), *queries.shared_beside(officer, released))
    chosen = [each for each in offered if wanted is None or each.release.id in wanted]
    if wanted is None:
        chosen = [each for kind in Kind for each in _of(kind, offered)[:AT_FIRST]]
    return View(
        released=released,
        own=queries.surveyed(released, Kind.OWN),
        residents=queries.residents(released),
        offered=offered,
        chosen=tuple(each.release.id for each in chosen),
        others=tuple(_opened(officer, each, now) for each in chosen),
        national=tuple(queries.national(queries.figures(officer))),
    )


def _of(kind: Kind, offered: Collection[Offered]) -> list[Offered]:
    return [each for each in offered if each.kind is kind]


def _opened(officer: Officer, offered: Offered, now: datetime) -> Surveyed:
    """Read what stands beside; that an officer has looked at figures of the own council is kept."""
    if offered.kind is Kind.OTHER:
        return queries.open_shared(offered)
    found = files_service.read(officer, offered.consultation.id, offered.release.epoch, now=now)
    return queries.surveyed(found, offered.kind)


def download(
    officer: Officer,
    consultation_id: int,
    kind: Format,
    language: str,
    *,
    now: datetime,
    epoch: int | None = None,
    wanted: Collection[int] | None = None,
) -> bytes:
    """Give the view out as a file. Raises NotFound or NotAllowed.

    The same content is always the same bytes: what was given out is kept under a digest of all that it says.
    So a file that was taken stays as it was, and what is shared no longer is in no new one.
    """
    found = view(officer, consultation_id, epoch, wanted, now=now)
    shown, about = found.shown(language), formats_service.about(found.released)
    digest = sha256(repr((shown, about, language)).encode()).hexdigest()[:DIGITS]
    name = f"{FILE.en}-{digest}.{kind}"
    return files_service.give(
        officer, found.released, name, language, lambda: WRITERS[kind](shown, about, language), now=now
    )
