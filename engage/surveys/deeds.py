"""What can be done to a draft? Each change of it says which of these it was."""

from __future__ import annotations

from enum import StrEnum


class Deed(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    DUPLICATED = "duplicated"
    MOVED = "moved"
    DELETED = "deleted"
    ROUTED = "routed"
    TRANSLATED = "translated"
    INSERTED = "inserted"  # from the library
    UPGRADED = "upgraded"  # to a later edition of a standard set
    IMPORTED = "imported"
    CORRECTED = "corrected"  # a slip, in what is published as well
