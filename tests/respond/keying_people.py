"""Invented people who answer every kind of question: what each sends online, and what a clerk keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from engage.respond.keying import base, names
from engage.respond.paper import Asked, Form
from engage.surveys import definition as d
from engage.surveys.choices import choices, points
from engage.surveys.fields import cell_field, date_fields, other_field, points_field, rank_field

Fields = dict[str, Any]
POSTCODES = ("ZZ1 1AB", "ZZ2 4CD", "ZZ1 9EF", "AB12 3CD")
TEXTS = ("Bws 32, bws 7!", "Mainc\nCoeden", "x", "Tŷ ŵ", "=1+1", "d o x")  # words of no page's language


def person(form: Form, chance: Random) -> tuple[Fields, dict[str, str]]:
    """What one person sends online, by field, and what is keyed when the same person answers on paper."""
    online: Fields = {}
    keyed: dict[str, str] = {}
    for asked in form.questions():
        if names(asked) and chance.random() < 0.8:  # files have no field: they are enclosed
            for_page, typed = _ANSWERS[type(asked.question)](asked, chance)
            online |= for_page
            keyed |= typed
    return online, keyed


def _one(asked: Asked, chance: Random) -> tuple[Fields, dict[str, str]]:
    options = (
        points(asked.question) if isinstance(asked.question, d.ScaleQuestion) else choices(asked.question)
    )
    at = chance.randrange(len(options))
    online: Fields = {asked.key: options[at].code}
    keyed = {base(asked): str(at + 1)}
    _say_more(asked, [options[at]], chance, online, keyed)
    return online, keyed


def _several(asked: Asked, chance: Random) -> tuple[Fields, dict[str, str]]:
    options = asked.question.options
    alone = [at for at, option in enumerate(options) if option.exclusive]
    others = [at for at, option in enumerate(options) if not option.exclusive]
    most = asked.question.maximum or len(others)
    if alone and chance.random() < 0.2:
        ticked = [chance.choice(alone)]
    else:
        ticked = sorted(chance.sample(others, chance.randint(1, min(most, len(others)))))
    online: Fields = {asked.key: [options[at].code for at in ticked]}
    keyed = {base(asked): chance.choice((" ", ", ")).join(str(at + 1) for at in ticked)}
    _say_more(asked, [options[at] for at in ticked], chance, online, keyed)
    return online, keyed


def _say_more(asked: Asked, ticked: Any, chance: Random, online: Fields, keyed: dict[str, str]) -> None:
    for option in ticked:
        if option.other:
            said = chance.choice(("Poster", "Ffrind ŵyl"))
            online[other_field(asked.key, option.code)] = said
            keyed[other_field(base(asked), option.code)] = said


def _matrix(asked: Asked, chance: Random) -> tuple[Fields, dict[str, str]]:
    online: Fields = {}
    keyed = {}
    for scale, name in zip(asked.question.scales, names(asked), strict=True):
        of_scale, signs = points(scale), []
        for row in asked.question.rows:
            at = chance.randrange(-1, len(of_scale))
            signs.append("-" if at < 0 else str(at + 1))
            if at >= 0:
                online[cell_field(asked.key, row.code, scale.code)] = of_scale[at].code
        keyed[name] = chance.choice(("", " ")).join(signs)
    return online, keyed


def _ranking(asked: Asked, chance: Random) -> tuple[Fields, dict[str, str]]:
    options = asked.question.options
    ranked = chance.sample(
        range(len(options)), chance.randint(1, asked.question.top) if asked.question.top else len(options)
    )
    places = {at: str(place) for place, at in enumerate(ranked, 1)}
    online = {rank_field(asked.key, options[at].code): place for at, place in places.items()}
    return online, {base(asked): " ".join(places.get(at, "-") for at in range(len(options)))}


def _allocation(asked: Asked, chance: Random) -> tuple[Fields, dict[str, str]]:
    options, total = asked.question.options, asked.question.total
    cuts = sorted(chance.randint(0, total) for _each in options[1:])
    shares = [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]
    online = {points_field(asked.key, o.code): str(n) for o, n in zip(options, shares, strict=True)}
    return online, {base(asked): " ".join(str(n) if n else "-" for n in shares)}


def _typed_alike(text: str) -> Any:
    return lambda asked, _chance: ({asked.key: text}, {base(asked): text})


def _number(asked: Asked, chance: Random) -> tuple[Fields, dict[str, str]]:
    text = str(chance.randint(0, 31)) + (f".{chance.randint(10, 99)}" if asked.question.decimals else "")
    return _typed_alike(text)(asked, chance)


def _day(asked: Asked, chance: Random) -> tuple[Fields, dict[str, str]]:
    day = date(1950, 1, 1) + timedelta(days=chance.randrange(25_000))
    parts = [str(day.day), str(day.month), str(day.year)]
    typed = chance.choice((" ".join(parts), "/".join(parts), f"{day:%d%m%Y}"))
    return dict(zip(date_fields(asked.key), parts, strict=True)), {base(asked): typed}


def _text(asked: Asked, chance: Random) -> tuple[Fields, dict[str, str]]:
    text = chance.choice(TEXTS)
    return _typed_alike(text if isinstance(asked.question, d.LongText) else text.split("\n")[0])(
        asked, chance
    )


def _postcode(asked: Asked, chance: Random) -> tuple[Fields, dict[str, str]]:
    return _typed_alike(chance.choice(POSTCODES))(asked, chance)


_ANSWERS: dict[type[d.Question], Any] = {
    d.SingleChoice: _one,
    d.ScaleQuestion: _one,
    d.Consent: _one,
    d.SeveralChoices: _several,
    d.Matrix: _matrix,
    d.Ranking: _ranking,
    d.Allocation: _allocation,
    d.NumberQuestion: _number,
    d.DateQuestion: _day,
    d.ShortText: _text,
    d.LongText: _text,
    d.PostcodeQuestion: _postcode,
}


def kinds_answered(form: Form, every: list[dict[str, str]]) -> Iterator[str]:
    """The kinds of question that somebody has answered."""
    for asked in form.questions():
        if any(names(asked) and any(typed.get(name) for name in names(asked)) for typed in every):
            yield asked.question.kind
