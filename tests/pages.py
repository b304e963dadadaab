"""Is a page well made? What a machine can see without a browser, on every page that any test fetches."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

# Words that give a language away: frequent, and words of the other language in no form.
GIVEAWAY = {
    "cy": re.compile(r"\b(the|and|your|with|this|which|when|from|have|are|will|what|please|page)\b", re.I),
    "en": re.compile(r"\b(yn|yr|eich|ydych|gyda|wedi|mae|hwn|hon|chi|rydym|neu|ar gyfer|tudalen)\b", re.I),
}
PLACEHOLDER = re.compile(r"\{\w+\}")  # stands in texts of both languages alike
READ_OUT = (  # texts and attributes that somebody sees or hears
    "//text()[normalize-space() and not(parent::script or parent::style or parent::textarea)]"
    " | //@alt | //@aria-label | //@title | //@placeholder"
)
UNLABELLED = ["hidden", "submit", "button", "reset", "image"]


class CheckingClient(FlaskClient):
    """A test client that refuses a badly made page."""

    def open(self, *args, **kwargs) -> TestResponse:
        with self.application.app_context():  # or one request would find what another left in `g`
            response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            found = faults(response.get_data(as_text=True))
            assert not found, f"{response.request.path}: " + "; ".join(found)
        return response


def faults(page: str) -> list[str]:
    """Everything that is wrong with this HTML page, each in a few words."""
    document = html.document_fromstring(page)
    return [
        *_frame(document),
        *_ids(document),
        *_labels(document),
        *_groups(document),
        *_headings(document),
        *_error_summary(document),
        *_inline(document),
        *_wrong_language(document),
    ]


def _frame(document: HtmlElement) -> list[str]:
    found = []
    language = document.get("lang")
    if language not in ("en", "cy"):
        found.append(f"html lang is {language!r}")
    headings = document.xpath("//h1")
    if len(headings) != 1:
        found.append(f"{len(headings)} h1")
    title = " ".join((document.findtext(".//title") or "").split())
    if headings and _text(headings[0]) and _text(headings[0]) not in title:
        found.append(f"the title {title!r} does not name the page {_text(headings[0])!r}")
    if not document.xpath("//main"):
        found.append("no main")
    skip = document.xpath("//body//a[@href][1]/@href")
    if not skip or not skip[0].startswith("#") or not document.xpath("//*[@id=$id]", id=skip[0][1:]):
        found.append("the first link does not skip to the content")
    return found


def _ids(document: HtmlElement) -> list[str]:
    ids = Counter(document.xpath("//@id"))
    found = [f"id {name!r} {times} times" for name, times in ids.items() if times > 1]
    for attribute in ("aria-describedby", "aria-labelledby", "aria-controls"):
        for names in document.xpath(f"//@{attribute}"):
            found += [f"{attribute} names no element: {name}" for name in names.split() if name not in ids]
    return found


def _labels(document: HtmlElement) -> list[str]:
    found = []
    for control in document.xpath("//input | //select | //textarea"):
        if control.get("type") in UNLABELLED:
            continue
        label = document.xpath("//label[@for=$id]", id=control.get("id") or "")
        if not (label and _text(label[0])) and not control.get("aria-label"):
            found.append(f"no label for {control.get('name')!r}")
    for button in document.xpath("//button | //a[@href]"):
        if not _text(button) and not button.get("aria-label") and not button.xpath(".//img[@alt!='']"):
            found.append(f"nothing to read on {html.tostring(button)[:80]!r}")
    found += [f"no alt on {image.get('src')!r}" for image in document.xpath("//img[not(@alt)]")]
    return found


def _groups(document: HtmlElement) -> list[str]:
    found = []
    for group in document.xpath("//fieldset"):
        legend = group.xpath("./legend")
        if not legend or not _text(legend[0]):
            found.append("a fieldset without a legend")
    radios = Counter(document.xpath("//input[@type='radio']/@name"))
    boxes = Counter(document.xpath("//input[@type='checkbox']/@name"))
    for name, times in (radios + boxes).items():
        inside = document.xpath("//fieldset//input[@name=$name]", name=name)
        if times > 1 and len(inside) < times:
            found.append(f"the group {name!r} has no fieldset")
    return found


def _headings(document: HtmlElement) -> list[str]:
    headings = document.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")
    levels = [int(heading.tag[1]) for heading in headings]
    return [f"heading h{b} follows h{a}" for a, b in pairwise(levels) if b > a + 1]


def _error_summary(document: HtmlElement) -> list[str]:
    told = document.xpath("//*[contains(@class, 'govuk-error-')]")
    if not told:
        return []
    summaries = [each for each in told if "govuk-error-summary__list" in each.classes]
    messages = [each for each in told if "govuk-error-message" in each.classes]
    found = []
    title = (document.findtext(".//title") or "").strip()
    if (summaries or messages) and not title.startswith(("Error:", "Gwall:")):
        found.append("an error, but the title does not begin with Error: or Gwall:")
    if messages and not summaries:
        found.append("an error message without a summary")
    for link in (link for summary in summaries for link in summary.xpath(".//a/@href")):
        target = document.xpath("//*[@id=$id]", id=link.removeprefix("#"))
        if not target or target[0].tag not in ("input", "select", "textarea", "button"):
            found.append(f"the error summary's link {link} leads to no control")
    return found


def _inline(document: HtmlElement) -> list[str]:
    found = [f"inline style: {style}" for style in document.xpath("//@style")]
    found += [f"inline handler {name}" for name in document.xpath("//@*[starts-with(name(), 'on')]")]
    scripts = document.xpath("//script[not(@src) and not(@nonce) and not(@type='application/ld+json')]")
    return found + ["a script without a nonce" for _ in scripts]


def _wrong_language(document: HtmlElement) -> Iterator[str]:
    languages: dict[HtmlElement | None, str] = {None: ""}

    def language(element: HtmlElement | None) -> str:
        if element not in languages:
            languages[element] = element.get("lang") or language(element.getparent())
        return languages[element]

    for text in document.xpath(READ_OUT):
        holder = text.getparent()
        spoken = language(holder.getparent() if text.is_tail else holder)
        giveaway = GIVEAWAY.get(spoken[:2])
        if giveaway and (match := giveaway.search(PLACEHOLDER.sub("", text))):
            yield f"not in {spoken}: {' '.join(text.split())[:80]!r} ({match.group()})"


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())
