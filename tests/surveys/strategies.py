"""Hypothesis strategies for definitions: anything that can be written down, and surveys that make sense."""

from __future__ import annotations

import unicodedata
from datetime import date
from itertools import count

from hypothesis import strategies as st

from engage.bilingual import Bilingual
from engage.surveys import definition as d
from engage.surveys.contact import PURPOSES
from engage.surveys.media import Image, Panel, Video

# --- anything that can be written down, sensible or not ---------------------------------------------------

characters = st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n\t")
texts = st.text(characters, max_size=20).map(lambda text: unicodedata.normalize("NFC", text))
bilinguals = st.builds(Bilingual, en=texts, cy=texts)
codes = st.from_regex(d.CODE, fullmatch=True)
numbers = st.integers(-(10**12), 10**12) | st.floats(-1e12, 1e12)
whole_numbers = st.integers(-(10**6), 10**6)
dates = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))


def tuples(parts: st.SearchStrategy, most: int = 3) -> st.SearchStrategy:
    return st.lists(parts, max_size=most).map(tuple)


conditions = st.recursive(
    st.builds(d.Is, question=codes, codes=tuples(codes), row=codes | st.just(""), scale=codes | st.just(""))
    | st.builds(d.Between, question=codes, minimum=st.none() | numbers, maximum=st.none() | numbers)
    | st.builds(d.Answered, question=codes),
    lambda inner: (
        st.builds(d.All, conditions=tuples(inner))
        | st.builds(d.AnyOf, conditions=tuples(inner))
        | st.builds(d.Not, condition=inner)
    ),
    max_leaves=4,
)
options = st.builds(d.Option, codes, bilinguals, bilinguals, st.booleans(), bilinguals, st.booleans())
several_options = tuples(options)
scales = st.builds(
    d.MatrixScale, codes, several_options, title=bilinguals, not_applicable=st.none() | options
)
PARTS_OF_KINDS = {
    d.SingleChoice: {"options": several_options},
    d.SeveralChoices: {
        "options": several_options,
        "minimum": whole_numbers,
        "maximum": st.none() | whole_numbers,
    },
    d.ScaleQuestion: {"points": several_options, "not_applicable": st.none() | options},
    d.Matrix: {"rows": tuples(st.builds(d.Row, codes, bilinguals)), "scales": tuples(scales, most=2)},
    d.Ranking: {"options": several_options, "top": st.none() | whole_numbers},
    d.Allocation: {"options": several_options, "total": whole_numbers, "unit": bilinguals},
    d.NumberQuestion: {
        "minimum": st.none() | numbers,
        "maximum": st.none() | numbers,
        "decimals": st.integers(0, 4),
        "unit": bilinguals,
        "bands": tuples(numbers),
    },
    d.DateQuestion: {"earliest": st.none() | dates, "latest": st.none() | dates},
    d.ShortText: {"limit": whole_numbers, "autocomplete": texts},
    d.LongText: {"limit": whole_numbers},
    d.PostcodeQuestion: {"areas": tuples(st.builds(d.Area, codes, bilinguals, tuples(texts)))},
    d.Consent: {"statement": bilinguals},
    d.FileQuestion: {"maximum": whole_numbers},
}
questions = st.one_of(
    st.builds(
        kind,
        id=codes,
        title=bilinguals,
        hint=bilinguals,
        required=st.booleans(),
        show_if=st.none() | conditions,
        special_category=texts,
        **parts,
    )
    for kind, parts in PARTS_OF_KINDS.items()
)
images = st.builds(Image, codes, texts, bilinguals, st.booleans())
videos = st.builds(Video, codes, bilinguals, bilinguals, bilinguals)
panels = st.builds(Panel, codes, bilinguals, bilinguals, tuples(codes, most=2))
pages = st.builds(
    d.Page,
    id=codes,
    title=bilinguals,
    body=bilinguals,
    questions=tuples(questions),
    show_if=st.none() | conditions,
    ends=st.booleans(),
    safe_exit=st.booleans(),
    images=tuples(images, most=2),
    videos=tuples(videos, most=1),
    panels=tuples(panels, most=2),
)
items = st.builds(
    d.ListItem,
    codes,
    bilinguals,
    st.dictionaries(codes, bilinguals, max_size=2).map(lambda x: tuple(x.items())),
)
blocks = st.builds(
    d.Block,
    id=codes,
    items=tuples(items),
    pages=tuples(pages, most=2),
    picked_by=codes | st.just(""),
    show_if=st.none() | conditions,
)
sections = st.builds(
    d.Section, id=codes, title=bilinguals, parts=tuples(pages | blocks), show_if=st.none() | conditions
)
definitions = st.builds(
    d.Definition,
    title=bilinguals,
    sections=tuples(sections, most=2),
    intro=bilinguals,
    minutes=whole_numbers,
    equality=st.none() | st.builds(d.EqualityModule, codes, tuples(codes)),
    welsh_effects=bilinguals,
    contact=st.lists(st.sampled_from([str(each) for each in PURPOSES]), unique=True).map(tuple),
)

# --- surveys that make sense ----------------------------------------------------------------------------

CODES = ("a", "b", "c")


def words(text: str) -> Bilingual:
    return Bilingual(f"{text} in English", f"{text} yn Gymraeg")


def some_options(several: bool = False) -> tuple[d.Option, ...]:
    last = d.Option("c", words("c"), exclusive=several)
    return (d.Option("a", words("a")), d.Option("b", words("b"), other=words("say")), last)


def _condition(draw: st.DrawFn, earlier: list[str], depth: int = 2) -> d.Condition:
    """A condition on earlier questions, all of which hold the codes of `CODES`."""
    shape = draw(st.integers(0, 4 if depth else 1))
    if shape == 0:
        return d.Answered(draw(st.sampled_from(earlier)))
    if shape == 1:
        held = draw(st.sampled_from((("a",), ("b",), ("c",), ("a", "b"), ("b", "c"))))
        return d.Is(draw(st.sampled_from(earlier)), held)
    if shape == 2:
        return d.Not(_condition(draw, earlier, depth - 1))
    pair = (_condition(draw, earlier, depth - 1), _condition(draw, earlier, depth - 1))
    return d.All(pair) if shape == 3 else d.AnyOf(pair)


@st.composite
def surveys(draw: st.DrawFn) -> tuple[d.Section, ...]:
    """Sections whose conditions look backwards alone, with a block that is sometimes picked."""
    fresh, earlier, made = count(1), [], []
    for _ in range(draw(st.integers(1, 3))):
        show_if = _maybe_condition(draw, earlier)
        parts = [_page(draw, fresh, earlier) for _ in range(draw(st.integers(1, 3)))]
        if draw(st.booleans()):
            parts.append(_block(draw, fresh, earlier, parts))
        made.append(
            d.Section(id=f"s{next(fresh)}", title=words("section"), parts=tuple(parts), show_if=show_if)
        )
    return tuple(made)


@st.composite
def small_surveys(draw: st.DrawFn) -> tuple[d.Section, ...]:
    """One section of three pages: small enough to try every way of answering it."""
    fresh, earlier = count(1), []
    parts = tuple(_page(draw, fresh, earlier, most=1) for _ in range(3))
    return (d.Section(id="section", title=words("section"), parts=parts),)


def _maybe_condition(draw: st.DrawFn, earlier: list[str]) -> d.Condition | None:
    return _condition(draw, earlier) if earlier and draw(st.booleans()) else None


def _page(draw: st.DrawFn, fresh: count, earlier: list[str], ends: bool = True, most: int = 2) -> d.Page:
    show_if = _maybe_condition(draw, earlier)
    asked = tuple(_question(draw, fresh, earlier) for _ in range(draw(st.integers(1, most))))
    earlier.extend(question.id for question in asked)
    return d.Page(
        id=f"p{next(fresh)}",
        title=words("page"),
        questions=asked,
        show_if=show_if,
        ends=ends and draw(st.sampled_from((False, False, False, True))),
    )


def _question(draw: st.DrawFn, fresh: count, earlier: list[str]) -> d.Question:
    several = draw(st.booleans())
    common = {
        "id": f"q{next(fresh)}",
        "title": words("question"),
        "required": draw(st.booleans()),
        "show_if": _maybe_condition(draw, earlier),
        "options": some_options(several),
    }
    return d.SeveralChoices(**common) if several else d.SingleChoice(**common)


def _block(draw: st.DrawFn, fresh: count, earlier: list[str], parts: list[d.Part]) -> d.Block:
    pickers = [
        question.id
        for part in parts
        if isinstance(part, d.Page)
        for question in part.questions
        if isinstance(question, d.SeveralChoices)
    ]
    show_if, inside = _maybe_condition(draw, earlier), list(earlier)
    return d.Block(
        id=f"b{next(fresh)}",
        items=tuple(d.ListItem(code, words(code)) for code in CODES[:2]),
        pages=tuple(_page(draw, fresh, inside, ends=False) for _ in range(draw(st.integers(1, 2)))),
        picked_by=draw(st.sampled_from(["", *pickers])),
        show_if=show_if,
    )


@st.composite
def answers_to(draw: st.DrawFn, steps: tuple[d.Step, ...]) -> d.Answers:
    """Good answers to any of the questions of `surveys`, whether they are asked or not."""
    given: d.Answers = {}
    for step in steps:
        for question in step.page.questions:
            if not draw(st.booleans()):
                continue
            code = draw(st.sampled_from(CODES))
            value = [code] if isinstance(question, d.SeveralChoices) else code
            given[step.key(question)] = d.Answer(value, draw(st.sampled_from(("en", "cy"))))
    return given
