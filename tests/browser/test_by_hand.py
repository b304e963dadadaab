"""Can somebody do everything with a keyboard, and with no script at all?"""

from __future__ import annotations

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser import axe, walk
from tests.browser.conftest import EVERY_KIND

pytestmark = pytest.mark.browser

FOCUS = """
const e = document.activeElement;
if (!e || e === document.body) return null;
const box = e.getBoundingClientRect();
const drawn = [e, ...document.querySelectorAll(`label[for="${CSS.escape(e.id || '-')}"]`)].some(each =>
  [null, '::before', '::after'].some(part => {
    const style = getComputedStyle(each, part);
    return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
  }));
const x = box.left + box.width / 2, y = box.top + Math.min(box.height / 2, 20);
const top = document.elementFromPoint(x, y);
const labels = [...(e.labels || [])];
const near = top && (e.contains(top) || top.contains(e) || labels.some(label => label.contains(top)));
const key = [...document.querySelectorAll('*')].indexOf(e);
return {what: e.outerHTML.slice(0, 120), drawn, near: !!near, key};
"""
STOPS = {
    "home": "/en/",
    "list": "/cy/ymgynghoriadau",
    "consultation": "/en/consultations/getting-on-together-and-a-new-hub",
    "sign-in": "/en/sign-in",
    "question": f"/en/consultations/{EVERY_KIND}/answer/new",
}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("page", STOPS)
def test_every_tab_stop_is_seen_and_none_is_a_trap(driver: Chrome, site: str, page: str, width: int):
    axe.resize(driver, width)
    driver.get(site + STOPS[page])
    if page == "question":
        walk.press(driver, "main .govuk-button")
    seen: list[int] = []
    for _ in range(150):
        ActionChains(driver).send_keys(Keys.TAB).perform()
        stop = driver.execute_script(FOCUS)
        if stop is None or stop["key"] in seen:
            break
        seen.append(stop["key"])
        assert stop["drawn"], f"focus is not seen on {stop['what']}"
        assert stop["near"], f"something lies over {stop['what']}"
    else:
        raise AssertionError("the tab key does not come round")
    assert len(seen) > 5
    assert seen == sorted(seen), "the order of stops is not that of the page"


def test_a_question_is_answered_with_keys_alone(driver: Chrome, site: str):
    axe.resize(driver, 1280)
    driver.get(f"{site}/en/consultations/getting-on-together-and-a-new-hub/answer/new")
    first = driver.find_element(By.CSS_SELECTOR, "input[type=radio]")
    driver.execute_script("document.querySelector('h1').focus()")
    first.send_keys(Keys.SPACE)
    ActionChains(driver).send_keys(Keys.ARROW_DOWN).perform()
    chosen = driver.find_element(By.CSS_SELECTOR, "input[type=radio]:checked")
    assert chosen.get_attribute("value") == "works_or_studies"
    ActionChains(driver).send_keys(Keys.TAB, Keys.SPACE).perform()
    assert driver.switch_to.active_element.is_selected()
    address = driver.current_url
    ActionChains(driver).send_keys(Keys.ENTER).perform()
    walk.wait_for(driver, lambda: driver.current_url != address)
    assert "/page/" in driver.current_url, "Enter goes on, in the same language"


def test_a_mistake_takes_the_reader_to_it(driver: Chrome, site: str):
    driver.get(f"{site}/en/consultations/getting-on-together-and-a-new-hub/answer/new")
    walk.press(driver)
    assert driver.title.startswith("Error:")
    assert "govuk-error-summary" in driver.switch_to.active_element.get_attribute("class")
    link = driver.find_element(By.CSS_SELECTOR, ".govuk-error-summary a")
    link.click()
    assert driver.switch_to.active_element.get_attribute("name") == "respondent"


def test_one_browser_runs_scripts_and_the_other_does_not(
    driver: Chrome, without_javascript: Chrome, site: str
):
    """The button that shows a password is unhidden by a script."""
    for browser, shown in ((driver, True), (without_javascript, False)):
        browser.get(f"{site}/en/sign-in")
        assert browser.find_element(By.CSS_SELECTOR, "button[aria-controls=password]").is_displayed() == shown


def test_without_scripts_the_switch_keeps_what_was_typed(without_javascript: Chrome, site: str):
    driver = without_javascript
    driver.get(f"{site}/en/consultations/{EVERY_KIND}/answer/new")
    walk.press(driver, "main .govuk-button")
    text = driver.find_element(By.CSS_SELECTOR, "main textarea")
    typed = ["Tŷ newydd, typed in English", "not a number"]
    text.send_keys(typed[0])
    driver.find_element(By.CSS_SELECTOR, "input[inputmode]").send_keys(typed[1])
    for language in ("cy", "en"):
        walk.press(driver, "button[name=switch]")
        assert driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == language
        assert (
            driver.find_element(By.CSS_SELECTOR, "main textarea").get_attribute("value").endswith("English")
        )
        assert (
            driver.find_element(By.CSS_SELECTOR, "input[inputmode]").get_attribute("value") == "not a number"
        )
        assert not driver.find_elements(By.CSS_SELECTOR, ".govuk-error-summary")


@pytest.mark.parametrize("language", ["en", "cy"])
def test_without_scripts_a_survey_is_answered_to_the_end(
    without_javascript: Chrome, site: str, language: str
):
    titles: list[str] = []
    look = lambda _where: titles.append(without_javascript.title)  # noqa: E731
    walk.answer_all(without_javascript, site, EVERY_KIND, language, look)
    assert without_javascript.find_elements(By.CSS_SELECTOR, ".govuk-panel")
    assert len(titles) > 3
