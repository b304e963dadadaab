"""What may an author type in about a survey, its sections, its pages and its repeated blocks?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import ValidationError

from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations.forms import LANGUAGE_NAMES, AtMost, BilingualForm, Needed, one_line, spread, tidy
from engage.surveys.contact import NAMES, PURPOSES
from engage.surveys.definition import Definition, EqualityModule
from engage.surveys.numerals import whole_number

SHORT, LONG = 500, 20_000  # characters of a title, and of a text
LONGEST_SURVEY = 240  # minutes
NOT_ASKED = "none"
NUMERIC = {"inputmode": "numeric"}
FARTHEST = 10_000  # what is beyond the last position means the last


def words(title: LazyString, *, lines: bool = False, optional: bool = False) -> tuple[Any, Any]:
    """The fields for one text in English and in Welsh; `title` names both."""
    kind = TextAreaField if lines else StringField
    validators = [AtMost(LONG if lines else SHORT), *([] if optional else [Needed()])]
    en, cy = (
        kind(LANGUAGE_NAMES[each], validators, description=title, filters=[tidy if lines else one_line])
        for each in LANGUAGES
    )
    return en, cy


class DraftForm(BilingualForm):
    """A form that changes a draft; `revision` says which state of it the officer was shown."""

    texts: ClassVar[tuple[str, ...]] = ()  # what is written in both languages
    plain: ClassVar[tuple[str, ...]] = ()  # what is not

    revision = HiddenField()

    def bilingual(self, name: str) -> Bilingual:
        """What was typed; what is stored, where only white space around it differs and nobody changed it."""
        stored = [self[f"{name}_{language}"].object_data or "" for language in LANGUAGES]
        typed = super().bilingual(name)
        kept = (
            old if typed[each] and old.strip() == typed[each] else typed[each]
            for old, each in zip(stored, LANGUAGES, strict=True)
        )
        return Bilingual(*kept)

    @classmethod
    def typed(cls, part: Any) -> dict[str, Any]:
        """The part as the form has it."""
        written = spread({name: getattr(part, name) for name in cls.texts})
        return {**written, **{name: getattr(part, name) for name in cls.plain}}

    def fields(self) -> dict[str, Any]:
        """What was typed, as fields of the part."""
        written: dict[str, Any] = {name: self.bilingual(name) for name in self.texts}
        return {**written, **{name: self[name].data for name in self.plain}}


class TitledForm(DraftForm):
    """A part with a title, which is needed in one language, so that the part can be spoken of."""

    title_en, title_cy = words(_l("Title"))
    first = "en"  # the language that is written first, whose field is to be filled

    def validate_title_en(self, field: Field) -> None:
        self._titled(field, "en")

    def validate_title_cy(self, field: Field) -> None:
        self._titled(field, "cy")

    def _titled(self, field: Field, language: str) -> None:
        if language == self.first and not self.bilingual("title"):
            raise ValidationError(_l("Enter a title in English or in Welsh"))


class SectionForm(TitledForm):
    """The heading over some pages."""

    texts = ("title",)


class PageForm(TitledForm):
    """What stands on a page beside its questions."""

    texts = ("title", "body")
    plain = ("ends", "safe_exit")

    body_en, body_cy = words(_l("Text"), lines=True, optional=True)
    ends = BooleanField(_l("The survey ends after this page"))
    safe_exit = BooleanField(_l("Show a button that leaves for another site at once"))


class SettingsForm(TitledForm):
    """What is said of the whole survey."""

    texts = ("title", "intro", "welsh_effects")
    plain = ()

    intro_en, intro_cy = words(_l("Introduction"), lines=True, optional=True)
    minutes = StringField(_l("Minutes to answer"), [Needed()], render_kw=NUMERIC)
    written_in = RadioField(
        _l("Which language do you write first?"),
        [Needed()],
        choices=[SelectChoice(code, name) for code, name in LANGUAGE_NAMES.items()],
        validate_choice=False,
    )
    equality = RadioField(_l("Equality questions"), [Needed()], validate_choice=False)
    characteristics = SelectMultipleField(_l("Which of them?"), validate_choice=False)
    welsh_effects_en, welsh_effects_cy = words(
        _l("The proposal whose effects on Welsh you ask about"), optional=True
    )
    contact = SelectMultipleField(_l("Offer people to leave an email address"), validate_choice=False)

    def offer(self, sets: Mapping[str, Any], lang: str, *, in_wales: bool = True) -> None:
        """Show these sets of equality questions, and the characteristics of all of them.

        What takes a list that there is in Wales alone is shown elsewhere only where it is chosen already.
        """
        self.equality.choices = [
            (NOT_ASKED, _l("Not asked")),
            *((name, f"{each.title[lang]} ({name})") for name, each in sets.items()),
        ]
        self.known = {c.code: c.name[lang] for each in sets.values() for c in each.characteristics}
        self.usual = tuple(dict.fromkeys(c.code for each in sets.values() for c in each.choose()))
        of_wales = {c.code for each in sets.values() for c in each.characteristics if c.is_looked_up}
        left_out = set() if in_wales else of_wales - set(self.characteristics.data or ())
        shown = ((code, name) for code, name in self.known.items() if code not in left_out)
        self.characteristics.choices = list(shown)
        self.offers_deprivation = bool(of_wales - left_out)
        self.contact.choices = [(str(each), name[lang]) for each, name in NAMES.items()]

    @classmethod
    def typed(cls, part: Definition) -> dict[str, Any]:
        module = part.equality
        return {
            **super().typed(part),
            "minutes": str(part.minutes),
            "equality": module.set if module else NOT_ASKED,
            "characteristics": list(module.characteristics) if module else [],
            "contact": list(part.contact),
        }

    def fields(self) -> dict[str, Any]:
        minutes = whole_number(self.minutes.data or "")
        contact = tuple(each for each in PURPOSES if each in (self.contact.data or ()))
        return {**super().fields(), "minutes": minutes, "contact": tuple(str(each) for each in contact)}

    def module(self, before: EqualityModule | None) -> EqualityModule | None:
        """The equality questions that were chosen; of whom they are asked stays as it was."""
        chosen = self.equality.data
        if chosen == NOT_ASKED:
            return None
        codes = tuple(code for code in self.known if code in (self.characteristics.data or ()))
        show_if = before.show_if if before else None
        return EqualityModule(chosen, () if codes == self.usual else codes, show_if)

    def validate_minutes(self, field: Field) -> None:
        minutes = whole_number(field.data or "")
        if minutes is None or not 1 <= minutes <= LONGEST_SURVEY:
            raise ValidationError(_l("Enter whole minutes, from 1 to 240"))

    def validate_written_in(self, field: Field) -> None:
        if field.data not in LANGUAGES:
            raise ValidationError(_l("Choose the language that you write first"))

    def validate_equality(self, field: Field) -> None:
        if field.data not in dict(self.equality.choices):
            raise ValidationError(_l("Choose whether equality questions are asked"))


class MoveForm(DraftForm):
    """Where a part is to go: into which holder, and to which position there, from 1."""

    holder = SelectField(_l("Move it into"), [Needed()], validate_choice=False)
    position = StringField(_l("Position there"), [Needed()], render_kw=NUMERIC)

    @property
    def at(self) -> int:
        """The position from 0."""
        return (whole_number(self.position.data or "") or 1) - 1

    def validate_holder(self, field: Field) -> None:
        if field.data not in dict(field.choices):
            raise ValidationError(_l("Choose where it is to go"))

    def validate_position(self, field: Field) -> None:
        position = whole_number(field.data or "")
        if position is None or not 1 <= position <= FARTHEST:
            raise ValidationError(_l("Enter a position: 1 is the first"))
