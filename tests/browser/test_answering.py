"""Does the browser keep what somebody types, warn before it is lost, and forget it on a shared computer?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from tests.browser import axe, walk
from tests.browser.conftest import EVERY_KIND, start
from tests.browser.test_pages import BOTH_WAYS, faults

pytestmark = pytest.mark.browser

PATHS = {
    "en": {"later": "later", "slip": "slip", "finish": "finish", "page": "page/2", "return": "/en/return"},
    "cy": {"later": "yn-nes-ymlaen", "slip": "slip", "finish": "gorffen", "page": "tudalen/2",
           "return": "/cy/dychwelyd"},
}  # fmt: skip
KEPT = {"en": "is saved", "cy": "wedi'i gadw"}
FORMS = ("zero", "one", "two", "few", "many", "other")
LEFT = {number: f"Mae gennych {number} nod ar ôl" for number in (1, 2, 3, 4, 6)}
LEFT |= {0: "Nid oes gennych nodau ar ôl", -1: "Mae gennych 1 nod yn ormod", -3: "Mae gennych 3 nod yn ormod"}
UNLOAD = """
const leaving = new Event("beforeunload", {cancelable: true});
dispatchEvent(leaving);
return leaving.defaultPrevented;
"""
COUNT = """
window.said = [];
new MutationObserver(() => window.said.push(document.getElementById("kept").textContent))
  .observe(document.getElementById("kept"), {childList: true, characterData: true, subtree: true});
"""


def begin(driver: Chrome, site: str, language: str = "en") -> str:
    """Go to the page with every kind of question; return the address of the journey."""
    driver.get(site + walk.START[language].format(slug=EVERY_KIND))
    walk.press(driver, "main .govuk-button")
    return driver.current_url.rsplit("/", 2)[0]


def element(driver: Chrome, name: str) -> WebElement:
    return driver.find_element(By.ID, name)


def type_in(driver: Chrome, name: str, text: str) -> None:
    field = element(driver, name)
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", field)
    field.send_keys(text)


def wait_until_kept(driver: Chrome, language: str = "en") -> None:
    walk.wait_for(driver, lambda: KEPT[language] in element(driver, "kept").text)


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Another person's browser."""
    browser = start(tmp_path_factory.mktemp("second"))
    yield browser
    browser.quit()


@BOTH_WAYS
def test_ways_out_and_back_are_good_for_everybody(driver: Chrome, site: str, language: str, width: int):
    driver.delete_all_cookies()
    axe.resize(driver, width)
    journey, found = begin(driver, site, language), []
    type_in(driver, "visits", "lots")
    walk.press(driver, "button[value=later]")
    found += faults(driver, "leaving with mistakes")
    walk.press(driver, "button[value=later-anyway]")
    for name in ("later", "slip", "finish"):
        driver.get(f"{journey}/{PATHS[language][name]}")
        found += faults(driver, name)
    walk.press(driver)
    found += faults(driver, "finish without a choice")
    code = driver.find_element(By.CSS_SELECTOR, ".engage-code > [aria-hidden]").text
    driver.find_element(By.CSS_SELECTOR, "input[value=keep]").send_keys(" ")
    walk.press(driver)
    driver.get(f"{journey}/{PATHS[language]['page']}")
    found += faults(driver, "locked")
    driver.get(site + PATHS[language]["return"])
    found += faults(driver, "return")
    element(driver, "typed").send_keys(code[:-1])
    walk.press(driver)
    found += faults(driver, "return with a slip of the pen")
    element(driver, "typed").send_keys(code[-1])
    walk.press(driver)
    assert "/respond/" in driver.current_url or "/ymateb/" in driver.current_url
    assert found == []


@BOTH_WAYS
def test_both_versions_are_good_for_everybody(
    driver: Chrome, second: Chrome, site: str, language: str, width: int
):
    axe.resize(driver, width)
    begin(driver, site, language)
    second.get(driver.current_url)
    second.execute_script("document.getElementById('street').value = 'Y Bryn'")
    walk.press(second, "button[value=later]")
    driver.execute_script(
        "document.getElementById('street').value = 'Stryd y Môr';"
        "document.getElementById('ideas').value = 'Mainc.\\nCoeden.'"
    )
    walk.press(driver, "button[value=later]")
    found = faults(driver, "both versions")
    assert {"Y Bryn", "Stryd y Môr"} <= set(driver.find_element(By.TAG_NAME, "main").text.splitlines())
    walk.press(driver)
    found += faults(driver, "no choice")
    assert driver.find_elements(By.CSS_SELECTOR, ".govuk-error-summary")
    driver.find_element(By.CSS_SELECTOR, "input[value=mine]").send_keys(" ")
    walk.press(driver)
    assert driver.find_elements(By.CSS_SELECTOR, ".engage-code")
    assert found == []


@pytest.mark.parametrize("language", ["en", "cy"])
def test_what_is_typed_is_kept_and_said_once(driver: Chrome, site: str, language: str):
    axe.resize(driver, 1280)
    begin(driver, site, language)
    driver.execute_script(COUNT)
    type_in(driver, "street", "Stryd")
    wait_until_kept(driver, language)
    type_in(driver, "street", " y Môr")
    walk.wait_for(driver, lambda: not driver.execute_script(UNLOAD))
    assert len(driver.execute_script("return window.said")) == 1
    assert driver.execute_script("return document.querySelectorAll('[role=status], [aria-live]').length") >= 1
    driver.get(driver.current_url)
    assert element(driver, "street").get_attribute("value") == "Stryd y Môr"


def test_leaving_is_warned_about_only_while_something_is_not_kept(driver: Chrome, site: str):
    begin(driver, site)
    assert not driver.execute_script(UNLOAD)
    type_in(driver, "street", "Y Bryn")
    assert driver.execute_script(UNLOAD)
    wait_until_kept(driver)
    assert not driver.execute_script(UNLOAD)
    type_in(driver, "visits", "often")  # no number: it cannot be kept, and that is not said of it
    walk.wait_for(driver, lambda: "put right first" in element(driver, "kept").text)
    assert driver.execute_script(UNLOAD)


def test_what_comes_back_unsaved_is_warned_about_and_kept_without_a_touch(driver: Chrome, site: str):
    begin(driver, site)
    type_in(driver, "street", "Y Bryn")
    walk.press(driver, "button[name=switch]")
    assert element(driver, "street").get_attribute("value") == "Y Bryn"
    wait_until_kept(driver, "cy")
    assert not driver.execute_script(UNLOAD)
    driver.back()
    walk.wait_for(driver, lambda: element(driver, "street").get_attribute("value") == "Y Bryn")
    type_in(driver, "visits", "often")
    walk.press(driver, "#page-form .govuk-button")
    walk.wait_for(driver, lambda: "put right first" in element(driver, "kept").text)
    assert driver.execute_script(UNLOAD)


def test_what_comes_back_unsaved_without_a_network_is_warned_about(driver: Chrome, site: str):
    begin(driver, site)
    type_in(driver, "street", "Y Bryn")
    away = "window.fetch = () => Promise.reject(new TypeError())"
    new = driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": away})
    try:
        walk.press(driver, "button[name=switch]")
        walk.wait_for(driver, lambda: "roi cynnig arni" in element(driver, "kept").text)
        assert driver.execute_script(UNLOAD)
    finally:
        driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", new)


def test_a_chosen_file_is_warned_about_until_a_button_sends_it(driver: Chrome, site: str, tmp_path: Path):
    begin(driver, site)
    letter = tmp_path / "llythyr.txt"
    letter.write_text("Annwyl bawb")
    driver.find_element(By.CSS_SELECTOR, "main input[type=file]").send_keys(str(letter))
    assert driver.execute_script(UNLOAD)
    type_in(driver, "street", "Y Bryn")
    wait_until_kept(driver)
    assert driver.execute_script(UNLOAD)  # a draft that is saved while typing holds no file


def test_without_a_network_it_is_said_tried_again_and_nothing_is_lost(driver: Chrome, site: str):
    begin(driver, site)
    offline(driver, True)
    try:
        type_in(driver, "street", "Y Bryn")
        walk.wait_for(driver, lambda: "not saved yet" in element(driver, "kept").text)
        assert driver.execute_script(UNLOAD)
    finally:
        offline(driver, False)
    type_in(driver, "street", " Uchaf")
    wait_until_kept(driver)
    driver.get(driver.current_url)
    walk.wait_for(driver, lambda: element(driver, "street").get_attribute("value").startswith("Y Bryn"))


def offline(driver: Chrome, away: bool) -> None:
    driver.execute_cdp_cmd("Network.enable", {})
    conditions = {"offline": away, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", conditions)


def test_two_who_type_at_once_are_told_and_shown_both(driver: Chrome, second: Chrome, site: str):
    begin(driver, site)
    second.get(driver.current_url)
    type_in(second, "street", "Y Bryn")
    wait_until_kept(second)
    type_in(driver, "street", "Stryd y Môr")
    walk.wait_for(driver, lambda: "another place" in element(driver, "kept").text)
    walk.press(driver, "button[value=later]")
    assert "Y Bryn" in driver.find_element(By.TAG_NAME, "main").text


def test_whoever_types_on_after_closing_is_not_told_of_somebody_else(driver: Chrome, site: str):
    begin(driver, site)
    driver.execute_script("window.fetch = async () => new Response('{}', {status: 409})")  # as after closing
    type_in(driver, "street", "Stryd y Môr")
    walk.wait_for(driver, lambda: "not taken any more" in element(driver, "kept").text)
    assert driver.execute_script(UNLOAD)  # and warned before it is lost
    driver.execute_script("window.onbeforeunload = null; document.getElementById('street').value = ''")
    walk.press(driver, "button[value=later]")


def test_a_button_pressed_while_a_draft_is_under_way_is_no_dispute(driver: Chrome, site: str):
    begin(driver, site)
    type_in(driver, "street", "Stryd")
    driver.execute_script("""
        const real = window.fetch;
        window.fetch = async (...all) => {
          const reply = await real(...all);
          await new Promise(done => setTimeout(done, 1500));
          window.arrived = true;
          return reply;
        };
    """)
    walk.wait_for(
        driver,
        lambda: driver.execute_script(
            "return performance.getEntriesByType('resource').some(each => each.initiatorType === 'fetch')"
        ),
    )
    driver.execute_script("document.getElementById('street').value += ' y Môr'")
    walk.press(driver, "button[value=later]")
    assert driver.find_elements(By.CSS_SELECTOR, ".engage-code")


@pytest.mark.parametrize("count", LEFT)
def test_characters_are_counted_in_all_plural_forms_of_welsh(driver: Chrome, site: str, count: int):
    if not driver.current_url.startswith(site + "/cy/ymateb/"):
        begin(driver, site, "cy")
    limit = int(driver.execute_script("return document.querySelector('[data-maxlength]').dataset.maxlength"))
    script = (
        "const area = document.querySelector('[data-maxlength] textarea');"
        "area.value = 'w'.repeat(arguments[0]);"
        "area.dispatchEvent(new KeyboardEvent('keyup', {bubbles: true}));"
        "area.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    driver.execute_script(script, limit - count)
    message = driver.find_element(By.CSS_SELECTOR, ".govuk-character-count__status")
    walk.wait_for(driver, lambda: message.text == LEFT[count])
    counted = driver.find_element(By.CSS_SELECTOR, "[data-maxlength]")
    for form in FORMS:
        assert counted.get_attribute(f"data-i18n.characters-under-limit.{form}"), form
        assert counted.get_attribute(f"data-i18n.characters-over-limit.{form}"), form


def test_going_back_after_finishing_shows_nothing(driver: Chrome, site: str):
    driver.delete_all_cookies()
    journey = begin(driver, site)
    type_in(driver, "street", "Stryd y Môr")
    walk.press(driver, "button[value=finish]")
    driver.find_element(By.CSS_SELECTOR, "input[value=keep]").send_keys(" ")
    walk.press(driver)
    assert "/consultations/" in driver.current_url
    assert driver.get_cookies() == []
    for _ in range(3):
        driver.back()
        walk.wait_for(driver, lambda: driver.find_elements(By.TAG_NAME, "h1"))
        assert "Stryd y Môr" not in driver.page_source
        assert not driver.find_elements(By.CSS_SELECTOR, ".engage-code")
    assert journey


def test_going_back_after_sending_shows_no_equality_answers(driver: Chrome, site: str):
    driver.delete_all_cookies()
    seen: list[str] = []
    walk.answer_all(driver, site, EVERY_KIND, "en", seen.append)
    code = driver.current_url.rsplit("/", 2)[1]
    pages = 0
    while code in driver.current_url and pages < 6:
        driver.back()
        walk.wait_for(driver, lambda: driver.find_elements(By.TAG_NAME, "h1"))
        if code in driver.current_url:  # else it is a page from before this response
            assert not driver.find_elements(By.CSS_SELECTOR, "#page-form :checked")
            pages += 1
    assert pages > 2


def test_it_all_works_without_scripts(without_javascript: Chrome, site: str, tmp_path: Path):
    driver = without_javascript
    driver.delete_all_cookies()
    axe.resize(driver, 320)
    begin(driver, site)
    type_in(driver, "street", "Stryd y Môr")
    walk.press(driver, "button[value=later]")
    code = driver.find_element(By.CSS_SELECTOR, ".engage-code > [aria-hidden]").text
    driver.get(site + PATHS["cy"]["return"])
    element(driver, "typed").send_keys(code.lower())
    walk.press(driver)
    assert element(driver, "street").get_attribute("value") == "Stryd y Môr"
    walk.press(driver, "button[value=finish]")
    driver.find_element(By.CSS_SELECTOR, "input[value=delete]").send_keys(" ")
    walk.press(driver)
    driver.get(site + PATHS["cy"]["return"])
    element(driver, "typed").send_keys(code)
    walk.press(driver)
    assert driver.find_elements(By.CSS_SELECTOR, ".govuk-error-summary")
