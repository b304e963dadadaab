"""Is a published list of postcodes read as it is meant, in every layout, and rubbish refused row by row?"""

from __future__ import annotations

import io
import string
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.bilingual import Bilingual
from engage.errors import Invalid
from engage.surveys import postcode_forms, postcode_rows, postcodes
from engage.surveys.postcode_columns import EDITIONS
from engage.surveys.postcodes import Wards, read_areas, read_quintiles
from tests.surveys import postcode_files as files


def quintiles(content: bytes | str, edition: str = "") -> dict[str, int]:
    """The number of the quintile of each postcode."""
    found = read_quintiles(content if isinstance(content, bytes) else content.encode(), edition)
    assert [area.code for area in found.areas] == [f"quintile_{number}" for number in range(1, 6)]
    return {postcode: place + 1 for postcode, place in found.of.items()}


def wrong(content: bytes | str, read=read_quintiles, *more) -> list[tuple[int, str, str]]:
    with pytest.raises(Invalid) as refused:
        read(content if isinstance(content, bytes) else content.encode(), *more)
    for problem in refused.value.problems:
        assert problem.kind in postcodes.PROBLEMS
    return [(each.row, each.kind, each.value) for each in refused.value.problems]


OF_WALES = {"ZZ1 1AA": 1, "ZZ1 1AB": 1, "ZZ1 2AA": 2, "ZZ1 3AA": 5}


@pytest.mark.parametrize(
    "content",
    [
        files.WELSH.encode(),
        files.WELSH.encode("utf-8-sig"),
        files.WELSH.replace("\n", "\r\n").encode(),
        files.xlsx(files.WELSH),
        files.zipped(("Postcodes.CSV", files.WELSH.encode()), ("readme.txt", b"Read me")),
        files.zipped(("a.csv", files.WELSH.replace("Cliff", "Clŵff").encode("utf-8"))),
        files.WELSH.replace("Harbour", "Harbw\u2019r").encode("cp1252"),
    ],
    ids=["utf-8", "with a mark", "windows", "xlsx", "zip", "zip with accents", "cp1252"],
)
def test_the_list_of_the_welsh_government_is_read_as_it_is_published(content):
    assert quintiles(content) == OF_WALES


@pytest.mark.parametrize("left_out", [("Overall Quintile",), ("Overall Quintile", "Overall Decile")])
def test_without_a_quintile_the_decile_says_it_and_without_that_the_rank(left_out):
    text = files.WELSH
    for words in left_out:
        text = text.replace(words, f"{words[:-4]}")
    assert quintiles(text) == OF_WALES


def test_a_column_of_a_domain_is_not_taken_for_the_whole_index():
    text = "Postcode,LSOA code,Income quintile,WIMD 2019 overall quintile\nZZ1 1AA,W01999001,5,1\n"
    assert quintiles(text) == {"ZZ1 1AA": 1}


@pytest.mark.parametrize(
    ("content", "edition", "found"),
    [
        (files.ONS, "2019", {"ZZ1 1AA": 1, "ZZ1 1AB": 2, "ZZ1 2AA": 5}),
        (files.ONS, "2014", {"ZZ1 1AA": 1, "ZZ1 1AB": 2, "ZZ1 2AA": 5}),
        (files.ONS_2025, "", {"ZZ1 1AA": 1, "ZZ1 2AA": 2}),
    ],
)
def test_ranks_of_the_ons_are_of_welsh_postcodes_alone_also_of_those_that_have_ended(content, edition, found):
    assert quintiles(content, edition) == found


def test_rows_of_elsewhere_are_counted():
    assert read_quintiles(files.ONS.encode(), "2019").left_out == 2
    assert read_quintiles(files.ONS.encode(), "2019").layout == "pcds, imd"


# Source: Welsh Government, local authority analyses: the most deprived 20 % are ranks 1 to 382, in 2025 too.
@pytest.mark.parametrize(
    ("rank", "quintile"),
    [(1, 1), (382, 1), (383, 2), (764, 2), (765, 3), (1145, 3), (1146, 4), (1527, 4), (1528, 5), (1909, 5)],
)
def test_fifths_end_where_the_welsh_government_ends_them(rank, quintile):
    assert quintiles(f"pcds,ctry,imd20ind\nZZ1 1AA,W92000004,{rank}\n") == {"ZZ1 1AA": quintile}


@pytest.mark.parametrize(("rank", "quintile"), [(1, 1), (382, 1), (383, 2), (958, 3), (1917, 5)])
def test_the_fifths_of_2025_are_other_ones(rank, quintile):
    assert quintiles(f"Welsh Postcode,WIMD 2025 Rank\nZZ1 1AA,{rank}\n") == {"ZZ1 1AA": quintile}


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_fifth_has_as_many_areas_as_any_other_but_two(edition):
    total = EDITIONS[edition][-1]
    rows = "".join(f"ZZ1 {n // 676}{_two(n % 676)},W92000004,{n + 1}\n" for n in range(total))
    sizes = [0] * 5
    for quintile in quintiles(f"pcds,ctry,imd\n{rows}", edition).values():
        sizes[quintile - 1] += 1
    assert sum(sizes) == total
    assert max(sizes) - min(sizes) <= 2


def _two(number: int) -> str:
    return string.ascii_uppercase[number // 26] + string.ascii_uppercase[number % 26]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [(0, "no_rows", "")]),
        ("a,b\n1,2\n", [(0, "unknown_layout", "a, b")]),
        ("pcds,x\nZZ1 1AA,1\n", [(1, "no_column", "pcds, x")]),
        ("pcds,wimd 2019 quintile,wimd 2014 quintile\nZZ1 1AA,1,1\n",
         [(1, "several_columns", "wimd 2019 quintile, wimd 2014 quintile")]),
        ("pcds,imd20ind\nZZ1 1AA,1\n", [(1, "no_country", "pcds, imd20ind")]),
        ("pcds,ctry,imd\nZZ1 1AA,W92000004,1\n", [(1, "unknown_edition", "imd")]),
        ("pcds,ctry,imd20ind\nZZ1 1AA,W92000004,1910\nZZ1 1AB,W92000004,x\n",
         [(2, "not_rank", "1910"), (3, "not_rank", "x")]),
        ("Welsh Postcode,WIMD quintile\nZZ1 1AA,6\nnowhere,1\nZZ1 1AB,1\nzz11ab,2\n",
         [(2, "not_quintile", "6"), (3, "not_postcode", "nowhere"), (5, "twice", "ZZ1 1AB")]),
        ("Welsh Postcode,WIMD decile\nZZ1 1AA,11\n", [(2, "not_decile", "11")]),
        ("Welsh Postcode,WIMD quintile\n", [(0, "no_rows", "")]),
        ("Welsh Postcode,WIMD quintile\nZZ1 1AA,\n", [(0, "no_rows", "")]),
        ('Welsh Postcode,WIMD quintile\n"ZZ1 1AA,1\n', [(2, "unreadable", "")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_row_by_row(text, problems):
    assert wrong(text) == problems
    assert all(postcode_forms.SENTENCES[kind] for _row, kind, _value in problems)


def test_every_problem_has_a_sentence():
    assert set(postcode_forms.SENTENCES) == set(postcodes.PROBLEMS)


def test_after_many_mistakes_no_more_is_read():
    rows = "".join(f"nowhere {number},1\n" for number in range(500))
    assert len(wrong(f"Welsh Postcode,WIMD quintile\n{rows}")) == postcodes.MOST_PROBLEMS


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        b"PK\x03\x04" + b"\xff" * 200,
        files.zipped(("a.csv", b"pcds,x\n"), ("b.csv", b"pcds,x\n")),
        files.zipped(("a.txt", b"pcds,x\n")),
        files.zipped(("xl/workbook.xml", b"<a/>"), ("xl/worksheets/sheet1.xml", b"<a><row>")),
        files.zipped(("xl/workbook.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>")),
        files.zipped(
            ("xl/workbook.xml", b"<a/>"),
            ("xl/worksheets/sheet1.xml", b'<a><row><c t="s"><v>9</v></c></row></a>'),
        ),
        files.xlsx(files.WELSH)[:2000],
    ],
)
def test_a_broken_file_is_refused(content):
    assert wrong(content) == [(0, "unreadable", "")]


def _damaged(content: bytes) -> bytes:
    """The same with other bytes in the middle of its longest part."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        longest = max(archive.infolist(), key=lambda part: part.compress_size)
    at = longest.header_offset + 30 + len(longest.filename) + longest.compress_size // 2
    return content[:at] + b"\xff" * 8 + content[at + 8 :]


def _lying_at(place: int) -> bytes:
    """An archive that says that its part lies there."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("a.csv", files.WELSH)
        archive.filelist[0].header_offset = place
    return written.getvalue()


@pytest.mark.parametrize(
    "packed", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
@pytest.mark.parametrize("made", [files.zipped, files.in_workbook])
def test_an_archive_with_a_damaged_part_is_refused_however_it_is_packed(made, packed):
    whole = made(("a.csv", files.WELSH.encode() * 3), packed=packed)
    assert wrong(_damaged(whole)) == [(0, "unreadable", "")]


def test_a_workbook_that_was_damaged_on_the_way_is_refused():
    assert wrong(_damaged(files.xlsx(files.WELSH))) == [(0, "unreadable", "")]


def test_an_archive_whose_part_lies_nowhere_is_refused():
    assert wrong(_lying_at(2**63)) == [(0, "unreadable", "")]


def test_a_long_file_is_read_no_further_than_its_bound(monkeypatch):
    monkeypatch.setattr(postcode_rows, "MOST_ROWS", 3)
    assert wrong("Welsh Postcode,WIMD quintile\nZZ1 1AA,1\nZZ1 1AB,1\nZZ1 1AC,1\n") == [
        (4, "too_many_rows", "3")
    ]


def test_a_list_has_a_bound_of_postcodes(monkeypatch):
    monkeypatch.setattr(postcodes, "MOST_POSTCODES", 2)
    assert wrong(files.WELSH)[0][1] == "too_many_rows"


def test_an_archive_that_unfolds_to_much_is_refused(monkeypatch):
    monkeypatch.setattr(postcode_rows, "UNPACKED", 10)
    assert wrong(files.zipped(("a.csv", files.WELSH.encode()))) == [(0, "unreadable", "")]


# --- areas ----------------------------------------------------------------------------------------------


def test_wards_are_found_in_a_file_of_the_ons_and_lack_names():
    found = read_areas(files.ONS_2025.encode())
    assert [(area.code, area.as_written) for area in found.areas] == [
        ("w05999001", "W05999001"),
        ("w05999002", "W05999002"),
        ("e05999001", "E05999001"),
    ]
    assert found.of == {"ZZ1 1AA": 0, "ZZ1 2AA": 1, "ZY1 1AA": 2}
    assert not any(area.name for area in found.areas)


def test_one_local_authority_may_count_alone():
    found = read_areas(files.ONS_2025.encode(), Wards(authority="w06999001"))
    assert list(found.of) == ["ZZ1 1AA"]
    assert found.left_out == 2


def test_names_come_from_columns_whose_headings_are_typed_in_any_case():
    found = read_areas(files.WARDS.encode(), Wards("WARD", "ward NAME", "enw'r ward"))
    assert [area.name for area in found.areas] == [
        Bilingual("Harbour", "Yr Harbwr"),
        Bilingual("Old Town", "Yr Hen Dref"),
    ]


def test_an_area_without_a_code_of_its_own_is_refused():
    text = "Postcode,Area\nZZ1 1AA,elsewhere\nZZ1 1AB,？\nZZ1 1AC,North\nZZ1 1AD,north\n"
    rows = wrong(text, read_areas, Wards("Area"))
    assert rows == [(2, "no_code", "elsewhere"), (3, "no_code", "？"), (5, "no_code", "north")]


def test_an_area_with_two_names_is_refused():
    wards = Wards("wd", "nm", "cy")
    text = (
        "pcd,wd,nm,cy\nZZ1 1AA,W7,East ward,Dwyrain\nZZ1 1AB,W7,West ward,Gorllewin\nZZ1 1AD,W8,South,De\n"
        "ZZ1 1AE,W8,South,Y De\nZZ1 1AF,W8,South,De\n"
    )
    assert wrong(text, read_areas, wards) == [
        (3, "two_names", "W7: West ward"),
        (5, "two_names", "W8: South"),
    ]


def test_a_column_that_is_not_there_is_told_with_the_headings():
    assert wrong(files.WARDS, read_areas, Wards("Parish")) == [
        (1, "no_column", "Postcode, Ward, Ward name, Enw'r ward")
    ]


def test_too_many_areas_are_refused(monkeypatch):
    monkeypatch.setattr(postcodes, "MOST_AREAS", 1)
    assert wrong(files.WARDS, read_areas, Wards("Ward")) == [(4, "too_many_areas", "1")]


# --- whatever the case and the spaces --------------------------------------------------------------------

outward = st.from_regex(r"Z[A-Z][0-9][0-9A-Z]?", fullmatch=True).filter(str.isascii)
inward = st.from_regex(r"[0-9][A-Z]{2}", fullmatch=True).filter(str.isascii)


@st.composite
def written(draw) -> tuple[str, str]:
    """A postcode in one way and in another."""
    first, second = draw(outward), draw(inward)
    gap = draw(st.sampled_from(["", " ", "  ", "   "]))
    loose = "".join(draw(st.sampled_from([c, c.lower()])) for c in first + gap + second)
    around = draw(st.sampled_from(["", " ", "  "]))
    return f"{first} {second}", f"{around}{loose}{around}"


@given(
    st.lists(
        st.tuples(written(), st.integers(1, 5)), min_size=1, max_size=30, unique_by=lambda each: each[0][0]
    ),
    st.sampled_from(["pcds", "PCDS", "Pcd 7", "Welsh Postcode ", "postcode", "Cod post"]),
)
def test_postcodes_are_found_however_they_are_written(rows, heading):
    text = f"{heading},WIMD 2019 Overall Quintile\n" + "".join(f"{w},{q}\n" for (_plain, w), q in rows)
    assert quintiles(text) == {plain: quintile for (plain, _written), quintile in rows}


@given(st.binary(max_size=400))
def test_no_file_makes_the_reader_fail(content):
    for read in (read_quintiles, read_areas):
        try:
            read(content)
        except Invalid as refused:
            problems = refused.problems
        else:
            continue
        assert problems


@given(st.text(alphabet=string.printable + "ŵ\u2019\x00", max_size=300))
def test_no_rows_under_good_headings_make_it_fail(rows):
    for read in (read_quintiles, read_areas):
        try:
            read(f"pcds,ctry,lsoa11,wd25cd,imd20ind\n{rows}".encode())
        except Invalid as refused:
            problems = refused.problems
        else:
            continue
        assert problems
