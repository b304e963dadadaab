"""Which texts has a variant of its own: words in place of the survey's, and those of its pictures and films?

Each has the key that it would have in the survey, such as ``page:hours/title`` or
``question:belong/images:belong/alt``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from engage.bilingual import Bilingual
from engage.surveys.definition import Definition
from engage.surveys.media import Image, Video
from engage.surveys.problems import Place
from engage.surveys.texts import Text, key_of, texts
from engage.surveys.tour import tour
from engage.surveys.variant import OwnMedia, Variant
from engage.surveys.variants import with_words

Medium = TypeVar("Medium", Image, Video)
OF_FILM = ("title", "address", "transcript")


def own_texts(definition: Definition, variant: Variant) -> Iterator[Text]:
    """The variant's own words in the order of the survey, then the texts of its pictures and films."""
    own = dict(variant.words)
    for text in texts(definition):
        if text.key in own:
            yield replace(text, words=own[text.key], required=True)
    if variant.media:
        places = {key_of(stop.part): stop.place for stop in tour(definition)}
        for media in variant.media:
            yield from _of_media(media, places.get(media.at, Place()))


def with_own_texts(variant: Variant, words: Mapping[str, Bilingual]) -> Variant:
    """The variant with these words in place of its own; a key that it does not have changes nothing."""
    there = dict(variant.words)
    if own := {key: text for key, text in words.items() if key in there}:
        variant = with_words(variant, own)
    return replace(variant, media=tuple(_reworded(media, words) for media in variant.media))


def _of_media(media: OwnMedia, place: Place) -> Iterator[Text]:
    for image in media.images:
        inside = place.inside(image.code, option=image.code)
        required = not image.decorative
        yield Text(f"{media.at}/images:{image.code}/alt", inside, "alt", image.alt, required)
    for video in media.videos:
        inside = place.inside(video.code, option=video.code)
        for name in OF_FILM:
            yield Text(f"{media.at}/videos:{video.code}/{name}", inside, name, getattr(video, name), True)


def _reworded(media: OwnMedia, words: Mapping[str, Bilingual]) -> OwnMedia:
    images = tuple(_each(f"{media.at}/images", image, ("alt",), words) for image in media.images)
    videos = tuple(_each(f"{media.at}/videos", video, OF_FILM, words) for video in media.videos)
    return replace(media, images=images, videos=videos)


def _each(key: str, medium: Medium, names: tuple[str, ...], words: Mapping[str, Bilingual]) -> Medium:
    new: dict[str, Any] = {
        name: words[f"{key}:{medium.code}/{name}"] for name in names if f"{key}:{medium.code}/{name}" in words
    }
    return replace(medium, **new)
