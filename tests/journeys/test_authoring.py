"""Can each instrument of the demonstration be made from nothing on the pages for officers?

An author writes it in one language, a translator puts it into the other, the author gets it ready, and an
approver publishes it. What is published has to be what the instrument's file says, code for code; only the
ids of sections, pages and blocks are those that the pages make from titles.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from engage.accounts.permissions import Role
from engage.demo import build, preparing
from engage.demo.postcodes import enter_postcodes
from engage.surveys import queries as surveys
from engage.surveys.definition import Definition
from engage.surveys.document import from_json, to_json
from engage.surveys.interchange import read_yaml
from engage.surveys.workflow import Move
from tests.conftest import Clock
from tests.factories import NOON, make_council, make_officer
from tests.journeys import authoring, leading
from tests.journeys.desk import PlainDesk
from tests.officers import sign_in

INSTRUMENTS = sorted(path.stem for path in Path(build.FOLDER, "instruments").glob("*.yaml"))
WELSH_FIRST = "play_area"  # and written on Welsh pages
BY_FILE = "budget"


def instrument(name: str) -> Definition:
    """What the file says. Its texts may end with a line end, which no form keeps."""
    file = Path(build.FOLDER, "instruments", f"{name}.yaml")
    return from_json(stripped(to_json(read_yaml(file.read_text(encoding="utf-8")))))


def stripped(held: Any) -> Any:
    """A document without blank space around its texts."""
    if isinstance(held, dict):
        return {key: stripped(each) for key, each in held.items()}
    if isinstance(held, list):
        return [stripped(each) for each in held]
    return held.strip() if isinstance(held, str) else held


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_an_instrument_is_written_translated_and_published_on_pages_alone(app: Flask, time: Clock, name: str):
    first = "cy" if name == WELSH_FIRST else "en"
    council = make_council()
    enter_postcodes(make_officer(council, Role.AUTHOR), now=NOON)  # which one of the instruments asks with
    author, translator, approver = (
        PlainDesk(sign_in(app.test_client(), make_officer(council, role)), first)
        for role in (Role.AUTHOR, Role.TRANSLATOR, Role.APPROVER)
    )
    number = leading.consult(author, first, NOON + timedelta(days=1), NOON + timedelta(days=60))
    wanted = authoring.write(author, number, instrument(name), first)

    leading.move(author, number, Move.TRANSLATE)
    words = leading.translations(wanted, first)
    if name == BY_FILE:
        leading.translate_by_file(translator, number, words)
    else:
        leading.translate(translator, number, words)
    leading.move(translator, number, Move.HAND_BACK)

    leading.prepare(author, number, preparing.preparation(name, "wales", date(2029, 1, 1)))
    leading.move(author, number, Move.SEND)
    leading.move(approver, number, Move.APPROVE)
    leading.publish(approver, number)
    assert surveys.published_version(number).definition == wanted
