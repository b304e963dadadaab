"""Which question asks about a proposal's effects on Welsh, and is it about this proposal?

Source: the Welsh Language Standards (No. 1) Regulations 2015, schedule 2, standards 91, 92 and 93. A question
that would fit any proposal is no conscientious effort to learn what this one would do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations.preparation import Proposal
from engage.surveys.definition import Definition
from engage.surveys.standard import WELSH_EFFECTS_IDS, opinion_steps

_WORD = re.compile(r"[^\W\d_]{4,}")
_DIGRAPHS = ("ll", "rh", "ch", "dd", "ff", "ng", "ph", "th")
COMMON = {
    "about", "change", "changes", "close", "council", "from", "into", "more", "plan", "plans", "proposal",
    "proposals", "service", "services", "that", "their", "this", "with", "your",
    "beth", "cael", "cyngor", "cynllun", "cynlluniau", "cynnig", "cynigion", "drwy", "eich", "gwasanaeth",
    "gwasanaethau", "gyda", "hwnnw", "iaith", "mewn", "newid", "newidiadau", "rhai", "wedi",
    "better", "fewer", "higher", "larger", "less", "longer", "lower", "shorter", "smaller",
    "byrrach", "hirach", "llai", "lleihau", "newydd", "uwch", "well",
    "welsh", "language", "effect", "effects", "cymraeg", "gymraeg", "effaith", "effeithiau",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the survey, and everything that stands around it on its page."""

    title: Bilingual
    page: Bilingual
    around: Bilingual


def questions(definition: Definition) -> dict[str, Asked]:
    """Every question that residents may be asked, under the key of its answer, those on Welsh first."""
    found = {
        step.key(question): Asked(
            question.title,
            step.page.title,
            _joined(step.page.title, step.page.body, question.title, question.hint),
        )
        for step in opinion_steps(definition)
        for question in step.page.questions
    }
    first = [key for key in found if key in WELSH_EFFECTS_IDS]
    return {key: found[key] for key in (*first, *(key for key in found if key not in first))}


def titles(definition: Definition) -> dict[str, Bilingual]:
    """The questions' own words, under the same keys."""
    return {key: asked.title for key, asked in questions(definition).items()}


def generic(proposals: Iterable[Proposal], asked: Mapping[str, Asked]) -> list[tuple[Proposal, str]]:
    """The proposals whose question is not theirs alone: "shared" with another, or it is "unnamed" in it."""
    proposals = [each for each in proposals if each.question in asked]
    used = Counter(each.question for each in proposals)
    found = []
    for each in proposals:
        if used[each.question] > 1:
            found.append((each, "shared"))
        elif not is_named(each.title, asked[each.question].around):
            found.append((each, "unnamed"))
    return found


def is_named(title: Bilingual, text: Bilingual) -> bool:
    """Does the text have half of the words that name the proposal, in each language?"""
    return all(_has(title[language], text[language]) for language in LANGUAGES if title[language])


def _has(title: str, text: str) -> bool:
    telling = [word for word in _words(title) if word not in COMMON] or _words(title)
    there = [word.removesuffix("s") for word in _words(text)]
    found = [word for word in telling if any(each.endswith(_tail(word)) for each in there)]
    return 2 * len(found) >= len(telling)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _tail(word: str) -> str:
    """The word without the beginning that a Welsh mutation changes, and without a plural's end.

    Of what would be too short to tell words apart, all of it.
    """
    tail = word[2:] if word.startswith(_DIGRAPHS) else word[1:]
    return (tail if len(tail) > 2 else word).removesuffix("s")


def _joined(*texts: Bilingual) -> Bilingual:
    return Bilingual(*(" ".join(text[language] for text in texts) for language in LANGUAGES))
