"""What may be entered of a letter, an e-mail, a petition or an event?"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    FieldList,
    FormField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length

from engage.consultations import moments
from engage.consultations.forms import Needed, TellingForm, one_line, tidy
from engage.respond.channel import WHOLE, Channel
from engage.respond.enclosures import LARGEST, Enclosure, Reason, Unacceptable
from engage.respond.forms import LOST
from engage.respond.ledger import Again
from engage.respond.ledger_forms import CHANNELS

TEXT, LINE = 20_000, 200  # characters
MOST_PEOPLE = 1_000_000
MOST_FILES, MOST_ROWS = 5, 30
MESSAGES = {
    Reason.EMPTY: _l("One of the files is empty"),
    Reason.TOO_LARGE: _l("Each file must be 8 MB or smaller"),
    Reason.UNKNOWN: _l("Files must be pictures, PDF, DOCX, ODT, XLSX, ODS or TXT"),
}


class AboutForm(FlaskForm):
    """What was said about one question."""

    class Meta:
        csrf = False

    question = SelectField(_l("Question"), validate_choice=False)
    text = TextAreaField(
        _l("What was said about it"),
        [Length(max=TEXT, message=_l("Use 20,000 characters or fewer"))],
        filters=[tidy],
    )


class ContributionForm(TellingForm):
    """`said` holds what was entered, once it is valid."""

    channel = RadioField(_l("What came?"), [Needed()], validate_choice=False)
    language = RadioField(
        _l("In which language?"),
        [Needed()],
        choices=[SelectChoice("en", _l("English")), SelectChoice("cy", _l("Welsh"))],
        validate_choice=False,
    )
    day = StringField(_l("Day"))
    month = StringField(_l("Month"))
    year = StringField(_l("Year"))
    speaks_for = StringField(_l("For how many people does it speak?"), [Needed()], default="1")
    organisation = StringField(
        _l("Organisation for which it speaks"), [Length(max=LINE, message=_l("Use 200 characters or fewer"))]
    )
    sender = TextAreaField(
        _l("Who sent it, and how to answer them"),
        [Length(max=LINE * 5, message=_l("Use 1,000 characters or fewer"))],
        filters=[tidy],
    )
    text = TextAreaField(
        _l("What was said about all of it"),
        [Length(max=TEXT, message=_l("Use 20,000 characters or fewer"))],
        filters=[tidy],
    )
    about = FieldList(FormField(AboutForm), min_entries=1, max_entries=MOST_ROWS)
    files = MultipleFileField(_l("Files that came with it"))
    form_id = HiddenField(default=lambda: secrets.token_hex(16))
    again = RadioField(
        _l("Something like this is kept already. What is this?"),
        choices=[
            SelectChoice(
                Again.CORRECTED, _l("The same, perhaps corrected: it takes the place of what was kept")
            ),
            SelectChoice(Again.ANOTHER, _l("Another one: both are counted")),
        ],
        validate_choice=False,
    )

    def __init__(self, questions: list[tuple[str, str]], *, today: date, **values: Any) -> None:
        super().__init__(**values)
        self.held: Sequence[tuple[str, str]] = ()  # id and name of files that were chosen before
        self._refused: list[str] = []  # why others are not held
        self._known, self._today = dict(questions), today
        self.channel.choices = [SelectChoice(channel, CHANNELS[channel]) for channel in WHOLE]
        for row in self.about:
            self._offer(row)
        self.said: dict[str, Any] = {}
        self.again.flags.required = True  # wherever it is shown

    @property
    def entry(self) -> bytes:
        """What names this form; a new name where none of ours was sent."""
        if not re.fullmatch("[0-9a-f]{32}", self.form_id.data or ""):
            self.form_id.data = secrets.token_hex(16)
        return bytes.fromhex(self.form_id.data)

    def chosen(self, room: int) -> list[Enclosure]:
        """Take the files that were chosen out of the form; return those that can be kept and have room."""
        found, uploads, self.files.data = [], self.files.data or [], []
        for upload in (each for each in uploads if getattr(each, "filename", "")):
            try:
                found.append(Enclosure.read(upload.filename, upload.stream.read(LARGEST + 1)))
            except Unacceptable as refused:
                self._refused = [str(MESSAGES[refused.reason])]
        if len(found) > room:
            self._refused = [_("Choose 5 files at most")]
        self.files.errors = self._refused
        return found[:room]

    @property
    def which(self) -> Again | None:
        """What the form is, where it was sent before and that was said."""
        return Again(self.again.data) if self.again.data in list(Again) else None

    def ask_which(self, reference: str, *, may_correct: bool) -> None:
        """What was sent before with this form was kept under `reference`."""
        self.show_problem(
            "again",
            _("It is kept already, as %(reference)s. Choose what this is", reference=reference)
            if may_correct
            else _(
                "It is kept already, as %(reference)s, and can no longer be corrected here: it was decided "
                "about, or is more than a day old. Choose this only if it is another one",
                reference=reference,
            ),
        )
        if not may_correct:
            self.again.choices = self.again.choices[1:]

    def add_row(self) -> None:
        """One more question about which something was said."""
        if len(self.about) < MOST_ROWS:
            self.about.append_entry()
            self._offer(self.about[-1])

    def _offer(self, row: Any) -> None:
        none = SelectChoice("", _("Choose a question"))
        row.form.question.choices = [none, *(SelectChoice(*each) for each in self._known.items())]

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        self.files.errors = self._refused
        if self.csrf_token.errors:
            self.csrf_token.errors = []
            self.show_problem("channel", str(LOST))
        said = {
            "channel": self._chosen("channel", WHOLE, _("Choose what came")),
            "language": self._chosen("language", ("en", "cy"), _("Choose the language")),
            "received_on": self._day(),
            "speaks_for": self._people(),
            "organisation": one_line(self.organisation.data),
            "sender": self.sender.data,
            "texts": self._texts(),
        }
        if not said["texts"] and not self.held:
            self.show_problem("text", _("Enter what was said, or add a file"))
        if not self.problems:
            self.said = said | {"channel": Channel(said["channel"])}
        return not self.problems

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Link and sentence of everything that is wrong, for the error summary."""
        rows = [field for row in self.about for field in row.form]
        return [
            (f"#{field.id}", error)
            for field in [*(field for field in self if field is not self.about), *rows]
            for error in field.errors
        ]

    def _chosen(self, name: str, known: tuple[str, ...], message: str) -> str:
        if self[name].data not in known:
            self.show_problem(name, message)
        return str(self[name].data)

    def _day(self) -> date | None:
        parts = [self[part].data or "" for part in ("day", "month", "year")]
        if not any(part.strip() for part in parts):
            self.show_problem("day", _("Enter the day on which it came, such as 1 4 2027"))
            return None
        try:
            on = moments.read_day(*parts)
        except ValueError:
            self.show_problem("day", _("The day must be a real date, such as 1 4 2027"))
            return None
        if on > self._today:
            self.show_problem("day", _("The day must be today or in the past"))
        return on

    def _people(self) -> int:
        typed = (self.speaks_for.data or "").replace(",", "").strip()
        if not (typed.isascii() and typed.isdecimal()) or not 1 <= int(typed[:9]) <= MOST_PEOPLE:
            self.show_problem("speaks_for", _("Enter a whole number from 1 to 1,000,000"))
            return 1
        return int(typed[:9])

    def _texts(self) -> dict[str, str]:
        found = {"": self.text.data} if self.text.data else {}
        for row in self.about:
            question, text = row.form.question.data, row.form.text.data
            if text and question not in self._known:
                row.form.question.errors = [_("Choose the question, or empty the text")]
            elif text:
                found[question] = "\n\n".join(part for part in (found.get(question, ""), text) if part)
        return found
