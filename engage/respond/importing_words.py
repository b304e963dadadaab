"""Which code does a word in another tool's table mean, and which days and languages?

Options are found by code or by label in either language. What is none of them is said once, in `Words`: a
code, NOT_ANSWERED, or KEEPS followed by the code of the option whose "please say" text it then is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from engage.bilingual import LANGUAGES
from engage.equality.deprivation import LOOKUP, QUINTILES
from engage.respond.importing_columns import Part, Target, plain
from engage.surveys.choices import choices, points_of
from engage.surveys.definition import Consent, Matrix, Option, PostcodeQuestion, Question

Words = Mapping[str, Mapping[str, str]]  # scope: {the word as `same` writes it: what it means}
NOT_ANSWERED = ""
KEEPS = "+"
ALL_OTHERS = "*"  # every word of the scope for which nothing else is said
TICKS = "ticks"  # the scope of what stands in a column that is ticked or not
YES, NO = "yes", "no"
MONTHS = 12
_TICKED = frozenset(
    {"yes", "y", "1", "true", "x", "ticked", "checked", "selected", "on"}
    | {"ie", "ydw", "ydy", "oes", "do", "gwir", "✓", "✔"}
)
_UNTICKED = frozenset(
    {"no", "n", "0", "false", "unticked", "unchecked", "not ticked", "not selected", "off", "n/a", "-"}
    | {"na", "nac ydw", "nac ydy", "nac oes", "naddo", "nage", "anwir"}
)
_OTHER_MARKS = ("-oth-",)  # that LimeSurvey writes where somebody chose "other"
_SEPARATORS = (";", "|", "\n", ",")
_LANGUAGES = {
    "en": "en", "english": "en", "saesneg": "en", "eng": "en",
    "cy": "cy", "welsh": "cy", "cymraeg": "cy", "cym": "cy", "wel": "cy",
}  # fmt: skip
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d", "%d/%m/%y")
_MONTH_FIRST = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%m-%d-%Y",
    "%m.%d.%Y",
    "%d %B %Y",
    "%d %b %Y",
    "%Y/%m/%d",
    "%m/%d/%y",
)
_FIGURES = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|(?<=/)\d\d)")
_CLOCK = re.compile(
    r"[T ,]+\d{1,2}:\d{2}(:\d{2})?(\.\d+)?( ?[ap]m)?( ?(Z|[+-]\d{2}:?\d{2}|GMT|BST|UTC))?$", re.IGNORECASE
)
_LIKE = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "“": '"', "”": '"'})


def same(text: str) -> str:
    """A word as it is compared: case, accents and spaces do not matter; signs do."""
    folded = unicodedata.normalize("NFKD", text.translate(_LIKE))
    bare = "".join(each for each in folded if not unicodedata.combining(each))
    return " ".join(bare.casefold().split())


def language(text: str) -> str | None:
    """The language that a cell names; None for anything else."""
    first = plain(text).split()[:1]
    return _LANGUAGES.get(first[0]) if first else None


def day(text: str, *, month_first: bool = False) -> date | None:
    """The day in a cell, day before month where figures alone stand, unless it is said; None for none."""
    bare = _CLOCK.sub("", text.strip())
    for form in _MONTH_FIRST if month_first else _DAYS:
        try:
            return datetime.strptime(bare, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def in_figures(text: str) -> tuple[int, int] | None:
    """What stands first and second in a day such as 03/04/2026, of which only people know the order."""
    found = _FIGURES.fullmatch(_CLOCK.sub("", text.strip()))
    return (int(found[1]), int(found[3])) if found else None


def is_either(text: str) -> bool:
    """Is it another day with the month first than with the day first?"""
    first, second = in_figures(text) or (0, 0)
    return first != second and max(first, second) <= MONTHS


def in_other_order(texts: Iterable[str], *, month_first: bool) -> str:
    """The first of these days that can only be read in the other order; empty when there is none."""
    for text in texts:
        first, second = in_figures(text) or (0, 0)
        month = first if month_first else second
        if month > MONTHS and day(text, month_first=not month_first):
            return text
    return ""


def for_others(words: Words) -> dict[str, dict[str, str]]:
    """What was said of words, without those that are kept beside an option: somebody has written them."""
    said = {
        name: {
            word: meant for word, meant in each.items() if word == ALL_OTHERS or not meant.startswith(KEEPS)
        }
        for name, each in words.items()
    }
    return {name: each for name, each in said.items() if each}


# --- options --------------------------------------------------------------------------------------------


def options(target: Target) -> tuple[Option, ...]:
    """What the words of this column may mean."""
    question = target.question
    return points_of(question, target.scale) if isinstance(question, Matrix) else choices(question)


def scope(target: Target) -> str:
    """Under which name its words are kept: one for all columns with the same options."""
    if is_ticked(target):
        return TICKS
    parts = ("e" if target.is_equality else "q", target.key, target.scale)
    return "--".join(part for part in parts if part)


def is_ticked(target: Target) -> bool:
    return target.part == Part.OPTION or isinstance(target.question, Consent)


def holds_words(target: Target) -> bool:
    """Do the cells of this column hold words that mean codes?"""
    if target.part in (Part.WHOLE, Part.OPTION):
        return bool(choices(target.question))
    return target.part in (Part.CELL, Part.PLACE)


def known(found: Sequence[Option], question: Question | None = None, *, has_codes: bool) -> dict[str, str]:
    """The code of every word that is a label of one option alone, or a code where a file may hold codes."""
    labels: dict[str, set[str]] = {}
    for option in found:
        for lang in LANGUAGES:
            labels.setdefault(same(option.label[lang]), set()).add(option.code)
    sure = {word: next(iter(codes)) for word, codes in labels.items() if word and len(codes) == 1}
    if has_codes:
        sure |= {option.code: option.code for option in found}
    others = [option.code for option in found if option.other]
    if len(others) == 1 and not isinstance(question, PostcodeQuestion):
        sure |= dict.fromkeys(_OTHER_MARKS, others[0])
    if isinstance(question, PostcodeQuestion) and question.lookup == LOOKUP:
        sure |= {str(number): each.code for number, each in enumerate(QUINTILES, 1)}
    return sure


def ticks(target: Target, *, has_codes: bool) -> dict[str, bool]:
    """Which words say that this column is ticked, and which that it is not."""
    own = [each for each in choices(target.question) if each.code in (target.code, Consent.YES)]
    named = [same(each.label[lang]) for each in own for lang in LANGUAGES]
    if has_codes:
        named += [each.code for each in own]
    return dict.fromkeys(_UNTICKED, False) | dict.fromkeys((*_TICKED, *named), True)


def parts(text: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """The several things that one cell holds, parted by whatever leaves the fewest unknown."""
    if same(text) in words:
        return (text,)
    ways = [_joined(text.split(by), by, words) for by in _SEPARATORS if by in text] or [(text,)]
    return min(ways, key=lambda way: _unknown(way, words))


def as_it_stood(cell: str, pieces: Sequence[str]) -> str:
    """These pieces of a cell as one text: somebody's own words may hold what parts the others."""
    start = end = cell.index(pieces[0])
    for piece in pieces:
        at = cell.index(piece, end)
        if any(map(str.isalnum, cell[end:at])):
            return "; ".join(pieces)
        end = at + len(piece)
    return cell[start:end]


def _unknown(found: Iterable[str], words: Mapping[str, str]) -> tuple[int, int]:
    every = tuple(found)
    lost = sum(same(each) not in words for each in every)
    return (lost, len(every))


def _joined(pieces: Sequence[str], by: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """Pieces, put together again where the separator is part of an option's own label."""
    found: list[str] = []
    at = 0
    while at < len(pieces):
        reach = min(len(pieces), at + 12)
        end = next((e for e in range(reach, at, -1) if same(by.join(pieces[at:e])) in words), at + 1)
        if piece := by.join(pieces[at:end]).strip():
            found.append(piece)
        at = end
    return tuple(found)
