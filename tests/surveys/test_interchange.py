import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.bilingual import Bilingual
from engage.errors import Invalid
from engage.surveys.interchange import DEEPEST, LIMIT, PROBLEMS, read_yaml, write_yaml
from tests import examples
from tests.surveys.strategies import definitions

SMALL = """\
title:
  en: Parks
  cy: Parciau
sections:
- id: views
  title: &title {en: Views, cy: Barn}
  parts:
  - id: parks
    title: *title
    questions:
    - kind: single
      id: play
      title: *title
      required: true
      options:
      - code: yes
        label: {en: Yes, cy: Oes}
      - code: no
        label: {en: No, cy: Nac oes}
    - kind: date
      id: since
      title: *title
      earliest: 2001-01-31
"""


@given(definitions)
def test_any_definition_survives_the_journey_through_yaml(definition):
    assert read_yaml(write_yaml(definition)) == definition


@pytest.mark.parametrize("definition", examples.ALL)
def test_every_example_survives_the_journey_through_a_file(definition):
    assert read_yaml(write_yaml(definition).encode()) == definition


def test_yes_and_no_and_dates_are_read_as_they_are_written():
    play, since = read_yaml(SMALL).questions()
    assert [option.code for option in play.options] == ["yes", "no"]
    assert [option.label.en for option in play.options] == ["Yes", "No"]
    assert (play.required, since.earliest.isoformat()) == (True, "2001-01-31")


def test_a_file_made_by_a_windows_editor_is_read():
    windows = b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()
    assert read_yaml(windows) == read_yaml(SMALL)


def test_letters_are_read_in_their_composed_form():
    assert read_yaml(SMALL.replace("Parciau", "Ty\u0302")).title.cy == "T\u0177"


def test_the_file_is_made_for_reading():
    text = write_yaml(examples.EVERY_KIND)
    assert "cy: Mae eu hangen arnaf i\n" in text
    assert text.index("title:") < text.index("sections:")
    assert "!!" not in text
    assert "*" not in text


def test_texts_of_several_lines_are_written_as_blocks():
    long = replace(examples.SHORT, intro=Bilingual("First line\n\nSecond: line", "Llinell un\n\nAil: linell"))
    assert "  en: |-\n    First line\n\n    Second: line\n" in write_yaml(long)


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


def bomb(height: int, width: int = 9) -> str:
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, height)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("title: [", "not_yaml"),
        ("a: b\n---\nc: d", "not_yaml"),  # two documents
        ("a: *unknown", "not_yaml"),
        ("a: &a [*a]", "not_yaml"),  # holds itself
        ("? [a, b]\n: c", "not_yaml"),
        ("a: \0", "not_yaml"),
        ("a: 1\na: 2", "repeated_key"),
        ("!!python/object/apply:os.getcwd []", "tag_refused"),
        ("a: !!binary aGVsbG8=", "tag_refused"),
        ("a: !mine b", "tag_refused"),
        (b"title: \xe9t\xe9", "not_utf8"),
        (b"\xff\xfet\0i\0", "not_utf8"),
        ("x" * (LIMIT + 1), "file_too_big"),
        ("ŵ" * (LIMIT // 2 + 1), "file_too_big"),
        (nested(DEEPEST + 2), "too_deep"),
        (nested(LIMIT // 2), "too_deep"),
        ("- " * (LIMIT // 2), "too_deep"),
        (bomb(20), "too_much_repeated"),
        (bomb(200, width=1), "too_deep"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_at_once(file, code):
    started = time.perf_counter()
    with pytest.raises(Invalid) as refused:
        read_yaml(file)
    (problem,) = refused.value.problems
    assert (problem.code, tuple(problem.parameters)) == (code, PROBLEMS[code])
    assert time.perf_counter() - started < 2


def test_the_place_of_a_mistake_is_given_by_line_and_column():
    with pytest.raises(Invalid) as refused:
        read_yaml(SMALL.replace("      id: play", "      id: play\n      id: again"))
    assert refused.value.problems[0].parameters == {"key": "id", "line": 13, "column": 7}


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_rubbish_is_refused_and_never_crashes(rubbish):
    with pytest.raises(Invalid):
        read_yaml(rubbish)
