"""What may an officer say about something that was received?"""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from engage.consultations.forms import TellingForm
from engage.respond import codes
from engage.respond.channel import Channel
from engage.respond.ledger import ANALYSED, BY_OFFICERS, REMOVED, Reason

LIMIT = 2000  # characters
EVERY = "every"  # all that a page shows
REASONS = {
    Reason.BLANK: _l("Blank: there is no answer in it"),
    Reason.DUPLICATE: _l("Duplicate of another one"),
    Reason.TEST: _l("A test"),
    Reason.OUT_OF_SCOPE: _l("Out of scope: it is about something else"),
    Reason.WITHDRAWN: _l("Withdrawn by the person"),
    Reason.LATE: _l("Late: it came after closing"),
    Reason.CAMPAIGN: _l("Part of a campaign that is counted apart"),
}
CHANNELS = {
    Channel.ONLINE: _l("Online"),
    Channel.KIOSK: _l("Kiosk"),
    Channel.TELEPHONE: _l("By telephone"),
    Channel.IN_PERSON: _l("In person"),
    Channel.PAPER: _l("Paper form"),
    Channel.IMPORTED: _l("From another tool"),
    Channel.LETTER: _l("Letter"),
    Channel.EMAIL: _l("Email"),
    Channel.PETITION: _l("Petition"),
    Channel.EVENT: _l("Notes of an event"),
}
LANGUAGES = {"en": _l("English"), "cy": _l("Welsh")}
STATES = dict([(ANALYSED, _l("Analysed")), (REMOVED, _l("Not analysed")), *REASONS.items()])


class DecideForm(TellingForm):
    """Why is it not analysed?"""

    seen = SelectMultipleField(validate_choice=False)  # what the page showed, each with its revision
    reason = RadioField(_l("Why is it not analysed?"), validate_choice=False)
    duplicate_of = StringField(_l("Reference of the one that stays"), [Length(max=40)])
    note = TextAreaField(
        _l("What led you to this decision"),
        [Length(max=LIMIT, message=_l("Use 2,000 characters or fewer"))],
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.reason.choices = [SelectChoice(reason, REASONS[reason]) for reason in BY_OFFICERS]
        self.reason.flags.required = True  # so that its label does not call it optional
        self.duplicate_of.flags.sometimes = True  # required

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if self.reason.data not in BY_OFFICERS:
            self.show_problem("reason", _("Choose why it is not analysed"))
        elif self.chosen == Reason.DUPLICATE and not self.stays:
            self.show_problem("duplicate_of", _("Enter the reference of the one that stays"))
        return bool(valid and not self.errors)

    @property
    def read(self) -> dict[str, int]:
        """The revisions of what the page showed, by reference."""
        pairs = (each.rpartition(" ")[::2] for each in self.seen.data or ())
        return {reference: int(revision) for reference, revision in pairs if revision.isdecimal()}

    @property
    def chosen(self) -> Reason:
        return Reason(self.reason.data)

    @property
    def stays(self) -> str:
        """The reference of the one that stays, as references are written."""
        return codes.tidy_reference(self.duplicate_of.data or "")


class EraseForm(TellingForm):
    """Has whoever sent it asked for this?"""

    asked = BooleanField(
        _l("Whoever sent it has asked for it to be erased"),
        [InputRequired(_l("Tick this if whoever sent it has asked, or go back"))],
    )


class GroupForm(DecideForm):
    """Which of a page of responses that belong together are not analysed?"""

    removed = SelectMultipleField(_l("Which are not analysed?"), validate_choice=False)

    def __init__(self, references: list[str], **values: Any) -> None:
        super().__init__(**values)
        self._references = references

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if not self.several:
            self.show_problem("removed", _("Choose at least one that is not analysed"))
        elif not set(self.several) <= set(self._references):
            self.show_problem(
                "removed", _("Something was decided about some of them meanwhile. Choose again")
            )
        return bool(valid and not self.errors)

    @property
    def several(self) -> list[str]:
        """The references of those that were chosen."""
        chosen = self.removed.data or []
        return list(self.read) if EVERY in chosen else chosen
