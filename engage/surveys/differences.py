"""What differs between two wordings of one survey: words alone, or what is asked, of whom and how?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any, TypeAlias, TypeVar

from engage.bilingual import Bilingual
from engage.surveys import variants
from engage.surveys.definition import NOTHING, Block, Definition, Question, Section
from engage.surveys.every_text import Wording, wordings
from engage.surveys.problems import Place
from engage.surveys.texts import key_of
from engage.surveys.tour import Stop, Visited, tour
from engage.surveys.variant import Variant

T = TypeVar("T")
Counted: TypeAlias = dict[tuple[str, int], T]

# What can differ besides words. Parameters: `codes` are those of options, rows, points, areas or items.
CODES: dict[str, tuple[str, ...]] = {
    "added": (),
    "removed": (),
    "moved": (),
    "kind": (),  # answers of two kinds cannot be counted together
    "required": (),
    "not_required": (),
    "route": (),
    "ends": (),
    "codes_added": ("codes",),
    "codes_removed": ("codes",),
    "codes_moved": (),
    "choices": (),  # which exclude others, which have a box for more words, which data they hold
    "limits": (),
    "media": (),
    "handling": (),  # a way out at once, or under which condition answers are kept
    "equality": (),
    "welsh_effects": (),
    "contact": (),
    "minutes": (),
    "recodings": (),
    "variants": ("codes",),
}
_PARTS = ("sections", "parts", "pages", "questions")
_MEDIA = ("images", "videos", "panels")
_HANDLING = ("safe_exit", "special_category", "origin")


@dataclass(frozen=True, slots=True)
class Reworded:
    """One text that both have, in other words."""

    before: Wording
    after: Wording


@dataclass(frozen=True, slots=True)
class Change:
    """Something else than words that differs; `title` names the part in which it does."""

    code: str
    place: Place
    title: Bilingual = NOTHING
    parameters: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Differences:
    """What `after` has otherwise than `before`."""

    before: Definition
    after: Definition

    @property
    def nothing(self) -> bool:
        return self.before == self.after

    @property
    def words_alone(self) -> bool:
        """Do the two differ, but only in texts that both have?"""
        return bool(self.words) and not self.changes

    @property
    def uncountable(self) -> tuple[Change, ...]:
        """What would keep the answers to the two from being counted together."""
        return tuple(change for change in self.changes if change.code == "kind")

    @property
    def no_longer_offered(self) -> tuple[str, ...]:
        """The codes of the variants that residents can choose before, and cannot after."""
        after = variants.offered(self.after)
        return tuple(code for code in variants.offered(self.before) if code not in after)

    @cached_property
    def words(self) -> tuple[Reworded, ...]:
        old, new = self._wordings
        return tuple(
            Reworded(each, new[key])
            for key, each in old.items()
            if key in new and each.words != new[key].words
        )

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        return tuple(_changes(self.before, self.after)) or tuple(self._texts_come_and_gone())

    def _texts_come_and_gone(self) -> Iterator[Change]:
        """A text, such as a hint, that only one of the two has: nobody can correct what is not there."""
        old, new = self._wordings
        for code, one, other in (("removed", old, new), ("added", new, old)):
            for key in one.keys() - other.keys():
                yield Change(code, one[key].place, one[key].words)

    @cached_property
    def _wordings(self) -> tuple[Counted[Wording], Counted[Wording]]:
        before, after = (
            _counted((each.key, each) for each in wordings(d)) for d in (self.before, self.after)
        )
        return before, after


def _counted(named: Iterable[tuple[str, T]]) -> Counted[T]:
    """Each under its name and a number: in a draft, several things can have the same code."""
    times: Counter[str] = Counter()
    found: Counted[T] = {}
    for name, each in named:
        times[name] += 1
        found[name, times[name]] = each
    return found


def _changes(before: Definition, after: Definition) -> Iterator[Change]:
    old, new = (_counted((key_of(stop.part), stop) for stop in tour(each)) for each in (before, after))
    for key, stop in new.items():
        if key in old:
            yield from _of_part(old[key], stop)
        else:
            yield Change("added", stop.place, _name(stop.part))
    for key, stop in old.items():
        if key not in new:
            yield Change("removed", stop.place, _name(stop.part))
    yield from _moved(old, new)
    yield from _of_survey(before, after)


def _name(part: Visited) -> Bilingual:
    return part.items[0].label if isinstance(part, Block) and part.items else getattr(part, "title", NOTHING)


def _of_part(old: Stop, new: Stop) -> Iterator[Change]:
    """What differs in one section, block, page or question itself, not in what is inside it."""
    one, other, place, name = old.part, new.part, new.place, _name(new.part)
    if isinstance(one, Question) and isinstance(other, Question):
        if one.kind != other.kind:
            yield Change("kind", place, name)
            return
        if one.required != other.required:
            yield Change("required" if other.required else "not_required", place, name)
    seen = set()
    for field in fields(other):
        if field.name in (*_PARTS, "id", "required") or isinstance(getattr(other, field.name), Bilingual):
            continue
        for code, parameters in _of_field(field.name, getattr(one, field.name), getattr(other, field.name)):
            if (code, str(parameters)) not in seen:
                seen.add((code, str(parameters)))
                yield Change(code, place, name, parameters)


def _of_field(name: str, old: Any, new: Any) -> Iterator[tuple[str, Mapping[str, Any] | None]]:
    if name in _MEDIA:
        if _bones(old) != _bones(new):
            yield "media", None
    elif name in _HANDLING:
        if old != new:
            yield "handling", None
    elif name in ("show_if", "picked_by"):
        if old != new:
            yield "route", None
    elif name == "ends":
        if old != new:
            yield "ends", None
    elif _coded(old) or _coded(new):
        yield from _of_choices(_coded(old), _coded(new))
    elif old != new:
        yield "limits", None


def _coded(held: Any) -> Counted[Any]:
    """What has codes in a field, by its code; one that is alone, such as "not applicable", too."""
    parts = held if isinstance(held, tuple) else (held,)
    return _counted((part.code, part) for part in parts if hasattr(part, "code"))


def _of_choices(old: Counted[Any], new: Counted[Any]) -> Iterator[tuple[str, Mapping[str, Any] | None]]:
    if come := [code for code in new if code not in old]:
        yield "codes_added", {"codes": tuple(code for code, _time in come)}
    if gone := [code for code in old if code not in new]:
        yield "codes_removed", {"codes": tuple(code for code, _time in gone)}
    if [code for code in old if code in new] != [code for code in new if code in old]:
        yield "codes_moved", None
    for code in old.keys() & new.keys():
        if _bones(old[code]) == _bones(new[code]):
            continue
        inside = {n: getattr(new[code], n) for n in ("points", "not_applicable") if hasattr(new[code], n)}
        if inside:  # a scale of a matrix
            for name, held in inside.items():
                yield from _of_field(name, getattr(old[code], name), held)
        else:
            yield "choices", None


def _bones(part: Any) -> Any:
    """A coded part, or several, without words: of each text only whether there is one."""
    if isinstance(part, tuple):
        return tuple(_bones(each) for each in part)
    if isinstance(part, Bilingual):
        return bool(part)
    if hasattr(part, "__dataclass_fields__"):
        return tuple((field.name, _bones(getattr(part, field.name))) for field in fields(part))
    return part


def _moved(old: Counted[Stop], new: Counted[Stop]) -> Iterator[Change]:
    """Parts that both have, in another section, block or page, or at another place among those beside them.

    As few as explain the new order.
    """
    both = [key for key in new if key in old]
    stayed: set[tuple[str, int]] = set()
    for home in {_home(new[key]) for key in both}:
        before = [key for key in old if key in new and _home(old[key]) == home == _home(new[key])]
        after = [key for key in both if _home(old[key]) == home == _home(new[key])]
        same = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
        stayed.update(key for match in same for key in after[match.b : match.b + match.size])
    for key in both:
        if key not in stayed:
            yield Change("moved", new[key].place, _name(new[key].part))


def _home(stop: Stop) -> tuple[str, str, str, bool]:
    """In which section, block and page a part is, and whether it is a question."""
    block = stop.block.id if stop.block and stop.block is not stop.part else ""
    section = "" if isinstance(stop.part, Section) else stop.place.section
    asked = isinstance(stop.part, Question)
    return section, block, stop.place.page if asked else "", asked


def _of_survey(before: Definition, after: Definition) -> Iterator[Change]:
    if before.equality != after.equality:
        yield Change("equality", Place())
    if bool(before.welsh_effects) != bool(after.welsh_effects):
        yield Change("welsh_effects", Place())
    for name in ("contact", "minutes", "recodings"):
        if getattr(before, name) != getattr(after, name):
            yield Change(name, Place())
    old, new = (_counted((v.code, _without_words(v)) for v in d.variants) for d in (before, after))
    codes = [code for code in {**old, **new} if old.get(code) != new.get(code)]
    if codes:
        yield Change("variants", Place(), parameters={"codes": tuple(code for code, _time in codes)})


def _without_words(variant: Variant) -> tuple[Variant, Any]:
    return replace(variant, words=(), media=(), outdated=()), _bones(variant.media)
