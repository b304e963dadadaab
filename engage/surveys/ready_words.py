"""What is wrong with what residents will read: is it accessible, sound, and the same in both languages?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engage.accounts.colours import ENOUGH, contrast_with_white
from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations.checks import Code
from engage.surveys import legible, variants
from engage.surveys.definition import Page
from engage.surveys.problems import Place
from engage.surveys.readiness import WHOLE, Facts, Finding

TEXTS = ("summary", "why", "can_change", "cannot_change", "audience")  # of the consultation's page
SAID_ABOVE = ("why", "can_change", "cannot_change", "privacy")  # at which lines of their own look
OF_WORDS = {"missing_words", "stale_words"}
OF_ACCESS = {"no_alt", "heading_jump"}  # said at the lines on pictures and on headings
OF_AGREEMENT = {"numbers_differ", "placeholders_differ", "links_differ"}
Where = str | Bilingual

# --- accessible ---------------------------------------------------------------------------------------------


def alternative_texts(facts: Facts) -> Iterator[Finding]:
    for page in facts.pages:
        for image in page.images:
            if not image.decorative:
                for language in image.alt.missing:
                    yield Finding(f"alt_missing_{language}", {"page": page.title}, _place(page))


def transcripts(facts: Facts) -> Iterator[Finding]:
    for page in facts.pages:
        for video in page.videos:
            for language in video.transcript.missing:
                yield Finding(f"transcript_missing_{language}", {"video": video.title}, _place(page))


def contrast(facts: Facts) -> Iterator[Finding]:
    ratio = contrast_with_white(facts.colour)
    if ratio < ENOUGH:
        yield Finding("low_contrast", {"ratio": f"{ratio:.1f}", "least": f"{ENOUGH:.1f}"})


def headings(facts: Facts) -> Iterator[Finding]:
    for name, words, place, under in _markdown(facts):
        for language in LANGUAGES:
            for heading in legible.heading_jumps(words[language], under):
                yield Finding(
                    "heading_jump", {"heading": heading, "where": name}, place, f"{name}_{language}"
                )


def links(facts: Facts) -> Iterator[Finding]:
    for name, words, place, _under in _markdown(facts):
        for language in LANGUAGES:
            for text in legible.vague_links(words[language]):
                yield Finding("vague_link", {"link": text, "where": name}, place, f"{name}_{language}")


def reading(facts: Facts) -> Iterator[Finding]:
    for name, text, place in _to_read(facts):
        age = legible.reading_age(text)
        if age and age > legible.HARDEST:
            yield Finding("hard_to_read", {"age": age, "where": name}, place, f"{name}_en")


def reading_age(facts: Facts) -> int | None:
    """The reading age of all the English that residents read; None when there is too little to tell."""
    return legible.reading_age("\n\n".join(text for _name, text, _place in _to_read(facts)))


def _markdown(facts: Facts) -> Iterator[tuple[Where, Bilingual, Place, int]]:
    """Every text that may hold headings and links: what it is, its words, its place, the level above."""
    for name in (*TEXTS[1:], "contact", "other_formats", "privacy"):
        yield name, facts.texts[name], WHOLE, 1
    yield "formative", facts.said.formative, WHOLE, 1
    yield "consideration", facts.said.consideration, WHOLE, 1
    yield "intro", facts.definition.intro, WHOLE, 0
    for page in facts.pages:
        yield page.title, page.body, _place(page), 0
        for panel in page.panels:
            yield page.title, panel.body, _place(page), 1
        for video in page.videos:
            yield page.title, video.transcript, _place(page), 0


def _to_read(facts: Facts) -> Iterator[tuple[Where, str, Place]]:
    """What residents read in English, text by text and page by page."""
    for name in TEXTS:
        yield name, facts.texts[name].en, WHOLE
    yield "intro", facts.definition.intro.en, WHOLE
    for page in facts.pages:
        asked = [words for question in page.questions for words in (question.title.en, question.hint.en)]
        yield page.title, "\n\n".join([page.body.en, *asked]), _place(page)


def _place(page: Page) -> Place:
    return Place(path=page.id, page=page.id)


# --- survey and languages -----------------------------------------------------------------------------------


def sound(facts: Facts) -> Iterator[Finding]:
    for problem in facts.problems:
        if problem.code not in OF_WORDS | OF_AGREEMENT | OF_ACCESS:
            yield Finding("problem", {"problem": problem}, problem.place)


def details(facts: Facts) -> Iterator[Finding]:
    for problem in facts.of_consultation:
        missing = problem.code == Code.MISSING
        if not (missing and problem.field[:-3] in SAID_ABOVE):
            yield Finding("detail", {"problem": problem}, anchor=problem.field)


def of_codes(*codes: str) -> Callable[[Facts], Iterator[Finding]]:
    """A check that the survey has none of these problems."""
    wanted = frozenset(codes)

    def check(facts: Facts) -> Iterator[Finding]:
        for problem in facts.problems:
            if problem.code in wanted:
                yield Finding("problem", {"problem": problem}, problem.place)

    return check


def paired(facts: Facts) -> Iterator[Finding]:
    """Documents come in pairs by construction; here are films that are shown in one language only."""
    for page in facts.pages:
        for video in page.videos:
            for language in video.address.missing:
                yield Finding(f"film_missing_{language}", {"video": video.title}, _place(page))


def has_variants(facts: Facts) -> bool:
    return bool(facts.definition.variants)


def unfinished_variants(facts: Facts) -> Iterator[Finding]:
    for each in facts.definition.variants:
        if number := len(variants.problems(facts.definition, each)):
            yield Finding("variant_unfinished", {"variant": each.code, "number": number})
