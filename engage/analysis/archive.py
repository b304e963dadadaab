"""How are several files put into one, always in the same bytes?"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that an archive can name: it says nothing about ours
STORED = ("mimetype",)  # what has to stand first and bare, so that a program knows the kind of file


def archive(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Make a ZIP of these files, in this order."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # as if on Unix, wherever it is made
            entry.compress_type = zipfile.ZIP_STORED if name in STORED else zipfile.ZIP_DEFLATED
            file.writestr(entry, content)
    return made.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    """Return the files of a ZIP of our own making, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}
