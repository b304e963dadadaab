"""Can everybody add files to their answers, see what is kept, and take it away again?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser import axe, walk
from tests.browser.conftest import EVERY_KIND
from tests.browser.test_pages import BOTH_WAYS, faults

pytestmark = pytest.mark.browser

ADD, REMOVE = "button[name=papers--files]", "button[name=remove]"


def add(driver: Chrome, *files: Path) -> None:
    driver.find_element(By.ID, "papers").send_keys("\n".join(map(str, files)))
    walk.press(driver, ADD)


def kept(driver: Chrome) -> list[str]:
    return [each.text for each in driver.find_elements(By.CSS_SELECTOR, ".engage-files__file > a")]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Four texts, the first of which has a long name, and a program."""
    named = [tmp_path / name for name in ("a-very-long-name-" * 6 + ".txt", "b.txt", "c.txt", "d.txt")]
    for number, each in enumerate(named):
        each.write_text(f"Text {number}")
    program = tmp_path / "program.exe"
    program.write_bytes(b"MZ\x90\x00")
    return [*named, program]


@BOTH_WAYS
def test_files_are_added_and_removed_by_everybody(
    driver: Chrome, site: str, language: str, width: int, files: list[Path]
):
    driver.delete_all_cookies()
    axe.resize(driver, width)
    driver.get(site + walk.START[language].format(slug=EVERY_KIND))
    walk.press(driver, "main .govuk-button")
    found = faults(driver, "nothing kept")
    driver.find_element(By.ID, "street").send_keys("Heol y Bont")
    add(driver, files[0])
    assert kept(driver)[0].endswith(", 1 kB")
    assert driver.find_element(By.ID, "street").get_attribute("value") == "Heol y Bont"
    found += faults(driver, "one kept")
    add(driver, files[-1])
    assert len(kept(driver)) == 1
    assert driver.find_element(By.ID, "papers-error").is_displayed()
    found += faults(driver, "one refused")
    picture(driver, f"refused-{language}-{width}")
    add(driver, *files[1:3])
    assert len(kept(driver)) == 3
    assert not driver.find_elements(By.CSS_SELECTOR, "input[type=file]")
    found += faults(driver, "no more")
    picture(driver, f"full-{language}-{width}")
    walk.press(driver, REMOVE)
    assert kept(driver) == ["b.txt, 1 kB", "c.txt, 1 kB"]
    picture(driver, f"two-{language}-{width}")
    assert found == []


def test_enter_sends_the_page_on_and_takes_no_file_away(driver: Chrome, site: str, files: list[Path]):
    driver.delete_all_cookies()
    driver.get(site + walk.START["en"].format(slug=EVERY_KIND))
    walk.press(driver, "main .govuk-button")
    add(driver, files[1])
    field = driver.find_element(By.ID, "street")
    field.send_keys("Heol y Bont", Keys.ENTER)
    walk.wait_for(driver, lambda: bool(driver.find_elements(By.CLASS_NAME, "govuk-error-summary")))
    assert kept(driver) == ["b.txt, 1 kB"]


def picture(driver: Chrome, name: str) -> None:
    """Keep a picture where whoever wants to look says so."""
    if folder := os.environ.get("PICTURES"):
        field = driver.find_element(By.CLASS_NAME, "engage-files")
        driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", field)
        driver.save_screenshot(f"{folder}/{name}.png")
