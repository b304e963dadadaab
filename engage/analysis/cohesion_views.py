"""At which addresses do officers see cohesion beside other figures, and share their own?"""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.accounts.permissions import Permission, may
from engage.analysis import cohesion_queries as queries
from engage.analysis import cohesion_reading_service as readings
from engage.analysis import cohesion_service as service
from engage.analysis import cohesion_words as words
from engage.analysis import formats
from engage.analysis import queries as releases
from engage.analysis.cohesion import Kind
from engage.analysis.cohesion_page import beside, named, per_cent
from engage.analysis.cohesion_reading_service import WRITERS, View
from engage.analysis.formats import Format
from engage.analysis.forms import ConfirmForm
from engage.analysis.views import epoch, made
from engage.bilingual import LANGUAGES
from engage.dates import month
from engage.errors import NotFound
from engage.web import Room, accepted, current_officer, language, officers_only, status

room = Room("analysis_cohesion", __name__)
officers_only(room)

EN, CY = "/officers/cohesion", "/swyddogion/cydlyniant"
OF_ONE_EN = "/officers/consultations/<int:consultation_id>/breakdown/cohesion"
OF_ONE_CY = "/swyddogion/ymgynghoriadau/<int:consultation_id>/dadansoddiad/cydlyniant"


@room.page(en=EN, cy=CY)
def index() -> ResponseReturnValue:
    """What the council has measured, whether others see it, and what others and surveys say."""
    officer = current_officer()
    may_read = _may(Permission.SEE_BREAKDOWNS)
    own = queries.own(officer)
    return render_template(
        "analysis/cohesion/index.html",
        own=[(each, queries.shared_releases(each.consultation.id)) for each in own],
        shared=queries.shared(officer) if may_read else [],
        figures=queries.figures(officer) if may_read else [],
        named=named(language()),
        per_cent=per_cent,
        may_read=may_read,
        may_share=_may(Permission.SHARE_FIGURES),
        may_enter=_may(Permission.MAKE_RELEASE),
    )


@room.page(en=OF_ONE_EN, cy=OF_ONE_CY)
def show(consultation_id: int) -> ResponseReturnValue:
    """Each measure of a consultation beside the others; the address holds what was chosen."""
    consultation = releases.readable(current_officer(), consultation_id)
    if not made(consultation_id):
        return render_template("analysis/cohesion/none.html", consultation=consultation)
    found = _view(consultation_id)
    shown = found.shown(language())
    return render_template(
        "analysis/cohesion/show.html",
        consultation=consultation,
        released=found.released,
        found=found,
        shown=shown,
        made=made(consultation_id),
        offered=_offered(found),
        say=words,
        downloads=_downloads(found) if shown.parts else [],
        may_share=_may(Permission.SHARE_FIGURES) and queries.may_be_shared(found.released.release),
    )


@room.page(en=f"{OF_ONE_EN}/files/<name>", cy=f"{OF_ONE_CY}/ffeiliau/<name>")
def file(consultation_id: int, name: str) -> ResponseReturnValue:
    """Download the view as a file, in the language of the address."""
    kind = {_name(each, language()): each for each in WRITERS}.get(name)
    if kind is None:
        raise NotFound
    content = readings.download(
        current_officer(),
        consultation_id,
        kind,
        language(),
        now=clock.now(),
        epoch=epoch(),
        wanted=_wanted(),
    )
    response = Response(content, mimetype=formats.TYPES[kind])
    stem = releases.file_stem(current_officer(), consultation_id, language(), epoch())
    response.headers.set("Content-Disposition", "attachment", filename=f"{stem}-{name}")
    return response


@room.page(en=f"{OF_ONE_EN}/share", cy=f"{OF_ONE_CY}/rhannu", methods=["GET", "POST"])
def share(consultation_id: int) -> ResponseReturnValue:
    """Show exactly what other councils would see; share it, or stop."""
    officer = current_officer()
    seen = request.form.get("release", type=int)  # a form is about the figures that it showed
    released = queries.to_share(officer, consultation_id, seen or epoch())
    form = ConfirmForm()
    if accepted(form):
        deed = service.withdraw if request.form.get("deed") == "withdraw" else service.share
        deed(officer, consultation_id, released.release.epoch, now=clock.now())
        flash(_said(deed is service.share))
        return redirect(url_for(".index"))
    page = render_template(
        "analysis/cohesion/share.html",
        consultation=released.consultation,
        released=released,
        shown=beside(queries.surveyed(released, Kind.OTHER), (), (), language()),
        share=queries.share_of(released.release.id),
        form=form,
        say=words,
    )
    return page, status(form)


def _said(is_shared: bool) -> str:
    return (
        _("Other councils can see these figures now")
        if is_shared
        else _("Other councils no longer see these figures")
    )


@room.page(en=f"{EN}/shared/<int:release_id>", cy=f"{CY}/a-rannwyd/<int:release_id>")
def shared(release_id: int) -> ResponseReturnValue:
    """What another council shares of one consultation."""
    offered = queries.shared_one(current_officer(), release_id)
    return render_template(
        "analysis/cohesion/shared.html",
        offered=offered,
        shown=beside(queries.open_shared(offered), (), (), language()),
        say=words,
    )


def _view(consultation_id: int) -> View:
    return readings.view(current_officer(), consultation_id, epoch(), _wanted(), now=clock.now())


def _wanted() -> set[int] | None:
    """The releases that were chosen to stand beside; None: nobody has chosen."""
    if "chosen" not in request.args:
        return None
    return set(request.args.getlist("beside", type=int))


def _offered(found: View) -> list[tuple[str, list[dict[str, Any]], str]]:
    """What can stand beside the consultation: legend, choices, and what is said if there is nothing."""
    choices: dict[Kind, list[dict[str, Any]]] = {Kind.EARLIER: [], Kind.OTHER: []}
    for each in found.offered:
        title = each.consultation.title[language()]
        council = f"{each.council.name[language()]}: " if each.kind is Kind.OTHER else ""
        choices[each.kind].append(
            {
                "id": each.release.id,
                "label": f"{council}{title}, {month(each.consultation.last_minute, language())}",
                "checked": each.release.id in found.chosen,
            }
        )
    return [
        (
            _("Earlier consultations of your council"),
            choices[Kind.EARLIER],
            _("There is none with final figures on the same measures."),
        ),
        (
            _("Other councils"),
            choices[Kind.OTHER],
            _("None shares figures on the same measures at the moment."),
        ),
    ]


def _downloads(found: View) -> list[dict[str, Any]]:
    """Every format, with its address in both languages, that of the page first."""
    release = found.released.release
    told: dict[str, Any] = {
        "consultation_id": release.consultation_id,
        "release": release.epoch,
        "chosen": "yes",
        "beside": found.chosen,
    }
    languages = sorted(LANGUAGES, key=lambda each: each != language())
    return [
        {
            "kind": kind.name,
            "files": [
                (each, url_for(".file", name=_name(kind, each), lang=each, **told)) for each in languages
            ],
        }
        for kind in WRITERS
    ]


def _name(kind: Format, lang: str) -> str:
    return f"{words.FILE[lang]}.{kind}"


def _may(permission: Permission) -> bool:
    return may(current_officer().role_names, permission)
