"""Do officers find on the pages what law asks, mend it there, and take a survey to the public?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from engage import clock
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.consultations import preparation_service as preparations
from engage.consultations.models import Consultation
from engage.database import db
from engage.surveys import comment_service as comments
from engage.surveys import definition as d
from engage.surveys import queries, service
from engage.surveys.interchange import write_yaml
from engage.surveys.variant import Variant
from tests import publishing
from tests.examples import ROUTED, SHORT
from tests.factories import make_consultation, make_council, make_officer, saved
from tests.officers import send, sign_in, upload
from tests.publishing import A_PROPOSAL, PREPARED, PROPOSAL

DESK = "/en/officers/consultations"
RUBBISH = ["", " ", "\x00", "x" * 20_000, "<script>alert(1)</script>", "‮", "-1", "1e9", "🏛" * 50, "{%(x)s}"]


class Desk:
    """A consultation with a survey, and a browser for each officer who signs in."""

    def __init__(self, app: Flask, definition=SHORT, said=PREPARED, **fields: object) -> None:
        self.app, now = app, clock.now()
        council = make_council(**fields)
        self.officer = make_officer(council)
        times = {"published_at": None, "opens_at": now, "closes_at": now + timedelta(days=200)}
        self.consultation = make_consultation(council, **times)
        service.import_draft(self.officer, self.consultation.id, write_yaml(definition), now=now)
        if said:
            publishing.prepare(self.consultation, said)
        self.client = sign_in(app.test_client(), self.officer)
        self.address = f"{DESK}/{self.consultation.id}"

    def get(self, path: str) -> str:
        response = self.client.get(f"{self.address}/{path}".rstrip("/"))
        assert response.status_code == 200, response.status_code
        return text(response)

    def send(self, path: str, **fields: object):
        return send(self.client, f"{self.address}/{path}", **fields)

    def as_role(self, role: Role) -> FlaskClient:
        return sign_in(self.app.test_client(), make_officer(self.consultation.council, role))

    @property
    def said(self):
        db.session.rollback()
        return preparations.said(self.consultation.id)[0]

    def links(self, path: str, words: str) -> list[str]:
        page = html.document_fromstring(self.client.get(f"{self.address}/{path}").data)
        return [a.get("href") for a in page.xpath("//main//a") if words in " ".join(a.text_content().split())]


def text(response) -> str:
    page = html.document_fromstring(response.get_data(as_text=True))
    return " ".join(page.find(".//main").text_content().split())


def token(client: FlaskClient) -> str:
    page = client.get("/en/sign-in").get_data(as_text=True)
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)


# --- ready to publish? ----------------------------------------------------------------------------------


def test_the_page_says_what_stands_in_the_way_and_leads_to_where_it_is_mended(app: Flask):
    desk = Desk(app, said=None)
    shown = desk.get("survey/ready")
    assert "Not yet: 8 things stand in the way." in shown
    for words, path in {
        "Say it in English": "preparation/fairness",
        "Name the groups": "preparation/equality",
        "Record the proposals": "preparation/welsh",
        "Choose the lawful basis": "preparation/data-protection",
    }.items():
        assert f"{desk.address}/{path}?next=" in desk.links("survey/ready", words)[0]
    assert (
        "https://www.legislation.gov.uk/ukpga/2010/15/section/149"
        in desk.links("survey/ready", "Equality Act")[0]
    )


def test_reasons_written_in_welsh_first_are_counted_and_are_not_called_english(app: Flask):
    desk = Desk(app)
    desk.consultation.why = Bilingual(cy="Tri gair yma.")
    db.session.commit()
    page = desk.client.get(f"{desk.address}/survey/ready").get_data(as_text=True)
    (found,) = html.document_fromstring(page).xpath("//*[@id='line-fair_enough']//li/a")
    assert found.get("href").endswith("#why_cy")
    assert found.text == "Words in “Why you are asking”: 3. Write at least 60, or add a document"


def test_whoever_mends_a_line_comes_back_to_it(app: Flask):
    desk = Desk(app, said=None)
    door = desk.links("survey/ready", "Choose the lawful basis")[0]
    saved = send(desk.client, door.split("#")[0], purpose="To decide.", lawful_basis="public_task")
    assert saved.location.endswith("/survey/ready#line-privacy_basis")
    assert desk.said.lawful_basis == "public_task"


def test_nobody_is_led_to_another_site(app: Flask):
    desk = Desk(app)
    saved = desk.send("preparation/fairness?next=https://evil.example/")
    assert saved.location == f"{desk.address}/preparation"


def test_a_council_in_england_is_told_why_the_standards_are_not_there(app: Flask):
    desk = Desk(app, nation="england")
    shown = desk.get("survey/ready")
    assert "The Welsh Language Standards do not bind councils in England" in shown
    assert "Yes. Nothing stands in the way, but there is advice." in shown


def test_advice_is_set_aside_with_a_reason_that_everybody_reads_and_taken_up_again(app: Flask):
    desk = Desk(app)
    for reason in ("", "short", "x" * 1001):
        assert desk.send("survey/ready/equality_asked/set-aside", reason=reason).status_code == 422
    gone = desk.send("survey/ready/equality_asked/set-aside", reason="This one is of staff only.")
    assert gone.location.endswith("/survey/ready#line-equality_asked")
    for page in ("survey/ready", "survey/publishing"):
        assert "This one is of staff only." in desk.get(page)
    again = desk.client.post(
        f"{desk.address}/survey/ready/equality_asked/take-up", data={"csrf_token": token(desk.client)}
    )
    assert again.status_code == 302
    assert "This one is of staff only." not in desk.get("survey/ready")


@pytest.mark.parametrize("line", ["fair_stage", "rubbish", "survey_sound"])
def test_what_blocks_cannot_be_set_aside_by_a_hand_made_address(app: Flask, line):
    desk = Desk(app)
    assert desk.client.get(f"{desk.address}/survey/ready/{line}/set-aside").status_code == 404


def test_whoever_may_not_write_sees_the_lines_without_doors(app: Flask):
    desk = Desk(app, said=None)
    page = desk.as_role(Role.APPROVER).get(f"{desk.address}/survey/ready").get_data(as_text=True)
    assert "Say it in English" in page
    assert "preparation/fairness?next" not in page


# --- what is said before --------------------------------------------------------------------------------


def test_what_is_said_is_kept_and_shown(app: Flask):
    desk = Desk(app, said=None)
    desk.send(
        "preparation/fairness", formative_en="Nothing is settled.", formative_cy="Nid oes dim wedi'i setlo."
    )
    desk.send(
        "preparation/equality",
        affected=["age", "carers"],
        effect_age="They use it most.",
        involved_age="Two meetings.",
        aims=["foster"],
        how_foster="People meet.",
    )
    desk.send(
        "preparation/data-protection",
        lawful_basis="public_task",
        delete_day="31",
        delete_month="3",
        delete_year="2029",
    )
    shown = desk.get("preparation")
    for words in (
        "Nothing is settled.",
        "They use it most.",
        "Unpaid carers",
        "People meet.",
        "31 March 2029",
    ):
        assert words in shown
    assert [each.code for each in desk.said.affected] == ["age", "carers"]


def test_words_about_a_group_that_is_not_ticked_are_not_thrown_away(app: Flask):
    desk = Desk(app, said=None)
    unticked = {"effect_sex": "Women walk there most.", "how_foster": "People meet."}
    refused = desk.send("preparation/equality", **unticked)
    assert refused.status_code == 422
    said = text(refused)
    for about in ("Sex", "Foster good relations between people"):
        assert f"You wrote this without ticking it. Save it with its tick, or clear it: {about}" in said
    form = html.document_fromstring(refused.data).get_element_by_id("page-form")
    assert {("affected", "sex"), ("aims", "foster")} <= set(form.form_values())
    assert not desk.said.affected
    kept = {"effect_sex": "Women walk there most.", "involved_sex": "A walk."}
    desk.send("preparation/equality", affected=["sex"], **kept)
    assert [each.code for each in desk.said.affected] == ["sex"]
    assert (
        desk.send("preparation/equality", affected=[], **kept).status_code == 302
    )  # its tick was taken away
    assert not desk.said.affected


def test_whoever_was_overtaken_keeps_what_they_typed_and_may_insist(app: Flask):
    desk = Desk(app)
    page = html.document_fromstring(desk.client.get(f"{desk.address}/preparation/fairness").data)
    mine = dict(page.get_element_by_id("page-form").form_values()) | {"formative_en": "Mine."}
    desk.send("preparation/fairness", formative_en="Theirs.")
    refused = desk.client.post(f"{desk.address}/preparation/fairness", data=mine)
    assert refused.status_code == 422
    assert "Somebody else has saved this page" in text(refused)
    assert desk.said.formative.en == "Theirs."
    shown = html.document_fromstring(refused.data).get_element_by_id("page-form")
    assert dict(shown.form_values())["formative_en"].strip() == "Mine."
    desk.client.post(f"{desk.address}/preparation/fairness", data=dict(shown.form_values()))
    assert desk.said.formative.en.strip() == "Mine."


def test_the_language_switch_keeps_what_was_typed_and_stores_nothing(app: Flask):
    desk = Desk(app)
    data = {"csrf_token": token(desk.client), "switch": "1", "purpose": "Half a sentence", "revision": "0"}
    address = f"/cy/swyddogion/ymgynghoriadau/{desk.consultation.id}/paratoi/diogelu-data"
    page = desk.client.post(address, data=data)
    assert "Half a sentence" in page.get_data(as_text=True).replace("\n", " ")
    assert desk.said.purpose == PREPARED.purpose


FORMS = [
    "preparation/fairness", "preparation/equality", "preparation/data-protection", "preparation/welsh/add",
    "preparation/welsh/proposals/p1", "preparation/welsh/not-a-policy-decision",
    "survey/ready/equality_asked/set-aside", "survey/publishing/comment", "survey/publishing/send",
    "survey/publishing/changes",
]  # fmt: skip


@pytest.mark.parametrize("path", FORMS)
def test_rubbish_in_every_field_breaks_nothing(app: Flask, path):
    desk = Desk(app, said=A_PROPOSAL)
    for rubbish in RUBBISH:
        address = f"{desk.address}/{path}"
        page = desk.client.get(address)
        if page.status_code != 200:  # the step was taken
            assert page.status_code == 409
            return
        form = html.document_fromstring(page.data).get_element_by_id("page-form")
        names = {name for name, _value in form.form_values()} | set(form.fields.keys())
        data = {name: rubbish for name in names if name} | {"csrf_token": token(desk.client)}
        assert desk.client.post(address, data=data).status_code in (200, 302, 409, 422), rubbish
    assert desk.client.get(f"{desk.address}/survey/ready").status_code == 200
    assert desk.client.get(f"{desk.address}/preparation").status_code == 200


@pytest.mark.parametrize("rubbish", RUBBISH)
def test_rubbish_in_the_publishing_form_publishes_nothing(app: Flask, rubbish):
    desk = Desk(app)
    publishing.approve(desk.officer, desk.consultation, now=clock.now())
    fields = dict.fromkeys(("due_day", "due_month", "due_year", "due_time"), rubbish)
    refused = desk.send("survey/publish", when="later", **fields)
    assert refused.status_code == 422
    assert desk.send("survey/publish", when=rubbish or "x").status_code == 422
    db.session.rollback()
    assert db.session.get(Consultation, desk.consultation.id).published_at is None


# --- school holidays ------------------------------------------------------------------------------------


def test_a_council_enters_and_removes_its_school_holidays(app: Flask):
    desk = Desk(app)
    address = "/en/officers/school-holidays"
    day = {"first_day": "19", "first_month": "7", "first_year": "2027"}
    wrong = [
        {},
        {**day, "last_day": "18", "last_month": "7", "last_year": "2027"},
        {**day, "last_day": "31", "last_month": "8", "last_year": "2072"},
        {**day, "last_day": "31", "last_month": "2", "last_year": "2027"},
    ]
    for fields in wrong:
        assert send(desk.client, address, **fields).status_code == 422
    send(desk.client, address, **day, last_day="31", last_month="8", last_year="2027")
    assert "19 July 2027 – 31 August 2027" in text(desk.client.get(address))
    (holiday,) = preparations.school_holidays(desk.consultation.council_id)
    stranger = sign_in(app.test_client(), make_officer(make_council()))
    removing = f"{address}/{holiday.id}/remove"
    assert stranger.post(removing, data={"csrf_token": token(stranger)}).status_code == 404
    assert desk.client.post(removing, data={"csrf_token": token(desk.client)}).status_code == 302
    assert "Nothing yet" in text(desk.client.get(address))


# --- Welsh ----------------------------------------------------------------------------------------------


def test_the_assistant_records_a_proposal_and_warns_of_a_question_that_fits_any(app: Flask):
    desk = Desk(app, said=None)
    texts = {
        f"{name}_{each}": f"{name} in {each}"
        for name in ("positive", "negative", "increase", "reduce")
        for each in ("en", "cy")
    }
    parking = {"title_en": "Parking meters", "title_cy": "Mesuryddion parcio", "question": "longer_hours"}
    assert desk.send("preparation/welsh/add", **texts, **parking).status_code == 302
    assert desk.said.proposals[0].positive == Bilingual("positive in en", "positive in cy")
    assert "The question does not name this proposal." in desk.get("preparation/welsh")
    desk.send("preparation/welsh/proposals/p1", title_en="Longer hours", title_cy="Oriau hirach")
    assert "does not name" not in desk.get("preparation/welsh")
    desk.send("preparation/welsh/add", **texts, **parking)
    assert "The same question asks about another proposal too." in desk.get("preparation/welsh")
    assert desk.send("preparation/welsh/proposals/p2/remove").status_code == 302
    assert [each.code for each in desk.said.proposals] == ["p1"]
    assert desk.client.get(f"{desk.address}/preparation/welsh/proposals/p2").status_code == 404


def test_that_there_is_no_policy_decision_is_signed_with_a_reason_in_both_languages(app: Flask):
    desk = Desk(app, said=A_PROPOSAL)
    page = "preparation/welsh/not-a-policy-decision"
    assert desk.send(page, reason_en="It only asks.").status_code == 422
    assert desk.said.not_policy is None
    signed = desk.send(page, reason_en="It only asks.", reason_cy="Dim ond gofyn.", sign="y")
    assert signed.status_code == 302
    assert desk.said.not_policy.officer == desk.officer.name
    assert desk.said.proposals == (PROPOSAL,)  # kept, in case it is withdrawn
    desk.send(page, do="withdraw")
    assert desk.said.not_policy is None


@pytest.mark.parametrize("said", [A_PROPOSAL, PREPARED], ids=["proposal", "no policy decision"])
def test_the_record_is_published_in_both_languages_with_how_answers_are_considered(app: Flask, said):
    desk = Desk(app, said=said)
    consultation = desk.consultation
    publishing.move(desk.officer, consultation, publishing.Move.SEND, now=clock.now())
    publishing.move(desk.officer, consultation, publishing.Move.APPROVE, now=clock.now())
    service.publish(desk.officer, consultation.id, now=clock.now())
    public = {
        "en": text(app.test_client().get(f"/en/consultations/{consultation.slug_en}")),
        "cy": text(app.test_client().get(f"/cy/ymgynghoriadau/{consultation.slug_cy}")),
    }
    for language, shown in public.items():
        assert said.formative[language] in shown
        assert said.consideration[language] in shown
        if said.not_policy:
            assert said.not_policy.reason[language] in shown
        else:
            assert said.proposals[0].title[language] in shown
            assert next(iter(SHORT.questions())).title[language] in shown
    assert "To decide about the library." not in public["en"]  # what stays with the council stays there
    assert ("Tell us in the survey" in public["en"]) == (not said.not_policy)
    consultation.opens_at = clock.now() - timedelta(days=30)
    consultation.closes_at = clock.now() - timedelta(days=1)
    db.session.commit()
    over = text(app.test_client().get(f"/en/consultations/{consultation.slug_en}"))
    assert "Tell us in the survey" not in over


# --- the way to the public ------------------------------------------------------------------------------


def test_author_approver_and_publisher_each_find_their_own_step(app: Flask):
    desk = Desk(app)
    author, approver = desk.as_role(Role.AUTHOR), desk.as_role(Role.APPROVER)
    page = f"{desk.address}/survey/publishing"
    assert send(author, f"{page}/send", note="Ready.").location == page
    assert "Ready." in text(approver.get(page))
    assert author.get(f"{page}/approve").status_code == 403
    assert send(approver, f"{page}/send-back").status_code == 422  # what has to change?
    assert send(approver, f"{page}/send-back", note="The title.").status_code == 302
    assert "The title." in text(author.get(page))
    assert send(author, f"{page}/send").status_code == 302
    assert send(approver, f"{page}/approve").status_code == 302
    assert "What the public has seen cannot be taken back." in text(
        approver.get(f"{desk.address}/survey/publish")
    )
    assert send(approver, f"{desk.address}/survey/publish").location == page
    assert "are published in both languages" in text(approver.get(page))
    assert approver.get(f"{desk.address}/survey/publish").status_code == 409


def test_what_stands_in_the_way_is_shown_where_it_stands_in_the_way(app: Flask):
    desk = Desk(app, said=replace(PREPARED, purpose=""))
    desk.send("survey/publishing/send")
    assert "Not yet: 1 thing stands in the way." in desk.get("survey/publishing/approve")
    refused = desk.send("survey/publishing/approve")
    assert refused.status_code == 422
    assert "Why the answers are kept" in text(refused)
    assert "Only what is approved can be published." in desk.get("survey/publish")


def test_whoever_approves_hears_of_comments_that_nobody_has_settled(app: Flask):
    desk = Desk(app)
    desk.send("survey/publishing/comment", about="", words="Is this clear?")
    desk.send("survey/publishing/comment", about="", words="And this?")
    desk.send("survey/publishing/send")
    assert desk.links("survey/publishing/approve", "2 comments are not settled yet")
    for thread in comments.threads(queries.draft(desk.officer, desk.consultation.id)):
        comments.settle(desk.officer, desk.consultation.id, thread.id, settled=True, now=clock.now())
    assert not desk.links("survey/publishing/approve", "settled")


def test_whoever_approves_their_own_work_is_told_that_the_record_says_so(app: Flask):
    desk = Desk(app)
    desk.send("survey/publishing/send")
    assert "You have worked on this survey yourself." in desk.get("survey/publishing/approve")
    desk.send("survey/publishing/approve")
    assert "It was their own work" in desk.get("survey/publishing")


def test_publication_is_set_for_a_minute_and_called_back(app: Flask):
    desk = Desk(app)
    publishing.approve(desk.officer, desk.consultation, now=clock.now())
    due = clock.now() + timedelta(days=3)
    day = {"due_day": str(due.day), "due_month": str(due.month), "due_year": str(due.year)}
    past = {"due_day": "1", "due_month": "1", "due_year": "2020", "due_time": "9am"}
    late = {"due_day": "1", "due_month": "1", "due_year": str(due.year + 5), "due_time": "9am"}
    for fields, said in (
        (past, "must be in the future"),
        (late, "must be before the consultation closes"),
        ({**day, "due_time": "9am"}, "Choose a minute no later than the opening of the consultation"),
        ({**day, "due_time": "noonish"}, "must be a time, such as 9am"),
        ({}, "must be a real date"),
    ):
        refused = desk.send("survey/publish", when="later", **fields)
        assert refused.status_code == 422
        assert said in text(refused)
    desk.consultation.opens_at = due + timedelta(days=1)
    saved(desk.consultation)
    assert desk.send("survey/publish", when="later", **day, due_time="9am").status_code == 302
    assert "Both languages appear at:" in desk.get("survey/publishing")
    public = f"/en/consultations/{desk.consultation.slug_en}"
    for address in (public, f"{public}/answer", f"{public}/answer/new", f"{public}/answer/questions"):
        assert app.test_client().get(address).status_code == 404, address
    assert desk.consultation.title.en not in text(app.test_client().get("/en/consultations"))
    assert "so nothing of it changes" in desk.get("")
    assert desk.send("survey/publishing/call-back").status_code == 302
    assert "It is approved." in desk.get("survey/publishing")


@pytest.mark.parametrize("field", ["due_day", "due_month", "due_year", "due_time"])
def test_nothing_is_published_now_while_a_day_for_later_stands_below(app: Flask, field):
    desk = Desk(app)
    publishing.approve(desk.officer, desk.consultation, now=clock.now())
    refused = desk.send("survey/publish", when="now", **{field: "9"})
    assert refused.status_code == 422
    assert "You gave a day or a time." in text(refused)
    db.session.rollback()
    assert db.session.get(Consultation, desk.consultation.id).published_at is None


@pytest.mark.parametrize(
    ("lang", "path", "said"),
    [
        (
            "en",
            "survey/ready",
            ["There is nothing here yet: Pages", "About you › North", "Version: Easy Read"],
        ),
        (
            "cy",
            "arolwg/parod",
            ["Nid oes dim yma eto: Tudalennau", "Amdanoch chi › Gogledd", "Hawdd ei Ddeall"],
        ),
    ],
)
def test_what_must_be_mended_is_told_in_words_and_not_in_codes(app: Flask, lang, path, said):
    north = d.ListItem("n1", Bilingual("North", "Gogledd"))
    empty = d.Section(
        id="s1",
        title=Bilingual("About you", "Amdanoch chi"),
        parts=(d.Block(id="b1", items=(north,), pages=()),),
    )
    easy = (Variant("easy_read"),)
    desk = Desk(app, definition=replace(ROUTED, sections=(empty, *ROUTED.sections), variants=easy))
    base = {"en": "/en/officers/consultations", "cy": "/cy/swyddogion/ymgynghoriadau"}[lang]
    shown = desk.client.get(f"{base}/{desk.consultation.id}/{path}")
    assert [words for words in said if words not in text(shown)] == []
    assert "#block-b1" in shown.get_data(as_text=True)
    assert "s1 › b1" not in text(shown)


def test_comments_are_made_answered_and_settled(app: Flask):
    desk = Desk(app, definition=ROUTED)
    page = desk.client.get(f"{desk.address}/survey/publishing/comment?about=question:who").get_data(
        as_text=True
    )
    assert html.document_fromstring(page).xpath("//option[@selected]/@value") == ["question:who"]
    desk.send("survey/publishing/comment", about="question:who", words="Is this clear?")
    shown = desk.client.get(f"{desk.address}/survey/publishing").get_data(as_text=True)
    thread = re.search(r"/comments/(\d+)/reply", shown).group(1)
    forged = {"csrf_token": token(desk.client)}
    analyst = desk.as_role(Role.ANALYST)
    answer = f"{desk.address}/survey/publishing/comments/{thread}"
    analyst.post(f"{answer}/reply", data={"csrf_token": token(analyst), "words": "Yes, it is."})
    desk.client.post(f"{answer}/settle", data={**forged, "settled": "1"})
    told = desk.get("survey/publishing")
    assert "Yes, it is." in told
    assert "Settled by:" in told


@pytest.mark.parametrize(
    ("words", "error"),
    [(" ", "Write an answer"), ("Yes. " * 410, "Your answer: use 2,000 characters or fewer")],
)
def test_an_answer_that_cannot_be_kept_stays_on_its_page_and_says_why(app: Flask, words, error):
    desk = Desk(app, definition=ROUTED)
    desk.send("survey/publishing/comment", about="question:who", words="Is this clear?")
    [thread] = comments.threads(queries.draft(desk.officer, desk.consultation.id))
    address = f"survey/publishing/comments/{thread.id}/reply"
    refused = desk.send(address, words=words)
    page = html.document_fromstring(refused.data)
    assert refused.status_code == 422
    assert page.xpath("//*[contains(@class, 'govuk-error-summary')]//a/@href") == ["#words"]
    assert error in page.get_element_by_id("words-error").text_content()
    assert page.get_element_by_id("words").value.strip() == words.strip()
    assert "Is this clear?" in text(refused)
    assert desk.send(address, words="Yes.").status_code == 302
    assert desk.client.get(f"{desk.address}/survey/publishing/comments/0/reply").status_code == 404


def test_changes_are_shown_old_beside_new_and_then_remembered(app: Flask):
    desk = Desk(app)
    changes = f"{desk.address}/survey/publishing/changes"
    assert "You have not said yet" in text(desk.client.get(changes))
    desk.send("survey/publishing/changes")
    assert "Nothing has changed since then." in text(desk.client.get(changes))
    other = replace(SHORT, title=Bilingual("Otherwise", "Fel arall"))
    service.import_draft(desk.officer, desk.consultation.id, write_yaml(other), now=clock.now())
    shown = text(desk.client.get(changes))
    assert SHORT.title.en in shown
    assert "Otherwise" in shown


@pytest.mark.parametrize("step", ["publish", "schedule", "rubbish", "SEND", "anfon"])
def test_there_are_no_other_steps(app: Flask, step):
    desk = Desk(app)
    assert desk.client.get(f"{desk.address}/survey/publishing/{step}").status_code == 404


def test_a_step_has_an_address_in_each_language(app: Flask):
    desk = Desk(app)
    welsh = f"/cy/swyddogion/ymgynghoriadau/{desk.consultation.id}/arolwg/y-broses/anfon"
    page = desk.client.get(welsh)
    assert page.status_code == 200
    assert f"{desk.address}/survey/publishing/send" in page.get_data(as_text=True)


def test_an_old_page_does_not_approve_words_that_came_later(app: Flask):
    desk = Desk(app)
    desk.send("survey/publishing/send")
    address = f"{desk.address}/survey/publishing/approve"
    page = html.document_fromstring(desk.client.get(address).get_data(as_text=True))
    old = dict(page.get_element_by_id("page-form").form_values())
    desk.send("survey/publishing/take-back")
    assert desk.send("edit", summary_en="Words that the approver never saw.").status_code == 302
    desk.send("survey/publishing/send")
    for form in (old, old | {"last": "x"}):
        refused = desk.client.post(address, data=form)
        assert refused.status_code == 409
        assert "The survey has gone another way" in text(refused)
    assert "With the approver" in desk.get("survey/publishing")


def test_an_old_page_does_not_publish_words_that_were_approved_later(app: Flask):
    desk = Desk(app)
    address = f"{desk.address}/survey/publish"
    desk.send("survey/publishing/send")
    desk.send("survey/publishing/approve")
    page = html.document_fromstring(desk.client.get(address).get_data(as_text=True))
    old = dict(page.get_element_by_id("page-form").form_values())
    desk.send("survey/publishing/take-back")
    assert (
        desk.send("edit", summary_en="Words of another day.", summary_cy="Geiriau eraill.").status_code == 302
    )
    desk.send("survey/publishing/send")
    desk.send("survey/publishing/approve")
    for form in (old, old | {"last": "x"}):
        assert desk.client.post(address, data=form).status_code == 409
    assert "Approved" in desk.get("survey/publishing")
    assert desk.send("survey/publish").status_code == 302


def test_a_document_that_cannot_be_added_now_is_refused_with_the_reason(app: Flask):
    desk = Desk(app)
    address = f"{desk.address}/documents/add"
    page = html.document_fromstring(desk.client.get(address).get_data(as_text=True))
    typed = dict(page.get_element_by_id("page-form").form_values())
    typed |= {"title_en": "The map", "title_cy": "Y map"}
    files = {f"file_{lang}": upload(b"Words", "map.txt") for lang in ("en", "cy")}
    desk.send("survey/publishing/send")
    refused = desk.client.post(address, data=typed | files, content_type="multipart/form-data")
    assert refused.status_code == 422
    assert "with its approver" in text(refused)
    assert 'value="The map"' in refused.get_data(as_text=True)
    assert desk.client.get(address).status_code == 409


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("edit", "summary_en"),
        ("contact", "contact_en"),
        ("preparation/fairness", "formative_en"),
        ("preparation/data-protection", "purpose"),
        ("preparation/welsh/not-a-policy-decision", "reason_en"),
    ],
)
def test_what_was_typed_stays_when_the_survey_was_sent_to_the_approver_meanwhile(app: Flask, path, field):
    desk = Desk(app)
    address = f"{desk.address}/{path}"
    page = html.document_fromstring(desk.client.get(address).get_data(as_text=True))
    form = dict(page.get_element_by_id("page-form").form_values())
    desk.send("survey/publishing/send")
    page = desk.client.post(address, data=form | {field: "Typed for an hour", "sign": "y"})
    assert page.status_code == 422
    assert "What you typed is still here, but it is not saved." in text(page)
    kept = html.document_fromstring(page.get_data(as_text=True)).get_element_by_id("page-form").form_values()
    assert dict(kept)[field].strip() == "Typed for an hour"
    assert "Typed for an hour" not in desk.client.get(desk.address).get_data(as_text=True)


def test_whoever_publishes_is_told_the_address_that_another_council_left_free(app: Flask):
    desk = Desk(app)
    publishing.approve(desk.officer, desk.consultation, now=clock.now())
    slug = desk.consultation.slug_en
    soon = clock.now() + timedelta(hours=1)
    make_consultation(published_at=soon, held_at=clock.now(), slug_en=slug, slug_cy="cyfrinach")
    assert desk.send("survey/publish", when="now").status_code == 302
    assert f"they are now {slug}-2 and {desk.consultation.slug_cy}" in desk.get("survey/publishing")
