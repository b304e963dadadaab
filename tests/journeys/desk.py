"""How does an officer use the pages: by which links, fields and buttons, in whichever browser?"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter
from werkzeug.test import TestResponse, encode_multipart

Typed = Mapping[str, Any]  # by the fields' names: a text, or a list of what is ticked
HIDDEN = ("hidden", "submit")


class Desk(ABC):
    """One officer in front of one page. Pages are called by their endpoints."""

    def __init__(self, addresses: MapAdapter, language: str = "en") -> None:
        self.addresses, self.language = addresses, language

    @property
    @abstractmethod
    def page(self) -> HtmlElement:
        """The page as it is now."""

    @abstractmethod
    def go(self, address: str) -> None:
        """Open the page with this address."""

    @abstractmethod
    def type(self, typed: Typed) -> None:
        """Fill in fields of the page's form, and no others; all of them must be there."""

    @abstractmethod
    def press(self, value: str = "") -> None:
        """Press the form's button with this value, or its main button."""

    def open(self, endpoint: str, **values: Any) -> None:
        self.go(self.addresses.build(endpoint, {"lang": self.language, **values}))

    def links(self, endpoint: str) -> list[tuple[str, dict[str, Any]]]:
        """Every link of this page to that one, in order: its address and the values in it."""
        found = ((href, self._read(href, endpoint)) for href in self.page.xpath("//a/@href"))
        return [(href, values) for href, values in found if values is not None]

    def follow(self, endpoint: str, **values: Any) -> None:
        """Follow the first link that leads there, with these values in its address."""
        for href, known in self.links(endpoint):
            if values.items() <= known.items():
                return self.go(href)
        raise AssertionError(f"no link to {endpoint} {values} on {self.page.findtext('.//title')}")

    def _read(self, href: str, endpoint: str) -> dict[str, Any] | None:
        address = urlsplit(href)
        if not address.path.startswith("/"):
            return None
        try:
            found, values = self.addresses.match(address.path, method="GET")
        except HTTPException:
            return None
        return {**values, **dict(parse_qsl(address.query))} if found == endpoint else None


class PlainDesk(Desk):
    """The test client as a browser: it sends what stands in the form of the page, and nothing else."""

    def __init__(self, client: FlaskClient, language: str = "en") -> None:
        super().__init__(client.application.url_map.bind("localhost"), language)
        self.client = client

    @property
    def page(self) -> HtmlElement:
        return self._page

    def go(self, address: str) -> None:
        self._show(self.client.get(address.partition("#")[0], follow_redirects=True))

    def fetch(self, address: str) -> bytes:
        """The file to which a link of the page leads."""
        return self.client.get(address).data

    def type(self, typed: Typed) -> None:
        controls: dict[str, list[Any]] = {}
        for control in self._form.xpath(".//input | .//select | .//textarea"):
            if control.get("type") not in HIDDEN:
                controls.setdefault(control.get("name"), []).append(control)
        for name, value in typed.items():
            assert name in controls, f"nowhere to type {name}: {sorted(controls)}"
            if isinstance(value, FileStorage):
                self._files[name] = value
            else:
                fill(controls[name], value)

    def press(self, value: str = "") -> None:
        button = button_of(self._form, value)
        sent: dict[str, Any] = {}
        for name, text in self._form.form_values():
            sent.setdefault(name, []).append(text.removeprefix("\n").replace("\n", "\r\n"))
        sent |= self._files
        if button.get("name"):
            sent[button.get("name")] = button.get("value")
        address = self._form.get("action") or self._address
        if self._form.get("enctype") == "multipart/form-data":
            boundary, body = encode_multipart(sent)
            kind = f"multipart/form-data; boundary={boundary}"
            self._show(self.client.post(address, data=body, content_type=kind, follow_redirects=True))
        else:
            self._show(self.client.post(address, data=sent, follow_redirects=True))

    @property
    def _form(self) -> Any:
        return self.page.get_element_by_id("page-form")

    def _show(self, response: TestResponse) -> None:
        self._address = response.request.full_path
        self._page = html.document_fromstring(response.get_data(as_text=True))
        self._files: dict[str, FileStorage] = {}
        assert response.status_code == 200, (self._address, response.status_code, refusal(self._page))


def button_of(form: HtmlElement, value: str) -> HtmlElement:
    """The form's button with this value; its first that is not secondary, when none is named."""
    main = "contains(@class, 'govuk-button') and not(contains(@class, '--secondary'))"
    buttons: list[HtmlElement] = form.xpath(f".//button[{'@value=$value' if value else main}]", value=value)
    assert buttons, f"no button {value!r}"
    return buttons[0]


def refusal(page: HtmlElement) -> str:
    """What a page says that could not be done."""
    said = page.xpath("//*[contains(@class, 'error-summary') or contains(@class, 'notification')]//text()")
    return " ".join(" ".join(said or page.xpath("//main//text()")).split())


def fill(controls: list[Any], value: Any) -> None:
    """Type a text into a field, or tick what is in a list and nothing else."""
    if controls[0].get("type") not in ("checkbox", "radio"):
        controls[0].value = value
        return
    ticked = {value} if isinstance(value, str) else set(value)
    assert ticked <= {box.get("value") for box in controls}, (controls[0].get("name"), ticked)
    for box in controls:
        box.checked = box.get("value") in ticked
