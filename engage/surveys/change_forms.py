"""What may an officer type in to correct or change what people are answering, and what are they told?"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import HiddenField, IntegerField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from engage.consultations.forms import BilingualForm, Needed, bilingual_fields, one_line, tidy
from engage.surveys import problem_forms
from engage.surveys.field_word_forms import FIELDS
from engage.surveys.problems import Problem
from engage.surveys.slips import NEGATION, NUMBERS, WORDING

OF_PAGE = {
    "summary": _l("Summary"),
    "why": _l("Why you are asking"),
    "can_change": _l("What can change"),
    "cannot_change": _l("What cannot change"),
    "audience": _l("Who should answer"),
    "area": _l("Area"),
    "privacy": _l("Privacy notice"),
    "formative": _l("What is decided so far, and what is not"),
    "consideration": _l("How responses will be considered"),
    "not_policy": _l("Why this is not a policy decision"),
    "positive": _l("Positive effects on the Welsh language"),
    "negative": _l("Adverse effects on the Welsh language"),
    "increase": _l("How to increase the positive effects"),
    "reduce": _l("How to reduce the adverse effects"),
}  # of the consultation's page
MARKDOWN = frozenset({"intro", "body", "transcript", *OF_PAGE} - {"area"})  # that may have several lines


def field_of(key: str, field: str) -> str:
    """What a text is, by its key: the title of a question is the question."""
    if field == "title" and re.search(r"(^|\|)question:[^/]+/title$", key):
        return _("Question")
    return str({**FIELDS, **OF_PAGE}.get(field, field))


DOUBTS: dict[str, LazyString] = {
    NUMBERS: _l("A number is different."),
    NEGATION: _l("A word that turns the meaning round, such as “not”, has come or gone."),
    WORDING: _l("More than a few letters are different."),
}
PROBLEMS: dict[str, LazyString] = {
    "correction_same": _l("These are the words that are published already: change something"),
    "correction_missing_en": _l("Enter the words in English"),
    "correction_missing_cy": _l("Enter the words in Welsh"),
    "correction_reason": _l("Say what was wrong"),
    "version_kind": _l(
        "A question with this id was of another kind, and answers of two kinds cannot be counted together. "
        "Delete it and add a new question: %(question)s"
    ),
    "version_same": _l("The draft is the same as what people are answering"),
    "version_words_en": _l("Say in English what has changed"),
    "version_words_cy": _l("Say in Welsh what has changed"),
    "version_gate": _l("Something still stands in the way: see “Ready to publish?”"),
    "variant_words_en": _l("Own words are missing in English: %(field)s"),
    "variant_words_cy": _l("Own words are missing in Welsh: %(field)s"),
    "variant_words": _l("Words are missing: %(field)s"),
    "variant_outdated": _l("The standard words have changed since its own were made: %(field)s"),
    "variant_film": _l("There is no film for this page, nor for each of its questions"),
    "variant_unknown": _l("The survey does not have this any more: %(key)s"),
    "variant_order": _l(
        "In this order people would be asked other things: a page would come before one that it depends on"
    ),
    "variant_placeholders": _l("A placeholder is not in the standard words: %(field)s"),
    "variant_numbers": _l("The numbers differ between the languages: %(field)s"),
    "variant_links": _l("The links differ between the languages: %(field)s"),
    "variant_code": _l("There is no such variant: %(code)s"),
}


def sentence(problem: Problem, language: str) -> str:
    """What is to be mended, in the language of the page."""
    parameters = dict(problem.parameters)
    code = problem.code
    spoken = f"{code}_{parameters.get('language')}"
    message = PROBLEMS.get(spoken) or PROBLEMS.get(code)
    if field := {**FIELDS, **OF_PAGE}.get(str(parameters.get("field"))):
        parameters["field"] = str(field)
    if message is None:
        return problem_forms.sentence(replace(problem, parameters=parameters), language)
    return str(message) % {name: _written(value, language) for name, value in parameters.items()}


def _written(value: Any, language: str) -> str:
    return value[language] if hasattr(value, "missing") else str(value)


class CorrectionForm(BilingualForm):
    """The right words, what was wrong, and, where that is in doubt, that people are still asked the same."""

    words_en, words_cy = bilingual_fields(_l("The right words"), "text")
    reason = TextAreaField(
        _l("What was wrong?"),
        [
            InputRequired(_l("Say what was wrong")),
            Length(max=500, message=_l("Say in 500 characters or fewer what was wrong")),
        ],
        filters=[tidy],
    )
    same = RadioField(_l("Does this change what people were asked?"), [Needed()], validate_choice=False)
    seen = HiddenField()  # correction_service.Slip.mark of the words that the officer was shown

    def __init__(self, *, lines: bool, **values: Any) -> None:
        super().__init__(**values)
        self.lines = lines
        self.same.choices = [
            SelectChoice("no", _l("No: it is a slip of the pen, and people were asked the same")),
            SelectChoice("yes", _l("Yes, or it may")),
        ]

    @property
    def words(self) -> Any:
        """What was typed; of a text that has one line, on one line."""
        typed = self.bilingual("words")
        return typed if self.lines else type(typed)(one_line(typed.en), one_line(typed.cy))

    @property
    def sure(self) -> bool:
        return bool(self.same.data == "no")

    @property
    def changes_meaning(self) -> bool:
        return bool(self.same.data == "yes")

    def ask(self) -> None:
        """Ask what only a person can know."""
        self.same.errors = [_("Say whether this changes what people were asked")]


class NewVersionForm(BilingualForm):
    """What the public is told about a new version, of a draft as the officer was shown it."""

    words_en, words_cy = bilingual_fields(_l("What the public is told"), "words")
    revision = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class PreviewLinkForm(BilingualForm):
    """For whom a link without an account is, and for how long."""

    name = StringField(
        _l("Who is it for?"),
        [
            InputRequired(_l("Say who it is for")),
            Length(max=200, message=_l("Say in 200 characters or fewer who it is for")),
        ],
        filters=[one_line],
    )
