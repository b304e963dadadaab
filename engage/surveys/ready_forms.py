"""In which words is it said what is missing, and what may an officer type in to set advice aside?"""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from engage.bilingual import Bilingual, other_language
from engage.consultations.forms import tidy
from engage.consultations.preparation import Proposal
from engage.consultations.preparation_forms import AIM_NAMES, GROUP_NAMES
from engage.surveys.definition import Definition
from engage.surveys.place_names import place_name
from engage.surveys.problem_forms import sentence
from engage.surveys.problems import Problem
from engage.surveys.readiness import Finding
from engage.surveys.ways import WAYS

PLACES: dict[str, LazyString] = {  # what the texts are called in which something was found
    "summary": _l("Summary"),
    "why": _l("Why you are asking"),
    "can_change": _l("What can change"),
    "cannot_change": _l("What cannot change"),
    "audience": _l("Who should answer"),
    "contact": _l("Contact us"),
    "other_formats": _l("Other formats"),
    "privacy": _l("Privacy notice"),
    "formative": _l("What is decided so far, and what is not"),
    "consideration": _l("How responses will be considered"),
    "intro": _l("Introduction"),
}
FINDINGS: dict[str, LazyString] = {
    "missing_en": _l("Say it in English"),
    "missing_cy": _l("Say it in Welsh"),
    "can_change_missing_en": _l("Say in English what can change"),
    "can_change_missing_cy": _l("Say in Welsh what can change"),
    "cannot_change_missing_en": _l("Say in English what cannot change"),
    "cannot_change_missing_cy": _l("Say in Welsh what cannot change"),
    "few_words": _l("Words in “Why you are asking”: %(number)s. Write at least %(least)s, or add a document"),
    "little_time": _l("Move the closing date, or say why less time will do"),
    "no_groups": _l("Name the groups, or say why no group is affected more than others"),
    "no_effect": _l("Say how they are likely to be affected: %(group)s"),
    "not_involved": _l("Say how they were involved, or will be: %(group)s"),
    "no_aims": _l("Choose the aims that matter, or say why none does"),
    "no_how": _l("Say how it matters: %(aim)s"),
    "not_asked": _l("Add the equality questions to the survey"),
    "asked_of_all": _l("Everybody is asked the equality questions, whatever they answer here: %(title)s"),
    "no_proposals": _l("Record the proposals, or sign that this is not a policy decision"),
    "unnamed_en": _l("Name it in English: %(proposal)s"),
    "unnamed_cy": _l("Name it in Welsh: %(proposal)s"),
    "positive_missing_en": _l("Positive effects, in English: %(proposal)s"),
    "positive_missing_cy": _l("Positive effects, in Welsh: %(proposal)s"),
    "negative_missing_en": _l("Adverse effects, in English: %(proposal)s"),
    "negative_missing_cy": _l("Adverse effects, in Welsh: %(proposal)s"),
    "increase_missing_en": _l("How to increase the positive effects, in English: %(proposal)s"),
    "increase_missing_cy": _l("How to increase the positive effects, in Welsh: %(proposal)s"),
    "reduce_missing_en": _l("How to reduce the adverse effects, in English: %(proposal)s"),
    "reduce_missing_cy": _l("How to reduce the adverse effects, in Welsh: %(proposal)s"),
    "no_question": _l("Choose the question that asks about it: %(proposal)s"),
    "question_gone": _l("The survey no longer has the question that asks about it: %(proposal)s"),
    "question_shared": _l("The same question asks about another proposal too: %(proposal)s"),
    "question_unnamed": _l("The question does not name the proposal: %(proposal)s"),
    "no_purpose": _l("Say why the answers are kept"),
    "no_basis": _l("Choose the lawful basis"),
    "no_policy": _l("Say where the appropriate policy document is"),
    "unmarked": _l("Choose the condition for this question: %(title)s"),
    "no_deletion": _l("Enter the day on which the answers are deleted"),
    "deletion_too_early": _l("The answers would be deleted before the consultation has closed"),
    "alt_missing_en": _l("Describe the picture in English on this page: %(page)s"),
    "alt_missing_cy": _l("Describe the picture in Welsh on this page: %(page)s"),
    "transcript_missing_en": _l("Write down in English what is said and shown: %(video)s"),
    "transcript_missing_cy": _l("Write down in Welsh what is said and shown: %(video)s"),
    "film_missing_en": _l("The film has no address in English: %(video)s"),
    "film_missing_cy": _l("The film has no address in Welsh: %(video)s"),
    "low_contrast": _l("Contrast with white: %(ratio)s to 1. It has to be at least %(least)s to 1"),
    "heading_jump": _l("%(where)s: the heading “%(heading)s” skips a level"),
    "vague_link": _l("%(where)s: the link “%(link)s” does not say where it leads"),
    "hard_to_read": _l("%(where)s: reading age about %(age)s"),
    "variant_unfinished": _l("Things to do in this version: %(number)s. Version: %(variant)s"),
}
DETAIL_NAMES: dict[str, LazyString] = {
    **PLACES,
    "title": _l("Title"),
    "slug": _l("Address"),
    "area": _l("Area"),
    "topics": _l("Topics"),
    "closes_day": _l("Closing date"),
}
DETAILS: dict[str, LazyString] = {
    "past": _l("%(name)s: it has passed"),
    "taken_en": _l("%(name)s: another consultation has this address in English"),
    "taken_cy": _l("%(name)s: another consultation has this address in Welsh"),
    "missing_topics": _l("%(name)s: choose at least one"),
    "missing_en": _l("%(name)s: missing in English"),
    "missing_cy": _l("%(name)s: missing in Welsh"),
}


class SetAsideForm(FlaskForm):
    """Why advice is not followed."""

    reason = TextAreaField(
        _l("Why it is set aside"),
        [
            DataRequired(_l("Say why it is set aside")),
            Length(min=10, message=_l("Give a reason that others will understand")),
            Length(max=1000, message=_l("Why it is set aside: use 1,000 characters or fewer")),
        ],
        filters=[tidy],
    )


def found(finding: Finding, lang: str) -> str:
    """What was found, in the language of the page."""
    if finding.code == "problem":
        return sentence(finding.parameters["problem"], lang)
    if finding.code == "detail":
        return _detail(finding.parameters["problem"])
    words = {name: _written(name, value, lang) for name, value in finding.parameters.items()}
    return str(FINDINGS[finding.code]) % words


def place(finding: Finding, definition: Definition, lang: str) -> str:
    """Where in the survey it is, in the words of the survey."""
    problem = finding.parameters.get("problem")
    return place_name(definition, problem.place, lang) if isinstance(problem, Problem) else ""


def _written(name: str, value: Any, lang: str) -> str:
    if isinstance(value, Proposal):
        value = value.title
    if name == "variant" and value in WAYS:
        value = WAYS[value].name
    if isinstance(value, Bilingual):
        return value[lang] or value[other_language(lang)] or "–"
    names = {"group": GROUP_NAMES, "aim": AIM_NAMES, "where": PLACES}.get(name, {})
    return str(names.get(value, value))


def _detail(problem: Any) -> str:
    field, language = problem.field, ""
    if field[-3:] in ("_en", "_cy"):
        field, language = field[:-3], field[-3:]
    code = f"{problem.code}{language or ('_topics' if field == 'topics' else '')}"
    return str(DETAILS[code]) % {"name": DETAIL_NAMES[field]}
