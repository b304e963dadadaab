"""Can somebody answer in another way, go back to the standard survey, and be counted with everybody else?"""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from engage.bilingual import Bilingual
from engage.database import db
from engage.respond import export_service
from engage.respond.models import Response
from engage.surveys.variant import OwnMedia, Variant
from engage.surveys.variants import put, with_media
from tests.examples import EVERY_KIND, ROUTED, SHORT
from tests.factories import NOON
from tests.respond.conftest import publish
from tests.respond.test_journeys import EVERY_FIELD, stored, values
from tests.surveys.test_variants import FILM, complete


def with_ways(definition, *codes):
    for code in codes:
        definition = put(definition, complete(definition, code))
    return definition


def start(version, lang="en") -> str:
    slug = version.survey.consultation.slug[lang]
    return f"/en/consultations/{slug}/answer" if lang == "en" else f"/cy/ymgynghoriadau/{slug}/ateb"


def begin(browser, version, name: str, lang: str = "en"):
    browser.open(start(version, lang))
    browser.follow(name)
    return browser.follow("Start in English" if lang == "en" else "Dechrau yn Gymraeg")


def test_only_complete_ways_are_offered_each_by_its_own_name(browser):
    half = put(with_ways(SHORT, "easy_read", "pl"), Variant("young_people"))
    browser.open(start(publish(half)))
    offered = browser.page.xpath("//h2[@id='ways']/following-sibling::ul[1]/li/a")
    assert [(a.text, a.get("lang")) for a in offered] == [("Easy Read", None), ("Polski", "pl")]


def test_without_other_ways_the_start_page_says_nothing_of_them(browser):
    browser.open(start(publish(SHORT)))
    assert "in other ways" not in browser.text


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("code", ["easy_read", "large_print", "young_people", "bsl", "pl", "ar"])
def test_every_way_is_answered_sent_and_recorded(browser, code, lang, tmp_path):
    version = publish(with_ways(EVERY_KIND, code))
    browser.open(start(version, lang))
    browser.open(browser.page.xpath("//h2[@id='ways']/following-sibling::ul[1]/li/a/@href")[0])
    browser.follow("Start in English" if lang == "en" else "Dechrau yn Gymraeg")
    assert f"engage-way--{code}" in browser.text
    browser.onward()
    browser.send(EVERY_FIELD)
    assert browser.errors == []
    browser.onward()
    browser.send()
    response = stored()
    assert (response.variant, response.language) == (code, lang)
    file = tmp_path / "sent.csv"
    export_service.export_sent(response.consultation_id, file, now=NOON)
    with file.open(encoding="utf-8-sig", newline="") as table:
        (row,) = csv.DictReader(table)
    assert (row["variant"], row["heard"], row["use.libraries"]) == (code, "other", "1")


def test_all_ways_land_in_one_set_of_answers(app, browsers, tmp_path):
    codes = ("standard", "easy_read", "large_print", "bsl", "young_people", "pl")
    version = publish(with_ways(SHORT, *codes[1:]))
    for number in range(len(codes)):
        browser = browsers()
        browser.open(start(version))
        if number:
            browser.open(
                browser.page.xpath("//h2[@id='ways']/following-sibling::ul[1]/li/a/@href")[number - 1]
            )
        browser.follow("Start in English")
        browser.send(longer_hours="yes")
        browser.follow("Continue")
        browser.send()
    db.session.rollback()
    rows = db.session.query(Response).all()
    assert {row.variant for row in rows} == set(codes)
    assert {str(values(row)) for row in rows} == {"{'longer_hours': 'yes'}"}
    assert {row.version_id for row in rows} == {version.id}


def test_the_words_are_the_variants_own(browser):
    begin(browser, publish(with_ways(SHORT, "easy_read")), "Easy Read")
    assert browser.title == "P Opening hours"
    assert "P Yes, it should" in browser.text
    browser.switch()
    assert browser.title == "P Oriau agor"
    assert "engage-way--easy_read" in browser.text


def test_one_goes_back_to_the_standard_survey_with_everything_that_was_typed(browser):
    begin(browser, publish(with_ways(ROUTED, "easy_read")), "Easy Read")
    browser.send(who="resident", age="adult")
    assert stored().variant == "easy_read"
    button = browser.page.xpath("//button[contains(., 'Go on in the standard survey')]")[0]
    typed = {**browser.typed(), "travel": "bus", button.get("name"): button.get("value")}
    browser.open(button.get("formaction"), "POST", data=typed)
    assert "engage-way" not in browser.text
    assert browser.page.xpath("//input[@name='travel' and @checked]/@value") == ["bus"]
    browser.send(travel="bus")
    response = stored()  # one row: nothing was begun anew
    assert (response.variant, values(response)) == (
        "standard",
        {"who": "resident", "age": "adult", "travel": ["bus"]},
    )


def test_the_check_page_leads_back_as_well(browser):
    begin(browser, publish(with_ways(SHORT, "large_print")), "Large print")
    browser.send(longer_hours="yes")
    assert browser.title == "Check your answers"
    browser.follow("Go on in the standard survey")
    assert browser.title == "Check your answers"
    assert "engage-way" not in browser.text


def test_a_further_languages_words_say_which_language_they_are_in(browser):
    begin(browser, publish(with_ways(SHORT, "ar")), "العربية")
    browser.send()
    legend = browser.page.xpath("//legend//span[@lang='ar']")[0]
    assert (legend.get("dir"), legend.text) == ("rtl", "P Should the library open on Saturdays?")
    assert browser.page.xpath("//h1/@lang") in (["ar"], [])
    assert "<span" not in browser.page.findtext(".//title")
    browser.send(longer_hours="yes")
    assert browser.page.xpath("//dt/@lang") == ["ar"]
    assert "&lt;span" not in browser.text


def test_the_order_is_the_variants_own_and_answers_keep_their_keys(browser):
    definition = with_ways(EVERY_KIND, "large_print")
    (variant,) = definition.variants
    ids = [question.id for question in list(definition.pages())[1].questions]
    turned = put(definition, replace(variant, order=tuple(reversed(ids))))
    begin(browser, publish(turned), "Large print")
    browser.onward()
    names = [name for name in browser.page.xpath("//main//form//input/@name") if name in ids]
    assert names[0] == ids[-1]
    browser.send(EVERY_FIELD)
    assert values(stored())["visits"] == 4


def test_the_film_is_beside_its_question(browser):
    film = replace(FILM, address=Bilingual("https://films.example/q", "https://films.example/c"))
    variant = with_media(Variant("bsl"), OwnMedia("question:longer_hours", videos=(film,)))
    begin(browser, publish(put(SHORT, variant)), "British Sign Language (BSL)")
    assert browser.page.xpath("//main//form//a/@href") == ["https://films.example/q"]


@pytest.mark.parametrize("path", ["easy-read", "nowhere", "pl", "%00", "standard"])
def test_a_way_that_is_not_offered_is_not_found(browser, path):
    version = publish(with_ways(SHORT, "large_print"))
    assert browser.open(f"{start(version)}/as/{path}").status_code == 404
    assert browser.open(f"{start(version)}/new/{path}").status_code == 404


def test_the_slug_of_the_other_language_leads_to_the_same_way(browser):
    version = publish(with_ways(SHORT, "large_print"))
    slug = version.survey.consultation.slug_cy
    browser.open(f"/en/consultations/{slug}/answer/as/large-print")
    assert browser.address.endswith(f"{version.survey.consultation.slug_en}/answer/as/large-print")
    assert "Large print" in browser.text
    browser.follow("Cymraeg")
    assert browser.address.endswith("/ateb/fel/print-bras")
