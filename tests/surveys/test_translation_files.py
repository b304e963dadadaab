"""Do translators' files come back as they went out, and is every row judged rightly?"""

from __future__ import annotations

import io
import subprocess
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from lxml import etree
from translate.storage.xliff2 import Xliff2File

from engage.bilingual import Bilingual
from engage.surveys import translation_xliff, translation_xlsx
from engage.surveys.texts import rewritten
from engage.surveys.translation import Record, Records, digest
from engage.surveys.translation_files import (
    LIMIT,
    Fate,
    FileRefused,
    Head,
    Row,
    identity,
    judged,
    key_names,
    outgoing,
    require_fit,
)
from engage.surveys.translation_sheet import listed
from tests.examples import BUDGET, ROUTED, SHORT

KEY = "question:longer_hours/title"
YES, NO = (f"question:longer_hours/options:{code}/label" for code in ("yes", "no"))
HEAD = Head(identity("glynmorfa", 12), "en", 7, 2)
NASTY = Bilingual('=HYPERLINK("x")', "& < > ' \" ŵ ŷ\n\n- rhestr  \n- ddwbl")


NOTHING_KNOWN = Records()


def entries(definition=SHORT, records=NOTHING_KNOWN, **consultation: Bilingual):
    words = {f"consultation/{name}": text for name, text in consultation.items()}
    return listed(definition, words, records, written_in="en", published=False)


def sent(*args, everything=True, **kwargs):
    notes = {"context": "Question – Opening hours", "length": "A label"}
    return outgoing(entries(*args, **kwargs), "en", everything=everything, notes=lambda _entry: notes)


def there_and_back(format_, texts, known):
    if format_ == "xliff":
        return translation_xliff.read(translation_xliff.write(HEAD, texts), key_names(known))
    return translation_xlsx.read(translation_xlsx.write(HEAD, texts, lambda each: str(each.entry.state)))


BOTH = pytest.mark.parametrize("format_", ["xliff", "xlsx"])


@BOTH
@pytest.mark.parametrize("definition", [SHORT, ROUTED, BUDGET], ids=lambda d: d.title.en)
def test_what_goes_out_comes_back(format_, definition):
    known = entries(definition, why=NASTY)
    head, rows = there_and_back(format_, sent(definition, why=NASTY), known)
    assert head == HEAD
    assert [(row.key, row.source, row.target) for row in rows] == [
        (each.key, each.source, each.target) for each in known
    ]
    assert {each.fate for each in judged(head, rows, known)} == {Fate.SAME}


def test_only_what_is_missing_or_stale_goes_out_when_asked():
    half = rewritten(SHORT, {KEY: Bilingual("Only English?")})
    assert [each.row.key for each in sent(half, everything=False)] == [KEY]
    stale = Records([(YES, digest(Bilingual("Yes, it should", "Dylai")), Record("en", "Yes"))])
    assert [each.row.key for each in sent(half, stale, everything=False)] == [KEY, YES]


def test_texts_that_go_the_other_way_stay_out():
    welsh = rewritten(SHORT, {KEY: Bilingual("", "Dim ond Cymraeg?")})
    assert KEY not in [each.row.key for each in sent(welsh)]
    back = outgoing(entries(welsh), "cy", everything=False, notes=lambda _entry: {})
    assert [each.row.key for each in back] == [KEY]


# --- which version? -------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize(
    ("here", "definition", "code", "numbers"),
    [
        ({"consultation": identity("glynmorfa", 13)}, SHORT, "other_consultation", None),
        ({"version": 3}, SHORT, "other_version", (2, 3)),
        ({"version": 1}, SHORT, "other_version", (2, 1)),  # a publication was called back
        ({"revision": 6}, SHORT, "later_draft", (7, 6)),
        ({}, BUDGET, "other_survey", None),
    ],
)
def test_a_file_for_another_version_or_survey_is_refused_whole(format_, here, definition, code, numbers):
    head, rows = there_and_back(format_, sent(), entries())
    with pytest.raises(FileRefused) as refused:
        require_fit(head, replace(HEAD, **here), rows, entries(definition))
    assert (refused.value.code, refused.value.numbers) == (code, numbers)


@BOTH
def test_a_file_for_a_draft_that_moved_on_is_not_refused(format_):
    known = entries(rewritten(SHORT, {KEY: Bilingual("Another question?", "Cwestiwn arall?")}))
    head, rows = there_and_back(format_, sent(why=NASTY), entries(why=NASTY))
    require_fit(head, replace(HEAD, revision=9), rows, known)
    found = {each.row.key: each for each in judged(head, rows, known)}
    assert [reason.code for reason in found[KEY].reasons] == ["source_changed"]
    assert found[YES].fate == Fate.SAME


@pytest.mark.parametrize("number", ["", "two", "-1", "²", "9" * 5000])
def test_a_file_that_lost_its_version_is_not_taken_for_ours(number):
    written = translation_xliff.write(HEAD, sent()).decode()
    lost = written.replace('type="version">2<', f'type="version">{number}<').encode()
    with pytest.raises(FileRefused) as refused:
        translation_xliff.read(lost, {})
    assert refused.value.code == "not_ours"
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    for row in book[translation_xlsx.ABOUT].iter_rows():
        if row[0].value == "Version - Fersiwn":
            row[1].value = number[:30000]
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(FileRefused) as refused:
        translation_xlsx.read(file.getvalue())
    assert refused.value.code == "not_ours"


# --- XLIFF ----------------------------------------------------------------------------------------------


def test_xliff_is_what_the_standard_says():
    root = etree.fromstring(translation_xliff.write(HEAD, sent(BUDGET)))
    core = "{urn:oasis:names:tc:xliff:document:2.0}"
    assert (root.tag, root.get("version"), root.get("srcLang"), root.get("trgLang")) == (
        f"{core}xliff", "2.1", "en", "cy",
    )  # fmt: skip
    ids = [unit.get("id") for unit in root.iter(f"{core}unit")]
    assert len(ids) == len(set(ids))
    for unit in root.iter(f"{core}unit"):
        assert (
            etree.QName(unit[0]).localname == "metadata"
        )  # modules come before notes, notes before segments
        assert [etree.QName(part).localname for part in unit[1:]] == ["notes", "segment"]
        assert all(character.isalnum() or character in "_:.-" for character in unit.get("id"))
        assert unit.find(f"{core}segment").get("state") in ("initial", "translated", "reviewed", "final")


def test_a_tool_that_is_not_ours_reads_the_file():
    content = translation_xliff.write(HEAD, sent(BUDGET))
    store = Xliff2File.parsestring(content)
    units = {unit.getid(): unit for unit in store.units}
    assert len(units) == len(entries(BUDGET))
    title = units["page:proposal.title"]
    assert (title.source, title.target) == ("Proposal: {item}", "Cynnig: {item}")
    assert title.getunitelement().find("{*}notes/{*}note").text == "Question – Opening hours"
    title.target = "Y cynnig: {item}"
    _head, rows = translation_xliff.read(bytes(store), key_names(entries(BUDGET)))
    changed = {row.key: row.target for row in rows}
    assert changed["page:proposal/title"] == "Y cynnig: {item}"
    assert len(rows) == len(units)


def test_a_text_that_a_tool_has_cut_in_two_is_whole_again():
    content = translation_xliff.write(HEAD, sent())
    cut = content.replace(
        b'<target xml:space="preserve">Dylai</target>',
        b'<target>Dy</target></segment><segment state="translated"><source/><target>lai wir</target>',
    )
    _head, rows = translation_xliff.read(cut, key_names(entries()))
    assert next(row.target for row in rows if row.key == YES) == "Dylai wir"


def test_a_stale_text_is_confirmed_by_its_state():
    records = Records([(YES, digest(Bilingual("Yes, it should", "Dylai")), Record("en", "Yes"))])
    known = entries(SHORT, records)
    content = translation_xliff.write(HEAD, sent(SHORT, records, everything=False))
    assert b'state="initial"' in content
    for state, fate in ((b"initial", Fate.SAME), (b"translated", Fate.GOOD), (b"final", Fate.GOOD)):
        head, rows = translation_xliff.read(content.replace(b"initial", state), key_names(known))
        assert [each.fate for each in judged(head, rows, known)] == [fate]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_xliff"),
        (b"\xff\xfe rubbish", "not_xliff"),
        (b"<html/>", "not_xliff"),
        (b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>', "old_xliff"),
        (b'<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>', "not_ours"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><xliff>&a;</xliff>', "harmful"),
        (
            b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><xliff>&b;</xliff>',
            "harmful",
        ),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><xliff/>', "harmful"),
        (b"x" * (LIMIT + 1), "too_big"),
        (b"<a>" * 100_000, "not_xliff"),
    ],
    ids=["empty", "rubbish", "html", "1.2", "foreign", "entity", "bomb", "external", "huge", "deep"],
)
def test_an_xliff_file_that_is_none_of_ours_is_refused(content, code):
    with pytest.raises(FileRefused) as refused:
        translation_xliff.read(content, {})
    assert refused.value.code == code


def test_a_row_with_inline_codes_stays_out():
    content = translation_xliff.write(HEAD, sent()).replace(b">Dylai<", b'>Dylai <ph id="1"/><')
    head, rows = translation_xliff.read(content, key_names(entries()))
    found = {each.row.key: each for each in judged(head, rows, entries())}
    assert [reason.code for reason in found[YES].reasons] == ["inline_codes"]


# --- spreadsheets ---------------------------------------------------------------------------------------


def workbook(change=None, definition=SHORT) -> bytes:
    """The file as a translator sends it back, once `change` has been made to the sheet of texts."""
    book = openpyxl.load_workbook(
        io.BytesIO(translation_xlsx.write(HEAD, sent(definition), lambda each: str(each.entry.state)))
    )
    if change:
        change(book[translation_xlsx.TEXTS])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_spreadsheet_has_headings_locked_sources_and_no_formulas():
    book = openpyxl.load_workbook(
        io.BytesIO(translation_xlsx.write(HEAD, sent(why=NASTY), lambda each: str(each.entry.state)))
    )
    sheet = book[translation_xlsx.TEXTS]
    assert [cell.value for cell in sheet[1]][2:4] == ["English - Saesneg", "Cymraeg - Welsh"]
    assert sheet.protection.sheet
    assert sheet.freeze_panes == "A2"
    assert sheet["C2"].protection.locked
    assert not sheet["D2"].protection.locked
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert sheet["D2"].number_format == "@"
    help_ = [cell.value for row in book[translation_xlsx.ABOUT].iter_rows() for cell in row]
    assert "Do not sort the rows, and do not change the other columns." in help_
    assert "Peidiwch â threfnu'r rhesi, a pheidiwch â newid y colofnau eraill." in help_


def test_a_spreadsheet_survives_another_program(tmp_path):
    (tmp_path / "texts.xlsx").write_bytes(workbook(definition=BUDGET))
    subprocess.run(
        f"soffice -env:UserInstallation=file://{tmp_path}/profile --headless --convert-to xlsx "
        f"--outdir {tmp_path}/out {tmp_path}/texts.xlsx".split(),
        check=True,
        capture_output=True,
        timeout=120,
    )
    head, rows = translation_xlsx.read((tmp_path / "out" / "texts.xlsx").read_bytes())
    assert head == HEAD
    assert {each.fate for each in judged(head, rows, entries(BUDGET))} == {Fate.SAME}


def test_a_formula_and_a_number_are_seen_for_what_they_are():
    def change(sheet):
        sheet["D2"], sheet["D3"] = "=1+1", 2027

    _head, rows = translation_xlsx.read(workbook(change))
    assert rows[0].problem == "formula"
    assert rows[1].target == "2027"


@pytest.mark.parametrize("word", ["yes", "Ydy", " x "])
def test_a_stale_text_is_confirmed_by_a_word(word):
    def change(sheet):
        for row in sheet.iter_rows(min_row=2):
            row[4].value = word

    assert all(row.confirmed for row in translation_xlsx.read(workbook(change))[1])


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 40_000_000)
    return file.getvalue()


def with_doctype() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                content = b'<!DOCTYPE x [<!ENTITY a "b">]>' + content
            new.writestr(part.filename, content)
    return file.getvalue()


def a_foreign_workbook() -> bytes:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (lambda: b"", "not_workbook"),
        (lambda: b"PK\x03\x04 rubbish", "not_workbook"),
        (lambda: workbook()[:-500], "not_workbook"),
        (bomb, "harmful"),
        (with_doctype, "harmful"),
        (a_foreign_workbook, "not_ours"),
        (lambda: b"x" * (LIMIT + 1), "too_big"),
    ],
    ids=["empty", "rubbish", "cut", "bomb", "doctype", "foreign", "huge"],
)
def test_a_spreadsheet_that_is_none_of_ours_is_refused(content, code):
    with pytest.raises(FileRefused) as refused:
        translation_xlsx.read(content())
    assert refused.value.code == code


# --- judging --------------------------------------------------------------------------------------------


def rows(**targets: str) -> list[Row]:
    """The rows of a file of the survey, with these targets for the yes and the no option and the question."""
    wanted = {"yes": YES, "no": NO, "title": KEY}
    new = {wanted[name]: target for name, target in targets.items()}
    return [replace(each.row, target=new.get(each.row.key, each.row.target)) for each in sent()]


def judge(changed: list[Row], definition=SHORT, head=HEAD) -> dict[str, tuple[Fate, list[str]]]:
    found = judged(head, changed, entries(definition))
    return {each.row.key: (each.fate, [reason.code for reason in each.reasons]) for each in found}


@pytest.mark.parametrize(
    ("targets", "key", "expected"),
    [
        ({"title": "A ddylai agor?"}, KEY, (Fate.GOOD, [])),
        ({"title": ""}, KEY, (Fate.SAME, [])),  # an empty cell takes nothing away
        ({"title": "A ddylai agor 5?"}, KEY, (Fate.BAD, ["numbers_differ"])),
        ({"title": "A ddylai {item}?"}, KEY, (Fate.BAD, ["placeholders_differ"])),
        ({"title": "Gweler https://a.example"}, KEY, (Fate.BAD, ["links_differ"])),
        ({"title": "A ddylai agor ar 1 Mawrth?"}, KEY, (Fate.BAD, ["numbers_differ", "dates_differ"])),
        ({"yes": "Na ddylai", "no": "Dylai"}, YES, (Fate.BAD, ["other_option"])),
        ({"yes": "Na ddylai", "no": "Dylai"}, NO, (Fate.BAD, ["other_option"])),
    ],
)
def test_a_translation_is_compared_with_its_source(targets, key, expected):
    found = judge(rows(**targets))
    assert found.pop(key) == expected
    assert {fate for fate, _reasons in found.values()} <= {Fate.SAME, expected[0]}


def test_a_source_that_changed_meanwhile_keeps_its_row_out():
    now = rewritten(
        SHORT, {KEY: Bilingual("Another question?", "A ddylai'r llyfrgell agor ar ddydd Sadwrn?")}
    )
    found = judge(rows(title="Newydd", yes="Dylai wir"), now)
    assert found[KEY] == (Fate.BAD, ["source_changed"])
    assert found[YES] == (Fate.GOOD, [])


def test_a_translation_that_changed_meanwhile_is_a_conflict():
    now = rewritten(SHORT, {YES: Bilingual("Yes, it should", "Dylai, yn sicr")})
    assert judge(rows(yes="Dylai wir"), now)[YES] == (Fate.CONFLICT, [])
    assert judge(rows(), now)[YES] == (Fate.SAME, [])  # the translator left the old wording as it was
    assert judge(rows(yes="Dylai, yn sicr"), now)[YES] == (Fate.SAME, [])


def test_a_file_that_lost_what_it_knew_overwrites_nothing():
    lost = [replace(row, seen="", group="") for row in rows(yes="Dylai wir")]
    assert judge(lost)[YES] == (Fate.CONFLICT, [])


def test_options_in_another_order_or_number_stay_out():
    turned = rows(yes="Dylai wir")
    at = [row.key for row in turned].index(YES)
    turned[at], turned[at + 1] = turned[at + 1], turned[at]
    found = judge(turned)
    assert found[YES] == found[NO] == (Fate.BAD, ["order_in_file"])
    grown = [replace(row, group="1/3") if row.key == YES else row for row in rows(yes="Dylai wir")]
    assert judge(grown)[YES] == (Fate.BAD, ["options_changed"])


def test_unknown_and_doubled_rows_stay_out():
    found = judge([*rows(), Row("question:gone/title", "x", "y"), rows()[0]])
    assert found["question:gone/title"] == (Fate.BAD, ["gone"])
    assert found[rows()[0].key] == (Fate.BAD, ["twice"])


def test_a_text_that_goes_the_other_way_now_stays_out():
    assert judge(rows(yes="Dylai wir"), head=replace(HEAD, source_language="cy"))[YES] == (
        Fate.BAD,
        ["other_way"],
    )
