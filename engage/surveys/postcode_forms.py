"""What may an officer say about a list of postcodes, and what are they told about a file?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, SelectField, StringField, ValidationError
from wtforms.validators import AnyOf, DataRequired, Length

from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations.forms import LANGUAGE_NAMES, AtMost, BilingualForm, Needed, one_line, spread
from engage.consultations.moments import read_day
from engage.surveys import postcode_words
from engage.surveys.postcode_columns import EDITIONS
from engage.surveys.postcode_rows import LARGEST, RowProblem
from engage.surveys.postcodes import LONGEST_NAME, Area, Wards

FROM_THE_FILE = ""
SENTENCES = {  # postcodes.PROBLEMS
    "unreadable": _l(
        "The file cannot be read. Bring a CSV file, a ZIP file with one CSV file in it, or an Excel file "
        "(.xlsx) that opens without a password"
    ),
    "unknown_layout": _l(
        "No row has the headings of a list of postcodes, such as “Welsh Postcode” or “pcds”. "
        "This is what stands there"
    ),
    "no_column": _l("There is no column for what is wanted. These are the headings"),
    "several_columns": _l("More than one column could be meant. Delete the others from the file"),
    "no_country": _l("It cannot be told which postcodes are Welsh: there is no column “ctry” or “lsoa”"),
    "unknown_edition": _l("The file does not say of which index the ranks are. Choose the index in the form"),
    "too_many_rows": _l("The file has too many rows. Bring only the postcodes of your area. The most is"),
    "too_many_areas": _l(
        "There are too many areas. Say which local authority counts, or choose another column. The most is"
    ),
    "no_rows": _l("There is no postcode under the headings of which anything is said"),
    "not_postcode": _l("This is not a postcode"),
    "not_quintile": _l("This is not a quintile from 1 to 5"),
    "not_decile": _l("This is not a decile from 1 to 10"),
    "not_rank": _l("This is not a rank of the index. Is it another one that is meant?"),
    "no_code": _l("No code of its own can be made from this. Begin it with another letter"),
    "two_names": _l(
        "An earlier row has another name for this area. Give it one name, or each area a code of its own"
    ),
    "twice": _l("This postcode stands in the file twice, in different areas"),
}


class BringForm(BilingualForm):
    """A file, and what it is; `content`, `about` and `dated_on` are its own, once it is valid."""

    file = FileField(_l("File"), [Needed(), FileRequired(_l("Choose a file"))])
    source_en, source_cy = (
        StringField(
            LANGUAGE_NAMES[each],
            [DataRequired(_l("Enter the source")), AtMost(LONGEST_NAME)],
            description=_l("Source"),
            filters=[one_line],
        )
        for each in LANGUAGES
    )
    day = StringField(_l("Day"))
    month = StringField(_l("Month"))
    year = StringField(_l("Year"))
    content, dated_on = b"", date(2019, 11, 27)
    today: date

    @property
    def source(self) -> Bilingual:
        return self.bilingual("source")

    def validate_file(self, field: FileField) -> None:
        if field.data:
            self.content = field.data.stream.read(LARGEST + 1)  # one byte too many is enough to know
            if len(self.content) > LARGEST:
                raise ValidationError(_("The file is too big. It may have 11 MB. A ZIP file is smaller"))

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        try:
            self.dated_on = read_day(*((each.data or "") for each in (self.day, self.month, self.year)))
        except ValueError:
            self.day.errors = [_("The day of the file must be a real date, such as 27 11 2019")]
        else:
            if self.dated_on > self.today:
                self.day.errors = [_("The day of the file must be in the past")]
        return bool(valid and not self.errors)

    def refuse(self) -> None:
        self.show_problem("file", _("The file cannot be used as it is. What is wrong stands under the form"))


class QuintilesForm(BringForm):
    """A list with the quintiles of the Welsh Index of Multiple Deprivation."""

    edition = SelectField(
        _l("Of which index are they?"),
        [Needed(), AnyOf([FROM_THE_FILE, *EDITIONS], _l("Choose the index"))],
        validate_choice=False,
    )

    def __init__(self, today: date) -> None:
        super().__init__(data=spread({"source": postcode_words.OF_WALES}))
        self.today = today
        self.edition.choices = [(FROM_THE_FILE, _("The file says it"))]
        self.edition.choices += [(year, _("WIMD %(year)s", year=year)) for year in EDITIONS]


class AreasForm(BringForm):
    """A list of areas, such as wards."""

    name_en, name_cy = (
        StringField(
            LANGUAGE_NAMES[each],
            [DataRequired(_l("Enter a name for the list")), AtMost(LONGEST_NAME)],
            description=_l("Name of the list"),
            filters=[one_line],
        )
        for each in LANGUAGES
    )
    code = StringField(_l("Heading of the column with the areas"), [Length(max=100)], filters=[one_line])
    english = StringField(
        _l("Heading of the column with their English names"), [Length(max=100)], filters=[one_line]
    )
    welsh = StringField(
        _l("Heading of the column with their Welsh names"), [Length(max=100)], filters=[one_line]
    )
    authority = StringField(
        _l("Code of the only local authority that counts"), [Length(max=20)], filters=[one_line]
    )

    def __init__(self, today: date, name: Bilingual | None = None) -> None:
        self.today = today
        source = {"source": postcode_words.OF_ONS}
        super().__init__(data=spread(source | ({"name": name} if name else {})))

    @property
    def wards(self) -> Wards:
        return Wards(
            self.code.data or "", self.english.data or "", self.welsh.data or "", self.authority.data or ""
        )


class _Named:
    """The area has a name in this language: what is wrong is said with both, since many fields are alike."""

    field_flags = {"required": True}

    def __init__(self, area: str) -> None:
        self.area = area

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if not field.data:
            raise ValidationError(f"{_('Enter the name')} ({self.area}, {field.label.text})")


class NamesForm(FlaskForm):
    """What areas are called; the field of each has its code in its name."""

    areas: tuple[Area, ...] = ()

    def pairs(self) -> list[tuple[Area, Field, Field]]:
        return [(area, self[f"{area.code}-en"], self[f"{area.code}-cy"]) for area in self.areas]

    @property
    def names(self) -> dict[str, Bilingual]:
        return {area.code: Bilingual(en.data, cy.data) for area, en, cy in self.pairs()}


def names_form(areas: Iterable[Area]) -> NamesForm:
    """The form for these areas, as they are called now."""
    every = tuple(areas)
    fields = {
        f"{area.code}-{each}": StringField(
            LANGUAGE_NAMES[each],
            [_Named(area.as_written), AtMost(LONGEST_NAME)],
            description=area.as_written,
            filters=[one_line],
            default=area.name[each],
        )
        for area in every
        for each in LANGUAGES
    }
    return type("TheseNamesForm", (NamesForm,), {**fields, "areas": every})()


class ConfirmForm(FlaskForm):
    """Is it meant?"""


def said(problem: RowProblem) -> str:
    """What is wrong with one row."""
    return str(SENTENCES[problem.kind])
