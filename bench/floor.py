"""The floor: the same five pages with 20 questions as plain Flask, written by hand for nothing else.

No languages, no layouts, no routing, no sealing: what is left is what any Flask application must do. One read
and one durable commit a page, a token against forged forms, the answers checked, and shown again before they
are sent. Started by `bench.journeys` with the same server and a database of the same kind.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import threading
from collections.abc import Callable
from typing import Any

import psycopg
from flask import Flask, abort, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf, validate_csrf
from markupsafe import Markup

PAGES, QUESTIONS, OPTIONS = 5, 4, 5
URL = os.environ["DATABASE_URL"]
FRAME = """<!doctype html>
<html class="govuk-template" lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/vendor/govuk-frontend-6.6.0.min.css">
<link rel="stylesheet" href="/static/css/engage.css"></head>
<body class="govuk-template__body"><a href="#main-content" class="govuk-skip-link">Skip to main content</a>
<header class="engage-header"><div class="govuk-width-container engage-header__row">
<a class="engage-header__council" href="/"><span>Council</span></a>
<nav class="engage-language" aria-label="Translations">
<a class="engage-language__link" href="{{ request.path }}?cy" lang="cy" hreflang="cy">Cymraeg</a>
</nav></div></header>
<nav class="engage-service" aria-label="Menu"><a class="engage-service__name" href="/">Have your say</a></nav>
<div class="govuk-width-container"><a href="/" class="govuk-back-link">Back</a>
<main class="govuk-main-wrapper" id="main-content" tabindex="-1"><h1>{{ title }}</h1>
{{ content }}</main></div>
<footer class="engage-footer"><nav aria-label="Help"><ul class="engage-footer__links">
<li><a href="/contact">Help and contact</a></li><li><a href="/accessibility">Accessibility statement</a></li>
<li><a href="/privacy">Privacy notice</a></li><li><a href="/cookies">Cookies</a></li></ul></nav></footer>
</body></html>"""
QUESTION_PAGE = """<form method="post"><input type="hidden" name="csrf_token" value="{{ token }}">
{% for q in questions %}<div class="govuk-form-group"><fieldset class="govuk-fieldset">
<legend class="govuk-fieldset__legend govuk-fieldset__legend--m">Question {{ q }}</legend>
<div class="govuk-radios">
{% for o in options %}<div class="govuk-radios__item">
<input class="govuk-radios__input" id="q{{ q }}-{{ o }}" name="q{{ q }}" type="radio" value="o{{ o }}"
{%- if given.get("q%s" % q) == "o%s" % o %} checked{% endif %}>
<label class="govuk-label govuk-radios__label" for="q{{ q }}-{{ o }}">Option {{ o }}</label></div>{% endfor %}
</div></fieldset></div>{% endfor %}
<button class="govuk-button">Save and continue</button></form>"""
CHECK_PAGE = """<dl>{% for q, o in given.items() %}
<div><dt>{{ q }}</dt><dd>{{ o }}</dd></div>{% endfor %}</dl>
<a class="govuk-button" href="/{{ code }}/send">Continue</a>"""
SEND_PAGE = """<form method="post"><input type="hidden" name="csrf_token" value="{{ token }}">
<button class="govuk-button">Send</button></form>"""
SENT_PAGE = """<p>Reference <strong class="engage-reference">{{ reference }}</strong></p>"""

app = Flask(__name__)
app.secret_key = os.environ["SECRET_KEY"]
frame, question_page, check_page, send_page, sent_page = (
    app.jinja_env.from_string(text) for text in (FRAME, QUESTION_PAGE, CHECK_PAGE, SEND_PAGE, SENT_PAGE)
)
_own = threading.local()


def database() -> Any:
    """This thread's connection."""
    if not hasattr(_own, "connection"):
        _own.connection = _sqlite() if URL.startswith("sqlite") else psycopg.connect(URL, autocommit=True)
    return _own.connection


def _sqlite() -> sqlite3.Connection:
    connection = sqlite3.connect(URL.removeprefix("sqlite:///"), timeout=10, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def execute(statement: str, *values: str) -> Any:
    """Run one statement, which is one transaction."""
    return database().execute(statement if URL.startswith("sqlite") else statement.replace("?", "%s"), values)


def create_tables() -> None:
    execute("CREATE TABLE draft (code TEXT PRIMARY KEY, answers TEXT NOT NULL, reference TEXT UNIQUE)")


def look(code: str) -> tuple[dict[str, str], str | None]:
    row = execute("SELECT answers, reference FROM draft WHERE code = ?", code).fetchone()
    return (json.loads(row[0]), row[1]) if row else ({}, None)


def shown(title: str, page: Callable[..., str], **values: Any) -> str:
    return frame.render(request=request, title=title, content=Markup(page(**values)))


@app.get("/new")
def new() -> ResponseReturnValue:
    return redirect(f"/{secrets.token_urlsafe(16)}/1")


@app.route("/<code>/<int:number>", methods=["GET", "POST"])
def page(code: str, number: int) -> ResponseReturnValue:
    if not 1 <= number <= PAGES:
        abort(404)
    given, reference = look(code)
    if reference:
        abort(409)
    questions = range((number - 1) * QUESTIONS + 1, number * QUESTIONS + 1)
    if request.method == "GET":
        values = {"questions": questions, "options": range(1, OPTIONS + 1), "given": given}
        return shown(f"Page {number}", question_page.render, token=generate_csrf(), **values)
    validate_csrf(request.form.get("csrf_token"))
    for question in questions:
        answer = request.form.get(f"q{question}", "")
        if answer not in {f"o{option}" for option in range(1, OPTIONS + 1)}:
            abort(422)
        given[f"q{question}"] = answer
    execute(
        "INSERT INTO draft (code, answers) VALUES (?, ?) "
        "ON CONFLICT (code) DO UPDATE SET answers = excluded.answers",
        code,
        json.dumps(given),
    )
    return redirect(f"/{code}/{number + 1}" if number < PAGES else f"/{code}/check", 303)


@app.get("/<code>/check")
def check(code: str) -> ResponseReturnValue:
    return shown("Check your answers", check_page.render, given=look(code)[0], code=code)


@app.route("/<code>/send", methods=["GET", "POST"])
def send(code: str) -> ResponseReturnValue:
    if request.method == "GET":
        return shown("Send your answers", send_page.render, token=generate_csrf())
    validate_csrf(request.form.get("csrf_token"))
    reference = secrets.token_hex(8)
    execute("UPDATE draft SET reference = ? WHERE code = ? AND reference IS NULL", reference, code)
    return redirect(f"/{code}/sent", 303)


@app.get("/<code>/sent")
def sent(code: str) -> ResponseReturnValue:
    return shown("Sent", sent_page.render, reference=look(code)[1])
