"""At which addresses does an officer put pictures, videos and panels on a page?"""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from engage import clock
from engage.bilingual import LANGUAGES
from engage.consultations import queries as consultations
from engage.errors import Conflict
from engage.surveys import checks, draft_service, draft_views, media_arranging, media_service
from engage.surveys.deeds import Deed
from engage.surveys.definition import NOTHING, Definition, Page
from engage.surveys.draft_views import CY, EN, Draft, seen_revision
from engage.surveys.look_views import document_address, drawn
from engage.surveys.media import Image
from engage.surveys.media_arranging import Arrangement, Medium
from engage.surveys.media_forms import MediaForm, PanelForm, PictureForm, VideoForm
from engage.surveys.placing import part_of
from engage.surveys.problem_forms import sentence
from engage.surveys.question_edit_views import opened
from engage.web import Room, accepted, current_officer, language, officers_only, status, switching

room = Room("surveys_media", __name__)
officers_only(room)
PAGE_EN, PAGE_CY = f"{EN}/pages/<page_id>", f"{CY}/tudalennau/<page_id>"
LOOK = "look"


@room.page(en=f"{PAGE_EN}/media", cy=f"{PAGE_CY}/cyfryngau", methods=["GET", "POST"])
def index(consultation_id: int, page_id: str) -> ResponseReturnValue:
    """What stands on a page beside its questions; move it, or take it away."""
    on = opened(consultation_id)
    page: Page = part_of(on.definition, f"page:{page_id}")
    what = Arrangement.named(request.form.get("do", "")) if request.method == "POST" else None
    if what and not switching():
        return _arrange(on, page, what)
    return render_template(
        "surveys/edit/media.html",
        consultation=on.consultation,
        revision=on.revision,
        page=page,
    )


def _arrange(on: Draft, page: Page, what: Arrangement) -> ResponseReturnValue:
    deed = Deed.DELETED if what.verb == "delete" else Deed.MOVED
    named = media_arranging.words(on.definition, page.id, what) or page.title
    after = draft_views.change(
        on, lambda before: media_arranging.arranged(before, page.id, what), deed, named
    )
    if deed == Deed.DELETED:
        draft_views.tell(deed, named, after.revision, f"page:{page.id}")
    return redirect(on.address(".index", page_id=page.id))


@room.page(en=f"{PAGE_EN}/pictures/add", cy=f"{PAGE_CY}/lluniau/ychwanegu", methods=["GET", "POST"])
@room.page(en=f"{PAGE_EN}/pictures/<medium>", cy=f"{PAGE_CY}/lluniau/<medium>", methods=["GET", "POST"])
def picture(consultation_id: int, page_id: str, medium: str = "") -> ResponseReturnValue:
    """Add a picture, or change what is said of one."""
    on = opened(consultation_id)
    before = _before(on, page_id, "images", medium)
    kept = before.file if before else ""
    return _work(
        on, page_id, "images", medium, PictureForm(kept, data=PictureForm.typed(before) if before else {})
    )


@room.page(en=f"{PAGE_EN}/videos/add", cy=f"{PAGE_CY}/fideos/ychwanegu", methods=["GET", "POST"])
@room.page(en=f"{PAGE_EN}/videos/<medium>", cy=f"{PAGE_CY}/fideos/<medium>", methods=["GET", "POST"])
def video(consultation_id: int, page_id: str, medium: str = "") -> ResponseReturnValue:
    """Add a video with its transcript, or change it."""
    on = opened(consultation_id)
    before = _before(on, page_id, "videos", medium)
    return _work(on, page_id, "videos", medium, VideoForm(data=VideoForm.typed(before) if before else {}))


@room.page(en=f"{PAGE_EN}/panels/add", cy=f"{PAGE_CY}/paneli/ychwanegu", methods=["GET", "POST"])
@room.page(en=f"{PAGE_EN}/panels/<medium>", cy=f"{PAGE_CY}/paneli/<medium>", methods=["GET", "POST"])
def panel(consultation_id: int, page_id: str, medium: str = "") -> ResponseReturnValue:
    """Add a panel with more information, or change it."""
    on = opened(consultation_id)
    before = _before(on, page_id, "panels", medium)
    form = PanelForm(data=PanelForm.typed(before) if before else {})
    form.offer(
        consultations.documents_by_code(consultation_id), before.documents if before else (), language()
    )
    return _work(on, page_id, "panels", medium, form)


def _before(on: Draft, page_id: str, sort: str, code: str) -> Any:
    """What is stored under this code; None for what is new."""
    return media_arranging.one(on.definition, page_id, sort, code) if code else None


def _work(on: Draft, page_id: str, sort: str, code: str, form: MediaForm) -> ResponseReturnValue:
    """Show the form, or keep what was typed in it and lead back to the page's list."""
    page: Page = part_of(on.definition, f"page:{page_id}")
    overtaken = ""
    form.first = on.first
    valid = accepted(form)
    if isinstance(form, PictureForm) and form.read:  # at once, so that it need not be chosen again
        consultation_id, now = on.consultation.id, clock.now()
        form.file.data = media_service.add_picture(current_officer(), consultation_id, form.read, now=now)
    if valid and request.form.get("do") != LOOK:
        try:
            _keep(on, page, sort, code, form)
        except Conflict as conflict:
            overtaken = conflict.page
        else:
            return redirect(on.address(".index", page_id=page_id))
    shown = _page(on, page, sort, code, form, overtaken)
    return shown, 409 if overtaken else status(form)


def _keep(on: Draft, page: Page, sort: str, code: str, form: MediaForm) -> None:
    def edit(definition: Definition) -> Definition:
        name = code or media_arranging.fresh_code(definition, page.id, sort, form.name, on.first)
        return media_arranging.put(definition, page.id, sort, form.medium(name))

    before, deed, named = on.revision, Deed.CHANGED if code else Deed.ADDED, form.name or page.title
    after = draft_views.change(on, edit, deed, named)
    if after.revision != before:
        draft_views.tell(deed, named, after.revision, f"page:{page.id}")


def _page(on: Draft, page: Page, sort: str, code: str, form: MediaForm, overtaken: str) -> str:
    name = code or media_arranging.fresh_code(on.definition, page.id, sort, form.name, on.first)
    medium = form.medium(name)
    documents = consultations.documents_by_code(on.consultation.id)
    shown: dict[str, Any] = {sort: (medium,)}
    only = Page(id=page.id, title=NOTHING, **shown)
    return render_template(
        f"surveys/edit/media_{media_arranging.USUAL[sort]}.html",
        consultation=on.consultation,
        revision=on.revision,
        page=page,
        form=form,
        first=on.first,
        is_new=not code,
        overtaken=overtaken,
        changes=on.since(seen_revision()) if overtaken == draft_service.Overtaken.page else (),
        looked=request.form.get("do") == LOOK,
        advice=_advice(on, page, sort, medium) if code or request.method == "POST" else [],
        medium=medium,
        looks={
            each: drawn(each, "components/media.html", "page_media", only, each, documents, document_address)
            for each in LANGUAGES
        },
    )


def _advice(on: Draft, page: Page, sort: str, medium: Medium) -> list[str]:
    """What must still be mended in it before the survey can be published."""
    then = media_arranging.put(on.definition, page.id, sort, medium)
    found = [*checks.problems(then), *media_service.problems(on.consultation, then)]
    mine = media_arranging.problems_of(found, page.id, medium.code)
    unchosen = isinstance(medium, Image) and not medium.file  # which the field for it says itself
    return [sentence(each, language()) for each in mine if not (unchosen and each.code == "unknown_picture")]
