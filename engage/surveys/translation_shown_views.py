"""What do all of a translator's pages have in common: texts with their fields, saved at once?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, request, url_for
from flask_babel import ngettext

from engage import clock
from engage.accounts.permissions import Permission, may
from engage.consultations.service import Held
from engage.surveys import glossary, translating_service, translation_forms, translation_queries
from engage.surveys.draft_service import WithApprover
from engage.surveys.translating_service import Saved, Typed
from engage.surveys.translation import digest
from engage.surveys.translation_forms import Field, TextsForm
from engage.surveys.translation_queries import Sheet
from engage.surveys.translation_sheet import DONE, Entry, counted, grouped, name_of, parts
from engage.surveys.word_changes import changes, new_side, old_side
from engage.surveys.workflow import may_be_edited
from engage.web import current_officer


def usual(
    sheet: Sheet,
    shown: Sequence[Entry],
    fields: Mapping[str, Field],
    form: TextsForm,
    *,
    stopped: bool = False,
) -> dict[str, Any]:
    """What every page of the room shows of texts; `stopped`: what was typed could not be saved."""
    council = sheet.consultation.council_id
    counts = counted(sheet.entries)
    return {
        "consultation": sheet.consultation,
        "sheet": sheet,
        "entries": shown,
        "groups": grouped(shown, sheet.definition),
        "parts": parts(sheet.entries, sheet.definition),
        "fields": fields,
        "form": form,
        "problems": errors(shown, fields),
        "kinds": translation_forms.KINDS,
        "rooms": translation_forms.ROOM,
        "states": translation_forms.STATES,
        "memory": translation_queries.memory(council, shown),
        "terms": {each.key: glossary.terms(each.source, each.source_language) for each in shown},
        "changes": {each.key: changes(each.old_source, each.source) for each in shown if each.old_source},
        "old_side": old_side,
        "new_side": new_side,
        "done": sum(counts[state] for state in DONE),
        "total": counts.total(),
        "digest": digest,
        "held": _is_held(sheet),
        "stopped": stopped,
        "may_edit": may(current_officer().role_names, Permission.EDIT_CONSULTATION),
    }


def use(sheet: Sheet, fields: dict[str, Field]) -> None:
    """Put an earlier translation into the field of its text, as its button asks; nothing is saved."""
    name, _apart, number = request.form.get("use", "").rpartition("=")
    entry = next((each for each in sheet.entries if each.name == name and each.key in fields), None)
    if entry is None:
        return
    offered = translation_queries.memory(sheet.consultation.council_id, [entry]).get(entry.key, [])
    if number.isdigit() and int(number) < len(offered):
        fields[entry.key].words = offered[int(number)]


def save(consultation_id: int, fields: Mapping[str, Field]) -> Saved | None:
    """Save what was typed; None: it is with an approver and stays as it is."""
    typed = [
        Typed(key, field.words, field.seen, field.still_right, field.checked) for key, field in fields.items()
    ]
    try:
        return translating_service.save(current_officer(), consultation_id, typed, now=clock.now())
    except (WithApprover, Held):
        return None


def again(sheet: Sheet, typed: Mapping[str, Field], saved: Saved) -> dict[str, Field]:
    """The fields of what was refused, with what was typed, why, and what is there now."""
    now = {each.key: each for each in sheet.entries}
    return {
        key: Field(
            typed[key].words,
            digest(now[key].text.words),
            typed[key].still_right,
            typed[key].checked,
            tuple(translation_forms.refusal(each) for each in reasons),
            now[key].target if any(each.code == "overtaken" for each in reasons) else None,
        )
        for key, reasons in saved.refused.items()
        if key in now
    }


def errors(shown: Sequence[Entry], fields: Mapping[str, Field]) -> list[tuple[str, str]]:
    """Each message with the field to which it belongs, for the summary."""
    kinds = {each.key: translation_forms.KINDS[each.kind] for each in shown}
    return [
        (f"#words-{name_of(key)}", f"{kinds[key]}: {error}")
        for key, field in fields.items()
        for error in field.errors
    ]


def say_saved(saved: Saved) -> None:
    if number := len(saved.saved):
        flash(ngettext("%(num)s translation is saved", "%(num)s translations are saved", number))
    if number := len(saved.signed_off):
        flash(ngettext("%(num)s text is signed off", "%(num)s texts are signed off", number))


def _is_held(sheet: Sheet) -> bool:
    """Is it with an approver, or waiting for its minute?"""
    now = clock.now()
    return sheet.consultation.is_held(now) or not (
        sheet.survey is None or may_be_edited(sheet.survey.standing(now))
    )


def room_address(consultation_id: int, **wanted: Any) -> str:
    return url_for("surveys_translation.room", consultation_id=consultation_id, **wanted)


def text_address(consultation_id: int, key: str) -> str:
    return url_for("surveys_translation_text.show", consultation_id=consultation_id, key=key)
