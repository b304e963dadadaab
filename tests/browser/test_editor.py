"""Are the editor's pages good for everybody, and can a survey be written with a keyboard and no script?"""

from __future__ import annotations

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.browser import axe, walk
from tests.browser.test_pages import BOTH_WAYS, faults

pytestmark = pytest.mark.browser

DESK = {"en": "/en/officers/consultations/{}/survey", "cy": "/cy/swyddogion/ymgynghoriadau/{}/arolwg"}
BUDGET = 5  # the number of a consultation of the demonstration whose survey is a draft with repeated pages
PATHS = {
    "en": """/settings /add-section /add-page?to=section:you /add-block?to=section:you /sections/you
        /pages/who /blocks/proposal /move/page:choose /arrange?do=delete+page:who /history /read""",
    "cy": """/gosodiadau /ychwanegu-adran /ychwanegu-tudalen?to=section:you
        /ychwanegu-ailadrodd?to=section:you /adrannau/you /tudalennau/who /ailadrodd/proposal
        /symud/page:choose /trefnu?do=delete+page:who /hanes /darllen""",
}
SAVE = {"en": "/sections/you", "cy": "/adrannau/you"}


@BOTH_WAYS
def test_every_page_and_its_errors(driver: Chrome, site: str, language: str, width: int):
    driver.delete_all_cookies()
    axe.resize(driver, width)
    walk.sign_in(driver, site, "officer@glynmorfa.example", language)
    desk = site + DESK[language].format(BUDGET)
    found = []
    for path in ["", *PATHS[language].split()]:
        driver.get(desk + path)
        assert driver.find_elements(By.CSS_SELECTOR, ".engage-subnav"), path  # it is not an error page
        driver.execute_script("document.querySelectorAll('details').forEach(each => each.open = true)")
        found += faults(driver, path)
    driver.get(desk + SAVE[language])
    for field in driver.find_elements(By.CSS_SELECTOR, "#page-form input[type=text]"):
        field.clear()
    walk.press(driver, "#page-form .govuk-button")
    assert driver.find_elements(By.CSS_SELECTOR, ".govuk-error-summary")
    assert found + faults(driver, "a section without a title") == []


def test_whoever_goes_back_from_a_page_with_errors_finds_what_was_typed(driver: Chrome, site: str):
    driver.delete_all_cookies()
    axe.resize(driver, 1280)
    walk.sign_in(driver, site, "officer@glynmorfa.example")
    driver.get(site + DESK["en"].format(BUDGET) + SAVE["en"])
    for language, text in (("en", "Typed a moment ago"), ("cy", "x" * 600)):
        field = driver.find_element(By.ID, f"title_{language}")
        field.clear()
        field.send_keys(text)
    walk.press(driver, "#page-form .govuk-button")
    assert driver.find_elements(By.CSS_SELECTOR, ".govuk-error-summary")
    driver.back()
    assert not driver.find_elements(By.CSS_SELECTOR, ".govuk-error-summary")
    assert driver.find_element(By.ID, "title_en").get_attribute("value") == "Typed a moment ago"
    assert driver.find_element(By.ID, "title_cy").get_attribute("value") == "x" * 600


def test_pages_are_written_moved_deleted_and_brought_back_without_scripts(
    without_javascript: Chrome, site: str
):
    driver = without_javascript
    driver.delete_all_cookies()
    axe.resize(driver, 320)
    walk.sign_in(driver, site, "officer@glynmorfa.example")
    driver.get(site + DESK["en"].format(BUDGET))
    before = titles(driver)

    follow(driver, named(driver, "a", "Add a page: About you"))
    typed = ("The bus stop", "Yr arhosfan")
    for language, text in zip(("en", "cy"), typed, strict=True):
        driver.find_element(By.ID, f"title_{language}").send_keys(text)
    follow(driver, driver.find_element(By.ID, "title_cy"))  # Enter in a field saves
    assert said(driver).startswith("Added: The bus stop")
    at = before.index("Our proposals")
    assert titles(driver) == [*before[:at], typed[0], *before[at:]]

    press(driver, "Move up: The bus stop")
    assert said(driver).startswith("Moved: The bus stop")
    assert titles(driver) == [*before[: at - 1], typed[0], *before[at - 1 :]]

    press(driver, "Delete: The bus stop")
    assert titles(driver) == before
    follow(driver, driver.switch_to.active_element.find_element(By.TAG_NAME, "button"))
    assert said(driver).startswith("Taken back. Deleted: The bus stop")
    assert titles(driver) == [*before[: at - 1], typed[0], *before[at - 1 :]]

    for _deed in ("move", "addition"):
        driver.get(site + DESK["en"].format(BUDGET) + "/history")
        follow(driver, named(driver, "button", "Undo: The bus stop"))
    assert titles(driver) == before


def titles(driver: Chrome) -> list[str]:
    """The titles of sections and pages in the contents."""
    return [each.text for each in driver.find_elements(By.CSS_SELECTOR, "main :is(h2, h3) a")]


def said(driver: Chrome) -> str:
    """What is read out after a deed, because focus is on it."""
    focused = driver.switch_to.active_element
    assert "govuk-notification-banner" in (focused.get_attribute("class") or "")
    return focused.find_element(By.CSS_SELECTOR, ".govuk-notification-banner__content").text


def named(driver: Chrome, tag: str, name: str) -> WebElement:
    """The link or button with exactly this name, hidden words included."""
    found = driver.find_elements(By.XPATH, f"//main//{tag}[normalize-space(.)='{name}']")
    assert len(found) == 1, (name, len(found))
    return found[0]


def press(driver: Chrome, name: str) -> None:
    """Open the actions in which this button stands, and press it, with keys alone."""
    button = named(driver, "button", name)
    button.find_element(By.XPATH, "ancestor::details/summary").send_keys(Keys.ENTER)
    walk.wait_for(driver, button.is_displayed)
    follow(driver, button)


def follow(driver: Chrome, element: WebElement) -> None:
    """Press Enter on a link, button or field, and wait for the page to which that leads."""
    body = driver.find_element(By.TAG_NAME, "body")
    element.send_keys(Keys.ENTER)
    walk.wait_for(driver, lambda: walk._is_gone(body))
