"""Does what a council says before it consults come back as it was said?"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from engage.bilingual import Bilingual
from engage.consultations.preparation import EMPTY, Proposal, from_json, next_code, to_json
from tests.publishing import A_PROPOSAL, PREPARED, PROPOSAL


@pytest.mark.parametrize("said", [EMPTY, PREPARED, A_PROPOSAL, replace(EMPTY, delete_on=date(2027, 2, 28))])
def test_it_survives_being_stored(said):
    assert from_json(json.loads(json.dumps(to_json(said), default=lambda words: words.to_json()))) == said


def test_a_document_that_says_nothing_is_empty():
    assert from_json({}) == EMPTY


@pytest.mark.parametrize(
    ("codes", "following"), [((), "p1"), (("p1",), "p2"), (("p1", "p3"), "p4"), (("p2",), "p3")]
)
def test_a_new_proposal_has_a_code_of_its_own(codes, following):
    proposals = tuple(Proposal(code=code, title=Bilingual("A", "B")) for code in codes)
    assert next_code(replace(EMPTY, proposals=proposals)) == following


def test_its_texts_are_those_that_the_public_reads():
    assert set(A_PROPOSAL.texts()) == {
        "preparation/formative",
        "preparation/consideration",
        *(
            f"preparation/proposal:p1/{name}"
            for name in ("title", "positive", "negative", "increase", "reduce")
        ),
    }
    assert PREPARED.texts()["preparation/not_policy"].cy == "Dim ond gofyn mae'n ei wneud."


def test_a_proposal_is_found_by_its_code():
    assert A_PROPOSAL.proposal("p1") == PROPOSAL
    assert A_PROPOSAL.proposal("p2") is None
