"""Can somebody who must leave at once do so from every page that shows their answers, into their language?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.examples import SHORT
from tests.respond.conftest import publish
from tests.respond.test_journeys import begin

WEATHER = {"en": "https://www.bbc.co.uk/weather", "cy": "https://www.bbc.co.uk/tywydd"}


def survey(*, safe_exit: bool):
    """A short survey whose page can, or cannot, be left at once."""
    (section,) = SHORT.sections
    (page,) = section.parts
    return replace(SHORT, sections=(replace(section, parts=(replace(page, safe_exit=safe_exit),)),))


def exits(browser) -> list[str]:
    return browser.page.xpath("//a[contains(@class, 'exit-this-page')]/@href")


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_way_out_is_on_every_page_with_answers_and_on_the_copy(browser, lang):
    begin(browser, publish(survey(safe_exit=True)), lang)
    assert exits(browser) == [WEATHER[lang]]
    browser.send(longer_hours="yes")
    assert exits(browser) == [WEATHER[lang]]
    browser.onward()
    browser.send()
    receipt = next(
        href for href in browser.page.xpath("//main//a/@href") if "/respond" in href or "/ymateb/" in href
    )
    browser.open(receipt)
    assert exits(browser) == [WEATHER[lang]]


def test_there_is_none_where_nobody_needs_it(browser):
    begin(browser, publish(survey(safe_exit=False)), "en")
    assert exits(browser) == []
    browser.send(longer_hours="yes")
    assert exits(browser) == []
