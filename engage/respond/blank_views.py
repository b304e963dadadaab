"""What does everybody see alike who has answered nothing on a page yet?

Such a page is drawn once. What differs from one person to the next, which is their code and the secrets of
their browser, is taken out of it before it is remembered, and each person's own is put in.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
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
    """A page on which this person has answered nothing: all on which it depends, and how it is drawn."""

    occasion: Occasion
    digest: str
    endpoint: str
    number: int
    before: int  # the number of the page before it
    keys: tuple[str, ...]
    lang: str
    draw: Callable[[], str] = field(compare=False)  # for the person who is here now
    code: str = field(compare=False)  # of that person


def is_alike(visit: Visit, page: Page, form: PageForm, *, in_grace: bool) -> bool:
    """Tell whether the page is blank and depends on nothing but what `Blank` names."""
    if not form.is_blank or not form.keys or form.files or page.panels or page.images or page.videos:
        return False
    if visit.channel is not Channel.ONLINE or visit.changes or visit.questionnaire.way or in_grace:
        return False
    return request.method == "GET" and not request.query_string


def filled(page: Blank) -> str:
    """The page as HTML for the person who is here now."""
    shown = _remembered(page)
    for mark, own in zip(MARKS, _own(page), strict=True):
        shown = shown.replace(mark, own)
    return shown


@lru_cache(maxsize=READY)
def _remembered(page: Blank) -> str:
    shown = page.draw()
    for mark, own in zip(MARKS, _own(page), strict=True):
        shown = shown.replace(own, mark)
    return shown


def _own(page: Blank) -> tuple[str, ...]:
    """What is nobody else's on the page: all of it is long and random, so nothing else looks like it."""
    return page.code, nonce(), token()
