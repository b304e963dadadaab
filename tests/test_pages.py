"""Does the checking client see a badly made page?"""

from __future__ import annotations

import pytest

from tests.pages import faults

GOOD = """<!doctype html><html lang="{lang}"><head><title>{error}Your age - Survey</title></head><body>
<a href="#main">Skip</a><main id="main">{body}</main></body></html>"""


def page(body: str, lang: str = "en", error: str = "") -> str:
    return GOOD.format(body=body, lang=lang, error=error)


def test_a_good_page_has_no_faults():
    assert faults(page('<h1>Your age</h1><label for="a">Age</label><input id="a" name="a">')) == []


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (page("<p>No heading</p>"), "0 h1"),
        (page("<h1>Something else</h1>"), "does not name the page"),
        (page("<h1>Your age</h1>", lang="fr"), "html lang is 'fr'"),
        (page('<h1>Your age</h1><p id="a"></p><p id="a"></p>'), "id 'a' 2 times"),
        (page('<h1>Your age</h1><input name="a">'), "no label for 'a'"),
        (page('<h1>Your age</h1><input id="a" name="a" placeholder="Age">'), "no label for 'a'"),
        (page("<h1>Your age</h1><fieldset><p>Age</p></fieldset>"), "without a legend"),
        (
            page(
                '<h1>Your age</h1><label for="a">A</label><input type="radio" name="r" id="a">'
                '<label for="b">B</label><input type="radio" name="r" id="b">'
            ),
            "has no fieldset",
        ),
        (page('<h1>Your age</h1><p aria-describedby="gone">x</p>'), "names no element"),
        (page("<h1>Your age</h1><h3>Too deep</h3>"), "h3 follows h1"),
        (page('<h1>Your age</h1><p class="govuk-error-message">Bad</p>'), "does not begin with Error:"),
        (
            page('<h1>Your age</h1><p class="govuk-error-message">Bad</p>', error="Error: "),
            "without a summary",
        ),
        (
            page(
                '<h1>Your age</h1><ul class="govuk-error-summary__list"><li><a href="#a">Bad</a></li></ul>'
                '<div id="a">not a control</div>',
                error="Error: ",
            ),
            "leads to no control",
        ),
        (page('<h1>Your age</h1><p style="color: red">x</p>'), "inline style"),
        (page('<h1>Your age</h1><p onclick="x()">x</p>'), "inline handler"),
        (page("<h1>Your age</h1><p>Rhowch eich enw</p>"), "not in en"),
        (page("<h1>Your age</h1><p>Enter your name</p>", lang="cy"), "not in cy"),
        (page('<h1>Your age</h1><img src="x">'), "no alt"),
        (page('<h1>Your age</h1><a href="/x"></a>'), "nothing to read"),
    ],
)
def test_a_fault_is_named(broken: str, fault: str):
    assert any(fault in found for found in faults(broken)), faults(broken)


def test_a_part_in_the_other_language_says_so():
    assert faults(page('<h1>Your age</h1><p lang="cy">Rhowch eich enw</p>')) == []
