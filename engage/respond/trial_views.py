"""At which addresses is a draft tried out as a resident would answer it? Nothing that is answered is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from engage import clock
from engage.config import settings
from engage.consultations import documents
from engage.consultations import queries as consultations
from engage.errors import NotFound
from engage.respond import enclosing_views, forms, tongues
from engage.respond.door_views import given
from engage.respond.forms import PageForm
from engage.respond.handed import NOTHING, Handed
from engage.respond.outline import outline
from engage.respond.trial import CHECK, END, EQUALITY, Place, Trial, answers_of
from engage.respond.views import drawn
from engage.respond.visit import Host, Kept, Occasion, Questionnaire, Visit
from engage.surveys import preview_service
from engage.surveys import queries as surveys
from engage.surveys.definition import Step
from engage.surveys.postcode_queries import looked_up
from engage.surveys.preview import marked
from engage.surveys.ways import WAYS, Way
from engage.web import (
    CSP,
    Room,
    current_officer,
    language,
    nonce,
    officers_only,
    show_council,
    switching,
    to_save,
)

room = Room("respond_trial", __name__)
officers_only(room)
guests = Room("trying", __name__)
GUESTS = "trying.guest"


def _private(response: Response) -> Response:
    """A draft is not for search engines; its pages may stand in a frame of our own, as on a phone."""
    policy = CSP.format(nonce=nonce()).replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


room.after_request(_private)
guests.after_request(_private)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is tried out, and at which address."""

    consultation: Any
    questionnaire: Questionnaire
    endpoint: str
    values: dict[str, Any]
    codes: tuple[str, ...]  # of the variants in which it can be tried out

    def address(self, **query: Any) -> str:
        return url_for(self.endpoint, **self.values, **query)

    @property
    def is_guests(self) -> bool:
        return self.endpoint == GUESTS

    @property
    def paper(self) -> str:
        """Where whoever has the link finds the whole form, to be read or printed."""
        return url_for(f"{GUESTS}_paper", **self.values)

    @property
    def variant(self) -> str:
        """The code of the variant; empty: the standard form."""
        return self.questionnaire.way.code if self.questionnaire.way else ""

    def ways(self) -> list[tuple[str, Way | None, str]]:
        """The standard form, whose code is empty, and each variant: its name and its address."""
        without = {name: value for name, value in self.values.items() if name != "variant"}
        known = [WAYS[each] for each in self.codes]
        addresses = [(way.code, way, url_for(self.endpoint, **without, variant=way.code)) for way in known]
        return [("", None, url_for(self.endpoint, **without)), *addresses]


# --- addresses ------------------------------------------------------------------------------------------


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey/preview/answer",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/rhagolwg/ateb",
    methods=["GET", "POST"],
)
def walk(consultation_id: int) -> ResponseReturnValue:
    """Answer the draft as a resident would."""
    return _turn(_officers_draft(consultation_id, ".walk"))


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey/preview/paper",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/rhagolwg/papur",
)
def paper(consultation_id: int) -> ResponseReturnValue:
    """The whole form, to be read or printed."""
    return _paper(_officers_draft(consultation_id, ".walk"))


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey/preview/phone",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/rhagolwg/ffon",
)
def phone(consultation_id: int) -> ResponseReturnValue:
    """The same as on a narrow phone: in a frame that is 320 pixels wide."""
    draft = _officers_draft(consultation_id, ".walk")
    return render_template("respond/trial/phone.html", draft=draft, variant=draft.questionnaire.variant)


@guests.page(en="/try/<token>", cy="/rhoi-cynnig/<token>", methods=["GET", "POST"])
def guest(token: str) -> ResponseReturnValue:
    """Answer the draft with a link that expires."""
    return _turn(_guests_draft(token))


@guests.page(en="/try/<token>/paper", cy="/rhoi-cynnig/<token>/papur")
def guest_paper(token: str) -> ResponseReturnValue:
    """The whole form, with a link that expires."""
    return _paper(_guests_draft(token))


@guests.page(en="/try/<token>/documents/<code>", cy="/rhoi-cynnig/<token>/dogfennau/<code>")
def guest_document(token: str, code: str) -> ResponseReturnValue:
    """A document that the draft points to, with a link that expires; no other of the consultation's."""
    survey = preview_service.opened(token, now=clock.now())
    known = consultations.documents_by_code(survey.consultation_id)
    panels = (panel for page in survey.definition.pages() for panel in page.panels)
    if code not in known or not any(code in panel.documents for panel in panels):
        raise NotFound
    name = known[code].file_name[language()]
    return to_save(known[code].content(language()), name, documents.content_type(name), language())


def _officers_draft(consultation_id: int, endpoint: str) -> Draft:
    consultation = consultations.for_officer(current_officer(), consultation_id)
    survey = surveys.draft(current_officer(), consultation_id)
    if survey is None:
        raise NotFound
    return _draft(consultation, survey, endpoint, {"consultation_id": consultation_id})


def _guests_draft(token: str) -> Draft:
    survey = preview_service.opened(token, now=clock.now())
    show_council(survey.consultation.council)
    return _draft(survey.consultation, survey, GUESTS, {"token": token})


def _draft(consultation: Any, survey: Any, endpoint: str, values: dict[str, Any]) -> Draft:
    """The draft in the variant that the address asks for, whether or not it is complete. Raises NotFound."""
    definition, code = marked(survey.definition), request.args.get("variant", "")
    numbers = {"": 0} | {
        variant.code: at for at, variant in enumerate(definition.variants, start=1) if variant.code in WAYS
    }
    if code not in numbers:
        raise NotFound
    asked = Questionnaire.of(0, f"draft {survey.id} {survey.revision}", definition, numbers[code])
    if code:
        values = {**values, "variant": code}
    return Draft(consultation, asked, endpoint, values, tuple(filter(None, numbers)))


# --- a turn ---------------------------------------------------------------------------------------------


def _turn(draft: Draft) -> ResponseReturnValue:
    trial = _trial(draft)
    if request.method != "POST":
        return _show(draft, trial, trial.first)
    place = Place.read(request.form.get("at", "")) or trial.first
    wanted = Place.read(request.form.get("go", ""))
    if wanted:
        return _show(draft, trial, wanted)
    step = trial.step(place)
    if step is None:
        return _show(draft, trial, place if switching() else trial.after(place))
    given, brought = enclosing_views.tried(
        step, trial.journey(place.leg).questions(step), trial.answers(place.leg)
    )
    trial = trial.with_answers(place.leg, given)
    form = _form(trial, place, step, sent=True, brought=brought)
    if form.reading is None or form.problems or brought.stays or switching():
        return _page(draft, trial, place, step, form)
    answers = form.reading.over(trial.answers(place.leg))
    trial = trial.with_answers(place.leg, answers)
    return _show(draft, trial, trial.after(place))


def _show(draft: Draft, trial: Trial, place: Place) -> ResponseReturnValue:
    """The page at this place, or, when nobody may be there, the one where one has to be."""
    if place.leg in (CHECK, END):
        if trial.visit.journey.next_step:
            return _show(draft, trial, trial.first)
        return _stage(draft, trial, place)
    step = trial.step(place)
    if step is None:
        first = trial.first
        return _show(draft, trial, Place(CHECK) if first == place else first)
    return _page(draft, trial, place, step, _form(trial, place, step, sent=False))


def _form(trial: Trial, place: Place, step: Step, *, sent: bool, brought: Handed = NOTHING) -> PageForm:
    asked, answers = trial.journey(place.leg).questions(step), trial.answers(place.leg)
    if sent:
        check = (not switching() or request.form["switch"] == "errors") and not brought.stays
        refused = brought.problems
        by_key = {step.key(question): question for question in asked}
        typed = looked_up(trial.visit.occasion.id, by_key, request.form)
        form = forms.sent_form(step, asked, answers, language(), typed, check=check, refused=refused)
    else:
        form = forms.saved_form(step, asked, answers, language())
    return tongues.in_its_tongue(form, trial.visit.questionnaire, step)


def _page(draft: Draft, trial: Trial, place: Place, step: Step, form: PageForm) -> ResponseReturnValue:
    asked = trial.visit.questionnaire
    total = len(asked.equality if place.leg == EQUALITY else asked.steps)
    shown = render_template(
        "respond/trial/page.html",
        **_usual(draft, trial, place),
        step=step,
        form=form,
        questions=drawn(form.questions, asked),
        problems=form.problems,
        number=step.number,
        total=total,
        skip=None,
        grace=None,
        own_words=step.section in asked.definition.sections,
        **_documents(draft),
    )
    return shown, 422 if form.problems and not switching() else 200


def _stage(draft: Draft, trial: Trial, place: Place) -> ResponseReturnValue:
    visit = trial.visit
    return render_template(
        f"respond/trial/{place.leg}.html",
        **_usual(draft, trial, place),
        chapters=given(visit, visit.journey, visit.answers),
        steps=[(str(Place("page", step.number)), step) for step in visit.journey.asked],
        way=visit.questionnaire.way,
    )


def _usual(draft: Draft, trial: Trial, place: Place) -> dict[str, Any]:
    return {
        "draft": draft,
        "visit": trial.visit,
        "place": place,
        "before": trial.before(place),
        "state": _signer(draft).dumps(trial.state),
        "standard": lambda: _standard(draft),
    }


def _standard(draft: Draft) -> str:
    values = {name: value for name, value in draft.values.items() if name != "variant"}
    return url_for(draft.endpoint, **values)


def _paper(draft: Draft) -> ResponseReturnValue:
    asked = draft.questionnaire
    return render_template(
        "respond/trial/paper.html",
        draft=draft,
        questionnaire=asked,
        parts=outline(asked.definition, asked.steps, language()),
        equality=outline(asked.definition, asked.equality, language()),
        **_documents(draft),
    )


def _documents(draft: Draft) -> dict[str, Any]:
    """The documents that panels point to, each where whoever tries it can download it."""

    def address(document: Any, file_language: str) -> str:
        if draft.is_guests:
            token = draft.values["token"]
            return url_for(f"{GUESTS}_document", lang=file_language, token=token, code=document.code)
        return url_for(
            "consultations_desk.document",
            lang=file_language,
            consultation_id=draft.consultation.id,
            document_id=document.id,
        )

    known = consultations.documents_by_code(draft.consultation.id)
    return {"documents": known, "document_address": address}


def _trial(draft: Draft) -> Trial:
    """Where somebody is, from what travelled with the form; whatever is not ours counts as nothing."""
    state: Any = {}
    if request.method == "POST":
        try:
            state = _signer(draft).loads(request.form.get("state", ""))
        except BadSignature:
            state = {}
    kept = Kept(b"", answers_of(state, "answers"), 0, None, None)
    return Trial(
        Visit("", _occasion(draft.consultation), draft.questionnaire, kept), answers_of(state, "equality")
    )


def _signer(draft: Draft) -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt=f"engage trial {draft.consultation.id}")


def _occasion(consultation: Any) -> Occasion:
    council = consultation.council
    host = Host(council.slug, council.name, council.colour, council.has_logo, council.is_demo)
    return Occasion(
        consultation.id,
        host,
        consultation.title,
        consultation.slug,
        consultation.published_at,
        consultation.opens_at,
        consultation.closes_at,
    )
