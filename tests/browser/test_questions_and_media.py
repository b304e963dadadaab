"""Can questions, pictures, videos and panels be written by everybody, and without scripts?"""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

import engage
from engage.surveys.definition import KINDS
from tests.browser import axe, walk
from tests.browser.test_pages import BOTH_WAYS, faults

pytestmark = pytest.mark.browser

SURVEY = {"en": "/en/officers/consultations/1/survey", "cy": "/cy/swyddogion/ymgynghoriadau/1/arolwg"}
ADD = {"en": "/pages/who/questions/add", "cy": "/tudalennau/who/cwestiynau/ychwanegu"}
EDIT = {"en": "/questions/", "cy": "/cwestiynau/"}
BESIDE = {
    "en": ("/pages/who/media", "/pages/who/pictures/add", "/pages/who/videos/add", "/pages/who/panels/add"),
    "cy": (
        "/tudalennau/who/cyfryngau",
        "/tudalennau/who/lluniau/ychwanegu",
        "/tudalennau/who/fideos/ychwanegu",
        "/tudalennau/who/paneli/ychwanegu",
    ),
}
PUT_UP = ("lluniau/the_councils_badge", "fideos/a_film", "paneli/more")
PICTURE = Path(engage.__file__).parent / "demo" / "glynmorfa.png"


def enter(driver: Chrome, site: str, language: str, width: int = 1280) -> None:
    driver.delete_all_cookies()
    axe.resize(driver, width)
    walk.sign_in(driver, site, "officer@glynmorfa.example", language)


def do(driver: Chrome, button: str) -> None:
    walk.press(driver, f"button[value='{button}']")


def type_in(driver: Chrome, **words: str) -> None:
    for name, text in words.items():
        field = driver.find_element(By.NAME, name.replace("__", "-"))
        field.clear()
        field.send_keys(text)


def focused(driver: Chrome) -> str:
    """The name or value of what has the focus."""
    element = driver.switch_to.active_element
    return element.get_attribute("value" if element.tag_name == "button" else "name") or ""


@BOTH_WAYS
def test_the_forms_of_every_kind_and_their_errors(driver: Chrome, site: str, language: str, width: int):
    enter(driver, site, language, width)
    desk, found = site + SURVEY[language], []
    driver.get(desk + ADD[language])
    found += faults(driver, "kinds")
    for kind in KINDS:
        driver.get(f"{desk}{ADD[language]}/{kind}")
        do(driver, "save")
        assert driver.find_elements(By.CSS_SELECTOR, ".govuk-error-summary"), kind
        found += faults(driver, kind)
    for question in ("cohesion", "topics"):
        driver.get(desk + EDIT[language] + question)
        for more in driver.find_elements(By.CSS_SELECTOR, "main summary"):
            more.click()
        found += faults(driver, question)
    assert found == []


@BOTH_WAYS
def test_what_stands_beside_the_questions(driver: Chrome, site: str, language: str, width: int):
    enter(driver, site, language, width)
    found = []
    for path in BESIDE[language]:
        driver.get(site + SURVEY[language] + path)
        assert driver.find_elements(By.CSS_SELECTOR, ".engage-subnav"), path
        found += faults(driver, path)
    driver.get(site + SURVEY[language] + BESIDE[language][1])
    walk.press(driver)
    assert driver.find_elements(By.CSS_SELECTOR, ".govuk-error-summary")
    assert found + faults(driver, "no picture") == []


def test_a_question_is_written_without_scripts(without_javascript: Chrome, site: str):
    driver = without_javascript
    enter(driver, site, "en")
    driver.get(f"{site}{SURVEY['en']}{ADD['en']}/single")
    type_in(driver, title_en="Which day?", options__0__label_en="Monday", options__1__label_cy="Dydd Mawrth")
    do(driver, "options-add")
    assert focused(driver) == "options-3-label_en"
    type_in(driver, options__3__label_en="Friday")
    do(driver, "options-3-up")
    assert focused(driver) == "options-2-up"
    do(driver, "options-3-delete")  # the empty row
    driver.find_element(By.XPATH, "//summary[contains(., 'Paste a list')]").click()
    type_in(driver, options_pasted_en="Saturday\nSunday", options_pasted_cy="Dydd Sadwrn\nDydd Sul")
    do(driver, "options-paste")
    labels = [
        driver.find_element(By.NAME, f"options-{at}-label_{'cy' if at == 1 else 'en'}").get_attribute("value")
        for at in range(5)
    ]
    assert labels == ["Monday", "Dydd Mawrth", "Friday", "Saturday", "Sunday"]
    do(driver, "save")
    assert driver.find_elements(By.LINK_TEXT, "Which day?")
    driver.get(f"{site}{SURVEY['en']}{EDIT['en']}which_day")
    look = driver.find_element(By.CSS_SELECTOR, ".engage-look").text
    assert all(day in look for day in ("Monday", "Friday", "Saturday", "Sunday"))
    driver.find_element(By.XPATH, "//summary[contains(., 'Kind and code')]").click()
    Select(driver.find_element(By.ID, "new_kind")).select_by_value("ranking")
    do(driver, "kind")
    do(driver, "save")
    driver.get(f"{site}{SURVEY['en']}{EDIT['en']}which_day")
    assert "Put in order" in driver.find_element(By.TAG_NAME, "main").text


def test_what_is_put_up_without_scripts_is_good_for_everybody(
    without_javascript: Chrome, driver: Chrome, site: str
):
    put_up(without_javascript, site)
    enter(driver, site, "cy", 320)
    found = []
    for path in (BESIDE["cy"][0], "/rhagolwg/1", *(f"/tudalennau/who/{each}" for each in PUT_UP)):
        driver.get(site + SURVEY["cy"] + path)
        assert driver.find_elements(By.CSS_SELECTOR, "main :is(img, summary)"), path
        for more in driver.find_elements(By.CSS_SELECTOR, "main summary"):
            more.click()
        found += faults(driver, path)
    assert found == []


def put_up(driver: Chrome, site: str) -> None:
    """A picture, a video and a panel, with nothing but fields and buttons."""
    enter(driver, site, "cy", 320)
    index, picture, video, panel = (site + SURVEY["cy"] + path for path in BESIDE["cy"])
    driver.get(picture)
    driver.find_element(By.NAME, "upload").send_keys(str(PICTURE))
    type_in(driver, alt_en="The council's badge", alt_cy="Bathodyn y cyngor")
    do(driver, "look")
    assert driver.find_elements(By.CSS_SELECTOR, ".engage-look img[alt='Bathodyn y cyngor']")
    walk.press(driver)
    driver.get(video)
    address, said = "https://film.example/", "All of it."
    type_in(driver, title_en="A film", title_cy="Ffilm", address_en=address, address_cy=address)
    type_in(driver, transcript_en=said, transcript_cy="Y cyfan.")
    walk.press(driver)
    driver.get(panel)
    type_in(driver, title_en="More", title_cy="Rhagor", body_en="Words.", body_cy="Geiriau.")
    driver.find_element(By.NAME, "documents").click()
    walk.press(driver)
    assert driver.current_url == index
    shown = driver.find_element(By.TAG_NAME, "main").text
    assert all(words in shown for words in ("Bathodyn y cyngor", "Ffilm", "Rhagor"))
