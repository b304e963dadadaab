"""At which addresses does somebody find out what answering means, and begin?"""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage import clock
from engage.consultations import moments
from engage.consultations import queries as consultations
from engage.consultations.stage import Stage
from engage.respond import queries, service
from engage.respond.outline import outline
from engage.web import Room, alternate, language, show_council

room = Room("respond", __name__, public=True)


@room.page(en="/consultations/<slug>/answer", cy="/ymgynghoriadau/<slug>/ateb")
def start(slug: str) -> ResponseReturnValue:
    """How long it takes, what happens with the answers, and in which language one wishes to begin."""
    consultation = _published(slug)
    return render_template(
        "respond/start.html",
        consultation=consultation,
        stage=consultation.stage(clock.now()),
        last=moments.last_minute(consultation.closes_at),
        questionnaire=queries.questionnaire_of(consultation.id),
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
    )


@room.page(en="/consultations/<slug>/answer/new", cy="/ymgynghoriadau/<slug>/ateb/newydd")
def new(slug: str) -> ResponseReturnValue:
    """Begin with a fresh code. Nothing is stored before the first page is saved."""
    consultation, now = _published(slug), clock.now()
    if consultation.stage(now) != Stage.OPEN:
        return redirect(url_for(".start", slug=slug))
    code = service.begin(consultation, now=now)
    return redirect(url_for("answering.page", code=code, number=1))


def _published(slug: str) -> Any:
    """The consultation at this address; whoever has the other language's slug is sent on to the right one."""
    consultation = consultations.published(slug, language(), now=clock.now())
    right = consultation.slug[language()]
    if right != slug:
        abort(redirect(url_for(str(request.endpoint), slug=right)))
    alternate(slug=consultation.slug)
    show_council(consultation.council)
    return consultation
