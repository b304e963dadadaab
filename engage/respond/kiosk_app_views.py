"""What does a device load to go on without a network, and where does it send what it has kept?"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from flask import (
    Response,
    current_app,
    get_template_attribute,
    jsonify,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from engage import clock
from engage.bilingual import LANGUAGES, other_language
from engage.config import settings
from engage.consultations import joint_queries
from engage.equality.asking import AGE_QUESTION, BANDS_BELOW
from engage.respond import kiosk, kiosk_entry_service, kiosk_service, queries
from engage.respond import views as views_of_pages
from engage.respond.contact_forms import ContactForm
from engage.respond.kiosk_door_views import (
    answering,
    asked_here,
    device,
    here,
    in_address,
    room,
    welcome,
)
from engage.respond.kiosk_queries import Device
from engage.respond.kiosk_rules_forms import rules
from engage.respond.kiosk_sealing import public_key
from engage.respond.media_views import papers
from engage.respond.visit import Questionnaire
from engage.surveys import presentation
from engage.surveys.definition import Step
from engage.web import language

SCRIPTS = ("routing", "answers", "fields", "summary", "queue", "idle")  # of the survey's page
STYLES = ("vendor/govuk-frontend-6.6.0.min.css", "css/engage.css", "css/kiosk.css", "css/ways.css")
ENTRIES = ("js/kiosk-welcome.js", "js/kiosk-survey.js", "images/favicon.svg")
MOST_WAITING = 1_000_000


@room.page(en="/kiosk/survey", cy="/ciosg/arolwg")
def survey() -> ResponseReturnValue:
    """The frame in which the script shows one page of the survey after the other."""
    found = answering()
    return render_template(
        "respond/kiosk/survey.html",
        device=found,
        council_row=found.consultation.council,
        asked=asked_here(found),
        home=welcome(found),
    )


@room.page(en="/kiosk/questions", cy="/ciosg/cwestiynau")
def questions() -> ResponseReturnValue:
    """The whole survey in one language: every page as it is shown online, and when it is asked."""
    found = here()
    return jsonify(_survey(found))


@room.page(en="/kiosk/worker.js", cy="/ciosg/worker.js")
def worker() -> Response:
    """The script that keeps this folder's pages for when there is no network."""
    script = send_from_directory(f"{current_app.static_folder}/js", "kiosk-worker.js")
    script.headers["Cache-Control"] = "no-cache"
    return script


@room.page(en="/kiosk/entries", cy="/ciosg/ymatebion", methods=["POST"])
def entries() -> ResponseReturnValue:
    """Take one sealed entry. Only what is stored is acknowledged; the device then forgets it."""
    found, sent = device(), _json()
    if found is None:
        return jsonify(problem="not_started"), 403
    try:
        sealed = base64.b64decode(str(sent.get("sealed", "")), validate=True)
    except binascii.Error:
        sealed = b""
    if not 0 < len(sealed) <= kiosk.LONGEST:
        return jsonify(problem="too_large"), 413
    stored = kiosk_entry_service.receive(found.id, sealed, now=clock.now())
    return jsonify(stored._asdict())


@room.page(en="/kiosk/alive", cy="/ciosg/byw", methods=["POST"])
def alive() -> ResponseReturnValue:
    """Hear from a device how many entries wait on it; tell it what time it is, and what is asked."""
    found, sent = device(), _json()
    if found is None:
        return jsonify(problem="not_started"), 403
    waiting = sent.get("waiting")
    if isinstance(waiting, int) and 0 <= waiting <= MOST_WAITING:
        kiosk_service.hear(found.id, waiting, now=clock.now())
    takes = found.takes_answers(clock.now())
    digest = _digest(asked_here(found)) if takes else ""
    return jsonify(now=round(clock.now().timestamp() * 1000), takes_answers=takes, digest=digest)


def _json() -> Mapping[str, Any]:
    """What a script sent. Another site's page cannot send JSON here: its browser would ask us first."""
    sent = request.get_json(silent=True)
    return sent if isinstance(sent, dict) else {}


# --- the survey ----------------------------------------------------------------------------------------


def _digest(asked: Questionnaire) -> str:
    return f"{asked.version_id}/{asked.digest}"


def _survey(found: Device) -> dict[str, Any]:
    asked = asked_here(found)
    pages = [*asked.definition.pages()]
    media = papers(found.consultation.id, found.consultation.slug, *pages)
    return {
        "version": asked.version_id,
        "variant": queries.place_of_variant(found.consultation.id, asked.variant)[1],
        "digest": _digest(asked),
        "language": language(),
        "key": base64.b64encode(public_key(settings().equality_key)).decode(),
        "addresses": _addresses(found, asked),
        "steps": [_step(asked, step, media) for step in asked.steps],
        "equality": _equality(asked, media),
        "contact": list(asked.definition.contact),
        "places": _places(found, asked),
        "words": _words(asked),
    }


def _addresses(found: Device, asked: Questionnaire) -> dict[str, Any]:
    """Where the device sends to and goes back to, and all that it keeps for when there is no network."""
    way, other = in_address(asked), other_language(language())
    kept = [
        url_for(f"kiosk.{page}", lang=lang) for page in ("welcome_page", "help_page") for lang in LANGUAGES
    ]
    kept += [
        url_for(f"kiosk.{page}", way=way, lang=lang) for page in ("survey", "questions") for lang in LANGUAGES
    ]
    kept += [url_for("static", filename=name) for name in (*STYLES, *ENTRIES)]
    kept += [f"/static/js/kiosk-{name}.js" for name in SCRIPTS]
    kept += ["/static/vendor/govuk-frontend-6.6.0.min.js"]
    return {
        "entries": url_for("kiosk.entries"),
        "alive": url_for("kiosk.alive"),
        "welcome": welcome(found),
        "other": url_for("kiosk.survey", way=way, lang=other),
        "other_questions": url_for("kiosk.questions", way=way, lang=other),
        "kept": kept,
    }


def _step(asked: Questionnaire, step: Step, media: dict[str, Any]) -> dict[str, Any]:
    """One page: what stands above its questions, and each question apart, for not all may be asked."""
    lang, page = language(), step.page
    head = get_template_attribute("respond/kiosk/step.html", "head")
    views = presentation.questions(step, page.questions, {}, (), lang)
    way = kiosk.way(step)
    return {
        "number": step.number,
        "title": page.title[lang],
        "section": step.section.title[lang],
        "group": step.item.label[lang] if step.item else "",
        "html": head(step, lang, presentation.is_heading(page), media),
        "conditions": way.conditions,
        "picked": way.picked,
        "item": way.item,
        "ends": way.ends,
        "questions": [
            rules(step, question, view, lang) | {"html": views_of_pages.drawn([view], asked, is_shared=True)}
            for question, view in zip(page.questions, views, strict=True)
        ],
    }


def _equality(asked: Questionnaire, media: dict[str, Any]) -> dict[str, Any] | None:
    module = asked.definition.equality
    if module is None or not asked.equality:
        return None
    return {
        "asked_if": kiosk.data(module.show_if) if module.show_if else None,
        "young": {
            "question": AGE_QUESTION,
            "codes": [*{code for each in BANDS_BELOW.values() for code in each}],
        },
        "steps": [_step(asked, step, media) for step in asked.equality],
    }


def _places(found: Device, asked: Questionnaire) -> dict[str, str]:
    """What stands on the pages after the survey's own."""
    draw = get_template_attribute("respond/kiosk/places.html", "place")
    contact = (
        ContactForm(asked.definition.contact, language(), is_shared=True)
        if asked.definition.contact
        else None
    )
    bodies = joint_queries.bodies(found.consultation)
    drawn = {
        name: draw(name, asked, kiosk.ways(asked), bodies, language(), contact)
        for name in ("intro", "check", "equality", "contact", "send", "sending", "sent", "kept")
    }
    return {name: str(html) for name, html in drawn.items()}


def _words(asked: Questionnaire) -> dict[str, Any]:
    """What the script says itself."""
    return {
        "error": _("Error:"),
        "problem": _("There is a problem"),
        "page": _("Page %(number)s of %(total)s"),
        "not_answered": _("Not answered"),
        "change": _("Change"),
        "email": _("Enter an email address, such as name@example.org"),
        "purposes": _("Choose what the council may use your email address for, or leave it empty"),
        "email_too": _("Enter your email address, or choose nothing below it"),
        "email_title": _("Email address"),
        "continue": _("Continue"),
        "skip": _("Skip the rest of these questions"),
        "titles": {
            "intro": asked.definition.title[language()],
            "check": _("Check your answers"),
            "equality": _("Equality questions"),
            "contact": _("Hear what happens next"),
            "send": _("Send your answers"),
            "sending": _("Your answers are being sent"),
            "sent": _("Your answers have been sent"),
            "kept": _("Your answers are kept on this device and will be sent"),
        },
        "all_sent": _("Everything has been sent."),
        "ready": _("This device also works without a network."),
        "waiting": _plural(_waiting),
        "not_started": _(
            "This device is not started as a kiosk any more. What waits on it stays here until an officer "
            "starts it again."
        ),
        "not_kept": _(
            "Your answers could not be kept on this device, so they have not been sent. Try again, or ask "
            "the people who work here"
        ),
    }


def _plural(said: Any) -> dict[str, str]:
    """A sentence in each plural form of CLDR, by which the script chooses; {num} stands for the number."""
    forms = (("zero", 0), ("one", 1), ("two", 2), ("few", 3), ("many", 6), ("other", 4))
    return {form: said(number) for form, number in forms}


def _waiting(number: int) -> str:
    return ngettext(
        "%(count)s response waits on this device. It will be sent when the network returns.",
        "%(count)s responses wait on this device. They will be sent when the network returns.",
        number,
        count="{num}",
    )
