"""Small files of every type that a document may have."""

from __future__ import annotations

import io
import zipfile

from engage.consultations.documents import TYPES


def archive(**parts: str) -> bytes:
    """A zip archive of these parts; `__` in a name stands for a slash."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


PDF = b"%PDF-1.7\n"
FILES = {
    "pdf": PDF,
    "docx": archive(**{"word__document.xml": "<w/>"}),
    "xlsx": archive(**{"xl__workbook.xml": "<x/>"}),
    "odt": archive(mimetype=TYPES["odt"]),
    "ods": archive(mimetype=TYPES["ods"]),
    "csv": "ardal,nifer\nTŷ,1\n".encode(),
    "txt": "\ufeffTŷ".encode(),
}
