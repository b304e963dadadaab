"""Are papers keyed by the keyboard alone, and are the forms and the clerks' pages good for everybody?"""

from __future__ import annotations

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.browser import axe, walk
from tests.browser.test_pages import BOTH_WAYS, faults

pytestmark = pytest.mark.browser

SLUGS = {"en": "getting-on-together-and-a-new-hub", "cy": "cyd-dynnu-a-hyb-newydd"}
HUB = {"en": "new hub", "cy": "hyb newydd"}
PAPERS = "main a[href$='/paper'], main a[href$='/papur']"


def open_batch(driver: Chrome, site: str, language: str) -> None:
    """Open a batch of the consultation, all of it to be keyed twice, and come to its first paper."""
    driver.delete_all_cookies()
    walk.sign_in(driver, site, "clerk@glynmorfa.example", language)
    desk = "officers/consultations" if language == "en" else "swyddogion/ymgynghoriadau"
    driver.get(f"{site}/{language}/{desk}")
    titles = driver.find_elements(By.CSS_SELECTOR, "main .engage-card__title a")
    follow(driver, next(each for each in titles if HUB[language] in each.text))
    follow(driver, driver.find_element(By.CSS_SELECTOR, PAPERS))
    assert faults(driver, "papers") == []
    follow(driver, driver.find_element(By.CSS_SELECTOR, "main a.govuk-button"))
    assert faults(driver, "batch") == []
    driver.find_element(By.ID, "name").send_keys("Library")
    driver.find_element(By.ID, "percent").clear()
    driver.find_element(By.ID, "percent").send_keys("100")
    walk.press(driver, "main button.govuk-button")
    assert faults(driver, "paper list") == []
    walk.press(driver, "main .keying-find button")


def follow(driver: Chrome, link: WebElement) -> None:
    driver.get(link.get_attribute("href"))


@BOTH_WAYS
def test_forms_on_the_screen(driver: Chrome, site: str, language: str, width: int):
    driver.delete_all_cookies()
    axe.resize(driver, width)
    paths = {
        "en": ("consultations", "paper", ["", "/standard", "/large-print"]),
        "cy": ("ymgynghoriadau", "papur", ["", "/safonol", "/print-bras"]),
    }
    place, word, forms = paths[language]
    for form in forms:
        driver.get(f"{site}/{language}/{place}/{SLUGS[language]}/{word}{form}")
        assert driver.find_elements(By.CSS_SELECTOR, "main h1")
        assert faults(driver, form) == []


@BOTH_WAYS
def test_a_paper_is_keyed_with_what_can_be_typed_always_in_sight(
    driver: Chrome, site: str, language: str, width: int
):
    axe.resize(driver, width)
    open_batch(driver, site, language)
    assert faults(driver, "paper") == []
    first = driver.switch_to.active_element
    assert first.get_attribute("name").startswith("q-")
    here = driver.current_url
    first.send_keys("9", Keys.ENTER)
    assert driver.current_url == here  # Enter saves nothing that is half keyed
    assert not driver.find_elements(By.CSS_SELECTOR, ".govuk-error-summary")
    for _field in range(12):
        driver.switch_to.active_element.send_keys(Keys.TAB)
        assert is_seen(driver), driver.switch_to.active_element.get_attribute("name")
    walk.press(driver, "#save")
    assert driver.find_elements(By.CSS_SELECTOR, ".govuk-error-summary")
    assert faults(driver, "mistakes") == []


def is_seen(driver: Chrome) -> bool:
    """Is the legend in sight, and does it not cover the field that has the focus?"""
    return driver.execute_script(
        "const l = document.querySelector('.keying-legend').getBoundingClientRect(),"
        " f = document.activeElement.getBoundingClientRect();"
        "return l.top >= -1 && l.bottom <= innerHeight && f.top >= l.bottom - 1 && f.top < innerHeight"
    )
