"""At which addresses do officers consider what their proposals would do to the Welsh language?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.accounts.permissions import Permission, may
from engage.bilingual import LANGUAGES
from engage.consultations import preparation_service as preparations
from engage.consultations import queries as consultations
from engage.consultations.preparation import NotPolicy, Preparation, Proposal, next_code
from engage.consultations.service import Held
from engage.errors import NotFound
from engage.surveys import queries, welsh_record
from engage.surveys.forms import ConfirmForm
from engage.surveys.welsh_forms import NotPolicyForm, ProposalForm, filled
from engage.web import Room, accepted, current_officer, language, officers_only, own_address, status

room = Room("surveys_welsh", __name__)
officers_only(room)
EN = "/officers/consultations/<int:consultation_id>/preparation/welsh"
CY = "/swyddogion/ymgynghoriadau/<int:consultation_id>/paratoi/cymraeg"


@dataclass(frozen=True, slots=True)
class Desk:
    """What all of these pages show: the consultation, what was said so far, and the survey's questions."""

    consultation: Any
    said: Preparation
    revision: int
    asked: dict[str, welsh_record.Asked]
    now: datetime

    @property
    def is_free(self) -> bool:
        return not self.consultation.published_at and not self.consultation.is_held(self.now)

    @property
    def way_back(self) -> str:
        return url_for(".show", consultation_id=self.consultation.id, **_onward())

    def proposal(self, code: str) -> Proposal:
        found = self.said.proposal(code)
        if found is None:
            raise NotFound
        return found

    def change(self, edit: Callable[[Preparation], Preparation], seen: int) -> None:
        preparations.change(current_officer(), self.consultation.id, edit, seen=seen, now=self.now)


@room.page(en=EN, cy=CY)
def show(consultation_id: int) -> ResponseReturnValue:
    """Which proposals there are, what was considered of each, and which question asks about it."""
    desk = _desk(consultation_id)
    return render_template(
        "surveys/welsh/show.html",
        consultation=desk.consultation,
        said=desk.said,
        asked=desk.asked,
        warned={each.code: why for each, why in welsh_record.generic(desk.said.proposals, desk.asked)},
        may_edit=desk.is_free and may(current_officer().role_names, Permission.EDIT_CONSULTATION),
        back=_back(consultation_id),
        onward=_onward(),
    )


@room.page(en=f"{EN}/add", cy=f"{CY}/ychwanegu", methods=["GET", "POST"])
def add(consultation_id: int) -> ResponseReturnValue:
    """Consider one proposal more."""
    return _edit(_desk(consultation_id, Permission.EDIT_CONSULTATION), None)


@room.page(en=f"{EN}/proposals/<proposal>", cy=f"{CY}/cynigion/<proposal>", methods=["GET", "POST"])
def edit(consultation_id: int, proposal: str) -> ResponseReturnValue:
    """Change what was considered of a proposal."""
    desk = _desk(consultation_id, Permission.EDIT_CONSULTATION)
    return _edit(desk, desk.proposal(proposal))


@room.page(
    en=f"{EN}/proposals/<proposal>/remove", cy=f"{CY}/cynigion/<proposal>/tynnu", methods=["GET", "POST"]
)
def remove(consultation_id: int, proposal: str) -> ResponseReturnValue:
    """Ask whether a proposal shall go; then take it out of the record."""
    desk = _desk(consultation_id, Permission.EDIT_CONSULTATION)
    wanted, form = desk.proposal(proposal), ConfirmForm()
    if accepted(form):
        desk.change(lambda before: _without(before, proposal), desk.revision)
        flash(_("The proposal is removed from the record"))
        return redirect(desk.way_back)
    return render_template(
        "surveys/welsh/remove.html",
        consultation=desk.consultation,
        proposal=wanted,
        form=form,
        back=desk.way_back,
    )


@room.page(en=f"{EN}/not-a-policy-decision", cy=f"{CY}/nid-penderfyniad-polisi", methods=["GET", "POST"])
def not_policy(consultation_id: int) -> ResponseReturnValue:
    """Sign that the consultation is about no policy decision; or withdraw the signature."""
    desk = _desk(consultation_id, Permission.EDIT_CONSULTATION)
    signed = desk.said.not_policy
    words = {f"reason_{each}": signed.reason[each] for each in LANGUAGES} if signed else {}
    form = NotPolicyForm(data={**words, "revision": str(desk.revision)})
    if request.form.get("do") == "withdraw":
        desk.change(lambda before: replace(before, not_policy=None), form.seen)
        flash(_("The signature is withdrawn"))
        return redirect(desk.way_back)
    if accepted(form):
        signature = NotPolicy(form.bilingual("reason"), current_officer().name, desk.now)
        if _saved(desk, form, lambda before: replace(before, not_policy=signature)):
            flash(_("It is signed that this is not a policy decision"))
            return redirect(desk.way_back)
    page = render_template(
        "surveys/welsh/not_policy.html",
        consultation=desk.consultation,
        form=form,
        signed=signed,
        back=desk.way_back,
    )
    return page, status(form)


def _edit(desk: Desk, proposal: Proposal | None) -> ResponseReturnValue:
    values = filled(proposal) if proposal else {}
    form = ProposalForm(
        asked=desk.asked, language=language(), data={**values, "revision": str(desk.revision)}
    )
    if accepted(form):
        code = proposal.code if proposal else next_code(desk.said)
        if _saved(desk, form, lambda before: _with(before, form.proposal(code, desk.asked))):
            flash(_("The proposal is saved"))
            return redirect(desk.way_back)
    page = render_template(
        "surveys/welsh/proposal.html",
        consultation=desk.consultation,
        form=form,
        proposal=proposal,
        back=desk.way_back,
    )
    return page, status(form)


def _saved(desk: Desk, form: Any, edit: Callable[[Preparation], Preparation]) -> bool:
    """Save; or say in the form that somebody else was faster, or that it is with an approver."""
    try:
        desk.change(edit, form.seen)
    except preparations.Overtaken:
        form.overtaken(preparations.said(desk.consultation.id)[1])
        return False
    except Held:
        form.show_held(form.first_field)
        return False
    return True


def _desk(consultation_id: int, permission: Permission = Permission.SEE_CONSULTATIONS) -> Desk:
    officer, now = current_officer(), clock.now()
    consultation = consultations.for_officer(officer, consultation_id, permission)
    if permission != Permission.SEE_CONSULTATIONS and request.method == "GET":
        preparations.require_open(consultation, now=now)
    survey = queries.draft(officer, consultation_id)
    said, revision = preparations.said(consultation_id)
    asked = welsh_record.questions(survey.definition) if survey else {}
    return Desk(consultation, said, revision, asked, now)


def _with(before: Preparation, proposal: Proposal) -> Preparation:
    """With this proposal in place of the one with its code, or after all others."""
    if before.proposal(proposal.code) is None:
        return replace(before, proposals=(*before.proposals, proposal))
    changed = (proposal if each.code == proposal.code else each for each in before.proposals)
    return replace(before, proposals=tuple(changed))


def _without(before: Preparation, code: str) -> Preparation:
    return replace(before, proposals=tuple(each for each in before.proposals if each.code != code))


def _onward() -> dict[str, Any]:
    """The page from which the officer came, to be handed on from page to page."""
    address = own_address(request.args.get("next"))
    return {"next": address} if address else {}


def _back(consultation_id: int) -> str:
    usual_way = url_for("consultations_preparation.show", consultation_id=consultation_id)
    return str(_onward().get("next", usual_way))
