"""Does the record follow every change, and can translators save, sign off and ask?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.consultations import preparation_service as preparations
from engage.consultations import service as consultations
from engage.consultations.details import Details
from engage.consultations.preparation import NotPolicy, Preparation, Proposal
from engage.errors import NotAllowed, NotFound
from engage.surveys import (
    draft_service,
    queries,
    ready_service,
    service,
    translating_service,
    translation_file_service,
    translation_queries,
    translation_xliff,
)
from engage.surveys import translation_service as translation
from engage.surveys.deeds import Deed
from engage.surveys.definition import Definition
from engage.surveys.interchange import write_yaml
from engage.surveys.media import Video
from engage.surveys.models import Survey
from engage.surveys.texts import rewritten
from engage.surveys.translating_service import Typed
from engage.surveys.translation import State, digest
from engage.surveys.translation_files import Fate, key_names, outgoing
from engage.surveys.translation_models import Sort
from engage.surveys.variant import Variant
from tests.examples import BUDGET, SHORT
from tests.factories import NOON, make_consultation, make_council, make_officer

KEY = "question:longer_hours/title"
OPTION = "question:longer_hours/options:yes/label"


class Desk:
    """A survey that is being written, its author and its translator."""

    def __init__(self, definition: Definition = SHORT) -> None:
        self.author = make_officer()
        self.translator = make_officer(self.author.council, Role.TRANSLATOR)
        self.consultation = make_consultation(
            self.author.council, published_at=None, opens_at=NOON, closes_at=NOON + timedelta(days=50)
        )
        self.id = self.consultation.id
        service.import_draft(self.author, self.id, write_yaml(definition), now=NOON)

    @property
    def survey(self) -> Survey:
        survey = queries.draft(self.author, self.id)
        assert survey
        return survey

    def write(self, **words: str) -> None:
        """The author changes the question's title in the languages that are named."""
        self.write_at(KEY, **words)

    def write_at(self, key: str, **words: str) -> None:
        old = self.entry(key).text.words if self.state(key) != State.NOTHING else Bilingual()
        new = replace(old, **words)
        draft_service.change(
            self.author,
            self.id,
            lambda definition: rewritten(definition, {key: new}),
            seen=self.survey.revision,
            deed=Deed.CHANGED,
            subject=new,
            now=NOON,
        )

    def undo(self) -> None:
        draft_service.undo(self.author, self.id, seen=self.survey.revision, now=NOON)

    def state(self, key: str = KEY) -> State:
        return translation.states(self.survey).get(key, State.NOTHING)

    def entry(self, key: str = KEY):
        return translation_queries.sheet(self.author, self.id).entry(key)

    def typed(self, words: str | None = None, key: str = KEY, **more: bool) -> Typed:
        entry = self.entry(key)
        return Typed(key, entry.target if words is None else words, digest(entry.text.words), **more)

    def save(self, *typed: Typed):
        return translating_service.save(self.translator, self.id, typed, now=NOON)


def test_what_a_file_brings_counts_as_translated(app: Flask):
    desk = Desk()
    assert set(translation.states(desk.survey).values()) == {State.DONE}
    standing = translation.standing(desk.survey)
    assert standing.done == standing.total
    assert (standing.missing, standing.stale) == ((), ())


def test_changing_the_source_makes_its_translation_stale_until_it_is_translated_anew(app: Flask):
    desk = Desk()
    desk.write(en="Should it open on Sundays too?")
    assert desk.state() == State.STALE
    assert desk.entry().old_source == "Should the library open on Saturdays?"
    assert [each.key for each in translation.standing(desk.survey).stale] == [KEY]
    assert [problem.code for problem in translation.problems(desk.survey)] == ["stale_words"]
    assert desk.save(desk.typed("A ddylai agor ar ddydd Sul hefyd?")).saved == [KEY]
    assert desk.state() == State.DONE
    assert translation.problems(desk.survey) == ()


def test_a_survey_that_is_written_in_welsh_goes_stale_in_english(app: Flask):
    desk = Desk()
    desk.survey.written_in = "cy"
    desk.write(cy="A ddylai agor?")
    assert desk.state() == State.STALE
    assert desk.entry().target_language == "en"
    assert desk.save(desk.typed("Should it open?")).saved == [KEY]
    assert desk.survey.definition.title == SHORT.title
    assert desk.state() == State.DONE


def test_undo_brings_the_earlier_states_back(app: Flask):
    desk = Desk()
    desk.write(en="New")
    desk.save(desk.typed("Newydd"))
    desk.write(en="Newer")
    assert desk.state() == State.STALE
    desk.undo()
    assert desk.state() == State.DONE
    desk.undo()
    assert desk.state() == State.STALE  # what the translator had written is gone
    desk.undo()
    assert desk.state() == State.DONE


def test_a_file_in_place_of_the_draft_is_followed_too(app: Flask):
    desk = Desk()
    changed = rewritten(SHORT, {KEY: Bilingual("Quite another question?", desk.entry().target)})
    service.import_draft(desk.author, desk.id, write_yaml(changed), now=NOON)
    assert desk.state() == State.STALE


def test_a_stale_translation_can_be_declared_right_as_it_is(app: Flask):
    desk = Desk()
    desk.write(en="Should the library open on Saturdays, please?")
    revision = desk.survey.revision
    assert desk.save(desk.typed(still_right=True)).saved == [KEY]
    assert desk.state() == State.DONE
    assert desk.survey.revision == revision  # the draft itself did not change


@pytest.mark.parametrize("words", ["Llinell un\nllinell dau\n", "Llinell un\n\nllinell dau"])
def test_white_space_is_no_translation(app: Flask, words):
    desk = Desk()
    desk.save(desk.typed("Llinell un\nllinell dau\n"))
    desk.write(en="New")
    desk.save(desk.typed(words))
    assert desk.state() == State.STALE


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("A ddylai agor 5 niwrnod?", ["numbers_differ"]),
        ("Gweler https://example.org", ["links_differ"]),
        ("A ddylai {item} agor?", ["placeholders_differ"]),
        ("x" * 5_001, ["too_long"]),  # its author could not save it either
    ],
)
def test_what_does_not_fit_the_source_stays_out_with_the_reason(app: Flask, words, codes):
    desk = Desk()
    found = desk.save(desk.typed(words), desk.typed("Dylai, wir", OPTION))
    assert [each.code for each in found.refused[KEY]] == codes
    assert found.saved == [OPTION]
    assert desk.entry().target == "A ddylai'r llyfrgell agor ar ddydd Sadwrn?"
    assert desk.entry(OPTION).target == "Dylai, wir"


@pytest.mark.parametrize(
    ("field", "words", "code"),
    [
        ("address", "CY https://film.example/en", "not_https"),
        ("address", "http://film.example/cy", "not_https"),
        ("address", "https://film.example/cy", None),
        ("title", "x" * 151, "too_long"),
        ("title", "Ffilm", None),
    ],
)
def test_a_translator_can_save_of_a_film_what_its_author_could(app: Flask, field, words, code):
    film = Video("film", Bilingual("Film", ""), Bilingual("https://film.example/en", ""), Bilingual())
    (section,) = SHORT.sections
    page = replace(section.parts[0], videos=(film,))
    desk = Desk(replace(SHORT, sections=(replace(section, parts=(page, *section.parts[1:])),)))
    key = f"page:{page.id}/videos:film/{field}"
    found = desk.save(desk.typed(words, key))
    assert [each.code for each in found.refused.get(key, ())] == ([code] if code else [])
    assert found.saved == ([] if code else [key])


def test_nothing_is_overwritten_that_somebody_changed_meanwhile(app: Flask):
    desk = Desk()
    shown = desk.typed("Geiriau'r cyfieithydd")
    desk.write(cy="Geiriau'r awdur")
    found = desk.save(shown)
    assert [(each.code, each.words.cy) for each in found.refused[KEY]] == [("overtaken", "Geiriau'r awdur")]
    assert desk.entry().text.words.cy == "Geiriau'r awdur"


def test_texts_that_are_not_there_any_more_are_named(app: Flask):
    desk = Desk()
    found = desk.save(Typed("question:gone/title", "x", ""))
    assert [each.code for each in found.refused["question:gone/title"]] == ["gone"]


def test_a_sign_off_belongs_to_the_words_that_were_checked(app: Flask):
    desk = Desk()
    assert desk.save(desk.typed(checked=True)).signed_off == [KEY]
    assert desk.state() == State.SIGNED_OFF
    who = translation_queries.hands(desk.id, [desk.entry()])[KEY]
    assert (who.signed_by, who.signed_at) == (desk.translator.name, NOON)
    desk.write(cy="Arall")
    assert desk.state() == State.STALE
    desk.undo()
    assert desk.state() == State.SIGNED_OFF
    translating_service.take_back(desk.translator, desk.id, KEY)
    assert desk.state() == State.DONE


def test_only_what_is_there_and_not_stale_can_be_signed_off(app: Flask):
    desk = Desk()
    desk.write(en="New")
    desk.write_at(OPTION, cy="")
    seen = {each.key: digest(each.text.words) for each in translation.entries(desk.consultation, desk.survey)}
    signed = translating_service.sign_off(desk.translator, desk.id, seen, now=NOON)
    assert KEY not in signed
    assert OPTION not in signed
    assert len(signed) == len(seen) - 2
    assert translating_service.sign_off(desk.translator, desk.id, {KEY: "old digest"}, now=NOON) == []


def test_a_question_is_open_until_it_is_answered(app: Flask):
    desk = Desk()
    said = (
        (desk.translator, Sort.NOTE, "A note"),
        (desk.translator, Sort.QUESTION, "Which library?"),
        (desk.author, Sort.ANSWER, "The one in Glan-y-nant"),
    )
    for officer, sort, words in said:
        translating_service.say(officer, desk.id, KEY, sort, words, language="en", now=NOON)
        is_open = KEY in translation_queries.sheet(desk.author, desk.id).asked
        assert is_open == (sort == Sort.QUESTION)
        assert translation_queries.is_open(translation_queries.thread(desk.id, KEY)) == is_open
    thread = translation_queries.thread(desk.id, KEY)
    assert [(each.by, each.said) for each in thread] == [(who.name, words) for who, _, words in said]
    with pytest.raises(NotFound):
        translating_service.say(desk.author, desk.id, "nothing", Sort.NOTE, "x", language="en", now=NOON)


def test_what_the_council_has_used_before_is_offered_and_nothing_of_another_council(app: Flask):
    earlier = Desk()
    other = Desk()
    assert other.author.council_id != earlier.author.council_id
    other.save(other.typed("Geiriau cyngor arall"))
    earlier.save(earlier.typed("A ddylai'r llyfrgell fod ar agor?"))
    now = make_consultation(earlier.author.council, published_at=None)
    half = rewritten(SHORT, {KEY: Bilingual("Should the library  open on Saturdays?")})
    service.import_draft(earlier.author, now.id, write_yaml(half), now=NOON)
    entry = translation_queries.sheet(earlier.author, now.id).entry(KEY)
    assert entry.state == State.MISSING
    offered = translation_queries.memory(earlier.author.council_id, [entry])[KEY]
    assert "A ddylai'r llyfrgell fod ar agor?" in offered
    assert "Geiriau cyngor arall" not in offered


# --- the texts of the consultation itself ---------------------------------------------------------------


def details(desk: Desk, **words: Bilingual) -> Details:
    names = ("title", "slug", "summary", "why", "can_change", "cannot_change", "audience", "contact")
    standing = {
        name: getattr(desk.consultation, name) for name in (*names, "other_formats", "privacy", "area")
    }
    return Details(
        opens_at=desk.consultation.opens_at,
        closes_at=desk.consultation.closes_at,
        topics=("cohesion",),
        **standing | words,
    )


def test_the_consultations_own_texts_are_followed_and_translated(app: Flask):
    desk = Desk()
    consultations.change(
        desk.author, desk.id, details(desk, why=Bilingual("New reasons", "Geiriau.")), now=NOON
    )
    assert desk.state("consultation/why") == State.STALE
    assert Bilingual("New reasons", "Geiriau.") in [
        problem.parameters["field"] for problem in translation.problems(desk.survey)
    ]
    typed = desk.typed("Rhesymau newydd", "consultation/why")
    assert desk.save(typed).saved == ["consultation/why"]
    assert desk.state("consultation/why") == State.DONE
    assert desk.consultation.why == Bilingual("New reasons", "Rhesymau newydd")


@pytest.mark.parametrize(
    ("slug", "expected"),
    [("Cyfeiriad Gwael", "bad_address"), ("cyfeiriad-arall", "taken"), ("cyfeiriad-newydd", None)],
)
def test_page_addresses_are_translated_with_care(app: Flask, slug, expected):
    desk = Desk()
    make_consultation(desk.author.council, slug_cy="cyfeiriad-arall")
    found = desk.save(desk.typed(slug, "consultation/slug"))
    if expected:
        assert [each.code for each in found.refused["consultation/slug"]] == [expected]
    else:
        assert desk.consultation.slug_cy == slug


def test_what_is_published_is_locked_but_for_the_contact(app: Flask):
    desk = Desk()
    desk.consultation.published_at = NOON
    found = desk.save(desk.typed("Arall", "consultation/why"), desk.typed("Arall", "consultation/contact"))
    assert [each.code for each in found.refused["consultation/why"]] == ["locked"]
    assert found.saved == ["consultation/contact"]


def test_before_there_is_a_survey_the_consultation_is_translated_alone(app: Flask):
    author = make_officer()
    consultation = make_consultation(author.council, published_at=None, why=Bilingual("Because"))
    sheet = translation_queries.sheet(author, consultation.id)
    entry = sheet.entry("consultation/why")
    typed = Typed(entry.key, "Oherwydd", digest(entry.text.words))
    assert translating_service.save(author, consultation.id, [typed], now=NOON).saved == [entry.key]
    assert consultation.why.cy == "Oherwydd"


def test_the_own_words_of_variants_are_among_the_texts(app: Flask):
    easy = Variant("easy_read", words=((KEY, Bilingual("Open more?")),))
    polish = Variant("pl", words=((KEY, Bilingual("Polskie", "Polskie")),))
    desk = Desk(replace(SHORT, variants=(easy, polish)))
    key = f"easy_read|{KEY}"
    assert desk.state(key) == State.MISSING
    assert f"pl|{KEY}" not in translation.states(desk.survey)
    assert desk.save(desk.typed("Agor mwy?", key)).saved == [key]
    assert dict(desk.survey.definition.variants[0].words)[KEY] == Bilingual("Open more?", "Agor mwy?")


# --- who may --------------------------------------------------------------------------------------------


def test_who_may_not_translate_is_refused(app: Flask):
    desk = Desk()
    typed = [desk.typed("Arall")]
    analyst = make_officer(desk.author.council, Role.ANALYST)
    stranger = make_officer(make_council())
    for officer, error in ((analyst, NotAllowed), (stranger, NotFound)):
        with pytest.raises(error):
            translating_service.save(officer, desk.id, typed, now=NOON)
        with pytest.raises(error):
            translation_queries.sheet(officer, desk.id)


def test_a_long_survey_with_a_block_is_listed_once_and_in_order(app: Flask):
    desk = Desk(BUDGET)
    keys = [each.key for each in translation_queries.sheet(desk.author, desk.id).entries]
    assert len(keys) == len(set(keys))
    assert keys.index("page:choose/title") < keys.index("block:each/items:libraries/label")


# --- what is said before a consultation -----------------------------------------------------------------

PARKS = Proposal(
    code="p1",
    title=Bilingual("Fewer parks", "Llai o barciau"),
    positive=Bilingual("More staff who speak Welsh", "Mwy o staff sy'n siarad Cymraeg"),
)
SAID = Preparation(
    formative=Bilingual("Nothing is decided.", "Does dim wedi'i benderfynu."), proposals=(PARKS,)
)
FORMATIVE, POSITIVE = "preparation/formative", "preparation/proposal:p1/positive"


def prepared(said: Preparation = SAID) -> Desk:
    desk = Desk()
    preparations.change(desk.author, desk.id, lambda _before: said, seen=0, now=NOON)
    return desk


def test_what_is_said_before_a_consultation_is_translated_and_goes_stale_as_all_texts_do(app: Flask):
    desk = prepared()
    entry = desk.entry(POSITIVE)
    assert (entry.part, entry.kind, entry.trail) == ("preparation", "proposal.positive", (PARKS.title,))
    assert (desk.state(FORMATIVE), desk.state("preparation/consideration")) == (State.DONE, State.NOTHING)
    more = replace(PARKS, positive=Bilingual("More staff who learn Welsh", PARKS.positive.cy))
    preparations.change(desk.author, desk.id, lambda said: replace(said, proposals=(more,)), seen=1, now=NOON)
    assert desk.state(POSITIVE) == State.STALE
    assert desk.entry(POSITIVE).old_source == PARKS.positive.en
    (problem,) = translation.problems(desk.survey)
    assert (problem.code, problem.parameters["field"]) == ("stale_words", more.positive)
    line = next(each for each in ready_service.of_survey(desk.survey, now=NOON).lines
                if each.code == "languages_current")  # fmt: skip
    assert line.is_blocking
    assert line.findings
    assert desk.save(desk.typed("Mwy o staff sy'n dysgu Cymraeg", POSITIVE)).saved == [POSITIVE]
    assert desk.state(POSITIVE) == State.DONE
    assert preparations.said(desk.id)[0].proposals[0].positive.cy == "Mwy o staff sy'n dysgu Cymraeg"
    assert preparations.said(desk.id)[0].formative == SAID.formative


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        (Preparation(), set()),
        (Preparation(formative=Bilingual("Nothing")), {FORMATIVE}),
        (
            Preparation(not_policy=NotPolicy(Bilingual("A list of trees"), "Ann", NOON)),
            {"preparation/not_policy"},
        ),
        (Preparation(proposals=(Proposal(code="p1", title=Bilingual("", "Coed")),)),
         {"preparation/proposal:p1/title"}),
    ],
)  # fmt: skip
def test_what_is_said_in_one_language_alone_is_missing_in_the_other(app: Flask, said, keys):
    desk = prepared(said)
    missing = {key for key, state in translation.states(desk.survey).items() if state == State.MISSING}
    assert missing == keys
    for key in keys:
        assert desk.save(desk.typed("Geiriau – Words", key)).saved == [key]
        assert preparations.said(desk.id)[0].texts()[key].complete


def test_what_was_said_before_a_consultation_is_locked_once_it_is_published(app: Flask):
    desk = prepared()
    desk.consultation.published_at = NOON
    assert [each.code for each in desk.save(desk.typed("Newydd", FORMATIVE)).refused[FORMATIVE]] == ["locked"]
    with pytest.raises(consultations.Frozen):
        preparations.reword(desk.translator, desk.id, {FORMATIVE: Bilingual("a", "b")}, now=NOON)


def test_a_preparation_goes_out_in_files_and_comes_back(app: Flask):
    desk = prepared(Preparation(formative=Bilingual("Nothing is decided before 12 May.")))
    sheet = translation_queries.sheet(desk.translator, desk.id)
    sent = outgoing(sheet.entries, "en", everything=False, notes=lambda _entry: {})
    assert [each.row.key for each in sent] == [FORMATIVE]
    head = translation_file_service.head_of(sheet, "en", now=NOON)
    for words, fate in (("Does dim wedi'i benderfynu", Fate.BAD), ("Dim cyn 12 Mai.", Fate.GOOD)):
        content = translation_xliff.write(head, [replace(sent[0], row=replace(sent[0].row, target=words))])
        _head, rows = translation_xliff.read(content, key_names(sheet.entries))
        translation_file_service.deliver(desk.translator, desk.id, "back.xlf", head, rows, now=NOON)
        waiting = translation_file_service.delivery(desk.translator, desk.id, now=NOON)
        assert [each.fate for each in waiting.rows] == [fate]
    translation_file_service.take_in(desk.translator, desk.id, {}, now=NOON)
    assert preparations.said(desk.id)[0].formative.cy == "Dim cyn 12 Mai."
