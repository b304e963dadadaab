"""Is there a sentence for everything that may be said about a file of another tool?"""

from __future__ import annotations

import pytest
from flask import Flask

from engage.surveys import (
    limesurvey,
    limesurvey_attributes,
    limesurvey_questions,
    limesurvey_rows,
    limesurvey_words,
    workbook,
    xlsform,
    xlsform_choices,
    xlsform_outline,
    xlsform_questions,
    xlsform_reading,
    xlsform_rows,
)
from engage.surveys.import_problem_forms import SENTENCES
from engage.surveys.problem_forms import sentence
from engage.surveys.problems import Place, Problem
from tests.conftest import make_app

MODULES = (
    workbook, xlsform, xlsform_rows, xlsform_outline, xlsform_choices, xlsform_questions, xlsform_reading,
    limesurvey, limesurvey_attributes, limesurvey_questions, limesurvey_rows, limesurvey_words,
)  # fmt: skip
CODES = {
    code: parameters
    for module in MODULES
    for name in ("PROBLEMS", "REMARKS")
    for code, parameters in getattr(module, name, {}).items()
}


@pytest.fixture(scope="module")
def words() -> Flask:
    """An application that speaks, without a database."""
    return make_app("sqlite://")


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_sentence_that_names_its_parameters(words, code):
    parameters = {name: name.upper() for name in CODES[code] if name != "said"}
    with words.test_request_context("/en/"):
        said = sentence(Problem(code, Place(), parameters), "en")
    assert said
    assert all(value in said for value in parameters.values())
    assert "%(" not in said


def test_no_sentence_is_without_its_code():
    assert set(SENTENCES) <= set(CODES)
