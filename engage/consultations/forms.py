"""What may an officer type in about a consultation?"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectChoice, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError

from engage import collation
from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations import moments
from engage.consultations.details import BILINGUAL, Details
from engage.consultations.slugs import LONGEST, is_slug
from engage.consultations.topics import TOPICS

LANGUAGE_NAMES = {"en": _l("English"), "cy": _l("Welsh")}
LIMITS = {
    "title": 150,
    "slug": LONGEST,
    "summary": 500,
    "area": 200,
    "words": 1000,
}  # characters; other texts: TEXT_LIMIT
TEXT_LIMIT = 10_000
ENDS = ("opens", "closes")
MOMENT_MESSAGES = {
    "opens": {
        "no_day": _l("Enter the opening date"),
        "day": _l("The opening date must be a real date, such as 1 4 2027"),
        "no_time": _l("Enter the opening time"),
        "time": _l("The opening time must be a time, such as 9am or 17:30"),
        "skipped": _l("Opening time: clocks go forward over this time, so choose another"),
    },
    "closes": {
        "no_day": _l("Enter the closing date"),
        "day": _l("The closing date must be a real date, such as 30 6 2027"),
        "no_time": _l("Enter the closing time"),
        "time": _l("The closing time must be a time, such as 5pm or 23:59"),
        "skipped": _l("Closing time: clocks go forward over this time, so choose another"),
    },
}


class Needed:
    """The field may be empty in a draft, yet it is not optional."""

    field_flags = {"required": True}

    def __call__(self, form: FlaskForm, field: Field) -> None:
        pass


class AtMost:
    """The text has no more characters than this."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if len(field.data or "") > self.limit:
            raise ValidationError(
                _(
                    "%(field)s (%(language)s): use %(limit)s characters or fewer",
                    field=field.description,
                    language=field.label.text,
                    limit=self.limit,
                )
            )


def tidy(text: str | None) -> str:
    """What was typed, in NFC, with plain line ends and no control characters."""
    lines = unicodedata.normalize("NFC", text or "").replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    return "".join(c for c in lines if c == "\n" or unicodedata.category(c) != "Cc").strip()


def one_line(text: str | None) -> str:
    return " ".join(tidy(text).split())


def bilingual_fields(title: LazyString, name: str, *, lines: bool = True) -> tuple[Any, Any]:
    """The fields for one text in English and in Welsh; `title` names both."""
    kind = TextAreaField if lines else StringField
    validators = [Needed(), AtMost(LIMITS.get(name, TEXT_LIMIT))]
    en, cy = (
        kind(LANGUAGE_NAMES[each], validators, description=title, filters=[tidy if lines else one_line])
        for each in LANGUAGES
    )
    return en, cy


HELD = _l(
    "The survey is with its approver and stays as it is until it is taken back. "
    "What you typed is still here, but it is not saved."
)


class TellingForm(FlaskForm):
    """A form that can be told what else is wrong with it."""

    def show_problem(self, name: str, message: str) -> None:
        """Say beside this field what was found wrong."""
        self[name].errors = [*self[name].errors, message]


class BilingualForm(TellingForm):
    """A form with texts in both languages, in fields named such as `title_en` and `title_cy`."""

    def bilingual(self, name: str) -> Bilingual:
        return Bilingual(self[f"{name}_en"].data, self[f"{name}_cy"].data)

    def show_held(self, name: str) -> None:
        """Say beside this field that nothing can be saved while it is with an approver."""
        self.show_problem(name, str(HELD))


def spread(texts: Mapping[str, Bilingual]) -> dict[str, str]:
    """Texts under the names of their fields, to fill a form with."""
    return {f"{name}_{each}": text[each] for name, text in texts.items() for each in LANGUAGES}


def spread_moment(name: str, moment: datetime) -> dict[str, str]:
    """A moment under the names of its fields, to fill a form with."""
    on, at = moments.entered(moment)
    parts = {"day": on.day, "month": on.month, "year": on.year, "time": f"{at:%H:%M}"}
    return {f"{name}_{part}": str(value) for part, value in parts.items()}


class MomentsForm(BilingualForm):
    """A form with moments by the clock in London, in fields named such as `closes_day` and `closes_time`."""

    def read_moment(self, name: str) -> datetime | None:
        """The moment that was typed; None once what is wrong stands beside its field."""
        return self._moment(name, self._read_day(name), self._read_time(name))

    def _read_day(self, name: str) -> date | None:
        parts = [(self[f"{name}_{part}"].data or "").strip() for part in ("day", "month", "year")]
        try:
            return moments.read_day(*parts)
        except ValueError:
            self._refuse(name, "day", "day" if any(parts) else "no_day")
            return None

    def _read_time(self, name: str) -> time | None:
        text = (self[f"{name}_time"].data or "").strip()
        try:
            return moments.read_time(text)
        except ValueError:
            self._refuse(name, "time", "time" if text else "no_time")
            return None

    def _moment(self, name: str, on: date | None, at: time | None) -> datetime | None:
        if on is None or at is None:
            return None
        try:
            return moments.opening(on, at) if name == "opens" else moments.closing(on, at)
        except moments.NoSuchTime:
            self._refuse(name, "time", "skipped")
            return None

    def _refuse(self, name: str, part: str, why: str) -> None:
        self.show_problem(f"{name}_{part}", MOMENT_MESSAGES[name][why])


class ContactForm(BilingualForm):
    """What may still change after publication."""

    contact_en, contact_cy = bilingual_fields(_l("Contact us"), "contact")
    other_formats_en, other_formats_cy = bilingual_fields(_l("Other formats"), "other_formats")


class DetailsForm(MomentsForm):
    """All that a draft says. Only a title in one language and the dates must be there."""

    title_en, title_cy = bilingual_fields(_l("Title"), "title", lines=False)
    slug_en, slug_cy = bilingual_fields(_l("Address"), "slug", lines=False)
    summary_en, summary_cy = bilingual_fields(_l("Summary"), "summary")
    why_en, why_cy = bilingual_fields(_l("Why you are asking"), "why")
    can_change_en, can_change_cy = bilingual_fields(_l("What can change"), "can_change")
    cannot_change_en, cannot_change_cy = bilingual_fields(_l("What cannot change"), "cannot_change")
    audience_en, audience_cy = bilingual_fields(_l("Who should answer"), "audience")
    area_en, area_cy = bilingual_fields(_l("Area"), "area", lines=False)
    topics = SelectMultipleField(_l("Topics"), [Needed()], validate_choice=False)
    opens_day = StringField(_l("Day"))
    opens_month = StringField(_l("Month"))
    opens_year = StringField(_l("Year"))
    opens_time = StringField(_l("Opening time"), [Needed()])
    closes_day = StringField(_l("Day"))
    closes_month = StringField(_l("Month"))
    closes_year = StringField(_l("Year"))
    closes_time = StringField(_l("Closing time"), [Needed()])
    contact_en, contact_cy = bilingual_fields(_l("Contact us"), "contact")
    other_formats_en, other_formats_cy = bilingual_fields(_l("Other formats"), "other_formats")
    privacy_en, privacy_cy = bilingual_fields(_l("Privacy notice"), "privacy")

    def __init__(self, *, language: str, **values: Any) -> None:
        super().__init__(**values)
        self._language = language
        names = sorted(TOPICS.items(), key=lambda topic: collation.key(topic[1][language], language))
        self.topics.choices = [SelectChoice(code, name[language]) for code, name in names]

    def validate_slug_en(self, field: Field) -> None:
        _require_slug(field, _l("English address: use small letters a to z, numbers and single hyphens"))

    def validate_slug_cy(self, field: Field) -> None:
        _require_slug(field, _l("Welsh address: use small letters a to z, numbers and single hyphens"))

    def validate_topics(self, field: Field) -> None:
        field.data = [code for code in TOPICS if code in field.data]

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        valid = super().validate(extra_validators)
        if not self.bilingual("title"):
            self.show_problem(f"title_{self._language}", _("Enter a title in English or in Welsh"))
        self.opens_at, self.closes_at = (self.read_moment(name) for name in ENDS)
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            self.show_problem("closes_day", _("The consultation must close after it opens"))
        return bool(valid and not self.errors)

    def details(self) -> Details:
        """What was typed, once it is valid."""
        texts = {name: self.bilingual(name) for name in (*BILINGUAL, "slug")}
        assert self.opens_at
        assert self.closes_at
        return Details(
            opens_at=self.opens_at, closes_at=self.closes_at, topics=tuple(self.topics.data), **texts
        )


class OutcomeForm(BilingualForm):
    """What came of a consultation."""

    outcome_en, outcome_cy = bilingual_fields(_l("Outcome"), "outcome")


class ClosingForm(MomentsForm):
    """When a published consultation closes from now on, and what the public is told about it."""

    closes_day = StringField(_l("Day"))
    closes_month = StringField(_l("Month"))
    closes_year = StringField(_l("Year"))
    closes_time = StringField(_l("Closing time"), [Needed()])
    words_en, words_cy = bilingual_fields(_l("What the public is told"), "words")
    earlier = BooleanField(_l("The earlier date is meant, and people can still answer in good time"))

    def __init__(self, *, was: datetime, **values: Any) -> None:
        super().__init__(**values)
        self.was = was

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        valid = super().validate(extra_validators)
        self.closes_at = self.read_moment("closes")
        if self.closes_at and self.closes_at < self.was and not self.earlier.data:
            self.show_problem(
                "earlier",
                _(
                    "It would close earlier than people were told. Check the date, "
                    "and tick this if it is meant"
                ),
            )
        return bool(valid and not self.errors)


class ConfirmForm(FlaskForm):
    """Nothing but the button."""


def _require_slug(field: Field, message: LazyString) -> None:
    if field.data and not is_slug(field.data):
        raise ValidationError(message)
