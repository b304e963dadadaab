"""What does everybody see alike who has answered nothing on a page yet?

Such a page is drawn once. What differs from one person to the next, which is their code and the secrets of
their browser, is taken out of it before it is remembered, and each person's own is put in.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from flask import request

from engage.respond.channel import Channel
from engage.respond.forms import PageForm, token
from engage.respond.visit import Occasion, Visit
from engage.surveys.definition import Page
from engage.web import nonce

READY = 500  # pages kept in each process
MARKS = tuple(secrets.token_hex(16) for _ in range(3))  # where a person's own belongs


@dataclass(frozen=True)
class Blank:
    """A page on which nobody has answered yet: all on which it depends, and nothing of whoever sees it."""

    occasion: Occasion
    digest: str
    endpoint: str
    number: int
    before: int  # the number of the page before it
    place: tuple[int, int]  # which one of how many pages it is for whoever has answered the same so far
    keys: tuple[str, ...]
    lang: str
    is_closing: bool  # does the page say when the consultation closes?


def is_alike(visit: Visit, page: Page, form: PageForm, *, in_grace: bool) -> bool:
    """Tell whether the page is blank and depends on nothing but what `Blank` names."""
    if not form.is_blank or not form.keys or form.files or page.panels or page.images or page.videos:
        return False
    if visit.channel is not Channel.ONLINE or visit.changes or visit.questionnaire.way or in_grace:
        return False
    return request.method == "GET" and not request.query_string


def filled(page: Blank, code: str, draw: Callable[[], str]) -> str:
    """The page as HTML for the person with this code, for whom it is drawn if nobody has seen it yet."""
    own = code, nonce(), token()  # long and random each: nothing else on the page looks like it
    remembered = _remembered(page)
    if not remembered:
        remembered.append(_replaced(draw(), own, MARKS))
    return _replaced(remembered[0], MARKS, own)


@lru_cache(maxsize=READY)
def _remembered(_page: Blank) -> list[str]:
    """Where the page is kept once it is drawn: nothing else of whoever saw it first stays here."""
    return []


def _replaced(text: str, olds: Iterable[str], news: Iterable[str]) -> str:
    for old, new in zip(olds, news, strict=True):
        text = text.replace(old, new)
    return text
