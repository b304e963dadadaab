"""Is what somebody can do with what they sent good for everybody, and the officers' side of it?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser import axe, walk
from tests.browser.test_pages import BOTH_WAYS, faults

pytestmark = pytest.mark.browser

SLUG = {"en": "getting-on-together-and-a-new-hub", "cy": "cyd-dynnu-a-hyb-newydd"}
ASK = {"en": "/en/response", "cy": "/cy/ymateb-a-anfonwyd"}
DEEDS = {"en": ("withdraw", "erase", "receipt"), "cy": ("tynnu", "dileu", "derbynneb")}


PRINTED = """return [...document.links].filter(link => link.checkVisibility())
    .map(link => getComputedStyle(link, "::after").content).filter(words => words.includes("("))"""


def printed_addresses(driver: Chrome) -> list[str]:
    """What would stand after the links of a page on paper."""
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    found: list[str] = driver.execute_script(PRINTED)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    return found


def picture(driver: Chrome, name: str) -> None:
    """Keep a picture of the whole page, where somebody asks for it."""
    folder = os.environ.get("PICTURES")
    if folder:
        width = driver.execute_script("return window.innerWidth")
        driver.set_window_size(width, driver.execute_script("return document.documentElement.scrollHeight"))
        driver.save_screenshot(str(Path(folder, f"{name}.png")))
        axe.resize(driver, width)


@BOTH_WAYS
def test_what_was_sent_is_looked_at_changed_and_erased(driver: Chrome, site: str, language: str, width: int):
    driver.delete_all_cookies()
    axe.resize(driver, width)
    found: list[str] = []

    def look(where: str) -> None:
        found.extend(faults(driver, where))
        picture(driver, f"{where}-{language}-{width}")

    walk.answer_all(driver, site, SLUG[language], language, lambda _where: None)
    look("sent")
    assert printed_addresses(driver) == []
    pair = [each.text for each in driver.find_elements(By.CSS_SELECTOR, "main .engage-reference")]
    driver.get(site + ASK[language])
    look("ask")
    walk.press(driver)
    look("ask-wrong")
    for field, text in zip(("reference", "code"), pair, strict=True):
        driver.find_element(By.ID, field).send_keys(text)
    walk.press(driver)
    look("mine")
    mine = driver.current_url
    withdraw, erase, receipt = DEEDS[language]
    driver.get(mine.rsplit("/", 1)[0] + f"/{receipt}")
    look("receipt")
    assert printed_addresses(driver) == []
    driver.get(mine)
    walk.press(driver, "#do")
    look("change")
    driver.get(mine)
    look("changing")
    driver.get(f"{mine}/{withdraw}")
    look("withdraw")
    walk.press(driver, "#confirm")
    look("withdrawn")
    driver.get(f"{mine}/{erase}")
    look("erase")
    walk.press(driver, "#confirm")
    look("erased")
    assert found == []


@BOTH_WAYS
def test_officers_rules_of_closing_and_lists(driver: Chrome, site: str, language: str, width: int):
    driver.delete_all_cookies()
    axe.resize(driver, width)
    walk.sign_in(driver, site, "author@glynmorfa.example", language)
    found: list[str] = []
    paths = {
        "rules": {"en": "closing/rules", "cy": "cau/rheolau"},
        "contacts": {"en": "contacts", "cy": "cysylltiadau"},
    }
    officers = {"en": "/en/officers/consultations", "cy": "/cy/swyddogion/ymgynghoriadau"}[language]
    driver.get(site + officers)
    links = [a.get_attribute("href") for a in driver.find_elements(By.CSS_SELECTOR, "main a")]
    numbers = sorted({int(link.rsplit("/", 1)[1]) for link in links if link.rsplit("/", 1)[1].isdecimal()})
    for name, path in paths.items():
        for number in numbers:
            driver.get(f"{site}{officers}/{number}/{path[language]}")
            found += faults(driver, f"{name}-{number}")
            picture(driver, f"{name}-{number}-{language}-{width}")
    assert found == []
