"""Do questions come out as GOV.UK Frontend makes them, and so that everybody can answer them?"""

from __future__ import annotations

import pytest
from jinja2 import Environment, PackageLoader, PrefixLoader
from lxml import html

OPTIONS = [
    {"code": "town", "label": "In the town"},
    {"code": "else", "label": "Elsewhere", "hint": "Within the county"},
]
CELLS = [{"field": "where--bus--how", "value": "well"}, {"field": "where--park--how", "value": ""}]
SCALE = {"title": "", "options": [{"code": "badly", "label": "Badly"}, {"code": "well", "label": "Well"}]}
ROWS = [{"label": "Buses", "cells": CELLS[:1]}, {"label": "Parks", "cells": CELLS[1:]}]
DAY = {part: {"field": f"where--{part}", "value": "1", "error": True} for part in ("day", "month", "year")}
KINDS = {
    "single": {"options": OPTIONS},
    "several": {"options": OPTIONS},
    "scale": {"options": OPTIONS},
    "matrix": {"scales": [SCALE], "rows": ROWS},
    "ranking": {
        "places": 2,
        "ranks": [{"field": "where--rank--town", "label": "The town", "value": "2"}],
    },
    "allocation": {
        "unit": "points",
        "total": 100,
        "points": [{"field": "where--points--town", "label": "The town", "value": "60"}],
    },
    "number": {"value": "3", "unit": "miles", "decimals": 0},
    "date": DAY,
    "short_text": {"value": "Here", "autocomplete": ""},
    "long_text": {"value": "Here", "limit": 200},
    "postcode": {
        "value": "ZZ1 1AA",
        "autocomplete": "postal-code",
        "area": "North",
        "known": "where--known",
        "forget": "where--forget",
        "forgotten": False,
    },
    "consent": {"statement": "You may write to me", "checked": True},
    "file": {
        "kept": [("0a", "plan.pdf, 1.2 MB")],
        "address": "/files/{}".format,
        "more": 1,
        "most": 2,
        "add": "where--files",
    },
}

# The same question in GOV.UK's own macros; their 4.1 has today's HTML for all of these.
LEGEND = {"text": "Where?", "classes": "govuk-fieldset__legend--m"}
SAID = {"hint": {"text": "Not far"}, "errorMessage": {"text": "Say where"}}
ITEMS = [
    {"value": "town", "text": "In the town"},
    {"value": "else", "text": "Elsewhere", "hint": {"text": "Within the county"}, "checked": True},
]
LABEL = {"text": "Where?", "classes": "govuk-label--m"}
CHOICES = {"name": "where", "idPrefix": "where", "fieldset": {"legend": LEGEND}, "items": ITEMS} | SAID
ONE = {"id": "where", "name": "where", "label": LABEL} | SAID
PARTS = [
    {
        "name": part,
        "id": f"where--{part}",
        "value": "1",
        "classes": f"govuk-input--width-{width} govuk-input--error",
    }
    for part, width in (("day", 2), ("month", 2), ("year", 4))
]
DATE = {"id": "where", "fieldset": {"legend": LEGEND}, "items": PARTS} | SAID
THEIRS = {
    "single": ("radios", "govukRadios", CHOICES),
    "several": ("checkboxes", "govukCheckboxes", CHOICES),
    "short_text": ("input", "govukInput", ONE | {"value": "Here"}),
    "long_text": ("character-count", "govukCharacterCount", ONE | {"value": "Here", "maxlength": 200}),
    "date": ("date-input", "govukDateInput", DATE),
}
COMPARED = ("class", "id", "for", "name", "type", "value", "checked", "aria-describedby", "role")


def skeleton(element):
    """An element as (tag, what matters of its attributes, words, children)."""
    attributes = {name: set(element.get(name).split()) for name in COMPARED if name in element.attrib}
    if element.get("name", "").startswith("where--"):
        attributes["name"] = {element.get("name").removeprefix("where--")}
    words = " ".join((element.text or "").split())
    return element.tag, attributes, words, [skeleton(child) for child in element]


@pytest.fixture(scope="module")
def govuk():
    environment = Environment(
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}), autoescape=True
    )

    def render(component: str, macro: str, parameters: dict):
        made = environment.get_template(f"govuk_frontend_jinja/components/{component}/macro.html").module
        return html.fragment_fromstring(getattr(made, macro)(parameters))

    return render


@pytest.mark.parametrize("kind", THEIRS)
def test_the_structure_is_that_of_govuk_frontend(kind, question, govuk):
    data = KINDS[kind]
    if "options" in data:
        data = {"options": [OPTIONS[0], OPTIONS[1] | {"checked": True}]}
    (ours,) = question(kind=kind, hint="Not far", error="Say where", **data)
    theirs = govuk(*THEIRS[kind])
    assert skeleton(ours) == skeleton(theirs)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("heading", [True, False])
def test_every_control_has_a_label_and_every_id_is_there_once(kind, heading, question):
    made = question(
        kind=kind, heading=heading, hint="Not far", error="Say where", required=False, **KINDS[kind]
    )
    ids = made.xpath("//@id")
    assert len(ids) == len(set(ids))
    controls = made.xpath("//input[@type!='hidden'] | //select | //textarea")
    assert controls
    for control in controls:
        (label,) = made.xpath("//label[@for=$id]", id=control.get("id"))
        assert label.text_content().strip()
    for names in made.xpath("//@aria-describedby"):
        assert set(names.split()) <= set(ids)


@pytest.mark.parametrize("kind", KINDS)
def test_the_error_is_tied_and_says_that_it_is_one(kind, question):
    made = question(kind=kind, error="Say where", **KINDS[kind])
    (message,) = made.xpath("//p[@id='where-error']")
    assert message.text_content() == "Error: Say where"
    tied = made.xpath("//*[contains(concat(' ', @aria-describedby, ' '), ' where-error ')]")
    assert tied[0].tag in ("fieldset", "input", "textarea")
    assert "govuk-form-group--error" in made[0].get("class")


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_control_has_the_name_of_its_field_as_id(kind, question):
    made = question(kind=kind, **KINDS[kind])
    controls = made.xpath("//input[@type!='hidden'] | //select | //textarea")
    first = {control.get("name"): control for control in reversed(controls)}
    assert all(control.get("id") == name for name, control in first.items())


@pytest.mark.parametrize("kind", KINDS)
def test_the_browser_is_not_asked_to_check(kind, question):
    made = question(kind=kind, **KINDS[kind])
    assert not made.xpath("//@required | //@maxlength | //@pattern | //@min | //@max | //@style")


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_may_be_skipped_says_that_it_is_optional(kind, question):
    optional = question(kind=kind, required=False, **KINDS[kind]).text_content()
    needed = question(kind=kind, required=True, **KINDS[kind]).text_content()
    assert optional.count("(optional)") == 1
    assert "(optional)" not in needed


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_that_is_the_page_is_its_heading(kind, question):
    (heading,) = question(kind=kind, heading=True, required=False, **KINDS[kind]).xpath("//h1")
    assert heading.text_content() == "Where?"


@pytest.mark.parametrize("kind", KINDS)
def test_words_are_never_markup(kind, question):
    made = question(kind=kind, title="<script>x</script>", hint="<b>", error="<i>", **KINDS[kind])
    assert not made.xpath("//script | //b | //i")
    assert "<script>x</script>" in made.text_content()


def test_what_was_chosen_and_typed_stands_there_again(question):
    made = question(kind="matrix", **KINDS["matrix"])
    assert made.xpath("//input[@checked]/@id") == ["where--bus--how-2"]
    made = question(kind="ranking", **KINDS["ranking"])
    assert made.xpath("//option[@selected]/text()") == ["2"]
    made = question(kind="long_text", limit=200, value="\nOne\n</textarea>")
    assert made.xpath("//textarea")[0].text.removeprefix("\n") == "\nOne\n</textarea>"


def test_each_statement_of_a_matrix_is_a_group_of_its_own(question):
    made = question(kind="matrix", **KINDS["matrix"])
    assert made.xpath("./div/fieldset/fieldset/legend/text()") == ["Buses", "Parks"]


def test_two_scales_are_two_groups_under_each_statement(question):
    scales = [SCALE | {"title": "How often"}, SCALE | {"title": "How good"}]
    cells = [{"field": "where--bus--often"}, {"field": "where--bus--good", "error": "Choose how good"}]
    made = question(kind="matrix", scales=scales, rows=[{"label": "Buses", "cells": cells}])
    groups = made.xpath("./div/fieldset/fieldset/fieldset")
    assert [group.findtext("legend") for group in groups] == ["How often", "How good"]
    assert groups[1].get("aria-describedby") == "where--bus--good-error"


def test_please_say_belongs_to_its_option(question):
    other = {"other_label": "Please say", "other_field": "where--other--else", "other_value": "Ty'r Môr"}
    made = question(kind="single", options=[OPTIONS[0], OPTIONS[1] | other | {"other_error": "Say where"}])
    item, box = made.xpath("//div[@class='govuk-radios']/div")[1:]
    assert item.find("input").get("value") == "else"
    assert box.find(".//input").get("value") == "Ty'r Môr"
    assert box.find(".//input").get("aria-describedby") == "where--other--else-error"


def test_only_none_of_these_needs_a_script(question):
    exclusive = {"code": "none", "label": "None of these", "exclusive": True, "apart": True}
    plain = question(kind="several", options=OPTIONS)
    made = question(kind="several", options=[*OPTIONS, exclusive])
    assert not plain.xpath("//@data-module")
    assert made.xpath("//@data-module") == ["govuk-checkboxes"]
    assert made.xpath("//input[@data-behaviour='exclusive']/@value") == ["none"]
    assert made.xpath("//div[@class='govuk-checkboxes__divider']/text()") == ["or"]
