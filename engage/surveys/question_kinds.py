"""Which kinds of question can an author choose from, and what does one kind take over from another?"""

from __future__ import annotations

from dataclasses import fields

from engage.bilingual import Bilingual
from engage.surveys.definition import (
    KINDS,
    Allocation,
    Area,
    Consent,
    DateQuestion,
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
from engage.surveys.typed_rows import Typed

GROUPS: dict[str, tuple[str, ...]] = {  # how the kinds are laid out for whoever chooses
    "choose": ("single", "several", "scale", "matrix"),
    "weigh": ("ranking", "allocation"),
    "write": ("long_text", "short_text"),
    "figures": ("number", "date"),
    "other": ("postcode", "consent"),
}
_CHOICES = (
    "options",
    "points",
    "areas",
)  # the list of what can be chosen; a matrix has it in its first scale
_OF_ITS_OWN = ("limit", "unit_en", "unit_cy")  # fields whose usual value is another in each kind


def as_kind(typed: Typed, old: str, new: str) -> Typed:
    """What stands in the form of one kind, as the form of another: all that both kinds have stays."""
    if old == new:
        return typed
    found, name = _choices(typed, old), _list_of(new)
    plain = typed.without(*_OF_ITS_OWN)
    if new == "matrix":
        first, *others = typed.rows("scales") or (Typed(),)
        return plain.holding("scales", (_with_points(first, typed, found), *others))
    if old == "matrix":
        first = (typed.rows("scales") or (Typed(),))[0]
        plain = plain.holding("not_applicable", first.rows("not_applicable"))
    return plain.holding(name, found) if name and found else plain


def _with_points(scale: Typed, typed: Typed, found: tuple[Typed, ...]) -> Typed:
    apart = typed.rows("not_applicable")
    scale = scale.holding("points", found) if found else scale
    return scale.holding("not_applicable", apart) if apart else scale


def _choices(typed: Typed, kind: str) -> tuple[Typed, ...]:
    if kind == "matrix":
        return next((scale.rows("points") for scale in typed.rows("scales")), ())
    return typed.rows(_list_of(kind))


def _list_of(kind: str) -> str:
    """The name of the list of what can be chosen in a question of this kind; empty when it has none."""
    names = {each.name for each in fields(KINDS[kind])}
    return next((name for name in _CHOICES if name in names), "")


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
    )
}
