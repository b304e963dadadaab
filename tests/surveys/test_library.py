"""Do questions of a set come into surveys as the set has them, and stay so?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.errors import Invalid, NotFound
from engage.surveys import checks, library
from engage.surveys import definition as d
from engage.surveys.cohesion_2026_11 import BELONGING, COHESION_2026_11, UNFAIR_CHANCES
from engage.surveys.inserting import AFTER, FIRST, NEW_SECTION, Place, insert, places
from engage.surveys.interchange import read_yaml, write_yaml
from engage.surveys.placing import part_of
from engage.surveys.question_set import Origin, fingerprint, kept, origin_of
from tests.examples import BUDGET, ROUTED, SHORT, both
from tests.surveys.builders import page, single, survey
from tests.surveys.strategies import questions, surveys

EVERYTHING = {question.id for question in COHESION_2026_11.questions()} | {"four_strands"}
OWN = replace(COHESION_2026_11, id="own-7-2026-11-01", built_in=False)


def test_every_built_in_set_is_sound_in_itself():
    for shared in library.SETS.values():
        alone = survey(*(library.with_origins(shared, page) for page in shared.pages))
        assert checks.problems(alone) == ()
        names = [page.id for page in shared.pages] + [question.id for question in shared.questions()]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("shared", [COHESION_2026_11, OWN], ids=lambda shared: shared.id)
@pytest.mark.parametrize("before", [SHORT, ROUTED, BUDGET], ids=lambda before: before.title.en)
def test_a_whole_set_can_be_put_anywhere_and_published(shared, before):
    for place, _ in places(before):
        after = insert(before, shared, EVERYTHING, place).definition
        found = {problem.code for problem in checks.problems(after)}
        assert found <= {"after_the_end", "into_block", "too_few", "unreachable"}, (place, found)
        asked = {Origin.read(question.origin).question for question in after.questions()}
        assert asked >= EVERYTHING - {"four_strands"}


def test_the_ids_of_the_survey_are_not_taken_twice_and_routes_follow():
    once = insert(SHORT, COHESION_2026_11, EVERYTHING, NEW_SECTION).definition
    twice = insert(once, COHESION_2026_11, EVERYTHING, NEW_SECTION).definition
    assert checks.problems(twice) == ()
    first, second = (part_of(twice, key) for key in ("page:unfair_chances", "page:unfair_chances_2"))
    assert first.show_if.question == "fair_chances"
    assert second.show_if.question == "fair_chances_2"
    assert part_of(twice, "question:cohesion_2").origin == "cohesion-2026-11/cohesion"


def test_ids_of_published_versions_keep_their_meaning():
    after = insert(SHORT, COHESION_2026_11, {"mixing"}, NEW_SECTION, used={"mixing"}).definition
    assert part_of(after, "question:mixing_2").origin == "cohesion-2026-11/mixing"


def test_a_route_follows_to_a_question_that_is_there_already():
    first = insert(SHORT, COHESION_2026_11, {"fair_chances"}, NEW_SECTION).definition
    renamed = replace(part_of(first, "question:fair_chances"), id="chances_here")
    first = replace(first, sections=(*first.sections[:1], d.Section(
        id="new", title=both("New", "Newydd"), parts=(page("where", renamed),)
    )))  # fmt: skip
    after = insert(first, COHESION_2026_11, {"who_has_less"}, Place(AFTER, "page:where"))
    assert part_of(after.definition, "page:unfair_chances").show_if.question == "chances_here"
    assert after.unrouted == ()


def test_a_route_about_what_is_not_there_is_left_out_and_named():
    after = insert(SHORT, COHESION_2026_11, {"who_has_less"}, NEW_SECTION)
    assert part_of(after.definition, "page:unfair_chances").show_if is None
    assert after.unrouted == (UNFAIR_CHANCES.title,)
    together = insert(SHORT, COHESION_2026_11, {"fair_chances", "who_has_less"}, Place(FIRST, "page:support"))
    assert [q.id for q in part_of(together.definition, "page:support").questions] == [
        "fair_chances", "who_has_less", "longer_hours",
    ]  # fmt: skip
    assert together.unrouted == (UNFAIR_CHANCES.questions[0].title,)


def test_a_place_that_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        insert(SHORT, COHESION_2026_11, EVERYTHING, Place(AFTER, "page:gone"))


def test_only_a_question_with_an_origin_is_kept():
    original = BELONGING.questions[0]
    used = library.with_origins(COHESION_2026_11, BELONGING).questions[0]
    assert library.is_kept(used)
    assert not library.is_kept(original)
    assert not library.is_kept(library.made_our_own(used))
    assert library.source(used) == original
    assert library.set_of(used) is COHESION_2026_11
    assert library.source(original) is None


CHANGES = {
    "title": both("Otherwise", "Fel arall"),
    "hint": both("Think of it", "Meddyliwch"),
    "rows": BELONGING.questions[0].rows[1:],
}


@pytest.mark.parametrize("shared", [COHESION_2026_11, OWN], ids=lambda shared: shared.id)
@pytest.mark.parametrize("field", CHANGES)
def test_a_question_that_differs_from_its_set_cannot_be_published(shared, field):
    used = library.with_origins(shared, BELONGING).questions[0]
    assert checks.problems(survey(page("one", used))) == ()
    changed = replace(used, **{field: CHANGES[field]})
    assert [(p.code, dict(p.parameters)) for p in checks.problems(survey(page("one", changed)))] == [
        ("differs_from_origin", {"origin": used.origin})
    ]
    assert checks.problems(survey(page("one", library.made_our_own(changed)))) == ()


def test_what_a_survey_decides_itself_may_differ():
    used = library.with_origins(COHESION_2026_11, BELONGING).questions[0]
    own = replace(used, id="other", required=True, show_if=d.Is("q", ("yes",)))
    assert checks.problems(survey(page("one", single()), page("two", own))) == ()


@pytest.mark.parametrize("origin", ["nowhere/cohesion", "cohesion-2026-11/nothing", "x", "/", "~"])
def test_an_unknown_origin_is_a_problem(origin):
    codes = [p.code for p in checks.problems(survey(page("one", single(origin=origin))))]
    assert codes == ["unknown_origin"]


@given(questions)
def test_a_fingerprint_tells_words_and_options_and_nothing_else(question):
    assert fingerprint(replace(question, id="x", required=True, show_if=None)) == fingerprint(question)
    assert fingerprint(replace(question, title=both("?!", "!?"))) != fingerprint(question)
    assert kept(kept(question)) == kept(question)
    used = replace(question, origin="")
    assert str(Origin.read(origin_of(OWN, used))) == origin_of(OWN, used)


@given(surveys(), st.data())
def test_whatever_was_sound_stays_sound(sections, data):
    before = d.Definition(title=both("A", "B"), sections=sections)
    place = data.draw(st.sampled_from([place for place, _ in places(before)]))
    after = insert(before, COHESION_2026_11, EVERYTHING, place).definition
    known = {"unreachable", "after_the_end"}
    assert {problem.code for problem in checks.problems(after)} <= known | {"too_few"}


FILE = """
title: {en: "A", cy: "B"}
sections:
  - id: section
    title: {en: "A", cy: "B"}
    parts:
      - {from: "cohesion-2026-11/belonging", id: first}
      - id: second
        title: {en: "A", cy: "B"}
        questions:
          - {from: "cohesion-2026-11/mixing", required: true}
"""


def test_a_file_may_refer_to_the_library():
    read = read_yaml(FILE)
    assert [page.id for page in read.pages()] == ["first", "second"]
    assert [question.origin for question in read.questions()] == [
        f"cohesion-2026-11/{name}" for name in ("cohesion", "shared_hopes", "having_a_say", "mixing")
    ]
    assert list(read.questions())[-1].required
    assert checks.problems(read) == ()
    assert read_yaml(write_yaml(read)) == read


@pytest.mark.parametrize("name", ["nowhere/belonging", "cohesion-2026-11/nothing", "", "7"])
def test_a_file_that_refers_to_nothing_is_refused(name):
    with pytest.raises(Invalid):
        read_yaml(FILE.replace("cohesion-2026-11/mixing", name))


def test_a_small_file_cannot_grow_without_end():
    many = FILE + "          - {from: 'cohesion-2026-11/mixing'}\n" * 5000
    with pytest.raises(Invalid) as refused:
        read_yaml(many)
    assert len(refused.value.problems) > 4000  # what is beyond the limit is not read as a reference
