"""Take the pictures of the README's tour from a running demonstration.

make run            (in another window)
.venv/bin/python tools/screenshots.py http://127.0.0.1:8000
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.browser import walk
from tests.browser.conftest import start

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
BELONGING = "cohesion.belong.agreement"
OPEN_EN, OPEN_CY = "getting-on-together-and-a-new-hub", "cyd-dynnu-a-hyb-newydd"


def main(site: str) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        driver = start(profile)
        driver.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})
        try:
            _residents(driver, site)
            _officers(driver, site)
        finally:
            driver.quit()


def _residents(driver: Chrome, site: str) -> None:
    driver.get(f"{site}/en/")
    _take(driver, "home", 1100, 1000)
    driver.get(f"{site}/cy/ymgynghoriadau/{OPEN_CY}")
    _take(driver, "consultation-welsh", 1100, 1100)
    driver.get(f"{site}/en/consultations/{OPEN_EN}/answer/new")
    walk.press(driver)
    _take(driver, "question-error-phone", 360, 1000)
    walk.fill(driver)
    walk.press(driver)
    while not driver.find_elements(By.CSS_SELECTOR, "main fieldset fieldset"):
        walk.press(driver, "main .govuk-button")
    _take(driver, "question-matrix-phone", 360, 1000)


def _officers(driver: Chrome, site: str) -> None:
    walk.sign_in(driver, site, "officer@glynmorfa.example")
    driver.get(f"{site}/en/officers/consultations/5/survey")
    _take(driver, "survey-desk", 1100, 1000)
    driver.get(f"{site}/en/officers/consultations/6/survey/translation")
    _take(driver, "translation", 1100, 1100)
    driver.get(f"{site}/en/officers/consultations/6/survey/ready")
    _take(driver, "ready", 1100, 1200)
    driver.get(f"{site}/en/officers/consultations/16/breakdown/table?question={BELONGING}&by=age")
    _take(driver, "breakdown", 1100, 1300)


def _take(driver: Chrome, name: str, width: int, height: int) -> None:
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.execute_script("window.scrollTo(0, 0)")
    driver.save_screenshot(str(IMAGES / f"{name}.png"))


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
