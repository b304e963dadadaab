"""What may an officer type in about what was thought of before a consultation?"""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import ValidationError

from engage.consultations import moments
from engage.consultations.forms import BilingualForm, Needed, bilingual_fields, one_line, tidy
from engage.consultations.preparation import AIMS, BASES, GROUPS, Affected, Aim, Preparation

LIMIT = 3000  # characters of a text that stays with the council
GROUP_NAMES = {
    "age": _l("Age"),
    "disability": _l("Disability"),
    "gender_reassignment": _l("Gender reassignment"),
    "marriage": _l("Marriage and civil partnership"),
    "pregnancy": _l("Pregnancy and maternity"),
    "race": _l("Race"),
    "religion": _l("Religion or belief"),
    "sex": _l("Sex"),
    "sexual_orientation": _l("Sexual orientation"),
    "welsh_speakers": _l("People who use Welsh"),
    "socio_economic": _l("People with little money"),
    "carers": _l("Unpaid carers"),
    "care_experience": _l("People who have been in care"),
    "armed_forces": _l("The armed forces community"),
    "rural": _l("People in remote places"),
    "newcomers": _l("People who arrived lately"),
}
AIM_NAMES = {
    "eliminate": _l("Eliminate discrimination, harassment and victimisation"),
    "advance": _l("Advance equality of opportunity"),
    "foster": _l("Foster good relations between people"),
}
BASIS_NAMES = {
    "public_task": _l("Public task: the council needs it for what the law gives it to do (Article 6(1)(e))"),
    "legal_obligation": _l("Legal obligation: a law requires the council to ask (Article 6(1)(c))"),
    "consent": _l("Consent: each person agrees, and can take it back (Article 6(1)(a))"),
}
DAY_MESSAGES = {
    "delete": _l("The day on which the answers are deleted must be a real date, such as 31 3 2029"),
    "first": _l("The first day must be a real date, such as 19 7 2027"),
    "last": _l("The last day must be a real date, such as 31 8 2027"),
}
OVERTAKEN = _l(
    "Somebody else has saved this page since you opened it. What you typed is still here. "
    "Save it again to put it in place of theirs"
)


def _choices(names: dict[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(code, name) for code, name in names.items()]


class Short:
    """The text has no more than LIMIT characters."""

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if len(field.data or "") > LIMIT:
            raise ValidationError(
                _("%(field)s: use %(limit)s characters or fewer", field=field.label.text, limit=LIMIT)
            )


def plain(label: Any, *, needed: bool = False, lines: bool = True) -> Any:
    """A field for a text that stays with the council, in whichever language it is written."""
    kind, tidied = (TextAreaField, tidy) if lines else (StringField, one_line)
    return kind(label, [Needed(), Short()] if needed else [Short()], filters=[tidied])


class PreparationForm(BilingualForm):
    """A form that knows which state of the preparation it was made for."""

    revision = HiddenField()
    first_field = ""  # beside which it is said that somebody else was faster

    @property
    def seen(self) -> int:
        """The revision that the officer was shown; -1, which there is not, for rubbish."""
        sent = self.revision.data or ""
        return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else -1

    def overtaken(self, revision: int) -> None:
        """Say that somebody else was faster; to send the form again is to insist."""
        self.show_problem(self.first_field, str(OVERTAKEN))
        self.revision.data = str(revision)

    def read_day(self, name: str) -> date | None:
        """The day in the three fields of this name; None when they are empty or, with a message, no date."""
        parts = [(self[f"{name}_{part}"].data or "").strip() for part in ("day", "month", "year")]
        if not any(parts):
            return None
        try:
            return moments.read_day(*parts)
        except ValueError:
            self.show_problem(f"{name}_day", str(DAY_MESSAGES[name]))
            return None


class FairForm(PreparationForm):
    """What the public is told about the decision and about what becomes of the answers."""

    formative_en, formative_cy = bilingual_fields(_l("What is decided so far, and what is not"), "formative")
    consideration_en, consideration_cy = bilingual_fields(
        _l("How responses will be considered"), "consideration"
    )
    first_field = "formative_en"


class EqualityForm(PreparationForm):
    """Who is likely to be affected and was involved, and which aims of the equality duty matter."""

    affected = SelectMultipleField(
        _l("Groups that are likely to be affected"),
        [Needed()],
        choices=_choices(GROUP_NAMES),
        validate_choice=False,
    )
    nobody = plain(_l("No group is likely to be affected more than others, because"))
    aims = SelectMultipleField(
        _l("Aims of the public sector equality duty that matter here"),
        [Needed()],
        choices=_choices(AIM_NAMES),
        validate_choice=False,
    )
    no_aim = plain(_l("None of the aims matters here, because"))
    first_field = "nobody"

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        for ticks, names, parts in (
            ("affected", GROUP_NAMES, ("effect", "involved")),
            ("aims", AIM_NAMES, ("how",)),
        ):
            for code in names:
                fields = [f"{part}_{code}" for part in parts]
                self._refuse_words_without_tick(ticks, code, fields, str(names[code]))
        return bool(valid and not self.errors)

    def _refuse_words_without_tick(self, ticks: str, code: str, fields: list[str], about: str) -> None:
        """Throw nothing away that was typed just now; what was said before goes with its tick."""
        new = [name for name in fields if self[name].data and self[name].data != self[name].object_data]
        if new and code not in (self[ticks].data or []):
            self[ticks].data = [*(self[ticks].data or []), code]
            message = _(
                "You wrote this without ticking it. Save it with its tick, or clear it: %(about)s",
                about=about,
            )
            self.show_problem(new[0], message)

    def said(self) -> dict[str, Any]:
        """What was typed about those groups and aims that are ticked; the rest is dropped."""
        ticked, aims = self.affected.data or [], self.aims.data or []
        return {
            "affected": tuple(
                Affected(code, self[f"effect_{code}"].data, self[f"involved_{code}"].data)
                for code in GROUPS
                if code in ticked
            ),
            "nobody": self.nobody.data,
            "aims": tuple(Aim(code, self[f"how_{code}"].data) for code in AIMS if code in aims),
            "no_aim": self.no_aim.data,
        }


for _code in GROUPS:
    setattr(EqualityForm, f"effect_{_code}", plain(_l("How they are likely to be affected"), needed=True))
    setattr(EqualityForm, f"involved_{_code}", plain(_l("How they were involved, or will be"), needed=True))
for _code in AIMS:
    setattr(EqualityForm, f"how_{_code}", plain(_l("How it matters"), needed=True))


class PrivacyForm(PreparationForm):
    """Why, by which law and until when personal data are kept."""

    purpose = plain(_l("Why the answers are kept"), needed=True)
    lawful_basis = RadioField(
        _l("Lawful basis"), [Needed()], choices=_choices(BASIS_NAMES), validate_choice=False
    )
    policy_document = plain(_l("Where the policy on special category data is"), needed=True, lines=False)
    delete_day = StringField(_l("Day"))
    delete_month = StringField(_l("Month"))
    delete_year = StringField(_l("Year"))
    first_field = "purpose"

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        self.delete_on = self.read_day("delete")
        return bool(valid and not self.errors)

    def said(self) -> dict[str, Any]:
        basis = self.lawful_basis.data
        return {
            "purpose": self.purpose.data,
            "lawful_basis": basis if basis in BASES else "",
            "policy_document": self.policy_document.data,
            "delete_on": self.delete_on,
        }


class HolidayForm(PreparationForm):
    """A holiday of the council's schools, both ends included."""

    first_day = StringField(_l("Day"))
    first_month = StringField(_l("Month"))
    first_year = StringField(_l("Year"))
    last_day = StringField(_l("Day"))
    last_month = StringField(_l("Month"))
    last_year = StringField(_l("Year"))
    LONGEST = 100  # days: nobody's holiday is longer, but a wrong year is easily typed

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        self.first_on, self.last_on = self._needed("first"), self._needed("last")
        if self.first_on and self.last_on:
            if self.last_on < self.first_on:
                self.show_problem("last_day", _("The last day must be the same as or after the first day"))
            elif (self.last_on - self.first_on).days > self.LONGEST:
                self.show_problem("last_day", _("A holiday can have 100 days at most: check the year"))
        return bool(valid and not self.errors)

    def days(self) -> tuple[date, date]:
        """The first and the last day, once they are valid."""
        assert self.first_on
        assert self.last_on
        return self.first_on, self.last_on

    def _needed(self, name: str) -> date | None:
        day = self.read_day(name)
        if day is None and not self[f"{name}_day"].errors:
            self.show_problem(f"{name}_day", str(DAY_MESSAGES[name]))
        return day


def fair(said: Preparation) -> dict[str, str]:
    """The fields of FairForm as they were saved."""
    texts = {"formative": said.formative, "consideration": said.consideration}
    return {f"{name}_{each}": text[each] for name, text in texts.items() for each in ("en", "cy")}


def equality(said: Preparation) -> dict[str, Any]:
    """The fields of EqualityForm as they were saved."""
    fields: dict[str, Any] = {"nobody": said.nobody, "no_aim": said.no_aim}
    fields["affected"] = [each.code for each in said.affected]
    fields["aims"] = [each.code for each in said.aims]
    for each in said.affected:
        fields |= {f"effect_{each.code}": each.effect, f"involved_{each.code}": each.involved}
    return fields | {f"how_{each.code}": each.how for each in said.aims}


def privacy(said: Preparation) -> dict[str, str]:
    """The fields of PrivacyForm as they were saved."""
    day = said.delete_on
    return {
        "purpose": said.purpose,
        "lawful_basis": said.lawful_basis,
        "policy_document": said.policy_document,
        "delete_day": str(day.day) if day else "",
        "delete_month": str(day.month) if day else "",
        "delete_year": str(day.year) if day else "",
    }
