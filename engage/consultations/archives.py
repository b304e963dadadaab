"""What do Python's readers of ZIP archives let through when one is broken, or of another sort?"""

from __future__ import annotations

import lzma
import zipfile
import zlib

BROKEN = (
    zipfile.BadZipFile,  # the list of parts, or a checksum
    zlib.error,  # a part that is deflated
    lzma.LZMAError,  # a part packed by LZMA
    OSError,  # a part packed by bzip2
    EOFError,  # the archive ends inside a part
    ValueError,  # a part lies before the beginning, or its name is no text
    OverflowError,  # a part lies further on than any file is long
    RuntimeError,  # encrypted; and, as NotImplementedError, packed in a way that the reader does not know
)
