"""Has every failure a page that says what happened and what to do next?"""

from __future__ import annotations

import pytest
from lxml import html

from engage import error_pages, errors
from tests.pages import faults

EXPECTED = {kind.page for kind in vars(errors).values() if hasattr(kind, "page")}
OTHERS = {"session_ended", "signed_out", "database_away", "closed", "already_sent"}
PAGES = sorted(EXPECTED | set(error_pages.HTTP_PAGES.values()) | OTHERS)


@pytest.mark.parametrize("name", PAGES)
def test_an_error_page_says_what_happened_and_leads_on(name, page):
    document = html.document_fromstring(page(f"errors/{name}.html"))
    assert len(document.xpath("//main//p")) >= 2
    assert document.xpath("//main//a/@href")


@pytest.mark.parametrize("name", PAGES)
def test_an_error_page_is_well_made(name, page):
    assert faults(page(f"errors/{name}.html")) == []


@pytest.mark.parametrize("name", PAGES)
def test_an_error_page_is_in_the_language_of_the_address(name, page):
    document = html.document_fromstring(page(f"errors/{name}.html", lang="cy"))
    assert document.get("lang") == "cy"
    assert document.xpath("//header//nav//@hreflang | //header//nav//button/@lang") == ["en"]


@pytest.mark.parametrize("name", ["not_found", "problem"])
def test_where_no_language_is_known_both_are_there_welsh_first(name, page):
    text = page("errors/bilingual.html", page=name)
    assert faults(text) == []
    languages = html.document_fromstring(text).xpath("//main//div[@lang]/@lang")
    assert languages == ["cy", "en"]
