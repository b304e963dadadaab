"""Are the pictures, videos and panels of a survey's pages sound, and can everybody take them in?"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from urllib.parse import urlsplit

from engage.bilingual import LANGUAGES, Bilingual
from engage.surveys.definition import Definition, Page
from engage.surveys.legible import heading_jumps
from engage.surveys.media import Image, Panel, Video
from engage.surveys.problems import Place, Problem
from engage.surveys.texts import key_of
from engage.surveys.tour import tour
from engage.surveys.variant import OwnMedia

PROBLEMS: dict[str, tuple[str, ...]] = {
    "no_alt": (),
    "alt_of_decoration": (),
    "not_https": ("address",),
    "heading_jump": ("field", "heading"),
    "unknown_picture": ("file",),
    "unknown_document": ("document",),
}

_MARKS = ("#", "\n=", "\n-", "\n -")  # without one of these there is no heading


def problems(definition: Definition) -> Iterator[Problem]:
    """What is wrong with what stands on the pages, and with the headings of their texts."""
    yield from _headings("intro", definition.intro, Place())
    for stop in tour(definition):
        if isinstance(stop.part, Page):
            page = stop.part
            yield from _headings("body", page.body, stop.place)
            yield from of_images(page.images, stop.place)
            yield from of_videos(page.videos, stop.place)
            yield from _of_panels(page.panels, stop.place)


def unknown(
    definition: Definition, *, pictures: Container[str], documents: Container[str]
) -> Iterator[Problem]:
    """Pictures that the council, and documents that the consultation, does not have."""
    for stop in tour(definition):
        if not isinstance(stop.part, Page):
            continue
        yield from _unknown_pictures(stop.part.images, stop.place, pictures)
        for panel in stop.part.panels:
            for document in panel.documents:
                if document not in documents:
                    yield Problem("unknown_document", _inside(stop.place, panel), {"document": document})

    places = {key_of(stop.part): stop.place for stop in tour(definition)}
    for media in _own_media(definition):
        place = places.get(media.at, Place(path="variants"))
        yield from _unknown_pictures(media.images, place, pictures)


def files(definition: Definition) -> Iterator[str]:
    """The names of all pictures that the survey or one of its variants shows."""
    holders: tuple[Page | OwnMedia, ...] = (*definition.pages(), *_own_media(definition))
    for holder in holders:
        yield from (image.file for image in holder.images)


def _own_media(definition: Definition) -> Iterator[OwnMedia]:
    for variant in definition.variants:
        yield from variant.media


def _unknown_pictures(images: Iterable[Image], place: Place, pictures: Container[str]) -> Iterator[Problem]:
    for image in images:
        if image.file not in pictures:
            yield Problem("unknown_picture", _inside(place, image), {"file": image.file})


def of_images(images: Iterable[Image], place: Place) -> Iterator[Problem]:
    """A picture is either described or decorative; `wording` finds a description in one language alone."""
    for image in images:
        if not image.decorative and not image.alt:
            yield Problem("no_alt", _inside(place, image))
        if image.decorative and image.alt:
            yield Problem("alt_of_decoration", _inside(place, image))


def of_videos(videos: Iterable[Video], place: Place) -> Iterator[Problem]:
    """A film is watched at an address that is safe to go to."""
    for video in videos:
        inside = _inside(place, video)
        for address in sorted({video.address[language] for language in LANGUAGES}):
            if address.strip() and not is_https(address):
                yield Problem("not_https", inside, {"address": address})
        yield from _headings("transcript", video.transcript, inside)


def _of_panels(panels: Iterable[Panel], place: Place) -> Iterator[Problem]:
    for panel in panels:
        yield from _headings("body", panel.body, _inside(place, panel))


def is_https(address: str) -> bool:
    """Is this a whole web address that begins with https?"""
    if not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False


def _headings(field: str, words: Bilingual, place: Place) -> Iterator[Problem]:
    """The page's title is the heading above all of them."""
    for language in LANGUAGES:
        marked = any(mark in words[language] for mark in _MARKS)
        for heading in heading_jumps(words[language]) if marked else ():
            yield Problem("heading_jump", place, {"field": field, "heading": heading})


def _inside(place: Place, part: Image | Video | Panel) -> Place:
    return place.inside(part.code, option=part.code)
