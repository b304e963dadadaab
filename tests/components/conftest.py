"""What the tests of components may ask for: rendering a piece of template as a tree of elements."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask, g, render_template, render_template_string
from lxml import html
from lxml.html import HtmlElement

from tests.conftest import make_app

Render = Callable[..., HtmlElement]


@pytest.fixture(scope="session")
def bare_app() -> Flask:
    """The application; no test here touches its database."""
    return make_app("sqlite://")


@pytest.fixture
def in_english(bare_app: Flask) -> Iterator[Flask]:
    """A request for an English page."""
    with bare_app.test_request_context("/en/"):
        g.lang = "en"
        yield bare_app


@pytest.fixture
def piece(in_english: Flask) -> Render:
    """piece(source, **context): the elements that a piece of template makes, inside one element."""

    def render(source: str, **context: object) -> HtmlElement:
        return html.fragment_fromstring(render_template_string(source, **context), create_parent="main")

    return render


@pytest.fixture
def question(piece: Render) -> Render:
    """question(**data): what the macro makes of this question, whose title is "Where?" unless told."""

    def render(**data: object) -> HtmlElement:
        usual = {"key": "where", "title": "Where?", "hint": "", "error": None, "required": True, "lang": "en"}
        source = '{% from "components/question.html" import question %}{{ question(q) }}'
        return piece(source, q=usual | {"heading": False} | data)

    return render


@pytest.fixture
def page(bare_app: Flask) -> Render:
    """page(template, lang=…, **context): a whole page, as text."""

    def render(template: str, lang: str = "en", **context: object) -> str:
        with bare_app.test_request_context(f"/{lang}/"):
            g.lang = lang
            return render_template(template, **context)

    return render
