"""What may an officer type in about answers around the closing time?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectChoice, StringField
from wtforms.validators import ValidationError

from engage.consultations.closing_rules import LONGEST_DRAFT, LONGEST_GRACE, Rules
from engage.consultations.forms import MOMENT_MESSAGES, MomentsForm, Needed

NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}
COUNTED, NOT_COUNTED = "counted", "not_counted"
MOMENT_MESSAGES["post"] = {
    "no_day": _l("Enter the last day for paper, or leave the day and the time empty"),
    "day": _l("The last day for paper must be a real date, such as 5 7 2027"),
    "no_time": _l("Enter the time on that day by which paper must be there"),
    "time": _l("The time for paper must be a time, such as 5pm or 23:59"),
    "skipped": _l("Time for paper: clocks go forward over this time, so choose another"),
}


class RulesForm(MomentsForm):
    """How long whoever has begun may go on, what becomes of the others, and until when paper may come."""

    grace_minutes = StringField(
        _l("Minutes more for people who started before closing"), [Needed()], render_kw=NUMERIC
    )
    partial = RadioField(
        _l("Answers that were saved, but not sent in time"),
        [Needed()],
        choices=[
            SelectChoice(NOT_COUNTED, _l("are not counted")),
            SelectChoice(COUNTED, _l("are counted as far as they go")),
        ],
        validate_choice=False,
    )
    draft_days = StringField(
        _l("Days for which answers are kept that were saved, but not sent"), [Needed()], render_kw=NUMERIC
    )
    post_day = StringField(_l("Day"))
    post_month = StringField(_l("Month"))
    post_year = StringField(_l("Year"))
    post_time = StringField(_l("Time for paper"))

    def __init__(self, *, closes_at: datetime, **values: Any) -> None:
        super().__init__(**values)
        self.closes_at = closes_at
        self.post_until: datetime | None = None

    def validate_grace_minutes(self, field: Field) -> None:
        if _whole(field.data, 0, LONGEST_GRACE) is None:
            raise ValidationError(_l("Enter whole minutes, from 0 to 1440"))

    def validate_draft_days(self, field: Field) -> None:
        if _whole(field.data, 1, LONGEST_DRAFT) is None:
            raise ValidationError(_l("Enter whole days, from 1 to 365"))

    def validate_partial(self, field: Field) -> None:
        if field.data not in (COUNTED, NOT_COUNTED):
            raise ValidationError(_l("Choose what becomes of answers that were not sent in time"))

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        valid = super().validate(extra_validators)
        if any(self[f"post_{part}"].data for part in ("day", "month", "year", "time")):
            self.post_until = self.read_moment("post")
        if self.post_until and self.post_until < self.closes_at:
            self.show_problem(
                "post_day", _("Paper must be taken at least as long as answers on this website")
            )
        return bool(valid and not self.errors)

    def rules(self) -> Rules:
        """What was chosen, once it is valid."""
        grace, days = int(self.grace_minutes.data), int(self.draft_days.data)
        return Rules(grace, self.partial.data == COUNTED, days, self.post_until)


def _whole(text: str | None, least: int, most: int) -> int | None:
    plain = (text or "").strip()
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= 4):
        return None
    return int(plain) if least <= int(plain) <= most else None
