"""Who speaks of a part of a definition, and what becomes of that when the part is copied or taken away?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from engage.surveys import conditions
from engage.surveys.definition import Block, Definition
from engage.surveys.placing import held, holding, key_of
from engage.surveys.problems import Problem
from engage.surveys.variant import Variant


def broken(before: Definition, after: Definition) -> list[Problem]:
    """What a change spoils: the problems of conditions and pickers that were not there before."""
    known = Counter(map(_gist, conditions.problems(before)))
    found: list[Problem] = []
    for problem in conditions.problems(after):
        gist = _gist(problem)
        if known[gist]:
            known[gist] -= 1
        else:
            found.append(problem)
    return found


def _gist(problem: Problem) -> tuple[Any, ...]:
    """What tells one problem from another, wherever its part has moved."""
    *_, name = problem.place.path.split(" › ")
    return problem.code, name, problem.codes


# --- copies ---------------------------------------------------------------------------------------------


def repeated(part: Any, names: Mapping[str, str]) -> Any:
    """A copy of a section, block, page or question with the ids of `names`, by the keys of the originals.

    Conditions and pickers in it follow the questions that were copied too.
    """
    fields: dict[str, Any] = {"id": names[key_of(part)]}
    if part.show_if:
        questions = {key.partition(":")[2]: id for key, id in names.items() if key.startswith("question:")}
        fields["show_if"] = conditions.renamed(part.show_if, questions)
    if isinstance(part, Block) and part.picked_by:
        fields["picked_by"] = names.get(f"question:{part.picked_by}", part.picked_by)
    copy = replace(part, **fields)
    inner = held(copy)
    return holding(copy, tuple(repeated(each, names) for each in inner)) if inner else copy


def said_again(variants: Iterable[Variant], names: Mapping[str, str]) -> tuple[Variant, ...]:
    """Variants that say of the copies what they say of the originals."""
    return tuple(
        replace(
            variant,
            words=(
                *variant.words,
                *((f"{_renamed(key, names)}{rest}", words) for key, rest, words in _about(variant, names)),
            ),
            media=(
                *variant.media,
                *(
                    replace(media, at=_renamed(media.at, names))
                    for media in variant.media
                    if media.at in names
                ),
            ),
        )
        for variant in variants
    )


def _about(variant: Variant, names: Mapping[str, str]) -> Iterator[tuple[str, str, Any]]:
    """A variant's words about copied parts: the part's key, the rest of the text's key, and the words."""
    for text, words in variant.words:
        key, slash, rest = text.partition("/")
        if key in names:
            yield key, slash + rest, words


def _renamed(key: str, names: Mapping[str, str]) -> str:
    return f"{key.partition(':')[0]}:{names[key]}"


# --- what is gone ---------------------------------------------------------------------------------------


def forgotten(definition: Definition, keys: Iterable[str]) -> Definition:
    """The definition whose variants say nothing any more of the parts with these keys."""
    if not definition.variants:
        return definition
    gone = frozenset(keys)
    variants = tuple(
        replace(
            variant,
            words=tuple((text, words) for text, words in variant.words if not _is_of(text, gone)),
            media=tuple(media for media in variant.media if media.at not in gone),
            order=tuple(key for key in variant.order if key not in gone),
        )
        for variant in definition.variants
    )
    return replace(definition, variants=variants)


def _is_of(text: str, gone: frozenset[str]) -> bool:
    """Is this text of a part that is gone, or of something coded inside a part, such as one item?"""
    part, _, inner = text.partition("/")
    return part in gone or f"{part}/{inner.partition('/')[0]}" in gone
