"""How is a part of a residents' page drawn on an officer's page, in either language?"""

from __future__ import annotations

from typing import Any

from flask import g, get_template_attribute, url_for
from markupsafe import Markup

from engage.consultations import queries as consultations
from engage.surveys.definition import Page
from engage.web import language


def drawn(lang: str, template: str, macro: str, *given: Any) -> Markup:
    """What this macro draws; the interface's own words are in this language too."""
    here = language()
    g.lang = lang
    try:
        return Markup(get_template_attribute(template, macro)(*given))  # noqa: S704 - the template has escaped it
    finally:
        g.lang = here


def papers(consultation_id: int, *pages: Page) -> dict[str, Any]:
    """What `components/media.html` needs for these pages. Nothing is read when they point to no document."""
    points = any(panel.documents for page in pages for panel in page.panels)
    documents = consultations.documents_by_code(consultation_id) if points else {}
    return {"documents": documents, "document_address": document_address}


def document_address(document: Any, file_language: str) -> str:
    """Where an officer downloads a document."""
    return url_for(
        "consultations_desk.document",
        lang=file_language,
        consultation_id=document.consultation_id,
        document_id=document.id,
    )
