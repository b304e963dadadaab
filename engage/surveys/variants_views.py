"""At which addresses do officers write a survey for other readers?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.accounts.permissions import Permission, may
from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations import queries as consultations
from engage.errors import NotFound
from engage.surveys import (
    draft_service,
    draft_views,
    queries,
    variant_following,
    variant_forms,
    variant_pages,
    variants,
    word_changes,
)
from engage.surveys.change_forms import field_of, sentence
from engage.surveys.deeds import Deed
from engage.surveys.definition import Definition, Page, Question
from engage.surveys.draft_service import Overtaken
from engage.surveys.draft_views import CY, EN, seen_revision
from engage.surveys.forms import ConfirmForm
from engage.surveys.media import Video
from engage.surveys.place_names import place_name
from engage.surveys.texts import Text, key_of
from engage.surveys.variant import OwnMedia, Variant
from engage.surveys.variant_forms import AddForm, known_as
from engage.surveys.variant_pages import Portion
from engage.surveys.ways import BSL, LARGE_PRINT, WAYS
from engage.surveys.word_changes import Piece
from engage.surveys.workflow import may_be_edited
from engage.web import Room, accepted, current_officer, language, officers_only, status, switching

FITS = "fits"  # the field that holds the keys of texts for which the variant's own still fit
room = Room("surveys_variants", __name__)
officers_only(room)


@room.page(en=f"{EN}/variants", cy=f"{CY}/amrywiadau")
def index(consultation_id: int) -> ResponseReturnValue:
    """Which variants there are, and what each lacks."""
    consultation, survey = survey_of(consultation_id)
    definition = survey.definition
    return render_template(
        "surveys/variants/index.html",
        consultation=consultation,
        found=[(v, variants.problems(definition, v)) for v in definition.variants],
        published=variants.offered(survey.versions[-1].definition) if survey.versions else (),
        name=name_of,
        may_edit=_may_edit(survey, Permission.EDIT_CONSULTATION),
    )


@room.page(en=f"{EN}/variants/add", cy=f"{CY}/amrywiadau/ychwanegu", methods=["GET", "POST"])
def add(consultation_id: int) -> ResponseReturnValue:
    """Choose which variant to begin."""
    consultation, survey = survey_of(consultation_id, Permission.EDIT_CONSULTATION)
    form = AddForm(taken=[variant.code for variant in survey.definition.variants], language=language())
    if accepted(form):
        code = form.code.data
        change_variant(consultation_id, lambda d: variants.put(d, Variant(code)), Deed.ADDED, code)
        flash(_("The variant is begun"))
        return redirect(url_for(".show", consultation_id=consultation_id, code=code))
    page = render_template(
        "surveys/variants/add.html", consultation=consultation, revision=survey.revision, form=form
    )
    return page, status(form)


@room.page(en=f"{EN}/variants/<code>", cy=f"{CY}/amrywiadau/<code>")
def show(consultation_id: int, code: str) -> ResponseReturnValue:
    """One variant portion by portion, and everything that it lacks."""
    consultation, survey = survey_of(consultation_id)
    variant = variant_of(survey.definition, code)
    found = variants.problems(survey.definition, variant)
    counted = {text.place for text in variants.needed(survey.definition, variant)}
    return render_template(
        "surveys/variants/show.html",
        consultation=consultation,
        survey=survey,
        variant=variant,
        name=name_of(code),
        portions=variant_pages.portions(survey.definition, variant),
        has_words=code not in (BSL, LARGE_PRINT),
        has_films=code != LARGE_PRINT,
        is_complete=not found,
        # What lacks its own words is counted at its page already.
        problems=[
            (place_name(survey.definition, problem.place, language()), sentence(problem, language()))
            for problem in found
            if problem.code != "variant_words" or problem.place not in counted
        ],
        may_edit=_may_edit(survey, Permission.EDIT_CONSULTATION),
        may_write=_may_edit(survey, Permission.TRANSLATE),
        has_order=bool(variant_pages.rows(survey.definition)),
    )


@room.page(
    en=f"{EN}/variants/<code>/words/<at>", cy=f"{CY}/amrywiadau/<code>/geiriau/<at>", methods=["GET", "POST"]
)
def words(consultation_id: int, code: str, at: str) -> ResponseReturnValue:
    """Write the words of one page beside the standard ones, and say which film belongs to it."""
    consultation, survey = survey_of(consultation_id, Permission.TRANSLATE)
    variant = variant_of(survey.definition, code)
    portion = variant_pages.portion(survey.definition, variant, at)
    if portion is None or (code == LARGE_PRINT):
        raise NotFound
    typed: Mapping[str, str] | None = request.form if request.method == "POST" else None
    problems: list[tuple[str, str]] = []
    overtaken = False
    if typed is not None and not switching():
        problems = _refused(survey.definition, variant, portion)
        if not problems and "standard" not in request.form:
            try:
                _save(consultation_id, code, portion)
            except Overtaken:
                overtaken = True
            else:
                flash(_("The words are saved"))
                return redirect(_after(consultation_id, survey.definition, variant, portion))
    if typed is not None and "standard" in typed and not switching():
        typed = _with_standard(variant, portion)
    needed = [text.key for text in variants.needed(survey.definition, variant)]
    page = render_template(
        "surveys/variants/words.html",
        consultation=consultation,
        revision=survey.revision,
        variant=variant,
        first=survey.written_in,
        way=WAYS[code],
        name=name_of(code),
        portion=portion,
        pictures=_pictures(survey.definition, variant, portion),
        sheets=variant_forms.sheets(portion.texts, variant, needed, typed) if code != BSL else [],
        film=_film(variant, at, typed) if portion.is_page else None,
        outdated={text.key: _turned(variant, text) for text in portion.outdated},
        fit=request.form.getlist(FITS),
        field_of=field_of,
        problems=problems,
        overtaken=overtaken,
    )
    return page, 422 if problems and not switching() else 409 if overtaken else 200


@room.page(en=f"{EN}/variants/<code>/order", cy=f"{CY}/amrywiadau/<code>/trefn", methods=["GET", "POST"])
def order(consultation_id: int, code: str) -> ResponseReturnValue:
    """Move pages within their section and questions within their page, for this variant alone."""
    consultation, survey = survey_of(consultation_id, Permission.EDIT_CONSULTATION)
    variant = variant_of(survey.definition, code)
    form = ConfirmForm()
    if accepted(form):
        change_variant(consultation_id, lambda d: _reordered(d, code), Deed.MOVED, code)
        return redirect(url_for(".order", consultation_id=consultation_id, code=code))
    shown = variants.ordered(survey.definition, variant.order)
    breaks = [p for p in variants.problems(survey.definition, variant) if p.code == "variant_order"]
    return render_template(
        "surveys/variants/order.html",
        consultation=consultation,
        revision=survey.revision,
        variant=variant,
        name=name_of(code),
        form=form,
        rows=variant_pages.rows(shown),
        breaks=[sentence(problem, language()) for problem in breaks],
    )


@room.page(en=f"{EN}/variants/<code>/remove", cy=f"{CY}/amrywiadau/<code>/tynnu", methods=["GET", "POST"])
def remove(consultation_id: int, code: str) -> ResponseReturnValue:
    """Ask whether the variant shall go, with all its words; then take it out of the draft."""
    consultation, survey = survey_of(consultation_id, Permission.EDIT_CONSULTATION)
    variant = variant_of(survey.definition, code)
    form = ConfirmForm()
    if accepted(form):
        after = change_variant(consultation_id, lambda d: variants.without(d, code), Deed.DELETED, code)
        draft_views.tell(Deed.DELETED, _subject(code), after.revision)
        return redirect(url_for(".index", consultation_id=consultation_id))
    return render_template(
        "surveys/variants/remove.html",
        consultation=consultation,
        revision=survey.revision,
        variant=variant,
        name=name_of(code),
        form=form,
    )


# --- the draft ------------------------------------------------------------------------------------------


def survey_of(consultation_id: int, permission: Permission = Permission.SEE_CONSULTATIONS) -> tuple[Any, Any]:
    """The consultation and its survey. Raises NotFound, also without a survey, NotAllowed or WithApprover."""
    consultation = consultations.for_officer(current_officer(), consultation_id, permission)
    survey = queries.draft(current_officer(), consultation_id)
    if survey is None:
        raise NotFound
    if permission != Permission.SEE_CONSULTATIONS and not may_be_edited(survey.standing(clock.now())):
        raise draft_service.WithApprover
    return consultation, survey


def variant_of(definition: Definition, code: str) -> Variant:
    variant = variants.find(definition, code)
    if variant is None or code not in WAYS:
        raise NotFound
    return variant


def _may_edit(survey: Any, permission: Permission) -> bool:
    allowed = may(current_officer().role_names, permission)
    return allowed and may_be_edited(survey.standing(clock.now()))


def name_of(code: str) -> str:
    return known_as(WAYS[code], language()) if code in WAYS else code


def change_variant(
    consultation_id: int,
    edit: Any,
    deed: Deed,
    code: str,
    permission: Permission = Permission.EDIT_CONSULTATION,
) -> Any:
    return draft_service.change(
        current_officer(),
        consultation_id,
        edit,
        seen=seen_revision(),
        deed=deed,
        subject=_subject(code),
        now=clock.now(),
        permission=permission,
    )


def _subject(code: str) -> Bilingual:
    way = WAYS.get(code)
    return (way.known_as or way.name) if way else Bilingual(code, code)


def _reordered(definition: Definition, code: str) -> Definition:
    variant = variant_of(definition, code)
    if "standard" in request.form:
        return variants.put(definition, replace(variant, order=()))
    by, id = (-1, request.form["up"]) if "up" in request.form else (1, request.form.get("down", ""))
    shown = variants.ordered(definition, variant.order)
    order = variant_pages.moved(shown, variant.order, id, by)
    return variants.put(definition, replace(variant, order=order))


# --- words ----------------------------------------------------------------------------------------------


def _save(consultation_id: int, code: str, portion: Portion) -> None:
    def edit(definition: Definition) -> Definition:
        variant = variant_of(definition, code)
        if code != BSL:
            typed = variant_forms.words(portion.texts, variant, request.form)
            variant = variants.with_words(variant, typed)
        if portion.is_page:
            there = variants.media_at(variant).get(portion.at, OwnMedia(portion.at))
            variant = variants.with_media(variant, replace(there, videos=_films(there)))
        variant = variant_following.settled(variant, request.form.getlist(FITS))
        return variants.put(definition, variant)

    change_variant(consultation_id, edit, Deed.CHANGED, code, permission=Permission.TRANSLATE)


def _turned(variant: Variant, text: Text) -> list[tuple[str, tuple[Piece, ...], tuple[Piece, ...]]]:
    """In each language in which the standard words have changed: what they were, and what they are."""
    old = dict(variant.outdated)[text.key]
    both = {each: word_changes.changes(old[each], text.words[each]) for each in LANGUAGES}
    return [
        (each, word_changes.old_side(pieces), word_changes.new_side(pieces))
        for each, pieces in both.items()
        if old[each] != text.words[each]
    ]


def _films(there: OwnMedia) -> tuple[Video, ...]:
    """The typed film in place of the first one, whose code it keeps; the form shows no others, which stay."""
    film = variant_forms.film_typed(request.form)
    if film and there.videos:
        film = replace(film, code=there.videos[0].code)
    return ((film,) if film else ()) + there.videos[1:]


def _refused(definition: Definition, variant: Variant, portion: Portion) -> list[tuple[str, str]]:
    """What cannot be saved: words that are too long, and half a film."""
    typed = request.form
    sheets = variant_forms.sheets(portion.texts, variant, (), typed) if variant.code != BSL else []
    found = [(f"#{field.name}", field.error) for sheet in sheets for field in sheet.fields if field.error]
    film = variant_forms.film_typed(typed) if portion.is_page else None
    return found + [(f"#{name}", text) for name, text in variant_forms.film_problems(film)]


def _with_standard(variant: Variant, portion: Portion) -> dict[str, str]:
    """What was typed, and the standard words where nothing was."""
    typed = {name: value for name, value in request.form.items() if name != "standard"}
    for text in portion.texts:
        for each in variants.languages(variant):
            name = f"{text.key}:{each}"
            typed[name] = typed.get(name, "").strip() or text.words[each]
    return typed


def _film(variant: Variant, at: str, typed: Any) -> dict[str, str]:
    """The film's fields, by name."""
    names = [f"film_{name}_{each}" for name in variant_forms.FILM for each in ("en", "cy")]
    if typed is not None:
        return {name: typed.get(name, "") for name in names}
    there = variants.media_at(variant).get(at)
    film = there.videos[0] if there and there.videos else None
    return {name: getattr(film, name.split("_")[1])[name[-2:]] if film else "" for name in names}


def _pictures(
    definition: Definition, variant: Variant, portion: Portion
) -> list[tuple[str, Bilingual, bool]]:
    """The page and each of its questions: its key, its title, and whether it has a picture of its own."""
    if not portion.is_page or not may(current_officer().role_names, Permission.EDIT_CONSULTATION):
        return []
    media = variants.media_at(variant)
    (page,) = (each for each in definition.pages() if key_of(each) == portion.at)
    parts: list[Page | Question] = [page, *page.questions]
    return [(key_of(part), part.title, bool(media.get(key_of(part), OwnMedia("")).images)) for part in parts]


def _after(consultation_id: int, definition: Definition, variant: Variant, portion: Portion) -> str:
    """The next portion, if one was asked for; else the variant's page."""
    if request.form.get("onward") == "next":
        every = [each.at for each in variant_pages.portions(definition, variant)]
        following = every[every.index(portion.at) + 1 :]
        if following:
            return url_for(".words", consultation_id=consultation_id, code=variant.code, at=following[0])
    return url_for(".show", consultation_id=consultation_id, code=variant.code)
