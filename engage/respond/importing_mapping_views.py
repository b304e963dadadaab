"""At which addresses do officers say what the columns and the words of another tool mean?"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage import clock
from engage.respond import contribution_service
from engage.respond import importing_forms as forms
from engage.respond import importing_queries as queries
from engage.respond import importing_service as service
from engage.respond.importing_cells import Unknown
from engage.respond.importing_columns import FACTS
from engage.respond.importing_words import ALL_OTHERS, holds_words, in_figures, scope
from engage.web import Room, accepted, current_officer, language, officers_only, status, switching

room = Room("respond_import_mapping", __name__)
officers_only(room)
EN = "/officers/consultations/<int:consultation_id>/imports"
CY = "/swyddogion/ymgynghoriadau/<int:consultation_id>/mewnforion"
COLUMNS = 20  # on one page
WORDS = 60  # asked about on one page
EXAMPLES = 3  # of what stands in a column


@room.page(en=f"{EN}/<int:file_id>/headings", cy=f"{CY}/<int:file_id>/penawdau", methods=["GET", "POST"])
def headings(consultation_id: int, file_id: int) -> ResponseReturnValue:
    """Say whether the second row is one of headings, or what the first person has said."""
    consultation, file = looked_at(consultation_id, file_id)
    if file.stage != "asked":
        return redirect(address(consultation.id, file.id))
    form = (
        forms.HeadingsForm(revision=str(file.revision)) if request.method == "GET" else forms.HeadingsForm()
    )
    if accepted(form):
        said, officer, now = int(form.heading_rows.data), current_officer(), clock.now()
        with suppress(service.OtherMapping):  # somebody else has said it: the next page shows how it was read
            service.say_headings(officer, consultation.id, file.id, said, seen=form.seen, now=now)
        return redirect(address(consultation.id, file.id))
    page = render_template(
        "respond/importing/headings.html",
        consultation=consultation,
        file=file,
        form=form,
        rows=queries.first_rows(file),
    )
    return page, status(form)


@room.page(en=f"{EN}/<int:file_id>/columns", cy=f"{CY}/<int:file_id>/colofnau", methods=["GET", "POST"])
def columns(consultation_id: int, file_id: int) -> ResponseReturnValue:
    """Say what stands in each column, some columns on each page."""
    consultation, file = looked_at(consultation_id, file_id)
    if not file.sealed or file.stage not in ("read", "checking", "checked"):
        return redirect(address(consultation.id, file.id))
    _asked, known = queries.asked(consultation.id)
    choices = forms.column_choices(known, language())
    pages = -(-len(file.headings or ()) // COLUMNS)
    number = min(max(request.args.get("page", 1, type=int), 1), pages)
    here = range((number - 1) * COLUMNS, min(number * COLUMNS, len(file.headings or ())))
    form = _columns_form(file)
    chosen = {at: request.form.get(f"column-{at}", (file.columns or [])[at]) for at in here}
    twice = {*here} & _twice({**dict(enumerate(file.columns or ())), **chosen}) if _keeps() else set()
    hindered = False
    if accepted(form) and not twice:
        try:
            return _mapped(consultation.id, file, chosen, {*dict(choices)}, form, number, pages)
        except service.OtherMapping:
            hindered = True
            form.revision.data = str(looked_at(consultation.id, file.id)[1].revision)
    page = render_template(
        "respond/importing/columns.html",
        consultation=consultation,
        file=file,
        form=form,
        choices=choices,
        chosen=chosen,
        twice=sorted(twice),
        examples=_examples(file),
        in_figures=_in_figures(file, here),
        in_other_order=queries.in_other_order(file, known),
        mappings=queries.mappings(current_officer().council_id, file.headings or ()),
        number=number,
        pages=pages,
        hindered=hindered,
    )
    return page, 409 if hindered else 422 if twice else 200


def _columns_form(file: Any) -> forms.ColumnsForm:
    if request.method != "GET":
        return forms.ColumnsForm()
    order = forms.MONTH_FIRST if file.month_first else forms.DAY_FIRST
    return forms.ColumnsForm(revision=str(file.revision), order=order)


def _in_figures(file: Any, columns: Iterable[int]) -> bool:
    """Does one of these columns hold days of which only people know the order?"""
    rows = queries.table(file).rows
    return any(in_figures(row.cells[at]) for at in columns for row in rows)


def _keeps() -> bool:
    """Is what was chosen on the page to be kept? Not when a saved mapping takes its place."""
    return request.method == "POST" and not switching() and request.form.get("do") != "use"


def _mapped(
    consultation_id: int,
    file: Any,
    chosen: dict[int, str],
    known: set[str],
    form: forms.ColumnsForm,
    number: int,
    pages: int,
) -> ResponseReturnValue:
    """Keep what was chosen, or what a saved mapping says. Raises OtherMapping."""
    officer, now = current_officer(), clock.now()
    if request.form.get("do") == "use":
        mapping = request.form.get("mapping", 0, type=int)
        service.use_mapping(officer, consultation_id, file.id, mapping, seen=form.seen, now=now)
        return redirect(address(consultation_id, file.id))
    wanted = [*(file.columns or ())]
    for at, name in chosen.items():
        wanted[at] = name if name in known else ""
    words, order, seen = file.words or {}, form.month_first, form.seen
    service.map_columns(
        officer, consultation_id, file.id, wanted, words, month_first=order, seen=seen, now=now
    )
    if number < pages:
        return redirect(
            url_for(".columns", consultation_id=consultation_id, file_id=file.id, page=number + 1)
        )
    return redirect(address(consultation_id, file.id))


def _twice(chosen: dict[int, str]) -> set[int]:
    """Columns of which another one has the same fact: a row has one number, one day and one language."""
    facts = [name for name in chosen.values() if name in FACTS]
    return {at for at, name in chosen.items() if facts.count(name) > 1}


def _examples(file: Any) -> list[str]:
    """What stands in each column in the first rows that have something there."""
    table = queries.table(file)
    found = []
    for at in range(len(table.headings)):
        texts = dict.fromkeys(row.cells[at] for row in table.rows[:100] if row.cells[at])
        found.append(" · ".join(forms.short(text, 40) for text in list(texts)[:EXAMPLES]))
    return found


@room.page(en=f"{EN}/<int:file_id>/words", cy=f"{CY}/<int:file_id>/geiriau", methods=["GET", "POST"])
def words(consultation_id: int, file_id: int) -> ResponseReturnValue:
    """Say once what the words mean that are no option's."""
    consultation, file = looked_at(consultation_id, file_id)
    if file.stage != "checked":
        return redirect(address(consultation.id, file.id))
    _asked, known = queries.asked(consultation.id)
    used = [known[name] for name in file.columns or () if name in known and holds_words(known[name])]
    of_scope = {scope(target): target for target in reversed(used)}
    shown = [each for each in _words(file) if each[0].scope in of_scope][:WORDS]
    choices = {name: forms.word_choices(target, language()) for name, target in of_scope.items()}
    asked = [forms.Asked(word.scope, word.word) for word, _times in shown]
    asked += [forms.Asked(name, ALL_OTHERS) for name in dict.fromkeys(each.scope for each in asked)]
    form = forms.SeenForm(revision=str(file.revision)) if request.method == "GET" else forms.SeenForm()
    hindered = False
    if accepted(form):
        try:
            return _said(consultation.id, file, asked, choices, form.seen)
        except service.OtherMapping:
            hindered = True
            form.revision.data = str(looked_at(consultation.id, file.id)[1].revision)
    page = render_template(
        "respond/importing/words.html",
        consultation=consultation,
        file=file,
        form=form,
        groups=_groups(shown, of_scope),
        choices=choices,
        fields={(each.scope, each.word): each.field for each in asked},
        all_others=ALL_OTHERS,
        chosen={each.field: forms.chosen_word(file.words or {}, each) for each in asked}
        | request.form.to_dict(),
        target_name=lambda target: forms.target_name(target, language()),
        hindered=hindered,
    )
    return page, 409 if hindered else 200


def _words(file: Any) -> list[tuple[Unknown, int]]:
    """Every word to be said, with how often it stands in the file, and those of which it was said before."""
    unknown = [*queries.report(file).unknown]
    there = {(each.scope, each.word) for each, _times in unknown}
    return unknown + [
        (Unknown(name, word, word), 0)
        for name, words in (file.words or {}).items()
        for word in words
        if word != ALL_OTHERS and (name, word) not in there
    ]


def _said(
    consultation_id: int,
    file: Any,
    asked: list[forms.Asked],
    choices: dict[str, list[tuple[str, str]]],
    seen: int,
) -> ResponseReturnValue:
    """Keep what was said of the words. Raises OtherMapping."""
    given = [each for each in asked if each.field in request.form]
    good = [each for each in given if forms.allowed(request.form[each.field], choices[each.scope])]
    words = forms.read_words(request.form, good, file.words or {})
    officer, now = current_officer(), clock.now()
    service.map_columns(officer, consultation_id, file.id, file.columns or [], words, seen=seen, now=now)
    return redirect(address(consultation_id, file.id))


def _groups(unknown: Any, of_scope: dict[str, Any]) -> list[tuple[str, Any, list[Any]]]:
    """The words by what they are about: scope, one of its columns, and each word with how often it stands."""
    names = dict.fromkeys(word.scope for word, _times in unknown)
    return [(name, of_scope[name], [each for each in unknown if each[0].scope == name]) for name in names]


def address(consultation_id: int, file_id: int) -> str:
    """Where one goes on with a file."""
    return url_for("respond_imports.show", consultation_id=consultation_id, file_id=file_id)


def entered(consultation_id: int) -> Any:
    """The consultation into which this officer may enter. Raises NotFound, NotAllowed or NotYet."""
    return contribution_service.for_clerk(current_officer(), consultation_id, now=clock.now())


def looked_at(consultation_id: int, file_id: int) -> tuple[Any, Any]:
    """The same, with one file that was brought to it."""
    file = queries.file(current_officer(), consultation_id, file_id, now=clock.now())
    return entered(consultation_id), file
