"""What may a translator bring back as a file, and what are they told about it?"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from engage.surveys.translation_files import LIMIT, FileRefused

FILES: dict[str, LazyString] = {  # translation_files.PROBLEMS
    "too_big": _l("The file is too big: it may have 5 MB"),
    "unknown_type": _l("The file must be XLIFF (.xlf) or a spreadsheet (.xlsx) that was fetched from here"),
    "not_xliff": _l("The file cannot be read as XLIFF"),
    "old_xliff": _l("The file is in an older XLIFF format. Save it as XLIFF 2"),
    "not_workbook": _l("The file cannot be read as a spreadsheet. Save it again as .xlsx"),
    "harmful": _l("The file holds something that translators' files do not need, and is not opened"),
    "not_ours": _l(
        "The file does not say for which consultation it is. Fetch a new file and copy your words"
    ),
    "other_consultation": _l("The file belongs to another consultation"),
    "other_version": _l(
        "The file was made for version %(file)s of the survey, but version %(here)s is being translated now. "
        "Fetch a new file and copy the translations that still fit"
    ),
    "later_draft": _l(
        "The file was made from revision %(file)s of the draft, but the draft here is at revision %(here)s. "
        "Fetch a new file and copy the translations that still fit"
    ),
    "other_survey": _l(
        "The file was made from another survey: none of its pages and questions is in this one. "
        "Fetch a new file and copy the translations that still fit"
    ),
    "too_many": _l("The file has more rows than any survey"),
}
SENTENCES: dict[str, LazyString] = {  # translation_files.ROW_PROBLEMS
    "twice": _l("This text stands twice in the file"),
    "other_way": _l("This text is now translated in the other direction"),
    "source_changed": _l("The source has changed since the file was made"),
    "order_in_file": _l("These options stand in another order in the file: it was sorted"),
    "options_changed": _l("Options were added, removed or moved since the file was made"),
    "other_option": _l("This is the translation of another option beside it"),
    "formula": _l("The cell holds a formula. Write words"),
    "inline_codes": _l("The translation holds codes of another program. Write words alone"),
}


class UploadForm(FlaskForm):
    """A translator's file; `content` holds its bytes."""

    file = FileField(_l("File from the translator"), [FileRequired(_l("Choose the file"))])
    content, name = b"", ""

    def validate_file(self, field: FileField) -> None:
        if field.data:
            self.content = field.data.stream.read(LIMIT + 1)  # one byte too many is enough to know
            self.name = field.data.filename or ""

    def refuse(self, refused: FileRefused) -> None:
        """Say why the file as a whole is not taken in."""
        sentence = str(FILES[refused.code])
        theirs, here = refused.numbers or (0, 0)
        self.file.errors = [sentence % {"file": theirs, "here": here} if refused.numbers else sentence]


class DeliveryForm(FlaskForm):
    """Nothing but buttons, and a choice for each text that was changed on both sides."""
