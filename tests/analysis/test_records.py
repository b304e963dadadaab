"""Do records say what was answered, and can nobody be found in them by what they are?"""

from __future__ import annotations

import csv
import io
import json
import re
import struct
from collections import Counter
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.analysis.archive import parts
from engage.analysis.columns import FIRST, NOT_ANSWERED
from engage.analysis.record_files import AboutRecords, csv_archive, notes
from engage.analysis.record_sav_service import sav
from engage.analysis.records import HIDDEN, TooFew, held_by_many, records
from engage.analysis.rule import USUAL, Rule
from engage.analysis.snapshot import freeze
from engage.analysis.universe import Body
from engage.bilingual import Bilingual
from tests.analysis import people as p

QUESTIONS = (p.VIEW, p.USES, p.GRID, p.RANK, p.YEARS, p.WHERE, p.SAY, p.DAY, p.AGREE)
ABOUT = AboutRecords(
    consultation=Bilingual("=Buses", "=Bysiau"),
    council=Bilingual("Glynmorfa County Council", "Cyngor Sir Glynmorfa"),
    epoch=1,
    delete_by=Bilingual("22 December 2026", "22 Rhagfyr 2026"),
)


def made(
    number=300,
    *,
    codes=("sex", "race", "disability"),
    kept=None,
    key=b"k" * 32,
    telling=MappingProxyType({"where": ()}),
    rule=USUAL,
):
    """The records of invented people, in the universe and from the snapshot that come with them."""
    universe = p.of(*QUESTIONS)
    invented = _people(number)
    snapshot = freeze(universe, invented)
    alone = {t.subject.key: t for t in p.release(universe, invented) if t.subject.level is not None}
    chosen = [alone[code] for code in codes]
    kept = np.ones(snapshot.responses, bool) if kept is None else kept
    found = records(universe, snapshot, chosen, kept=kept, telling=telling, key=key, rule=rule)
    return found, universe, snapshot


def _people(number):
    chance = np.random.default_rng(5)
    found = []
    for at in range(number):
        answers = {
            "view": str(chance.choice(["for", "neither", "against"])),
            "uses": ["bus"] if chance.random() < 0.5 else ["train", "bus"],
            "grid": {"parks": {"now": "low", "later": "high"}},
            "rank": ["a", "b"],
            "years": 3,
            "where": "north" if chance.random() < 0.98 else "elsewhere",
            "say": "Written by hand",
            "day": "2026-05-04",
        }
        asked = [*answers, "agree"]
        equality = p.invented_equality(chance)
        found.append(p.received(answers, number=at, asked=asked, equality=equality))
    return found


def column(made_records, name):
    (at,) = [at for at, each in enumerate(made_records.variables) if each.name == name]
    return made_records.values[at]


@given(
    st.integers(0, 60).flatmap(
        lambda size: st.lists(
            st.lists(st.integers(-1, 4), min_size=size, max_size=size), min_size=1, max_size=4
        )
    )
)
@settings(deadline=None)
def test_every_combination_that_stands_there_is_that_of_ten_people(columns):
    guarded = held_by_many([np.array(each, np.int16) for each in columns])
    people = list(zip(*(each.tolist() for each in guarded), strict=True))
    if len(people) >= 10:
        assert all(count >= 10 for count in Counter(people).values())
    else:
        assert set(people) <= {(HIDDEN,) * len(columns)}


@given(st.lists(st.integers(0, 3), min_size=10, max_size=60))
@settings(deadline=None)
def test_what_is_shown_is_true(values):
    (guarded,) = held_by_many([np.array(values, np.int16)])
    assert all(shown in (HIDDEN, true) for shown, true in zip(guarded.tolist(), values, strict=True))


def test_one_small_group_takes_the_next_smallest_with_it():
    (guarded,) = held_by_many([np.array([2] * 4 + [3] * 12 + [4] * 30, np.int16)])
    assert guarded.tolist() == [HIDDEN] * 16 + [4] * 30


def test_groups_of_ten_and_more_stay():
    (guarded,) = held_by_many([np.array([2] * 10 + [3] * 30, np.int16)])
    assert HIDDEN not in guarded


def test_records_guard_people_together_with_where_they_live():
    found, *_ = made()
    telling = [column(found, name) for name in ("person_sex", "person_race", "person_disability", "where")]
    classes = Counter(zip(*(each.tolist() for each in telling), strict=True))
    assert min(classes.values()) >= 10
    assert HIDDEN in column(found, "where")


def test_only_residents_of_the_council_that_leads_are_told_from_everybody_else():
    bodies = (Body("for", 1, "here"), Body("neither", 2, "there"))
    universe = p.of(p.VIEW, p.USES, filter="view", bodies=bodies)
    said = [*["for"] * 30, *["neither"] * 40, *["against"] * 20, *[""] * 10]
    invented = [p.received({"view": view, "uses": ["bus"]}, number=at) for at, view in enumerate(said)]
    snapshot = freeze(universe, invented)
    found = records(universe, snapshot, [], kept=np.ones(100, bool), telling={"view": ()}, key=b"k" * 32)
    assert Counter(column(found, "view").tolist()) == {FIRST: 30, HIDDEN: 70}


def test_a_value_that_the_release_hides_is_hidden_however_many_hold_it_here():
    universe = p.of(p.VIEW)
    invented = [
        p.received({"view": "for"}, number=at, equality={"sex": "male" if at < 6 else "female"})
        for at in range(200)
    ]
    snapshot = freeze(universe, invented)
    (alone,) = [t for t in p.release(universe, invented) if t.subject.key == "sex"]
    assert alone.rows[0].counts[1] is None
    found = records(universe, snapshot, [alone], kept=np.ones(200, bool), key=b"k" * 32)
    assert set(column(found, "person_sex").tolist()) == {HIDDEN}  # six alone would be known for what they are


def test_not_to_be_asked_tells_nothing_about_a_person():
    found, *_ = made(codes=("sexual_orientation",), telling={})
    assert 0 not in column(found, "person_sexual_orientation")
    assert NOT_ANSWERED in column(found, "person_sexual_orientation")


def test_the_order_is_neither_that_of_arrival_nor_that_of_references_and_is_always_the_same():
    found, _universe, snapshot = made(telling={})
    again, *_ = made(telling={})
    other, *_ = made(telling={}, key=b"o" * 32)
    places = [each.key for each in snapshot.columns]
    by_reference = snapshot.codes[places.index("view")].tolist()
    assert column(found, "view").tolist() == column(again, "view").tolist()
    assert column(found, "view").tolist() != by_reference
    assert column(found, "view").tolist() != column(other, "view").tolist()
    assert Counter(column(found, "view").tolist()) == Counter(by_reference)


def test_whoever_is_not_kept_is_not_there():
    kept = np.arange(300) < 200
    found, *_ = made(kept=kept)
    assert found.values.shape[1] == 200


def test_there_are_no_records_of_nine_people():
    with pytest.raises(TooFew):
        made(kept=np.arange(300) < 9)


def rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_csv_keeps_to_its_description_and_holds_no_text_no_time_and_no_reference(language):
    found, *_ = made()
    files = parts(csv_archive(found, ABOUT, language))
    header, *body = rows(files["records.csv"])
    described = json.loads(files["records.csv-metadata.json"])["tables"][0]["tableSchema"]["columns"]
    assert [each["name"] for each in described] == header
    for row in body:
        for cell, of in zip(row, described, strict=True):
            assert cell in of["null"] or re.fullmatch(of["datatype"]["format"], cell), (cell, of)
    for secret in ("Written by hand", "2026-05-04"):
        assert not [name for name, content in files.items() if secret in content.decode()], secret
    assert "elsewhere" not in {row[header.index("where")] for row in body}


def test_every_code_has_a_label_in_both_languages():
    found, *_ = made()
    files = parts(csv_archive(found, ABOUT, "cy"))
    header, *body = rows(files["records.csv"])
    _names, *labels = rows(files["labels.csv"])
    known = {(variable, code): (english, welsh) for variable, code, english, welsh in labels}
    used = {(name, cell) for row in body for name, cell in zip(header, row, strict=True)}
    assert used <= known.keys()
    assert known["person_sex", "female"] == ("Female", "Benyw")
    assert known["uses_bus", "yes"] == ("Selected", "Wedi'i ddewis")
    assert all(english and welsh for english, welsh in known.values())


def test_no_cell_is_a_formula():
    found, *_ = made()
    files = parts(csv_archive(found, ABOUT, "en"))
    cells = [cell for name in ("records.csv", "labels.csv") for row in rows(files[name]) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    ("language", "label", "title", "unsaid"),
    [
        ("en", "Female", "Sex", "Prefer not to say, or not answered"),
        ("cy", "Benyw", "Rhyw", "Gwell ganddynt beidio â dweud, neu heb ateb"),
    ],
)
def test_a_statistics_program_reads_the_same_values_with_labels_in_one_language(
    tmp_path, language, label, title, unsaid
):
    found, *_ = made()
    file = tmp_path / "records.sav"
    file.write_bytes(sav(found, ABOUT, language))
    frame, meta = pyreadstat.read_sav(str(file), user_missing=True)
    sex = column(found, "person_sex")
    of_sex = meta.variable_value_labels["person_sex"]
    assert meta.column_names_to_labels["person_sex"] == title
    assert of_sex[1.0] == label
    assert of_sex[-8.0] == unsaid
    expected = np.select([sex == HIDDEN, sex == NOT_ANSWERED], [-7, -8], sex - FIRST + 1)
    assert frame["person_sex"].tolist() == expected.tolist()
    assert meta.missing_ranges["person_sex"] == [{"lo": -9.0, "hi": -7.0}]
    assert frame.shape == found.values.T.shape


def test_the_same_records_are_the_same_bytes_whenever_they_are_written():
    found, *_ = made()
    assert sav(found, ABOUT, "en") == sav(found, ABOUT, "en")
    bias, written = struct.unpack_from("<d17s", sav(found, ABOUT, "en"), 84)
    assert (bias, written) == (100, b"01 Jan 8000:00:00")


def test_names_are_such_as_every_program_takes_and_none_comes_twice():
    found, *_ = made()
    names = [each.name for each in found.variables]
    assert len({name.lower() for name in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,59}", name) for name in names)


def test_a_stricter_rule_of_the_figures_holds_for_the_records():
    strict = Rule(threshold=40)
    found, *_ = made(rule=strict)
    telling = [column(found, name) for name in ("person_sex", "person_race", "person_disability", "where")]
    assert min(Counter(zip(*(each.tolist() for each in telling), strict=True)).values()) >= 40
    with pytest.raises(TooFew):
        made(kept=np.arange(300) < 39, rule=strict)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_notes_name_the_number_that_holds(language):
    told = notes(replace(ABOUT, rule=Rule(threshold=40)), language)
    assert " 40 " in told
    assert " 10 " not in told
