"""Can what officers wrote be read by everybody: how hard is it, do headings and links make sense?"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

HARDEST = 14  # years: WCAG 2.2, criterion 3.1.5, asks for no more than lower secondary education
LEAST_WORDS = 40  # of fewer words nobody can tell how hard they are
YEARS_BEFORE_GRADE_ONE = 5
VAGUE = {
    "click", "click here", "details", "find out more", "here", "learn more", "link", "more",
    "more information",     "read more", "this", "this link", "this page",
    "cliciwch", "cliciwch yma", "darllen mwy", "darllenwch fwy", "darllenwch ragor", "dolen", "dysgwch fwy",
    "manylion", "mwy", "mwy o wybodaeth", "rhagor", "rhagor o wybodaeth", "y ddolen hon", "y dudalen hon",
    "yma",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_parser = MarkdownIt("commonmark", {"html": False}).enable(["table"])


def reading_age(markdown: str) -> int | None:
    """The age, in years, at which most people can read this English text; None when it is too short.

    The automated readability index counts letters in words and words in sentences, and gives a school grade
    in the United States, whose first is for children of six. Source: Smith and Senter (1967), Automated
    Readability Index, AMRL-TR-66-220.
    """
    text = plain(markdown)
    if len(_WORD.findall(text)) < LEAST_WORDS:
        return None
    import textstat  # takes half a second, and few pages need it

    grade: float = textstat.automated_readability_index(text)
    return max(YEARS_BEFORE_GRADE_ONE, math.ceil(grade) + YEARS_BEFORE_GRADE_ONE)


def plain(markdown: str) -> str:
    """The words alone; every heading and every line of a list ends like a sentence."""
    lines = (
        "".join(child.content if child.type in ("text", "code_inline") else " " for child in children)
        for children in _inline(markdown)
    )
    return "\n".join(
        line if line.endswith((".", "?", "!")) else f"{line}." for line in map(_tidy, lines) if line
    )


def _ended(line: str) -> str:
    return line if line.endswith((".", "?", "!")) else f"{line}."


def heading_jumps(markdown: str, under: int = 0) -> list[str]:
    """The headings that skip a level, such as a third below a first; `under`: the level above them all."""
    found, before, tokens = [], under, _parser.parse(markdown)
    for opened, inside in pairwise(tokens):
        if opened.type == "heading_open":
            level = int(opened.tag[1])
            if level > before + 1:
                found.append(inside.content)
            before = level
    return found


def vague_links(markdown: str) -> list[str]:
    """The texts of links that do not say where they lead, in either language; nor does a bare address."""
    return [text for text in map(_tidy, _link_texts(markdown)) if _is_vague(text)]


def word_count(markdown: str) -> int:
    return len(_WORD.findall(plain(markdown)))


def _link_texts(markdown: str) -> Iterator[str]:
    for children in _inline(markdown):
        text: str | None = None
        for child in children:
            if child.type == "link_open":
                text = ""
            elif child.type == "link_close" and text is not None:
                yield text
                text = None
            elif text is not None:
                text += child.content


def _inline(markdown: str) -> Iterator[list[Token]]:
    return (token.children or [] for token in _parser.parse(markdown) if token.type == "inline")


def _is_vague(text: str) -> bool:
    said = text.casefold()
    return said.rstrip(".:!") in VAGUE or said.startswith(("http://", "https://", "www."))


def _tidy(text: str) -> str:
    return " ".join(text.split())
