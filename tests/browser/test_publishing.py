"""Can a survey be led to the public without a script, and are the pages on the way good for everybody?"""

from __future__ import annotations

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser import axe, walk
from tests.browser.test_pages import BOTH_WAYS, faults

pytestmark = pytest.mark.browser

ADDRESSES = {"en": "/en/officers/consultations", "cy": "/cy/swyddogion/ymgynghoriadau"}
TITLES = {"en": "The hub in Porth Elwyn: second round", "cy": "Yr hyb ym Mhorth Elwyn: yr ail gylch"}
PATHS = {
    "en": {"way": "survey/publishing", "approve": "survey/publishing/approve", "publish": "survey/publish",
           "send_back": "survey/publishing/send-back", "ready": "survey/ready"},
    "cy": {"way": "arolwg/y-broses", "approve": "arolwg/y-broses/cymeradwyo", "publish": "arolwg/cyhoeddi",
           "send_back": "arolwg/y-broses/anfon-yn-ol", "ready": "arolwg/parod"},
}  # fmt: skip


def consultation(driver: Chrome, site: str, language: str) -> str:
    """The address of the demonstration's consultation that is with an approver."""
    driver.get(site + ADDRESSES[language])
    link = driver.find_element(By.LINK_TEXT, TITLES[language])
    return str(link.get_attribute("href"))


@BOTH_WAYS
def test_an_approver_finds_good_pages_errors_included(driver: Chrome, site: str, language: str, width: int):
    driver.delete_all_cookies()
    axe.resize(driver, width)
    walk.sign_in(driver, site, "approver@glynmorfa.example", language)
    there, found = consultation(driver, site, language), []
    for name, path in PATHS[language].items():
        driver.get(f"{there}/{path}")
        found += faults(driver, name)
    driver.get(f"{there}/{PATHS[language]['send_back']}")
    walk.press(driver)  # without saying what has to change
    assert driver.find_elements(By.CSS_SELECTOR, ".govuk-error-summary")
    assert found + faults(driver, "sent back without a word") == []


def test_it_is_approved_and_set_for_a_time_without_a_script(without_javascript: Chrome, site: str):
    driver = without_javascript
    driver.delete_all_cookies()
    driver.get(site + walk.SIGN_IN["en"])
    _fill(driver, email="approver@glynmorfa.example", password=walk.build.PASSWORD)
    walk.press(driver)
    there = consultation(driver, site, "en")
    driver.get(f"{there}/{PATHS['en']['approve']}")
    walk.press(driver)
    driver.get(f"{there}/{PATHS['en']['publish']}")
    driver.find_element(By.CSS_SELECTOR, "input[value=later]").click()
    _fill(driver, due_day="1", due_month="1", due_year="2020", due_time="9am")
    walk.press(driver)
    assert "must be in the future" in driver.find_element(By.CSS_SELECTOR, ".govuk-error-summary").text
    driver.get(f"{there}/{PATHS['en']['send_back']}")
    _fill(driver, note="Once more, please.")
    walk.press(driver)
    assert "Once more, please." in driver.find_element(By.TAG_NAME, "main").text


def _fill(driver: Chrome, **fields: str) -> None:
    for name, value in fields.items():
        driver.find_element(By.NAME, name).send_keys(value)
