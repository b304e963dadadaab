"""What of a definition can an XLSForm not say? Our own files keep it all the same; other tools do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from engage.bilingual import Bilingual
from engage.surveys.definition import (
    Allocation,
    Block,
    Condition,
    Definition,
    FileQuestion,
    Matrix,
    NumberQuestion,
    Option,
    Page,
    PostcodeQuestion,
    Question,
    Ranking,
    ScaleQuestion,
    SeveralChoices,
    ShortText,
)
from engage.surveys.placeholders import names
from engage.surveys.texts import texts
from engage.surveys.tour import Visited, tour
from engage.surveys.xlsform_names import Names
from engage.surveys.xpath import Inexpressible, Named, expression

SHEET = "losses"
HEADINGS = ("where", "English", "Cymraeg")
WORDS: dict[str, Bilingual] = {
    "title_cy": Bilingual(
        "The form has one title: the English one",
        "Un teitl sydd gan y ffurflen: yr un Saesneg",
    ),
    "minutes": Bilingual("How long the survey takes", "Faint o amser y mae'r arolwg yn ei gymryd"),
    "equality": Bilingual("The standard equality questions", "Y cwestiynau cydraddoldeb safonol"),
    "welsh_effects": Bilingual(
        "The standard questions on effects on the Welsh language",
        "Y cwestiynau safonol am effeithiau ar y Gymraeg",
    ),
    "contact": Bilingual("The offer to leave an email address", "Y cynnig i adael cyfeiriad e-bost"),
    "variants": Bilingual("Other versions, such as Easy Read", "Fersiynau eraill, megis Hawdd ei Ddeall"),
    "ends": Bilingual("The survey ends after this page", "Mae'r arolwg yn dod i ben ar ôl y dudalen hon"),
    "safe_exit": Bilingual("The button to leave at once", "Y botwm i adael ar unwaith"),
    "media": Bilingual("Pictures, films and panels", "Lluniau, ffilmiau a phaneli"),
    "condition": Bilingual("Who is asked this", "Pwy sy'n cael y cwestiwn hwn"),
    "repeated": Bilingual(
        "The block is repeated, but does not show its items by name",
        "Mae'r bloc yn cael ei ailadrodd, ond nid yw'n dangos ei eitemau wrth eu henwau",
    ),
    "placeholders": Bilingual(
        "Words in curly brackets are shown as they are",
        "Mae geiriau mewn cromfachau cyrliog yn ymddangos fel y maen nhw",
    ),
    "hints": Bilingual("Hints of options", "Awgrymiadau'r opsiynau"),
    "boxes": Bilingual("Boxes for more words at options", "Blychau am ragor o eiriau wrth opsiynau"),
    "exclusive": Bilingual("Options that exclude others", "Opsiynau sy'n eithrio eraill"),
    "apart": Bilingual(
        "“Not applicable” is one more point of the scale",
        "Mae “ddim yn berthnasol” yn un pwynt arall ar y raddfa",
    ),
    "scale_title": Bilingual("The title of the scale", "Teitl y raddfa"),
    "top": Bilingual("How many are to be put in order", "Faint sydd i'w rhoi mewn trefn"),
    "total": Bilingual(
        "The numbers must add up, and their unit", "Rhaid i'r rhifau ddod i gyfanswm, a'u huned"
    ),
    "unit": Bilingual("The unit of the number", "Uned y rhif"),
    "decimals": Bilingual("The number of decimal places", "Nifer y lleoedd degol"),
    "bands": Bilingual("The bands in which numbers are counted", "Y bandiau y cyfrifir rhifau ynddynt"),
    "autocomplete": Bilingual("What browsers may fill in", "Yr hyn y caiff porwyr ei lenwi"),
    "lookup": Bilingual("The council's list of postcodes", "Rhestr y cyngor o godau post"),
    "may_decline": Bilingual(
        "The box for people who would rather not say",
        "Y blwch i bobl y byddai'n well ganddynt beidio â dweud",
    ),
    "areas": Bilingual(
        "The postcode is asked as text and kept as it is typed",
        "Gofynnir am y cod post fel testun a'i gadw fel y cafodd ei deipio",
    ),
    "files": Bilingual("How many files there may be", "Faint o ffeiliau a all fod"),
    "special_category": Bilingual(
        "The condition for special category data", "Yr amod ar gyfer data categori arbennig"
    ),
    "origin": Bilingual("From which question of the library it comes", "O ba gwestiwn yn y llyfrgell y daw"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that the form does not say; `where` is the path to its place, empty for the whole survey."""

    where: str
    code: str

    @property
    def words(self) -> Bilingual:
        return WORDS[self.code]


def losses(definition: Definition) -> tuple[Loss, ...]:
    """Everything that the form does not say, in the order of the survey."""
    named = Names.of(definition).by_id
    found = [Loss("", code) for code in _of_survey(definition)]
    filled = {text.place.path for text in texts(definition) if names(text.words.en) | names(text.words.cy)}
    for stop in tour(definition):
        codes = list(_of_part(stop.part))
        if stop.part.show_if and not _expressible(stop.part.show_if, named):
            codes.append("condition")
        inside = stop.block is not None and stop.part is not stop.block
        if inside and any(path.startswith(stop.place.path) for path in filled):
            codes.append("placeholders")
        found += [Loss(stop.place.path, code) for code in codes]
    return tuple(dict.fromkeys(found))


def rows(definition: Definition) -> list[dict[str, str]]:
    """The losses as rows of a sheet."""
    return [
        dict(zip(HEADINGS, (loss.where, loss.words.en, loss.words.cy), strict=True))
        for loss in losses(definition)
    ]


def _expressible(condition: Condition, named: Mapping[str, Named]) -> bool:
    try:
        expression(condition, named)
    except Inexpressible:
        return False
    return True


def _of_survey(definition: Definition) -> Iterator[str]:
    usual = {field.name: field.default for field in fields(definition)}
    if definition.title.cy:
        yield "title_cy"
    for name in ("minutes", "equality", "welsh_effects", "contact", "variants"):
        if getattr(definition, name) != usual[name]:
            yield name


def _of_part(part: Visited) -> Iterator[str]:
    match part:
        case Page():
            yield from (name for name in ("ends", "safe_exit") if getattr(part, name))
            if part.images or part.videos or part.panels:
                yield "media"
        case Block():
            yield "repeated"
        case Question():
            yield from (name for name in ("special_category", "origin") if getattr(part, name))
            yield from _of_question(part)


def _of_question(question: Question) -> Iterator[str]:
    match question:
        case Matrix(scales=scales):
            if any(scale.not_applicable for scale in scales):
                yield "apart"
            if len(scales) == 1 and scales[0].title:
                yield "scale_title"
        case ScaleQuestion(not_applicable=Option()):
            yield "apart"
        case Ranking(top=int()):
            yield "top"
        case Allocation():
            yield "total"
        case NumberQuestion():
            yield from (name for name in ("unit", "bands") if getattr(question, name))
            if question.decimals not in (0, 2):
                yield "decimals"
        case ShortText(autocomplete=str(token)) if token:
            yield "autocomplete"
        case PostcodeQuestion():
            yield "areas"
            yield from (name for name in ("lookup", "may_decline") if getattr(question, name))
        case FileQuestion(maximum=most) if most != 1:
            yield "files"
    yield from _of_options(question)


def _of_options(question: Question) -> Iterator[str]:
    held = [getattr(question, name, ()) for name in ("options", "points")]
    options = [option for options in held for option in options]
    if any(option.hint for option in options):
        yield "hints"
    if any(option.other for option in options) and question.kind not in ("single", "several"):
        yield "boxes"
    if any(option.exclusive for option in options) and not isinstance(question, SeveralChoices):
        yield "exclusive"
