"""Can officers keep a library of questions, insert from it, and take over a later edition?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from engage import clock
from engage.accounts.models import AuditEvent, Officer
from engage.accounts.permissions import Role
from engage.database import db
from engage.errors import Invalid, NotAllowed, NotFound
from engage.surveys import checks, draft_service, library, library_service, service
from engage.surveys.cohesion_2026_11 import COHESION_2026_11
from engage.surveys.deeds import Deed
from engage.surveys.definition import Is
from engage.surveys.inserting import NEW_SECTION, insert
from engage.surveys.interchange import write_yaml
from engage.surveys.library_models import LibraryEntry
from engage.surveys.models import DraftChange
from engage.surveys.placing import part_of
from engage.surveys.question_set import Origin
from tests.examples import EVERY_KIND, ROUTED, SHORT, both
from tests.factories import NOON, make_consultation, make_council, make_officer
from tests.officers import send, sign_in
from tests.surveys.editions import COHESION_2027_11
from tests.surveys.test_library import EVERYTHING
from tests.surveys.test_routing_views import document, draft, number_in, press
from tests.surveys.test_views import arrange, text

SIDE_BY_SIDE = (
    "Strongly agree",
    "Definitely agree",
    "Cytuno'n gryf",
    "Cytuno'n bendant",
    "“Agree” is chosen in",
    "“Tend to agree” is chosen in",
    "It is another kind of question now.",
    "The later edition does not ask this.",
)
LIBRARY = "/en/officers/library"
WELSH_LIBRARY = "/cy/swyddogion/llyfrgell"
TITLES = {"title_en": "How people travel", "title_cy": "Sut mae pobl yn teithio"}
DATE = {"day": "1", "month": "11", "year": "2026"}


def author() -> Officer:
    return db.session.scalar(select(Officer).order_by(Officer.id).limit(1))


def keep(address: str, key: str, title: str = "Kept", **fields) -> LibraryEntry:
    """Save a part of the survey at this address to its council's library."""
    usual = {"title": both(title, "Wedi'i gadw"), "edition": date(2026, 11, 1), "now": NOON}
    return library_service.save(author(), number_in(address), key, **usual | fields)


def said_of(entry: LibraryEntry) -> dict[str, str]:
    """What the database holds now of how it matches the edition before."""
    db.session.rollback()
    return db.session.scalar(select(LibraryEntry.became).filter_by(id=entry.id))


def another_survey(definition=SHORT) -> str:
    """The address of another survey of the same council."""
    consultation = make_consultation(author().council, published_at=None)
    service.import_draft(author(), consultation.id, write_yaml(definition), now=NOON)
    return f"/en/officers/consultations/{consultation.id}/survey"


def test_a_question_is_saved_found_renamed_and_withdrawn(app: Flask):
    client, address = arrange(app, ROUTED)
    saved = send(client, f"{address}/library/save/question:travel", **TITLES, **DATE)
    entry = db.session.scalar(select(LibraryEntry))
    assert saved.location == f"{LIBRARY}/{entry.id}"
    shown = text(client.get(saved.location))
    assert "It is saved to the library" in shown
    assert "Edition: 1 November 2026" in shown
    assert "Sut rydych chi'n teithio?" in shown
    for search, found in (
        ("TRAVEL", True),
        ("teithio", True),
        ("fws", True),
        ("library", False),
        ("_", True),
    ):
        assert ("How people travel" in text(client.get(f"{LIBRARY}?q={search}"))) == found, search
    renamed = send(client, f"{LIBRARY}/{entry.id}/rename", title_en="Getting about", year="2027")
    assert renamed.status_code == 302
    assert "Getting about" in text(client.get(LIBRARY))
    assert send(client, f"{LIBRARY}/{entry.id}/withdraw").location == LIBRARY
    assert "Getting about" not in text(client.get(LIBRARY))
    assert "This is withdrawn" in text(client.get(f"{LIBRARY}/{entry.id}"))
    db.session.rollback()
    library = select(AuditEvent.action).where(AuditEvent.action.startswith("library"))
    deeds = db.session.scalars(library.order_by(AuditEvent.id))
    assert list(deeds) == ["library_saved", "library_changed", "library_withdrawn"]


@pytest.mark.parametrize("key", ["page:journeys", "page:bus", "question:travel", "question:better"])
def test_what_is_saved_has_no_routes_and_can_be_asked_elsewhere(app: Flask, key):
    client, address = arrange(app, ROUTED)
    entry = keep(address, key)
    other = another_survey()
    inserted = send(client, f"{other}/library/insert/own-{entry.id}")
    assert inserted.location == other
    after = draft(other)
    assert {problem.code for problem in checks.problems(after)} <= {"after_the_end"}  # a page may end it
    (name,) = [question.id for question in after.questions() if question.origin]
    assert part_of(after, f"question:{name}").origin.startswith(f"own-{entry.id}/{name}~")
    assert part_of(after, f"question:{name}").show_if is None


def test_a_set_is_inserted_at_the_chosen_place(app: Flask):
    client, address = arrange(app, ROUTED)
    here = f"{address}/library/insert/cohesion-2026-11"
    page = client.get(here)
    assert len(document(page).xpath("//input[@name='chosen' and @checked]")) == len(EVERYTHING)
    done = press(client, here, page, chosen=["cohesion", "mixing"], place="after page:journeys")
    assert done.location == address
    after = draft(address)
    assert [page.id for page in after.sections[1].parts] == ["journeys", "belonging", "relationships", "bus"]
    assert [q.origin for q in after.questions() if q.origin] == [
        "cohesion-2026-11/cohesion", "cohesion-2026-11/mixing",
    ]  # fmt: skip
    change = db.session.scalar(select(DraftChange))
    assert (change.deed, change.subject) == (Deed.INSERTED, COHESION_2026_11.title)
    assert "The questions are in the survey" in text(client.get(address))
    again = document(client.get(here))
    assert "In the survey already" in again.text_content()
    assert "cohesion" not in again.xpath("//input[@name='chosen' and @checked]/@value")


def test_a_route_that_stays_behind_is_named(app: Flask):
    client, address = arrange(app, SHORT)
    here = f"{address}/library/insert/cohesion-2026-11"
    press(client, here, client.get(here), chosen=["who_has_less"])
    assert "its route stayed behind: Who has less of a chance" in text(client.get(address))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"chosen": []}, "Tick at least one question or page"),
        ({"chosen": ["gone", "\x00", "<b>"]}, "Tick at least one question or page"),
        ({"place": ""}, "Choose where you want it"),
        ({"place": "after page:gone"}, "Choose where you want it"),
        ({"place": "\U0001f600" * 300}, "Choose where you want it"),
        (
            {"chosen": ["four_strands"], "place": "first page:support"},
            "A page without questions cannot go onto another page",
        ),
    ],
)
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_what_is_not_chosen_well_is_named(app: Flask, fields, said, lang):
    client, address = arrange(app, SHORT)
    here = f"{address}/library/insert/cohesion-2026-11"
    if lang == "cy":
        here = here.replace("/en/officers/consultations", "/cy/swyddogion/ymgynghoriadau")
        here = here.replace("/survey/library/insert", "/arolwg/llyfrgell/mewnosod")
    refused = press(client, here, client.get(here), **fields)
    assert refused.status_code == 422
    assert lang == "cy" or said in text(refused)
    assert draft(address) == SHORT


@pytest.mark.parametrize("revision", ["-1", "", "²", "999999999999", "7"])
def test_nothing_is_inserted_into_another_draft_than_was_shown(app: Flask, revision):
    client, address = arrange(app, SHORT)
    here = f"{address}/library/insert/cohesion-2026-11"
    late = press(client, here, client.get(here), chosen=["mixing"], revision=revision)
    assert late.status_code == 409
    assert "Nothing that you chose is lost." in text(late)
    assert document(late).xpath("//input[@name='chosen' and @checked]/@value") == ["mixing"]
    assert draft(address) == SHORT
    assert press(client, here, late).status_code == 302


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title_en": "", "title_cy": " "}, "Enter a title in English, in Welsh or in both"),
        ({"title_en": "x" * 151}, "use 150 characters or fewer"),
        ({"day": "31", "month": "2"}, "Enter a real date, such as 1 11 2026"),
        ({"day": "²"}, "Enter a real date, such as 1 11 2026"),
        ({"year": "99999"}, "Enter a real date, such as 1 11 2026"),
        ({"year": ""}, "Enter a real date, such as 1 11 2026"),
        ({"replaces": "99999"}, "has a later edition already"),
        ({"replaces": "\x00<b>"}, "has a later edition already"),
    ],
)
def test_rubbish_is_not_saved_to_the_library(app: Flask, fields, said):
    client, address = arrange(app, ROUTED)
    refused = send(client, f"{address}/library/save/question:travel", **TITLES | DATE | fields)
    assert refused.status_code == 422
    assert said in text(refused)
    assert db.session.scalars(select(LibraryEntry)).all() == []


@pytest.mark.parametrize("key", ["section:you", "survey", "question:gone", "equality", "x"])
def test_only_questions_and_pages_can_be_saved(app: Flask, key):
    client, address = arrange(app, ROUTED)
    assert client.get(f"{address}/library/save/{key}").status_code == 404


@pytest.mark.parametrize("name", ["own-1", "own-", "own-²", "nowhere", "own-99999999999999999999", "own-0"])
def test_a_set_that_is_not_there_is_not_found(app: Flask, name):
    client, address = arrange(app, SHORT)
    for door in ("insert", "upgrade"):
        assert client.get(f"{address}/library/{door}/{name}").status_code == 404


def test_a_council_never_sees_the_library_of_another(app: Flask):
    _, address = arrange(app, ROUTED)
    entry = keep(address, "question:travel", title="Only ours")
    stranger = make_officer(make_council())
    consultation = make_consultation(stranger.council, published_at=None)
    service.import_draft(stranger, consultation.id, write_yaml(SHORT), now=NOON)
    client = sign_in(app.test_client(), stranger)
    survey = f"/en/officers/consultations/{consultation.id}/survey"
    assert "Only ours" not in text(client.get(LIBRARY))
    assert "Only ours" not in text(client.get(f"{survey}/library"))
    for path in ("", "/rename", "/withdraw"):
        assert client.get(f"{LIBRARY}/{entry.id}{path}").status_code == 404
    assert client.get(f"{survey}/library/insert/own-{entry.id}").status_code == 404
    for deed in (
        lambda: library_service.rename(
            stranger, entry.id, title=both("a", "b"), edition=NOON.date(), now=NOON
        ),
        lambda: library_service.withdraw(stranger, entry.id, now=NOON),
        lambda: library_service.entry(stranger, entry.id),
        lambda: library_service.offered(stranger, f"own-{entry.id}"),
    ):
        with pytest.raises(NotFound):
            deed()
    used = library.with_origins(library_service.set_of(entry), entry.page).questions[0]
    assert library_service.source(stranger, used) is None
    assert library_service.source(author(), used).title == both("Only ours", "Wedi'i gadw")


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.APPROVER])
def test_who_may_not_write_sees_the_library_and_changes_nothing(app: Flask, role):
    client, address = arrange(app, ROUTED, role)
    entry = keep(address, "question:travel")
    assert client.get(LIBRARY).status_code == 200
    assert "Withdraw it" not in text(client.get(f"{LIBRARY}/{entry.id}"))
    doors = [f"{LIBRARY}/{entry.id}/{door}" for door in ("rename", "withdraw")]
    doors += [
        f"{address}/library{door}" for door in ("", "/insert/cohesion-2026-11", "/save/question:travel")
    ]
    assert {client.get(door).status_code for door in doors} == {403}
    reader = make_officer(author().council, role)
    with pytest.raises(NotAllowed):
        library_service.withdraw(reader, entry.id, now=NOON)
    with pytest.raises(NotAllowed):
        library_service.save(
            reader, number_in(address), "question:travel", title=both("a", "b"), edition=NOON.date(), now=NOON
        )


@pytest.fixture
def later(monkeypatch):
    """The product as it might be once it has one more edition."""
    monkeypatch.setitem(library.SETS, COHESION_2027_11.id, COHESION_2027_11)


def test_somebody_else_may_have_changed_the_survey_meanwhile(app: Flask, later):
    client, address = arrange(app, insert(SHORT, COHESION_2026_11, EVERYTHING, NEW_SECTION).definition)
    here = f"{address}/library/upgrade/cohesion-2027-11"
    late = send(client, here, revision="99")
    assert late.status_code == 409
    assert "Nothing that you chose is lost." in text(late)
    assert press(client, here, late).status_code == 302
    assert press(client, here, late).status_code == 200  # another time: there is nothing left to take over


def test_a_later_edition_is_shown_side_by_side_and_taken_over(app: Flask, later):
    whole = insert(SHORT, COHESION_2026_11, EVERYTHING, NEW_SECTION).definition
    page = replace(part_of(whole, "page:relationships"), show_if=Is("cohesion", ("agree",)))
    section = whole.sections[1]
    whole = replace(whole, sections=(whole.sections[0], replace(section, parts=(*section.parts[:-1], page))))
    client, address = arrange(app, whole)
    assert "Later editions of what this survey asks" in text(client.get(f"{address}/library"))
    here = f"{address}/library/upgrade/cohesion-2027-11"
    shown = text(client.get(here))
    for words in SIDE_BY_SIDE:
        assert words in shown
    assert send(client, here).location == address
    after = draft(address)
    assert part_of(after, "question:cohesion").origin == "cohesion-2027-11/cohesion"
    assert part_of(after, "page:relationships").show_if == Is("cohesion", ("tend_to_agree",))
    assert len(after.recodings) == 3
    assert checks.problems(after) == ()
    assert db.session.scalar(select(DraftChange.deed)) == Deed.UPGRADED
    assert "nothing from the edition before" in text(client.get(here))
    draft_service.undo(author(), number_in(address), seen=1, now=clock.now())
    assert draft(address) == whole


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_council_can_word_its_own_question_anew(app: Flask, lang):
    client, address = arrange(app, ROUTED)
    first = keep(address, "question:travel")
    other = another_survey()
    send(client, f"{other}/library/insert/own-{first.id}")
    reworded = replace(
        part_of(ROUTED, "question:travel"),
        id="how",
        title=both("How do you get about?", "Sut ydych chi'n symud o gwmpas?"),
        options=part_of(ROUTED, "question:travel").options[1:],
    )
    third = another_survey(replace(SHORT, sections=(
        replace(SHORT.sections[0], parts=(replace(SHORT.sections[0].parts[0], questions=(reworded,)),)),
    )))  # fmt: skip
    saved = send(client, f"{third}/library/save/question:how", **TITLES, **DATE, replaces=str(first.id))
    assert saved.location.endswith("/codes")  # an option is gone: what means the same now?
    second = int(saved.location.split("/")[-2])
    here = f"{other}/library/upgrade/own-{second}"
    assert f"own-{second}" not in client.get(f"{other}/library").text.split("Standard sets")[0]
    assert "The survey has nothing from the edition before this one" in text(client.get(here))
    said = press(client, saved.location, client.get(saved.location), **{"code--travel--bus": "car"})
    assert "By bus By car" in text(client.get(said.location))
    if lang == "cy":
        here = here.replace("/en/officers/consultations", "/cy/swyddogion/ymgynghoriadau")
        here = here.replace("/survey/library/upgrade", "/arolwg/llyfrgell/uwchraddio")
    page = client.get(here)
    assert "How do you get about?" in text(page)
    assert "Sut ydych chi'n symud o gwmpas?" in text(page)
    assert press(client, here, page).status_code == 302
    (asked,) = [question for question in draft(other).questions() if question.origin]
    assert (asked.id, asked.title.en) == ("travel", "How do you get about?")
    assert Origin.read(asked.origin).set == f"own-{second}"
    assert checks.problems(draft(other)) == ()
    (recoding,) = draft(other).recodings
    assert (recoding.code("bus"), recoding.code("car")) == ("car", "car")


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_of_a_page_it_is_said_which_question_is_which_and_then_what_became_of_the_options(app: Flask, lang):
    client, address = arrange(app, ROUTED)
    page = part_of(ROUTED, "page:respondent")
    first = keep(address, "page:respondent")
    other = another_survey()
    send(client, f"{other}/library/insert/own-{first.id}")
    client.get(other)  # which says, in English, that it is done
    who, age = page.questions
    bands = (replace(age.options[0], code="young"), replace(age.options[1], code="older"))
    pages = (
        replace(
            page, questions=(replace(age, id="years", title=both("Your age", "Eich oed"), options=bands),)
        ),
    )
    third = another_survey(replace(SHORT, sections=(replace(SHORT.sections[0], parts=pages),)))
    second = keep(third, "page:respondent", replaces_id=first.id)
    here = f"{LIBRARY}/{second.id}/codes" if lang == "en" else f"{WELSH_LIBRARY}/{second.id}/codau"
    shown = client.get(here)
    assert document(shown).xpath("//main//select/@name") == ["question--who", "question--age"]
    more = press(client, here, shown, **{"question--age": "years"})
    assert more.status_code == 200
    names = ["question--who", "question--age", "code--age--under_16", "code--age--adult"]
    assert document(more).xpath("//main//select/@name") == names
    chosen = document(more).xpath("//main//select/option[@selected]/@value")
    assert chosen == ["", "years", "young", "older"]  # what is called the same is chosen beforehand
    switched = press(client, here, more, **{"code--age--adult": "", "switch": "1"})
    assert document(switched).xpath("//main//select/option[@selected]/@value") == ["", "years", "young", ""]
    client.get(press(client, here, more).location)  # which says, in this language, that it is saved
    db.session.expire_all()
    kept = db.session.get(LibraryEntry, second.id)
    shared = library_service.set_of(kept)
    assert shared.became("who").becomes == ""
    became = shared.became("age")
    assert (became.becomes, became.code("under_16"), became.code("adult")) == ("years", "young", "older")
    upgrade = f"{other}/library/upgrade/own-{second.id}"
    assert press(client, upgrade, client.get(upgrade)).status_code == 302
    after = draft(other)
    assert [question.title.en for question in after.questions() if question.origin] == [
        who.title.en,
        "Your age",
    ]
    assert after.recodings[-1].code("adult") == "older"
    assert checks.problems(after) == ()


def test_something_has_one_later_edition_and_only_a_withdrawn_one_gives_way(app: Flask):
    client, address = arrange(app, ROUTED)
    first = keep(address, "question:travel")
    here = f"{address}/library/save/question:travel"
    opened = client.get(here)
    second = keep(address, "question:travel", replaces_id=first.id)
    offered = document(client.get(here)).xpath("//select[@name='replaces']/option/@value")
    assert offered == ["", str(second.id)]
    late = press(client, here, opened, replaces=str(first.id), title_en="Typed")
    assert late.status_code == 422
    assert "has a later edition already" in text(late)
    assert document(late).get_element_by_id("title_en").get("value") == "Typed"
    library_service.withdraw(author(), second.id, now=NOON)
    assert press(client, here, late, replaces=str(first.id)).status_code == 302
    db.session.rollback()
    replaces = select(LibraryEntry.replaces_id).order_by(LibraryEntry.id)
    assert list(db.session.scalars(replaces)) == [None, None, first.id]


def two_that_became_one(app: Flask):
    """The client, and a later edition of a page that has one question instead of two."""
    client, address = arrange(app, ROUTED)
    page = part_of(ROUTED, "page:respondent")
    first = keep(address, "page:respondent")
    merged = replace(page, questions=(replace(page.questions[1], id="both"),))
    third = another_survey(replace(SHORT, sections=(replace(SHORT.sections[0], parts=(merged,)),)))
    return client, keep(third, "page:respondent", replaces_id=first.id)


def test_options_are_asked_about_again_when_a_question_becomes_another_one(app: Flask):
    client, address = arrange(app, ROUTED)
    page = part_of(ROUTED, "page:respondent")
    first, age = keep(address, "page:respondent"), page.questions[1]
    named = [[replace(each, code=f"{each.code}_{way}") for each in age.options] for way in "ab"]
    later = tuple(
        replace(age, id=way, options=tuple(options)) for way, options in zip("ab", named, strict=True)
    )
    third = another_survey(replace(SHORT, sections=(
        replace(SHORT.sections[0], parts=(replace(page, questions=later),)),
    )))  # fmt: skip
    here = f"{LIBRARY}/{keep(third, 'page:respondent', replaces_id=first.id).id}/codes"
    shown = press(client, here, client.get(here), **{"question--who": "", "question--age": "a"})
    saved = press(client, here, shown, **{"code--age--adult": "", "code--age--under_16": "adult_a"})
    assert saved.status_code == 302
    for way, chosen in (("a", ["adult_a", ""]), ("b", ["under_16_b", "adult_b"])):
        shown = press(client, here, client.get(here), **{"question--age": way, "switch": "1"})
        menus = "//select[starts-with(@name, 'code--age')]/option[@selected]/@value"
        assert document(shown).xpath(menus) == chosen, way
    shown = press(client, here, client.get(here), **{"question--age": "b"})
    assert shown.status_code == 200, "the options of the other question are still to be matched"
    assert document(shown).xpath(menus) == ["under_16_b", "adult_b"]
    assert press(client, here, shown).status_code == 302


@pytest.mark.parametrize(
    ("here", "said"),
    [
        (f"{LIBRARY}/{{}}/codes", "a survey cannot ask it twice"),
        (f"{WELSH_LIBRARY}/{{}}/codau", "ni all arolwg ei ofyn ddwywaith"),
    ],
)
def test_two_questions_cannot_become_one_and_the_same(app: Flask, here, said):
    client, second = two_that_became_one(app)
    here = here.format(second.id)
    fields = {"question--who": "both", "question--age": "both"}
    refused = press(client, here, client.get(here), **fields)
    assert refused.status_code == 422
    field = document(refused).get_element_by_id("question--age")
    assert said in document(refused).get_element_by_id(field.get("aria-describedby")).text_content()
    assert document(refused).xpath("//*[@role='alert']//a/@href") == ["#question--age"]
    db.session.expire_all()
    assert library_service.is_unsaid(db.session.get(LibraryEntry, second.id))
    seen = library_service.mark(second)
    with pytest.raises(Invalid):
        library_service.say(author(), second.id, fields, seen=seen, now=NOON)


@pytest.mark.parametrize(
    ("here", "words"),
    [
        (f"{LIBRARY}/{{}}/codes", ("Somebody else has matched", "meanwhile: It is not asked any more")),
        (f"{WELSH_LIBRARY}/{{}}/codau", ("Mae rhywun arall wedi cyfateb", "yn y cyfamser: Nid yw'n cael")),
    ],
)
def test_whoever_matches_an_edition_after_somebody_else_is_told_so(app: Flask, here, words):
    client, second = two_that_became_one(app)
    here = here.format(second.id)
    opened = client.get(here)
    seen, nothing = library_service.mark(second), {"question--who": "", "question--age": ""}
    library_service.say(author(), second.id, nothing, seen=seen, now=NOON)
    late = press(client, here, opened, **{"question--who": "", "question--age": "both"})
    assert late.status_code == 409
    for said in words:
        assert said in text(late)
    chosen = document(late).xpath("//main//select/option[@selected]/@value")
    assert chosen[:2] == ["", "both"]
    assert said_of(second) == nothing
    assert press(client, here, late).status_code == 302
    assert said_of(second)["question--age"] == "both"


def test_rubbish_means_the_same_as_nothing(app: Flask):
    client, address = arrange(app, ROUTED)
    first = keep(address, "question:travel")
    fewer = replace(
        part_of(ROUTED, "question:travel"), options=part_of(ROUTED, "question:travel").options[1:]
    )
    pages = (replace(part_of(ROUTED, "page:journeys"), questions=(fewer,)),)
    third = another_survey(replace(SHORT, sections=(replace(SHORT.sections[0], parts=pages),)))
    second = keep(third, "question:travel", replaces_id=first.id)
    here = f"{LIBRARY}/{second.id}/codes"
    assert press(client, here, client.get(here), **{"code--travel--bus": "<rubbish>"}).status_code == 302
    db.session.expire_all()
    assert db.session.get(LibraryEntry, second.id).became == {"code--travel--bus": ""}
    assert client.get(f"{LIBRARY}/{first.id}/codes").status_code == 404  # it replaces nothing


def test_where_nothing_is_gone_nothing_is_asked(app: Flask):
    client, address = arrange(app, ROUTED)
    first = keep(address, "question:travel")
    saved = send(client, f"{address}/library/save/question:travel", **TITLES, **DATE, replaces=str(first.id))
    assert not saved.location.endswith("/codes")
    other = another_survey()
    send(client, f"{other}/library/insert/own-{first.id}")
    assert saved.location.rsplit("/", 1)[1] in client.get(f"{other}/library").text.split("Standard sets")[0]


@pytest.mark.parametrize("address", [LIBRARY, WELSH_LIBRARY, f"{LIBRARY}/sets/cohesion-2026-11",
                                     f"{WELSH_LIBRARY}/setiau/cohesion-2026-11"])  # fmt: skip
def test_every_page_of_the_library_is_there_in_both_languages(app: Flask, address):
    client, survey = arrange(app, EVERY_KIND)
    keep(survey, f"page:{EVERY_KIND.sections[0].parts[0].id}")
    assert client.get(address).status_code == 200


def test_pages_of_any_kind_can_be_kept_and_shown(app: Flask):
    client, address = arrange(app, EVERY_KIND)
    other = another_survey()
    for page in EVERY_KIND.pages():
        entry = keep(address, f"page:{page.id}")
        for path in ("", "/ailenwi", "/tynnu"):
            assert client.get(f"{WELSH_LIBRARY}/{entry.id}{path}").status_code == 200
        assert send(client, f"{other}/library/insert/own-{entry.id}").location == other
        client.get(other)  # which says, in English, that it is done
    after = draft(other)
    assert len(list(after.questions())) == len(list(EVERY_KIND.questions())) + 1
    assert list(library.problems(after)) == []


def test_a_set_that_is_not_built_in_has_no_page(app: Flask):
    client, _ = arrange(app, SHORT)
    assert client.get(f"{LIBRARY}/sets/own-1").status_code == 404


def test_the_language_switch_keeps_what_was_chosen(app: Flask):
    client, address = arrange(app, SHORT)
    here = f"{address}/library/insert/cohesion-2026-11"
    shown = press(client, here, client.get(here), chosen=["mixing"], place="first page:support", switch="1")
    assert document(shown).xpath("//input[@name='chosen' and @checked]/@value") == ["mixing"]
    assert document(shown).xpath("//select[@name='place']//option[@selected]/@value") == [
        "first page:support"
    ]
    assert draft(address) == SHORT
