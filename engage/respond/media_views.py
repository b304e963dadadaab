"""Where do the documents lie that a page of a survey points to?"""

from __future__ import annotations

from typing import Any

from flask import url_for

from engage.bilingual import Bilingual
from engage.consultations import queries as consultations
from engage.surveys.definition import Page


def papers(consultation_id: int, slug: Bilingual, *pages: Page) -> dict[str, Any]:
    """What `components/media.html` needs for these pages. Nothing is read when they point to no document."""
    if not any(panel.documents for page in pages for panel in page.panels):
        return {"documents": {}, "document_address": None}

    def address(document: Any, language: str) -> str:
        return url_for("consultations.document", lang=language, slug=slug[language], document_id=document.id)

    return {
        "documents": consultations.documents_by_code(consultation_id),
        "document_address": address,
    }
