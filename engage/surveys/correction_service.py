"""How is a slip of the pen corrected in what residents read and answer, and who corrected what?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.bilingual import Bilingual
from engage.consultations import notice_service as notices
from engage.consultations import preparation_service as preparations
from engage.consultations import queries as consultations
from engage.consultations import service as verbs
from engage.consultations.models import Consultation
from engage.consultations.notices import Kind
from engage.consultations.texts import frozen
from engage.database import db, unit_of_work
from engage.errors import Conflict, Invalid, NotFound
from engage.surveys import checks, draft_service, parity, slips, variants
from engage.surveys import translation_service as translation
from engage.surveys.correction_models import Correction
from engage.surveys.deeds import Deed
from engage.surveys.definition import Definition
from engage.surveys.document import to_json
from engage.surveys.every_text import Wording, with_wording, wording
from engage.surveys.models import Survey, SurveyVersion
from engage.surveys.problems import Place, Problem

PROBLEMS: dict[str, tuple[str, ...]] = {
    "correction_same": (),
    "correction_missing": ("language",),
    "correction_reason": (),
}


class Doubtful(Conflict):
    """The change may be more than a slip of the pen; `doubts` say why. Somebody must say that it is not."""

    def __init__(self, doubts: tuple[str, ...]) -> None:
        super().__init__()
        self.doubts = doubts


@dataclass(frozen=True, slots=True)
class Slip:
    """One text as it is published now, with the wordings of the survey in which it stands so."""

    wording: Wording
    versions: tuple[int, ...]  # their numbers; none: it is of the consultation's page
    others: tuple[int, ...]  # the numbers of those in which this text has other words
    in_draft: bool

    @property
    def mark(self) -> str:
        """By this a form knows whether the words are still those that it showed."""
        words = self.wording.words
        return sha256(f"{words.en}\0{words.cy}".encode()).hexdigest()


def published(officer: Officer, consultation_id: int) -> SurveyVersion:
    """What residents answer now, for an officer who may correct it. Raises NotFound or NotAllowed."""
    consultations.for_officer(officer, consultation_id, Permission.PUBLISH_SURVEY)
    survey = _survey(consultation_id)
    return survey.versions[-1]


def slip(officer: Officer, consultation_id: int, key: str) -> Slip:
    """The text that is to be corrected. Raises NotFound, also when nothing is published, or NotAllowed."""
    return _slip(published(officer, consultation_id).survey, key)


@unit_of_work
def correct(
    officer: Officer,
    consultation_id: int,
    key: str,
    after: Bilingual,
    *,
    reason: str,
    sure: bool,
    now: datetime,
    seen: str | None = None,
) -> Correction:
    """Put words right wherever the survey has this text so: in every version, and in the draft.

    Or on the consultation's page, of which there is one.

    What was published stays as it is beside it, and the log keeps both wordings. Raises NotFound, NotAllowed,
    NotOpen, WithApprover, Invalid with what is wrong, or Doubtful unless somebody is `sure` that people are
    still asked the same. `seen` is the mark of the words that the officer was shown; Overtaken is raised when
    somebody has corrected them since.
    """
    survey = draft_service.hold(officer, consultation_id, Permission.PUBLISH_SURVEY, now=now)
    notices.require_open(survey.consultation, now=now)
    found = _slip(survey, key)
    if seen is not None and seen != found.mark:
        raise draft_service.Overtaken
    before = found.wording.words
    _require_right(survey.versions[-1].definition, found, after, reason)
    doubts = slips.doubts(before, after)
    if doubts and not sure:
        raise Doubtful(doubts)
    _put_right(officer, survey, found, after, now)
    correction = Correction(
        survey_id=survey.id,
        key=key,
        before=before,
        after=after,
        reason=reason,
        doubts=list(doubts),
        versions=list(found.versions),
        officer_id=officer.id,
        at=now,
    )
    db.session.add(correction)
    notices.tell(officer, survey.consultation, Kind.CORRECTION, after, instead_of=before, now=now)
    accounts.record(officer, Action.SURVEY_CORRECTED, survey, at=now)
    return correction


def _put_right(officer: Officer, survey: Survey, slip: Slip, after: Bilingual, now: datetime) -> None:
    key, before = slip.wording.key, slip.wording.words
    if not slip.versions:
        home = preparations if key.startswith("preparation/") else verbs
        home.correct(officer, survey.consultation, key, after, now=now)
    for version in survey.versions:
        if version.number in slip.versions:
            version.correct(to_json(with_wording(version.definition, key, after)))
    if slip.versions and slip.in_draft:
        draft = with_wording(survey.definition, key, after)
        draft_service.write(officer, survey, draft, deed=Deed.CORRECTED, subject=before, now=now)
    if slip.in_draft:
        translation.settle(survey.consultation_id, key, after)


def of_page(consultation: Consultation) -> tuple[Wording, ...]:
    """The texts of the consultation's page in which a slip can be corrected."""
    said, _revision = preparations.said(consultation.id)
    every = frozen(consultation) | {key: words for key, words in said.texts().items() if words}
    return tuple(Wording(key, Place(), key.rpartition("/")[2], words) for key, words in every.items())


def log(officer: Officer, consultation_id: int) -> list[tuple[Correction, str]]:
    """Every correction, the latest first, with who made it. Raises NotFound or NotAllowed."""
    consultations.for_officer(officer, consultation_id)
    mine = (
        select(Correction, Officer.name)
        .join(Survey, Survey.id == Correction.survey_id)
        .join(Officer, Officer.id == Correction.officer_id)
        .where(Survey.consultation_id == consultation_id)
    )
    return [(row, name) for row, name in db.session.execute(mine.order_by(Correction.id.desc()))]


def _survey(consultation_id: int) -> Survey:
    survey = db.session.scalar(select(Survey).filter_by(consultation_id=consultation_id))
    if survey is None or not survey.versions:
        raise NotFound
    return survey


def _slip(survey: Survey, key: str) -> Slip:
    on_page = next((each for each in of_page(survey.consultation) if each.key == key), None)
    if on_page and survey.versions:
        return Slip(on_page, versions=(), others=(), in_draft=True)
    now = wording(survey.versions[-1].definition, key) if survey.versions else None
    if now is None:
        raise NotFound
    in_versions = {version.number: wording(version.definition, key) for version in survey.versions}
    same = tuple(number for number, each in in_versions.items() if each and each.words == now.words)
    others = tuple(number for number, each in in_versions.items() if each and each.words != now.words)
    draft = wording(survey.definition, key)
    return Slip(now, same, others, draft is not None and draft.words == now.words)


def _require_right(definition: Definition, slip: Slip, after: Bilingual, reason: str) -> None:
    """Raise Invalid with all that is wrong with the corrected words, but was not wrong before."""
    wording = slip.wording
    found = [Problem("correction_missing", wording.place, {"language": each}) for each in after.missing]
    if after == wording.words:
        found.append(Problem("correction_same", wording.place))
    if not reason:
        found.append(Problem("correction_reason", Place()))
    if not found and slip.versions:
        known = _problems(definition, wording.variant)
        corrected = with_wording(definition, wording.key, after)
        found = [each for each in _problems(corrected, wording.variant) if each not in known]
    elif not found:
        found = _differing(wording, after)
    if found:
        raise Invalid(found)


def _differing(wording: Wording, after: Bilingual) -> list[Problem]:
    """What the two languages of a text on the consultation's page do not have in common any more."""
    known = {code for code, _english, _welsh in parity.differences(wording.words)}
    return [
        Problem(code, wording.place, {"field": wording.field, "english": english, "welsh": welsh})
        for code, english, welsh in parity.differences(after)
        if code not in known
    ]


def _problems(definition: Definition, variant: str) -> tuple[Problem, ...]:
    one = variants.find(definition, variant)
    return (*checks.problems(definition), *(variants.problems(definition, one) if one else ()))
