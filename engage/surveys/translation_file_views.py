"""At which addresses do translators fetch files and bring them back?"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from engage import clock
from engage.bilingual import other_language
from engage.errors import NotFound
from engage.surveys import (
    glossary,
    translation_file_service,
    translation_forms,
    translation_queries,
    translation_xliff,
    translation_xlsx,
)
from engage.surveys.translation import digest
from engage.surveys.translation_checks import Refusal
from engage.surveys.translation_file_forms import SENTENCES, DeliveryForm, UploadForm
from engage.surveys.translation_files import Fate, FileRefused, Head, Row, key_names, outgoing
from engage.surveys.translation_queries import Sheet
from engage.surveys.translation_sheet import TO_DO, Entry
from engage.web import Room, accepted, current_officer, language, officers_only, status

room = Room("surveys_translation_files", __name__)
officers_only(room)

TYPES = {
    "xlf": "application/xliff+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey/translation/files",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/cyfieithu/ffeiliau",
    methods=["GET", "POST"],
)
def index(consultation_id: int) -> ResponseReturnValue:
    """Fetch a file for a translator; bring one back, to see first what it would do."""
    officer = current_officer()
    sheet = translation_queries.sheet(officer, consultation_id)
    form = UploadForm()
    if accepted(form):
        try:
            head, rows = _read(form.content, sheet)
            translation_file_service.deliver(officer, consultation_id, form.name, head, rows, now=clock.now())
        except FileRefused as refused:
            form.refuse(refused)
        else:
            return redirect(url_for(".delivery", consultation_id=consultation_id))
    return _index(sheet, form)


def _index(sheet: Sheet, form: UploadForm) -> ResponseReturnValue:
    page = render_template(
        "surveys/translation/files.html",
        consultation=sheet.consultation,
        form=form,
        directions=[(source, other_language(source)) for source in _directions(sheet)],
        numbers=_numbers(sheet),
    )
    return page, status(form)


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey/translation/file",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/cyfieithu/ffeil",
)
def download(consultation_id: int) -> ResponseReturnValue:
    """The texts as a file: of one kind, from one language, all of them or what is to be done."""
    sheet = translation_queries.sheet(current_officer(), consultation_id)
    kind, source = request.args.get("kind", "xlf"), request.args.get("from", sheet.written_in)
    if kind not in TYPES or source not in ("en", "cy"):
        raise NotFound
    everything = request.args.get("texts") == "all"
    head = translation_file_service.head_of(sheet, source, now=clock.now())
    texts = outgoing(sheet.entries, source, everything=everything, notes=_notes)
    if kind == "xlf":
        content = translation_xliff.write(head, texts)
    else:
        content = translation_xlsx.write(
            head, texts, lambda sent: str(translation_forms.STATES[sent.entry.state])
        )
    file = Response(content, mimetype=TYPES[kind])
    name = f"engage-{consultation_id}-{source}-{other_language(source)}.{kind}"
    file.headers.set("Content-Disposition", "attachment", filename=name)
    return file


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey/translation/files/check",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/cyfieithu/ffeiliau/gwirio",
    methods=["GET", "POST"],
)
def delivery(consultation_id: int) -> ResponseReturnValue:
    """Say what a file that was brought back would do; then do it."""
    officer = current_officer()
    sheet = translation_queries.sheet(officer, consultation_id)
    if not translation_file_service.is_waiting(officer, consultation_id):
        return redirect(url_for(".index", consultation_id=consultation_id))
    form = DeliveryForm()
    if accepted(form):
        if request.form.get("do") == "forget":
            translation_file_service.forget(officer, consultation_id)
            flash(_("The file is thrown away. Nothing in Engage has changed"))
            return redirect(url_for(".index", consultation_id=consultation_id))
        return _take_in(consultation_id, sheet)
    try:
        waiting = translation_file_service.delivery(officer, consultation_id, now=clock.now())
    except FileRefused as refused:
        return _refused(sheet, refused)
    page = render_template(
        "surveys/translation/delivery.html",
        consultation=sheet.consultation,
        form=form,
        delivery=waiting,
        good=waiting.of(Fate.GOOD),
        conflicts=waiting.of(Fate.CONFLICT),
        bad=waiting.of(Fate.BAD),
        same=waiting.of(Fate.SAME),
        kinds=translation_forms.KINDS,
        reason=_reason,
        digest=digest,
    )
    return page, status(form)


def _take_in(consultation_id: int, sheet: Sheet) -> ResponseReturnValue:
    chosen = {
        entry.key: request.form.get(f"seen-{entry.name}", "")
        for entry in sheet.entries
        if request.form.get(f"choice-{entry.name}") == "file"
    }
    officer, now = current_officer(), clock.now()
    try:
        saved, _waiting = translation_file_service.take_in(officer, consultation_id, chosen, now=now)
    except FileRefused as refused:
        return _refused(sheet, refused)
    number = len(saved.saved)
    flash(ngettext("%(num)s translation is taken in", "%(num)s translations are taken in", number))
    if translation_file_service.is_waiting(current_officer(), consultation_id):
        return redirect(url_for(".delivery", consultation_id=consultation_id))
    return redirect(url_for("surveys_translation.room", consultation_id=consultation_id, view="all"))


def _refused(sheet: Sheet, refused: FileRefused) -> ResponseReturnValue:
    """The file that waits fits no more: say why where another one is fetched and brought."""
    form = UploadForm()
    form.refuse(refused)
    return _index(sheet, form)


def _read(content: bytes, sheet: Sheet) -> tuple[Head, list[Row]]:
    """Read a file of whichever kind it is; what it is called does not matter."""
    if content.startswith(b"PK"):
        return translation_xlsx.read(content)
    if content.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
        return translation_xliff.read(content, key_names(sheet.entries))
    raise FileRefused("unknown_type")


def _directions(sheet: Sheet) -> list[str]:
    """From which languages there is something to translate, that of the survey first."""
    there = {entry.source_language for entry in sheet.entries if entry.source.strip() and not entry.locked}
    return [each for each in (sheet.written_in, other_language(sheet.written_in)) if each in there]


def _numbers(sheet: Sheet) -> dict[str, tuple[int, int]]:
    """How many texts go out from each language: those to be done, and all."""
    numbers = {}
    for source in ("en", "cy"):
        every = outgoing(sheet.entries, source, everything=True, notes=lambda _entry: {})
        numbers[source] = (sum(sent.entry.state in TO_DO for sent in every), len(every))
    return numbers


def _notes(entry: Entry) -> Mapping[str, str]:
    """What helps to translate a text, in the language of the page."""
    titles = [words[language()] or words[other_language(language())] for words in entry.trail]
    notes = {
        "context": " › ".join([str(translation_forms.KINDS[entry.kind]), *filter(None, titles)]),
        "length": str(translation_forms.ROOM[entry.length]),
    }
    if entry.old_source:
        notes["earlier"] = f"{_('Translated from:')} {entry.old_source}"
    if terms := glossary.terms(entry.source, entry.source_language):
        notes["terms"] = "; ".join(f"{term.en} = {term.cy}" for term in terms)
    return notes


def _reason(reason: Refusal) -> str:
    sentence = SENTENCES.get(reason.code)
    return str(sentence) if sentence else translation_forms.refusal(reason)
