"""Which files may be documents?"""

from __future__ import annotations

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.consultations.documents import LARGEST, TYPES, Paper, Reason, Unacceptable, safe_name, size
from tests.consultations.files import FILES, PDF, archive


@pytest.mark.parametrize("kind", TYPES)
def test_a_file_of_every_type_is_taken(kind):
    assert Paper.read(f"Cynllun.{kind.upper()}", FILES[kind]) == Paper(f"Cynllun.{kind}", FILES[kind])


@pytest.mark.parametrize("kind", sorted(set(TYPES) - {"txt", "csv"}))
@pytest.mark.parametrize("other", TYPES)
def test_a_file_that_is_not_what_its_name_says_is_refused(kind, other):
    if kind == other:
        return
    with pytest.raises(Unacceptable) as refused:
        Paper.read(f"plan.{kind}", FILES[other])
    assert refused.value.reason == Reason.NOT_WHAT_IT_SAYS


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("plan.pdf", b"", Reason.EMPTY),
        ("plan.pdf", PDF + bytes(LARGEST), Reason.TOO_LARGE),
        ("plan.exe", b"MZ", Reason.UNKNOWN_TYPE),
        ("plan.pdf.html", PDF, Reason.UNKNOWN_TYPE),
        ("plan", PDF, Reason.UNKNOWN_TYPE),
        (".pdf", PDF, Reason.UNKNOWN_TYPE),
        ("plan.docx", b"PK\x03\x04 broken", Reason.NOT_WHAT_IT_SAYS),
        ("plan.odt", archive(mimetype="application/zip"), Reason.NOT_WHAT_IT_SAYS),
        ("plan.csv", "Tŷ".encode("utf-16"), Reason.NOT_UTF8),
        ("plan.txt", "Môn".encode("latin-1"), Reason.NOT_UTF8),
        ("plan.txt", b"a\0b", Reason.NOT_WHAT_IT_SAYS),
    ],
)
def test_an_unacceptable_file_is_refused_with_the_reason(name, content, reason):
    with pytest.raises(Unacceptable) as refused:
        Paper.read(name, content)
    assert refused.value.reason == reason


@pytest.mark.parametrize("packed", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_file_whose_first_part_is_damaged_is_refused(packed):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", packed) as parts:
        parts.writestr("mimetype", TYPES["odt"])
    whole, begins = written.getvalue(), 30 + len("mimetype")
    with pytest.raises(Unacceptable) as refused:
        Paper.read("plan.odt", whole[:begins] + b"\xff" * 16 + whole[begins + 16 :])
    assert refused.value.reason == Reason.NOT_WHAT_IT_SAYS


def test_a_file_of_the_largest_size_is_taken():
    assert len(Paper.read("plan.pdf", PDF + bytes(LARGEST - len(PDF))).content) == LARGEST


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("Cynllun y tŷ.pdf", "Cynllun y tŷ.pdf"),
        ("C:\\Users\\me\\plan.PDF", "plan.pdf"),
        ("../../etc/plan.pdf", "plan.pdf"),
        ('a"b;c\r\nd.pdf', "abcd.pdf"),
        ("plan\u202efdp.pdf", "planfdp.pdf"),  # no turning of the direction of reading
        ("\0.pdf", "document.pdf"),
        ("  . .pdf", "document.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_a_name_is_made_safe(given_name, safe):
    assert safe_name(given_name) == safe


@pytest.mark.parametrize(
    ("number", "words"), [(1, "1 kB"), (340_400, "340 kB"), (999_999, "1000 kB"), (5_242_880, "5.2 MB")]
)
def test_sizes_are_written_for_people(number, words):
    assert size(number) == words


@given(st.text(max_size=200), st.binary(max_size=200), st.sampled_from(sorted(TYPES)))
def test_any_file_is_either_taken_or_refused(name, content, kind):
    with contextlib.suppress(Unacceptable):
        assert Paper.read(f"{name}.{kind}", content).name.endswith(f".{kind}")
