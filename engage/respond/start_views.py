"""At which addresses does somebody find out what answering means, and begin?"""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage import clock
from engage.consultations import joint_queries, moments
from engage.consultations import queries as consultations
from engage.consultations.stage import Stage
from engage.errors import NotFound
from engage.respond import queries, service
from engage.respond.media_views import papers
from engage.respond.outline import outline
from engage.surveys import ways
from engage.surveys.ways import STANDARD, Way
from engage.web import Room, alternate, language, show_council

room = Room("respond", __name__, public=True)


@room.page(en="/consultations/<slug>/answer", cy="/ymgynghoriadau/<slug>/ateb")
def start(slug: str) -> ResponseReturnValue:
    """How long it takes, what happens with the answers, and in which language one wishes to begin."""
    return _start(_published(slug))


@room.page(en="/consultations/<slug>/answer/as/<path>", cy="/ymgynghoriadau/<slug>/ateb/fel/<path>")
def way(slug: str, path: str) -> ResponseReturnValue:
    """The same for those who answer in another way, such as in Easy Read."""
    chosen = _way(path)
    return _start(_published(slug, path=path), chosen)


def _start(consultation: Any, chosen: Way | None = None) -> ResponseReturnValue:
    asked = queries.questionnaire_of(consultation.id, chosen.code if chosen else STANDARD)
    return render_template(
        "respond/start.html",
        consultation=consultation,
        stage=consultation.stage(clock.now()),
        bodies=joint_queries.bodies(consultation),
        last=moments.last_minute(consultation.closes_at),
        questionnaire=asked,
        way=chosen,
    )


@room.page(en="/consultations/<slug>/answer/questions", cy="/ymgynghoriadau/<slug>/ateb/cwestiynau")
def questions(slug: str) -> ResponseReturnValue:
    """Every question with who is asked it, to read or to print before answering."""
    consultation = _published(slug)
    asked = queries.questionnaire_of(consultation.id)
    return render_template(
        "respond/questions.html",
        consultation=consultation,
        questionnaire=asked,
        parts=outline(asked.definition, asked.steps, language()),
        equality=outline(asked.definition, asked.equality, language()),
        **papers(consultation.id, consultation.slug, *asked.definition.pages()),
    )


@room.page(en="/consultations/<slug>/answer/new", cy="/ymgynghoriadau/<slug>/ateb/newydd")
def new(slug: str) -> ResponseReturnValue:
    """Begin with a fresh code. Nothing is stored before the first page is saved."""
    return _begin(_published(slug))


@room.page(en="/consultations/<slug>/answer/new/<path>", cy="/ymgynghoriadau/<slug>/ateb/newydd/<path>")
def new_way(slug: str, path: str) -> ResponseReturnValue:
    """The same in another way."""
    chosen = _way(path)
    return _begin(_published(slug, path=path), chosen)


def _begin(consultation: Any, chosen: Way | None = None) -> ResponseReturnValue:
    now = clock.now()
    if consultation.stage(now) != Stage.OPEN:
        return redirect(url_for(".start", slug=consultation.slug[language()]))
    variant = chosen.code if chosen else STANDARD
    code = service.begin(consultation, now=now, variant=variant)
    return redirect(url_for("answering.page", code=code, number=1))


def _way(path: str) -> Way:
    """The way with this word in the address. Raises NotFound."""
    chosen = ways.at(path, language())
    if chosen is None:
        raise NotFound
    return chosen


def _published(slug: str, **more: Any) -> Any:
    """The consultation at this address; whoever has the other language's slug is sent on to the right one."""
    consultation = consultations.published(slug, language(), now=clock.now())
    right = consultation.slug[language()]
    if right != slug:
        abort(redirect(url_for(str(request.endpoint), slug=right, **more)))
    known = {"path": chosen.path} if (chosen := ways.at(more.get("path", ""), language())) else {}
    alternate(slug=consultation.slug, **known)
    show_council(consultation.council)
    return consultation
