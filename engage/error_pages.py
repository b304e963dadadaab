"""What does somebody see when something fails, and is what they typed still there?"""

from __future__ import annotations

import sqlite3
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, render_template, request
from flask_security import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError

from engage.bilingual import LANGUAGES
from engage.errors import EngageError

OFFICERS = {"en": "/officers/", "cy": "/swyddogion/"}
HTTP_PAGES = {400: "bad_request", 404: "not_found", 405: "not_found", 413: "too_large", 429: "too_many"}
Fields = list[tuple[str, str]]


def init_app(app: Flask, *, production: bool) -> None:
    """Give every failure a page; what nobody expected only in production, elsewhere it is raised."""
    app.register_error_handler(EngageError, _expected)
    app.register_error_handler(CSRFError, _session_ended)
    app.register_error_handler(IntegrityError, _overtaken)
    for away in (OperationalError, InterfaceError, NoConnection, sqlite3.OperationalError):
        app.register_error_handler(away, _database_away)
    app.register_error_handler(HTTPException, _http)
    if production:
        app.register_error_handler(Exception, _unexpected)


def signed_out() -> tuple[str, int] | None:
    """The page for an officer who sends something and is signed in no longer; None: nothing was typed."""
    typed = _typed_here()
    return _page("signed_out", 403, typed=typed, had_files=_had_files()) if typed else None


def _page(page: str, code: int, **context: Any) -> tuple[str, int]:
    if "lang" not in g and not request.path.startswith(tuple(f"/{lang}/" for lang in LANGUAGES)):
        return render_template("errors/bilingual.html", page=page, **context), code
    return render_template(f"errors/{page}.html", layout=_layout(code), **context), code


def _layout(code: int) -> str:
    """The frame of the page: an officer's within the officers' pages, if one is signed in."""
    at_the_desk = any(request.path.startswith(f"/{lang}{path}") for lang, path in OFFICERS.items())
    try:
        if not at_the_desk or code == 503 or not current_user.is_authenticated:
            return "layouts/public.html"
        if "council" not in g:
            g.council = current_user.council
        return "layouts/officer.html" if current_user.name else "layouts/public.html"
    except SQLAlchemyError:  # the database is away, so nobody can be known
        return "layouts/public.html"


def _expected(error: EngageError) -> tuple[str, int]:
    return _page(error.page, error.status, error=error)


def _overtaken(_error: IntegrityError) -> tuple[str, int]:
    """Somebody else was a moment earlier with the same thing, such as an address."""
    return _page("conflict", 409)


def _database_away(error: Exception) -> tuple[str, int, dict[str, str]]:
    """The database is gone or its disk is full: the page itself keeps what was typed, to send it again."""
    current_app.logger.error("the database is away", exc_info=error)
    page, status = _page("database_away", 503, typed=_typed(), had_files=_had_files())
    return page, status, {"Retry-After": "10"}


def _session_ended(_error: CSRFError) -> tuple[str, int]:
    """The form's token is not this session's: the page keeps what was typed, with a token that is."""
    return _page("session_ended", 400, typed=_typed_here(), had_files=_had_files())


def _typed() -> Fields:
    """What was typed, but no password; nothing where it was too much to be read."""
    try:
        typed = list(request.form.items(multi=True))
    except RequestEntityTooLarge:
        return []
    secret = any("password" in name for name, _value in typed)
    return [] if secret else [each for each in typed if each[0] != "switch"]


def _typed_here() -> Fields:
    """The same without the token, and only from a page of ours: else another site could put words into it."""
    if urlsplit(request.origin or "").netloc != request.host:
        return []
    return [each for each in _typed() if each[0] != "csrf_token"]


def _had_files() -> bool:
    return any(upload.filename for _name, upload in request.files.items(multi=True))


def _http(error: HTTPException) -> Any:
    if isinstance(error, SecurityError):  # a host name that is not ours: no address can be made for it
        return Response("Bad request / Cais annilys", 400, mimetype="text/plain")
    if error.code is None or error.code < 400:
        return error
    page = HTTP_PAGES.get(error.code, "problem")
    return _page(page, 404 if error.code == 405 else error.code)


def _unexpected(error: Exception) -> tuple[str, int]:
    current_app.logger.error("unexpected", exc_info=error)
    return _page("problem", 500)
