"""Which of a variant's own words and films were made for standard words that have changed since?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from engage.bilingual import Bilingual
from engage.surveys.definition import NOTHING, Definition
from engage.surveys.texts import Text, texts
from engage.surveys.variant import Variant
from engage.surveys.variants import find, media_at, put


def followed(before: Definition, after: Definition, first: str) -> Definition:
    """`after`, in which each variant keeps in mind the standard words that its own were made for.

    What counts is a change in the language `first`, which is written first: the other one only follows it.
    New words of the variant's own are made for the standard ones of today.
    """
    if not after.variants:
        return after
    old = {text.key: text.words for text in texts(before)}
    now = {text.key: text for text in texts(after)}
    changed = {
        key: old[key]
        for key, text in now.items()
        if old.get(key, NOTHING)[first] not in ("", text.words[first])
    }
    for variant in after.variants:
        after = put(after, _followed(find(before, variant.code), variant, changed, now, first))
    return after


def settled(variant: Variant, keys: Collection[str]) -> Variant:
    """The variant, once somebody has said that its own words still fit at these keys."""
    return replace(variant, outdated=tuple(each for each in variant.outdated if each[0] not in keys))


def unturned(before: Definition, after: Definition) -> Definition:
    """`after`, once somebody has said that it only mends slips: what fitted before fits still."""
    for variant in after.variants:
        earlier = find(before, variant.code)
        if earlier:
            new = dict(variant.outdated).keys() - dict(earlier.outdated).keys()
            after = put(after, settled(variant, new))
    return after


def _followed(
    earlier: Variant | None,
    variant: Variant,
    changed: Mapping[str, Bilingual],
    now: Mapping[str, Text],
    first: str,
) -> Variant:
    found = {**(changed if earlier else {}), **dict(variant.outdated)}
    outdated = (
        (key, words)
        for key, words in found.items()
        if key in now
        and words[first] != now[key].words[first]
        and _own(variant, now[key])
        and _own(variant, now[key]) == _own(earlier or variant, now[key])
    )
    return replace(variant, outdated=tuple(outdated))


def _own(variant: Variant, text: Text) -> list[object]:
    """What the variant has in place of a text: words, and films at its question or page."""
    media = media_at(variant)
    places = dict.fromkeys((text.key.partition("/")[0], f"page:{text.place.page}"))
    own = [dict(variant.words).get(text.key), *(media[at].videos for at in places if at in media)]
    return [each for each in own if each]
