"""Are the pages on routes and on the library good for everybody, and do they need nothing but a keyboard?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

from tests.browser import axe, walk
from tests.browser.test_pages import BOTH_WAYS, faults

pytestmark = pytest.mark.browser

DESK = {"en": "/en/officers/consultations/{}/survey", "cy": "/cy/swyddogion/ymgynghoriadau/{}/arolwg"}
PATHS = {
    "en": """/ways /routing/section:community /routing/page:unfair_chances /routing/question:last_visit
        /routing/equality /library /library/insert/cohesion-2026-11 /library/upgrade/cohesion-2026-11
        /library/save/page:belonging /library/save/question:area""",
    "cy": """/ffyrdd /llwybro/section:community /llwybro/page:unfair_chances /llwybro/question:last_visit
        /llwybro/equality /llyfrgell /llyfrgell/mewnosod/cohesion-2026-11
        /llyfrgell/uwchraddio/cohesion-2026-11 /llyfrgell/cadw/page:belonging
        /llyfrgell/cadw/question:area""",
}
LIBRARY = {
    "en": ("/en/officers/library", "/en/officers/library/sets/cohesion-2026-11"),
    "cy": ("/cy/swyddogion/llyfrgell", "/cy/swyddogion/llyfrgell/setiau/cohesion-2026-11"),
}
COHESION = 1  # the number of the demonstration's consultation about cohesion


def addresses(language: str) -> Iterator[str]:
    desk = DESK[language].format(COHESION)
    yield from (desk + path for path in PATHS[language].split())
    yield from LIBRARY[language]


@BOTH_WAYS
def test_every_page_and_its_errors(driver: Chrome, site: str, language: str, width: int):
    driver.delete_all_cookies()
    axe.resize(driver, width)
    walk.sign_in(driver, site, "officer@glynmorfa.example", language)
    found = []
    for address in addresses(language):
        driver.get(site + address)
        assert driver.find_elements(By.CSS_SELECTOR, ".engage-service"), address  # it is not an error page
        found += faults(driver, address)
    driver.get(site + DESK[language].format(COHESION) + PATHS[language].split()[1])
    walk.press(driver, "button[value='group g']")
    walk.press(driver, "#save")
    assert driver.find_elements(By.CSS_SELECTOR, ".govuk-error-summary")
    assert found + faults(driver, "an unfinished route") == []


@BOTH_WAYS
def test_a_later_edition_is_matched_with_the_earlier_one(
    driver: Chrome, site: str, language: str, width: int
):
    driver.delete_all_cookies()
    axe.resize(driver, width)
    walk.sign_in(driver, site, "officer@glynmorfa.example", language)
    save = DESK[language].format(COHESION) + {"en": "/library/save/", "cy": "/llyfrgell/cadw/"}[language]
    driver.get(f"{site}{save}page:who")
    walk.press(driver)
    first = driver.current_url.rsplit("/", 1)[1]
    driver.get(f"{site}{save}page:belonging")
    Select(driver.find_element(By.NAME, "replaces")).select_by_value(first)
    walk.press(driver)
    assert driver.current_url.endswith({"en": "/codes", "cy": "/codau"}[language])
    found = faults(driver, "what is to be matched")
    menu = Select(driver.find_element(By.CSS_SELECTOR, "main select"))
    menu.select_by_index(1)
    walk.press(driver)
    found += faults(driver, "what is to be matched of the question that was chosen")
    walk.press(driver)
    assert driver.find_elements(By.ID, "became")
    assert found + faults(driver, "what is matched") == []


def test_a_route_is_built_by_keyboard_without_scripts(without_javascript: Chrome, site: str):
    driver = without_javascript
    driver.delete_all_cookies()
    walk.sign_in(driver, site, "officer@glynmorfa.example")
    driver.get(site + DESK["en"].format(COHESION) + "/routing/page:age_and_area")
    walk.press(driver, "button[value='group g']")
    focused = driver.switch_to.active_element
    assert focused.get_attribute("id") == "g_2_1-question"
    focused.send_keys("Which parts of the survey")
    assert Select(focused).first_selected_option.get_attribute("value") == "topics"
    walk.press(driver, "button[value='show g_2_1']")
    assert driver.switch_to.active_element.get_attribute("id") == "g_2_1-test"
    driver.switch_to.active_element.send_keys(Keys.TAB, Keys.SPACE)
    walk.press(driver, "button[value=refresh]")
    sentence = driver.find_element(By.CSS_SELECTOR, ".engage-as-it-stands p[lang=en]").text
    assert "“How people get on in your area” is chosen in “Which parts of the survey" in sentence
    walk.press(driver, "button[value='remove g_2']")
    assert driver.switch_to.active_element.get_attribute("id") == "g-join"
