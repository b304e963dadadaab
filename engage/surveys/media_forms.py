"""What may an officer put on a page besides questions: a picture, a video, a panel with more information?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, FileField, HiddenField, SelectChoice, SelectMultipleField
from wtforms.validators import ValidationError

from engage.bilingual import Bilingual
from engage.consultations.forms import BilingualForm, Needed, bilingual_fields, spread
from engage.surveys.media import FILE, Image, Panel, Video
from engage.surveys.media_checks import is_https
from engage.surveys.pictures import Picture, Reason, Unacceptable
from engage.surveys.problem_forms import OF_THE_SURVEY

Medium = Image | Video | Panel
FILE_MESSAGES = {
    Reason.EMPTY: _l("The picture file is empty"),
    Reason.TOO_LARGE: _l("The picture file must be 8 MB or smaller"),
    Reason.DRAWING: _l("SVG files can hold programs, so they are not taken. Save the drawing as PNG"),
    Reason.NO_PICTURE: _l("The picture must be a PNG, JPEG, WebP or GIF file"),
    Reason.TOO_MANY_PIXELS: _l("The picture must have 50 million pixels or fewer. Make it smaller first"),
}


class MediaForm(BilingualForm):
    """One thing that stands on a page, in both languages."""

    first = "en"  # the language that is written first

    @classmethod
    def typed(cls, medium: Any) -> dict[str, Any]:
        """The medium as its form has it."""
        words = {name: held for name, held in _fields(medium).items() if isinstance(held, Bilingual)}
        return {**_fields(medium), **spread(words)}

    def medium(self, code: str) -> Medium:
        """What was typed."""
        raise NotImplementedError

    @property
    def name(self) -> Bilingual:
        """Words by which people know it."""
        return self.bilingual("title")


class PictureForm(MediaForm):
    """A picture, described or decorative. `file` is the name of what is kept, `upload` what is sent."""

    file = HiddenField()
    upload = FileField(_l("Picture"), [Needed()])
    alt_en, alt_cy = bilingual_fields(_l("Description"), "alt", lines=False)
    decorative = BooleanField(_l("The picture is decorative: it says nothing that is not in the words"))

    def __init__(self, kept: str = "", **values: Any) -> None:
        super().__init__(**values)
        self.kept, self.read = kept, None  # type: str, Picture | None

    def validate_upload(self, field: Field) -> None:
        """Read what was sent, if anything; without it, there must be a picture already."""
        if getattr(field.data, "filename", ""):
            try:
                self.read = Picture.read(field.data.stream.read())
            except Unacceptable as refused:
                raise ValidationError(FILE_MESSAGES[refused.reason]) from None
        elif not (self.file.data and (FILE.fullmatch(self.file.data) or self.file.data == self.kept)):
            raise ValidationError(_l("Choose a picture"))

    def validate_decorative(self, field: Field) -> None:
        if field.data and (self.alt_en.data or self.alt_cy.data):
            raise ValidationError(OF_THE_SURVEY["alt_of_decoration"])

    def medium(self, code: str) -> Image:
        return Image(code, self.file.data or "", self.bilingual("alt"), bool(self.decorative.data))

    @property
    def name(self) -> Bilingual:
        return self.bilingual("alt")


class NamedForm(MediaForm):
    """What needs a title in one language at least; in which, the field that is written first asks."""

    def validate_title_en(self, field: Field) -> None:
        self._named(field, "en")

    def validate_title_cy(self, field: Field) -> None:
        self._named(field, "cy")

    def _named(self, field: Field, language: str) -> None:
        if language == self.first and not self.name:
            raise ValidationError(_l("Enter a title in English or in Welsh"))


class VideoForm(NamedForm):
    """A video at an address of its own, with everything that is said and shown in it."""

    title_en, title_cy = bilingual_fields(_l("Title of the video"), "title", lines=False)
    address_en, address_cy = bilingual_fields(_l("Address of the video"), "address", lines=False)
    transcript_en, transcript_cy = bilingual_fields(_l("What is said and shown"), "transcript")

    def validate_address_en(self, field: Field) -> None:
        _require_https(field)

    def validate_address_cy(self, field: Field) -> None:
        _require_https(field)

    def medium(self, code: str) -> Video:
        return Video(code, *map(self.bilingual, ("title", "address", "transcript")))


class PanelForm(NamedForm):
    """More information for whoever opens it, with documents of the consultation."""

    title_en, title_cy = bilingual_fields(_l("Title of the panel"), "title", lines=False)
    body_en, body_cy = bilingual_fields(_l("What it says"), "body")
    documents = SelectMultipleField(_l("Documents"), validate_choice=False)

    def offer(self, documents: Mapping[str, Any], kept: Iterable[str], language: str) -> None:
        """Let these documents be chosen, and those that were but are not there any more be left out."""
        choices = [SelectChoice(code, each.title[language]) for code, each in documents.items()]
        self.documents.choices = [
            *choices,
            *(SelectChoice(code, code) for code in kept if code not in documents),
        ]

    def medium(self, code: str) -> Panel:
        offered = [choice.value for choice in self.documents.choices]
        chosen = tuple(each for each in offered if each in (self.documents.data or ()))
        return Panel(code, self.bilingual("title"), self.bilingual("body"), chosen)


def _fields(medium: Medium) -> dict[str, Any]:
    return {name: getattr(medium, name) for name in type(medium).__slots__}


def _require_https(field: Field) -> None:
    if field.data and not is_https(field.data):
        raise ValidationError(_l("Enter a whole web address that begins with https://"))
