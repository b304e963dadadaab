"""What can be done with a council's library of questions, and with what surveys have from it?"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.bilingual import Bilingual
from engage.consultations.searching import wanted
from engage.database import db, fetch, unit_of_work
from engage.errors import Invalid, NotFound
from engage.surveys import becoming, draft_service, library, queries
from engage.surveys.deeds import Deed
from engage.surveys.definition import Definition, Page, Question, Section
from engage.surveys.document import to_json
from engage.surveys.inserting import Place
from engage.surveys.inserting import insert as inserted
from engage.surveys.library_models import LibraryEntry
from engage.surveys.placing import part_of
from engage.surveys.question_set import Origin, QuestionSet
from engage.surveys.upgrading import upgrade as upgraded

MOST = 200  # entries of a council that are listed


@unit_of_work
def save(
    officer: Officer,
    consultation_id: int,
    key: str,
    *,
    title: Bilingual,
    edition: date,
    replaces_id: int | None = None,
    now: datetime,
) -> LibraryEntry:
    """Keep the question or page with this key, as it is in the draft now, for other surveys of the council.

    Routes and documents stay behind: they are about what is not kept with it. A later edition of something is
    offered as such once it is said what has become of codes that are gone. Raises NotFound or NotAllowed.
    """
    survey = queries.draft(officer, consultation_id)
    accounts.require(officer, Permission.EDIT_CONSULTATION, officer.council_id)
    part = part_of(survey.definition, key) if survey else None
    if not isinstance(part, Page | Question):
        raise NotFound
    earlier = entry(officer, replaces_id) if replaces_id is not None else None
    if earlier:
        _give_way(earlier)
    page = _by_itself(part, earlier.page if earlier else None)
    gone = [each for each in becoming.asked(earlier.page, page, {}) if each.is_gone] if earlier else []
    holder = Section(id="library", title=title, parts=(page,))
    new = LibraryEntry(
        council_id=officer.council_id,
        title=title,
        edition=edition,
        document=to_json(Definition(title=title, sections=(holder,))),
        whole_page=isinstance(part, Page),
        replaces_id=replaces_id,
        became=None if gone else {},
        saved_by_id=officer.id,
        saved_at=now,
    )
    db.session.add(new)
    accounts.record(officer, Action.LIBRARY_SAVED, new, at=now)
    return new


@unit_of_work
def rename(officer: Officer, entry_id: int, *, title: Bilingual, edition: date, now: datetime) -> None:
    """Give an entry another title and date. Raises NotFound or NotAllowed."""
    kept = _own(officer, entry_id)
    kept.title, kept.edition = title, edition
    accounts.record(officer, Action.LIBRARY_CHANGED, kept, at=now)


@unit_of_work
def say(officer: Officer, entry_id: int, said: becoming.Said, *, seen: str, now: datetime) -> None:
    """Say what has become of the codes of the edition before; `seen` is the mark of what was said then.

    Raises NotFound, NotAllowed, Overtaken, or Invalid with the questions that are one and the same today.
    """
    kept = _own(officer, entry_id)
    db.session.refresh(kept, with_for_update={"of": LibraryEntry})
    if kept.replaces is None:
        raise NotFound
    if mark(kept) != seen:
        raise draft_service.Overtaken
    asked = to_say(kept, said)
    if doubled := becoming.doubled(asked, said):
        raise Invalid(doubled)
    kept.became = {each.name: each.taken(said.get(each.name, each.guess)) for each in asked}
    accounts.record(officer, Action.LIBRARY_CHANGED, kept, at=now)


@unit_of_work
def withdraw(officer: Officer, entry_id: int, *, now: datetime) -> None:
    """Offer an entry no more; surveys that have it keep it. Raises NotFound or NotAllowed."""
    kept = _own(officer, entry_id)
    kept.withdrawn_at = kept.withdrawn_at or now
    accounts.record(officer, Action.LIBRARY_WITHDRAWN, kept, at=now)


@unit_of_work
def insert(
    officer: Officer,
    consultation_id: int,
    set_id: str,
    chosen: Collection[str],
    place: Place,
    *,
    seen: int,
    now: datetime,
) -> tuple[Bilingual, ...]:
    """Put questions of a set into the draft; returns the titles of those whose conditions were left out.

    Raises NotFound, also for a place that is not there, NotAllowed, Overtaken or WithApprover.
    """
    shared = offered(officer, set_id)
    unrouted: list[Bilingual] = []

    def edit(definition: Definition) -> Definition:
        result = inserted(definition, shared, chosen, place, _used(officer, consultation_id))
        unrouted.extend(result.unrouted)
        return result.definition

    _change(officer, consultation_id, edit, seen, Deed.INSERTED, shared, now)
    return tuple(unrouted)


@unit_of_work
def upgrade(officer: Officer, consultation_id: int, set_id: str, *, seen: int, now: datetime) -> None:
    """Take a later edition over into the draft. Raises NotFound, NotAllowed, Overtaken or WithApprover."""
    shared = offered(officer, set_id)
    _change(
        officer, consultation_id, lambda was: upgraded(was, shared).after, seen, Deed.UPGRADED, shared, now
    )


# --- reading --------------------------------------------------------------------------------------------


def entry(officer: Officer, entry_id: int) -> LibraryEntry:
    """An entry of the officer's own council. Raises NotFound or NotAllowed."""
    found = fetch(LibraryEntry, entry_id)
    accounts.require(officer, Permission.SEE_CONSULTATIONS, found.council_id)
    return found


def require_author(officer: Officer) -> None:
    """Raise NotAllowed if the officer may not change the library."""
    accounts.require(officer, Permission.EDIT_CONSULTATION, officer.council_id)


def entries(officer: Officer, search: str = "") -> list[LibraryEntry]:
    """What the officer's council offers, latest first; each word begins one of its own. Raises NotAllowed."""
    accounts.require(officer, Permission.SEE_CONSULTATIONS, officer.council_id)
    query = select(LibraryEntry).filter_by(council_id=officer.council_id, withdrawn_at=None)
    for word in wanted(search):
        query = query.where(LibraryEntry.search_text.contains(f" {word}", autoescape=True))
    return list(db.session.scalars(query.order_by(LibraryEntry.id.desc()).limit(MOST)))


def latest(officer: Officer, *, whole_page: bool) -> list[LibraryEntry]:
    """The pages, or the questions, that no later edition replaces yet. Raises NotAllowed."""
    every = entries(officer)
    replaced = {each.replaces_id for each in every}
    return [each for each in every if each.whole_page == whole_page and each.id not in replaced]


def to_say(kept: LibraryEntry, said: becoming.Said | None = None) -> tuple[becoming.Asked, ...]:
    """What can be said of the codes of the edition that the entry replaces, if it replaces one."""
    if kept.replaces is None:
        return ()
    return becoming.asked(kept.replaces.page, kept.page, (kept.became or {}) if said is None else said)


def mark(kept: LibraryEntry) -> str:
    """By this a form knows whether what is said of the codes is still what it showed."""
    return sha256(json.dumps(kept.became, sort_keys=True).encode()).hexdigest()


def is_unsaid(kept: LibraryEntry) -> bool:
    """Is it still to be said what has become of the codes of the edition that it replaces?"""
    return kept.replaces is not None and kept.became is None


def set_of(kept: LibraryEntry) -> QuestionSet:
    """The entry as a set that can be inserted. It replaces an edition once it is said what became of that."""
    page = kept.page
    earlier = kept.replaces.page if kept.replaces and kept.became is not None else None
    return QuestionSet(
        id=name(kept.id),
        title=kept.title,
        edition=kept.edition,
        pages=(page,),
        replaces=name(kept.replaces_id) if kept.replaces_id and earlier else "",
        recodings=becoming.recodings(earlier, page, kept.became or {}) if earlier else (),
        built_in=False,
    )


def sets(officer: Officer) -> Mapping[str, QuestionSet]:
    """Every set that the officer can insert from, by its id: the product's and the council's own."""
    own = (set_of(kept) for kept in entries(officer))
    return library.SETS | {each.id: each for each in own}


def offered(officer: Officer, set_id: str) -> QuestionSet:
    """One of these sets. Raises NotFound."""
    if set_id in library.SETS:
        return library.SETS[set_id]
    kept = _of_name(officer, set_id)
    if kept is None or kept.withdrawn_at:
        raise NotFound
    return set_of(kept)


def source(officer: Officer, question: Question) -> QuestionSet | None:
    """The set from which a question comes, also one that is not offered any more; None when it is unknown."""
    if built_in := library.set_of(question):
        return built_in
    kept = _of_name(officer, Origin.read(question.origin).set)
    return set_of(kept) if kept else None


def _of_name(officer: Officer, set_id: str) -> LibraryEntry | None:
    number = set_id.removeprefix("own-")
    if number == set_id or not (number.isascii() and number.isdigit()):
        return None
    try:
        return entry(officer, int(number))
    except NotFound:
        return None


def name(entry_id: int) -> str:
    """What the entry is called as a set."""
    return f"own-{entry_id}"


def _own(officer: Officer, entry_id: int) -> LibraryEntry:
    found = fetch(LibraryEntry, entry_id)
    accounts.require(officer, Permission.EDIT_CONSULTATION, found.council_id)
    return found


def _by_itself(part: Page | Question, earlier: Page | None) -> Page:
    """The page without what belongs to its survey; a question on a page that is only its place.

    A question that takes the place of another has its id, so that answers to both can be counted together.
    """
    if isinstance(part, Question):
        only = earlier.questions[0] if earlier and len(earlier.questions) == 1 else part
        part = Page(id=f"of_{only.id}"[:40], title=part.title, questions=(replace(part, id=only.id),))
    return replace(
        part,
        show_if=None,
        panels=tuple(replace(panel, documents=()) for panel in part.panels),
        questions=tuple(replace(question, show_if=None) for question in part.questions),
    )


def _give_way(earlier: LibraryEntry) -> None:
    """Let an edition that is withdrawn no longer stand between an earlier one and what replaces that now."""
    later = db.session.scalar(select(LibraryEntry).filter_by(replaces_id=earlier.id))
    if later and later.withdrawn_at:
        later.replaces_id = None
        db.session.flush()


def _used(officer: Officer, consultation_id: int) -> set[str]:
    """The ids of all questions that were ever published: what they mean does not change."""
    survey = queries.draft(officer, consultation_id)
    versions = survey.versions if survey else []
    return {question.id for version in versions for question in version.definition.questions()}


def _change(
    officer: Officer,
    consultation_id: int,
    edit: Any,
    seen: int,
    deed: Deed,
    shared: QuestionSet,
    now: datetime,
) -> None:
    draft_service.change(officer, consultation_id, edit, seen=seen, deed=deed, subject=shared.title, now=now)
