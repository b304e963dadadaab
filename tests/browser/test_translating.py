"""Is the translator's room good for everybody, also by keyboard alone, without scripts and with files?"""

from __future__ import annotations

import io
import re
import urllib.request
from pathlib import Path

import openpyxl
import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from engage.surveys import translation_xlsx
from tests.browser import axe, walk
from tests.browser.test_pages import BOTH_WAYS, faults

pytestmark = pytest.mark.browser

ROOM = {
    "en": "/en/officers/consultations/{}/survey/translation",
    "cy": "/cy/swyddogion/ymgynghoriadau/{}/arolwg/cyfieithu",
}
PATHS = {
    "en": ("", "?view=all", "/text?key=question:county/hint", "/sign-off?part=section:you", "/files"),
    "cy": ("", "?view=all", "/testun?key=question:county/hint", "/cadarnhau?part=section:you", "/ffeiliau"),
}
TITLE = "Fair lives: what do young people say?"
SAVE = "#page-form > .govuk-button"


def room(driver: Chrome, site: str, language: str = "en") -> str:
    """Sign the translator in; the address of the room for the survey that is being translated."""
    driver.delete_all_cookies()
    walk.sign_in(driver, site, "translator@glynmorfa.example")
    driver.get(f"{site}/en/officers/consultations")
    link = driver.find_element(By.PARTIAL_LINK_TEXT, TITLE).get_attribute("href")
    return site + ROOM[language].format(re.search(r"/consultations/(\d+)", link).group(1))


def fields(driver: Chrome):
    return driver.find_elements(By.CSS_SELECTOR, "main textarea")


@BOTH_WAYS
def test_every_page_and_its_errors(driver: Chrome, site: str, tmp_path: Path, language: str, width: int):
    address = room(driver, site, language)
    axe.resize(driver, width)
    found = []
    for path in PATHS[language]:
        driver.get(address + path)
        found += faults(driver, path)
    driver.get(address)
    fields(driver)[0].send_keys(" 77 https://example.org")
    walk.press(driver, SAVE)
    assert driver.title.startswith({"en": "Error:", "cy": "Gwall:"}[language])
    found += faults(driver, "errors")
    bring(driver, room(driver, site), tmp_path, "77")
    driver.get(f"{address}{PATHS[language][-1]}/{'check' if language == 'en' else 'gwirio'}")
    assert driver.find_elements(By.CSS_SELECTOR, ".engage-text--wrong")
    assert found + faults(driver, "what the file would change") == []


def bring(driver: Chrome, address: str, folder: Path, words: str) -> None:
    """Fetch the spreadsheet, put these words into the first row and bring it back."""
    cookies = "; ".join(f"{each['name']}={each['value']}" for each in driver.get_cookies())
    asked = urllib.request.Request(f"{address}/file?kind=xlsx&texts=all&from=en", headers={"Cookie": cookies})
    with urllib.request.urlopen(asked) as answer:
        book = openpyxl.load_workbook(io.BytesIO(answer.read()))
    book[translation_xlsx.TEXTS]["D2"] = words
    book.save(folder / "texts.xlsx")
    driver.get(f"{address}/files")
    driver.find_element(By.NAME, "file").send_keys(str(folder / "texts.xlsx"))
    walk.press(driver, SAVE)


def test_without_scripts_texts_are_translated_checked_and_asked_about(without_javascript: Chrome, site: str):
    driver = without_javascript
    address = room(driver, site)
    driver.get(f"{address}/text?key=page:elsewhere/body")
    text = fields(driver)[0]
    text.clear()
    text.send_keys("Geiriau newydd am yr ysgolion.")
    walk.press(driver, "button[name=switch]")
    assert fields(driver)[0].get_attribute("value") == "Geiriau newydd am yr ysgolion."
    walk.press(driver, "button[name=switch]")
    driver.find_element(By.CSS_SELECTOR, "input[name^=checked]").click()
    walk.press(driver, "button[value=save]")
    assert driver.find_elements(By.CSS_SELECTOR, ".govuk-tag--turquoise")
    fields(driver)[1].send_keys("Pa ysgolion?")
    walk.press(driver, "button[value=say]")
    assert "Pa ysgolion?" in driver.find_element(By.CSS_SELECTOR, ".engage-thread").text
