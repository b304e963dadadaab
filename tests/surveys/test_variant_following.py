"""Is a variant out of date when the standard words change for which its own were made?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from lxml import html

from engage import clock
from engage.bilingual import Bilingual
from engage.database import db
from engage.surveys import draft_service, edit_service, variants
from engage.surveys.deeds import Deed
from engage.surveys.definition import Definition
from engage.surveys.document import from_json, to_json
from engage.surveys.media import Video
from engage.surveys.texts import rewritten, texts
from engage.surveys.variant import OwnMedia, Variant
from engage.surveys.variant_following import followed, settled, unturned
from tests.examples import SHORT
from tests.factories import make_consultation, make_officer
from tests.officers import send, sign_in

KEY = "page:support/title"
BEFORE = {text.key: text.words for text in texts(SHORT)}[KEY]
OWN = Bilingual("Easy words", "Geiriau hawdd")
FILM = (Video("film", OWN, Bilingual("https://film.example/1", "https://film.example/1"), OWN),)


def with_own(code: str = "easy_read") -> Definition:
    """The survey with a variant that has something of its own for the page's title."""
    if code == "bsl":
        return variants.put(SHORT, Variant(code, media=(OwnMedia("page:support", videos=FILM),)))
    return variants.put(SHORT, Variant(code, words=((KEY, OWN),)))


def saying(definition: Definition, words: Bilingual) -> Definition:
    return rewritten(definition, {KEY: words})


def outdated(definition: Definition) -> dict[str, Bilingual]:
    return dict(definition.variants[0].outdated)


NEW = replace(BEFORE, en="Quite another thing")
TURNED = followed(with_own(), saying(with_own(), NEW), "en")


@pytest.mark.parametrize("code", ["easy_read", "young_people", "pl", "bsl"])
def test_what_was_made_for_other_words_is_out_of_date_and_says_for_which(code):
    after = followed(with_own(code), saying(with_own(code), NEW), "en")
    assert outdated(after) == {KEY: BEFORE}
    found = [each for each in variants.problems(after, after.variants[0]) if each.code == "variant_outdated"]
    assert [(each.place.page, each.parameters) for each in found] == [("support", {"field": "title"})]
    assert from_json(to_json(after)) == after


@pytest.mark.parametrize(
    ("first", "words", "is_outdated"),
    [
        ("en", replace(BEFORE, en="New"), True),
        ("en", replace(BEFORE, cy="Newydd"), False),  # a translation only follows
        ("cy", replace(BEFORE, cy="Newydd"), True),
        ("cy", replace(BEFORE, en="New"), False),
    ],
)
def test_the_language_that_is_written_first_counts(first, words, is_outdated):
    assert bool(outdated(followed(with_own(), saying(with_own(), words), first))) == is_outdated


def test_what_the_variant_has_no_words_for_is_never_out_of_date():
    empty = variants.put(SHORT, Variant("easy_read"))
    assert not outdated(followed(empty, saying(empty, NEW), "en"))


def test_words_that_are_written_for_the_first_time_make_nothing_out_of_date():
    unwritten = saying(with_own(), Bilingual())
    assert not outdated(followed(unwritten, saying(unwritten, NEW), "en"))


def test_the_words_for_which_it_was_made_are_kept_while_the_standard_goes_on_changing():
    again = followed(TURNED, saying(TURNED, replace(NEW, en="A third thing")), "en")
    assert outdated(again) == {KEY: BEFORE}


def newly_worded(definition: Definition) -> Definition:
    own = variants.with_words(definition.variants[0], {KEY: Bilingual("New easy words", "Newydd")})
    return variants.put(definition, own)


ENDS = {
    "own words are new": lambda it: followed(it, newly_worded(it), "en"),
    "the standard words are back": lambda it: followed(it, saying(it, BEFORE), "en"),
    "somebody says that they fit": lambda it: variants.put(it, settled(it.variants[0], [KEY])),
    "it was only a slip": lambda it: unturned(with_own(), it),
    "own words are taken away": lambda it: followed(
        it, variants.put(it, variants.with_words(it.variants[0], {KEY: Bilingual()})), "en"
    ),
    "the text is not there any more": lambda it: followed(it, replace(it, sections=()), "en"),
}


@pytest.mark.parametrize("end", ENDS)
def test_it_is_out_of_date_until(end):
    assert outdated(TURNED)
    assert not outdated(ENDS[end](TURNED))


def test_another_slip_leaves_out_of_date_what_was_so_before():
    assert outdated(unturned(TURNED, TURNED)) == {KEY: BEFORE}


# --- in the draft -------------------------------------------------------------------------------------------


def arrange(app: Flask, code: str = "easy_read"):
    officer = make_officer()
    consultation = make_consultation(officer.council, published_at=None)
    survey = edit_service.replace_draft(officer, consultation.id, with_own(code), now=clock.now())
    change(officer, survey, lambda before: saying(before, NEW))
    return officer, survey, sign_in(app.test_client(), officer)


def change(officer, survey, edit) -> None:
    draft_service.change(
        officer,
        survey.consultation_id,
        edit,
        seen=survey.revision,
        deed=Deed.CHANGED,
        subject=BEFORE,
        now=clock.now(),
    )


def now(survey) -> dict[str, Bilingual]:
    db.session.rollback()
    db.session.refresh(survey)
    return outdated(survey.definition)


def test_the_draft_keeps_it_in_mind_and_undo_takes_it_back(app: Flask):
    officer, survey, _client = arrange(app)
    assert now(survey) == {KEY: BEFORE}
    draft_service.undo(officer, survey.consultation_id, seen=survey.revision, now=clock.now())
    assert now(survey) == {}


def test_a_file_that_takes_the_place_of_the_draft_changes_standard_words_too(app: Flask):
    officer, survey, _client = arrange(app)
    third = saying(with_own(), replace(BEFORE, en="A third thing"))
    edit_service.replace_draft(officer, survey.consultation_id, third, now=clock.now())
    assert now(survey) == {KEY: NEW}


def test_whoever_says_that_it_was_a_slip_says_it_for_the_variants_too(app: Flask):
    officer, survey, _client = arrange(app)
    draft_service.confirm(officer, survey.consultation_id, seen=survey.revision, now=clock.now())
    assert now(survey) == {}


@pytest.mark.parametrize(
    ("code", "says"), [("easy_read", "since your own were written"), ("bsl", "since the film was made")]
)
def test_the_page_shows_what_has_changed_until_somebody_says_that_it_still_fits(app: Flask, code, says):
    _officer, survey, client = arrange(app, code)
    desk = f"/en/officers/consultations/{survey.consultation_id}/survey/variants/{code}"
    show, words = client.get(desk), client.get(f"{desk}/words/page:support")
    assert "Out of date" in show.get_data(as_text=True)
    assert "The standard words have changed since its own were made: Title" in show.get_data(as_text=True)
    page = html.document_fromstring(words.get_data(as_text=True))
    assert says in page.text_content()
    assert [mark.text_content() for mark in page.xpath("//main//del | //main//ins")]
    shown = [" ".join(words.text_content().split()) for words in page.xpath("//main//p[@lang='en']")]
    assert "taken out: Opening (end) taken out: hours (end)" in shown
    assert "put in: Quite (end) put in: another thing (end)" in shown
    assert send(client, f"{desk}/words/page:support").status_code == 302
    assert now(survey) == {KEY: BEFORE}, "to save the same words does not say that they fit"
    assert send(client, f"{desk}/words/page:support", fits=KEY).status_code == 302
    assert now(survey) == {}
    assert "Out of date" not in client.get(desk).get_data(as_text=True)
