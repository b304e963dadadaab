"""How is a part of a residents' page drawn on an officer's page, in either language?"""

from __future__ import annotations

from typing import Any

from flask import g, get_template_attribute
from markupsafe import Markup

from engage.web import language


def drawn(lang: str, template: str, macro: str, *given: Any) -> Markup:
    """What this macro draws; the interface's own words are in this language too."""
    here = language()
    g.lang = lang
    try:
        return Markup(get_template_attribute(template, macro)(*given))  # noqa: S704 - the template has escaped it
    finally:
        g.lang = here
