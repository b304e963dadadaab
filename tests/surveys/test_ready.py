"""Does each line of "Ready to publish?" find what is missing, and nothing else?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engage.bilingual import Bilingual
from engage.consultations.checks import Code
from engage.consultations.checks import Problem as ConsultationProblem
from engage.consultations.details import BILINGUAL
from engage.consultations.preparation import EMPTY, Affected, Aim
from engage.surveys import ready_forms, ready_lines_forms
from engage.surveys.definition import Definition, EqualityModule, Is, Option, Page, Section, SingleChoice
from engage.surveys.media import Image, Video
from engage.surveys.problems import Problem
from engage.surveys.readiness import Facts, Group, Reason, Verdict
from engage.surveys.ready import RULES, advice, in_the_way, lines, may_be_set_aside
from engage.surveys.ready_words import reading_age
from engage.surveys.variant import Variant
from tests.examples import SHORT
from tests.factories import NOON
from tests.publishing import A_PROPOSAL, PREPARED, PROPOSAL
from tests.surveys.test_legible import HARD

BOTH = Bilingual("Words.", "Geiriau.")
ADDRESS = Bilingual("https://film.example/en", "https://film.example/cy")
FIRST_PAGE = SHORT.sections[0].parts[0]
FACTS = Facts(
    nation="wales",
    colour="#00513b",
    definition=replace(SHORT, equality=EqualityModule("2026-11")),
    texts=dict.fromkeys(BILINGUAL, BOTH),
    documents=1,
    opens_on=date(2026, 9, 7),
    closes_on=date(2026, 10, 18),
    said=A_PROPOSAL,
)


def with_page(**changes: object) -> Definition:
    """The survey with this on its first page."""
    page = replace(FIRST_PAGE, **changes)
    section = replace(SHORT.sections[0], parts=(page, *SHORT.sections[0].parts[1:]))
    return replace(FACTS.definition, sections=(section, *SHORT.sections[1:]))


def saying(**changes: object) -> Facts:
    return replace(FACTS, said=replace(FACTS.said, **changes))


def proposing(**changes: object) -> Facts:
    return saying(proposals=(replace(PROPOSAL, **changes),))


def surveyed(**changes: object) -> Facts:
    return replace(FACTS, definition=with_page(**changes))


def texts(**changes: Bilingual) -> Facts:
    return replace(FACTS, texts={**FACTS.texts, **changes})


def wrong(code: str) -> Facts:
    return replace(
        FACTS,
        problems=(
            Problem(code, parameters={"field": "title", "language": "cy", "english": "1", "welsh": "2"}),
        ),
    )


ONE = Bilingual("Only English")
SENSITIVE = SingleChoice(
    id="health", title=BOTH, options=(), origin="2026-11/religion"
)  # as it comes from the library
WHO = SingleChoice(
    id="answering_as",
    title=BOTH,
    options=(Option("resident", BOTH), Option("business", Bilingual("Other organisation", "Sefydliad"))),
    required=True,
)
MISSING = {  # what makes each line find something, and what it then finds
    "fair_stage": (saying(formative=ONE), ["missing_cy"]),
    "fair_open": (texts(cannot_change=Bilingual()), ["cannot_change_missing_en", "cannot_change_missing_cy"]),
    "fair_reasons": (texts(why=Bilingual(cy="Geiriau")), ["missing_en"]),
    "fair_enough": (replace(FACTS, documents=0), ["few_words"]),
    "fair_time": (replace(FACTS, closes_on=date(2026, 10, 17)), ["little_time"]),
    "fair_considered": (saying(consideration=Bilingual()), ["missing_en", "missing_cy"]),
    "equality_groups": (saying(affected=(), nobody=" "), ["no_groups"]),
    "equality_involved": (saying(affected=(Affected("age", "Much."),)), ["not_involved"]),
    "equality_aims": (saying(aims=(Aim("foster"),)), ["no_how"]),
    "equality_asked": (replace(FACTS, definition=SHORT), ["not_asked"]),
    "equality_people": (surveyed(questions=(*FIRST_PAGE.questions, WHO)), ["asked_of_all"]),
    "welsh_record": (saying(proposals=()), ["no_proposals"]),
    "welsh_effects": (proposing(negative=ONE), ["negative_missing_cy"]),
    "welsh_changes": (proposing(increase=Bilingual()), ["increase_missing_en", "increase_missing_cy"]),
    "welsh_question": (proposing(question="gone"), ["question_gone"]),
    "welsh_own": (proposing(title=Bilingual("Parking meters", "Mesuryddion parcio")), ["question_unnamed"]),
    "privacy_purpose": (saying(purpose=" "), ["no_purpose"]),
    "privacy_basis": (saying(lawful_basis=""), ["no_basis"]),
    "privacy_special": (saying(policy_document=""), ["no_policy"]),
    "privacy_marked": (surveyed(questions=(*FIRST_PAGE.questions, SENSITIVE)), ["unmarked"]),
    "privacy_deletion": (saying(delete_on=FACTS.closes_on), ["deletion_too_early"]),
    "privacy_notice": (texts(privacy=ONE), ["missing_cy"]),
    "accessible_alt": (surveyed(images=(Image("a", "a.png", ONE),)), ["alt_missing_cy"]),
    "accessible_transcript": (
        surveyed(videos=(Video("a", BOTH, ADDRESS, ONE),)),
        ["transcript_missing_cy"],
    ),
    "accessible_contrast": (replace(FACTS, colour="#999999"), ["low_contrast"]),
    "accessible_headings": (surveyed(body=Bilingual("### Deep", "# Da")), ["heading_jump"]),
    "accessible_links": (
        texts(contact=Bilingual("[Click here](a)", "[Cliciwch yma](a)")),
        ["vague_link", "vague_link"],
    ),
    "accessible_reading": (texts(why=Bilingual(HARD, "Geiriau")), ["hard_to_read"]),
    "survey_sound": (wrong("unreachable"), ["problem"]),
    "survey_details": (
        replace(FACTS, of_consultation=(ConsultationProblem(Code.PAST, "closes_day"),)),
        ["detail"],
    ),
    "languages_complete": (wrong("missing_words"), ["problem"]),
    "languages_current": (wrong("stale_words"), ["problem"]),
    "languages_agree": (wrong("numbers_differ"), ["problem"]),
    "languages_paired": (
        surveyed(videos=(Video("a", BOTH, replace(ADDRESS, cy=""), BOTH),)),
        ["film_missing_cy"],
    ),
    "languages_variants": (
        replace(FACTS, definition=replace(FACTS.definition, variants=(Variant("easy_read"),))),
        ["variant_unfinished"],
    ),
}
ADVISING_IN_WALES = {
    "fair_enough", "fair_time", "equality_asked", "equality_people", "welsh_own", "privacy_marked",
    "accessible_headings", "accessible_links", "accessible_reading", "languages_variants",
}  # fmt: skip


def test_organisations_can_be_left_out_where_they_are_not_asked_of_people():
    facts, _codes = MISSING["equality_people"]
    whose = replace(facts.definition.equality, show_if=Is("answering_as", ("resident",)))
    asked = replace(facts, definition=replace(facts.definition, equality=whose))
    [line] = [line for line in lines(asked) if line.code == "equality_people"]
    assert line.verdict == Verdict.MET
    nobody = replace(facts, definition=replace(facts.definition, equality=None))
    may_leave_out = replace(WHO, required=False)
    optional = surveyed(questions=(*FIRST_PAGE.questions, may_leave_out))
    for each in (FACTS, nobody, optional):
        assert "equality_people" not in {line.code for line in lines(each)}


def test_whoever_has_done_everything_is_ready():
    found = lines(FACTS)
    assert [(line.code, line.findings) for line in found if line.verdict != Verdict.MET] == []
    assert in_the_way(found) == advice(found) == ()


def test_every_line_is_tried():
    assert set(MISSING) == {rule.code for rule in RULES}


@pytest.mark.parametrize("code", MISSING)
def test_each_line_finds_what_is_missing_and_no_other_line_does(code):
    facts, codes = MISSING[code]
    open_lines = {line.code: line for line in lines(facts) if line.verdict == Verdict.TO_DO}
    assert [finding.code for finding in open_lines[code].findings] == codes
    assert set(open_lines) == {code}
    assert open_lines[code].is_blocking is (code not in ADVISING_IN_WALES)


@pytest.mark.parametrize(
    ("line", "code", "facts"),
    [
        ("accessible_alt", "no_alt", surveyed(images=(Image("a", "a.png", Bilingual()),))),
        ("accessible_headings", "heading_jump", surveyed(body=Bilingual("### Deep", "# Da"))),
        (
            "accessible_headings",
            "heading_jump",
            surveyed(videos=(Video("a", BOTH, ADDRESS, Bilingual("### Deep", "# Da")),)),
        ),
    ],
)
def test_what_is_not_accessible_is_said_at_its_own_line_alone(line, code, facts):
    found = lines(replace(facts, problems=wrong(code).problems))
    assert {each.code for each in found if each.verdict == Verdict.TO_DO} == {line}


def test_lines_come_in_the_order_of_the_groups():
    groups = [line.group for line in lines(FACTS)]
    assert groups == sorted(groups, key=list(Group).index)


def test_a_council_in_england_is_not_asked_about_the_standards_and_advised_to_involve():
    facts = replace(saying(affected=(Affected("age", "Much."),)), nation="england")
    found = {line.code: line for line in lines(facts)}
    assert not [code for code in found if code.startswith("welsh")]
    assert not found["equality_involved"].is_blocking
    assert found["equality_involved"].verdict == Verdict.TO_DO


def test_whoever_has_said_nothing_hears_it_once_not_again_in_every_line_that_depends_on_it():
    found = {line.code: line.verdict for line in lines(replace(FACTS, said=EMPTY))}
    assert found["welsh_record"] == found["equality_groups"] == Verdict.TO_DO
    assert not {"welsh_effects", "welsh_changes", "welsh_question", "welsh_own", "equality_involved"} & set(
        found
    )


def test_a_signature_that_there_is_no_policy_decision_takes_the_place_of_proposals():
    found = {line.code: line.verdict for line in lines(replace(FACTS, said=PREPARED))}
    assert found["welsh_record"] == Verdict.MET
    assert "welsh_question" not in found
    signed = replace(PREPARED.not_policy, reason=ONE)
    half = lines(replace(FACTS, said=replace(PREPARED, not_policy=signed)))
    assert [line.code for line in in_the_way(half)] == ["welsh_record"]


def test_nobody_being_affected_and_no_aim_mattering_are_answers_with_a_reason():
    facts = saying(affected=(), nobody="It is a survey of staff.", aims=(), no_aim="It only counts.")
    assert in_the_way(lines(facts)) == ()


def test_without_special_category_data_no_policy_is_asked_for():
    facts = replace(saying(policy_document=""), definition=SHORT)
    assert "privacy_special" not in {line.code for line in lines(facts)}
    flagged = replace(SHORT.sections[0].parts[0].questions[0], special_category="equality")
    page = replace(FIRST_PAGE, questions=(flagged,))
    survey = replace(SHORT, sections=(replace(SHORT.sections[0], parts=(page,)),))
    assert "privacy_special" in {line.code for line in in_the_way(lines(replace(facts, definition=survey)))}


def test_advice_is_set_aside_with_a_reason_and_what_blocks_is_not():
    reason = Reason("Councillors meet in October.", "Elin Prys", NOON)
    aside = {"fair_time": reason, "fair_stage": reason}
    facts = replace(saying(formative=ONE), closes_on=date(2026, 10, 1), set_aside=aside)
    found = {line.code: line for line in lines(facts)}
    assert (found["fair_time"].verdict, found["fair_time"].reason) == (Verdict.SET_ASIDE, reason)
    assert (found["fair_stage"].verdict, found["fair_stage"].reason) == (Verdict.TO_DO, None)


def test_a_line_that_is_met_needs_no_reason_any_more():
    facts = replace(FACTS, set_aside={"fair_time": Reason("Because.", "Elin Prys", NOON)})
    assert {line.code: line.verdict for line in lines(facts)}["fair_time"] == Verdict.MET


@pytest.mark.parametrize(
    ("code", "may"), [("fair_time", True), ("equality_involved", True), ("fair_stage", False), ("x", False)]
)
def test_only_advice_may_be_set_aside(code, may):
    assert may_be_set_aside(code) is may


def test_a_decorative_picture_needs_no_words():
    facts = surveyed(images=(Image("a", "a.png", decorative=True),))
    assert in_the_way(lines(facts)) == ()


def test_school_holidays_that_a_council_entered_count():
    first = FACTS.opens_on + timedelta(days=14)
    facts = replace(FACTS, school_holidays=((first, first + timedelta(days=6)),))
    assert [line.code for line in advice(lines(facts))] == ["fair_time"]


def test_a_survey_in_pieces_does_not_break_the_answer():
    page = Page(id="a", title=Bilingual(), questions=(SingleChoice(id="q", title=Bilingual(), options=()),))
    broken = Definition(title=Bilingual(), sections=(Section(id="s", title=Bilingual(), parts=(page,)),))
    facts = replace(
        FACTS, definition=broken, texts=dict.fromkeys(BILINGUAL, Bilingual()), said=EMPTY, documents=0
    )
    assert in_the_way(lines(facts))
    assert reading_age(facts) is None


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_every_line_and_finding_has_words_and_a_source(app, lang):
    assert set(ready_lines_forms.LINES) == {rule.code for rule in RULES}
    assert {rule.source for rule in RULES} == set(ready_lines_forms.SOURCES)
    with app.test_request_context(f"/{lang}/"):
        for facts, _codes in MISSING.values():
            for line in lines(facts):
                for finding in line.findings:
                    said = ready_forms.found(finding, lang)
                    assert said
                    assert "%(" not in said


@pytest.mark.parametrize("written", [Bilingual(en="word " * 60), Bilingual(cy="gair " * 60)])
def test_reasons_are_enough_in_whichever_language_they_are_written_first(written):
    facts = replace(texts(why=written), documents=0)
    assert {line.code: line for line in lines(facts)}["fair_enough"].verdict == Verdict.MET
