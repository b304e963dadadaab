"""Which kinds of question can an author choose from, and what does one kind take over from another?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from engage.bilingual import LANGUAGES, Bilingual
from engage.surveys.definition import (
    KINDS,
    Allocation,
    Area,
    Consent,
    DateQuestion,
    FileQuestion,
    LongText,
    Matrix,
    MatrixScale,
    NumberQuestion,
    Option,
    PostcodeQuestion,
    Question,
    Ranking,
    Row,
    ScaleQuestion,
    SeveralChoices,
    ShortText,
    SingleChoice,
)
from engage.surveys.question_sheet import PARTS_OF_A_DAY
from engage.surveys.typed_rows import Typed

GROUPS: dict[str, tuple[str, ...]] = {  # how the kinds are laid out for whoever chooses
    "choose": ("single", "several", "scale", "matrix"),
    "weigh": ("ranking", "allocation"),
    "write": ("long_text", "short_text"),
    "figures": ("number", "date"),
    "other": ("postcode", "consent", "file"),
}
_CHOICES = (
    "options",
    "points",
    "areas",
)  # the list of what can be chosen; a matrix has it in its first scale
MATRIX, APART = "matrix", "not_applicable"
_OF_ITS_OWN = ("limit", "unit_en", "unit_cy")  # fields whose usual value is another in each kind


def as_kind(typed: Typed, old: str, new: str) -> Typed:
    """What stands in the form of one kind, as the form of another: all that both kinds have stays.

    What the other kind does not show stays too, so that it is there again when the kind is changed back.
    """
    if old == new:
        return typed
    typed = _put_aside(typed, old, new)
    if not _list_of(new) and new != MATRIX:
        return typed
    source = old if old == MATRIX or _list_of(old) else _held(typed)
    choices, typed = _taken(typed, source)
    return _put(typed, new, choices)


def _put_aside(typed: Typed, old: str, new: str) -> Typed:
    """Fields that mean something else in each kind wait under another name for their own."""
    aside = {f"{old}_{name}": typed[name] for name in _OF_ITS_OWN if typed[name]}
    back = {name: typed[f"{new}_{name}"] for name in _OF_ITS_OWN if typed[f"{new}_{name}"]}
    return typed.without(*_OF_ITS_OWN, *(f"{new}_{name}" for name in back)).writing(**aside, **back)


def _held(typed: Typed) -> str:
    """A kind whose choices stand in the form, though the kind it has shows none."""
    lists = {name: kind for kind in reversed(KINDS) if (name := _list_of(kind))}
    return next((kind for name, kind in lists.items() if typed.rows(name)), MATRIX)


@dataclass(frozen=True, slots=True)
class _Choices:
    """What can be chosen, what was pasted to be added to it, and what stands apart from it."""

    rows: tuple[Typed, ...]
    pasted: dict[str, str]
    apart: tuple[Typed, ...]


def _taken(typed: Typed, kind: str) -> tuple[_Choices, Typed]:
    """The choices of a kind, and the form without them, so that they never stand in it twice."""
    if kind == MATRIX:
        first, *others = typed.rows("scales") or (Typed(),)
        choices, first = _out_of(first, "points")
        return choices, typed.holding("scales", (first, *others)) if typed.rows("scales") else typed
    return _out_of(typed, _list_of(kind))


def _out_of(holder: Typed, name: str) -> tuple[_Choices, Typed]:
    boxes = {language: f"{name}_pasted_{language}" for language in LANGUAGES}
    pasted = {language: holder[box] for language, box in boxes.items()}
    choices = _Choices(holder.rows(name), pasted, holder.rows(APART))
    return choices, holder.without(*boxes.values()).holding(name, ()).holding(APART, ())


def _put(typed: Typed, kind: str, choices: _Choices) -> Typed:
    if kind == MATRIX:
        first, *others = typed.rows("scales") or (Typed(),)
        return typed.holding("scales", (_into(first, "points", choices), *others))
    return _into(typed, _list_of(kind), choices)


def _into(holder: Typed, name: str, choices: _Choices) -> Typed:
    pasted = {f"{name}_pasted_{language}": text for language, text in choices.pasted.items() if text}
    holder = holder.writing(**pasted)
    rows = choices.rows or holder.rows(name)
    return holder.holding(name, rows).holding(APART, choices.apart or holder.rows(APART))


def _list_of(kind: str) -> str:
    """The name of the list of what can be chosen in a question of this kind; empty when it has none."""
    names = {each.name for each in fields(KINDS[kind])}
    return next((name for name in _CHOICES if name in names), "")


def carried(typed: Typed, kind: str) -> Iterator[tuple[str, str]]:
    """The fields of other kinds in which something stands, and which the form of this kind does not show."""
    shown = _SHOWN[kind]
    others = frozenset().union(*_SHOWN.values()) - shown
    aside = {f"{each}_{name}" for each in KINDS for name in _OF_ITS_OWN}
    yield from ((name, typed[name]) for name in sorted(others | aside) if typed[name])
    for name, rows in typed.lists.items():
        for at, row in enumerate(rows):
            if name in others:
                yield from row.flat(f"{name}-{at}-")
            elif name in shown and name != "areas" and row["postcodes"]:
                yield f"{name}-{at}-postcodes", row["postcodes"]


def _listing(*names: str) -> frozenset[str]:
    """Lists, and the boxes into which they can be pasted."""
    return frozenset(names) | {f"{name}_pasted_{language}" for name in names for language in LANGUAGES}


def _days(*names: str) -> frozenset[str]:
    return frozenset(f"{name}_{part}" for name in names for part in PARTS_OF_A_DAY)


_SHOWN: dict[str, frozenset[str]] = {  # the fields and lists that the form of each kind has of its own
    "single": _listing("options"),
    "several": _listing("options") | {"least", "most"},
    "scale": _listing("points") | {APART},
    "matrix": _listing("rows") | {"scales"},
    "ranking": _listing("options") | {"top"},
    "allocation": _listing("options") | {"total", "unit_en", "unit_cy"},
    "number": frozenset({"minimum", "maximum", "decimals", "unit_en", "unit_cy", "bands"}),
    "date": _days("earliest", "latest"),
    "short_text": frozenset({"limit", "autocomplete"}),
    "long_text": frozenset({"limit"}),
    "postcode": _listing("areas") | {"lookup", "may_decline"},
    "consent": frozenset({"statement_en", "statement_cy"}),
    "file": frozenset({"files"}),
}


def blank(kind: str) -> Typed:
    """The empty form of a new question, with as many rows as one surely wants."""
    rows = (Typed(),) * 3
    if kind == "matrix":
        return Typed({}, {"rows": rows, "scales": (Typed({}, {"points": rows}),)})
    name = _list_of(kind)
    return Typed({}, {name: rows}) if name else Typed()


# --- examples ---------------------------------------------------------------------------------------------

_B = Bilingual
_SERVICES = (
    Option("libraries", _B("Libraries", "Llyfrgelloedd")),
    Option("parks", _B("Parks", "Parciau")),
    Option("buses", _B("Buses", "Bysiau")),
)
_AGREEMENT = (
    Option("disagree", _B("Disagree", "Anghytuno")),
    Option("neither", _B("Neither", "Y naill na'r llall")),
    Option("agree", _B("Agree", "Cytuno")),
)


EXAMPLES: dict[str, Question] = {
    question.kind: question
    for question in (
        SingleChoice(
            id="travel",
            title=_B("How do you usually get here?", "Sut ydych chi'n cyrraedd yma fel arfer?"),
            options=(
                Option("bus", _B("By bus", "Ar y bws")),
                Option("foot", _B("On foot", "Ar droed")),
                Option("car", _B("By car", "Mewn car")),
            ),
        ),
        SeveralChoices(
            id="use",
            title=_B("Which of these do you use?", "Pa rai o'r rhain ydych chi'n eu defnyddio?"),
            options=_SERVICES,
        ),
        ScaleQuestion(
            id="agree",
            title=_B("The plan is clear.", "Mae'r cynllun yn glir."),
            points=_AGREEMENT,
        ),
        Matrix(
            id="good",
            title=_B("How good are these?", "Pa mor dda yw'r rhain?"),
            rows=tuple(Row(each.code, each.label) for each in _SERVICES[:2]),
            scales=(
                MatrixScale(
                    "good",
                    (
                        Option("poor", _B("Poor", "Gwael")),
                        Option("fair", _B("Fair", "Gweddol")),
                        Option("good", _B("Good", "Da")),
                    ),
                ),
            ),
        ),
        Ranking(
            id="first",
            title=_B("What should we improve first?", "Beth ddylem ei wella gyntaf?"),
            options=_SERVICES,
        ),
        Allocation(
            id="share",
            title=_B("How would you share out 100 points?", "Sut byddech chi'n rhannu 100 pwynt?"),
            options=_SERVICES,
        ),
        NumberQuestion(
            id="visits",
            title=_B("How often did you come last month?", "Pa mor aml y daethoch chi fis diwethaf?"),
        ),
        DateQuestion(
            id="moved",
            title=_B("When did you move here?", "Pryd symudoch chi yma?"),
        ),
        ShortText(
            id="organisation",
            title=_B("What is your organisation called?", "Beth yw enw eich sefydliad?"),
        ),
        LongText(
            id="change",
            title=_B("What would you change?", "Beth fyddech chi'n ei newid?"),
        ),
        PostcodeQuestion(
            id="area",
            title=_B("What is your postcode?", "Beth yw eich cod post?"),
            areas=(Area("coast", _B("The coast", "Yr arfordir"), ("ZZ1",)),),
        ),
        Consent(
            id="publish",
            title=_B("Publishing your idea", "Cyhoeddi eich syniad"),
            statement=_B("You may publish my idea without my name.", "Cewch gyhoeddi fy syniad heb fy enw."),
        ),
        FileQuestion(
            id="picture",
            title=_B("Add a photograph of the place", "Ychwanegwch lun o'r lle"),
        ),
    )
}
