"""How is the demonstration built: councils with a consultation in every stage, and invented answers?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import yaml

from engage import dates
from engage.accounts import service as accounts
from engage.accounts.models import Council, Officer
from engage.accounts.permissions import Role
from engage.analysis import planning
from engage.analysis import service as analysis
from engage.bilingual import Bilingual
from engage.consultations import notice_service as notices
from engage.consultations import service as consultations
from engage.consultations.details import Details
from engage.consultations.documents import Paper
from engage.demo import cohesion, preparing, receiving, translating
from engage.demo.census import enter_census
from engage.demo.contacts import leave_contacts
from engage.demo.joint import hold_together
from engage.demo.postcodes import enter_postcodes
from engage.demo.residents import residents
from engage.equality.library import CURRENT, standard_set
from engage.respond import service as respond
from engage.surveys import service as surveys
from engage.surveys.definition import Definition
from engage.surveys.interchange import read_yaml, write_yaml
from engage.surveys.models import SurveyVersion
from engage.surveys.ways import STANDARD

FOLDER = Path(__file__).parent
PASSWORD = "glas-y-dorlan-2026"  # noqa: S105 - printed for everybody who tries the demonstration
OFFICERS = {
    "author": ("Elin Prys", Role.AUTHOR),
    "translator": ("Carys Meredith", Role.TRANSLATOR),
    "approver": ("Gwyn Tudur", Role.APPROVER),
    "clerk": ("Dafydd Llwyd", Role.CLERK),
    "analyst": ("Nia Rowlands", Role.ANALYST),
    "records": ("Ffion Ellis", Role.RECORD_ANALYST),
    "admin": ("Sam Okoro", Role.ADMINISTRATOR),
}
NEARLY_ALL = ("officer", "Morgan Vale")  # one person with all roles but one, for a first look round
ORGANISATIONS = {  # which answers to the question `respondent` are not a person's
    "cohesion": ("organisation",),
    "budget": ("business", "voluntary", "town_council"),
    "regional_equality": ("organisation",),
    "play_area": ("organisation",),
}
BROKEN_DOWN_BY = tuple(each.code for each in standard_set(CURRENT).choose() if each.protected)
IN_ONE_HOUR = 0.3  # share of those who answer within the same hour
IN_A_VARIANT = 0.25  # share of those who are offered one
RESPONSES = 1_000  # of residents, unless another number is asked for
AT_ONCE = 500  # residents written in one transaction
Progress = Callable[[int], Any]
Staff = dict[str, Officer]  # by the name in their e-mail address, analysts of partners by their council


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


def build(
    *, responses: int, seed: int, now: datetime, progress: Progress, by: tuple[str, ...] = BROKEN_DOWN_BY
) -> None:
    """Fill the empty database, with breakdowns `by` these characteristics; raises NotEmpty.

    `progress` hears how many residents were just added.
    """
    if not is_empty():
        raise NotEmpty
    content = _content()
    staff = {slug: _staff(_council(slug, words, now), now) for slug, words in content["councils"].items()}
    preparing.enter_school_holidays(staff["glynmorfa"]["author"], now=now)
    enter_postcodes(staff["glynmorfa"]["author"], now=now)
    for slug, officers in staff.items():
        enter_census(officers["analyst"], slug, now=now)
    cohesion.enter_published(staff["glynmorfa"]["analyst"], now=now)
    partners = {
        slug: _officer(_council(slug, words, now), "analyst", *OFFICERS["analyst"], now=now)
        for slug, words in content["partners"].items()
    }
    entries = content["consultations"]
    for place, (entry, people) in enumerate(zip(entries, numbers(responses), strict=True)):
        _consultation(entry, staff[entry["council"]] | partners, people, seed + place, now, progress, by)


def numbers(responses: int) -> list[int]:
    """How many residents answer each consultation, so that all are as many as that."""
    return _shared_out(responses, [entry.get("share", 0) for entry in _content()["consultations"]])


# --- councils and officers ------------------------------------------------------------------------------


@cache
def _content() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / "consultations.yaml").read_text(encoding="utf-8"))
    return loaded


def _council(slug: str, words: dict[str, Any], now: datetime) -> Council:
    reviewed, logo = now.date() - timedelta(days=30), FOLDER / f"{slug}.png"
    return accounts.add_council(
        slug=slug,
        name=Bilingual.from_json(words["name"]),
        nation=words["nation"],
        colour=words["colour"],
        email=words["email"],
        telephone=words["telephone"],
        post=Bilingual.from_json(words["post"]),
        known_barriers=Bilingual.from_json(_content()["shared"]["known_barriers"]),
        statement_made_on=reviewed,
        statement_reviewed_on=reviewed,
        logo=logo.read_bytes() if logo.exists() else None,
        is_demo=True,
    )


def _staff(council: Council, now: datetime) -> Staff:
    """Add the council's officers, and one who may do everything except open records."""
    people = {name: _officer(council, name, *who, now=now) for name, who in OFFICERS.items()}
    name, person = NEARLY_ALL
    most = [role for role in Role if role is not Role.RECORD_ANALYST]
    return people | {name: _officer(council, name, person, *most, now=now)}


def _officer(council: Council, name: str, person: str, *roles: Role, now: datetime) -> Officer:
    return accounts.add_officer(
        council,
        email=f"{name}@{council.slug}.example",
        name=person,
        password=PASSWORD,
        roles=roles,
        now=now,
    )


# --- consultations --------------------------------------------------------------------------------------


def _consultation(
    entry: dict[str, Any],
    staff: Staff,
    people: int,
    seed: int,
    now: datetime,
    progress: Progress,
    by: tuple[str, ...],
) -> None:
    officer, author = staff[NEARLY_ALL[0]], staff["author"]
    opens, closes = _dates(entry, now)
    before = min(opens - timedelta(days=7), now)
    consultation = consultations.add(author, _details(entry, opens, closes), now=before)
    surveys.import_draft(author, consultation.id, _instrument(entry), now=before)
    if entry["stage"] == "draft" and "state" not in entry:
        return
    if "joint" in entry:
        hold_together(staff["analyst"], staff, consultation.id, entry["joint"], now=before)
    _add_document(author, consultation.id, entry, before)
    preparing.prepare(author, consultation, entry["subject"], now=before)
    if entry["stage"] == "draft":
        if entry["state"] == "translation":
            translating.leave_work(author, staff["translator"], consultation.id, now=before)
        preparing.lead(entry, staff, consultation.id, now=before)
        return
    version = preparing.publish(author, staff["approver"], consultation.id, now=before)
    _answer(version, people, seed, (opens, min(closes, now)), progress)
    leave_contacts(version, consultation.id, now=min(closes, now))
    receiving.leave_likenesses(consultation.id)
    if opens < now:
        lately = min(closes, now) - timedelta(hours=9)
        receiving.leave_contributions(staff["clerk"], consultation.id, now=lately)
    plan = replace(
        planning.default(version.definition),
        characteristics=tuple(code for code in by if code in entry.get("by", by)),
        organisation_question="respondent",
        organisation_codes=ORGANISATIONS[entry["subject"]],
    )
    analysis.decide_plan(officer, consultation.id, plan, now=before)
    if "later" in entry:
        _close_later(staff["approver"], consultation.id, entry["later"], closes, opens + timedelta(days=2))
    if entry["stage"] == "reported":
        _report(entry, officer, consultation.id, now)
    if entry.get("shares_cohesion"):
        cohesion.share(staff["approver"], consultation.id, now=now)


def _close_later(
    approver: Officer, consultation_id: int, later: dict[str, Any], closes: datetime, now: datetime
) -> None:
    """Move the closing date, and tell the public why."""
    becomes, words = closes + timedelta(days=later["days"]), Bilingual.from_json(later)
    notices.move_closing(approver, consultation_id, becomes, words, now=now)


def _dates(entry: dict[str, Any], now: datetime) -> tuple[datetime, datetime]:
    """Opening at nine in the morning, closing with the end of a day."""
    opening, closing = (now.astimezone(dates.LONDON).date() + timedelta(days=days) for days in entry["days"])
    return dates.london(opening, time(9)), dates.london(closing + timedelta(days=1), time(0))


def _details(entry: dict[str, Any], opens: datetime, closes: datetime) -> Details:
    content = _content()
    subject, council = content["subjects"][entry["subject"]], content["councils"][entry["council"]]
    words = {
        **{name: subject[name] for name in ("why", "can_change", "cannot_change", "audience")},
        **{name: content["shared"][name] for name in ("other_formats", "privacy")},
        **{name: entry[name] for name in ("title", "slug", "summary")},
        "area": council["area"],
        "contact": _contact(council),
    }
    bilingual = {name: Bilingual.from_json(texts) for name, texts in words.items()}
    return Details(opens_at=opens, closes_at=closes, topics=tuple(subject["topics"]), **bilingual)


def _contact(council: dict[str, Any]) -> dict[str, str]:
    email, telephone, post = council["email"], council["telephone"], council["post"]
    return {
        "en": f"- Email: [{email}](mailto:{email})\n- Telephone: {telephone}\n- Post: {post['en']}",
        "cy": f"- E-bost: [{email}](mailto:{email})\n- Ffôn: {telephone}\n- Post: {post['cy']}",
    }


def _instrument(entry: dict[str, Any]) -> str:
    """The survey's file; the council in England asks the same under its own name, but not about Welsh."""
    text = (FOLDER / "instruments" / f"{entry['subject']}.yaml").read_text(encoding="utf-8")
    if entry["council"] == "glynmorfa":
        return text
    for written, instead in _content()["renamed"].items():
        text = text.replace(written, instead)
    return write_yaml(_without_welsh_effects(read_yaml(text)))


def _without_welsh_effects(definition: Definition) -> Definition:
    sections = tuple(
        replace(section, parts=tuple(part for part in section.parts if part.id != "effects_considered"))
        for section in definition.sections
    )
    asked = tuple(section for section in sections if section.parts)
    return replace(definition, welsh_effects=Bilingual(), sections=asked)


def _add_document(officer: Officer, consultation_id: int, entry: dict[str, Any], now: datetime) -> None:
    words = _content()["document"]
    papers = {
        language: Paper.read(
            words["file"][language], f"{entry['title'][language]}\n\n{words['text'][language]}".encode()
        )
        for language in ("en", "cy")
    }
    title = Bilingual.from_json(words["title"])
    consultations.add_document(officer, consultation_id, title=title, now=now, **papers)


def _report(entry: dict[str, Any], officer: Officer, consultation_id: int, now: datetime) -> None:
    """Ask for the breakdown, which is made in the background, then tell what came of it."""
    analysis.ask_release(officer, consultation_id, now=now)
    outcome = Bilingual.from_json(entry["outcome"])
    consultations.report(officer, consultation_id, outcome, now=now - timedelta(days=20))


# --- answers --------------------------------------------------------------------------------------------


def _answer(
    version: SurveyVersion, people: int, seed: int, between: tuple[datetime, datetime], progress: Progress
) -> None:
    invented = _answered(version, people, seed, between)
    while chunk := list(islice(invented, AT_ONCE)):
        respond.add_many(version.id, chunk)
        progress(len(chunk))


def _answered(
    version: SurveyVersion, people: int, seed: int, between: tuple[datetime, datetime]
) -> Iterator[respond.Answered]:
    definition = version.definition
    if definition.equality is None:
        raise ValueError("the demonstration's surveys all ask the equality questions")
    first, last = between
    chance = Random(seed)  # noqa: S311 - invented moments, no secret
    for resident in residents(definition, definition.equality, people, seed):
        sent_at = _sent_at(first, last, chance.random())
        variant = _variant(definition, chance)
        yield respond.Answered(resident.language, resident.answers, resident.equality, sent_at, variant)


def _sent_at(first: datetime, last: datetime, share: float) -> datetime:
    """The moment in which somebody answers: many do in one hour, as after a programme on the radio."""
    if share >= IN_ONE_HOUR:
        return first + share * (last - first)
    middle = first + (last - first) / 2
    return middle.replace(minute=0, second=0, microsecond=0) + share / IN_ONE_HOUR * timedelta(hours=1)


def _variant(definition: Definition, chance: Random) -> str:
    """In which way somebody answers: every fourth in a variant, where there are any."""
    codes = [variant.code for variant in definition.variants]
    return chance.choice(codes) if codes and chance.random() < IN_A_VARIANT else STANDARD


def _shared_out(whole: int, shares: list[int]) -> list[int]:
    """Divide a whole number by shares, so that the parts add up to it."""
    total, given, parts = sum(shares), 0, []
    for so_far in (sum(shares[: place + 1]) for place in range(len(shares))):
        upto = whole * so_far // total
        parts.append(upto - given)
        given = upto
    return parts
