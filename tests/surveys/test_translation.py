"""Is a text ever shown as translated that is not? States, records, and any sequence of changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.bilingual import Bilingual
from engage.surveys.translation import (
    Record,
    Records,
    State,
    digest,
    fingerprint,
    followed,
    implied,
    source_language,
    state,
)

both = Bilingual
OLD = Record("en", "Old words")


@pytest.mark.parametrize(
    ("words", "record", "required", "expected"),
    [
        (both(), None, False, State.NOTHING),
        (both(), None, True, State.MISSING),  # nobody has written it yet
        (both("A"), None, False, State.MISSING),
        (both("A", " "), None, True, State.MISSING),
        (both("A", "B"), None, True, State.DONE),  # written in both languages by the author
        (both("A", "B"), Record("en", "A"), True, State.DONE),
        (both("A", "B"), Record("en", " A\n"), True, State.DONE),  # white space is no change
        (both("A", "B"), Record("en", "A", signed_off=True), True, State.SIGNED_OFF),
        (both("A", "B"), OLD, True, State.STALE),
        (both("A", "B"), Record("cy", "B"), True, State.DONE),
        (both("A", "B"), Record("cy", "A"), True, State.STALE),
        (both("A", "B"), Record("en", "Old", signed_off=True), True, State.STALE),
        (both("A"), OLD, True, State.MISSING),
    ],
)
def test_where_a_text_stands(words, record, required, expected):
    assert state(words, record, required=required) == expected


@pytest.mark.parametrize(
    ("record", "before", "after", "expected"),
    [
        (None, both(), both("A", "B"), State.DONE),  # both at once
        (None, both("A"), both("A", "B"), State.DONE),  # translated
        (None, both("", "B"), both("A", "B"), State.DONE),  # translated the other way
        (None, both("A", "B"), both("A2", "B"), State.STALE),  # imported, then the source changed
        (None, both("A", "B"), both("A", "B2"), State.STALE),  # imported, then the translation changed
        (None, both("A", "B"), both("A2", "B2"), State.DONE),
        (OLD, both("A", "B"), both("A3", "B"), State.STALE),
        (OLD, both("A", "B"), both("A", "B2"), State.DONE),  # brought up to date
        (OLD, both("A", "B"), both("Old words", "B"), State.DONE),  # put back by hand
        (OLD, both("A", "B"), both("", "B"), State.MISSING),
        (OLD, both("", "B"), both("A", "B"), State.STALE),  # emptied, and then other words
        (OLD, both("", "B"), both("", "B2"), State.MISSING),
        (Record("en", ""), both("", "B2"), both("A", "B2"), State.STALE),  # B2 was a translation of nothing
        (OLD, both("A", ""), both("A", "B2"), State.DONE),
        (Record("cy", "B"), both("A", "B"), both("A", "B2"), State.STALE),
        (Record("cy", "B"), both("A", "B"), both("A2", "B"), State.STALE),  # the translation alone
        (Record("en", "A"), both("A", "B"), both("A", "B2"), State.STALE),
        (
            Record("cy", "B0"),
            both("A", "B"),
            both("A2", "B"),
            State.DONE,
        ),  # it follows what was changed before
        (OLD, both("A", "B"), both(), State.NOTHING),
    ],
)
def test_what_a_change_does_in_a_survey_that_is_written_in_english(record, before, after, expected):
    assert state(after, followed(record, before, after, "en"), required=False) == expected
    mirrored = Record({"en": "cy", "cy": "en"}[record.language], record.source) if record else None
    before, after = both(before.cy, before.en), both(after.cy, after.en)
    assert state(after, followed(mirrored, before, after, "cy"), required=False) == expected


@pytest.mark.parametrize(
    ("words", "record", "expected"),
    [
        (both("A"), None, "en"),
        (both("", "B"), None, "cy"),
        (both("", "B"), OLD, "cy"),
        (both("A", "B"), OLD, "en"),
        (both("A", "B"), None, "cy"),
        (both(), None, "cy"),
    ],
)
def test_from_which_language_a_text_is_translated(words, record, expected):
    assert source_language(words, record, written_in="cy") == expected


def test_a_fingerprint_tells_words_apart_and_not_white_space():
    assert fingerprint("Tŷ  mawr\n") == fingerprint("Tŷ mawr")
    assert fingerprint("Tŷ mawr") != fingerprint("Ty mawr")
    assert digest(both("A B", "C")) != digest(both("A", "B C"))


def test_words_that_came_unnoticed_meet_the_latest_record_of_their_text():
    signed = Record("en", "A", signed_off=True)
    records = Records([("k", digest(both("Old", "B")), OLD), ("k", digest(both("A", "B")), signed)])
    assert records.of("k", both("A", "B")) == signed
    assert records.of("k", both("A", "B2")) == Record("en", "A")
    assert records.of("k", both()) is None
    assert records.of("other", both("A", "B")) is None


class Draft:
    """One text of a draft, its records as they are kept, and what a careful reader would believe of it."""

    def __init__(self, words: Bilingual, written_in: str) -> None:
        self.words, self.written_in = words, written_in
        self.records: dict[str, Record] = {}
        self.earlier: list[Bilingual] = []
        self.behind = {digest(words): ""}  # which language had not followed the other, when words came first
        self.begun = words.complete  # has it been complete since it was last empty?
        self.believed = {digest(words)} if words.complete else set()

    @property
    def state(self) -> State:
        return state(self.words, self.records.get(digest(self.words)), required=True)

    def change(self, after: Bilingual) -> None:
        """Somebody types; a reader believes what was written in both languages or in the one behind."""
        before = self.words
        self.earlier.append(before)
        changed = [language for language in ("en", "cy") if before[language] != after[language]]
        written = not self.begun or len(changed) == 2 or any(not before[each] for each in changed)
        if not changed:
            behind = self.behind[digest(before)]
        elif after.complete and (written or changed == [self.behind[digest(before)]]):
            self.believed.add(digest(after))
            behind = ""
        else:
            behind = "en" if changed == ["cy"] else "cy"
        self.behind.setdefault(digest(after), behind)
        self._follow(after)

    def undo(self) -> None:
        if self.earlier:
            self._follow(self.earlier.pop())

    def _follow(self, after: Bilingual) -> None:
        record = self.records.get(digest(self.words)) or implied(self.words, self.written_in)
        new = followed(record, self.words, after, self.written_in)
        for words, its in ((self.words, record), (after, new)):
            if its:
                self.records.setdefault(digest(words), its)
        self.words = after
        self.begun = bool(after) and (self.begun or after.complete)


some = st.sampled_from(["", "one", "two", "three"])
deeds = st.lists(
    st.none() | st.builds(Bilingual, en=some, cy=some) | st.tuples(st.sampled_from(["en", "cy"]), some)
)


@given(st.builds(Bilingual, en=some, cy=some), st.sampled_from(["en", "cy"]), deeds)
def test_no_sequence_of_changes_shows_a_stale_text_as_done(words, written_in, deeds):
    draft = Draft(words, written_in)
    for deed in deeds:
        if deed is None:
            draft.undo()
        elif isinstance(deed, Bilingual):
            draft.change(deed)
        else:
            language, text = deed
            draft.change(Bilingual(**{**draft.words.to_json(), language: text}))
        if draft.state == State.DONE:
            assert digest(draft.words) in draft.believed


@given(st.builds(Bilingual, en=some, cy=some), st.lists(st.builds(Bilingual, en=some, cy=some), max_size=8))
def test_undo_brings_every_earlier_state_back(words, changes):
    draft, seen = Draft(words, "en"), []
    for after in changes:
        seen.append((draft.words, draft.state))
        draft.change(after)
    while seen:
        draft.undo()
        assert (draft.words, draft.state) == seen.pop()


@given(st.sampled_from(["one", "two"]), st.sampled_from(["one", "two"]), st.sampled_from(["en", "cy"]))
def test_what_was_stale_is_done_once_its_translation_is_new(english, welsh, written_in):
    draft = Draft(Bilingual(english, welsh), written_in)
    other = "cy" if written_in == "en" else "en"
    draft.change(Bilingual(**{**draft.words.to_json(), written_in: "new words"}))
    assert draft.state == State.STALE
    draft.change(Bilingual(**{**draft.words.to_json(), other: "geiriau newydd"}))
    assert draft.state == State.DONE
