"""How is a whole release written in each format, and given out?

What was given out once is kept, and the same release is the same bytes anyway. Most formats take less than a
second. The PDF of a large release takes minutes: it is drawn in the background for whoever asks first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache, partial

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import select

from engage.accounts.models import Officer
from engage.analysis import file_words, files_service, findings_words, formats, planning, queries, words
from engage.analysis.about import About
from engage.analysis.as_json import as_json
from engage.analysis.csvw import csvw
from engage.analysis.epochs import Kind
from engage.analysis.formats import Format
from engage.analysis.formats_models import Drawing
from engage.analysis.models import Release
from engage.analysis.ods import ods
from engage.analysis.page import page, shorthand
from engage.analysis.panel import shown
from engage.analysis.queries import Released
from engage.analysis.sheets import book
from engage.analysis.tables import SafeTable
from engage.analysis.xlsx import xlsx
from engage.bilingual import LANGUAGES, Bilingual
from engage.config import ROOT
from engage.consultations.models import Consultation
from engage.database import db, fetch, unit_of_work
from engage.dates import LONDON
from engage.jobs import jobs
from engage.pdf import NoPdf, pdf

TEMPLATE = "analysis/standing_alone.html"
TOO_LONG = timedelta(minutes=30)  # after which a drawing is thought to be lost
TRIES = 3

Maker = Callable[[Sequence[SafeTable], About, str], bytes]


# --- giving out -------------------------------------------------------------------------------------------


def download(
    officer: Officer,
    consultation_id: int,
    kind: Format,
    language: str,
    *,
    now: datetime,
    epoch: int | None = None,
) -> bytes | None:
    """Give out a release as one file; None: it is being drawn, come again.

    Raises NotFound, NotAllowed, or NoPdf where PDFs cannot be drawn.
    """
    released = queries.seen(officer, consultation_id, epoch)
    name = formats.name(kind, language, released.body)
    if kind is Format.PDF and not files_service.is_kept(released, name, language):
        _ask_for_drawing(released.release.id, language, released.body.code if released.body else "", now=now)
        if not files_service.is_kept(released, name, language):
            return None
    write = partial(written, kind, released, language)
    return files_service.give(officer, released, name, language, write, now=now)


def export(consultation_id: int, *, epoch: int | None = None) -> dict[str, bytes]:
    """Write a release in every format and both languages, by a path that begins with the language.

    For the console, which can wait; where PDFs cannot be drawn, there are none. Raises NotFound.
    """
    released = queries.released(None, consultation_id, epoch)
    found = {}
    for language in LANGUAGES:
        for name, kind in formats.names(language, released.body).items():
            try:
                found[f"{language}/{name}"] = kept(released, kind, language)
            except NoPdf:
                continue
    return found


def about(released: Released) -> About:
    """What the files say of a release."""
    consultation, release = released.consultation, released.release
    plan, kind = released.universe.plan, Kind(release.kind)
    left_out = planning.organisations(plan, released.definition)
    level = plan.interim_level if kind is Kind.INTERIM else plan.level
    return About(
        name=Bilingual(
            *(queries.release_name(consultation, release.epoch, each, released.body) for each in LANGUAGES)
        ),
        consultation=consultation.title,
        council=consultation.council.name,
        counted_up_to=released.counted_up_to.astimezone(LONDON).date(),
        epoch=release.epoch,
        kind=kind,
        received=release.received or 0,
        people=release.people,
        level=level,
        rule=release.rule,
        left_out=left_out[1] if left_out else (),
        email=consultation.council.email,
        telephone=consultation.council.telephone,
        reason=release.reason,
        coarser=tuple(
            (each.title, each.level)
            for each in released.universe.characteristics
            if each.level not in (None, level)
        ),
        done=release.what_was_done,
        body=released.residents.label if released.residents else Bilingual(),
    )


def kept(released: Released, kind: Format, language: str) -> bytes:
    """The file as it was first given out, written now if it never was."""
    write = partial(written, kind, released, language)
    return files_service.kept(released, formats.name(kind, language, released.body), language, write)


# --- drawing ----------------------------------------------------------------------------------------------


def _ask_for_drawing(release_id: int, language: str, body: str, *, now: datetime) -> None:
    """Have a PDF drawn, unless somebody is at it. Raises NoPdf where that was tried in vain."""
    if _begin(release_id, language, body, now=now):
        jobs.enqueue(draw, release_id, language, body)


@unit_of_work
def _begin(release_id: int, language: str, body: str, *, now: datetime) -> bool:
    """Note that a drawing begins; False: one is under way."""
    db.session.refresh(fetch(Release, release_id), with_for_update=True)
    drawing = _drawing(release_id, language, body)
    if drawing is None:
        db.session.add(Drawing(release_id=release_id, language=language, body=body, begun_at=now))
        return True
    is_late = now >= drawing.begun_at + TOO_LONG
    if drawing.given_up or (is_late and drawing.tries >= TRIES):
        raise NoPdf
    if is_late:
        drawing.begun_at, drawing.tries = now, drawing.tries + 1
    return is_late


@jobs.handler
def draw(release_id: int, language: str, body: str = "", *, now: datetime) -> None:
    """Draw the PDF of a release and keep it, or note that this machine cannot. Raises NotFound.

    `body`: the code of the body of a joint consultation whose file it is.
    """
    release = fetch(Release, release_id)
    whose = next((each for each in release.plan.bodies if each.code == body), None)
    released = queries.opened(fetch(Consultation, release.consultation_id), release, whose)
    try:
        kept(released, Format.PDF, language)
    except NoPdf:
        _give_up(release_id, language, body)
    else:
        _end(release_id, language, body)


@unit_of_work
def _give_up(release_id: int, language: str, body: str) -> None:
    if drawing := _drawing(release_id, language, body):
        drawing.given_up = True


@unit_of_work
def _end(release_id: int, language: str, body: str) -> None:
    if drawing := _drawing(release_id, language, body):
        db.session.delete(drawing)


@jobs.sweep
def resume_drawings(*, now: datetime) -> None:
    """Queue again the drawings that were lost."""
    lost = select(Drawing.release_id, Drawing.language, Drawing.body).where(
        Drawing.begun_at <= now - TOO_LONG, Drawing.tries < TRIES, Drawing.given_up.is_(False)
    )
    for release_id, language, body in db.session.execute(lost).all():
        _ask_for_drawing(release_id, language, body, now=now)


def _drawing(release_id: int, language: str, body: str) -> Drawing | None:
    mine = {"release_id": release_id, "language": language, "body": body}
    return db.session.scalar(select(Drawing).filter_by(**mine))


# --- writing ----------------------------------------------------------------------------------------------


def written(kind: Format, released: Released, language: str) -> bytes:
    """Write a release as one file. Raises NoPdf where PDFs cannot be drawn."""
    return MAKERS[kind](released.tables, about(released), language)


def html(tables: Sequence[SafeTable], about: About, language: str) -> str:
    """Write a release as a page that needs nothing else."""
    return _environment().get_template(TEMPLATE).render(
        page=page(tables, about, language),
        say=file_words,
        every_mark=shorthand(words.SHORTHAND, language, about.rule),
        not_a_sample=findings_words.NOT_A_SAMPLE[language],
        written=shown,
    )  # fmt: skip


@cache
def _environment() -> Environment:
    """Templates outside a request: no language and no council but those that are given."""
    return Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )


MAKERS: dict[Format, Maker] = {
    Format.XLSX: lambda tables, about, language: xlsx(book(tables, about, language)),
    Format.ODS: lambda tables, about, language: ods(book(tables, about, language)),
    Format.PDF: lambda tables, about, language: pdf(html(tables, about, language)),
    Format.HTML: lambda tables, about, language: html(tables, about, language).encode(),
    Format.CSVW: csvw,
    Format.JSON: lambda tables, about, language: as_json(tables, about),
}
