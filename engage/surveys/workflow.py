"""Where does a survey stand on its way to the public, and what may be done to it there?"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """How far the draft has come. Publishing makes a version and leaves a draft that may be changed again."""

    DRAFT = "draft"
    TRANSLATION = "translation"
    APPROVAL = "approval"
    APPROVED = "approved"


def may_be_edited(state: State) -> bool:
    """Can the draft be changed? What somebody is approving stays as it is until it is taken back."""
    return state in (State.DRAFT, State.TRANSLATION)
