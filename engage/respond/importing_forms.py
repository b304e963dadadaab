"""What may an officer say about a file of another tool, and what are they told about it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2s
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, StringField, ValidationError
from wtforms.validators import AnyOf, DataRequired, Length

from engage.bilingual import LANGUAGES
from engage.consultations.forms import Needed, tidy
from engage.respond.importing import LARGEST, Unreadable, require_well_formed
from engage.respond.importing_cells import RowProblem
from engage.respond.importing_columns import IGNORED, LANGUAGE, NUMBER, RECEIVED, Part, Target, Tool
from engage.respond.importing_words import KEEPS, NOT_ANSWERED, TICKS, YES, Words, options, scope
from engage.surveys.answer_forms import sentence as of_answer
from engage.surveys.answer_forms import written
from engage.surveys.definition import Consent, Option
from engage.surveys.fields import FieldProblem
from engage.surveys.text import short

TOOLS = {
    Tool.CITIZEN_SPACE: "Citizen Space",
    Tool.MICROSOFT_FORMS: "Microsoft Forms",
    Tool.SNAP: "Snap",
    Tool.SMARTSURVEY: "SmartSurvey",
    Tool.LIMESURVEY: "LimeSurvey",
    Tool.OTHER: _l("Another tool"),
}
FACTS = {
    IGNORED: _l("Nothing: leave this column out"),
    NUMBER: _l("The tool's own number of the response"),
    RECEIVED: _l("The day on which it was received"),
    LANGUAGE: _l("The language of the response"),
}
PARTS = {
    Part.WHOLE: _l("The answer"),
    Part.OPTION: _l("Ticked or not"),
    Part.OTHER: _l("What was written beside it"),
    Part.CELL: _l("Row"),
    Part.RANK: _l("Its place"),
    Part.PLACE: _l("The option at this place"),
    Part.POINTS: _l("Its share"),
}
REFUSED = {
    "too_big": _l("The file is too big. It may have 8 MB"),
    "unreadable": _l(
        "The file cannot be read. Bring a CSV file, or an Excel file (.xlsx) that opens without a password"
    ),
    "quotation": _l(
        "The quotation marks do not fit together in the row that begins on line %(line)s, so it cannot be"
        " told where its texts end. A text needs one at its beginning, one at its end, and two for each one"
        " inside it. Mend that line, or export the file again as Excel (.xlsx)"
    ),
    "too_many_columns": _l("The table has too many columns. The most that it may have: %(most)s"),
    "too_many_rows": _l(
        "The table has too many rows. The most that it may have: %(most)s. Divide it into several files"
    ),
    "no_rows": _l("There is no row under the headings"),
    "no_rows_in_sheet": _l(
        "The file has several sheets, and there is no row under the headings of the first one. Put the sheet"
        " with the responses first and bring the file again"
    ),
}
SENTENCES = {  # importing_rows.PROBLEMS
    "beyond": _l(
        "The row has more cells than there are headings. A text with commas, or whatever else parts the"
        " cells, needs quotation marks around it, and each column needs a heading"
    ),
    "unknown_word": _l("This is none of the options. Say what it means, or leave the row out"),
    "two_answers": _l("Two columns give different answers to the same question"),
    "other_not_chosen": _l("Something is written beside an option that was not chosen: %(option)s"),
    "not_language": _l("This is neither English nor Welsh"),
    "no_language": _l("The column that says the language is empty here"),
    "not_day": _l("This is not a day that can be read, such as 2026-04-01 or 01/04/2026"),
    "no_day": _l("The column that says the day is empty here: in some tools, this was never sent"),
    "day_to_come": _l("This day is still to come"),
    "day_before": _l("This day is before the consultation was published"),
    "day_either": _l(
        "Other days in this column show that the day and the month are not in the order that was said, so it"
        " is not sure which day this is. Say what comes first where you say what stands in each column"
    ),
    "number_twice": _l("Another row of this file has the same number"),
    "not_asked": _l(
        "The survey would not have asked what is answered in this row: the question on which that hangs has"
        " no answer here, or another one"
    ),
    "no_question": _l("No column is said to hold answers"),
}
HEADING_ROWS = {
    "0": _l("I am not sure: ask me if the file could have either"),
    "1": _l("One"),
    "2": _l("Two: questions over their options"),
}
SECOND_ROW = {
    "1": _l("What the first person has said: there is one row of headings"),
    "2": _l("More headings, such as options under their questions: there are two rows of headings"),
}
DAY_FIRST, MONTH_FIRST = "day", "month"
ORDERS = {DAY_FIRST: _l("The day first: 3 April 2026"), MONTH_FIRST: _l("The month first: 4 March 2026")}
NAME = 80


class BringForm(FlaskForm):
    """A file, and what is known about it; `content` and `name` are its own, once it is valid."""

    tool = RadioField(
        _l("Which tool made the file?"),
        [Needed(), AnyOf([*TOOLS], message=_l("Choose the tool"))],
        choices=[SelectChoice(tool, name) for tool, name in TOOLS.items()],
        validate_choice=False,
    )
    language = RadioField(
        _l("In which language are the answers, where no column says it?"),
        [Needed(), AnyOf(LANGUAGES, message=_l("Choose the language"))],
        choices=[SelectChoice("en", _l("English")), SelectChoice("cy", _l("Welsh"))],
        default="en",
        validate_choice=False,
    )
    heading_rows = RadioField(
        _l("How many rows of headings are there?"),
        [Needed(), AnyOf(HEADING_ROWS, message=_l("Choose how many rows of headings there are"))],
        choices=[SelectChoice(number, words) for number, words in HEADING_ROWS.items()],
        default="0",
        validate_choice=False,
    )
    file = FileField(_l("File"), [Needed(), FileRequired(_l("Choose a file"))])
    content, name = b"", ""

    def validate_file(self, field: FileField) -> None:
        if not field.data:
            return
        self.content = field.data.stream.read(LARGEST + 1)  # one byte too many is enough to know
        self.name = (field.data.filename or "").replace("\\", "/").rpartition("/")[2] or _("File")
        if len(self.content) > LARGEST:
            raise ValidationError(_("The file is too big. It may have 8 MB"))
        if not self.content.strip():
            raise ValidationError(_("The file is empty"))
        try:
            require_well_formed(self.content)
        except Unreadable as wrong:
            raise ValidationError(refusal({"code": wrong.code, "parameters": wrong.parameters})) from None


class SeenForm(FlaskForm):
    """Which state of the mapping the officer was shown."""

    revision = HiddenField()

    @property
    def seen(self) -> int:
        typed = self.revision.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0


class ColumnsForm(SeenForm):
    """How are the columns read? What stands in each is in fields of its own, see `column_choices`."""

    order = RadioField(
        _l("What comes first in a day that is written in figures, such as 03/04/2026?"),
        choices=[SelectChoice(order, words) for order, words in ORDERS.items()],
        validate_choice=False,
    )

    @property
    def month_first(self) -> bool | None:
        """None where it was not asked."""
        return self.order.data == MONTH_FIRST if self.order.data in ORDERS else None


class HeadingsForm(SeenForm):
    """How many rows of headings are there?"""

    heading_rows = RadioField(
        _l("What stands in the second row?"),
        [Needed(), AnyOf(SECOND_ROW, message=_l("Choose what stands in the second row"))],
        choices=[SelectChoice(number, words) for number, words in SECOND_ROW.items()],
        validate_choice=False,
    )


class ImportForm(SeenForm):
    """Shall the good rows be stored?"""

    leave_out = BooleanField(_l("Leave out the rows that have problems"))
    apart = BooleanField(_l("The rows that would be stored are those of people who are not here yet"))


class SaveForm(FlaskForm):
    """Under which name is the mapping kept?"""

    name = StringField(
        _l("Name"),
        [DataRequired(_l("Enter a name")), Length(max=NAME, message=_l("Use 80 characters or fewer"))],
        filters=[tidy],
    )


# --- what selects offer ---------------------------------------------------------------------------------


def column_choices(known: Mapping[str, Target], lang: str) -> list[tuple[str, str]]:
    """Everything that a column may hold, as a select offers it."""
    facts = [(name, str(label)) for name, label in FACTS.items()]
    return facts + [(name, target_name(target, lang)) for name, target in known.items()]


def target_name(target: Target, lang: str) -> str:
    """A field of the survey in one line: number and title of the question, and the part that it is."""
    title = f"{target.number}. {short(target.question.title[lang], 60)}"
    item = f" ({short(target.item[lang], 30)})" if target.item else ""
    part = str(PARTS[target.part])
    label = short(target.label[lang], 50)
    return f"{title}{item} – {part}: {label}" if label else f"{title}{item} – {part}"


def word_choices(target: Target, lang: str) -> list[tuple[str, str]]:
    """What a word that is no option's may mean."""
    if scope(target) == TICKS:
        return [(YES, _("Ticked")), (f"{NOT_ANSWERED}-", _("Not ticked"))]
    found = options(target)
    return [
        *((option.code, option.label[lang]) for option in found),
        *((f"{KEEPS}{option.code}", _keeping(option, lang)) for option in found if _keeps(target, option)),
        ("-", _("Not answered")),
    ]


def _keeps(target: Target, option: Option) -> bool:
    return bool(option.other) and not isinstance(target.question, Consent) and target.part == Part.WHOLE


def _keeping(option: Option, lang: str) -> str:
    return _("Keep the words beside this option: %(option)s", option=option.label[lang])


class Asked(NamedTuple):
    """One word of which a page asks what it means."""

    scope: str
    word: str

    @property
    def field(self) -> str:
        """The name of its select: the same whatever else the page asks, should the file change meanwhile."""
        return "word-" + blake2s("\x1f".join(self).encode(), digest_size=8).hexdigest()


def read_words(form: Mapping[str, str], asked: Iterable[Asked], before: Words) -> dict[str, dict[str, str]]:
    """What the officer said of these words, over what was said before.

    "" in a select says nothing yet, "-" that it is no answer; a word that was not asked stays as it is.
    """
    found = {name: dict(words) for name, words in before.items()}
    for each in asked:
        words, meant = found.setdefault(each.scope, {}), form[each.field]
        words.pop(each.word, None)
        if meant:
            words[each.word] = NOT_ANSWERED if meant == "-" else meant
    return {name: words for name, words in found.items() if words}


def chosen_word(words: Words, asked: Asked) -> str:
    """What a select shows of what was said before."""
    meant = words.get(asked.scope, {}).get(asked.word)
    return "" if meant is None else meant or "-"


def allowed(meant: str, choices: Iterable[tuple[str, str]]) -> bool:
    """Is it one of the things that the select offered?"""
    return not meant or meant in {value for value, _label in choices}


# --- what they are told ---------------------------------------------------------------------------------


def said(problem: RowProblem, lang: str) -> str:
    """What is wrong, in the language of the page."""
    if problem.of_answer:
        return of_answer(FieldProblem("", problem.code, "", (), problem.parameters), lang)
    words = {name: written(value, lang) for name, value in problem.parameters.items()}
    return str(SENTENCES[problem.code]) % words


def refusal(refused: Mapping[str, Any]) -> str:
    """Why a file could not be read."""
    words = {name: f"{value:,}" for name, value in refused["parameters"].items()}
    return str(REFUSED[refused["code"]]) % words
