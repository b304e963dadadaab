"""Does a variant have its own words and order, never its own codes and routes, and is what it lacks named?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from engage.bilingual import Bilingual
from engage.surveys import checks
from engage.surveys.definition import Answered
from engage.surveys.document import from_json, to_json
from engage.surveys.media import Image, Video
from engage.surveys.standard import opinion_steps
from engage.surveys.texts import texts
from engage.surveys.variant import OwnMedia, Variant
from engage.surveys.variant_pages import moved, portions, rows
from engage.surveys.variants import (
    applied,
    find,
    needed,
    offered,
    ordered,
    problems,
    put,
    with_media,
    with_words,
    without,
)
from engage.surveys.ways import WAYS, at
from tests.examples import BUDGET, EVERY_KIND, ROUTED, SHORT
from tests.surveys.builders import page, single, survey

FILM = Video(
    "film",
    Bilingual("Film", "Ffilm"),
    Bilingual("https://films.example/en", "https://films.example/cy"),
    Bilingual("Words", "Geiriau"),
)


def complete(definition, code: str) -> Variant:
    """A variant that lacks nothing: the standard words, said plainly."""
    variant = Variant(code)
    plain = {
        text.key: Bilingual(*[f"P {text.words.en}"] * 2)
        if WAYS[code].tag
        else Bilingual(f"P {text.words.en}", f"P {text.words.cy}")
        for text in needed(definition, variant)
    }
    variant = with_words(variant, plain)
    if code == "bsl":
        for each in definition.pages():
            variant = with_media(variant, OwnMedia(f"page:{each.id}", videos=(FILM,)))
    return variant


def shape(definition) -> list:
    """Everything that answers depend on: ids, codes, conditions, kinds, in no order."""
    bare = to_json(definition)
    return sorted(_leaves(bare, ""))


def _leaves(value, path):
    if isinstance(value, dict):
        if set(value) <= {"en", "cy"}:
            return
        for name, each in value.items():
            yield from _leaves(each, f"{path}.{name}")
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each, path)
    else:
        yield f"{path}={value}"


@pytest.mark.parametrize("definition", [SHORT, ROUTED, BUDGET, EVERY_KIND], ids=lambda d: d.title.en)
@pytest.mark.parametrize("code", ["easy_read", "young_people", "large_print", "bsl", "pl", "ar"])
def test_a_complete_variant_is_offered_and_asks_the_same(definition, code):
    variant = complete(definition, code)
    assert problems(definition, variant) == ()
    whole = put(definition, variant)
    assert offered(whole) == (code,)
    shown = applied(definition, variant)
    if code != "bsl":
        assert shape(shown) == shape(definition)
    assert checks.problems(shown) == ()
    assert from_json(to_json(whole)) == whole


@pytest.mark.parametrize("definition", [SHORT, BUDGET], ids=lambda d: d.title.en)
@pytest.mark.parametrize("code", ["easy_read", "pl"])
def test_each_missing_text_is_named(definition, code):
    variant = complete(definition, code)
    for key, _words in variant.words:
        short = replace(variant, words=tuple(pair for pair in variant.words if pair[0] != key))
        found = {problem.code for problem in problems(definition, short)}
        assert found == {"variant_words"}
        assert offered(put(definition, short)) == ()


def test_half_a_text_is_missing_in_one_language():
    variant = with_words(complete(SHORT, "easy_read"), {"survey/title": Bilingual("Only English")})
    (problem,) = problems(SHORT, variant)
    assert problem.parameters == {"field": "title", "language": "cy"}


def test_words_that_a_variant_does_not_have_are_the_standard_ones():
    shown = applied(SHORT, Variant("easy_read", words=(("survey/title", Bilingual("Plain")),)))
    assert shown.title == Bilingual("Plain", SHORT.title.cy)
    assert list(texts(shown))[1:] == list(texts(SHORT))[1:]


@pytest.mark.parametrize(
    ("variant", "code"),
    [
        (Variant("easy_read", words=(("page:gone/title", Bilingual("a", "b")),)), "variant_unknown"),
        (Variant("large_print", media=(OwnMedia("page:gone"),)), "variant_unknown"),
        (Variant("large_print", order=("gone",)), "variant_unknown"),
        (Variant("klingon"), "variant_code"),
        (Variant("bsl"), "variant_film"),
        (Variant("pl", words=(("survey/title", Bilingual("{x}", "{x}")),)), "variant_placeholders"),
        (Variant("easy_read", words=(("survey/title", Bilingual("2", "3")),)), "variant_numbers"),
        (
            Variant("easy_read", words=(("survey/title", Bilingual("https://a.example", "b")),)),
            "variant_links",
        ),
    ],
)
def test_what_does_not_fit_the_survey_is_named(variant, code):
    assert code in {problem.code for problem in problems(SHORT, variant)}


def test_a_film_for_each_question_does_as_well_as_one_for_the_page():
    variant = with_media(Variant("bsl"), OwnMedia("question:longer_hours", videos=(FILM,)))
    assert problems(SHORT, variant) == ()


def test_own_pictures_take_the_place_of_the_standard_ones():
    own = Image("own", "own.png", decorative=True)
    here = replace(SHORT.sections[0].parts[0], images=(Image("a", "a.png", decorative=True),), videos=(FILM,))
    definition = replace(SHORT, sections=(replace(SHORT.sections[0], parts=(here,)),))
    shown = applied(definition, Variant("easy_read", media=(OwnMedia("page:support", images=(own,)),)))
    (only,) = shown.pages()
    assert (only.images, only.videos) == ((own,), (FILM,))


THREE = survey(page("one", single("a"), single("a2")), page("two", single("b")), page("three", single("c")))


def order_of(definition) -> list[str]:
    return [step.page.id for step in opinion_steps(definition)]


@pytest.mark.parametrize(
    ("order", "pages"),
    [
        (("three", "one"), ["three", "two", "one"]),
        (("two",), ["one", "two", "three"]),
        (("three", "two", "one"), ["three", "two", "one"]),
        ((), ["one", "two", "three"]),
    ],
)
def test_what_is_not_named_keeps_its_place(order, pages):
    assert order_of(ordered(THREE, order)) == pages


def test_questions_move_within_their_page():
    shown = ordered(THREE, ("a2", "a"))
    assert [question.id for question in next(shown.pages()).questions] == ["a2", "a"]


def test_an_order_that_breaks_a_route_is_refused():
    routed = survey(page("one", single("a")), page("two", single("b"), show_if=Answered("a")))
    assert [p.code for p in problems(routed, Variant("large_print", order=("two", "one")))] == [
        "variant_order"
    ]
    assert problems(THREE, Variant("large_print", order=("two", "one"))) == ()


def test_an_order_that_moves_the_end_is_refused():
    ends = survey(page("one", single("a")), page("two", single("b"), ends=True), page("three", single("c")))
    ends = replace(ends, sections=(replace(ends.sections[0], parts=(
        ends.sections[0].parts[0], replace(ends.sections[0].parts[1], show_if=Answered("a")),
        ends.sections[0].parts[2])),))  # fmt: skip
    found = problems(ends, Variant("large_print", order=("two", "three", "one")))
    assert "variant_order" in {problem.code for problem in found}


def test_one_variant_takes_the_place_of_another_of_its_code():
    whole = put(put(SHORT, Variant("bsl")), Variant("bsl", order=("x",)))
    assert [variant.order for variant in whole.variants] == [("x",)]
    assert without(whole, "bsl") == SHORT
    assert find(SHORT, "bsl") is None


def test_portions_hold_every_text_once():
    for definition in (SHORT, BUDGET, EVERY_KIND):
        found = [text.key for each in portions(definition, Variant("pl")) for text in each.texts]
        assert sorted(found) == sorted(text.key for text in texts(definition) if text.words)


def test_moving_down_and_up_again_leads_back():
    down = moved(THREE, (), "one", 1)
    assert order_of(ordered(THREE, down)) == ["two", "one", "three"]
    up = moved(ordered(THREE, down), down, "one", -1)
    assert order_of(ordered(THREE, up)) == ["one", "two", "three"]
    assert moved(THREE, (), "one", -1) == ()
    assert moved(THREE, (), "gone", 1) == ()
    assert [len(row.members) for row in rows(THREE)] == [3, 2]


def test_every_way_has_an_address_of_its_own_in_each_language():
    for language in ("en", "cy"):
        paths = [way.path[language] for way in WAYS.values()]
        assert len(set(paths)) == len(paths)
        assert at(paths[0], language) == next(iter(WAYS.values()))
    assert at("nowhere", "en") is None
