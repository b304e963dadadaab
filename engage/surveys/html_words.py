"""Which words, and which Markdown, does the HTML of another tool stand for?"""

from __future__ import annotations

import re
from html.parser import HTMLParser

_AROUND = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_BLOCKS = {"p", "div", "ul", "ol", "blockquote", "section", "center", "pre"}
_HEADINGS = {"h1": "## ", "h2": "## ", "h3": "### ", "h4": "### ", "h5": "### ", "h6": "### "}
_SILENT = {"span", "font", "u", "small", "big", "sup", "sub", "label", "abbr", "tbody"}
_LINK = re.compile(r"(https?://|mailto:|tel:)\S+")


def markdown(html: str) -> tuple[str, set[str]]:
    """The text as Markdown, and the names of elements that cannot be put so."""
    return _read(html, marked=True)


def plain(html: str) -> tuple[str, set[str]]:
    """The text without any marks, and the names of elements that would be missed."""
    return _read(html, marked=False)


def _read(html: str, *, marked: bool) -> tuple[str, set[str]]:
    reader = _Reader(marked)
    reader.feed(html)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.found).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), reader.strange


class _Reader(HTMLParser):
    def __init__(self, marked: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.strange: set[str] = set()
        self._marked = marked
        self._links: list[str] = []
        self._numbered: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.found.append("\n" if not self._marked else "\n\n")
        elif tag == "a":
            self._begin_link(dict(attrs).get("href") or "")
        elif tag in _AROUND:
            self._mark(_AROUND[tag])
        elif tag in _HEADINGS:
            self.found.append("\n\n" + (_HEADINGS[tag] if self._marked else ""))
        elif tag == "li":
            numbered = bool(self._numbered and self._numbered[-1])
            self.found.append("\n" + (("1. " if numbered else "- ") if self._marked else ""))
        elif tag in _BLOCKS:
            if tag in ("ul", "ol"):
                self._numbered.append(tag == "ol")
            self.found.append("\n\n")
        elif tag not in _SILENT:
            self.strange.add(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            address = self._links.pop()
            self._mark(f"]({address})")
        elif tag in _AROUND:
            self._mark(_AROUND[tag])
        elif tag in _BLOCKS or tag in _HEADINGS:
            if tag in ("ul", "ol") and self._numbered:
                self._numbered.pop()
            self.found.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.found.append(data.replace("\n", " ").replace("\r", " "))

    def _begin_link(self, address: str) -> None:
        if not self._marked or not _LINK.fullmatch(address):
            self.strange.add("a")
        self._links.append(address)
        self._mark("[")

    def _mark(self, sign: str) -> None:
        if self._marked:
            self.found.append(sign)
