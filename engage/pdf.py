"""How does a page become a tagged PDF?

One door to the library behind it (WeasyPrint). It draws with the style sheets and pictures of `static` alone:
nothing is fetched from any network, whatever a text that somebody wrote points to.
"""

from __future__ import annotations

import mimetypes
from typing import Any

from PIL import ImageFile

from engage import tagging
from engage.config import ROOT
from engage.errors import Conflict

STATIC = ROOT / "static"
SITE = "https://engage.invalid/"  # a name that nobody has: RFC 2606
BASE = f"{SITE}static/"


class NoPdf(Conflict):
    """This machine lacks the libraries with which PDFs are drawn; the page can be printed instead."""

    page = "no_pdf"


def pdf(html: str) -> bytes:
    """Draw a whole page as PDF/UA-1. Addresses in it that begin `static/` are files of ours. Raises NoPdf.

    A picture that is not a file of ours has to be in the page itself, as a `data:` address.
    """
    try:
        import weasyprint.pdf.tags  # here: it takes a second, and libraries that not every machine has
    except OSError as missing:
        raise NoPdf from missing
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # which it sets for everybody: a cut picture is still refused
    tagging.say_more(weasyprint.pdf.tags, weasyprint.pdf.tags.pydyf.String)
    page = weasyprint.HTML(string=html, base_url=SITE, url_fetcher=_files_of_ours(weasyprint.urls))
    drawn: bytes = page.write_pdf(pdf_variant="pdf/ua-1", finisher=tagging.leave_out)
    return drawn


def _files_of_ours(urls: Any) -> Any:
    """What reads our files for the library, and nothing else; it leaves out what raises ValueError."""

    def fetch(library: Any, url: str, headers: Any = None) -> Any:
        if url.startswith("data:image/"):  # a picture that the page itself holds
            return urls.URLFetcher.fetch(library, url)
        file = (STATIC / url.removeprefix(BASE)).resolve()
        if not (url.startswith(BASE) and file.is_relative_to(STATIC) and file.is_file()):
            raise ValueError("not a file of ours")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return urls.URLFetcherResponse(url, body=file.read_bytes(), headers={"Content-Type": kind})

    return type("Files", (urls.URLFetcher,), {"fetch": fetch})()
