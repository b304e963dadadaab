"""What do all the pages that edit a draft have in common?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engage import clock
from engage.accounts.permissions import Permission, may
from engage.bilingual import Bilingual
from engage.consultations import queries as consultations
from engage.errors import NotFound
from engage.surveys import draft_queries, draft_service, queries, translation_service
from engage.surveys.deeds import Deed
from engage.surveys.definition import Definition
from engage.surveys.numerals import whole_number
from engage.surveys.workflow import may_be_edited
from engage.web import current_officer

EN = "/officers/consultations/<int:consultation_id>/survey"
CY = "/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg"


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft that an officer has opened to change it."""

    consultation: Any
    survey: Any

    @property
    def definition(self) -> Definition:
        return cast(Definition, self.survey.definition)

    @property
    def first(self) -> str:
        """The language that is written first."""
        return str(self.survey.written_in)

    @property
    def revision(self) -> int:
        return int(self.survey.revision)

    def address(self, endpoint: str = "surveys_desk.overview", **values: Any) -> str:
        """The address of one of this survey's pages; the contents, unless another is named."""
        return url_for(endpoint, consultation_id=self.consultation.id, **values)

    def since(self, seen: int) -> list[draft_queries.Change]:
        """What others have done to it since this revision was shown."""
        return draft_queries.changes(self.survey, since=seen)


def opened(consultation_id: int) -> Draft:
    """Open the draft to be changed. Raises NotFound, also when there is none, or NotAllowed.

    Raises WithApprover when a page is merely asked for: what was sent is shown again when it cannot be saved.
    """
    officer = current_officer()
    consultation = consultations.for_officer(officer, consultation_id, Permission.EDIT_CONSULTATION)
    survey = queries.draft(officer, consultation_id)
    if survey is None:
        raise NotFound
    if request.method == "GET" and not may_be_edited(survey.standing(clock.now())):
        raise draft_service.WithApprover
    return Draft(consultation, survey)


def may_change(survey: Any) -> bool:
    """Can this officer change the draft as things stand?"""
    allowed = may(current_officer().role_names, Permission.EDIT_CONSULTATION)
    return allowed and may_be_edited(survey.standing(clock.now()))


def seen_revision() -> int:
    """The revision that the form was made for; -1, which no draft has, for anything else that was sent."""
    sent = whole_number(request.form.get("revision", ""))
    return -1 if sent is None else sent


def showing() -> str:
    """The field whose Markdown is to be shown rendered, when its button was pressed; else nothing."""
    return request.form.get("show", "") if request.method == "POST" else ""


def change(draft: Draft, edit: Callable[[Definition], Definition], deed: Deed, subject: Bilingual) -> Any:
    """Change the draft as it was shown to the officer. Raises Overtaken, and what `edit` raises."""
    before = draft.definition
    survey = draft_service.change(
        current_officer(),
        draft.consultation.id,
        edit,
        seen=seen_revision(),
        deed=deed,
        subject=subject,
        now=clock.now(),
    )
    tell_turned(survey, before)
    return survey


def tell(deed: Deed, subject: Bilingual, revision: int, at: str = "") -> None:
    """Say on the next page, beside the part with the key `at`, what was done, and how to take it back."""
    _flash("deed", {"deed": deed, "subject": subject.to_json(), "revision": revision, "at": at})


def tell_turned(survey: Any, before: Definition) -> None:
    """Say on the next page in which language alone texts were changed, so that the other is out of date."""
    turned = translation_service.turned(survey.consultation_id, before, survey.definition)
    if turned:
        alone = turned.popitem()[1]
        language = "" if any(each != alone for each in turned.values()) else alone
        _flash("turned", {"language": language, "revision": survey.revision})


def tell_undone(deed: str, subject: Bilingual) -> None:
    """Say on the next page what was taken back."""
    _flash("undone", {"deed": deed, "subject": subject.to_json(), "at": ""})


def _flash(category: str, message: dict[str, Any]) -> None:
    flash(cast(str, message), category)  # the session keeps any JSON


def done(
    draft: Draft, before: int, survey: Any, deed: Deed, subject: Bilingual, at: str = ""
) -> ResponseReturnValue:
    """Lead back to the contents, saying there what was done unless nothing changed."""
    if survey.revision != before:
        tell(deed, subject, survey.revision, at)
    return redirect(draft.address())
