"""Is a slip corrected for everybody at once, and does what changes the meaning make a new version?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import update

from engage import clock
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.consultations import notice_service
from engage.database import db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound
from engage.surveys import (
    correction_service,
    draft_service,
    queries,
    service,
    translation_service,
    version_service,
)
from engage.surveys.correction_service import Doubtful
from engage.surveys.deeds import Deed
from engage.surveys.definition import Option, SeveralChoices
from engage.surveys.document import to_json
from engage.surveys.interchange import write_yaml
from engage.surveys.models import DraftChange, Survey
from engage.surveys.texts import rewritten, texts
from engage.surveys.variant import Variant
from engage.surveys.variants import put
from engage.surveys.workflow import Move
from tests import publishing
from tests.examples import SHORT
from tests.factories import make_consultation, make_council, make_officer, saved
from tests.officers import send, sign_in

KEY = "page:support/title"
WRONG = rewritten(SHORT, {KEY: Bilingual("Openning hours", "Oriau agor")})
RIGHT = Bilingual("Opening hours", "Oriau agor")
DESK = "/en/officers/consultations/{}/survey/open"


def arrange(*definitions, draft=None, **fields):
    """An officer and the survey of an open consultation, with a published version for each definition."""
    now = clock.now()
    officer = make_officer()
    usual = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=20)}
    consultation = make_consultation(officer.council, **usual | fields)
    first = definitions[0] if definitions else WRONG
    survey = saved(Survey(consultation=consultation, draft=to_json(first), changed_at=now))
    for definition in definitions or (WRONG,):
        survey.draft = to_json(definition)
        saved(survey.freeze(officer.id, now))
    survey.draft = to_json(draft or definitions[-1] if definitions or draft else WRONG)
    return officer, saved(survey)


def correct(officer, survey, after=RIGHT, *, key=KEY, reason="Misspelt", sure=False):
    return correction_service.correct(
        officer, survey.consultation_id, key, after, reason=reason, sure=sure, now=clock.now()
    )


def shown(survey: Survey, number: int = 1) -> Bilingual:
    """The title of the page as somebody sees it who comes now."""
    db.session.rollback()
    version = next(each for each in survey.versions if each.number == number)
    return next(queries.version(version.id).definition.pages()).title


def test_a_slip_is_corrected_in_every_version_and_in_the_draft_at_once(app: Flask):
    other = rewritten(WRONG, {"survey/intro": Bilingual("More", "Mwy")})
    officer, survey = arrange(WRONG, other)
    before = survey.versions[0].digest
    assert shown(survey) == Bilingual("Openning hours", "Oriau agor")  # parsed, and remembered
    correction = correct(officer, survey)
    assert (shown(survey, 1), shown(survey, 2)) == (RIGHT, RIGHT)
    assert next(survey.definition.pages()).title == RIGHT
    assert survey.versions[0].digest != before
    assert survey.versions[0].document == to_json(WRONG)  # what was published stays
    assert correction.versions == [1, 2]


def test_what_says_something_else_elsewhere_stays_as_it_is(app: Flask):
    earlier = rewritten(WRONG, {KEY: Bilingual("Weekends", "Penwythnosau")})
    draft = rewritten(WRONG, {KEY: Bilingual("Hours", "Oriau")})
    officer, survey = arrange(earlier, WRONG, draft=draft)
    slip = correction_service.slip(officer, survey.consultation_id, KEY)
    assert (slip.versions, slip.others, slip.in_draft) == ((2,), (1,), False)
    correct(officer, survey)
    assert (shown(survey, 1).en, shown(survey, 2)) == ("Weekends", RIGHT)
    assert next(survey.definition.pages()).title.en == "Hours"


def test_the_public_and_the_log_are_told(app: Flask):
    officer, survey = arrange()
    correct(officer, survey)
    ((row, who),) = correction_service.log(officer, survey.consultation_id)
    assert (row.before.en, row.after, row.reason, who) == (
        "Openning hours",
        RIGHT,
        "Misspelt",
        officer.name,
    )
    (notice,) = notice_service.notices(survey.consultation_id)
    assert (notice.kind, notice.words, notice.instead_of.en) == ("correction", RIGHT, "Openning hours")
    page = app.test_client().get(f"/en/consultations/{survey.consultation.slug_en}").get_data(as_text=True)
    assert "1 slip of the pen was corrected" in page
    welsh = app.test_client().get(f"/cy/ymgynghoriadau/{survey.consultation.slug_cy}").get_data(as_text=True)
    assert "Cywirwyd llithriad yn y geiriau Saesneg" in welsh


ABOUT = "consultation/why"
DOUBLED = Bilingual("The the library moves in May.", "Mae'r llyfrgell yn symud ym mis Mai.")
PLAIN = replace(DOUBLED, en="The library moves in May.")


def test_a_slip_on_the_consultations_page_is_corrected_with_the_same_log(app: Flask):
    officer, survey = arrange(why=DOUBLED)
    correction = correct(officer, survey, PLAIN, key=ABOUT)
    db.session.rollback()
    assert survey.consultation.why == PLAIN
    assert (correction.before, correction.after, correction.versions) == (DOUBLED, PLAIN, [])
    assert shown(survey) == Bilingual("Openning hours", "Oriau agor"), "the survey stays as it is"
    assert translation_service.states(survey)[ABOUT] == "done", "one language alone makes nothing out of date"
    page = app.test_client().get(f"/en/consultations/{survey.consultation.slug_en}").get_data(as_text=True)
    assert "The library moves in May." in page
    assert "1 slip of the pen was corrected" in page


def test_a_slip_in_what_was_prepared_and_published_is_corrected_too(app: Flask):
    officer, survey = arrange()
    row = publishing.prepare(survey.consultation, replace(publishing.PREPARED, formative=DOUBLED))
    correct(officer, survey, PLAIN, key="preparation/formative")
    db.session.refresh(row)
    assert row.said == replace(publishing.PREPARED, formative=PLAIN)
    assert translation_service.states(survey)["preparation/formative"] == "done"


@pytest.mark.parametrize("field", ["slug", "contact", "other_formats", "nothing"])
def test_addresses_and_what_may_change_anyway_are_not_corrected(app: Flask, field):
    officer, survey = arrange()
    with pytest.raises(NotFound):
        correct(officer, survey, PLAIN, key=f"consultation/{field}")


@pytest.mark.parametrize(
    ("after", "code"),
    [
        (DOUBLED, "correction_same"),
        (replace(PLAIN, cy=""), "correction_missing"),
        (replace(PLAIN, en="The library moves on 3 May."), "numbers_differ"),
    ],
)
def test_what_would_be_wrong_on_the_consultations_page_is_refused(app: Flask, after, code):
    officer, survey = arrange(why=DOUBLED)
    with pytest.raises(Invalid) as refused:
        correct(officer, survey, after, key=ABOUT, sure=True)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_what_turns_the_meaning_of_the_page_round_is_doubted_too(app: Flask):
    officer, survey = arrange(why=DOUBLED)
    with pytest.raises(Doubtful):
        correct(officer, survey, replace(PLAIN, en="The library never moves in May."), key=ABOUT)


def test_an_officer_finds_the_words_of_the_consultations_page_among_the_texts(app: Flask):
    officer, survey = arrange(why=DOUBLED)
    client, desk = sign_in(app.test_client(), officer), DESK.format(survey.consultation_id)
    found = html.document_fromstring(client.get(f"{desk}/texts?q=the+the").get_data(as_text=True))
    (door,) = found.xpath("//*[@class='engage-texts']//a/@href")
    assert door.endswith(f"key={ABOUT}")
    assert "Why you are asking" in found.find_class("engage-text")[0].text_content()
    assert "The consultation's page" in found.find_class("engage-text")[0].text_content()
    saved_at = send(client, door, words_en=PLAIN.en, reason="Twice the same word")
    assert saved_at.location == desk
    assert "Twice the same word" in client.get(desk).get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "languages"),
    [
        ("/en/officers/consultations/{}/survey", ["en", "cy"]),
        ("/cy/swyddogion/ymgynghoriadau/{}/arolwg", ["cy", "en"]),
    ],
)
def test_words_in_both_languages_begin_with_that_of_the_page(app: Flask, path, languages):
    officer, survey = arrange()
    client, desk = sign_in(app.test_client(), officer), path.format(survey.consultation_id)
    read, open_ = ("read", "open") if languages[0] == "en" else ("darllen", "agored")
    correct = "correct" if open_ == "open" else "cywiro"
    whole = html.document_fromstring(client.get(f"{desk}/{read}").get_data(as_text=True))
    assert whole.xpath("//main//*[contains(@class, 'engage-columns')][1]//@lang")[:2] == languages
    slip = html.document_fromstring(client.get(f"{desk}/{open_}/{correct}?key={KEY}").get_data(as_text=True))
    assert slip.xpath("//main//blockquote/@lang") == languages


def test_a_variants_own_words_are_corrected_as_well(app: Flask):
    easy = put(SHORT, Variant("easy_read", words=((KEY, Bilingual("Openning", "Agor")),)))
    officer, survey = arrange(easy)
    correct(officer, survey, Bilingual("Opening", "Agor"), key=f"easy_read|{KEY}")
    (variant,) = queries.version(survey.versions[0].id).definition.variants
    assert dict(variant.words)[KEY] == Bilingual("Opening", "Agor")
    assert shown(survey) == RIGHT


@pytest.mark.parametrize(
    ("after", "reason", "code"),
    [
        (Bilingual("Openning hours", "Oriau agor"), "x", "correction_same"),
        (Bilingual("Opening hours", ""), "x", "correction_missing"),
        (RIGHT, "", "correction_reason"),
        (Bilingual("Opening hours 9", "Oriau agor"), "x", "numbers_differ"),
        (Bilingual("Opening {hours}", "Oriau agor"), "x", "placeholders_differ"),
        (Bilingual("Opening https://a.example", "Oriau agor"), "x", "links_differ"),
    ],
)
def test_what_is_wrong_is_refused(app: Flask, after, reason, code):
    officer, survey = arrange()
    with pytest.raises(Invalid) as refused:
        correct(officer, survey, after, reason=reason, sure=True)
    assert code in [problem.code for problem in refused.value.problems]
    db.session.refresh(survey.versions[0])
    assert survey.versions[0].corrected is None


def test_what_may_change_the_meaning_needs_somebody_to_be_sure(app: Flask):
    officer, survey = arrange()
    closing = Bilingual("Closing hours", "Oriau cau")
    with pytest.raises(Doubtful) as doubtful:
        correct(officer, survey, closing)
    assert doubtful.value.doubts == ("wording",)
    assert correct(officer, survey, closing, sure=True).doubts == ["wording"]


def test_only_who_may_publish_corrects_and_only_while_it_is_open(app: Flask):
    officer, survey = arrange()
    author = make_officer(officer.council, Role.AUTHOR)
    with pytest.raises(NotAllowed):
        correct(author, survey)
    with pytest.raises(NotFound):
        correct(make_officer(make_council()), survey)
    with pytest.raises(NotFound):
        correct(officer, survey, key="page:gone/title")
    survey.consultation.closes_at = clock.now() - timedelta(minutes=1)
    saved(survey.consultation)
    with pytest.raises(Conflict):
        correct(officer, survey)


# --- in the browser -------------------------------------------------------------------------------------


def test_an_officer_finds_the_text_corrects_it_and_sees_the_log(app: Flask):
    officer, survey = arrange()
    client, desk = sign_in(app.test_client(), officer), DESK.format(survey.consultation_id)
    assert client.get(f"{desk}/texts?q=openning").get_data(as_text=True).count("correct?key=") == 1
    address = f"{desk}/correct?key={KEY}"
    asked = send(client, address, words_en="Closing hours", words_cy="Oriau cau", reason="Wrong word")
    assert asked.status_code == 422
    assert "Does this change what people were asked?" in asked.get_data(as_text=True)
    assert shown(survey).en == "Openning hours"
    done = send(client, address, words_en=RIGHT.en, words_cy=RIGHT.cy, reason="Misspelt")
    assert done.status_code == 302
    assert shown(survey) == RIGHT
    assert "Misspelt" in client.get(done.location).get_data(as_text=True)


def test_who_corrects_what_was_corrected_meanwhile_is_shown_it_first(app: Flask):
    officer, survey = arrange()
    client = sign_in(app.test_client(), officer)
    address = f"{DESK.format(survey.consultation_id)}/correct?key={KEY}"
    form = html.document_fromstring(client.get(address).get_data(as_text=True)).get_element_by_id("page-form")
    typed = dict(form.form_values()) | {"words_en": "Openning  hour", "reason": "One hour"}
    correct(officer, survey)
    db.session.rollback()
    told = client.post(address, data=typed)
    page = html.document_fromstring(told.get_data(as_text=True))
    again = dict(page.get_element_by_id("page-form").form_values())
    assert told.status_code == 422
    assert "Somebody has corrected these words meanwhile" in page.text_content()
    assert page.xpath("//blockquote[@lang='en']")[0].text == RIGHT.en
    assert (again["words_en"].strip(), again["reason"].strip()) == ("Openning  hour", "One hour")
    assert shown(survey) == RIGHT
    assert client.post(address, data=again | {"words_en": "Opening hourss"}).status_code == 302


@pytest.mark.parametrize(("same", "status"), [("no", 302), ("yes", 200), ("rubbish", 422)])
def test_the_question_decides(app: Flask, same, status):
    officer, survey = arrange()
    client, desk = sign_in(app.test_client(), officer), DESK.format(survey.consultation_id)
    fields = {"words_en": "Closing hours", "words_cy": "Oriau cau", "reason": "x", "same": same}
    answer = send(client, f"{desk}/correct?key={KEY}", **fields)
    assert answer.status_code == status
    assert shown(survey).en == ("Closing hours" if same == "no" else "Openning hours")
    if same == "yes":
        assert "This needs a new version" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "rubbish", ["", "\x00", "'\"><script>alert(1)</script>", "x" * 20_000, "{{ 7*7 }}", "ŵ" * 300]
)
def test_rubbish_in_every_field_breaks_nothing(app: Flask, rubbish):
    officer, survey = arrange()
    client, desk = sign_in(app.test_client(), officer), DESK.format(survey.consultation_id)
    for path in (f"/correct?key={KEY}", "/new-version"):
        fields = dict.fromkeys(("words_en", "words_cy", "reason", "same", "revision"), rubbish)
        answer = send(client, desk + path, **fields)
        assert answer.status_code in (200, 302, 422), path
        assert "<script>alert" not in answer.get_data(as_text=True)
    assert client.get(f"{desk}/correct?key={rubbish[:200]}").status_code == (404 if rubbish else 302)
    assert client.get(f"{desk}/texts?q={rubbish[:200]}").status_code == 200


# --- new versions ---------------------------------------------------------------------------------------


def more(definition):
    """The draft with one more answer to choose."""
    (section,) = definition.sections
    (page,) = section.parts
    (question,) = page.questions
    options = (*question.options, Option("maybe", Bilingual("Perhaps", "Efallai")))
    asked = replace(page, questions=(replace(question, options=options),))
    return replace(definition, sections=(replace(section, parts=(asked,)),))


CHANGED = Bilingual("There is a third answer.", "Mae trydydd ateb.")


def test_the_gate_holds_for_a_new_version_too(app: Flask):
    officer, survey = arrange(SHORT)
    seen = draft_service.change(
        officer, survey.consultation_id, more, seen=0, deed=Deed.ADDED, subject=CHANGED, now=clock.now()
    ).revision

    def publish(words=CHANGED, seen=seen):
        return version_service.publish_new_version(
            officer, survey.consultation_id, words, seen=seen, now=clock.now()
        )

    with pytest.raises(Invalid) as refused:
        publish(Bilingual("Only English"))
    assert {problem.code for problem in refused.value.problems} == {"version_words", "version_gate"}
    with pytest.raises(draft_service.Overtaken):
        publish(seen=seen - 1)
    assert len(survey.versions) == 1


def live():
    """An author, an approver, and a survey that went the whole way to the public, with a changed draft."""
    now, council = clock.now(), make_council()
    author, approver = make_officer(council, Role.AUTHOR), make_officer(council, Role.APPROVER)
    fields = {"published_at": None, "opens_at": now, "closes_at": now + timedelta(days=40)}
    consultation = make_consultation(council, **fields)
    service.import_draft(author, consultation.id, write_yaml(SHORT), now=now)
    publishing.prepare(consultation)
    for officer, move in ((author, Move.SEND), (approver, Move.APPROVE)):
        publishing.move(officer, consultation, move, now=now)
    service.publish(approver, consultation.id, now=now)
    return author, approver, change_draft(author, consultation.id, more)


def change_draft(author, consultation_id, edit) -> Survey:
    seen = queries.draft(author, consultation_id).revision
    fields = {"deed": Deed.ADDED, "subject": CHANGED, "now": clock.now()}
    return draft_service.change(author, consultation_id, edit, seen=seen, **fields)


def test_a_new_version_is_published_and_the_public_is_told(app: Flask):
    author, approver, survey = live()
    client, desk = sign_in(app.test_client(), approver), DESK.format(survey.consultation_id)
    shown = client.get(f"{desk}/new-version").get_data(as_text=True)
    assert "1 answer or label was added" in shown
    assert send(client, f"{desk}/new-version").status_code == 422
    done = send(client, f"{desk}/new-version", words_en=CHANGED.en, words_cy=CHANGED.cy)
    assert done.location == desk
    db.session.rollback()
    now_asked = queries.published_version(survey.consultation_id)
    assert (now_asked.number, now_asked.definition) == (2, more(SHORT))
    assert queries.version(survey.versions[0].id).definition == SHORT
    page = app.test_client().get(f"/en/consultations/{survey.consultation.slug_en}").get_data(as_text=True)
    assert "the questions have changed" in page
    assert CHANGED.en in page
    assert author != approver


def test_whoever_corrected_a_slip_in_one_language_can_still_publish_a_new_version(app: Flask):
    _author, approver, survey = live()
    question = next(survey.definition.pages()).questions[0]
    right = Bilingual(f"{question.title.en}.", question.title.cy)
    correct(approver, survey, right, key=f"question:{question.id}/title", sure=True)
    db.session.rollback()
    assert translation_service.problems(survey) == ()
    fields = {"seen": survey.revision, "now": clock.now()}
    version = version_service.publish_new_version(approver, survey.consultation_id, CHANGED, **fields)
    assert version.number == 2


def test_whoever_may_not_publish_what_they_wrote_is_told_before_they_type(app: Flask):
    _author, approver, survey = live()
    client, desk = sign_in(app.test_client(), approver), DESK.format(survey.consultation_id)
    assert "Tell the public" in client.get(f"{desk}/new-version").get_data(as_text=True)
    db.session.execute(update(DraftChange).values(officer_id=approver.id))  # before the role was changed
    db.session.commit()
    answer = client.get(f"{desk}/new-version")
    assert answer.status_code == 403
    assert "You have worked on this draft yourself." in answer.get_data(as_text=True)
    assert "Tell the public" not in answer.get_data(as_text=True)


def test_nothing_new_is_no_new_version_and_another_kind_of_question_is_none(app: Flask):
    author, approver, survey = live()

    def publish():
        revision = queries.draft(author, survey.consultation_id).revision
        return version_service.publish_new_version(
            approver, survey.consultation_id, CHANGED, seen=revision, now=clock.now()
        )

    change_draft(author, survey.consultation_id, lambda _draft: SHORT)
    with pytest.raises(Invalid) as same:
        publish()
    assert [problem.code for problem in same.value.problems] == ["version_same"]
    change_draft(author, survey.consultation_id, other_kind)
    with pytest.raises(Invalid) as kind:
        publish()
    assert [problem.code for problem in kind.value.problems] == ["version_kind"]
    with pytest.raises(NotAllowed):
        version_service.publish_new_version(author, survey.consultation_id, CHANGED, seen=0, now=clock.now())


def other_kind(definition):
    """The draft in which the only question has become one of another kind."""
    (section,) = definition.sections
    (page,) = section.parts
    (question,) = page.questions
    several = SeveralChoices(id=question.id, title=question.title, options=question.options)
    return replace(definition, sections=(replace(section, parts=(replace(page, questions=(several,)),)),))


def test_the_differences_are_shown_and_words_alone_suggest_a_correction(app: Flask):
    officer, survey = arrange(WRONG, draft=SHORT)
    client, desk = sign_in(app.test_client(), officer), DESK.format(survey.consultation_id)
    page = html.document_fromstring(client.get(f"{desk}/differences").get_data(as_text=True))
    assert "Only words are different" in page.text_content()
    assert any("correct?key=" in link for link in page.xpath("//main//a/@href"))
    survey.draft = to_json(more(SHORT))
    saved(survey)
    assert "1 answer or label was added" in client.get(f"{desk}/differences").get_data(as_text=True)


@pytest.mark.parametrize(
    ("edit", "lost"),
    [(more, ["Easy Read"]), (lambda survey: replace(survey, variants=()), ["Easy Read"]), (lambda s: s, [])],
)
def test_a_variant_that_the_public_would_lose_is_named(app: Flask, edit, lost):
    words = tuple((each.key, each.words) for each in texts(SHORT) if each.words)
    easy = put(SHORT, Variant("easy_read", words=words))
    officer, survey = arrange(easy, draft=edit(easy))
    client, desk = sign_in(app.test_client(), officer), DESK.format(survey.consultation_id)
    for path in ("new-version", "differences"):
        page = html.document_fromstring(client.get(f"{desk}/{path}").get_data(as_text=True))
        said = page.xpath("//p[contains(., 'incomplete in the draft')]/following-sibling::ul[1]/li")
        assert [item.text_content() for item in said] == lost
