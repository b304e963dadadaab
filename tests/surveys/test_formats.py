"""Is a file taken that the editor could not open?"""

from __future__ import annotations

import time

import pytest

from engage.errors import Invalid
from engage.surveys import formats
from engage.surveys.interchange import write_yaml
from tests.surveys.builders import ONE, YES_NO, page, single, survey


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        (survey(page("One page", single("a"))), [("bad_code", "section › One page")]),
        (survey(page("one", single("a/b"))), [("bad_code", "section › one › a/b")]),
        (survey(ONE, page("one", single("b"))), [("repeated_code", "section › one")]),
        (survey(ONE, page("two", single("a"))), [("repeated_code", "section › two › a")]),
        (
            survey(page("Bad", single("a")), page("two", single("a"))),
            [("bad_code", "section › Bad"), ("repeated_code", "section › two › a")],
        ),
    ],
)
def test_parts_that_cannot_be_told_from_others_or_addressed_are_refused_by_name(definition, expected):
    with pytest.raises(Invalid) as refused:
        formats.read(write_yaml(definition).encode())
    assert [(problem.code, problem.place.path) for problem in refused.value.problems] == expected


@pytest.mark.parametrize("filler", [b"\n", b" ", b"\r", b"{", b"title", b"title\n", b"\xef\xbb\xbf"])
def test_no_file_takes_long_to_be_known_for_none(filler):
    content, started = filler * 60_000, time.process_time()
    assert formats.format_of(content) is formats.Format.UNKNOWN
    assert time.process_time() - started < 1


@pytest.mark.parametrize("definition", [survey(ONE), survey(page("one", single("a", YES_NO + YES_NO)))])
def test_what_the_editor_can_mend_is_taken(definition):
    assert formats.read(write_yaml(definition).encode()).definition == definition
