"""At which address does an officer give a variant a picture of its own, beside a page or a question?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.accounts.permissions import Permission
from engage.errors import NotFound
from engage.surveys import draft_views, media_service, variants
from engage.surveys.deeds import Deed
from engage.surveys.definition import Definition, Page, Question
from engage.surveys.draft_service import Overtaken
from engage.surveys.draft_views import CY, EN
from engage.surveys.media import Image
from engage.surveys.media_forms import PictureForm
from engage.surveys.texts import key_of
from engage.surveys.tour import tour
from engage.surveys.variant import OwnMedia
from engage.surveys.variants_views import change_variant, name_of, survey_of, variant_of
from engage.surveys.ways import LARGE_PRINT
from engage.web import Room, accepted, current_officer, officers_only, status

room = Room("surveys_variant_pictures", __name__)
officers_only(room)
CODE = "picture"  # one for each place is enough


@room.page(
    en=f"{EN}/variants/<code>/picture/<at>", cy=f"{CY}/amrywiadau/<code>/llun/<at>", methods=["GET", "POST"]
)
def edit(consultation_id: int, code: str, at: str) -> ResponseReturnValue:
    """Choose a picture, say what it shows, or take it away."""
    consultation, survey = survey_of(consultation_id, Permission.EDIT_CONSULTATION)
    variant, part = variant_of(survey.definition, code), _part(survey.definition, at)
    if code == LARGE_PRINT:
        raise NotFound
    there = variants.media_at(variant).get(at, OwnMedia(at))
    before = there.images[0] if there.images else None
    form = PictureForm(before.file if before else "", data=PictureForm.typed(before) if before else {})
    page = url_for("surveys_variants.words", consultation_id=consultation_id, code=code, at=_page(survey, at))
    overtaken = False
    if "remove" in request.form and before:
        after = _keep(consultation_id, code, at, ())
        draft_views.tell(Deed.DELETED, before.alt or part.title, after.revision)
        return redirect(page)
    valid = accepted(form)
    if form.read:  # at once, so that it need not be chosen again
        now = clock.now()
        form.file.data = media_service.add_picture(current_officer(), consultation_id, form.read, now=now)
    if valid:
        try:
            _keep(consultation_id, code, at, (form.medium(CODE),))
        except Overtaken:
            overtaken = True
        else:
            flash(_("The picture is saved"))
            return redirect(page)
    shown = render_template(
        "surveys/variants/picture.html",
        consultation=consultation,
        revision=survey.revision,
        name=name_of(code),
        part=part,
        form=form,
        kept=before,
        back=page,
        overtaken=overtaken,
    )
    return shown, 409 if overtaken else status(form)


def _part(definition: Definition, at: str) -> Page | Question:
    for stop in tour(definition):
        if key_of(stop.part) == at and isinstance(stop.part, Page | Question):
            return stop.part
    raise NotFound


def _page(survey: Any, at: str) -> str:
    """The page on which it is."""
    for stop in tour(survey.definition):
        if key_of(stop.part) == at:
            return f"page:{stop.place.page}"
    raise NotFound


def _keep(consultation_id: int, code: str, at: str, images: tuple[Image, ...]) -> Any:
    def edit(definition: Definition) -> Definition:
        variant = variant_of(definition, code)
        there = variants.media_at(variant).get(at, OwnMedia(at))
        return variants.put(definition, variants.with_media(variant, replace(there, images=images)))

    return change_variant(consultation_id, edit, Deed.CHANGED, code)
