"""Do officers write a variant beside the standard words, page by page, and see what it lacks?"""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from lxml import html
from PIL import Image

from engage import clock
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.database import db
from engage.surveys import variants
from engage.surveys.document import to_json
from engage.surveys.models import Survey, SurveyVersion
from engage.surveys.variant import OwnMedia, Variant
from tests.examples import BUDGET, SHORT
from tests.factories import NOON, make_consultation, make_officer, saved
from tests.officers import send, sign_in, upload
from tests.surveys.test_variants import FILM, THREE, complete


def _pixel() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "PNG")
    return file.getvalue()


PIXEL = _pixel()
DESK = "/en/officers/consultations/{}/survey/variants"


def arrange(app: Flask, definition=SHORT, *roles: Role):
    officer, now = make_officer(None, *roles), clock.now()
    consultation = make_consultation(
        officer.council, published_at=None, opens_at=now, closes_at=now + timedelta(days=9)
    )
    survey = saved(Survey(consultation=consultation, draft=to_json(definition), changed_at=now))
    return sign_in(app.test_client(), officer), DESK.format(consultation.id), survey


def variant(survey, code: str):
    db.session.rollback()
    db.session.refresh(survey)
    return variants.find(survey.definition, code)


def begun(app, code: str, definition=SHORT):
    client, desk, survey = arrange(app, definition)
    assert send(client, f"{desk}/add", code=code).location == f"{desk}/{code}"
    return client, desk, survey


def fields_of(page) -> list[str]:
    document = html.document_fromstring(page.get_data(as_text=True))
    return [name for name in document.xpath("//main//textarea/@name") if not name.startswith("film_")]


def undo(client, address: str, said: str) -> None:
    """Take back what the page says has just been done."""
    page = html.document_fromstring(client.get(address).get_data(as_text=True))
    assert said in page.text_content()
    (form,) = page.xpath("//form[contains(@action, 'undo')]")
    assert client.post(form.get("action"), data=dict(form.form_values())).status_code == 302


@pytest.mark.parametrize("code", ["easy_read", "pl", "ur"])
def test_a_variant_is_begun_written_page_by_page_and_complete(app: Flask, code):
    client, desk, survey = begun(app, code)
    page = client.get(f"{desk}/{code}/words/survey")
    while True:
        typed = dict.fromkeys(fields_of(page), "Own words")
        done = send(client, page.request.path, **typed, onward="next")
        if done.location == f"{desk}/{code}":
            break
        page = client.get(done.location)
    own = variant(survey, code)
    assert variants.problems(survey.definition, own) == ()
    shown = client.get(f"{desk}/{code}").get_data(as_text=True)
    assert "Complete" in shown
    if code != "easy_read":
        assert all(words.en == words.cy for _key, words in own.words)


@pytest.mark.parametrize(("first", "second"), [("en", "cy"), ("cy", "en")])
def test_the_language_that_is_written_first_stands_first(app: Flask, first, second):
    client, desk, survey = begun(app, "easy_read")
    survey.written_in = first
    db.session.commit()
    page = html.document_fromstring(client.get(f"{desk}/easy_read/words/page:support").get_data(as_text=True))
    fields = page.xpath("//main//textarea/@lang | //main//input[starts-with(@name, 'film_title')]/@lang")
    assert fields == [first, second] * (len(fields) // 2)


def test_large_print_is_complete_at_once_and_has_nothing_to_write(app: Flask):
    client, desk, _survey = begun(app, "large_print")
    assert "Complete" in client.get(f"{desk}/large_print").get_data(as_text=True)
    assert client.get(f"{desk}/large_print/words/survey").status_code == 404


def test_what_is_published_already_is_not_said_to_be_published_later(app: Flask):
    client, desk, survey = begun(app, "large_print")
    officer, later = make_officer(), "once this draft is published"
    assert later in client.get(desk).text
    db.session.refresh(survey)
    survey.versions.append(
        SurveyVersion(number=1, document=survey.draft, published_at=NOON, published_by_id=officer.id)
    )
    db.session.commit()
    page = client.get(desk).text
    assert "It is published with the survey." in page
    assert later not in page


def test_a_film_makes_sign_language_complete(app: Flask):
    client, desk, survey = begun(app, "bsl")
    at = f"{desk}/bsl/words/page:support"
    half = send(client, at, film_title_en="Film")
    assert half.status_code == 422
    wrong = {
        f"film_{part}_{lang}": "x" for part in ("title", "address", "transcript") for lang in ("en", "cy")
    }
    assert send(client, at, **wrong).status_code == 422
    right = wrong | {f"film_address_{lang}": "https://films.example/f" for lang in ("en", "cy")}
    assert send(client, at, **right).status_code == 302
    assert variants.problems(survey.definition, variant(survey, "bsl")) == ()
    empty = dict.fromkeys(right, "")
    assert send(client, at, **empty).status_code == 302
    assert variant(survey, "bsl").media == ()


def test_films_that_the_form_does_not_show_stay_and_the_first_keeps_its_code(app: Flask):
    welcome, more = replace(FILM, code="welcome"), replace(FILM, code="more")
    own = OwnMedia("page:support", videos=(welcome, more))
    beside = OwnMedia("question:longer_hours", videos=(FILM,))
    bsl = Variant("bsl", media=(own, beside))
    client, desk, survey = arrange(app, replace(SHORT, variants=(bsl,)))
    assert send(client, f"{desk}/bsl/words/page:support", film_title_en="New").status_code == 302
    new = replace(welcome, title=replace(welcome.title, en="New"))
    assert variant(survey, "bsl").media == (replace(own, videos=(new, more)), beside)


def test_the_standard_words_are_copied_into_what_is_empty_and_nothing_is_saved_yet(app: Flask):
    client, desk, survey = begun(app, "easy_read")
    key = "page:support/title"
    page = send(client, f"{desk}/easy_read/words/page:support", **{f"{key}:en": "Plain", "standard": "1"})
    document = html.document_fromstring(page.get_data(as_text=True))
    assert document.get_element_by_id(f"{key}:en").text.strip() == "Plain"
    assert document.get_element_by_id(f"{key}:cy").text.strip() == "Oriau agor"
    assert variant(survey, "easy_read").words == ()


def test_whoever_was_overtaken_loses_nothing(app: Flask):
    client, desk, survey = begun(app, "easy_read")
    key = "page:support/title:en"
    page = send(client, f"{desk}/easy_read/words/page:support", **{key: "Mine", "revision": "0"})
    assert page.status_code == 409
    assert "Mine" in page.get_data(as_text=True)
    assert variant(survey, "easy_read").words == ()


def test_the_order_is_changed_with_buttons_and_put_back(app: Flask):
    client, desk, survey = begun(app, "large_print", THREE)
    address = f"{desk}/large_print/order"
    form = html.document_fromstring(client.get(address).get_data(as_text=True)).xpath("//main//form")[0]
    client.post(address, data=dict(form.form_values()) | {"down": "one"})
    assert variant(survey, "large_print").order == ("two", "one", "three")
    form = html.document_fromstring(client.get(address).get_data(as_text=True)).xpath("//main//form")[0]
    client.post(address, data=dict(form.form_values()) | {"standard": "1"})
    assert variant(survey, "large_print").order == ()


def test_a_picture_of_its_own_is_kept_changed_and_removed(app: Flask):
    client, desk, survey = begun(app, "easy_read")
    at = f"{desk}/easy_read/picture/question:longer_hours"
    assert send(client, at).status_code == 422
    assert send(client, at, upload=upload(b"no picture", "a.png"), decorative="y").status_code == 422
    done = send(client, at, upload=upload(PIXEL, "a.png"), alt_en="A clock", alt_cy="Cloc")
    assert done.location == f"{desk}/easy_read/words/page:support"
    (media,) = variant(survey, "easy_read").media
    assert (media.at, media.images[0].alt.en) == ("question:longer_hours", "A clock")
    removed = send(client, at, remove="1")
    assert variant(survey, "easy_read").media == ()
    undo(client, removed.location, "Deleted: A clock")
    assert variant(survey, "easy_read").media == (media,)
    assert client.get(f"{desk}/easy_read/picture/page:gone").status_code == 404


def test_a_variant_is_removed_after_asking(app: Flask):
    client, desk, survey = begun(app, "pl")
    assert send(client, f"{desk}/pl/remove").location == desk
    assert variant(survey, "pl") is None
    undo(client, desk, "Deleted: Polish")
    assert variant(survey, "pl") is not None


def test_translators_write_words_and_authors_begin_variants(app: Flask):
    whole = variants.put(SHORT, complete(SHORT, "pl"))
    client, desk, survey = arrange(app, whole, Role.TRANSLATOR)
    assert client.get(f"{desk}/pl/words/survey").status_code == 200
    assert send(client, f"{desk}/pl/words/survey", **{"survey/title:en": "Nowy"}).status_code == 302
    assert dict(variant(survey, "pl").words)["survey/title"] == Bilingual("Nowy", "Nowy")
    for path in ("pl/order", "pl/remove"):
        assert client.get(f"{desk}/{path}").status_code == 403


@pytest.mark.parametrize("rubbish", ["", "x", "klingon", "\x00", "é" * 11_000, "<script>alert(1)</script>"])
def test_rubbish_in_every_field_breaks_nothing(app: Flask, rubbish):
    client, desk, _survey = begun(app, "easy_read", BUDGET)
    assert send(client, f"{desk}/add", code=rubbish).status_code == 422
    for path in ("survey", "page:proposal"):
        page = client.get(f"{desk}/easy_read/words/{path}")
        if page.status_code == 404:
            continue
        answer = send(client, page.request.path, **dict.fromkeys(fields_of(page), rubbish))
        assert answer.status_code in (302, 422)
        assert "<script>alert" not in answer.get_data(as_text=True)
    for path in (f"{rubbish[:50] or 'x'}", "easy_read/words/page:gone", "pl/order"):
        assert client.get(f"{desk}/{path}").status_code == 404
