"""What does a file say of the release that it holds, besides its figures?

Nothing here changes once the release is made, and nothing tells who made it or when.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from engage import dates
from engage.analysis import file_words as say
from engage.analysis import findings_words, words
from engage.analysis.epochs import Kind
from engage.analysis.rule import Rule
from engage.analysis.tables import Figure
from engage.bilingual import LANGUAGES, Bilingual
from engage.equality.characteristics import Level


@dataclass(frozen=True, kw_only=True)
class About:
    """A release, told to whoever has nothing but one of its files."""

    name: Bilingual  # which tells it from every other release, as in an address
    consultation: Bilingual
    council: Bilingual
    counted_up_to: date
    epoch: int
    kind: Kind
    received: int  # responses in all, which is no secret
    people: Figure  # that are counted, as released
    level: Level  # as planned
    rule: Rule
    left_out: tuple[Bilingual, ...] = ()  # the answers by which organisations are known
    email: str = ""
    telephone: str = ""
    body: Bilingual = field(default_factory=Bilingual)  # whose residents are shown apart, if several consult
    reason: Bilingual = field(default_factory=Bilingual)  # of a correction
    coarser: tuple[tuple[Bilingual, Level], ...] = ()  # characteristics in larger groups than planned
    done: tuple[Bilingual, ...] = ()  # what was made coarser, so that nothing can be worked out

    @property
    def title(self) -> Bilingual:
        return Bilingual(*(f"{say.BREAKDOWN[each]}: {self.consultation[each]}" for each in LANGUAGES))

    def protection(self, language: str) -> tuple[str, ...]:
        """How figures are protected, whatever they are about."""
        joint = (say.JOINT,) if self.body else ()
        return tuple(text[language] for text in (*words.explanation(self.rule), *joint))

    def explanation(self, language: str) -> tuple[str, ...]:
        """The same, what was done to the tables more than usually, and how to read differences of groups."""
        texts = (*self.done, *findings_words.reading(self.rule))
        return (*self.protection(language), *(text[language] for text in texts))

    def facts(self, language: str) -> tuple[tuple[str, str], ...]:
        """What to know before reading a figure, each under its name."""
        people = words.HIDDEN if self.people is None else f"{self.people:,}"
        larger = (f"{name[language]} ({words.LEVELS[level][language]})" for name, level in self.coarser)
        organisations = "; ".join(label[language] for label in self.left_out)
        told = (
            (say.COUNCIL, self.council[language]),
            (say.FIGURES, say.KINDS[self.kind][language]),
            (say.REASON, self.reason[language]),
            (say.COUNTED_UP_TO, dates.day(self.counted_up_to, language)),
            (say.RECEIVED, f"{self.received:,}"),
            (say.PEOPLE_COUNTED, people),
            (say.LEVEL, words.LEVELS[self.level][language]),
            (say.COARSER, "; ".join(larger)),
            (say.LEFT_OUT, organisations),
            (say.BODY, self.body[language]),
            (say.ROUNDED_TO, str(self.rule.base)),
            (say.HIDDEN_BELOW, str(self.rule.threshold)),
            (say.LEAST_BASE, str(self.rule.least_base)),
            (say.RELEASE, self.name[language]),
            (say.EPOCH, str(self.epoch)),
            (say.EMAIL, self.email),
            (say.TELEPHONE, self.telephone),
        )
        return tuple((name[language], fact) for name, fact in told if fact)
