"""Is a consultation ready to be published: what do law and guidance ask for, and what is still to do?

`RULES` lists every line, in the groups that a council knows, with whether it blocks publication. Each rule
looks at facts and finds what is missing; the words of lines, findings and sources are in `ready_forms`.
"""

from __future__ import annotations

from collections.abc import Iterable

from engage.surveys import ready_said as said
from engage.surveys import ready_words as words
from engage.surveys.readiness import EVERYWHERE, NOWHERE, WALES, Facts, Group, Line, Rule, Verdict


def lines(facts: Facts) -> tuple[Line, ...]:
    """Every line that counts for this consultation, in the order of the page."""
    return tuple(
        _line(rule, facts) for rule in RULES if facts.nation in rule.counts_in and rule.counts_if(facts)
    )


def in_the_way(found: Iterable[Line]) -> tuple[Line, ...]:
    """The lines that keep the consultation from being published."""
    return tuple(line for line in found if line.is_blocking and line.verdict == Verdict.TO_DO)


def advice(found: Iterable[Line]) -> tuple[Line, ...]:
    """The lines that advise, and are neither met nor set aside."""
    return tuple(line for line in found if not line.is_blocking and line.verdict == Verdict.TO_DO)


def may_be_set_aside(code: str) -> bool:
    """Is there such a line that, somewhere, is advice?"""
    return any(rule.code == code and rule.blocks_in != EVERYWHERE for rule in RULES)


def _line(rule: Rule, facts: Facts) -> Line:
    blocking, found = facts.nation in rule.blocks_in, tuple(rule.check(facts))
    reason = None if blocking or not found else facts.set_aside.get(rule.code)
    return Line(rule.code, rule.group, blocking, found, rule.source, rule.door, reason)


G = Group
EFFECTS, CHANGES = said.of_each("positive", "negative"), said.of_each("increase", "reduce")
MISSING, STALE = words.of_codes("missing_words"), words.of_codes("stale_words")
DIFFERENT = words.of_codes(*words.OF_AGREEMENT)
RULES: tuple[Rule, ...] = (
    Rule("fair_stage", G.FAIR, said.stage, "gunning_1", "fair"),
    Rule("fair_open", G.FAIR, said.open_to_change, "gunning_1", "details"),
    Rule("fair_reasons", G.FAIR, said.reasons, "gunning_2", "details"),
    Rule("fair_enough", G.FAIR, said.enough_reasons, "gunning_2", "details", NOWHERE),
    Rule("fair_time", G.FAIR, said.time, "gunning_3", "details", NOWHERE),
    Rule("fair_considered", G.FAIR, said.considered, "gunning_4", "fair"),
    Rule("equality_groups", G.EQUALITY, said.groups, "psed", "equality"),
    Rule("equality_involved", G.EQUALITY, said.involved, "wales_involve", "equality", WALES,
         counts_if=said.has_affected),
    Rule("equality_aims", G.EQUALITY, said.aims, "psed", "equality"),
    Rule("equality_asked", G.EQUALITY, said.equality_asked, "psed", "survey", NOWHERE),
    Rule("equality_people", G.EQUALITY, said.asks_people_alone, "own_rule", "survey", NOWHERE,
         counts_if=said.asks_who_answers),
    Rule("welsh_record", G.WELSH, said.record, "standard_91", "welsh", WALES, WALES),
    Rule("welsh_effects", G.WELSH, EFFECTS, "standard_91", "welsh", WALES, WALES, said.has_proposals),
    Rule("welsh_changes", G.WELSH, CHANGES, "standard_92", "welsh", WALES, WALES, said.has_proposals),
    Rule("welsh_question", G.WELSH, said.question, "standard_93", "welsh", WALES, WALES, said.has_proposals),
    Rule("welsh_own", G.WELSH, said.own_question, "tribunal", "welsh", NOWHERE, WALES, said.has_proposals),
    Rule("privacy_purpose", G.PRIVACY, said.said("purpose", "no_purpose"), "gdpr_5", "privacy"),
    Rule("privacy_basis", G.PRIVACY, said.said("lawful_basis", "no_basis"), "gdpr_6", "privacy"),
    Rule("privacy_special", G.PRIVACY, said.policy_document, "dpa_schedule_1", "privacy",
         counts_if=said.is_special),
    Rule("privacy_marked", G.PRIVACY, said.unmarked, "gdpr_9", "page", NOWHERE),
    Rule("privacy_deletion", G.PRIVACY, said.deletion, "gdpr_5_storage", "privacy"),
    Rule("privacy_notice", G.PRIVACY, said.notice, "gdpr_13", "details"),
    Rule("accessible_alt", G.ACCESSIBLE, words.alternative_texts, "wcag_1_1_1", "page"),
    Rule("accessible_transcript", G.ACCESSIBLE, words.transcripts, "wcag_1_2", "page"),
    Rule("accessible_contrast", G.ACCESSIBLE, words.contrast, "wcag_1_4_3", ""),
    Rule("accessible_headings", G.ACCESSIBLE, words.headings, "wcag_1_3_1", "place", NOWHERE),
    Rule("accessible_links", G.ACCESSIBLE, words.links, "wcag_2_4_4", "place", NOWHERE),
    Rule("accessible_reading", G.ACCESSIBLE, words.reading, "wcag_3_1_5", "place", NOWHERE),
    Rule("survey_sound", G.SURVEY, words.sound, "own_rule", "page"),
    Rule("survey_details", G.SURVEY, words.details, "own_rule", "details"),
    Rule("languages_complete", G.LANGUAGES, MISSING, "standards_44_50", "words"),
    Rule("languages_current", G.LANGUAGES, STALE, "standards_44_50", "words"),
    Rule("languages_agree", G.LANGUAGES, DIFFERENT, "standards_44_50", "words"),
    Rule("languages_paired", G.LANGUAGES, words.paired, "standards_44_50", "page"),
    Rule("languages_variants", G.LANGUAGES, words.unfinished_variants, "reasonable_adjustments", "variants",
         NOWHERE, counts_if=words.has_variants),
)  # fmt: skip
