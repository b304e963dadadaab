"""Do the pages lead from a plan to interim, final and corrected figures, and say why not?"""

from __future__ import annotations

import pytest
from lxml import html
from sqlalchemy import delete

from engage.accounts.permissions import Role
from engage.analysis import queries
from engage.analysis.audited import Progress
from engage.analysis.epochs import NO_REASON, Kind
from engage.analysis.making_service import CHECKING, READING, Tracker
from engage.analysis.models import Release
from engage.analysis.service import _ask
from engage.database import db
from engage.equality.characteristics import Level
from engage.respond.models import Response
from tests.analysis.figures import (
    DAY,
    LATER,
    OTHER_REASON,
    WRONG,
    ask,
    close,
    edit,
    fresh,
    interim,
    look,
    respond,
    some,
)
from tests.analysis.test_views import address, plan_of, show, text
from tests.factories import NOON, make_officer
from tests.officers import send, sign_in

ABOUT = ("age", "race")  # fewer than usual: each set of figures is checked whole
EVERY_PAGE = [
    f"/{page}release=1"
    for page in (
        "table?question=who&by=race&",
        "people?",
        "differences?",
        "representativeness?",
        "sensitivity?",
        "cohesion?",
    )
]
SAID = {"reason_en": WRONG.en, "reason_cy": WRONG.cy}


@pytest.fixture
def desk(app, analyst):
    return sign_in(app.test_client(), analyst)


# --- while the consultation is open ---------------------------------------------------------------------


def test_interim_figures_are_asked_for_and_say_what_they_are(desk, consultation):
    page = show(desk, address(consultation))
    (link,) = page.xpath(".//a[contains(@href, 'kind=interim')]/@href")
    assert send(desk, link).location == address(consultation)
    db.session.rollback()
    page = show(desk, address(consultation))
    assert "These are interim figures" in text(page)
    assert "Not now: the last ones are less than seven days old." in text(page)
    assert page.xpath(".//a[contains(@href, 'kind=interim')]") == []
    for rest in EVERY_PAGE:
        page = show(desk, address(consultation, rest))
        assert "These are interim figures" in text(page)
        assert "Responses counted up to" in text(page)


def test_too_few_responses_for_interim_figures_are_said(desk, consultation):
    db.session.execute(delete(Response).where(Response.id > 40))
    db.session.commit()
    page = show(desk, address(consultation))
    assert "fewer than 50 responses have come or changed" in text(page)


def test_who_has_responded_so_far_is_shown_without_answers(desk, consultation):
    assert "There is nothing to show yet" in text(show(desk, address(consultation, "/so-far")))
    assert show(desk, address(consultation)).xpath(".//a[contains(@href, 'so-far')]") == []
    look(NOON)
    for language, rest in (("en", "/so-far"), ("cy", "/hyd-yma")):
        page = show(desk, address(consultation, rest, language))
        assert page.findall(".//table")
    assert show(desk, address(consultation)).xpath(".//a[contains(@href, 'so-far')]")
    assert desk.get(address(consultation, "/table?question=who")).status_code == 404


def test_who_had_responded_each_time_is_kept_and_can_be_had_again(desk, consultation, version):
    look(NOON)
    before = text(show(desk, address(consultation, "/so-far")))
    respond(version, 50, sent_at=NOON + DAY)
    look(NOON + 2 * DAY)
    assert text(show(desk, address(consultation, "/so-far"))) != before
    page = show(desk, address(consultation, "/releases"))
    told = [section for section in page.findall(".//section") if "Who has responded so far" in text(section)]
    assert len(told) == 2
    assert text(show(desk, told[1].xpath(".//a/@href")[0])) == before
    assert "Nobody yet" not in text(told[1])
    assert desk.get(address(consultation, "/so-far?release=9")).status_code == 404


def test_after_closing_it_is_said_where_it_is_told_who_responded(desk, consultation, time):
    close(consultation)
    time.moment = LATER
    page = show(desk, address(consultation, "/so-far"))
    assert "its breakdown tells who responded" in text(page)
    assert page.xpath(".//a[@href=$to]", to=address(consultation))


# --- waiting --------------------------------------------------------------------------------------------


def test_whoever_waits_sees_how_far_it_has_come(desk, analyst, consultation, time):
    close(consultation)
    time.moment = LATER
    asked = _ask(analyst, consultation.id, Kind.FINAL, NO_REASON, now=LATER)
    page = show(desk, address(consultation))
    assert "The work has not begun yet" in text(page)
    tracker = Tracker(asked.id, LATER)
    tracker.begin(READING)
    tracker._noted -= 10
    tracker.note(0.25, 130)
    db.session.expire_all()
    page = show(desk, address(consultation))
    assert page.xpath(".//progress/@value") == ["25"]
    assert "Step 1 of 3: responses are read" in text(page)
    assert "This step should take about 3 more minutes." in text(page)
    answer = desk.get(address(consultation, f"/releases/{asked.epoch}/progress"))
    assert answer.json == {
        "progress": 25,
        "over": False,
        "left": "This step should take about 3 more minutes.",
    }
    assert desk.get(address(consultation, "/releases/9/progress")).status_code == 404
    show(desk, address(consultation, "", "cy"))


def test_where_it_cannot_be_told_how_long_the_rest_of_the_check_takes_it_says_so(
    desk, analyst, consultation, time
):
    close(consultation)
    time.moment = LATER
    asked = _ask(analyst, consultation.id, Kind.FINAL, NO_REASON, now=LATER)
    said = "The last part may take some minutes more: how many cannot be told."
    tracker = Tracker(asked.id, LATER)
    tracker.begin(CHECKING)
    for progress, seconds, is_said in ((50, None, False), (98, 30, False), (98, None, True)):
        tracker._noted -= 10
        tracker.audited(Progress(progress, 100, seconds))
        db.session.expire_all()
        assert (said in text(show(desk, address(consultation)))) == is_said
        answer = desk.get(address(consultation, f"/releases/{asked.epoch}/progress"))
        assert (said in answer.json["left"]) == is_said


# --- everything that was given out ----------------------------------------------------------------------


def test_every_set_of_figures_can_be_opened_and_says_what_replaced_it(
    desk,
    analyst,
    version,
    consultation,
    time,
):
    interim(analyst, consultation)
    respond(version, 60, sent_at=NOON + DAY)
    close(consultation)
    ask(analyst, consultation, Kind.FINAL, LATER)
    edit(some(1), LATER)
    ask(analyst, consultation, Kind.CORRECTION, LATER, reason=WRONG)
    time.moment = LATER
    for language, rest in (("en", "/releases"), ("cy", "/datganiadau")):
        page = show(desk, address(consultation, rest, language))
        assert len(page.findall(".//section")) == 3
    page = show(desk, address(consultation, "/releases"))
    assert text(page).count("Replaced by the figures of:") == 2
    assert WRONG.en in text(page)
    assert WRONG.cy in text(show(desk, address(consultation, language="cy")))
    first = show(desk, address(consultation, "?release=1"))
    assert "These figures were replaced by newer ones." in text(first)
    assert first.xpath(".//a[contains(@href, 'kind=')]") == []
    assert f"What was wrong: {WRONG.en}" in text(show(desk, address(consultation)))
    for rest in EVERY_PAGE:
        assert "These figures were replaced by newer ones." in text(show(desk, address(consultation, rest)))
    assert analyst.name in text(show(desk, address(consultation, "/releases")))
    show(desk, address(consultation, "?release=7"), 404)


def test_a_refused_set_says_that_there_are_no_figures(desk, analyst, version, consultation, time):
    interim(analyst, consultation)
    refused = Release(
        **{
            column.name: getattr(queries.release(consultation.id), column.name)
            for column in Release.__table__.columns
            if column.name not in ("id", "epoch", "made_at", "figures", "file_bytes", "refused_at")
        },
        epoch=2,
        refused_at=NOON,
    )
    db.session.add(refused)
    db.session.commit()
    assert "No figures were given out" in text(show(desk, address(consultation, "/releases")))
    show(desk, address(consultation, "?release=2"), 404)


# --- a correction, and another plan ---------------------------------------------------------------------


def test_a_correction_is_asked_for_with_its_reason(desk, analyst, consultation, time):
    close(consultation)
    ask(analyst, consultation, Kind.FINAL, LATER)
    time.moment = LATER + DAY
    page = show(desk, address(consultation))
    assert page.xpath(".//a[contains(@href, 'kind=correction')]") == []
    assert "so new ones would be the same" in text(page)
    edit(some(1), LATER + DAY)
    page = show(desk, address(consultation))
    (link,) = page.xpath(".//a[contains(@href, 'kind=correction')]/@href")
    assert "(this can be done 3 more times)" in text(page)
    assert "Three corrections are the most" in text(show(desk, link))
    assert "Write in Welsh what was wrong with the figures" in refused(desk, link, reason_cy=" ")
    assert "Say what was wrong in 20 to 2,000 characters" in refused(desk, link, reason_en="A mistake.")
    assert send(desk, link, **SAID).location == address(consultation)
    db.session.rollback()
    assert queries.release(consultation.id).reason == WRONG


def refused(desk, link: str, **said: str) -> str:
    """The mistakes that the page names when this is said; what was said stands in it still."""
    return named(send(desk, link, **SAID | said), **said)


def named(response, **said: str) -> str:
    assert response.status_code == 422
    page = html.document_fromstring(response.get_data(as_text=True))
    for name, value in (SAID | said).items():
        assert page.xpath(f"//textarea[@name='{name}']")[0].text_content().strip() == value.strip()
    return text(page.xpath("//*[contains(@class, 'error-summary')]")[0])


def test_who_was_slower_with_a_correction_is_told_and_keeps_the_reason(desk, analyst, consultation, time):
    close(consultation)
    ask(analyst, consultation, Kind.FINAL, LATER)
    time.moment = LATER + DAY
    edit(some(1), LATER + DAY)
    link = address(consultation, "/make?kind=correction")
    opened = dict(show(desk, link).get_element_by_id("page-form").form_values())
    _ask(analyst, consultation.id, Kind.CORRECTION, OTHER_REASON, now=LATER + DAY)
    assert "Not now: new figures are being made." in named(desk.post(link, data=opened | SAID))


def test_no_correction_is_offered_while_one_is_being_made(desk, analyst, consultation, time):
    close(consultation)
    ask(analyst, consultation, Kind.FINAL, LATER)
    time.moment = LATER
    edit(some(1), LATER)
    _ask(analyst, consultation.id, Kind.CORRECTION, WRONG, now=LATER)
    page = show(desk, address(consultation, "?release=1"))
    assert not page.xpath(".//a[contains(@href, 'kind=correction')]")
    assert "Not now: new figures are being made." in text(page)
    assert desk.get(address(consultation, "/make?kind=correction")).status_code == 302


@pytest.mark.parametrize("kind", ["composition", "everything", "correction"])
def test_there_are_no_other_figures_to_ask_for(desk, consultation, kind):
    where = address(consultation, f"/make?kind={kind}")
    assert desk.get(where).status_code == (302 if kind == "correction" else 404)


def test_more_tables_are_planned(desk, consultation):
    where = address(consultation, "/plan/more")
    send(desk, address(consultation, "/plan"), characteristics=["age", "sex", "disability"])
    chosen = {
        "dimensions": ["channel"],
        "first": "age*sex",
        "second": "age*sex",
        "third": "sex*disability",
        "filter": "who",
    }
    assert send(desk, where, **chosen).location == address(consultation)
    fresh()
    plan = plan_of(consultation)
    assert (plan.dimensions, plan.filter) == (("channel",), "who")
    assert plan.intersections == (("age", "sex"), ("sex", "disability"))
    assert "Age – Sex" in text(show(desk, address(consultation)))
    show(desk, address(consultation, "/cynllun/rhagor", "cy"))
    send(desk, address(consultation, "/plan"), characteristics=["age", "sex"])
    fresh()
    assert plan_of(consultation).intersections == (("age", "sex"),)
    assert send(desk, where, filter="comments").status_code == 422


def test_once_there_are_figures_a_plan_is_saved_by_whoever_knows_the_cost(
    desk,
    analyst,
    consultation,
):
    interim(analyst, consultation)
    for rest in ("/plan", "/plan/more", "/plan/organisations"):
        page = show(desk, address(consultation, rest))
        assert "There are figures already, and they keep their tables." in text(page)
        response = send(desk, address(consultation, rest))
        assert response.status_code == 422
    fresh()
    before = plan_of(consultation)
    send(desk, address(consultation, "/plan"), level="standard", knows_the_cost="y")
    fresh()
    assert (before.level, plan_of(consultation).level) == (Level.SUMMARY, Level.STANDARD)


def test_interim_figures_are_never_the_finer_ones(desk, consultation):
    response = send(desk, address(consultation, "/plan"), level="summary", interim_level="detailed")
    assert response.status_code == 422
    assert "cannot be more detailed" in response.get_data(as_text=True)


def test_another_councils_figures_are_not_there(app, analyst, consultation):
    interim(analyst, consultation)
    other = sign_in(app.test_client(), make_officer(None, Role.ANALYST))
    for rest in ("", "/releases", "/so-far", "/releases/1/progress", "/table?question=who&release=1"):
        assert other.get(address(consultation, rest)).status_code == 404
