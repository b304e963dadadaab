"""What may an officer say about a table of the census, and what are they told about a file?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import AnyOf, DataRequired, Length, ValidationError

from engage.analysis import census_words, words
from engage.analysis.census import LARGEST, Area, RowProblem
from engage.analysis.census_groups import LEFT_OUT, wrong_mapping
from engage.analysis.forms import Needed
from engage.bilingual import Bilingual
from engage.consultations.moments import read_day
from engage.equality.characteristics import Category, Characteristic, Level

SENTENCES = {  # census.PROBLEMS
    "unreadable": _l("The file cannot be read. Bring a CSV file, as it was downloaded"),
    "unknown_layout": _l(
        "These are not the headings of a census table from the Office for National Statistics or from Nomis"
    ),
    "too_many_rows": _l(
        "The file has too many rows. Download it for local authorities, not for smaller areas"
    ),
    "too_many_areas": _l(
        "The file has too many areas. Download it for local authorities, not for smaller areas"
    ),
    "no_rows": _l("There is no row under the headings"),
    "no_area": _l("There is no code of an area in this row"),
    "no_category": _l("There is no category in this row"),
    "not_number": _l("This is not a number of people"),
    "twice": _l("This area and category stand in the file twice"),
}
SOURCE = 200  # characters


class BringForm(FlaskForm):
    """A file, and what it is about; `content`, `name` and `taken_on` are its own, once it is valid."""

    file = FileField(_l("File"), [Needed(), FileRequired(_l("Choose a file"))])
    characteristic = SelectField(_l("Characteristic"), [Needed()], validate_choice=False)
    level = RadioField(
        _l("Level of detail"),
        [Needed(), AnyOf(list(Level), _l("Choose the level of detail"))],
        default=Level.SUMMARY,
        validate_choice=False,
    )
    population = RadioField(
        _l("Whom does the table count?"),
        [Needed(), AnyOf(list(census_words.POPULATIONS), _l("Choose whom the table counts"))],
        validate_choice=False,
    )
    source_en = StringField(
        _l("In English"),
        [
            DataRequired(_l("Enter the source in English")),
            Length(max=SOURCE, message=_l("Enter fewer characters")),
        ],
        default=census_words.SOURCE.en,
    )
    source_cy = StringField(
        _l("In Welsh"),
        [
            DataRequired(_l("Enter the source in Welsh")),
            Length(max=SOURCE, message=_l("Enter fewer characters")),
        ],
        default=census_words.SOURCE.cy,
    )
    day = StringField(_l("Day"), default="21")
    month = StringField(_l("Month"), default="3")
    year = StringField(_l("Year"), default="2021")
    content, name, taken_on = b"", "", date(2021, 3, 21)

    def __init__(self, characteristics: Iterable[Characteristic], language: str, today: date) -> None:
        super().__init__()
        self.today = today
        self.characteristic.choices = [(each.code, each.name[language]) for each in characteristics]
        self.level.choices = [(level, words.LEVELS[level][language]) for level in reversed(Level)]
        self.population.choices = [
            SelectChoice(code, label[language]) for code, label in census_words.POPULATIONS.items()
        ]

    @property
    def source(self) -> Bilingual:
        return Bilingual(self.source_en.data.strip(), self.source_cy.data.strip())

    def validate_characteristic(self, field: SelectField) -> None:
        AnyOf([code for code, _label in field.choices], _("Choose the characteristic"))(self, field)

    def validate_file(self, field: FileField) -> None:
        if field.data:
            self.content = field.data.stream.read(LARGEST + 1)  # one byte too many is enough to know
            self.name = (field.data.filename or "").replace("\\", "/").rpartition("/")[2] or _("File")
            if len(self.content) > LARGEST:
                raise ValidationError(_("The file is too big. It may have 8 MB"))

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        try:
            self.taken_on = read_day(*((each.data or "") for each in (self.day, self.month, self.year)))
        except ValueError:
            self.day.errors = [_("The day of the census must be a real date, such as 21 3 2021")]
        else:
            if self.taken_on > self.today:
                self.day.errors = [_("The day of the census must be in the past")]
        return bool(valid and not self.errors)


class GroupsForm(FlaskForm):
    """Which area of a file is meant, and which of our groups each of its categories is."""

    area = SelectField(_l("Area"), [Needed()], validate_choice=False)
    categories: Mapping[str, str] = {}  # by the name of the field

    def __init__(
        self, areas: Mapping[str, Area], groups: Sequence[Category], chosen: Mapping[str, Any], language: str
    ) -> None:
        super().__init__(data=chosen)
        self.area.choices = [(area.code, f"{area.name} ({area.code})") for area in areas.values()]
        for name in self.categories:
            self[name].choices = [(LEFT_OUT, _("Left out"))]
            self[name].choices += [(group.code, group.label[language]) for group in groups]

    @property
    def mapping(self) -> dict[str, str]:
        return {category: self[name].data or LEFT_OUT for name, category in self.categories.items()}

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if self.area.data not in dict(self.area.choices):
            self.area.errors = [_("Choose the area")]
        for name in self.categories:
            if (self[name].data or LEFT_OUT) not in dict(self[name].choices):
                self[name].errors = [_("Choose one of the groups")]
        names = {category: name for name, category in self.categories.items()}
        for category, whole in wrong_mapping(self.mapping):
            message = _("People would be counted twice, because this is a part of: %(whole)s", whole=whole)
            self[names[category]].errors = [message]
        return not self.errors


def groups_form(categories: Sequence[str]) -> type[GroupsForm]:
    """The form for these categories of a census, with a field for each."""
    names = {f"category-{place}": category for place, category in enumerate(categories, 1)}
    fields = {
        name: SelectField(category, [Needed()], validate_choice=False) for name, category in names.items()
    }
    return type("TheseGroupsForm", (GroupsForm,), {**fields, "categories": names})


def fields_of(mapping: Mapping[str, str]) -> dict[str, str]:
    """A mapping by the names of the fields."""
    return {f"category-{place}": code for place, code in enumerate(mapping.values(), 1)}


def said(problem: RowProblem) -> str:
    """What is wrong with one row."""
    return str(SENTENCES[problem.kind])
