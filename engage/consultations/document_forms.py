"""Which files may an officer add to a consultation? Always a pair, one in each language."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, FileField
from wtforms.validators import ValidationError

from engage.bilingual import other_language
from engage.consultations.documents import Paper, Reason, Unacceptable
from engage.consultations.forms import BilingualForm, Needed, bilingual_fields

FILE_MESSAGES = {
    "en": {
        "none": _l("Choose the English file"),
        "alone": _l("Choose the English file too: a document is published in both languages"),
        Reason.EMPTY: _l("The English file is empty"),
        Reason.TOO_LARGE: _l("The English file must be 5 MB or smaller"),
        Reason.UNKNOWN_TYPE: _l("The English file must be a PDF, DOCX, ODT, XLSX, ODS, CSV or TXT"),
        Reason.NOT_WHAT_IT_SAYS: _l("The English file cannot be read as what its name says it is"),
        Reason.NOT_UTF8: _l("Save the English file as UTF-8, so that every letter in it survives"),
    },
    "cy": {
        "none": _l("Choose the Welsh file"),
        "alone": _l("Choose the Welsh file too: a document is published in both languages"),
        Reason.EMPTY: _l("The Welsh file is empty"),
        Reason.TOO_LARGE: _l("The Welsh file must be 5 MB or smaller"),
        Reason.UNKNOWN_TYPE: _l("The Welsh file must be a PDF, DOCX, ODT, XLSX, ODS, CSV or TXT"),
        Reason.NOT_WHAT_IT_SAYS: _l("The Welsh file cannot be read as what its name says it is"),
        Reason.NOT_UTF8: _l("Save the Welsh file as UTF-8, so that every letter in it survives"),
    },
}


class DocumentForm(BilingualForm):
    """A document's title and file in each language; `papers` holds the files, once they are valid."""

    title_en, title_cy = bilingual_fields(_l("Title of the document"), "title", lines=False)
    file_en = FileField(_l("English file"), [Needed()])
    file_cy = FileField(_l("Welsh file"), [Needed()])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.papers: dict[str, Paper] = {}

    def validate_title_en(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_l("Enter the title of the document in English"))

    def validate_title_cy(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_l("Enter the title of the document in Welsh"))

    def validate_file_en(self, field: Field) -> None:
        self._read("en", field.data)

    def validate_file_cy(self, field: Field) -> None:
        self._read("cy", field.data)

    def _read(self, language: str, upload: Any) -> None:
        messages = FILE_MESSAGES[language]
        if not _is_file(upload):
            twin = self[f"file_{other_language(language)}"].data
            raise ValidationError(messages["alone" if _is_file(twin) else "none"])
        try:
            self.papers[language] = Paper.read(upload.filename, upload.stream.read())
        except Unacceptable as refused:
            raise ValidationError(messages[refused.reason]) from None


def _is_file(upload: Any) -> bool:
    """Was a file chosen? If not, a browser sends one without a name."""
    return bool(getattr(upload, "filename", ""))
