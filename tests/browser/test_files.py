"""Are the pages about survey files good for everybody, and do they work without scripts?"""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from engage.surveys.interchange import write_yaml
from tests.browser import axe, walk
from tests.browser.test_pages import BOTH_WAYS, faults
from tests.examples import BUDGET
from tests.surveys.test_xlsform_reading import OFFICERS, form, row

pytestmark = pytest.mark.browser

FILES = {
    "en": "/en/officers/consultations/{}/survey/files",
    "cy": "/cy/swyddogion/ymgynghoriadau/{}/arolwg/ffeiliau",
}
BRING = {"en": "bring", "cy": "dod-a-ffeil"}
BAD = form(
    *(row(kind, f"row_{n}", "Where?", "Ble?") for n, kind in enumerate(("geopoint", "image", "start")))
)


def own_consultation(driver: Chrome, site: str) -> int:
    """The first consultation of the officer's council."""
    driver.get(f"{site}/en/officers/consultations")
    addresses = [a.get_attribute("href") for a in driver.find_elements(By.CSS_SELECTOR, "main a")]
    return next(int(a.rpartition("/")[2]) for a in addresses if a.rpartition("/")[2].isdigit())


def bring(driver: Chrome, address: str, language: str, file: Path) -> None:
    driver.get(f"{address}/{BRING[language]}")
    driver.find_element(By.NAME, "file").send_keys(str(file))
    walk.press(driver)


@BOTH_WAYS
def test_bringing_files(driver: Chrome, site: str, tmp_path: Path, language: str, width: int):
    driver.delete_all_cookies()
    axe.resize(driver, width)
    walk.sign_in(driver, site, "author@glynmorfa.example", language)
    address = site + FILES[language].format(own_consultation(driver, site))
    found = []
    driver.get(address)
    found += faults(driver, "files")
    driver.get(f"{address}/{BRING[language]}")
    walk.press(driver)
    found += faults(driver, "no file")
    for name, content in (
        ("bad.xlsx", BAD),
        ("good.xlsx", OFFICERS),
        ("good.yaml", write_yaml(BUDGET).encode()),
    ):
        (tmp_path / name).write_bytes(content)
        bring(driver, address, language, tmp_path / name)
        found += faults(driver, name)
    assert driver.find_elements(By.CSS_SELECTOR, "button[value=accept]")
    assert found == []


def test_a_file_is_taken_without_scripts(without_javascript: Chrome, site: str, tmp_path: Path):
    driver = without_javascript
    driver.delete_all_cookies()
    axe.resize(driver, 320)
    walk.sign_in(driver, site, "author@glynmorfa.example", "en")
    address = site + FILES["en"].format(own_consultation(driver, site))
    (tmp_path / "good.yaml").write_bytes(write_yaml(BUDGET).encode())
    bring(driver, address, "en", tmp_path / "good.yaml")
    assert "What the file would make" in driver.title
    walk.press(driver, "button[value=forget]")
    assert "The file is thrown away" in driver.find_element(By.TAG_NAME, "main").text
