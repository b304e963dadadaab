"""At which address does somebody fetch a file that they have sent, and how is what a page brings taken in?

Files are always saved, never shown: what is in them comes from strangers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from functools import partial
from secrets import token_hex
from typing import cast

from flask import Response, request, url_for
from flask_limiter.util import get_remote_address
from limits import parse
from werkzeug.exceptions import RequestEntityTooLarge

from engage import clock
from engage.consultations.documents import size
from engage.errors import Conflict, NotFound
from engage.respond import enclosing_service, forms, handed, opened_views
from engage.respond.attachment_service import File
from engage.respond.door_views import room, visit_of
from engage.respond.enclosures import LARGEST, TYPES, Enclosure
from engage.respond.forms import PageForm
from engage.respond.handed import NOTHING, Handed, Refused
from engage.respond.leaving import Then
from engage.respond.visit import Visit
from engage.surveys.definition import Answer, Answers, FileQuestion, Question, Step, takes_files
from engage.surveys.fields import FieldProblem, files_field
from engage.web import language, limiter

REMOVE = "remove"  # the name of the buttons that take a file away
MOST_AT_ONCE = 60 * 1024**2  # bytes: so a file too large for us is named, and the rest of the page kept
PER_ADDRESS = parse("300/hour")  # files; many people may share an address
Keep = Callable[[FileQuestion, str, Enclosure], None]
Remove = Callable[[str, str], None]


@room.page(en="/respond/<code>/files/<id>", cy="/ymateb/<code>/ffeiliau/<id>")
def file(code: str, id: str) -> Response:
    """A file that came with this person's own answers, as long as they are shown those."""
    visit = visit_of(code)
    if visit.reference and not visit.shows_copy(clock.now()) and not opened_views.is_opened(visit):
        raise NotFound
    return saved(enclosing_service.own(visit, id))


def saved(found: File) -> Response:
    """The file, only ever to be saved, and kept by no cache."""
    response = Response(found.content, mimetype=TYPES[found.kind])
    response.headers.set("Content-Disposition", "attachment", filename=found.name)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def addressed(form: PageForm, visit: Visit) -> None:
    """Say of every question for files where what is kept can be fetched."""
    if form.files:
        for view in form.questions:
            if view["key"] in form.files:
                view["address"] = partial(_address, visit.code)


def _address(code: str, id: str) -> str:
    return url_for("answering.file", code=code, id=id)


# --- what a page brings ----------------------------------------------------------------------------------


def taken(visit: Visit, step: Step) -> tuple[Visit, Handed]:
    """Keep what files the page brings, before anything else on it is looked at."""
    now, here = clock.now(), [visit]

    def keep(question: FileQuestion, key: str, enclosure: Enclosure) -> None:
        here[0] = enclosing_service.add(visit.code, question, key, enclosure, language=language(), now=now)

    def remove(key: str, id: str) -> None:
        here[0] = enclosing_service.remove(visit.code, key, id, language=language(), now=now)

    try:
        handed_in = received(step, visit.journey.questions(step), keep, remove)
    except Conflict:  # sent, closed or overtaken meanwhile: the page itself says which
        handed_in = NOTHING
    return here[0], handed_in


def tried(step: Step, asked: Iterable[Question], answers: Mapping[str, Answer]) -> tuple[Answers, Handed]:
    """Look at what files the page brings, and throw them away; only what they are called is answered."""
    found = dict(answers)

    def keep(question: FileQuestion, key: str, enclosure: Enclosure) -> None:
        handed.require_room(question, found.get(key), len(enclosure.content))
        called = f"{enclosure.name}, {size(len(enclosure.content))}"
        found[key] = handed.with_file(found.get(key), token_hex(16), called, language())

    def remove(key: str, id: str) -> None:
        if key in found and id in found[key].other:
            left = handed.without_file(found.pop(key), id)
            found.update({key: left} if left else {})

    return found, received(step, asked, keep, remove)


def received(step: Step, asked: Iterable[Question], keep: Keep, remove: Remove) -> Handed:
    """Keep or take away what the page asks for, and say what could not be kept."""
    wanted = {step.key(each): cast(FileQuestion, each) for each in asked if takes_files(each)}
    if request.method != "POST" or not wanted:
        return NOTHING
    request.max_content_length = MOST_AT_ONCE
    try:
        sent = request.form
    except RequestEntityTooLarge:
        return handed.not_received(wanted)
    if sent.get("then") == Then.TYPE_ON:
        return NOTHING
    if not forms.is_ours(sent):
        return handed.to_choose_again(key for key in wanted if _is_chosen(key))
    if gone := sent.get(REMOVE):
        for key in wanted:
            remove(key, gone)
    problems = [problem for key in wanted for problem in kept(wanted[key], key, keep, _require_patience)]
    return Handed(tuple(problems), bool(gone) or any(files_field(key) in sent for key in wanted))


def _is_chosen(key: str) -> bool:
    """Did a file come? A field in which nothing was chosen is sent with a nameless one."""
    return any(upload.filename for upload in request.files.getlist(key))


def kept(
    question: FileQuestion, key: str, keep: Keep, require_patience: Callable[[], None]
) -> Iterable[FieldProblem]:
    """Keep the files of one question."""
    for upload in request.files.getlist(key):
        if not upload.filename:
            continue
        try:
            require_patience()
            with closing(upload):
                content = upload.stream.read(LARGEST + 1)
            keep(question, key, handed.enclosure(upload.filename, content))
        except Refused as refused:
            yield FieldProblem(key, refused.code, key, (key,), refused.parameters)


def _require_patience() -> None:
    if limiter.enabled and not limiter.limiter.hit(PER_ADDRESS, "files", get_remote_address()):
        raise Refused("files_too_often")
