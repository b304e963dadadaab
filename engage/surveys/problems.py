"""What must an author mend, and where in the survey is it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engage.bilingual import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in a definition; what does not apply stays empty.

    `path` is made of keys, ids and codes alone, so that it reads the same in every language.
    """

    path: str = ""
    section: str = ""
    page: str = ""
    question: str = ""
    option: str = ""  # also the code of a row, a point of a scale, an area or an item
    step: int = 0  # the number of the first step that shows the place; 0: none does

    def inside(self, name: str, *, page: str = "", question: str = "", option: str = "") -> Place:
        """The place of this name within this one."""
        return Place(
            path=f"{self.path} › {name}" if self.path else name,
            section=self.section,
            page=page or self.page,
            question=question or self.question,
            option=option or self.option,
            step=self.step,
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. The words for each `code` are made where they are shown, from its parameters."""

    code: str
    place: Place = Place()
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def codes(self) -> tuple[tuple[str, Any], ...]:
        """The parameters that stay the same when somebody words the survey in another way."""
        return tuple(sorted((k, v) for k, v in self.parameters.items() if not isinstance(v, Bilingual)))
