"""What may an officer type in about the effects of proposals on the Welsh language?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice, SelectField

from engage.bilingual import LANGUAGES
from engage.consultations.forms import Needed, bilingual_fields
from engage.consultations.preparation import Proposal
from engage.consultations.preparation_forms import PreparationForm
from engage.surveys.welsh_record import Asked

PROPOSAL_NAMES = {  # of its texts in the record
    "positive": _l("Positive effects"),
    "negative": _l("Adverse effects"),
    "increase": _l("How to increase the positive effects"),
    "reduce": _l("How to reduce the adverse effects"),
    "not_policy": _l("Why this is not a policy decision"),
}
TEXTS = ("title", "positive", "negative", "increase", "reduce")
LONGEST_LABEL = 110  # characters of a question in the menu


class ProposalForm(PreparationForm):
    """One proposal: what was considered, and the question that seeks views on it."""

    title_en, title_cy = bilingual_fields(_l("The proposal, in a few words"), "title", lines=False)
    positive_en, positive_cy = bilingual_fields(PROPOSAL_NAMES["positive"], "positive")
    negative_en, negative_cy = bilingual_fields(PROPOSAL_NAMES["negative"], "negative")
    increase_en, increase_cy = bilingual_fields(PROPOSAL_NAMES["increase"], "increase")
    reduce_en, reduce_cy = bilingual_fields(PROPOSAL_NAMES["reduce"], "reduce")
    question = SelectField(_l("Question that asks about it"), [Needed()], validate_choice=False)
    first_field = "title_en"

    def __init__(self, *, asked: Mapping[str, Asked], language: str, **values: Any) -> None:
        super().__init__(**values)
        labels = [SelectChoice(key, _label(each, language)) for key, each in asked.items()]
        self.question.choices = [SelectChoice("", _("Choose a question")), *labels]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if not self.bilingual("title"):
            self.show_problem("title_en", _("Name the proposal in English or in Welsh"))
        return bool(valid and not self.errors)

    def proposal(self, code: str, asked: Mapping[str, Asked]) -> Proposal:
        """What was typed, once it is valid; a question that the survey does not have is none."""
        key = self.question.data if self.question.data in asked else ""
        texts = {name: self.bilingual(name) for name in TEXTS}
        words = {"asked": asked[key].title} if key else {}
        return Proposal(code=code, question=key, **texts, **words)


class NotPolicyForm(PreparationForm):
    """Why the consultation is about no policy decision, and somebody's signature under it."""

    reason_en, reason_cy = bilingual_fields(PROPOSAL_NAMES["not_policy"], "reason")
    sign = BooleanField(_l("I sign this with my name and today's date"))
    first_field = "reason_en"

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        for language, message in (
            ("en", _("Give the reason in English")),
            ("cy", _("Give the reason in Welsh")),
        ):
            if not self[f"reason_{language}"].data:
                self.show_problem(f"reason_{language}", message)
        if not self.sign.data:
            self.show_problem("sign", _("Tick the box to sign"))
        return bool(valid and not self.errors)


def filled(proposal: Proposal) -> dict[str, str]:
    """The fields of ProposalForm as they were saved."""
    texts = {f"{name}_{each}": getattr(proposal, name)[each] for name in TEXTS for each in LANGUAGES}
    return {**texts, "question": proposal.question}


def _label(question: Asked, language: str) -> str:
    """A question in the menu: its page first, since questions of several pages may have the same words."""
    page, title = question.page[language], question.title[language]
    label = title if page in ("", title) else f"{page}: {title}"
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"
