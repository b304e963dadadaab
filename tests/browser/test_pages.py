"""Is every page of the demonstration good for everybody: by axe, at both widths, in both languages?"""

from __future__ import annotations

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from engage.demo import build
from tests.browser import axe, walk
from tests.browser.conftest import EVERY_KIND

pytestmark = pytest.mark.browser

PUBLIC = {
    "en": ["/en/", "/en/consultations", "/en/consultations?q=zzz", "/en/nowhere"],
    "cy": ["/cy/", "/cy/ymgynghoriadau", "/cy/ymgynghoriadau?q=zzz", "/cy/unman"],
}
DESK = {
    "en": ["/en/officers/consultations", "/en/officers/consultations/add", "/en/officers/record"],
    "cy": [
        "/cy/swyddogion/ymgynghoriadau",
        "/cy/swyddogion/ymgynghoriadau/ychwanegu",
        "/cy/swyddogion/cofnod",
    ],
}
ROOMS = {"en": "/en/officers/", "cy": "/cy/swyddogion/"}
RECORDS = {  # of the consultation that is reported
    "en": "/en/officers/consultations/16/breakdown/records",
    "cy": "/cy/swyddogion/ymgynghoriadau/16/dadansoddiad/cofnodion",
}
OPEN = {"en": "getting-on-together-and-a-new-hub", "cy": "cyd-dynnu-a-hyb-newydd"}
BOTH_WAYS = pytest.mark.parametrize(("language", "width"), [("en", 1280), ("cy", 320)])
WIDTHS = (320, 1280)


def faults(driver: Chrome, where: str) -> list[str]:
    """What axe finds on the page that the browser shows, and whether it scrolls sideways at either width."""
    found = [f"{where}: {violation}" for violation in axe.violations(driver)]
    shown = driver.execute_script("return window.innerWidth")
    for width in sorted(WIDTHS, key=lambda each: each == shown):  # the one that is shown comes last
        axe.resize(driver, width)
        if beyond := axe.sideways(driver):
            found.append(f"{where}: scrolls {beyond} pixels sideways at {width}")
    return found


def faults_of_all(driver: Chrome, site: str, seeds: list[str], within: str) -> tuple[list[str], int]:
    """What is wrong with the pages of these addresses to which links lead, and how many there are."""
    found = [faults(driver, address) for address in walk.crawl(driver, site, seeds, within)]
    return [fault for page in found for fault in page], len(found)


@BOTH_WAYS
def test_public_pages(driver: Chrome, site: str, language: str, width: int):
    driver.delete_all_cookies()
    axe.resize(driver, width)
    found, pages = faults_of_all(driver, site, PUBLIC[language], f"/{language}/")
    assert found == []
    assert pages > 12


@BOTH_WAYS
def test_officers_pages(driver: Chrome, site: str, language: str, width: int):
    driver.delete_all_cookies()
    axe.resize(driver, width)
    walk.sign_in(driver, site, "officer@glynmorfa.example", language)
    found, pages = faults_of_all(driver, site, DESK[language], ROOMS[language])
    assert found == []
    assert pages > 50


@BOTH_WAYS
def test_records_pages(driver: Chrome, site: str, language: str, width: int):
    driver.delete_all_cookies()
    axe.resize(driver, width)
    walk.sign_in(driver, site, "records@glynmorfa.example", language)
    found, pages = faults_of_all(driver, site, [RECORDS[language]], RECORDS[language])
    assert found == []
    assert pages == 2


@BOTH_WAYS
def test_officers_errors(driver: Chrome, site: str, language: str, width: int):
    driver.delete_all_cookies()
    axe.resize(driver, width)
    driver.get(site + walk.SIGN_IN[language])
    walk.press(driver)
    found = faults(driver, "empty sign-in")
    assert driver.find_elements(By.CSS_SELECTOR, ".govuk-error-summary")
    walk.sign_in(driver, site, "officer@glynmorfa.example", language)
    driver.get(site + DESK[language][1])
    walk.press(driver)
    assert driver.find_elements(By.CSS_SELECTOR, ".govuk-error-summary")
    assert found + faults(driver, "empty consultation") == []


@pytest.mark.parametrize(
    ("language", "width", "survey"),
    [
        ("en", 320, "every kind"),
        ("en", 1280, "demonstration"),
        ("cy", 320, "demonstration"),
        ("cy", 1280, "every kind"),
    ],
)
def test_answering(driver: Chrome, site: str, language: str, width: int, survey: str):
    driver.delete_all_cookies()
    axe.resize(driver, width)
    found: list[str] = []
    titles: list[str] = []

    def look(where: str) -> None:
        titles.append(driver.title)
        found.extend(faults(driver, where))

    slug = EVERY_KIND if survey == "every kind" else OPEN[language]
    walk.answer_all(driver, site, slug, language, look)
    assert found == []
    assert driver.find_elements(By.CSS_SELECTOR, ".govuk-panel")
    error = {"en": "Error:", "cy": "Gwall:"}[language]
    assert any(title.startswith(error) for title in titles)


def test_a_page_broken_on_purpose_is_found_out(driver: Chrome, site: str):
    axe.resize(driver, 320)
    driver.get(f"{site}/en/")
    assert faults(driver, "home") == []
    driver.execute_script(
        "document.querySelector('main').insertAdjacentHTML('beforeend', "
        "'<img src=x><input name=a><div><a href=x>a</a><a href=y>b</a></div>');"
        "document.querySelector('main').lastChild.lastChild.before("
        "document.createElement('hr'))"
    )
    broken = " ".join(faults(driver, "home"))
    for rule in ("image-alt", "label:"):
        assert rule in broken


def test_signing_in_takes_the_demonstrations_password(driver: Chrome, site: str):
    driver.delete_all_cookies()
    walk.sign_in(driver, site, "analyst@glynmorfa.example")
    assert "/en/officers/consultations" in driver.current_url
    assert build.PASSWORD not in driver.page_source
