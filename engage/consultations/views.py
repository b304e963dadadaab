"""At which addresses does the public find consultations and their documents?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage import clock, collation
from engage.accounts import service as accounts
from engage.bilingual import Bilingual
from engage.consultations import documents, joint_queries, notice_service, queries
from engage.consultations import preparation_service as preparations
from engage.consultations.queries import Search
from engage.consultations.stage import Stage
from engage.consultations.topics import TOPICS
from engage.web import Room, alternate, language, preferred_language, show_council, to_save

room = Room("consultations", __name__, public=True)
LATEST = 3  # closed consultations on the first page
FIRST = 12  # open ones there
GROUPS = {
    Stage.OPEN: "open",
    Stage.FORTHCOMING: "forthcoming",
    Stage.CLOSED: "over",
    Stage.REPORTED: "over",
}


@room.route("/")
def front() -> ResponseReturnValue:
    """Send a newcomer to the first page in the language that the browser asks for; the only such guess."""
    response = make_response(redirect(url_for(".home", lang=preferred_language())))
    response.vary.add("Accept-Language")
    return response


@room.page(en="/", cy="/")
def home() -> ResponseReturnValue:
    """What one can have a say in now, what comes next, and what came of it."""
    now = clock.now()
    _show_only_council()
    shown = {
        stage: queries.latest(stage, now=now, size=FIRST if stage == Stage.OPEN else LATEST)
        for stage in (Stage.OPEN, Stage.FORTHCOMING, Stage.REPORTED)
    }
    return render_template("consultations/home.html", shown=shown, now=now)


@room.page(en="/consultations", cy="/ymgynghoriadau")
def index() -> ResponseReturnValue:
    """All published consultations, to be searched; the address holds the whole search."""
    now, councils, wish = clock.now(), accounts.councils(), _search()
    for council in councils:
        if council.slug == wish.council or len(councils) == 1:
            show_council(council)
    found = queries.search(wish, councils, page=request.args.get("page", 1, type=int), now=now)
    return render_template(
        "consultations/index.html",
        found=found,
        groups=_groups(found.consultations, now),
        wish=wish,
        now=now,
        councils=_sorted({council.slug: council.name for council in councils}),
        topics=_sorted(TOPICS),
        address=lambda page: url_for(".index", **_filters(wish), page=page),
    )


@room.page(en="/consultations/<slug>", cy="/ymgynghoriadau/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """One consultation: what it is about, until when, and how to answer."""
    now = clock.now()
    consultation = queries.published(slug, language(), now=now)
    if consultation.slug[language()] != slug:
        return redirect(url_for(".show", slug=consultation.slug[language()]))
    alternate(slug=consultation.slug)
    show_council(consultation.council)
    return render_template(
        "consultations/show.html",
        consultation=consultation,
        stage=consultation.stage(now),
        topics=TOPICS,
        said=preparations.said(consultation.id)[0],
        notices=notice_service.notices(consultation.id),
        bodies=joint_queries.bodies(consultation),
        cleared=request.args.get("cleared"),  # whoever has just finished on a shared computer
        document_address=lambda document, file_language: url_for(
            ".document", lang=file_language, slug=consultation.slug[file_language], document_id=document.id
        ),
    )


@room.page(
    en="/consultations/<slug>/documents/<int:document_id>",
    cy="/ymgynghoriadau/<slug>/dogfennau/<int:document_id>",
)
def document(slug: str, document_id: int) -> ResponseReturnValue:
    """Download a document in the language of the address."""
    consultation = queries.published(slug, language(), now=clock.now())
    wanted = queries.document_of(consultation, document_id)
    if consultation.slug[language()] != slug:
        return redirect(url_for(".document", slug=consultation.slug[language()], document_id=document_id))
    return download(wanted, language())


def download(document: Any, file_language: str) -> Response:
    """A document's file in this language, to be saved rather than opened by the browser."""
    name = document.file_name[file_language]
    return to_save(document.content(file_language), name, documents.content_type(name), file_language)


def _show_only_council() -> None:
    councils = accounts.councils()
    if len(councils) == 1:
        show_council(councils[0])


def _groups(consultations: Iterable[Any], now: datetime) -> list[tuple[str, list[Any]]]:
    """The consultations under the headings of the list, in the order in which they come."""
    grouped = groupby(consultations, key=lambda consultation: GROUPS[consultation.stage(now)])
    return [(name, list(members)) for name, members in grouped]


def _search() -> Search:
    """What the address asks for; what does not exist is not looked for."""
    stage, topic = request.args.get("stage", ""), request.args.get("topic", "")
    return Search(
        words=request.args.get("q", "")[:200],
        council=request.args.get("council", ""),
        topic=topic if topic in TOPICS else "",
        stage=Stage(stage) if stage in set(Stage) - {Stage.DRAFT} else None,
    )


def _filters(wish: Search) -> dict[str, Any]:
    """The search as an address has it, without what is empty."""
    values = {"q": wish.words, "council": wish.council, "topic": wish.topic, "stage": wish.stage or ""}
    return {name: value for name, value in values.items() if value}


def _sorted(names: dict[str, Bilingual]) -> list[tuple[str, str]]:
    """Codes with their names, in the order of this page's language."""
    named = [(code, name[language()]) for code, name in names.items()]
    return sorted(named, key=lambda pair: collation.key(pair[1], language()))
