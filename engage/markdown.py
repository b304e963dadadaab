"""Which HTML does an officer's Markdown stand for? Only harmless one comes out."""

from __future__ import annotations

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

TAGS = {"p", "br", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "hr"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
CLASSES = {
    "p": "govuk-body", "h2": "govuk-heading-m", "h3": "govuk-heading-s", "h4": "govuk-heading-s",
    "ul": "govuk-list govuk-list--bullet", "ol": "govuk-list govuk-list--number", "a": "govuk-link",
    "blockquote": "govuk-inset-text", "table": "govuk-table", "th": "govuk-table__header",
    "td": "govuk-table__cell", "tr": "govuk-table__row", "thead": "govuk-table__head",
    "tbody": "govuk-table__body",
}  # fmt: skip
_parser = MarkdownIt("commonmark", {"html": False}).enable(["table"])


@lru_cache(maxsize=2048)
def to_html(text: str, *, outline: bool = True) -> Markup:
    """Render Markdown; headings start at h2, since the page's title is the h1.

    Without `outline` they are paragraphs in bold, for a text that may not add to the headings around it.
    """
    tokens = _parser.parse(text)
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and not outline:
            _embolden(tokens[at + 1])
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 4)}" if outline else "p"
    html = nh3.clean(
        _parser.renderer.render(tokens, _parser.options, {}),
        tags=TAGS,
        attributes={"a": {"href"}, "th": {"scope"}},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="noopener noreferrer",
        set_tag_attribute_values={
            **{tag: {"class": name} for tag, name in CLASSES.items()},
            "th": {"class": CLASSES["th"], "scope": "col"},
        },
    )
    return Markup(html)  # noqa: S704 - nh3 has just cleaned it


def _embolden(words: Token) -> None:
    words.children = [
        Token("strong_open", "strong", 1),
        *(words.children or ()),
        Token("strong_close", "strong", -1),
    ]
