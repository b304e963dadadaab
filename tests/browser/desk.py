"""How does an officer work in a real browser? Words are typed and pasted, buttons pressed by Enter."""

from __future__ import annotations

from typing import Any
from urllib.request import Request, urlopen

from lxml import html
from lxml.html import HtmlElement
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select
from werkzeug.routing import MapAdapter

from tests.browser import walk
from tests.journeys.desk import HIDDEN, Desk, Typed

FIELD = "#page-form [name='{}']:not(" + "):not(".join(f"[type={each}]" for each in HIDDEN) + ")"
SAME = "//*[@id='page-form']//*[@name=$name and not({})]".format(
    " or ".join(f"@type='{each}'" for each in HIDDEN)
)
TYPED = 3  # characters, key by key; the rest of a text is pasted after them
MAIN = "#page-form .govuk-button:not(.govuk-button--secondary)"


class BrowserDesk(Desk):
    """Whoever is signed in to this browser."""

    def __init__(self, driver: Chrome, site: str, addresses: MapAdapter, language: str = "en") -> None:
        super().__init__(addresses, language)
        self.driver, self.site = driver, site

    def sign_in(self, email: str) -> None:
        """Let somebody else sit down."""
        self.driver.delete_all_cookies()
        walk.sign_in(self.driver, self.site, email, self.language)

    @property
    def page(self) -> HtmlElement:
        return self._page

    def go(self, address: str) -> None:
        self.driver.get(self.site + address)
        self._look()

    def fetch(self, address: str) -> str:
        """The text file to which a link of the page leads."""
        cookies = "; ".join(f"{each['name']}={each['value']}" for each in self.driver.get_cookies())
        with urlopen(Request(self.site + address, headers={"Cookie": cookies})) as file:
            return str(file.read().decode())

    def type(self, typed: Typed) -> None:
        fields = {name: self.driver.find_elements(By.CSS_SELECTOR, FIELD.format(name)) for name in typed}
        for name, value in typed.items():
            assert fields[name], f"nowhere to type {name}"
            self._fill(fields[name], self._page.xpath(SAME, name=name), value)

    def press(self, value: str = "") -> None:
        walk.press(self.driver, f'#page-form button[value="{value}"]' if value else MAIN)
        self._look()
        refused = self._page.find_class("govuk-error-summary")
        assert not refused, (self.driver.title, refused[0].text_content())

    def _look(self) -> None:
        self._page = html.document_fromstring(self.driver.page_source)

    def _fill(self, controls: list[WebElement], written: list[HtmlElement], value: Any) -> None:
        """Fill in the controls of one name; `written` is how the page was sent, which is quicker to ask."""
        if written[0].xpath("ancestor::details[not(@open)]"):
            self._unfold(controls[0])
        if written[0].tag == "select":
            Select(controls[0]).select_by_value(value)
        elif written[0].get("type") in ("checkbox", "radio"):
            ticked = {value} if isinstance(value, str) else set(value)
            for box, sent in zip(controls, written, strict=True):
                if ("checked" in sent.attrib) != (sent.get("value") in ticked):
                    box.click()
        else:
            if written[0].get("value") or written[0].text:
                controls[0].clear()
            controls[0].send_keys(value[:TYPED])
            self.driver.execute_cdp_cmd("Input.insertText", {"text": value[TYPED:]})

    def _unfold(self, control: WebElement) -> None:
        """Open what the field is folded away in."""
        for folded in control.find_elements(By.XPATH, "ancestor::details[not(@open)]/summary"):
            folded.click()
