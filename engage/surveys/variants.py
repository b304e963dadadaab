"""What does a survey look like in one of its variants, and what does the variant still lack?

A variant never changes what is asked, of whom, or under which codes: only words, pictures, films and the
order of pages within their section and of questions within their page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from engage.bilingual import LANGUAGES, Bilingual
from engage.surveys import checks, media_checks, parity
from engage.surveys.definition import Block, Definition, Page, Part, Section
from engage.surveys.media import Image, Video
from engage.surveys.placeholders import names
from engage.surveys.problems import Place, Problem
from engage.surveys.texts import Text, key_of, texts
from engage.surveys.texts import changed as with_texts
from engage.surveys.tour import tour
from engage.surveys.variant import OwnMedia, Variant
from engage.surveys.ways import BSL, LARGE_PRINT, OWN_WORDS, WAYS

PROBLEMS: dict[str, tuple[str, ...]] = {
    "variant_words": ("field", "language"),
    "variant_outdated": ("field",),
    "variant_film": (),
    "variant_unknown": ("key",),
    "variant_order": (),
    "variant_placeholders": ("field",),
    "variant_numbers": ("field",),
    "variant_links": ("field",),
    "variant_code": ("code",),
}


class _Named(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Named)


def find(definition: Definition, code: str) -> Variant | None:
    """The variant with this code, if the survey has it."""
    return next((variant for variant in definition.variants if variant.code == code), None)


def put(definition: Definition, variant: Variant) -> Definition:
    """The survey with this variant, in place of one with the same code if there is one."""
    if find(definition, variant.code) is None:
        return replace(definition, variants=(*definition.variants, variant))
    kept = (variant if each.code == variant.code else each for each in definition.variants)
    return replace(definition, variants=tuple(kept))


def without(definition: Definition, code: str) -> Definition:
    """The survey without this variant."""
    return replace(definition, variants=tuple(v for v in definition.variants if v.code != code))


def with_words(variant: Variant, words: Mapping[str, Bilingual]) -> Variant:
    """The variant with these words of its own; an empty text is not a text of its own."""
    own = {**dict(variant.words), **words}
    return replace(variant, words=tuple((key, text) for key, text in own.items() if text))


def with_media(variant: Variant, media: OwnMedia) -> Variant:
    """The variant with these pictures and films at this place, and no others there."""
    others = tuple(each for each in variant.media if each.at != media.at)
    there = (media,) if media.images or media.videos else ()
    return replace(variant, media=tuple(sorted((*others, *there), key=lambda each: each.at)))


def media_at(variant: Variant) -> dict[str, OwnMedia]:
    """The variant's own pictures and films by their place, such as ``question:belong``."""
    return {each.at: each for each in variant.media}


def applied(definition: Definition, variant: Variant) -> Definition:
    """The survey as readers of the variant see it. Words that it does not have are the standard ones."""
    own = dict(variant.words)

    def worded(key: str, standard: Bilingual) -> Bilingual:
        words = own.get(key)
        return Bilingual(words.en or standard.en, words.cy or standard.cy) if words else standard

    shown = with_texts(definition, worded)
    return _each_page(ordered(shown, variant.order), _with_own_media(variant))


def _with_own_media(variant: Variant) -> Callable[[Page], Page]:
    own = media_at(variant)

    def page(standard: Page) -> Page:
        media = own.get(key_of(standard))
        if media is None:
            return standard
        images, videos = media.images or standard.images, media.videos or standard.videos
        return replace(standard, images=images, videos=videos)

    return page


# --- order ----------------------------------------------------------------------------------------------


def ordered(definition: Definition, order: Sequence[str]) -> Definition:
    """The survey with its pages and questions in the variant's order, in the words that it has."""
    if not order:
        return definition
    place = {name: at for at, name in enumerate(order)}
    moved = tuple(replace(section, parts=_arranged(section.parts, place)) for section in definition.sections)
    return _each_page(
        replace(definition, sections=moved),
        lambda page: replace(page, questions=_arranged(page.questions, place)),
        block=lambda block: replace(block, pages=_arranged(block.pages, place)),
    )


def _arranged(parts: tuple[T, ...], place: Mapping[str, int]) -> tuple[T, ...]:
    """The named ones in their order, in the places that named ones had; the others stay where they are."""
    named = iter(sorted((part for part in parts if part.id in place), key=lambda part: place[part.id]))
    return tuple(next(named) if part.id in place else part for part in parts)


def _each_page(
    definition: Definition, change: Callable[[Page], Page], block: Callable[[Block], Block] = lambda b: b
) -> Definition:
    def part(each: Part) -> Part:
        if isinstance(each, Page):
            return change(each)
        moved = block(each)
        return replace(moved, pages=tuple(change(page) for page in moved.pages))

    sections = tuple(replace(s, parts=tuple(part(each) for each in s.parts)) for s in definition.sections)
    return replace(definition, sections=sections)


def _breaks_routes(definition: Definition, variant: Variant) -> bool:
    """Would people be asked other things in the variant's order?

    A condition may then speak of a later page, and a page after which the survey ends may come earlier or
    later than another.
    """
    standard, moved = definition, ordered(definition, variant.order)
    new = {_said(problem) for problem in checks.problems(moved)}
    if new - {_said(problem) for problem in checks.problems(standard)}:
        return True
    return any(
        _before_end(one) != _before_end(other)
        for one, other in zip(standard.sections, moved.sections, strict=True)
    )


def _said(problem: Problem) -> tuple[str, str, str]:
    return problem.code, problem.place.question or problem.place.page, str(problem.codes)


def _before_end(section: Section) -> dict[str, frozenset[str]]:
    """For each page after which the survey ends: what comes before it in its section."""
    return {
        part.id: frozenset(each.id for each in section.parts[:at])
        for at, part in enumerate(section.parts)
        if isinstance(part, Page) and part.ends
    }


# --- is it complete? ------------------------------------------------------------------------------------


def offered(definition: Definition) -> tuple[str, ...]:
    """The codes of the variants that residents can choose: those that lack nothing."""
    return tuple(v.code for v in definition.variants if not problems(definition, v))


def needed(definition: Definition, variant: Variant) -> tuple[Text, ...]:
    """The texts of which the variant must have words of its own, in the order of the survey."""
    if variant.code in (LARGE_PRINT, BSL):
        return ()
    written = (text for text in texts(definition) if text.words)
    if variant.code in OWN_WORDS:  # data of items are mostly sums and years, the same for every reader
        return tuple(text for text in written if text.required and "/data:" not in text.key)
    return tuple(written)


def problems(definition: Definition, variant: Variant) -> tuple[Problem, ...]:
    """What keeps the variant from being offered."""
    return tuple(_problems(definition, variant))


def _problems(definition: Definition, variant: Variant) -> Iterator[Problem]:
    if variant.code not in WAYS:
        yield Problem("variant_code", Place(path="variants"), {"code": variant.code})
        return
    own = dict(variant.words)
    for text in needed(definition, variant):
        for language in own.get(text.key, Bilingual()).missing:
            if language in languages(variant):
                parameters = {"field": text.field, "language": language}
                yield Problem("variant_words", text.place, parameters)
    outdated = dict(variant.outdated)
    for text in texts(definition) if outdated else ():
        if text.key in outdated:
            yield Problem("variant_outdated", text.place, {"field": text.field})
    yield from _badly_worded(definition, variant, own)
    yield from _of_media(definition, variant)
    if variant.code == BSL:
        yield from _without_film(definition, variant)
    yield from _unknown(definition, variant)
    if variant.order and _breaks_routes(definition, variant):
        yield Problem("variant_order", Place(path="variants"))


def languages(variant: Variant) -> tuple[str, ...]:
    """In which fields its words are typed in: of a further language in one, since both hold the same."""
    way = WAYS.get(variant.code)
    return LANGUAGES[:1] if way and way.tag else LANGUAGES


def _badly_worded(
    definition: Definition, variant: Variant, own: Mapping[str, Bilingual]
) -> Iterator[Problem]:
    """Own words whose placeholders nothing fills, or whose two languages differ in what must not differ."""
    for text in texts(definition):
        words = own.get(text.key)
        if words is None:
            continue
        known = names(text.words.en) | names(text.words.cy)
        if (names(words.en) | names(words.cy)) - known:
            yield Problem("variant_placeholders", text.place, {"field": text.field})
        if words.complete:
            for code, _english, _welsh in parity.differences(words):
                kind = code.removesuffix("_differ")
                yield Problem(f"variant_{kind}", text.place, {"field": text.field})


def _of_media(definition: Definition, variant: Variant) -> Iterator[Problem]:
    """Own pictures that nothing describes, and films that lack a title, an address or their words."""
    places = {key_of(stop.part): stop.place for stop in tour(definition)}
    for media in variant.media:
        place = places.get(media.at, Place(path="variants"))
        yield from media_checks.of_images(media.images, place)
        yield from (each for each in media_checks.of_videos(media.videos, place) if each.code == "not_https")
        yield from _half_said(variant, media, place)


def _half_said(variant: Variant, media: OwnMedia, place: Place) -> Iterator[Problem]:
    parts: tuple[Image | Video, ...] = (*media.images, *media.videos)
    for part in parts:
        needed = ("title", "address", "transcript") if isinstance(part, Video) else ("alt",) * bool(part.alt)
        for field in needed:
            for language in getattr(part, field).missing:
                if language in languages(variant):
                    inside = place.inside(part.code, option=part.code)
                    yield Problem("variant_words", inside, {"field": field, "language": language})


def _without_film(definition: Definition, variant: Variant) -> Iterator[Problem]:
    filmed = {at for at, media in media_at(variant).items() if any(v.address.complete for v in media.videos)}
    for stop in tour(definition):
        if isinstance(stop.part, Page) and key_of(stop.part) not in filmed:
            asked = [key_of(question) for question in stop.part.questions]
            if not asked or not filmed.issuperset(asked):
                yield Problem("variant_film", stop.place)


def _unknown(definition: Definition, variant: Variant) -> Iterator[Problem]:
    """Words, media and places in the order that are of nothing that the survey has."""
    keys = {text.key for text in texts(definition)}
    parts = {key_of(stop.part) for stop in tour(definition)}
    ids = {stop.part.id for stop in tour(definition)}
    unknown = [key for key, _words in variant.words if key not in keys]
    unknown += [media.at for media in variant.media if media.at not in parts]
    unknown += [name for name in variant.order if name not in ids]
    for key in unknown:
        yield Problem("variant_unknown", Place(path="variants"), {"key": key})
