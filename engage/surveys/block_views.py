"""At which addresses does an author write pages that are repeated for each item?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from engage.bilingual import Bilingual
from engage.errors import Conflict, NotFound
from engage.surveys import block_forms, draft_queries, editing
from engage.surveys.block_forms import SAVE, BlockForm
from engage.surveys.block_reading import ADD_NAME, OWN, TAKE_OPTIONS
from engage.surveys.conditions import earlier
from engage.surveys.contents import repeats
from engage.surveys.deeds import Deed
from engage.surveys.definition import Block, Definition, Section, SeveralChoices
from engage.surveys.draft_views import CY, EN, Draft, change, done, opened, seen_revision
from engage.surveys.edit_views import gone
from engage.surveys.placing import part_of
from engage.web import Room, officers_only, switching

room = Room("surveys_blocks", __name__)
officers_only(room)

Pickers = dict[str, SeveralChoices]
REPEATED = Bilingual("Repeated pages", "Tudalennau a ailadroddir")


@room.page(en=f"{EN}/blocks/<block_id>", cy=f"{CY}/ailadrodd/<block_id>", methods=["GET", "POST"])
def edit(consultation_id: int, block_id: str) -> ResponseReturnValue:
    """Change for which items pages are repeated, and what is known of each item."""
    draft, key = opened(consultation_id), f"block:{block_id}"
    try:
        block: Block = part_of(draft.definition, key)
    except NotFound:
        return gone(draft)
    pickers = _pickers(draft.definition, block)
    stored = request.method == "GET"
    form = block_forms.stored(block, draft.first) if stored else _sent(draft, pickers, key)

    def place(definition: Definition) -> Definition:
        return editing.change(definition, key, form.reading.block)

    return _work(draft, form, place, Deed.CHANGED, pickers, lambda: key)


@room.page(en=f"{EN}/add-block", cy=f"{CY}/ychwanegu-ailadrodd", methods=["GET", "POST"])
def add(consultation_id: int) -> ResponseReturnValue:
    """Write for which items new pages are to be repeated, in the section that the address names."""
    draft = opened(consultation_id)
    if "to" not in request.args:
        return redirect(draft.address())
    holder = request.args["to"]
    try:
        section = part_of(draft.definition, holder)
    except NotFound:
        return gone(draft)
    if not isinstance(section, Section):
        raise NotFound
    at = request.args.get("at", type=int)
    empty = Block(id="", items=(), pages=())
    pickers = _pickers(editing.add(draft.definition, holder, empty, at), empty)
    form = block_forms.new(draft.first) if request.method == "GET" else _sent(draft, pickers)
    new = ""

    def place(definition: Definition) -> Definition:
        nonlocal new
        new = editing.new_id(definition, "block", repeats(form.reading.items), draft.first)
        return editing.add(definition, holder, form.reading.block(replace(empty, id=new)), at)

    return _work(draft, form, place, Deed.ADDED, pickers, lambda: f"block:{new}")


def _work(
    draft: Draft,
    form: BlockForm,
    place: Callable[[Definition], Definition],
    deed: Deed,
    pickers: Pickers,
    key: Callable[[], str],
) -> ResponseReturnValue:
    """Show the form, or keep what was typed in it and lead back to the contents."""
    seen, refused = seen_revision(), ""
    if form.pressed == SAVE and not form.problems:
        try:
            survey = change(draft, place, deed, _subject(form))
        except Conflict as conflict:
            refused = conflict.page
            draft = opened(draft.consultation.id)
        else:
            return done(draft, seen, survey, deed, _subject(form), key())
    page = render_template(
        "surveys/edit/block.html",
        consultation=draft.consultation,
        form=form,
        problems=form.problems,
        revision=seen if form.pressed and not refused else draft.revision,
        adding=deed == Deed.ADDED,
        pickers=pickers,
        own=OWN,
        take_options=TAKE_OPTIONS,
        add_name=ADD_NAME,
        refused=refused,
        changes=draft.since(seen) if refused else (),
    )
    return page, 409 if refused else 422 if form.problems and not switching() else 200


def _sent(draft: Draft, pickers: Pickers, key: str = "") -> BlockForm:
    fields = request.form.items(multi=True)
    kept = draft_queries.kept_codes(draft.survey, key) if key else frozenset[str]()
    return block_forms.sent(fields, draft.first, pickers, switching=switching(), kept=kept)


def _pickers(definition: Definition, block: Block) -> Pickers:
    """The earlier questions with which the items of this block could be picked, by their ids."""
    asked = earlier(definition, block)
    return {question.id: question for question in asked if isinstance(question, SeveralChoices)}


def _subject(form: BlockForm) -> Bilingual:
    return repeats(form.reading.items) or REPEATED
