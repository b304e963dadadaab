"""What has a council not said yet: on fairness, equality, the Welsh language and data protection?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations.preparation import Proposal
from engage.equality.library import SETS
from engage.surveys import legible, welsh_record
from engage.surveys.conditions import named
from engage.surveys.definition import Option, Page, SingleChoice
from engage.surveys.problems import Place
from engage.surveys.readiness import Facts, Finding

ENOUGH_WORDS = 60  # why the council asks; with a document at hand fewer will do

# --- fair: the Gunning principles ------------------------------------------------------------------------


def _missing(words: Bilingual, anchor: str) -> Iterator[Finding]:
    for language in words.missing:
        yield Finding(f"missing_{language}", anchor=f"{anchor}_{language}")


def stage(facts: Facts) -> Iterator[Finding]:
    return _missing(facts.said.formative, "formative")


def open_to_change(facts: Facts) -> Iterator[Finding]:
    for name in ("can_change", "cannot_change"):
        for language in facts.texts[name].missing:
            yield Finding(f"{name}_missing_{language}", anchor=f"{name}_{language}")


def reasons(facts: Facts) -> Iterator[Finding]:
    return _missing(facts.texts["why"], "why")


def enough_reasons(facts: Facts) -> Iterator[Finding]:
    numbers = {language: legible.word_count(facts.texts["why"][language]) for language in LANGUAGES}
    fuller = max(LANGUAGES, key=lambda language: numbers[language])  # the other may not be written yet
    if numbers[fuller] < ENOUGH_WORDS and not facts.documents:
        least = {"number": numbers[fuller], "least": ENOUGH_WORDS}
        yield Finding("few_words", least, anchor=f"why_{fuller}")


def time(facts: Facts) -> Iterator[Finding]:
    if not facts.time.is_enough:
        yield Finding("little_time", anchor="closes_day")


def considered(facts: Facts) -> Iterator[Finding]:
    return _missing(facts.said.consideration, "consideration")


# --- equality ---------------------------------------------------------------------------------------------


def groups(facts: Facts) -> Iterator[Finding]:
    if not facts.said.affected and not facts.said.nobody.strip():
        yield Finding("no_groups", anchor="affected")
    for each in facts.said.affected:
        if not each.effect.strip():
            yield Finding("no_effect", {"group": each.code}, anchor=f"effect_{each.code}")


def has_affected(facts: Facts) -> bool:
    return bool(facts.said.affected)


def involved(facts: Facts) -> Iterator[Finding]:
    for each in facts.said.affected:
        if not each.involved.strip():
            yield Finding("not_involved", {"group": each.code}, anchor=f"involved_{each.code}")


def aims(facts: Facts) -> Iterator[Finding]:
    if not facts.said.aims and not facts.said.no_aim.strip():
        yield Finding("no_aims", anchor="aims")
    for each in facts.said.aims:
        if not each.how.strip():
            yield Finding("no_how", {"aim": each.code}, anchor=f"how_{each.code}")


def equality_asked(facts: Facts) -> Iterator[Finding]:
    if facts.definition.equality is None:
        yield Finding("not_asked")


def asks_who_answers(facts: Facts) -> bool:
    return facts.definition.equality is not None and bool(_who_answers(facts))


def asks_people_alone(facts: Facts) -> Iterator[Finding]:
    """Organisations can be left out only by what decides who is asked the equality questions."""
    module = facts.definition.equality
    deciding = named(module.show_if) if module and module.show_if else frozenset()
    found = _who_answers(facts)
    if deciding.isdisjoint(question.id for _page, question in found):
        for page, question in found:
            place = Place(path=f"{page.id} › {question.id}", page=page.id, question=question.id)
            yield Finding("asked_of_all", {"title": question.title}, place)


def _who_answers(facts: Facts) -> list[tuple[Page, SingleChoice]]:
    """The questions that everybody has to answer of whom some say that they are an organisation."""
    return [
        (page, question)
        for page in facts.pages
        for question in page.questions
        if isinstance(question, SingleChoice) and question.required
        if 0 < sum(map(_is_organisation, question.options)) < len(question.options)
    ]


def _is_organisation(option: Option) -> bool:
    said = f"{option.code} {option.label.en} {option.label.cy}".casefold()
    return any(word in said for word in ("organisation", "organization", "sefydliad", "mudiad"))


# --- Welsh: standards 91 to 93 ------------------------------------------------------------------------------


def has_proposals(facts: Facts) -> bool:
    return facts.said.not_policy is None and bool(facts.said.proposals)


def record(facts: Facts) -> Iterator[Finding]:
    signed = facts.said.not_policy
    if signed and signed.reason.missing:
        yield from _missing(signed.reason, "reason")
    elif not signed and not facts.said.proposals:
        yield Finding("no_proposals")
    elif not signed:
        for each in facts.said.proposals:
            for language in each.title.missing:
                yield Finding(f"unnamed_{language}", {"proposal": each})


def of_each(*names: str) -> Callable[[Facts], Iterator[Finding]]:
    """A check that every proposal has these texts in both languages."""

    def check(facts: Facts) -> Iterator[Finding]:
        for each in facts.said.proposals:
            for name in names:
                words: Bilingual = getattr(each, name)
                for language in words.missing:
                    yield _about(each, f"{name}_missing_{language}", f"{name}_{language}")

    return check


def question(facts: Facts) -> Iterator[Finding]:
    for each in facts.said.proposals:
        if not each.question:
            yield _about(each, "no_question", "question")
        elif each.question not in facts.asked:
            yield _about(each, "question_gone", "question")


def own_question(facts: Facts) -> Iterator[Finding]:
    for each, why in welsh_record.generic(facts.said.proposals, facts.asked):
        yield _about(each, f"question_{why}", "question")


def _about(proposal: Proposal, code: str, anchor: str) -> Finding:
    return Finding(code, {"proposal": proposal}, anchor=anchor)


# --- data protection ----------------------------------------------------------------------------------------


def said(name: str, code: str) -> Callable[[Facts], Iterator[Finding]]:
    """A check that this much was said about personal data."""

    def check(facts: Facts) -> Iterator[Finding]:
        if not str(getattr(facts.said, name) or "").strip():
            yield Finding(code, anchor="delete_day" if name == "delete_on" else name)

    return check


def is_special(facts: Facts) -> bool:
    """Are special category data asked for?"""
    flagged = any(question.special_category for question in facts.definition.questions())
    return flagged or facts.definition.equality is not None


policy_document = said("policy_document", "no_policy")


def deletion(facts: Facts) -> Iterator[Finding]:
    if facts.said.delete_on is None:
        yield Finding("no_deletion", anchor="delete_day")
    elif facts.said.delete_on <= facts.closes_on:
        yield Finding("deletion_too_early", anchor="delete_day")


def notice(facts: Facts) -> Iterator[Finding]:
    return _missing(facts.texts["privacy"], "privacy")


def unmarked(facts: Facts) -> Iterator[Finding]:
    """Questions of a standard set that ask for special category data, with no condition for keeping it."""
    special = {
        f"{each.id}/{question.id}"
        for each in SETS.values()
        for characteristic in each.characteristics
        if characteristic.special_category
        for question in characteristic.questions
    }
    for page in facts.pages:
        for question in page.questions:
            if question.origin in special and not question.special_category:
                place = Place(path=f"{page.id} › {question.id}", page=page.id, question=question.id)
                yield Finding("unmarked", {"title": question.title}, place)
