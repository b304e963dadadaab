"""What may an officer type in who writes a question, and what are they told about it?

Rows can be added and moved without JavaScript: every button sends the whole form, and the same form comes
back with the change and with everything that was typed in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from engage.bilingual import LANGUAGES, other_language
from engage.surveys import problem_forms, row_buttons, typed_rows
from engage.surveys.definition import KINDS, Question
from engage.surveys.field_forms import BUTTON_REFUSALS, FIELD_NAMES, LIST_WORDS, filled, in_summary
from engage.surveys.problems import Problem
from engage.surveys.question_advice import beside
from engage.surveys.question_kinds import as_kind, blank, carried
from engage.surveys.question_reading import Lists, Reading, Refusal
from engage.surveys.question_sheet import sheet
from engage.surveys.row_buttons import CannotPress
from engage.surveys.typed_rows import Typed

SAVE, LOOK, MORE, KIND = "save", "look", "more", "kind"
_BESIDE = (
    "kind",
    "new_kind",
    "page",
    "csrf_token",
    "revision",
    "do",
    "switch",
)  # what is no part of a question
KIND_SENTENCES = {
    "single": _l("People choose one answer from a list."),
    "several": _l("People tick as many answers as apply, or as many as you allow."),
    "scale": _l("People choose a point between two ends, such as from disagree to agree."),
    "matrix": _l("People rate several statements in the same way. Keep it under eight statements."),
    "ranking": _l("People number what matters most to them: 1, 2, 3."),
    "allocation": _l("People share out points or money between the options."),
    "number": _l("People write a number. You can set the lowest and the highest."),
    "date": _l("People write a day, a month and a year."),
    "short_text": _l("People write a few words on one line."),
    "long_text": _l("People write what they think in their own words."),
    "postcode": _l("People write a postcode. Only the area is kept, never the postcode."),
    "consent": _l("People tick a box beside a statement, or leave it empty."),
    "file": _l(
        "People add photographs or documents. On paper they enclose a copy. "
        "At a kiosk and by telephone it is not asked."
    ),
}
GROUP_NAMES = {
    "choose": _l("Choosing from answers"),
    "weigh": _l("Weighing things up"),
    "write": _l("Own words"),
    "figures": _l("Numbers and dates"),
    "other": _l("Area, agreement and files"),
}
REFUSALS: dict[str, LazyString] = {  # question_reading.PROBLEMS
    "no_title": _l("Write the question in English or in Welsh"),
    "too_long": _l("Use %(limit)s characters or fewer"),
    "not_whole": _l("Enter a whole number from %(lowest)s to %(highest)s"),
    "not_a_number": _l("Enter a number in digits, such as 12"),
    "not_numbers": _l("Enter numbers with spaces between them, such as 0 1 6"),
    "not_a_date": _l("Enter a real date, such as 1 4 2027"),
    "same_kind": _l("It is of this kind already. Choose another kind"),
    "kind_waits": _l("Press “Change the kind” first, or choose the kind that the question has"),
    **BUTTON_REFUSALS,
}
ADVICE: dict[str, LazyString] = {
    "missing_words_en": _l("Still to be written in English"),
    "missing_words_cy": _l("Still to be written in Welsh"),
    "empty": _l("There is nothing here yet"),
    "too_few": _l("Add more. The least that is needed: %(least)s"),
    "out_of_range": _l("This must be a number from %(lowest)s to %(highest)s"),
}
MORE_FIELDS = {  # what can be said of an option besides its words, in each kind of question
    "single": ("hint", "other"),
    "several": ("hint", "exclusive", "other"),
    "scale": ("hint",),
}
AUTOCOMPLETE_NAMES = {  # shapes.AUTOCOMPLETE
    "organization": _l("Name of the organisation"),
    "organization-title": _l("Job title"),
    "name": _l("Full name"),
    "given-name": _l("First name"),
    "family-name": _l("Last name"),
    "email": _l("Email address"),
    "tel": _l("Telephone number"),
    "street-address": _l("Street address"),
    "address-level1": _l("County"),
    "address-level2": _l("Town"),
    "postal-code": _l("Postcode"),
    "country-name": _l("Country"),
    "bday-year": _l("Year of birth"),
    "url": _l("Web address"),
}


@dataclass
class QuestionForm:
    """A question as it stands in its form. `focus` is the field or button to which one comes back."""

    kind: str
    typed: Typed
    first: str  # the language that is written first
    before: Question | None = None  # as it is stored
    pressed: str = ""  # the button, if the form was sent
    focus: str = ""
    stuck: Refusal | None = None  # why the button could not do what it says
    kept: frozenset[str] = frozenset()  # the question's codes in published versions
    shows_errors: bool = False
    lists: Lists = field(default_factory=dict)  # the areas of the council's lists of postcodes
    advice: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reading = Reading(self.typed, self.kind, self.first, self.before, self.kept, self.lists)

    @property
    def languages(self) -> tuple[str, str]:
        return self.first, other_language(self.first)

    @property
    def refusals(self) -> list[Refusal]:
        found = list(self.reading.refusals) if self.shows_errors else []
        if self.shows_errors and not self.before and not self.reading.question.title:
            found.insert(0, Refusal(f"title_{self.first}", "no_title"))
        return [*found, self.stuck] if self.stuck else found

    @cached_property
    def errors(self) -> dict[str, str]:
        """What is wrong with each field, by its name."""
        return {refusal.name: _said(refusal) for refusal in reversed(self.refusals)}

    @cached_property
    def problems(self) -> list[tuple[str, str]]:
        """Each error as a link and a sentence, for the error summary."""
        return [(f"#{self._shown(refusal.name)}", _in_summary(refusal)) for refusal in self.refusals]

    def _shown(self, name: str) -> str:
        """The field to go to: of the answer apart from a scale, only the words are on the form."""
        row, apart, _field = name.rpartition("not_applicable-0-")
        return f"{row}{apart}label_{self.first}" if apart else name

    @property
    def codes(self) -> set[str]:
        """The codes that are stored, and stay as they are."""
        return self.reading.known

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What was typed as long as the question was of another kind, for hidden fields."""
        return list(carried(self.typed, self.kind))

    @property
    def is_unsaved(self) -> bool:
        return bool(self.pressed) and self.pressed not in (SAVE, MORE, "switch")

    @property
    def is_blank(self) -> bool:
        return self.typed.without(*_BESIDE, "required").is_blank

    def advise(self, problems: Iterable[Problem], id: str, lang: str) -> None:
        """Put what must still be mended beside the fields that it is about."""
        names = [*_names(self.typed, self.kind), *self._lists()]
        for problem in problems:
            place = beside(problem, id, self.reading.places, names)
            self.advice.setdefault(place, []).append(advice(problem, lang))

    def _lists(self) -> list[str]:
        nested = (f"scales-{at}-points" for at in range(len(self.typed.rows("scales"))))
        return [*LIST_WORDS, *nested]


def stored(question: Question, first: str) -> QuestionForm:
    """The form of a question that is there already."""
    return QuestionForm(question.kind, sheet(question), first, question)


def new(kind: str, first: str) -> QuestionForm:
    """The form of a question that is not there yet."""
    return QuestionForm(kind, blank(kind), first)


def sent(
    fields: Iterable[tuple[str, str]],
    kind: str,
    first: str,
    before: Question | None,
    *,
    switching: bool,
    kept: frozenset[str] = frozenset(),
    lists: Lists | None = None,
) -> QuestionForm:
    """The form as it was sent, after what its button says. Merely switching the language does nothing."""
    typed = typed_rows.read(fields)
    kind = typed["kind"] if typed["kind"] in KINDS else kind
    button = "switch" if switching else typed["do"] or SAVE
    focus, stuck = "", None
    if button == KIND and (wanted := typed["new_kind"]) in KINDS:
        stuck = Refusal("new_kind", "same_kind") if wanted == kind else None
        typed, kind = as_kind(typed, kind, wanted), wanted
        focus = f"title_{first}"
    elif button in (SAVE, MORE) and typed["new_kind"] not in ("", kind):
        stuck = Refusal("new_kind", "kind_waits")
    elif button not in (LOOK, KIND, "switch"):
        try:
            typed, focus = _pressed(typed, button, first)
        except CannotPress as refused:
            stuck = Refusal(refused.name, refused.code, refused.parameters)
    shows_errors = button in (SAVE, LOOK, MORE) or typed["switch"] == "errors"
    return QuestionForm(kind, typed, first, before, button, focus, stuck, kept, shows_errors, lists or {})


def _pressed(typed: Typed, button: str, first: str) -> tuple[Typed, str]:
    """The form after this button, and the field or button to come back to. Raises CannotPress."""
    if button in (SAVE, MORE):
        return row_buttons.pressing_what_waits(typed, first), ""
    done = row_buttons.press(typed, button, first)
    return done.typed, done.focus


def advice(problem: Problem, lang: str) -> str:
    """What is still to be mended, in words that stand beside its field."""
    parameters = problem.parameters
    code = problem.code
    if code == "missing_words":
        code = f"missing_words_{parameters['language']}"
    if code in ADVICE:
        return str(ADVICE[code]) % dict(parameters)
    if (name := parameters.get("field")) in FIELD_NAMES:
        problem = replace(problem, parameters={**parameters, "field": str(FIELD_NAMES[name])})
    return problem_forms.sentence(problem, lang)


def _said(refusal: Refusal) -> str:
    return filled(REFUSALS[refusal.code], refusal.parameters)


def _in_summary(refusal: Refusal) -> str:
    said = _said(refusal)
    return said if refusal.code == "no_title" else in_summary(refusal.name, said)


def _names(typed: Typed, kind: str, prefix: str = "") -> list[str]:
    """The names of all fields that are on the form."""
    found = [f"{prefix}{name}" for name in _OF_KIND.get(kind, ())] if not prefix else []
    both = ("title", "hint", "label", "other", "unit", "statement")
    found += [f"{prefix}{name}_{language}" for name in both for language in LANGUAGES]
    found += [f"{prefix}{name}" for name in ("code", "postcodes", "exclusive", "special_category")]
    for name, rows in typed.lists.items():
        for at, row in enumerate(rows):
            found += _names(row, kind, f"{prefix}{name}-{at}-")
    return found


_OF_KIND = {
    "several": ("least", "most"),
    "ranking": ("top",),
    "allocation": ("total",),
    "number": ("minimum", "maximum", "decimals", "bands"),
    "date": ("earliest_day", "latest_day"),
    "short_text": ("limit", "autocomplete"),
    "long_text": ("limit",),
    "file": ("files",),
    "postcode": ("lookup",),
}
