"""What may a translator type, and what are translators told?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired
from wtforms.validators import Length as AtMost

from engage.surveys.text import lines
from engage.surveys.translation import State, digest
from engage.surveys.translation_checks import Refusal
from engage.surveys.translation_sheet import Entry, Length

LONGEST_MESSAGE = 2000
STATES = {
    State.MISSING: _l("Missing"),
    State.STALE: _l("Out of date"),
    State.DONE: _l("Translated"),
    State.SIGNED_OFF: _l("Checked"),
}
KINDS = {
    "consultation.title": _l("Title of the consultation"),
    "consultation.slug": _l("Page address"),
    "consultation.summary": _l("Summary"),
    "consultation.why": _l("Why you are asking"),
    "consultation.can_change": _l("What can change"),
    "consultation.cannot_change": _l("What cannot change"),
    "consultation.audience": _l("Who should answer"),
    "consultation.area": _l("Area"),
    "consultation.contact": _l("Contact us"),
    "consultation.other_formats": _l("Other formats"),
    "consultation.privacy": _l("Privacy notice"),
    "document.title": _l("Title of a document"),
    "preparation.formative": _l("What is decided so far, and what is not"),
    "preparation.consideration": _l("How responses will be considered"),
    "preparation.not_policy": _l("Why this is not a policy decision"),
    "proposal.title": _l("A proposal, in a few words"),
    "proposal.positive": _l("Positive effects on the Welsh language"),
    "proposal.negative": _l("Adverse effects on the Welsh language"),
    "proposal.increase": _l("How to increase the positive effects"),
    "proposal.reduce": _l("How to reduce the adverse effects"),
    "survey.title": _l("Title of the survey"),
    "survey.intro": _l("Introduction to the survey"),
    "survey.welsh_effects": _l("Proposal whose effects on Welsh are asked about"),
    "section.title": _l("Title of a section"),
    "page.title": _l("Title of a page"),
    "page.body": _l("Text on a page"),
    "images.alt": _l("Description of a picture"),
    "videos.title": _l("Title of a film"),
    "videos.address": _l("Web address of a film"),
    "videos.transcript": _l("Transcript of a film"),
    "panels.title": _l("Title of more information"),
    "panels.body": _l("More information"),
    "question.title": _l("Question"),
    "question.hint": _l("Hint for a question"),
    "question.unit": _l("Unit after a number"),
    "question.statement": _l("Statement beside a box"),
    "options.label": _l("Option"),
    "options.hint": _l("Hint for an option"),
    "options.other": _l("Label of the box for more words"),
    "points.label": _l("Point on a scale"),
    "points.hint": _l("Hint for a point on a scale"),
    "points.other": _l("Label of the box for more words"),
    "not_applicable.label": _l("Answer beside the scale"),
    "not_applicable.hint": _l("Hint for the answer beside the scale"),
    "not_applicable.other": _l("Label of the box for more words"),
    "rows.label": _l("Row"),
    "scales.title": _l("Title of a scale"),
    "areas.label": _l("Area"),
    "items.label": _l("Item that pages are repeated for"),
    "items.data": _l("Words that are put into other texts"),
}
ROOM = {
    Length.LABEL: _l("A label: keep it short."),
    Length.HEADING: _l("A heading: keep it to one line or two."),
    Length.SENTENCES: _l("Plain text: a sentence or two."),
    Length.LONG: _l("May have Markdown: keep its headings, lists and links."),
    Length.ADDRESS: _l("Part of a web address."),
}
REFUSALS: dict[str, LazyString] = {  # translation_checks.REFUSALS
    "gone": _l("This text is not there any more"),
    "overtaken": _l(
        "Somebody changed this text while you were writing. It is shown as it is now: save again"
    ),
    "locked": _l("This is before the public and does not change any more"),
    "no_source": _l("Nobody has written this text yet: there is nothing to translate"),
    "too_long": _l("This is too long. The most characters that it may have: %(limit)s"),
    "bad_address": _l("Use small letters a to z, numbers and single hyphens"),
    "not_https": _l("Enter a whole web address that begins with https://"),
    "taken": _l("Another consultation has this address: choose another"),
    "numbers_differ": _l("The numbers differ. In English alone: %(english)s. In Welsh alone: %(welsh)s"),
    "placeholders_differ": _l(
        "The placeholders differ: copy them letter by letter. "
        "In English alone: %(english)s. In Welsh alone: %(welsh)s"
    ),
    "links_differ": _l("The links differ. In English alone: %(english)s. In Welsh alone: %(welsh)s"),
    "dates_differ": _l("The dates differ. In English alone: %(english)s. In Welsh alone: %(welsh)s"),
}
SORTS = {"question": _l("Ask a question"), "answer": _l("Answer"), "note": _l("Leave a note")}
NOTHING = "–"


def refusal(reason: Refusal) -> str:
    """Why a translation was not taken in, in the language of the page."""
    words = {"english": reason.words.en or NOTHING, "welsh": reason.words.cy or NOTHING}
    return str(REFUSALS[reason.code]) % {**words, "limit": f"{reason.limit:,}"}


@dataclass(slots=True)
class Field:
    """What stands in the fields of one text."""

    words: str
    seen: str
    still_right: bool = False
    checked: bool = False
    errors: tuple[str, ...] = ()
    there: str | None = None  # the translation that somebody else has saved meanwhile


class TextsForm(FlaskForm):
    """The translations of many texts; the field of each is named after the text."""

    def fields(self, entries: Iterable[Entry]) -> dict[str, Field]:
        """What stands in the fields when nothing has been typed, by the texts' keys."""
        return {each.key: Field(each.target, digest(each.text.words)) for each in entries}

    def typed(self, entries: Iterable[Entry], sent: Mapping[str, str]) -> dict[str, Field]:
        """What was typed for those of the texts whose fields were sent."""
        return {each.key: _typed(each, sent) for each in entries if f"seen-{each.name}" in sent}


class MessageForm(FlaskForm):
    """A note, a question or an answer about one text."""

    sort = RadioField(
        _l("What would you like to do?"), [InputRequired(_l("Choose what you would like to do"))]
    )
    said = TextAreaField(
        _l("Your words"),
        [
            InputRequired(_l("Write something")),
            AtMost(max=LONGEST_MESSAGE, message=_l("Use 2,000 characters or fewer")),
        ],
        filters=[lambda typed: lines(typed or "")],
    )

    def __init__(self, *, open_question: bool, **values: Any) -> None:
        super().__init__(data={"sort": "answer" if open_question else "question"}, **values)
        offered = ("answer", "question", "note") if open_question else ("question", "note")
        self.sort.choices = [(sort, SORTS[sort]) for sort in offered]


def _typed(entry: Entry, sent: Mapping[str, str]) -> Field:
    return Field(
        entry.tidied(sent.get(f"words-{entry.name}", "")),
        sent[f"seen-{entry.name}"],
        still_right=f"right-{entry.name}" in sent,
        checked=f"checked-{entry.name}" in sent,
    )
