"""What must a council say of the codes of an earlier edition, so that answers to both are counted together?

Ids and codes that are the same mean the same. Of everything else somebody says what it has become.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engage.bilingual import Bilingual
from engage.surveys.choices import choices, points_of
from engage.surveys.definition import Matrix, Page, Question
from engage.surveys.recoding import Recoding, Renamed

NOTHING = ""  # means the same today
_QUESTION = "question"
Said = Mapping[str, str]  # by `Asked.name`, the id or code of today
Named = tuple[str, Bilingual]  # a code and what it is called


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing of the earlier edition of which somebody says what it is today."""

    name: str
    question: Question  # to which it belongs, or which it is
    words: Bilingual
    today: tuple[Named, ...]  # what it may have become
    guess: str
    is_gone: bool  # is there nothing of the same id or code?

    def taken(self, code: str) -> str:
        """The code, if it is one of today's."""
        return code if code in dict(self.today) else NOTHING

    @property
    def is_question(self) -> bool:
        return self.name == _name(self.question)


def asked(before: Page, after: Page, said: Said) -> tuple[Asked, ...]:
    """What is to be said, question by question; of a question's codes once it is said what it has become."""
    return tuple(_asked(before, after, said))


def still_said(said: Said, sent: Said) -> dict[str, str]:
    """What was said, without what was chosen for options of a question that was sent as another one now.

    In what was sent itself, `shown_for` names what the question was when its options were shown.
    """
    moved = {name for name, today in sent.items() if said.get(shown_for(name), said.get(name)) != today}
    return {name: today for name, today in said.items() if _about(name) not in moved}


def shown_for(name: str) -> str:
    """The name of what tells which question of today the options of this one were shown for."""
    return f"shown-for--{name}"


def _about(name: str) -> str:
    """The name of the question whose option or row this is the name of, if it is one."""
    sort, _dashes, rest = name.partition("--")
    return f"{_QUESTION}--{rest.partition('--')[0]}" if sort in ("code", "row") else ""


def doubled(asked: Iterable[Asked], said: Said) -> tuple[str, ...]:
    """The names of the questions that are said to be what an earlier one of them is said to be already.

    A survey that asks both would ask today's question twice, under two names.
    """
    taken: set[str] = set()
    found = []
    for each in asked:
        if each.is_question and (today := each.taken(said.get(each.name, each.guess))):
            found += [each.name] if today in taken else []
            taken.add(today)
    return tuple(found)


def recodings(before: Page, after: Page, said: Said) -> tuple[Recoding, ...]:
    """What became of the questions; of what nothing is said, what has the same id or code, or nothing."""
    return tuple(_recoding(question, _today(question, after, said), said) for question in before.questions)


def _asked(before: Page, after: Page, said: Said) -> Iterator[Asked]:
    earlier = {question.id for question in before.questions}
    new = tuple((each.id, each.title) for each in after.questions if each.id not in earlier)
    guessed: set[str] = set()
    for question in before.questions:
        if _named(question.id, after) is None and new:
            guess = _alike(question.title, (each for each in new if each[0] not in guessed))
            guessed.add(guess)
            yield Asked(_name(question), question, question.title, new, guess, True)
        if (today := _today(question, after, said)) is None:
            continue
        for sort, old, now in _codes(question, today):
            yield from _changed(question, sort, old, now)


def _changed(
    question: Question, sort: str, old: tuple[Named, ...], now: tuple[Named, ...]
) -> Iterator[Asked]:
    called = dict(now)
    for code, words in old:
        if now and called.get(code) != words:
            is_gone = code not in called
            guess = _alike(words, now) if is_gone else code
            yield Asked(_name(question, sort, code), question, words, now, guess, is_gone)


def _recoding(question: Question, today: Question | None, said: Said) -> Recoding:
    if today is None:
        return Recoding(question.id, NOTHING)
    found = {
        sort: tuple(_renamed(question, sort, old, now, said)) for sort, old, now in _codes(question, today)
    }
    return Recoding(question.id, today.id, found.get("code", ()), found.get("row", ()))


def _renamed(
    question: Question, sort: str, old: Iterable[Named], now: Iterable[Named], said: Said
) -> Iterator[Renamed]:
    known = dict(now)
    for code, _words in old:
        today = said.get(_name(question, sort, code), code)
        if today != code or today not in known:
            yield Renamed(code, today if today in known else NOTHING)


def _today(question: Question, after: Page, said: Said) -> Question | None:
    return _named(question.id, after) or _named(said.get(_name(question), NOTHING), after)


def _named(question_id: str, page: Page) -> Question | None:
    return next((each for each in page.questions if each.id == question_id), None)


def _codes(before: Question, after: Question) -> Iterator[tuple[str, tuple[Named, ...], tuple[Named, ...]]]:
    yield "code", _choices(before), _choices(after)
    if isinstance(before, Matrix):
        yield "row", _rows(before), _rows(after)


def _choices(question: Question) -> tuple[Named, ...]:
    found = points_of(question) if isinstance(question, Matrix) else choices(question)
    return tuple((option.code, option.label) for option in found)


def _rows(question: Question) -> tuple[Named, ...]:
    return tuple((row.code, row.label) for row in question.rows) if isinstance(question, Matrix) else ()


def _alike(words: Bilingual, now: Iterable[Named]) -> str:
    """What is called the same in either language."""
    for code, label in now:
        if any(mine and mine.casefold() == other.casefold() for mine, other in _pairs(words, label)):
            return code
    return NOTHING


def _pairs(one: Bilingual, other: Bilingual) -> tuple[tuple[str, str], ...]:
    return (one.en, other.en), (one.cy, other.cy)


def _name(question: Question, sort: str = _QUESTION, code: str = "") -> str:
    return "--".join(filter(None, (sort, question.id, code)))
