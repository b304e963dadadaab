"""Which lists of choices has an XLSForm, and what are our codes for their names?"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from engage.bilingual import Bilingual
from engage.surveys.definition import CODE, Option
from engage.surveys.naming import RESERVED
from engage.surveys.naming_new import slug, unused
from engage.surveys.remarks import Notes
from engage.surveys.xlsform_rows import Row

PROBLEMS: dict[str, tuple[str, ...]] = {
    "choice_without_list": (),
    "choice_without_name": (),
    "choice_repeated": ("name",),
}
REMARKS: dict[str, tuple[str, ...]] = {"code_made": ("name", "code")}
NOT_APPLICABLE, NO_CHOICE = "not_applicable", "no_choice"
OTHER = Option("other", Bilingual("Other", "Arall"), other=Bilingual("Please say what", "Dywedwch beth"))


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its name in the form, our code for it, and what one of our own files says that it is."""

    name: str
    code: str
    label: Bilingual
    part: str = ""
    was: str = ""

    @property
    def option(self) -> Option:
        return Option(self.code, self.label)


Lists = dict[str, tuple[Choice, ...]]


def lists(rows: Iterable[Row], notes: Notes) -> Lists:
    """The choices of every list, in their order."""
    found: dict[str, list[Choice]] = {}
    for row in rows:
        if not row["list_name"]:
            notes.refuse("choice_without_list", "choices", row.number)
            continue
        here = found.setdefault(row["list_name"], [])
        if not row["name"]:
            notes.refuse("choice_without_name", "choices", row.number)
        elif row["name"] in (choice.name for choice in here):
            notes.refuse("choice_repeated", "choices", row.number, name=row["name"])
        elif row["engage_part"] != NO_CHOICE:
            here.append(_choice(row, {choice.code for choice in here}, notes))
    return {name: tuple(choices) for name, choices in found.items()}


def _choice(row: Row, taken: Container[str], notes: Notes) -> Choice:
    name = row["name"]
    code = code_for(name, taken, "option")
    if code != name.lower():
        notes.remark("code_made", "choices", row.number, name=name, code=code)
    return Choice(name, code, row.label, row["engage_part"], row["engage_was"])


def code_for(name: str, taken: Container[str], usual: str) -> str:
    """Our code for a name: the name itself if it can be one; ``1`` becomes ``option_1``."""
    if CODE.fullmatch(name) and name not in taken:
        return name
    return unused(slug(name, usual) or usual, taken)


def id_for(name: str, taken: Container[str], usual: str) -> str:
    """Our id for a name: as for codes, but no id that is kept for the product itself."""
    return unused(name, taken) if name in RESERVED else code_for(name, taken, usual)
