"""What must a council have thought about and said before it consults?

What the public reads is a `Bilingual`; what stays with the council is written in one language, whichever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any

from engage.bilingual import Bilingual

NOTHING = Bilingual()
PROTECTED = (  # Equality Act 2010, section 4
    "age",
    "disability",
    "gender_reassignment",
    "marriage",
    "pregnancy",
    "race",
    "religion",
    "sex",
    "sexual_orientation",
)
ALSO_AFFECTED = (
    "welsh_speakers",
    "socio_economic",
    "carers",
    "care_experience",
    "armed_forces",
    "rural",
    "newcomers",
)
GROUPS = PROTECTED + ALSO_AFFECTED
AIMS = ("eliminate", "advance", "foster")  # Equality Act 2010, section 149(1)(a) to (c)
OF_ALL = ("formative", "consideration")  # texts for the public that are about the whole consultation
OF_PROPOSAL = ("title", "positive", "negative", "increase", "reduce")
BASES = ("public_task", "legal_obligation", "consent")  # UK GDPR, Article 6(1)(e), (c) and (a)


@dataclass(frozen=True, slots=True)
class Affected:
    """A group that is likely to be affected, how, and how people who belong to it were involved."""

    code: str  # one of GROUPS
    effect: str = ""
    involved: str = ""


@dataclass(frozen=True, slots=True)
class Aim:
    """An aim of the public sector equality duty that matters here, and how."""

    code: str  # one of AIMS
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a proposal could do to the Welsh language, and the question that asks about it.

    Source: the Welsh Language Standards (No. 1) Regulations 2015, schedule 2, standards 91, 92 and 93.
    `asked` keeps the words of the question, since the survey is a room further down.
    """

    code: str
    title: Bilingual
    positive: Bilingual = NOTHING
    negative: Bilingual = NOTHING
    increase: Bilingual = NOTHING
    reduce: Bilingual = NOTHING
    question: str = ""  # the key of an answer: ``question``, or ``question@item`` inside a block
    asked: Bilingual = NOTHING


@dataclass(frozen=True, slots=True)
class NotPolicy:
    """Somebody's signature under this: the consultation is about no policy decision."""

    reason: Bilingual
    officer: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """Everything that is said before a consultation goes out. Anything may be empty in a draft."""

    formative: Bilingual = NOTHING  # Markdown, as the next: what is decided so far, who decides the rest
    consideration: Bilingual = NOTHING  # how responses will be considered
    affected: tuple[Affected, ...] = ()
    nobody: str = ""  # why no group is likely to be affected differently
    aims: tuple[Aim, ...] = ()
    no_aim: str = ""  # why none of the aims matters here
    purpose: str = ""  # of keeping personal data
    lawful_basis: str = ""  # one of BASES
    policy_document: str = ""  # where the policy on special-category data is
    delete_on: date | None = None
    equality_in: str = "en"  # the language of the page on which that part was written
    privacy_in: str = "en"
    proposals: tuple[Proposal, ...] = ()
    not_policy: NotPolicy | None = None

    def proposal(self, code: str) -> Proposal | None:
        return next((each for each in self.proposals if each.code == code), None)

    def texts(self) -> dict[str, Bilingual]:
        """What the public will read, under keys such as ``preparation/proposal:p1/positive``."""
        found: dict[str, Bilingual] = {f"preparation/{name}": getattr(self, name) for name in OF_ALL}
        for proposal in self.proposals:
            for name in OF_PROPOSAL:
                found[f"preparation/proposal:{proposal.code}/{name}"] = getattr(proposal, name)
        if self.not_policy:
            found["preparation/not_policy"] = self.not_policy.reason
        return found

    def rewritten(self, words: Mapping[str, Bilingual]) -> Preparation:
        """What is said with these texts, by the keys of `texts`; a key that is not there changes nothing."""
        new: dict[str, Any] = {name: words[key] for name in OF_ALL if (key := f"preparation/{name}") in words}
        proposals = tuple(_rewritten(each, words) for each in self.proposals)
        signed, reason = self.not_policy, words.get("preparation/not_policy")
        if signed and reason is not None:
            signed = replace(signed, reason=reason)
        return replace(self, **new, proposals=proposals, not_policy=signed)


EMPTY = Preparation()


def _rewritten(proposal: Proposal, words: Mapping[str, Bilingual]) -> Proposal:
    keys = {name: f"preparation/proposal:{proposal.code}/{name}" for name in OF_PROPOSAL}
    new: dict[str, Any] = {name: words[key] for name, key in keys.items() if key in words}
    return replace(proposal, **new)


def next_code(preparation: Preparation) -> str:
    """A code for one proposal more, that none has had which is still there."""
    return f"p{max((int(each.code[1:]) for each in preparation.proposals), default=0) + 1}"


def to_json(preparation: Preparation) -> dict[str, Any]:
    return {each.name: _written(getattr(preparation, each.name)) for each in fields(preparation)}


def from_json(document: Mapping[str, Any]) -> Preparation:
    words, signed, delete_on = Bilingual.from_json, document.get("not_policy"), document.get("delete_on")
    return Preparation(
        formative=words(document.get("formative")),
        consideration=words(document.get("consideration")),
        affected=tuple(Affected(**each) for each in document.get("affected", ())),
        aims=tuple(Aim(**each) for each in document.get("aims", ())),
        proposals=tuple(_proposal(each) for each in document.get("proposals", ())),
        delete_on=date.fromisoformat(delete_on) if delete_on else None,
        not_policy=_signed(signed) if signed else None,
        **{
            name: document[name]
            for name in (
                "nobody",
                "no_aim",
                "purpose",
                "lawful_basis",
                "policy_document",
                "equality_in",
                "privacy_in",
            )
            if name in document
        },
    )


def _proposal(document: Mapping[str, Any]) -> Proposal:
    plain = ("code", "question")
    held: dict[str, Any] = {
        name: value if name in plain else Bilingual.from_json(value) for name, value in document.items()
    }
    return Proposal(**held)


def _signed(document: Mapping[str, Any]) -> NotPolicy:
    reason, at = Bilingual.from_json(document["reason"]), datetime.fromisoformat(document["at"])
    return NotPolicy(reason, document["officer"], at)


def _written(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_written(each) for each in value]
    if is_dataclass(value):
        return {each.name: _written(getattr(value, each.name)) for each in fields(value)}
    return value
