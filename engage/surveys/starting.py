"""With what can a new survey begin?"""

from __future__ import annotations

from engage.bilingual import Bilingual
from engage.surveys.definition import Definition, Section

EMPTY, COPY = "empty", "copy"
TEMPLATES = {  # what each is for; its title is what it is called
    "proposal": Bilingual(
        "Reasons, effects and other ways, in about 5 minutes",
        "Rhesymau, effeithiau a ffyrdd eraill, mewn tua 5 munud",
    ),
    "budget": Bilingual(
        "Priorities, points to share out, a page for each saving, council tax",
        "Blaenoriaethau, pwyntiau i'w rhannu, tudalen ar gyfer pob arbediad, treth gyngor",
    ),
    "cohesion": Bilingual(
        "Belonging, getting on together, feeling safe",
        "Perthyn, cyd-dynnu, teimlo'n ddiogel",
    ),
}


def empty(title: Bilingual) -> Definition:
    """A survey in which nothing is asked yet, with one section to put pages in."""
    views = Section(id="views", title=Bilingual("Your views", "Eich barn"), parts=())
    return Definition(title=title, sections=(views,))
