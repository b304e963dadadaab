"""Do the console's commands take and give survey files of every format?"""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from engage.surveys.interchange import read_yaml, write_yaml
from engage.surveys.xlsform import read_xlsform, write_xlsform
from tests.examples import BUDGET
from tests.factories import make_consultation, make_officer
from tests.surveys.test_limesurvey import SURVEY as LIMESURVEY
from tests.surveys.test_xlsform_reading import form, row


def run(app: Flask, *arguments: str):
    return app.test_cli_runner().invoke(args=["surveys", *arguments])


@pytest.fixture
def whose(app: Flask) -> list[str]:
    """The options that name a consultation without a survey, and its author."""
    officer = make_officer()
    consultation = make_consultation(officer.council, slug_en="buses", published_at=None)
    assert consultation.slug_en == "buses"
    return ["--consultation", "buses", "--officer", officer.email]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.yaml", write_yaml(BUDGET).encode()), ("a.xlsx", write_xlsform(BUDGET)), ("a.txt", LIMESURVEY)],
)
def test_a_file_of_any_format_is_imported(app: Flask, whose, tmp_path: Path, name, content):
    (tmp_path / name).write_bytes(content)
    came = run(app, "import", str(tmp_path / name), *whose)
    assert came.exit_code == 0, came.output
    said = 'Imported into buses. 10 things keep it from being published: see "Ready to publish?".\n'
    assert came.output.endswith(said)
    assert ("A new page begins here" in came.output) == (name == "a.txt")


def test_what_cannot_be_taken_is_named_by_sheet_and_row(app: Flask, whose, tmp_path: Path):
    (tmp_path / "a.xlsx").write_bytes(form(row("geopoint", "g", "Where?", "Ble?")))
    came = run(app, "import", str(tmp_path / "a.xlsx"), *whose)
    assert came.exit_code == 1
    assert "Error: 1 problem:\n  survey › 2: There is no question of this type here: geopoint" in came.output


@pytest.mark.parametrize(
    ("options", "read"),
    [
        (["--out", "a.yaml"], read_yaml),
        (["--out", "a.xlsx"], lambda content: read_xlsform(content).definition),
        (["--out", "a.bin", "--format", "xlsform"], lambda content: read_xlsform(content).definition),
    ],
)
def test_the_draft_is_exported_by_ending_or_by_format(app: Flask, whose, tmp_path: Path, options, read):
    (tmp_path / "in.yaml").write_text(write_yaml(BUDGET), encoding="utf-8")
    run(app, "import", str(tmp_path / "in.yaml"), *whose)
    options = [options[0], str(tmp_path / options[1]), *options[2:]]
    assert run(app, "export", *options, *whose).exit_code == 0
    assert read(Path(options[1]).read_bytes()) == BUDGET


def test_the_draft_is_written_to_the_screen_as_yaml(app: Flask, whose, tmp_path: Path):
    (tmp_path / "in.yaml").write_text(write_yaml(BUDGET), encoding="utf-8")
    run(app, "import", str(tmp_path / "in.yaml"), *whose)
    came = run(app, "export", *whose)
    assert read_yaml(came.stdout_bytes) == BUDGET, came.output
