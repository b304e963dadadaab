"""What may an officer type in about a variant of a survey?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField
from wtforms.validators import ValidationError

from engage import collation
from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations.forms import TEXT_LIMIT, Needed, one_line, tidy
from engage.surveys.change_forms import MARKDOWN
from engage.surveys.media import Video
from engage.surveys.texts import Text
from engage.surveys.variant import Variant
from engage.surveys.variants import languages
from engage.surveys.ways import WAYS, Way


def known_as(way: Way, language: str) -> str:
    """What officers call the variant, in the language of their page."""
    return f"{way.known_as[language]} ({way.name[language]})" if way.tag else way.name[language]


class AddForm(FlaskForm):
    """Which variant to begin."""

    code = SelectField(_l("Variant"), [Needed()], validate_choice=False)

    def __init__(self, *, taken: Iterable[str], language: str) -> None:
        super().__init__()
        known = set(taken)
        free = [way for way in WAYS.values() if way.code not in known]
        ours = [way for way in free if not way.tag]
        others = sorted(
            (way for way in free if way.tag), key=lambda w: collation.key(w.known_as[language], language)
        )
        self.code.choices = [SelectChoice(w.code, known_as(w, language)) for w in (*ours, *others)]

    def validate_code(self, field: SelectField) -> None:
        if field.data not in {choice.value for choice in self.code.choices}:
            raise ValidationError(_l("Choose a variant from the list"))


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a variant's words, beside the standard words."""

    name: str
    language: str  # of what is typed
    value: str
    has_lines: bool
    error: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One text with the fields for the variant's own words."""

    text: Text
    fields: tuple[Field, ...]
    is_needed: bool


def sheets(
    texts: Iterable[Text], variant: Variant, needed: Iterable[str], typed: Mapping[str, str] | None = None
) -> list[Sheet]:
    """Lay out these texts with the variant's own words, or with what was typed just now."""
    own, wanted = dict(variant.words), set(needed)
    return [
        Sheet(
            text,
            tuple(
                _field(f"{text.key}:{each}", each, own.get(text.key, Bilingual())[each], text, variant, typed)
                for each in languages(variant)
            ),
            text.key in wanted,
        )
        for text in texts
    ]


def _field(
    name: str, language: str, saved: str, text: Text, variant: Variant, typed: Mapping[str, str] | None
) -> Field:
    value = saved if typed is None else typed.get(name, "")
    tag = WAYS[variant.code].tag if variant.code in WAYS else ""
    error = str(_l("Use 10,000 characters or fewer")) if len(value) > TEXT_LIMIT else ""
    return Field(name, tag or language, value, text.field in MARKDOWN, error)


def words(texts: Iterable[Text], variant: Variant, typed: Mapping[str, str]) -> dict[str, Bilingual]:
    """What was typed, by the texts' keys; the words of a further language stand in both fields alike."""
    found = {}
    for text in texts:
        tidied = tidy if text.field in MARKDOWN else one_line
        given = {each: tidied(typed.get(f"{text.key}:{each}")) for each in languages(variant)}
        found[text.key] = (
            Bilingual(**given) if len(given) == len(LANGUAGES) else Bilingual(*[given["en"]] * 2)
        )
    return found


FILM = ("title", "address", "transcript")


def film_typed(typed: Mapping[str, str]) -> Video | None:
    """The film that was typed; None when every field is empty."""
    texts = {
        name: Bilingual(
            *(
                (tidy if name == "transcript" else one_line)(typed.get(f"film_{name}_{each}"))
                for each in LANGUAGES
            )
        )
        for name in FILM
    }
    return Video("film", **texts) if any(texts.values()) else None


def film_problems(film: Video | None) -> list[tuple[str, str]]:
    """What is wrong with a film: the field and the sentence."""
    if film is None:
        return []
    found = []
    for name in FILM:
        for each in getattr(film, name).missing:
            found.append((f"film_{name}_{each}", str(MISSING_OF_FILM[name])))
    for each in LANGUAGES:
        address = film.address[each]
        if address and (not address.startswith("https://") or len(address) > 500 or " " in address):
            found.append((f"film_address_{each}", str(_l("The film's address must begin with https://"))))
    return found


MISSING_OF_FILM = {
    "title": _l("Give the film a title in both languages"),
    "address": _l("Give the film's address in both languages; it may be the same"),
    "transcript": _l("Write in both languages what is said and shown in the film"),
}
