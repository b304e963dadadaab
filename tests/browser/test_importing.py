"""Can a clerk import a file of another tool without scripts, and are its pages good for everybody?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

from engage.dates import LONDON
from tests.browser import axe, walk
from tests.browser.test_pages import BOTH_WAYS, faults
from tests.respond.importing_files import as_csv, as_xlsx, cells

pytestmark = pytest.mark.browser

DESK = {"en": "/en/officers/consultations", "cy": "/cy/swyddogion/ymgynghoriadau"}
TITLES = ("Consultation ", "Ymgynghoriad ")  # as factories name theirs
IMPORTS = "main a[href$='/imports'], main a[href$='/mewnforion']"
PROBLEMS = "[aria-labelledby=problems-caption]"
LATEST = "[aria-labelledby=batches-caption] tbody tr:first-child"
TODAY = datetime.now(LONDON).date()  # when the consultation is published
TABLE = (
    cells("ID|Completion time|Language|Sut clywsoch chi am hyn?|Your ideas|Email"),
    cells(f"1|{TODAY} 09:15|English|By letter|=1+1|ceri@example.org"),
    cells(f"2|{TODAY} 10:00|Cymraeg|Gan ffrind|Tŷ bach yn y parc|"),
    cells(f"3|{TODAY} 11:00|Klingon|By letter|More trees|"),
)
WITH_NOTES = as_xlsx([*TABLE[0], None], [*TABLE[1], "by telephone"])
FILES = {"csv": as_csv(*TABLE, encoding="utf-8-sig"), "xlsx": as_xlsx(*TABLE, texts=["E2"])}


def main(driver: Chrome) -> str:
    return driver.find_element(By.TAG_NAME, "main").text


def follow(driver: Chrome, selector: str) -> None:
    driver.get(driver.find_element(By.CSS_SELECTOR, selector).get_attribute("href"))


def come_to_imports(driver: Chrome, site: str, language: str) -> None:
    """Sign in as a clerk, and go to the imports of the consultation that asks everything."""
    driver.delete_all_cookies()
    walk.sign_in(driver, site, "clerk@glynmorfa.example", language)
    driver.get(site + DESK[language])
    titles = driver.find_elements(By.CSS_SELECTOR, "main .engage-card__title a")
    driver.get(next(each for each in titles if each.text.startswith(TITLES)).get_attribute("href"))
    follow(driver, IMPORTS)


def bring(driver: Chrome, file: Path) -> None:
    """Bring a file that Microsoft Forms has made; come to what stands in its columns."""
    follow(driver, "main a.govuk-button")
    driver.find_element(By.CSS_SELECTOR, "[name=tool][value=microsoft_forms]").click()
    driver.find_element(By.NAME, "file").send_keys(str(file))
    walk.press(driver, "#page-form .govuk-button")


@pytest.mark.parametrize("kind", FILES)
def test_a_file_is_imported_and_undone_without_scripts(
    without_javascript: Chrome, site: str, tmp_path: Path, kind: str
):
    driver, file = without_javascript, tmp_path / f"export.{kind}"
    file.write_bytes(FILES[kind])
    axe.resize(driver, 320)
    come_to_imports(driver, site, "en")
    bring(driver, file)
    guessed = {
        each.get_attribute("name"): Select(each).first_selected_option.get_attribute("value")
        for each in driver.find_elements(By.CSS_SELECTOR, "#page-form select")
    }
    assert guessed == {
        "column-0": "number",
        "column-1": "received",
        "column-2": "language",
        "column-3": "q--heard--whole",
        "column-4": "q--ideas--whole",
        "column-5": "",
    }
    walk.press(driver, "#page-form [value=keep]")
    problems = driver.find_element(By.CSS_SELECTOR, PROBLEMS).text
    assert "Gan ffrind" in problems
    assert "Klingon" in problems
    assert "=1+1" in main(driver)
    follow(driver, "main a[href$='/words']")
    Select(driver.find_element(By.CSS_SELECTOR, "#page-form select")).select_by_value("+other")
    walk.press(driver, "#page-form .govuk-button")
    assert "Gan ffrind" not in driver.find_element(By.CSS_SELECTOR, PROBLEMS).text
    walk.press(driver, "#page-form [value=store]")
    assert driver.find_elements(By.CSS_SELECTOR, ".govuk-error-summary")  # a row has a problem still
    driver.find_element(By.ID, "leave_out").click()
    walk.press(driver, "#page-form [value=store]")
    assert "The file is imported" in main(driver)
    row = [cell.text for cell in driver.find_elements(By.CSS_SELECTOR, f"{LATEST} td")]
    assert row[1:5] == ["3", "2", "0", "1"]
    follow(driver, f"{LATEST} a[href$='/undo']")
    assert "2 responses are deleted" in main(driver)
    walk.press(driver, "#page-form .govuk-button")
    assert "The import is undone" in main(driver)


@BOTH_WAYS
def test_importing_is_good_for_everybody(
    driver: Chrome, site: str, tmp_path: Path, language: str, width: int
):
    (tmp_path / "export.csv").write_bytes(FILES["csv"])
    axe.resize(driver, width)
    come_to_imports(driver, site, language)
    found = faults(driver, "imports")
    follow(driver, "main a.govuk-button")
    walk.press(driver, "#page-form .govuk-button")
    found += faults(driver, "no file")
    driver.back()
    driver.back()
    (tmp_path / "notes.xlsx").write_bytes(WITH_NOTES)
    imports = driver.current_url
    bring(driver, tmp_path / "notes.xlsx")
    found += faults(driver, "headings")
    walk.press(driver, "#page-form .govuk-button")
    found += faults(driver, "nothing said of the headings")
    driver.get(imports)
    bring(driver, tmp_path / "export.csv")
    found += faults(driver, "columns")
    walk.press(driver, "#page-form [value=keep]")
    found += faults(driver, "check")
    check = driver.current_url
    for page in ("words", "save") if language == "en" else ("geiriau", "cadw"):
        follow(driver, f"main a[href$='/{page}']")
        found += faults(driver, page)
        driver.get(check)
    walk.press(driver, "#page-form [value=store]")
    found += faults(driver, "refused")
    driver.find_element(By.ID, "leave_out").click()
    walk.press(driver, "#page-form [value=store]")
    found += faults(driver, "imported")
    follow(driver, f"{LATEST} a")
    found += faults(driver, "undo")
    walk.press(driver, "#page-form .govuk-button")
    found += faults(driver, "undone")
    assert found == []
