"""Is a survey good for everybody in its other ways, and a draft that is tried out, too?"""

from __future__ import annotations

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser import axe, walk
from tests.browser.test_pages import BOTH_WAYS, faults

pytestmark = pytest.mark.browser

SLUG = {"en": "a-new-play-area-in-trehelyg", "cy": "ardal-chwarae-newydd-yn-nhrehelyg"}
WAYS = {"easy_read": {"en": "/easy-read", "cy": "/hawdd-ei-ddeall"}}
WAYS["large_print"] = {"en": "/large-print", "cy": "/print-bras"}
PREVIEW = {
    "en": "/en/officers/consultations/{}/survey/preview/",
    "cy": "/cy/swyddogion/ymgynghoriadau/{}/arolwg/rhagolwg/",
}


@BOTH_WAYS
@pytest.mark.parametrize("code", WAYS)
def test_answering_in_another_way(driver: Chrome, site: str, language: str, width: int, code: str):
    driver.delete_all_cookies()
    axe.resize(driver, width)
    found: list[str] = []
    walk.answer_all(
        driver,
        site,
        SLUG[language],
        language,
        lambda where: found.extend(faults(driver, where)),
        WAYS[code][language],
    )
    assert found == []
    assert driver.find_elements(By.CSS_SELECTOR, ".govuk-panel")


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_draft_is_tried_out_without_scripts_and_in_a_frame(
    without_javascript: Chrome, site: str, language: str
):
    driver = without_javascript
    axe.resize(driver, 320)
    walk.sign_in(driver, site, "officer@glynmorfa.example", language)
    start = site + PREVIEW[language].format(_number(driver, site, language))
    driver.get(start + {"en": "answer", "cy": "ateb"}[language])
    for _page in range(30):
        if not driver.find_elements(By.CSS_SELECTOR, "main form .govuk-button"):
            break
        if driver.find_elements(By.CSS_SELECTOR, "#page-form input:not([type=hidden]), #page-form textarea"):
            _tick(driver)
        walk.press(driver, "#page-form .govuk-button")
    end = {"en": "You have reached the end", "cy": "Rydych wedi cyrraedd y diwedd"}[language]
    assert driver.find_element(By.TAG_NAME, "h1").text == end
    driver.get(start + {"en": "phone", "cy": "ffon"}[language])
    driver.switch_to.frame(driver.find_element(By.TAG_NAME, "iframe"))
    assert driver.find_elements(By.ID, "page-form")
    driver.switch_to.default_content()


def _tick(driver: Chrome) -> None:
    """Choose the first option of the page's first group, as the keyboard does."""
    fields = driver.find_elements(By.CSS_SELECTOR, "#page-form input[type=radio]")
    if fields:
        fields[0].send_keys(" ")


def _number(driver: Chrome, site: str, language: str) -> str:
    """The number of the consultation, from its link in the officers' list."""
    driver.get(site + PREVIEW[language].split("/{}")[0])
    names = {"en": "A new play area", "cy": "Ardal chwarae newydd"}
    links = driver.find_elements(By.PARTIAL_LINK_TEXT, names[language])
    return str(links[0].get_attribute("href")).rsplit("/", 1)[1]
