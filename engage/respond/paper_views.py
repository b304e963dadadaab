"""At which addresses are the forms that are filled in with a pen?"""

from __future__ import annotations

import base64
from functools import partial
from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock, dates
from engage.bilingual import Bilingual, other_language
from engage.consultations import documents as files
from engage.consultations import joint_queries
from engage.consultations import queries as consultations
from engage.errors import NotFound
from engage.pdf import pdf
from engage.respond import paper_print, paper_service
from engage.respond.paper_docx import docx
from engage.respond.paper_print import Occasion, Print, printed
from engage.respond.paper_service import Edition
from engage.surveys import pictures, ways
from engage.surveys.choices import choices, points
from engage.surveys.definition import MatrixScale, Option, Question
from engage.surveys.ways import STANDARD, WAYS
from engage.web import Room, alternate, canonical, language, limiter, show_council

room = Room("paper", __name__, public=True)
PATHS = Bilingual("standard", "safonol")  # in addresses, for the form that is for everybody
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
room.add_app_template_filter(paper_print.text, "on_paper")
room.add_app_template_filter(paper_print.instruction, "instruction")
room.add_app_template_filter(paper_print.is_wide, "is_wide")
room.add_app_template_filter(paper_print.rules, "rules")
room.add_app_template_filter(paper_print.shows_title, "shows_title")


@room.app_template_filter("printed_options")
def printed_options(asked: Question | MatrixScale) -> tuple[Option, ...]:
    """What has a box and a number on paper: the options of a question, or the points of a matrix's scale."""
    return points(asked) if isinstance(asked, MatrixScale) else choices(asked)


@room.page(en="/consultations/<slug>/paper", cy="/ymgynghoriadau/<slug>/papur")
def index(slug: str) -> ResponseReturnValue:
    """How to answer on paper, and the forms to print."""
    consultation = _published(slug)
    lang, other = language(), other_language(language())
    editions = paper_service.editions(consultation.id)
    forms = {
        each: [paper_service.form_of(consultation.id, edition, each).id for edition in editions]
        for each in (lang, other)
    }
    return render_template(
        "respond/paper/index.html",
        consultation=consultation,
        stage=consultation.stage(clock.now()),
        by=_by(consultation),
        address=_lines(consultation.council.name[lang], consultation.council.post[lang]),
        editions=[(edition, _name(edition), _path(edition)) for edition in editions],
        forms=forms,
        other=other,
        sizes={
            key: files.size(size) for key, size in paper_service.sizes([*forms[lang], *forms[other]]).items()
        },
    )


@room.page(en="/consultations/<slug>/paper/<path>", cy="/ymgynghoriadau/<slug>/papur/<path>")
def preview(slug: str, path: str) -> ResponseReturnValue:
    """The form as it is printed, to look at on the screen."""
    consultation = _published(slug, path=path)
    edition = _edition(consultation.id, path)
    shown = _print(consultation, edition, _address_of_picture)
    return render_template("respond/paper/preview.html", consultation=consultation, p=shown, path=path)


@room.page(
    en="/consultations/<slug>/paper/<path>/form.<any(pdf, docx):kind>",
    cy="/ymgynghoriadau/<slug>/papur/<path>/ffurflen.<any(pdf, docx):kind>",
)
@limiter.limit("20 per minute")
def file(slug: str, path: str, kind: str) -> ResponseReturnValue:
    """The form as PDF, or as a document that can be changed."""
    consultation = _published(slug, path=path, kind=kind)
    edition = _edition(consultation.id, path)
    shown = _print(consultation, edition, _picture_itself)
    html = render_template("respond/paper/form.html", p=shown)
    draw = partial(pdf, html) if kind == "pdf" else partial(docx, shown, paper_service.picture)
    look = url_for("static", filename="css/paper.css")  # its fingerprint is in it
    content = paper_service.file(shown.form, kind, look + html, draw, now=clock.now())
    answer = Response(content, mimetype=TYPES[kind])
    name = f"{slug}-{shown.form.id}.{kind}"
    answer.headers["Content-Disposition"] = (
        f'{"inline" if kind == "pdf" else "attachment"}; filename="{name}"'
    )
    return answer


def _print(consultation: Any, edition: Edition, picture: Any) -> Print:
    lang = language()
    form = paper_service.form_of(consultation.id, edition, lang)
    titles = consultations.documents_by_code(consultation.id)
    return printed(
        form,
        _occasion(consultation, lang),
        picture,
        {code: document.title[lang] for code, document in titles.items()},
    )


def _occasion(consultation: Any, lang: str) -> Occasion:
    council, slug, other = consultation.council, consultation.slug, other_language(lang)
    return Occasion(
        council=council.name[lang],
        title=consultation.title[lang],
        by=_by(consultation),
        address=_lines(council.name[lang], council.post[lang]),
        telephone=council.telephone,
        email=council.email,
        online=canonical(url_for("consultations.show", slug=slug[lang])),
        other_online=canonical(url_for(".index", slug=slug[other], lang=other)),
        formats=consultation.other_formats[lang],
        privacy=_privacy(consultation, lang),
    )


def _privacy(consultation: Any, lang: str) -> str:
    """What happens with the answers; of a joint consultation also who sees figures, as on its page online."""
    bodies = [body.name[lang] for body in joint_queries.bodies(consultation)]
    if not bodies:
        return str(consultation.privacy[lang])
    told = (
        _("These bodies hold this consultation together:"),
        "\n".join(f"- {name}" for name in bodies),
        _(
            "Each of them sees figures about everybody who answers and about its own residents, but not "
            "about the residents of another body. The figures are rounded and small groups are hidden."
        ),
        f"{_('Only the body that asks you here sees single answers and keeps them:')} **{bodies[0]}**",
    )
    return "\n\n".join((consultation.privacy[lang], *told))


def _lines(name: str, post: str) -> tuple[str, ...]:
    """A postal address line by line; the council's name comes first, unless the address says it itself."""
    lines = [line.strip() for each in post.splitlines() for line in each.split(",") if line.strip()]
    return tuple(lines) if name in lines else (name, *lines)


def _by(consultation: Any) -> str:
    """Until when a form must have come."""
    return dates.moment(consultation.last_post or consultation.last_minute, language())


def _picture_itself(file: str) -> str:
    """A picture within the page: to draw a PDF nothing is fetched."""
    content = base64.b64encode(paper_service.picture(file)).decode()
    return f"data:{pictures.content_type(file)};base64,{content}"


def _address_of_picture(file: str) -> str:
    return url_for("surveys_pictures.show", file=file)


def _name(edition: Edition) -> Bilingual | None:
    return None if edition.code == STANDARD else WAYS[edition.code].name


def _path(edition: Edition) -> Bilingual:
    return PATHS if edition.code == STANDARD else WAYS[edition.code].path


def _edition(consultation_id: int, path: str) -> Edition:
    """The edition with this word in the address. Raises NotFound."""
    for edition in paper_service.editions(consultation_id):
        if _path(edition)[language()] == path:
            return edition
    raise NotFound


def _published(slug: str, **more: Any) -> Any:
    """The consultation at this address; whoever has the other language's slug is sent on to the right one."""
    consultation = consultations.published(slug, language(), now=clock.now())
    right = consultation.slug[language()]
    if right != slug:
        abort(redirect(url_for(str(request.endpoint), slug=right, **more)))
    known: dict[str, Any] = {}
    if path := more.get("path"):
        way = ways.at(path, language())
        known = {"path": way.path if way else PATHS}
    alternate(slug=consultation.slug, **known)
    show_council(consultation.council)
    return consultation
