"""What may an officer type in on a survey's way to the public?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from engage import dates
from engage.bilingual import Bilingual
from engage.consultations import moments
from engage.consultations.forms import Needed, tidy
from engage.surveys.workflow import Move, State

LIMIT = 2000  # characters
OPENS = _l(
    "Choose a minute no later than the opening of the consultation, or change the opening day first. "
    "The consultation opens: %(moment)s"
)
STATES = {
    State.DRAFT: _l("Draft"),
    State.TRANSLATION: _l("In translation"),
    State.APPROVAL: _l("With the approver"),
    State.APPROVED: _l("Approved"),
    State.SCHEDULED: _l("Waiting for its time"),
}
# For each step: what it is called as a page, what its button says, and what was done once it is done.
MOVES = {
    Move.TRANSLATE: (
        _l("Send the survey to the translator?"),
        _l("Send to the translator"),
        _l("The survey is with the translator"),
    ),
    Move.HAND_BACK: (
        _l("Hand the survey back to its author?"),
        _l("Hand back"),
        _l("The survey is handed back"),
    ),
    Move.SEND: (
        _l("Send the survey to the approver?"),
        _l("Send to the approver"),
        _l("The survey is with the approver"),
    ),
    Move.TAKE_BACK: (
        _l("Take the survey back from the approver?"),
        _l("Take back"),
        _l("The survey is a draft again"),
    ),
    Move.SEND_BACK: (
        _l("Send the survey back to its author?"),
        _l("Send back"),
        _l("The survey is sent back to its author"),
    ),
    Move.APPROVE: (_l("Approve the survey?"), _l("Approve"), _l("The survey is approved")),
    Move.CALL_BACK: (
        _l("Call the publication back?"),
        _l("Call back"),
        _l("The publication is called back. The survey is still approved"),
    ),
}
DONE = {
    Move.TRANSLATE: _l("Sent to the translator"),
    Move.HAND_BACK: _l("Handed back to the author"),
    Move.SEND: _l("Sent to the approver"),
    Move.TAKE_BACK: _l("Taken back by the author"),
    Move.SEND_BACK: _l("Sent back to the author"),
    Move.APPROVE: _l("Approved"),
    Move.PUBLISH: _l("Published"),
    Move.SCHEDULE: _l("Time of publication set"),
    Move.CALL_BACK: _l("Publication called back"),
}
PATHS = {  # the steps in addresses
    Move.TRANSLATE: Bilingual("translate", "cyfieithu"),
    Move.HAND_BACK: Bilingual("hand-back", "rhoi-yn-ol"),
    Move.SEND: Bilingual("send", "anfon"),
    Move.TAKE_BACK: Bilingual("take-back", "cymryd-yn-ol"),
    Move.SEND_BACK: Bilingual("send-back", "anfon-yn-ol"),
    Move.APPROVE: Bilingual("approve", "cymeradwyo"),
    Move.CALL_BACK: Bilingual("call-back", "galw-yn-ol"),
}
NOTED = (Move.TRANSLATE, Move.HAND_BACK, Move.SEND, Move.SEND_BACK)  # the steps with which a word can go


def number_of(sent: str | None) -> int:
    """The revision or the step that the officer was shown; -1, which there is not, for rubbish."""
    sent = sent or ""
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else -1


class StepForm(FlaskForm):
    """A step with a word for whoever gets the survey next; to send it back, one is needed."""

    revision = HiddenField()
    last = HiddenField()  # the step before this one
    note = TextAreaField(
        _l("A word for whoever gets it next"),
        [Length(max=LIMIT, message=_l("A word for whoever gets it next: use 2,000 characters or fewer"))],
        filters=[tidy],
    )

    def __init__(self, move: Move, **values: Any) -> None:
        super().__init__(**values)
        self.move = move
        if move == Move.SEND_BACK:
            self.note.label.text = _("What has to change")
            self.note.flags.required = True

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if self.move == Move.SEND_BACK and not self.note.data:
            self.note.errors = [*self.note.errors, _("Say what has to change")]
        return bool(valid and not self.errors)


class CommentForm(FlaskForm):
    """A comment on a part of the survey, or on all of it."""

    about = SelectField(_l("What the comment is about"), [Needed()], validate_choice=False)
    words = TextAreaField(
        _l("Comment"),
        [
            DataRequired(_l("Write a comment")),
            Length(max=LIMIT, message=_l("Comment: use 2,000 characters or fewer")),
        ],
        filters=[tidy],
    )

    def __init__(self, subjects: Iterable[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.about.choices = [SelectChoice(key, name) for key, name in subjects]

    def validate_about(self, field: Field) -> None:
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(_("Choose what the comment is about"))


class ReplyForm(FlaskForm):
    """Something more in a thread."""

    words = TextAreaField(
        _l("Your answer"),
        [
            DataRequired(_l("Write an answer")),
            Length(max=LIMIT, message=_l("Your answer: use 2,000 characters or fewer")),
        ],
        filters=[tidy],
    )


DUE_FIELDS = ("due_day", "due_month", "due_year", "due_time")


class PublishForm(FlaskForm):
    """At once, or at a day and a time to come."""

    last = HiddenField()  # the step that the survey had taken last when it was shown
    when = RadioField(
        _l("When"),
        [Needed()],
        choices=[SelectChoice("now", _l("Now")), SelectChoice("later", _l("At a day and time to come"))],
        validate_choice=False,
        default="now",
    )
    due_day = StringField(_l("Day"))
    due_month = StringField(_l("Month"))
    due_year = StringField(_l("Year"))
    due_time = StringField(_l("Time of publication"), [Needed()])
    due_at: datetime | None = None

    def __init__(
        self, *, language: str, now: datetime, opens_at: datetime, closes_at: datetime, **values: Any
    ) -> None:
        super().__init__(**values)
        self._language = language
        self._now, self._opens_at, self._closes_at = now, opens_at, closes_at

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if self.when.data not in ("now", "later"):
            self._refuse("when", _("Choose when to publish"))
        elif self.when.data == "later":
            self.due_at = self._read()
        elif any((self[name].data or "").strip() for name in DUE_FIELDS):
            # Nobody can take back what was published by mistake for a day that was typed below.
            self._refuse("when", _("You gave a day or a time. Choose that, or clear it to publish now"))
        return bool(valid and not self.errors)

    def _read(self) -> datetime | None:
        """The moment that was typed; None, with a message, when it is none or not one to come."""
        parts = [(self[f"due_{part}"].data or "").strip() for part in ("day", "month", "year")]
        on = at = None
        try:
            on = moments.read_day(*parts)
        except ValueError:
            self._refuse("due_day", _("The day of publication must be a real date, such as 1 4 2027"))
        try:
            at = moments.read_time((self.due_time.data or "").strip())
        except ValueError:
            self._refuse("due_time", _("The time of publication must be a time, such as 9am or 17:30"))
        if on is None or at is None:
            return None
        try:
            due_at = moments.opening(on, at)
        except moments.NoSuchTime:
            self._refuse("due_time", _("Clocks go forward over this time, so choose another"))
            return None
        return self._in_time(due_at)

    def _in_time(self, due_at: datetime) -> datetime | None:
        if due_at <= self._now:
            self._refuse("due_day", _("The time of publication must be in the future"))
        elif due_at >= self._closes_at:
            self._refuse("due_day", _("The time of publication must be before the consultation closes"))
        elif due_at > self._opens_at:
            self._refuse("due_day", OPENS % {"moment": dates.moment(self._opens_at, self._language)})
        else:
            return due_at
        return None

    def _refuse(self, name: str, message: str) -> None:
        self[name].errors = [*self[name].errors, message]
