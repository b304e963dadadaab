"""The floor: the same five pages with 20 questions as a plain Flask application, for nothing else.

As a guide to Flask would have it written: templates, addresses made by name, a session cookie with a token
against forged forms; one read and one durable commit a page, the answers checked, and shown again before they
are sent. No languages, no survey that somebody designed, no routing, no sealing, no second tab. Started by
`bench.journeys` with the same server and a database of the same kind.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import threading
from typing import Any

import psycopg
from flask import Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect

PAGES, QUESTIONS, OPTIONS = 5, 4, 5
URL = os.environ["DATABASE_URL"]

app = Flask(__name__, template_folder="floor_pages")
app.secret_key = os.environ["SECRET_KEY"]
CSRFProtect(app)
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


@app.get("/new")
def new() -> ResponseReturnValue:
    return redirect(url_for("page", code=secrets.token_urlsafe(16), number=1))


@app.route("/<code>/<int:number>", methods=["GET", "POST"])
def page(code: str, number: int) -> ResponseReturnValue:
    if not 1 <= number <= PAGES:
        abort(404)
    given, reference = look(code)
    if reference:
        abort(409)
    questions = range((number - 1) * QUESTIONS + 1, number * QUESTIONS + 1)
    options = [f"o{option}" for option in range(1, OPTIONS + 1)]
    if request.method == "GET":
        return render_template(
            "page.html", code=code, number=number, questions=questions, options=options, given=given
        )
    for question in questions:
        answer = request.form.get(f"q{question}", "")
        if answer not in options:
            abort(422)
        given[f"q{question}"] = answer
    execute(
        "INSERT INTO draft (code, answers) VALUES (?, ?) "
        "ON CONFLICT (code) DO UPDATE SET answers = excluded.answers",
        code,
        json.dumps(given),
    )
    if number < PAGES:
        return redirect(url_for("page", code=code, number=number + 1), 303)
    return redirect(url_for("check", code=code), 303)


@app.get("/<code>/check")
def check(code: str) -> ResponseReturnValue:
    return render_template("check.html", code=code, given=look(code)[0], questions=QUESTIONS)


@app.route("/<code>/send", methods=["GET", "POST"])
def send(code: str) -> ResponseReturnValue:
    if request.method == "GET":
        return render_template("send.html", code=code)
    reference = secrets.token_hex(8)
    execute("UPDATE draft SET reference = ? WHERE code = ? AND reference IS NULL", reference, code)
    return redirect(url_for("sent", code=code), 303)


@app.get("/<code>/sent")
def sent(code: str) -> ResponseReturnValue:
    return render_template("sent.html", code=code, reference=look(code)[1])


@app.get("/about/<topic>")
def about(topic: str) -> ResponseReturnValue:
    return render_template("sent.html", code="", reference=topic)
