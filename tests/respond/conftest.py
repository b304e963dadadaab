"""What tests of answering may ask for: a consultation with a survey, and people who answer it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from lxml import html
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

from engage.consultations.models import Consultation
from engage.database import db
from engage.surveys.definition import Definition
from engage.surveys.document import to_json
from engage.surveys.models import Survey, SurveyVersion
from tests.conftest import Clock
from tests.factories import NOON, PASSWORD, make_consultation, make_officer, saved
from tests.officers import sign_in
from tests.pages import CheckingClient


class Browser:
    """One browser: its cookies, the page that it shows, and what one can do with that."""

    def __init__(self, app: Flask) -> None:
        self.client = CheckingClient(app, use_cookies=True)
        self.response: TestResponse | None = None

    def open(self, address: str, method: str = "GET", **options) -> TestResponse:
        """Fetch a page and follow redirects."""
        self.response = self.client.open(address, method=method, **options)
        if self.response.status_code in (301, 302, 303, 308):
            return self.open(self.response.headers["Location"])
        return self.response

    @property
    def address(self) -> str:
        return self.response.request.full_path.rstrip("?")

    @property
    def text(self) -> str:
        return self.response.get_data(as_text=True)

    @property
    def page(self) -> HtmlElement:
        return html.document_fromstring(self.text)

    @property
    def title(self) -> str:
        return " ".join(self.page.xpath("//main//h1")[0].text_content().split())

    @property
    def errors(self) -> list[str]:
        return [
            " ".join(each.text_content().split())
            for each in self.page.xpath("//*[contains(@class, 'error-summary__list')]//a")
        ]

    def follow(self, text: str) -> TestResponse:
        """Follow the link with this text."""
        found = [a for a in self.page.xpath("//a[@href]") if " ".join(a.text_content().split()) == text]
        assert found, f"no link {text!r} on {self.address}"
        return self.open(found[0].get("href"))

    def onward(self) -> TestResponse:
        """Follow the page's first link that looks like a button, in whichever language."""
        return self.open(self.page.xpath("//main//a[contains(@class, 'govuk-button')]/@href")[0])

    def typed(self) -> dict[str, list[str]]:
        """What stands in the fields of the page's form."""
        fields: dict[str, list[str]] = {}
        for name, value in self.form.form_values():
            fields.setdefault(name, []).append(value.removeprefix("\n"))  # as browsers read a textarea
        return fields

    @property
    def form(self) -> HtmlElement:
        return self.page.xpath("//main//form[@method='post']")[0]

    def send(self, fields: dict | None = None, **more) -> TestResponse:
        """Fill in these fields, leave the others as they are, and press the page's button."""
        return self.open(self.address, "POST", data={**self.typed(), **(fields or {}), **more})

    def switch(self, fields: dict | None = None) -> TestResponse:
        """Fill in these fields and press the language switch."""
        button = self.page.xpath("//button[@name='switch']")[0]
        data = {**self.typed(), **(fields or {}), "switch": button.get("value")}
        return self.open(button.get("formaction"), "POST", data=data)


@pytest.fixture
def browser(app: Flask, time: Clock) -> Browser:
    return Browser(app)


@pytest.fixture
def browsers(app: Flask, time: Clock) -> Callable[[], Browser]:
    return lambda: Browser(app)


def publish(definition: Definition, consultation: Consultation | None = None, **fields) -> SurveyVersion:
    """A published version of this survey, in a consultation that is open at NOON."""
    consultation = consultation or make_consultation(**fields)
    officer = make_officer(consultation.council)
    survey = db.session.query(Survey).filter_by(consultation_id=consultation.id).one_or_none()
    survey = survey or saved(Survey(consultation=consultation, draft={}, changed_at=NOON))
    survey.draft = to_json(definition)
    version = survey.freeze(officer.id, NOON)
    return saved(version)


@pytest.fixture
def dump(app: Flask) -> Callable[[], str]:
    """Everything that the database holds, as one text: what a copy of it would give away."""

    def everything() -> str:
        db.session.commit()
        found = []
        for table in db.metadata.sorted_tables:
            for row in db.session.execute(table.select()):
                found.append(f"{table.name} {tuple(row)!r}")
        db.session.commit()
        return "\n".join(found)

    return everything


@pytest.fixture
def signed_in(app, time: Clock):
    """A client for an officer."""
    return lambda officer: sign_in(app.test_client(), officer, PASSWORD)
