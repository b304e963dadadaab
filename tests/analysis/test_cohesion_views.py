"""Do the pages show cohesion beside other figures, to the right people and nobody else, in both languages?"""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from openpyxl import load_workbook
from sqlalchemy import select

from engage.accounts.models import AuditEvent, Council
from engage.accounts.permissions import Role
from engage.accounts.service import Action
from engage.analysis import cohesion_queries as queries
from engage.analysis import cohesion_service as service
from engage.analysis.cohesion import Kind
from engage.analysis.cohesion_models import NationalFigure
from engage.analysis.cohesion_service import Entered
from engage.analysis.epochs import Kind as ReleaseKind
from engage.analysis.models import ReleaseFile, ReleaseReader
from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations.models import Consultation
from engage.database import db
from engage.errors import Conflict, NotAllowed, NotFound
from tests.analysis.cohesive import (
    DRIVERS,
    NOBODY,
    SOME,
    make_councils,
    make_measured,
    opened,
    release,
    survey,
)
from tests.analysis.figures import WRONG, some
from tests.analysis.figures import withdraw as leave
from tests.factories import NOON, make_officer
from tests.officers import send, sign_in

pytestmark = pytest.mark.usefixtures("time")
MOSTLY = (0.05, 0.05, 0.1, 0.4, 0.35, 0.05)
INDEX = {"en": "/en/officers/cohesion", "cy": "/cy/swyddogion/cydlyniant"}


@pytest.fixture
def councils(app: Flask) -> tuple[Council, Council]:
    return make_councils()


@pytest.fixture
def ours(councils) -> Consultation:
    return make_measured(councils[0])


@pytest.fixture
def theirs(councils) -> Consultation:
    return make_measured(councils[1], name="neighbours", definition=survey("belonging"), seed=2, agree=MOSTLY)


@pytest.fixture
def desk(app: Flask, councils) -> FlaskClient:
    """An analyst of the first council."""
    return sign_in(app.test_client(), make_officer(councils[0], Role.ANALYST))


def address(consultation: Consultation, language: str = "en", more: str = "") -> str:
    path = {
        "en": f"/en/officers/consultations/{consultation.id}/breakdown/cohesion",
        "cy": f"/cy/swyddogion/ymgynghoriadau/{consultation.id}/dadansoddiad/cydlyniant",
    }
    return f"{path[language]}{more}"


def share(consultation: Consultation, epoch: int = 1) -> None:
    db.session.rollback()
    approver = make_officer(consultation.council, Role.APPROVER)
    service.share(approver, consultation.id, epoch, now=NOON)
    db.session.rollback()


def withdraw(consultation: Consultation, epoch: int = 1) -> None:
    db.session.rollback()
    approver = make_officer(consultation.council, Role.APPROVER)
    service.withdraw(approver, consultation.id, epoch, now=NOON)
    db.session.rollback()


def enter(council: Council, **fields) -> NationalFigure:
    usual = {
        "measure": "cohesion.belong",
        "tenths": 725,
        "survey": Bilingual("A national survey", "Arolwg cenedlaethol"),
        "place": Bilingual("Wales", "Cymru"),
        "period": Bilingual("2024", "2024"),
        "people": 12_500,
        "source": Bilingual("A bulletin", "Bwletin"),
        "address": "https://survey.example/bulletin",
        "published_on": date(2025, 1, 2),
        "note": Bilingual("Adults only.", "Oedolion yn unig."),
    }
    db.session.rollback()
    found = service.enter(make_officer(council, Role.ANALYST), Entered(**usual | fields), now=NOON)
    db.session.rollback()
    return found


def page(desk: FlaskClient, where: str):
    response = desk.get(where)
    assert response.status_code == 200, where
    return html.document_fromstring(response.get_data(as_text=True)).get_element_by_id("main-content")


def text(element) -> str:
    return " ".join(element.text_content().split())


def table(main, code: str) -> list[list[str]]:
    """The rows of a measure's table."""
    name = code.replace(".", "-") + "-table-caption"
    (found,) = (each for each in main.iter("table") if each.xpath(f".//caption[@id='{name}']"))
    return [[text(cell) for cell in row] for row in found.xpath(".//tbody/tr")]


def acts(consultation: Consultation) -> list[str]:
    mine = select(AuditEvent.action).filter_by(council_id=consultation.council_id).order_by(AuditEvent.id)
    return [act for act in db.session.scalars(mine) if "cohesion" in act or "national" in act]


# --- the view ---------------------------------------------------------------------------------------------


def test_figures_are_those_of_the_released_files(desk, ours):
    released = opened(ours)
    agree = {"agree", "strongly_agree"}
    for row in ("belong", "get_on", "respect"):
        about = released.question(f"cohesion.{row}.agreement")
        counts = dict(
            zip((choice.code for choice in about.subject.choices), about.rows[0].counts, strict=True)
        )
        base = about.rows[0].answered
        share = round(100 * sum(counts[code] for code in agree) / base)
        ((_, shown, told),) = table(page(desk, address(ours)), f"cohesion.{row}")
        assert (shown.split()[0], told) == (f"{share}%", str(base))


def test_the_sum_of_a_hidden_figure_is_hidden_wherever_it_could_be_told(desk, ours):
    main = page(desk, address(ours))
    about = opened(ours).question("shared_hopes")
    assert [
        count
        for choice, count in zip(about.subject.choices, about.rows[0].counts, strict=True)
        if "similar" in choice.code
    ][1] is None
    ((_, shown, base),) = table(main, "shared_hopes")
    assert (shown.split()[0], base) == ("[c]", "240")
    (chart,) = main.xpath("//figure[.//*[@id='shared_hopes-chart-title']]")
    assert chart.xpath(".//circle") == []
    assert table(main, "mixing") == [["This consultation June 2026", "[c]", "[c]"]]
    (chart,) = main.xpath("//figure[.//*[@id='mixing-chart-title']]")
    assert chart.xpath(".//circle | .//line[contains(@class, 'range')]") == []
    assert "[c] Confidential" in text(main)


def test_earlier_consultations_of_the_council_stand_beside_by_name_and_month(desk, ours, councils):
    make_measured(
        councils[0], name="before", years_ago=1, seed=3, agree=MOSTLY, definition=survey("belonging")
    )
    main = page(desk, address(ours))
    now, before = table(main, "cohesion.belong")
    assert before[0] == "Before here June 2025"
    assert int(before[1].split("%")[0]) > int(now[1].split("%")[0])
    assert len(table(main, "mixing")) == 1  # which was not asked then
    db.session.rollback()
    readers = db.session.scalars(select(ReleaseReader.release_id)).all()
    assert len(set(readers)) == 2  # both looks are kept


def test_what_comes_later_or_is_not_final_is_not_earlier(desk, ours, councils):
    make_measured(councils[0], name="unmade", years_ago=2, is_released=False)
    before = make_measured(councils[0], name="before", years_ago=1)
    assert len(table(page(desk, address(before)), "cohesion.belong")) == 1
    assert len(table(page(desk, address(ours)), "cohesion.belong")) == 2


def test_an_officer_chooses_what_stands_beside(desk, ours, councils):
    before = make_measured(councils[0], name="before", years_ago=1, definition=survey("belonging"))
    key = opened(before).release.id
    assert len(table(page(desk, address(ours, more="?chosen=yes")), "cohesion.belong")) == 1
    assert len(table(page(desk, address(ours, more=f"?chosen=yes&beside={key}")), "cohesion.belong")) == 2
    rubbish = "?chosen=yes&beside=x&beside=-1&beside=99999999999999999999&beside="
    assert len(table(page(desk, address(ours, more=rubbish)), "cohesion.belong")) == 1


def test_published_figures_stand_beside_with_source_and_date_and_nothing_is_tested(desk, ours, councils):
    enter(councils[0])
    enter(councils[0], measure="cohesion.all_three", tenths=640)
    enter(councils[1], survey=Bilingual("Not ours", "Nid ein un ni"))
    main = page(desk, address(ours))
    row = table(main, "cohesion.belong")[1]
    assert row[0].startswith("A national survey")
    assert "Source: A bulletin, 2 January 2025. Adults only." in row[0]
    assert row[1:] == ["72.5%", "12,500"]
    assert main.xpath("//a[@href='https://survey.example/bulletin']")
    assert table(main, "cohesion.all_three")[0][1] == "64%"
    said = text(main)
    assert "Not ours" not in said
    assert "nothing here tests the difference between them" in said


def test_the_same_is_said_in_welsh(desk, ours, councils):
    enter(councils[0])
    main = page(desk, address(ours, "cy"))
    english = page(desk, address(ours))
    for code in ("cohesion.belong", "cohesion.respect", "shared_hopes"):
        assert [row[1].split()[0] for row in table(main, code)] == [
            row[1].split()[0] for row in table(english, code)
        ]
    assert "Y bobl eu hunain a ddewisodd ymateb i ymgynghoriad" in text(main)
    assert table(main, "cohesion.belong")[0][0] == "Yr ymgynghoriad hwn Mehefin 2026"


def test_what_only_some_were_asked_says_so(desk, councils):
    said = "asked only of some people"
    some = make_measured(councils[0], definition=DRIVERS)
    assert said in table(page(desk, address(some)), "cohesion.belong")[0][0]
    people = make_measured(councils[0], name="people", definition=SOME)  # organisations are never counted
    assert said not in table(page(desk, address(people)), "cohesion.belong")[0][0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_there_is_nothing_the_page_says_why(desk, councils, language):
    unmade = make_measured(councils[0], name="unmade", is_released=False)
    said = {"en": "There are no figures yet.", "cy": "Nid oes ffigurau eto."}
    assert said[language] in text(page(desk, address(unmade, language)))
    nobody = make_measured(councils[0], name="nobody", definition=NOBODY, people=60)
    said = {"en": "asks none of the standard questions", "cy": "Nid yw'r arolwg hwn yn gofyn yr un"}
    assert said[language] in text(page(desk, address(nobody, language)))
    few = make_measured(councils[0], name="few", people=8, definition=survey("belonging"))
    main = page(desk, address(few, language))
    assert table(main, "cohesion.belong")[0][1:] == ["[c]"] * 2
    said = {"en": "None shares figures on the same measures", "cy": "Nid oes yr un yn rhannu ffigurau"}
    assert said[language] in text(main)


def test_the_way_to_the_view_is_in_the_breakdown_room_where_cohesion_was_measured(desk, ours, councils):
    nobody = make_measured(councils[0], name="nobody", definition=NOBODY, people=60)
    links = [
        page(desk, address(each).removesuffix("/cohesion")).xpath(
            "//a[contains(@href, '/breakdown/cohesion')]"
        )
        for each in (ours, nobody)
    ]
    assert [len(each) for each in links] == [1, 0]


# --- sharing ----------------------------------------------------------------------------------------------


def test_another_council_sees_nothing_until_it_is_shared_and_nothing_after(desk, ours, theirs):
    one = opened(theirs).release.id
    shared = f"{INDEX['en']}/shared/{one}"
    assert desk.get(shared).status_code == 404
    assert desk.get(f"{INDEX['en']}/shared/99999").status_code == 404
    assert "Thornmere" not in text(page(desk, INDEX["en"]))
    assert len(table(page(desk, address(ours)), "cohesion.belong")) == 1

    share(theirs)
    assert "Neighbours here" in text(page(desk, shared))
    assert "Thornmere Borough Council: Neighbours here" in text(page(desk, INDEX["en"]))
    beside = table(page(desk, address(ours)), "cohesion.belong")[1]
    assert beside[0] == "Thornmere Borough Council Neighbours here, June 2026"
    assert beside[1:] == table(page(desk, shared), "cohesion.belong")[0][1:]
    assert desk.get(address(theirs)).status_code == 404  # nothing else of it is there

    withdraw(theirs)
    assert desk.get(shared).status_code == 404
    assert "Thornmere" not in text(page(desk, INDEX["en"]))
    where = address(ours, more=f"?chosen=yes&beside={one}")
    assert len(table(page(desk, where), "cohesion.belong")) == 1
    assert acts(theirs) == [Action.COHESION_SHARED, Action.COHESION_WITHDRAWN]


def test_what_is_shared_holds_no_group_of_people(desk, theirs):
    share(theirs)
    said = text(page(desk, f"{INDEX['en']}/shared/{opened(theirs).release.id}"))
    assert "Female" not in said
    assert "Sex" not in said


def test_an_approver_sees_what_would_be_shared_then_shares_it_then_stops(app, theirs, desk):
    approver = sign_in(app.test_client(), make_officer(theirs.council, Role.APPROVER))
    where = address(theirs, more="/share")
    assert [link.get("href") for link in page(approver, INDEX["en"]).xpath("//td//a")] == [
        f"{where}?release=1"
    ]
    before = page(approver, where)
    assert "Share these figures with other councils?" in text(before)
    send(approver, where, deed="share")
    after = page(approver, where)
    assert "Other councils see these figures" in text(after)
    seen = page(desk, f"{INDEX['en']}/shared/{opened(theirs).release.id}")
    for code in ("cohesion.belong", "shared_hopes"):
        assert table(before, code) == table(after, code) == table(seen, code)
    send(approver, where, deed="withdraw")
    db.session.rollback()
    assert queries.share_of(opened(theirs).release.id) is None
    assert acts(theirs) == [Action.COHESION_SHARED, Action.COHESION_WITHDRAWN]


def test_sharing_twice_or_stopping_twice_is_once(theirs):
    for deed in (share, share, withdraw, withdraw):
        deed(theirs)
    assert acts(theirs) == [Action.COHESION_SHARED, Action.COHESION_WITHDRAWN]


def test_only_who_may_share_shares_and_only_what_lasts(councils, theirs):
    for role in set(Role) - {Role.APPROVER}:
        with pytest.raises(NotAllowed):
            service.share(make_officer(councils[1], role), theirs.id, 1, now=NOON)
    with pytest.raises(NotFound):  # of another council
        service.share(make_officer(councils[0], Role.APPROVER), theirs.id, 1, now=NOON)
    with pytest.raises(NotFound):  # there are no such figures
        service.share(make_officer(councils[1], Role.APPROVER), theirs.id, 2, now=NOON)
    nobody = make_measured(councils[1], name="nobody", definition=NOBODY, people=60)
    with pytest.raises(NotFound):  # which measures nothing
        service.share(make_officer(councils[1], Role.APPROVER), nobody.id, 1, now=NOON)


def test_no_council_shares_what_several_councils_asked_together(app, theirs):
    found = opened(theirs).release
    found.bodies = [["here", theirs.council_id, theirs.council.slug]]
    db.session.commit()
    with pytest.raises(Conflict):
        share(theirs)
    approver = sign_in(app.test_client(), make_officer(theirs.council, Role.APPROVER))
    shown = page(approver, INDEX["en"])
    assert "Joint consultation" in text(shown)
    assert not shown.xpath("//td//a")


def test_a_form_shares_the_figures_that_it_showed_also_when_newer_ones_came(app, theirs, time):
    approver = sign_in(app.test_client(), make_officer(theirs.council, Role.APPROVER))
    where = address(theirs, more="/share")
    form = html.document_fromstring(approver.get(where).get_data(as_text=True)).get_element_by_id("page-form")
    data = dict(form.form_values())
    leave(theirs, some(12), NOON)
    time.moment = NOON + timedelta(days=1)
    release(theirs, ReleaseKind.CORRECTION, reason=WRONG)
    approver.post(where, data=data | {"deed": "share"})
    db.session.rollback()
    assert [each.epoch for each in queries.shared_releases(theirs.id)] == [1]
    assert "Other councils still see figures that were replaced" in text(page(approver, INDEX["en"]))


# --- files ------------------------------------------------------------------------------------------------


def download(
    desk: FlaskClient, consultation: Consultation, kind: str, language: str = "en", more: str = ""
) -> bytes:
    stem = {"en": "files/cohesion", "cy": "ffeiliau/cydlyniant"}[language]
    response = desk.get(address(consultation, language, f"/{stem}.{kind}{more}"))
    assert response.status_code == 200
    return response.data


def figures(book: bytes) -> list[tuple[object, ...]]:
    """Share, range and base of every row of every table."""
    sheets = load_workbook(io.BytesIO(book)).worksheets[3:]
    return [
        tuple(cell.value for cell in row)[6:10]
        for sheet in sheets
        for row in sheet.iter_rows(min_row=1)
        if len(row) > 10 and row[6].value is not None
    ]


def test_files_hold_what_the_page_shows_in_both_languages(desk, ours, theirs, councils):
    share(theirs)
    enter(councils[0])
    books = {each: figures(download(desk, ours, "xlsx", each)) for each in LANGUAGES}
    english, welsh = (
        [row for row in books[each] if not str(row[0]).startswith(("Share", "Cyfran"))] for each in LANGUAGES
    )
    assert english == welsh
    shown = [row[1].split("%")[0] for row in table(page(desk, address(ours)), "cohesion.belong")]
    assert [str(row[0]) for row in english[:3]] == shown
    assert download(desk, ours, "ods")[:2] == b"PK"


def test_open_data_describe_themselves(desk, ours, theirs):
    share(theirs)
    with zipfile.ZipFile(io.BytesIO(download(desk, ours, "zip"))) as held:
        described = json.loads(held.read("cohesion.csv-metadata.json"))
        lines = held.read("cohesion.csv").decode("utf-8-sig").splitlines()
    titles = [column["titles"] for column in described["tableSchema"]["columns"]]
    assert lines[0] == ",".join(f'"{title}"' for title in titles)
    assert sum('"cohesion.belong"' in line for line in lines) == 2
    assert sum("Thornmere Borough Council" in line for line in lines) == 5


def test_the_same_view_is_the_same_bytes_and_what_is_shared_no_longer_is_in_no_new_file(desk, ours, theirs):
    alone = download(desk, ours, "xlsx")
    share(theirs)
    both = download(desk, ours, "xlsx")
    assert both != alone
    assert download(desk, ours, "xlsx") == both
    withdraw(theirs)
    assert download(desk, ours, "xlsx") == alone
    kept = db.session.scalars(select(ReleaseFile.name)).all()
    assert sum(name.startswith("cohesion-") for name in kept) == 2  # what was given out stays


def test_no_file_has_another_name(desk, ours):
    for name in ("cohesion.pdf", "cohesion.csv", "cydlyniant.xlsx", "x"):
        assert desk.get(address(ours, more=f"/files/{name}")).status_code == 404


# --- who may look -----------------------------------------------------------------------------------------


def test_an_approver_sees_no_view_and_a_clerk_no_measures(app, ours, councils):
    approver = sign_in(app.test_client(), make_officer(councils[0], Role.APPROVER))
    assert approver.get(address(ours)).status_code == 403
    clerk = sign_in(app.test_client(), make_officer(councils[0], Role.CLERK))
    assert clerk.get(address(ours, more="/share")).status_code == 403
    main = page(clerk, INDEX["en"])
    assert "Not shared" in text(main)
    assert "%" not in text(main)
    assert main.xpath("//td//a") == []


def test_readings_of_another_council_are_opened_by_nobody_else(councils, ours, theirs):
    analyst = make_officer(councils[0], Role.ANALYST)
    assert queries.shared(analyst) == []
    share(theirs)
    (offered,) = queries.shared(analyst)
    assert queries.open_shared(offered).kind is Kind.OTHER
    assert queries.shared(make_officer(councils[1], Role.ANALYST)) == []  # our own are not another's
    with pytest.raises(NotFound):
        queries.shared_one(make_officer(councils[1], Role.ANALYST), offered.release.id)
    with pytest.raises(NotAllowed):
        queries.shared(make_officer(councils[0], Role.CLERK))


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999"])
def test_what_is_no_release_is_not_there(desk, number):
    assert desk.get(f"{INDEX['en']}/shared/{number}").status_code == 404
