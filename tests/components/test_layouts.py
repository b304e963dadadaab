"""Does the frame of every page hold what every page must have?"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from flask import Flask, g
from lxml import html

from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from tests.pages import faults

COUNCIL = SimpleNamespace(
    slug="glynmorfa",
    colour="#0b5d57",
    name=Bilingual("Glynmorfa County Council", "Cyngor Sir Glynmorfa"),
    has_logo=False,
    is_demo=False,
)
PAGE = """{% extends "layouts/public.html" %}
{% block title %}Your age{% endblock %}
{% block main %}<h1>Your age</h1>BODY{% endblock %}"""
FORM = "{% set page_form = true %}" + PAGE.replace(
    "BODY", '<form id="page-form" method="post"><button>Save</button></form>'
)
HERE = {"en": "/en/about", "cy": "/cy/am"}


@pytest.fixture
def shown(bare_app: Flask):
    """shown(source, council, **context): the page as a tree."""

    def render(source: str, council=COUNCIL, lang: str = "en", **context: object):
        with bare_app.test_request_context(f"/{lang}/"):
            g.lang, g.council = lang, council
            usual: dict[str, object] = {}
            bare_app.update_template_context(usual)
            template = bare_app.jinja_env.from_string(source)
            text = template.render(usual | {"alternates": HERE} | context)
        assert faults(text) == []
        return html.document_fromstring(text)

    return render


def test_a_title_goes_from_the_page_to_the_council(shown):
    assert shown(PAGE).findtext(".//title") == "Your age - Have your say - Glynmorfa County Council"


def test_an_installation_without_a_council_on_the_page_has_a_frame_too(shown):
    assert shown(PAGE, council=None).findtext(".//title") == "Your age - Have your say"


def test_other_languages_are_linked_with_full_addresses(shown):
    head = shown(PAGE).find("head")
    links = {link.get("hreflang"): link.get("href") for link in head.xpath("link[@rel='alternate']")}
    assert links == {
        "en": "https://engage.example/en/about",
        "cy": "https://engage.example/cy/am",
        "x-default": "https://engage.example/en/about",
    }
    assert head.xpath("link[@rel='canonical']/@href") == ["https://engage.example/en/about"]


def test_the_switch_is_a_link_in_the_words_of_the_other_language(shown):
    (link,) = shown(PAGE).xpath("//header//nav/a")
    assert (link.text, link.get("href"), link.get("lang")) == ("Cymraeg", "/cy/am", "cy")


def test_the_switch_of_a_form_takes_along_what_was_typed(shown):
    page = shown(FORM)
    (switch,) = page.xpath("//header//button[@name='switch']")
    assert switch.get("form") == page.xpath("//form/@id")[0]
    assert (switch.get("formaction"), switch.get("value")) == ("/cy/am", "1")
    assert "formnovalidate" in switch.attrib


def test_enter_does_not_switch_the_language(shown):
    first = shown(FORM).xpath("//button[@form='page-form'] | //form[@id='page-form']//button")[0]
    assert first.get("name") is None
    assert first.get("formaction") is None


@pytest.mark.parametrize(
    "context",
    [
        {"problems": [("#age", "Enter your age")]},
        {"form": SimpleNamespace(errors={"age": ["Enter your age"]})},
    ],
)
def test_the_switch_says_that_there_were_errors(shown, context):
    assert shown(FORM, **context).xpath("//button[@name='switch']/@value") == ["errors"]


def test_only_a_demonstration_says_that_it_is_one(shown):
    assert "invented councils" not in shown(PAGE).text_content()
    demo = SimpleNamespace(**vars(COUNCIL) | {"is_demo": True})
    assert "invented councils" in shown(PAGE, council=demo).text_content()


def test_a_script_is_loaded_only_for_a_component_that_needs_it(shown):
    needing = PAGE.replace("BODY", '<div data-module="govuk-character-count"></div>')
    assert not shown(PAGE).xpath("//script")
    assert shown(needing).xpath("//script/@type") == ["module"]


def test_the_colour_comes_in_the_one_style_that_the_policy_lets_in(shown):
    (style,) = shown(PAGE).xpath("//style")
    assert style.text == ":root{--council-colour:#0b5d57}"
    assert style.get("nonce")
    assert not shown(PAGE, council=None).xpath("//style")


def test_help_and_the_statements_are_in_every_footer(shown):
    links = shown(PAGE).xpath("//footer//a/@href")
    assert [link.rsplit("/", 1)[1] for link in links[:4]] == [
        "contact",
        "accessibility",
        "privacy",
        "cookies",
    ]


@pytest.mark.parametrize(("role", "reads_the_record"), [(Role.AUTHOR, False), (Role.ADMINISTRATOR, True)])
def test_officers_see_who_they_are_and_can_sign_out(shown, role, reads_the_record):
    source = PAGE.replace("layouts/public.html", "layouts/officer.html").replace("BODY", "")
    page = shown(source, officer=SimpleNamespace(name="Nia Prydderch", role_names=[role]))
    assert ("/en/officers/record" in page.xpath("//nav//a/@href")) is reads_the_record
    (form,) = page.xpath("//form[@method='post']")
    assert "Nia Prydderch" in form.text_content()
    assert form.xpath("input[@name='csrf_token']/@value")[0]


def test_a_paper_is_the_councils_and_no_more(shown):
    page = shown(PAGE.replace("layouts/public.html", "layouts/print.html"))
    assert page.xpath("//link[contains(@href, 'css/print.css')]")
    assert not page.xpath("//section")
