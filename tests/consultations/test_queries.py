"""Does a reader find the consultations that are there for them, and none that are not?"""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest

from engage.accounts import service as accounts
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.consultations import queries
from engage.consultations.joint_models import Partner
from engage.consultations.queries import PAGE, Search
from engage.consultations.stage import Stage
from engage.errors import NotAllowed, NotFound
from tests.factories import NOON, make_consultation, make_council, make_officer, saved

DAY = timedelta(days=1)


def found(**wish) -> list[str]:
    page = queries.search(Search(**wish), accounts.councils(), page=1, now=NOON)
    return [consultation.title.en for consultation in page.consultations]


@pytest.fixture
def library(app):
    """Three consultations of two councils."""
    glynmorfa = make_council(slug="glynmorfa", name=Bilingual("Glynmorfa", "Sir Glynmorfa"))
    thornmere = make_council(slug="thornmere", name=Bilingual("Thornmere", "Thornmere"))
    make_consultation(
        glynmorfa,
        title=Bilingual("The house", "Y tŷ"),
        summary=Bilingual("For 100% of us", "I bawb"),
        topics=["housing"],
    )
    make_consultation(
        glynmorfa,
        title=Bilingual("County quality", "Safon y sir"),
        topics=["social_care", "health"],
        closes_at=NOON + 40 * DAY,
    )
    make_consultation(
        thornmere,
        title=Bilingual("Libraries", "Llyfrgelloedd"),
        topics=["libraries", "housing"],
        closes_at=NOON + 50 * DAY,
    )


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({}, ["The house", "County quality", "Libraries"]),
        ({"words": "ty"}, ["The house"]),  # neither "county" nor "quality"
        ({"words": "TŶ"}, ["The house"]),
        ({"words": unicodedata.normalize("NFD", "tŷ")}, ["The house"]),
        ({"words": "house"}, ["The house"]),
        ({"words": "llyfr"}, ["Libraries"]),  # the other language's words are found too
        ({"words": "thornmere libraries"}, ["Libraries"]),  # a council's name counts
        ({"words": "glynmorfa"}, ["The house", "County quality"]),
        ({"words": "gofal cymdeithasol"}, ["County quality"]),  # so does a topic's
        ({"words": "house libraries"}, []),
        ({"words": "100%"}, ["The house"]),
        ({"words": "%"}, []),
        ({"words": "_"}, []),
        ({"words": "\\"}, []),
        ({"words": "'; DROP TABLE consultation; --"}, []),
        ({"words": "\0tŷ\0"}, ["The house"]),
        ({"words": "   "}, ["The house", "County quality", "Libraries"]),
        ({"council": "thornmere"}, ["Libraries"]),
        ({"council": "no such council\0"}, []),
        ({"topic": "housing"}, ["The house", "Libraries"]),
        ({"topic": "social_care"}, ["County quality"]),
        ({"topic": "care"}, []),
        ({"stage": Stage.OPEN}, ["The house", "County quality", "Libraries"]),
        ({"stage": Stage.CLOSED}, []),
        ({"council": "glynmorfa", "topic": "housing", "words": "tŷ", "stage": Stage.OPEN}, ["The house"]),
    ],
)
def test_a_search_finds_what_fits(library, wish, expected):
    assert found(**wish) == expected


def test_a_council_has_the_consultations_that_it_leads_or_has_joined(app):
    lead, partner, asked, left = (make_council(name=Bilingual(n, n)) for n in ("Aa", "Bb", "Cc", "Dd"))
    joint = make_consultation(lead)
    own = make_consultation(partner)
    officer = make_officer(lead)
    for number, (of, accepted, ended) in enumerate(
        [(partner, NOON, None), (asked, None, None), (left, NOON, NOON), (partner, NOON, NOON)]
    ):
        saved(
            Partner(
                consultation_id=joint.id,
                council=of,
                code=f"c{number}",
                named_at=NOON,
                named_by_id=officer.id,
                accepted_at=accepted,
                ended_at=ended,
            )
        )
    councils = [lead, partner, asked, left]
    for of, expected in ((lead, {joint}), (partner, {joint, own}), (asked, set()), (left, set())):
        for wish in (Search(council=of.slug), Search(words=of.name.en)):
            page = queries.search(wish, councils, page=1, now=NOON)
            assert (set(page.consultations), page.total) == (expected, len(expected)), of.name.en


def test_a_search_follows_what_has_been_changed(app):
    consultation = make_consultation(title=Bilingual("Old", "Hen"))
    consultation.title = Bilingual("New", "Newydd")
    saved(consultation)
    assert (found(words="old"), found(words="newydd")) == ([], ["New"])


@pytest.fixture
def every_stage(app):
    """Two consultations in each stage, named after it."""
    usual = {"published_at": NOON - 100 * DAY}
    for number in (1, 2):
        step = number * DAY
        moments = {
            "draft": {"published_at": None},
            "published tomorrow": {"published_at": NOON + DAY},
            "forthcoming": {"opens_at": NOON + step, "closes_at": NOON + 90 * DAY},
            "open": {"opens_at": NOON - step, "closes_at": NOON + step},
            "closed": {"opens_at": NOON - 50 * DAY, "closes_at": NOON - 10 * step},
            "reported": {"opens_at": NOON - 50 * DAY, "closes_at": NOON - 11 * step, "reported_at": NOON},
        }
        for name, fields in moments.items():
            make_consultation(title=Bilingual(f"{name} {number}", f"{name} {number}"), **usual | fields)


def test_what_one_can_still_answer_comes_first(every_stage):
    assert found() == [
        *("open 1", "open 2"),  # soonest to close first
        *("forthcoming 1", "forthcoming 2"),  # soonest to open first
        *("closed 1", "reported 1", "closed 2", "reported 2"),  # latest to close first
    ]


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.DRAFT])
def test_a_stage_in_the_database_is_the_stage_that_is_computed(every_stage, stage):
    page = queries.search(Search(stage=stage), [], page=1, now=NOON)
    assert [c.title.en for c in page.consultations] == [f"{stage} 1", f"{stage} 2"]
    assert {c.stage(NOON) for c in page.consultations} == {stage}
    assert queries.latest(stage, now=NOON, size=1) == page.consultations[:1]


def test_a_stage_begins_and_ends_at_the_same_instant_in_the_database(app):
    of = make_consultation(opens_at=NOON, closes_at=NOON + DAY)
    for now in (
        NOON - timedelta(microseconds=1),
        NOON,
        of.closes_at - timedelta(microseconds=1),
        of.closes_at,
    ):
        assert queries.latest(of.stage(now), now=now, size=1) == [of]


def test_a_long_list_comes_in_pages(app):
    council = make_council()
    for _ in range(PAGE + 1):
        make_consultation(council)
    first, second = (queries.search(Search(), [], page=page, now=NOON) for page in (1, 2))
    assert (first.total, first.pages, len(first.consultations), len(second.consultations)) == (
        PAGE + 1,
        2,
        PAGE,
        1,
    )
    assert not {c.id for c in first.consultations} & {c.id for c in second.consultations}


@pytest.mark.parametrize("page", [0, -1, 2, 10**30])
def test_a_page_that_is_not_there_is_not_found(app, page):
    with pytest.raises(NotFound):
        queries.search(Search(), [], page=page, now=NOON)


@pytest.mark.parametrize(("slug", "language"), [("bus", "en"), ("bws", "cy"), ("bws", "en"), ("bus", "cy")])
def test_a_slug_of_either_language_is_found(app, slug, language):
    of = make_consultation(slug_en="bus", slug_cy="bws")
    assert queries.published(slug, language, now=NOON) == of


def test_a_slug_of_this_language_goes_before_one_of_the_other(app):
    english, welsh = make_consultation(slug_en="taro"), make_consultation(slug_cy="taro")
    assert queries.published("taro", "en", now=NOON) == english
    assert queries.published("taro", "cy", now=NOON) == welsh


@pytest.mark.parametrize("slug", ["nothing", "", "\0", "BUS", "bus'", "%", "x" * 10_000])
def test_a_slug_that_is_not_there_is_not_found(app, slug):
    make_consultation(slug_en="bus")
    with pytest.raises(NotFound):
        queries.published(slug, "en", now=NOON)


@pytest.mark.parametrize("published_at", [None, NOON + timedelta(seconds=1)])
def test_a_draft_is_not_found(app, published_at):
    make_consultation(slug_en="draft", published_at=published_at)
    with pytest.raises(NotFound):
        queries.published("draft", "en", now=NOON)


def test_officers_see_the_drafts_of_their_own_council_alone(app):
    mine, theirs = make_consultation(published_at=None), make_consultation(published_at=None)
    officer = make_officer(mine.council, Role.AUTHOR)
    assert queries.of_council(officer).consultations == [mine]
    assert queries.for_officer(officer, mine.id) == mine
    with pytest.raises(NotFound):
        queries.for_officer(officer, theirs.id)


def test_an_officer_without_a_role_sees_nothing(app):
    of = make_consultation()
    nobody = make_officer(of.council, role_names=[])
    with pytest.raises(NotAllowed):
        queries.of_council(nobody)
    with pytest.raises(NotAllowed):
        queries.for_officer(nobody, of.id)


@pytest.mark.parametrize("number", [0, -1, 2**31, 10**30])
def test_a_number_that_no_row_can_have_is_not_found(app, number):
    with pytest.raises(NotFound):
        queries.for_officer(make_officer(), number)
