"""What does it cost to write on a long survey, beside the same deeds on a short one?

    python -m bench.editor

Prints a line of JSON for each page of the editor, in a survey of 200 questions and in one of 10: the median
time of a request that shows it, or that saves it and comes back. `ratio` is the long survey's time by the
short one's; `ratio_a_question` is that by the 20 times as many questions. The application runs in this
process, on an SQLite file: the figures hold all that the server does, and nothing of a network.

The goals: what lists every question must not cost more a question in a long survey than in a short one
(1.0). What shows or saves a single one may cost at most 3 times as much although there is 20 times as much to
read, check and write: more would mean that something is read or compared over and over.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient
from flask_migrate import upgrade

from engage import clock, create_app
from engage.bilingual import Bilingual
from engage.surveys import edit_service
from engage.surveys.definition import Answered, Definition, LongText, Option, Page, Section, SingleChoice
from tests.conftest import make_settings
from tests.factories import make_consultation, make_officer
from tests.officers import sign_in

SHORT, LONG = 10, 200  # questions
A_PAGE, PAGES, OPTIONS = 5, 10, 5  # questions of a page, pages of a section, options of a question
TIMES = 15
GOALS = {"contents": ("ratio_a_question", 1.0), "form": ("ratio", 3.0), "save": ("ratio", 3.0)}
FIELD = re.compile(r'name="(csrf_token|revision)"[^>]*value="([^"]*)"')


def both(text: str, number: int) -> Bilingual:
    return Bilingual(f"{text} {number} in English", f"{text} {number} yn Gymraeg")


def question(number: int) -> SingleChoice | LongText:
    """Choices and texts in turn; every tenth is asked only of those who answered the first."""
    usual = {"id": f"q{number}", "title": both("Question", number)}
    if number % 10 == 0:
        usual["show_if"] = Answered("q1")
    if number % 3 == 0:
        return LongText(**usual)
    options = tuple(Option(f"o{each}", both("Option", each)) for each in range(OPTIONS))
    return SingleChoice(**usual, options=options)


def survey(questions: int) -> Definition:
    pages = [
        Page(
            id=f"p{first}",
            title=both("Page", first),
            questions=tuple(question(number) for number in range(first, first + A_PAGE)),
        )
        for first in range(1, questions + 1, A_PAGE)
    ]
    sections = tuple(
        Section(id=f"s{first}", title=both("Section", first), parts=tuple(pages[first : first + PAGES]))
        for first in range(0, len(pages), PAGES)
    )
    return Definition(title=both("Survey", questions), sections=sections)


def milliseconds(work: Callable[[], object]) -> float:
    """The median time of several runs, after one that warms up."""
    work()
    measured = []
    for _ in range(TIMES):
        start = time.perf_counter()
        work()
        measured.append(time.perf_counter() - start)
    return 1000 * statistics.median(measured)


class Desk:
    """An author with a survey of so many questions."""

    def __init__(self, client: FlaskClient, address: str) -> None:
        self.client, self.address, self.number = client, address, 0
        self.hidden = dict(FIELD.findall(self.show("/settings"))) | {"revision": "0"}

    def show(self, path: str) -> str:
        page = self.client.get(self.address + path)
        assert page.status_code == 200, (path, page.status_code)
        return page.get_data(as_text=True)

    def contents(self) -> None:
        self.show("")

    def form(self) -> None:
        self.show("/questions/q2")

    def save(self) -> None:
        """Change a page's title, as the form sends it, and come back to nothing but the redirection."""
        self.number += 1
        typed = {**self.hidden, "title_en": f"Title {self.number}", "title_cy": f"Teitl {self.number}"}
        sent = self.client.post(f"{self.address}/pages/p1", data=typed)
        assert sent.status_code == 302, sent.status_code
        self.hidden["revision"] = str(int(self.hidden["revision"]) + 1)


def measure(folder: Path) -> None:
    app = create_app(make_settings(f"sqlite:///{folder / 'engage.db'}"))
    app.testing = True
    with app.app_context():
        upgrade()
        author = make_officer()
        desks = {}
        for size in (SHORT, LONG):
            consultation = make_consultation(author.council, published_at=None)
            chosen = survey(size)
            edit_service.begin(author, consultation.id, chosen, written_in="en", now=clock.now())
            desks[size] = f"/en/officers/consultations/{consultation.id}/survey"
        client = sign_in(app.test_client(), author)
    for name, (goal, most) in GOALS.items():
        short, long = (milliseconds(getattr(Desk(client, desks[size]), name)) for size in (SHORT, LONG))
        ratio = long / short
        figures = {"ratio": round(ratio, 2), "ratio_a_question": round(ratio * SHORT / LONG, 3)}
        print(
            json.dumps(
                {
                    "measures": "editor",
                    "page": name,
                    "questions": [SHORT, LONG],
                    "milliseconds": [round(short, 1), round(long, 1)],
                    **figures,
                    f"goal_{goal}": most,
                    "reached": figures[goal] <= most,
                }
            ),
            flush=True,
        )


if __name__ == "__main__":
    argparse.ArgumentParser(
        description="Measure the editor on a long survey beside a short one."
    ).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder))
