"""How does a person get about the site, with nothing but links, fields and buttons?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from engage.demo import build

SIGN_IN = {"en": "/en/sign-in", "cy": "/cy/mewngofnodi"}
START = {
    "en": "/en/consultations/{slug}/answer/new",
    "cy": "/cy/ymgynghoriadau/{slug}/ateb/newydd",
}
DATE = {"day": "3", "month": "6", "year": "2026"}
PARTS = ["sections", "pages", "blocks", "questions", "adrannau", "tudalennau", "ailadrodd", "cwestiynau"]
KEYS = ["section", "page", "block", "question"]
NEXT = "main form .govuk-button:not([type=button], [name=remove], [name$=--files])"  # that leads on
ALIKE = re.compile(  # what tells apart addresses of pages that are built alike
    "|".join(
        [
            r"/\d+|[?#].*$",
            *(rf"(?<=/{name})/\w+" for name in PARTS),
            *(rf"(?<=/{sort}):\w+" for sort in KEYS),
            r"(?<=/consultations/)[\w-]+(?=/paper)|(?<=/ymgynghoriadau/)[\w-]+(?=/papur)",
        ]
    )
)


def sign_in(driver: Chrome, site: str, email: str, language: str = "en") -> None:
    driver.get(site + SIGN_IN[language])
    driver.find_element(By.NAME, "email").send_keys(email)
    driver.find_element(By.NAME, "password").send_keys(build.PASSWORD)
    press(driver)


def press(driver: Chrome, selector: str = NEXT) -> None:
    """Press a button that leads to another page, and wait until that is there."""
    body = driver.find_element(By.TAG_NAME, "body")
    button = driver.find_element(By.CSS_SELECTOR, selector)
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    button.send_keys(Keys.ENTER)
    wait_for(driver, lambda: _is_gone(body))


def wait_for(driver: Chrome, true: Callable[[], bool]) -> None:
    """Wait until something is so, and no longer."""
    WebDriverWait(driver, 15, poll_frequency=0.02).until(lambda _: true())


def _is_gone(element: WebElement) -> bool:
    try:
        element.is_enabled()
    except WebDriverException:  # which of them depends on how far the next page has come
        return True
    return False


def crawl(driver: Chrome, site: str, seeds: list[str], within: str) -> Iterator[str]:
    """Follow links from there to addresses that begin so; of pages that are built alike, visit the first."""
    waiting, seen, kinds = list(seeds), set(seeds), dict[str, int]()
    while waiting:
        address = waiting.pop(0)
        kind = ALIKE.sub("/N", address)
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] > 1:
            continue
        driver.get(site + address)
        yield address
        for found in _links(driver, site):
            if found not in seen and found.startswith(within) and _is_page(found):
                seen.add(found)
                waiting.append(found)


def _links(driver: Chrome, site: str) -> list[str]:
    script = "return [...document.querySelectorAll('a[href]')].map(a => a.href)"
    found = driver.execute_script(script)
    return [link.removeprefix(site).split("#")[0] for link in found if link.startswith(site)]


def _is_page(address: str) -> bool:
    """Leave out downloads, and what begins another response."""
    beginning = r"/(files|ffeiliau|file|ffeil|new|newydd|documents|dogfennau)(/|$)"
    return not re.search(rf"{beginning}|\.\w+(\?|$)", address)


def answer_all(
    driver: Chrome, site: str, slug: str, language: str, look: Callable[[str], None], way: str = ""
) -> None:
    """Answer a whole survey; `look` sees every page, before and after it was sent empty, to the very end.

    `way` is the end of the address of another way to answer, such as "/easy-read".
    """
    driver.get(site + START[language].format(slug=slug) + way)
    for number in range(80):
        look(f"{slug} {number}")
        if driver.find_elements(By.CSS_SELECTOR, ".govuk-panel"):
            return
        if not driver.find_elements(By.CSS_SELECTOR, "main form"):
            driver.get(driver.find_element(By.CSS_SELECTOR, "main a.govuk-button").get_attribute("href"))
            continue
        heading = driver.find_element(By.TAG_NAME, "h1").text
        press(driver)
        if driver.find_elements(By.CSS_SELECTOR, ".govuk-error-summary"):
            look(f"{slug} {number} {heading}: errors")
            fill(driver)
            press(driver)
            assert not driver.find_elements(By.CSS_SELECTOR, ".govuk-error-summary"), driver.title
    raise AssertionError(f"{slug} does not end")


def fill(driver: Chrome) -> None:
    """Give every question of the page an answer that it takes."""
    form = driver.find_element(By.ID, "page-form")
    seen: set[str] = set()
    ranks: dict[str, int] = {}
    points: set[str] = set()
    for field in form.find_elements(By.CSS_SELECTOR, "input, select, textarea"):
        name, kind = field.get_attribute("name") or "", field.get_attribute("type")
        if kind in ("radio", "checkbox"):  # which the style sheet draws itself, so that they count as hidden
            if name not in seen:
                seen.add(name)
                driver.execute_script("arguments[0].click()", field)
        elif kind == "file":
            field.send_keys(__file__)  # a text
        elif kind in ("hidden", "submit") or not field.is_displayed():
            continue
        elif "--rank--" in name:
            key = name.split("--")[0]
            ranks[key] = ranks.get(key, 0) + 1
            if str(ranks[key]) in [option.text for option in Select(field).options]:
                Select(field).select_by_visible_text(str(ranks[key]))
        elif "--points--" in name:
            key = name.split("--")[0]
            _type(field, "0" if key in points else "100")
            points.add(key)
        else:
            _type(field, DATE.get(name.split("--")[-1]) or _text(field, kind))


def _text(field: WebElement, kind: str | None) -> str:
    if field.get_attribute("name") == "where" or field.get_attribute("autocomplete") == "postal-code":
        return "ZZ1 1AA"
    return "someone@example.org" if kind == "email" else "3"


def _type(field: WebElement, text: str) -> None:
    if not field.get_attribute("value"):
        field.send_keys(text)
