"""Can officers sign in and out, who reads the record, and what does each council say about itself?"""

from __future__ import annotations

from datetime import date

import pytest
from lxml import html
from sqlalchemy import select

from engage import clock
from engage.accounts import service, views
from engage.accounts.models import AuditEvent
from engage.accounts.permissions import Role
from engage.accounts.service import Action
from engage.bilingual import Bilingual
from engage.database import db
from engage.dates import day
from tests.factories import NOON, PASSWORD, make_council, make_officer
from tests.officers import send, sign_in

SIGN_IN, DESK = "/en/sign-in", "/en/officers/consultations"
RECORD = "/en/officers/record"


def page_of(response) -> html.HtmlElement:
    return html.document_fromstring(response.get_data(as_text=True))


def text_of(response) -> str:
    return " ".join(" ".join(page_of(response).xpath("//main")[0].itertext()).split())


def errors(response) -> list[str]:
    return page_of(response).xpath("//*[contains(@class, 'error-summary__list')]//a/text()")


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def ann(app):
    return make_officer(email="ann@example.org")


def test_an_officer_signs_in_sees_the_desk_and_signs_out(client, ann):
    assert client.get(DESK).status_code == 302
    sign_in(client, ann)
    desk = client.get(DESK)
    assert (desk.status_code, desk.headers["Cache-Control"]) == (200, "no-store")
    token = page_of(desk).xpath("//form//input[@name='csrf_token']/@value")[0]
    assert client.post("/en/sign-out", data={"csrf_token": token}).headers["Location"] == SIGN_IN
    assert "You have signed out" in text_of(client.get(SIGN_IN))
    assert client.get(DESK).status_code == 302


def test_nobody_is_signed_out_by_a_link_or_by_another_site(client, ann):
    sign_in(client, ann)
    assert client.get("/en/sign-out").status_code == 404
    assert client.post("/en/sign-out").status_code == 400
    assert client.get(DESK).status_code == 200


def test_browsers_can_fill_the_form_in(client):
    page = page_of(client.get(SIGN_IN))
    assert page.xpath("//input/@autocomplete") == ["username", "current-password"]
    assert page.xpath("//input/@autofocus") == []
    assert page.xpath("//input[@name='password']/@type") == ["password"]


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        ({"email": "", "password": ""}, ["Enter your email address", "Enter your password"]),
        ({"email": "ann@example.org", "password": ""}, ["Enter your password"]),
        ({"email": "x" * 255, "password": "x"}, ["Email address: use 254 characters or fewer"]),
        ({"email": "a", "password": "x" * 1025}, ["Password: use 1,024 characters or fewer"]),
        *(
            (
                {"email": email, "password": password},
                ["Check your email address and your password: they do not match an account"],
            )
            for email, password in [
                ("ann@example.org", "wrong"),
                ("nobody@example.org", PASSWORD),
                ("\0", "\0"),
                ("' OR 1=1 --", "' OR 1=1 --"),
                ("ŵ@💥", "ŵ💥"),
            ]
        ),
    ],
)
def test_who_is_refused_is_told_why_and_not_whether_an_account_exists(client, ann, fields, messages):
    response = send(client, SIGN_IN, **fields)
    assert (response.status_code, errors(response)) == (422, messages)
    assert PASSWORD not in response.get_data(as_text=True)
    assert client.get(DESK).status_code == 302


def test_errors_are_told_in_welsh_on_a_welsh_page(client):
    assert errors(send(client, "/cy/mewngofnodi", email="", password="")) == [
        "Rhowch eich cyfeiriad e-bost",
        "Rhowch eich cyfrinair",
    ]


def test_changing_language_keeps_the_address_that_was_typed_but_not_the_password(client):
    response = send(client, SIGN_IN, email="ann@example.org", password=PASSWORD, switch="1")
    assert response.status_code == 200
    assert errors(response) == []
    assert page_of(response).xpath("//input[@name='email']/@value") == ["ann@example.org"]
    assert PASSWORD not in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/en/officers/record", "/en/officers/record"),
        ("/cy/swyddogion/cofnod", "/cy/swyddogion/cofnod"),
        ("https://evil.example/", DESK),
        ("//evil.example/", DESK),
        ("/en/\\evil.example", DESK),
        ("/en/\r\nSet-Cookie: a=b", DESK),
        ("", DESK),
    ],
)
def test_signing_in_leads_where_one_wanted_to_go_but_never_to_another_site(client, ann, wanted, reached):
    form = client.get(SIGN_IN)
    token = page_of(form).xpath("//form//input[@name='csrf_token']/@value")[0]
    response = client.post(
        SIGN_IN,
        query_string={"next": wanted},
        data={"csrf_token": token, "email": ann.email, "password": PASSWORD},
    )
    assert (response.status_code, response.headers["Location"]) == (302, reached)


def test_a_closed_account_is_out_at_once(client, ann):
    sign_in(client, ann)
    ann.active = False
    db.session.commit()
    assert client.get(DESK).status_code == 302


def test_the_record_tells_every_deed_in_both_languages(client, ann):
    for action in Action:
        service.record(ann, action, ann, at=NOON)
    service.record(None, Action.OFFICER_ADDED, ann, at=NOON, council_id=ann.council_id)
    db.session.commit()
    sign_in(client, ann)
    shown = "".join(text_of(client.get(f"{RECORD}?page={page}")) for page in (1, 2))
    assert [str(words) for words in views.DEEDS.values() if str(words) not in shown] == []
    assert "By itself, or from the console" in shown
    assert "Cofnod o newidiadau" in text_of(client.get("/cy/swyddogion/cofnod"))


def test_every_deed_has_words():
    assert set(views.DEEDS) == set(Action)


def menu(client) -> list[str]:
    return page_of(client.get(DESK)).xpath("//*[contains(@class, 'engage-service__links')]//a/@href")


def test_the_record_is_for_those_who_may_see_it_and_in_their_menu_alone(client, ann):
    others = sign_in(client, make_officer(None, Role.AUTHOR, Role.APPROVER, Role.ANALYST))
    assert others.get(RECORD).status_code == 403
    assert RECORD not in menu(others)
    stranger = make_officer(None, Role.ADMINISTRATOR)
    service.record(ann, Action.SURVEY_PUBLISHED, ann, at=NOON)
    db.session.commit()
    assert "Published a survey" not in text_of(sign_in(client, stranger).get(RECORD))
    assert RECORD in menu(client)


def test_a_long_record_comes_in_pages(client, ann):
    for _ in range(views.PAGE):
        service.record(ann, Action.SURVEY_IMPORTED, ann, at=NOON)
    db.session.commit()
    sign_in(client, ann)
    assert "Page 1 of 2" in text_of(client.get(RECORD))
    assert "Signed in" not in text_of(client.get(f"{RECORD}?page=2"))
    for page in ("0", "3", "-1", "9" * 30):
        assert client.get(f"{RECORD}?page={page}").status_code == 404


@pytest.fixture
def glynmorfa(app):
    return make_council(
        slug="glynmorfa",
        name=Bilingual("Glynmorfa County Council", "Cyngor Sir Glynmorfa"),
        email="help@glynmorfa.example",
        telephone="01632 960 001",
        post=Bilingual("County Hall\nZZ1 1AA", "Neuadd y Sir\nZZ1 1AA"),
        known_barriers=Bilingual("- maps of <b>wards</b>", "- mapiau o wardiau"),
        statement_made_on=date(2026, 5, 1),
        statement_reviewed_on=date(2026, 9, 30),
    )


def statement(app, *options: str):
    return app.test_cli_runner().invoke(args=["councils", "statement", "glynmorfa", *options])


def test_the_statement_of_a_council_that_knows_of_no_barrier_says_so(app, client, glynmorfa):
    assert statement(app, "--none-known").exit_code == 0
    page = text_of(client.get("/en/councils/glynmorfa/accessibility"))
    assert "maps of" not in page
    assert "We know of no such part of this website." in page


def test_an_operator_says_what_is_not_accessible(app, client, glynmorfa, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    (tmp_path / "en").write_text("- the map\n", encoding="utf-8")
    (tmp_path / "cy").write_text("- y mâp\n", encoding="utf-8")
    both = ("--barriers-en", str(tmp_path / "en"), "--barriers-cy", str(tmp_path / "cy"))
    done = statement(app, *both, "--reviewed-on", "2026-06-09")
    assert done.exit_code == 0, done.output
    page = text_of(client.get("/cy/cynghorau/glynmorfa/hygyrchedd"))
    assert "y mâp" in page
    assert "9 Mehefin 2026" in page
    [event] = db.session.scalars(select(AuditEvent).filter_by(action=Action.STATEMENT_REVIEWED))
    assert (event.council_id, event.officer_id, event.subject_kind) == (glynmorfa.id, None, "council")
    assert statement(app, "--reviewed-on", "2026-06-10").exit_code == 0
    page = text_of(client.get("/en/councils/glynmorfa/accessibility"))
    assert "the map" in page
    assert "10 June 2026" in page


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--barriers-en", "{file}"), "in both languages"),
        (("--barriers-en", "{file}", "--none-known"), "not both"),
        (("--reviewed-on", "2999-01-01"), "The day of the review"),
        (("--reviewed-on", "2026-04-30"), "The day of the review"),
    ],
)
def test_half_a_statement_is_refused(app, glynmorfa, tmp_path, options, said):
    (tmp_path / "en").write_text("- the map", encoding="utf-8")
    done = statement(app, *(each.format(file=tmp_path / "en") for each in options))
    assert done.exit_code == 1
    assert said in done.output


REGULATIONS = "Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018"
ABOUT = [
    (
        "/en/councils/glynmorfa/accessibility",
        [
            "is committed to making its websites accessible, in accordance with the " + REGULATIONS,
            "Compliance status", "partially compliant",
            "Web Content Accessibility Guidelines version 2.2, level AA",
            "Non-accessible content", "Non-compliance with the accessibility regulations",
            "maps of <b>wards</b>", "Disproportionate burden",
            "Content that is not within the scope of the accessibility regulations",
            "Accessible alternatives", "Feedback and contact information", "in another format",
            "within 10 working days", "help@glynmorfa.example", "01632 960 001", "County Hall ZZ1 1AA",
            "Enforcement procedure", "Equality and Human Rights Commission (EHRC)",
            "Equality Advisory and Support Service (EASS)",
            "Prepared on 1 May 2026", "Last reviewed on 30 September 2026",
            f"Last tested on {day(views.TESTED_ON, 'en')}", "axe-core",
            "Nobody from outside has audited it", "pages for officers",
        ],
    ),
    (
        "/cy/cynghorau/glynmorfa/hygyrchedd",
        ["Statws cydymffurfio", "mapiau o wardiau", "Neuadd y Sir ZZ1 1AA", "1 Mai 2026", "30 Medi 2026",
         f"Profwyd ddiwethaf ar {day(views.TESTED_ON, 'cy')}"],
    ),
    (
        "/en/councils/glynmorfa/privacy",
        ["three separate stores", "encrypted", "not kept with your answers", "Your rights", "Commissioner"],
    ),
    ("/cy/cynghorau/glynmorfa/preifatrwydd", ["tair storfa ar wahân", "Eich hawliau"]),
    ("/en/councils/glynmorfa/cookies", ["engage", "Until you close the browser"]),
    ("/cy/cynghorau/glynmorfa/cwcis", ["engage", "Nes i chi gau'r porwr"]),
    ("/en/councils/glynmorfa/contact", ["help@glynmorfa.example", "Relay UK", "contact us in Welsh"]),
    ("/cy/cynghorau/glynmorfa/cysylltu", ["Neuadd y Sir", "gysylltu â ni yn Gymraeg"]),
]  # fmt: skip


@pytest.mark.parametrize(("address", "words"), ABOUT)
def test_a_council_says_about_itself_what_it_must(client, glynmorfa, address, words):
    response = client.get(address)
    assert [each for each in words if each not in text_of(response)] == []
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "public, max-age=30"


@pytest.mark.parametrize(("address", "words"), ABOUT)
def test_every_page_of_a_council_is_linked_from_the_others(client, glynmorfa, address, words):
    page = page_of(client.get("/en/councils/glynmorfa/contact"))
    linked = page.xpath("//footer//a/@href") + page.xpath("//link[@rel='alternate']/@href")
    if address.startswith("/en"):
        assert address in linked


@pytest.mark.parametrize("page", ["accessibility", "privacy", "cookies", "contact", "logo.png"])
@pytest.mark.parametrize("slug", ["nowhere", "%00", "x" * 999])
def test_a_council_that_is_not_there_says_nothing(client, glynmorfa, slug, page):
    prefix = "" if page == "logo.png" else "/en"
    assert client.get(f"{prefix}/councils/{slug}/{page}").status_code == 404


def test_a_page_visited_after_a_form_is_not_kept_for_others(client, glynmorfa):
    client.get(SIGN_IN)
    response = client.get("/en/councils/glynmorfa/privacy")
    assert not ("Set-Cookie" in response.headers and "public" in response.headers["Cache-Control"])


def test_the_logo_is_a_picture_that_is_asked_for_once(client):
    make_council(slug="seen", logo=b"\x89PNG")
    first = client.get("/councils/seen/logo.png")
    assert (first.data, first.content_type) == (b"\x89PNG", "image/png")
    again = client.get("/councils/seen/logo.png", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_session_cookie_that_was_copied_is_dead_after_signing_out(app, client, ann):
    sign_in(client, ann)
    copied = client.get_cookie("engage").value
    token = page_of(client.get(DESK)).xpath("//form//input[@name='csrf_token']/@value")[0]
    client.post("/en/sign-out", data={"csrf_token": token})
    thief = app.test_client()
    thief.set_cookie("engage", copied)
    assert thief.get(DESK).status_code == 302


def test_a_host_that_is_not_ours_is_refused_plainly(client):
    response = client.get("/en/", headers={"Host": "evil.example"})
    assert (response.status_code, response.mimetype) == (400, "text/plain")
