"""Do pictures, videos and panels come onto pages, and do residents get them, and nothing else?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import event, select

from engage import clock
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.consultations import service as consultations
from engage.consultations.documents import Paper
from engage.database import db
from engage.surveys import definition as d
from engage.surveys import media_service
from engage.surveys.document import to_json
from engage.surveys.media import Image, Panel, Video
from engage.surveys.media_models import StoredPicture
from engage.surveys.models import Survey, SurveyVersion
from engage.surveys.pictures import Picture
from tests.examples import SHORT
from tests.factories import make_consultation, make_council, make_officer
from tests.officers import send, sign_in, upload
from tests.surveys.test_pictures import SECRET, file, with_exif
from tests.surveys.test_question_edit_views import form_of, stored
from tests.surveys.test_views import arrange, text

MEDIA = "/pages/support/media"
ALT = {"alt_en": "A heron by the river", "alt_cy": "Crëyr glas wrth yr afon"}
FILM = {
    "title_en": "The hub", "title_cy": "Yr hyb",
    "address_en": "https://film.example/1", "address_cy": "https://film.example/1",
    "transcript_en": "# The hall\n\nIt is **bright**.", "transcript_cy": "# Y neuadd\n\nMae'n **olau**.",
}  # fmt: skip
PANEL = {
    "title_en": "How we counted", "title_cy": "Sut y cyfrifwyd",
    "body_en": "One by one.", "body_cy": "Fesul un.", "documents": ["the_plan"],
}  # fmt: skip


def page_of(address: str) -> d.Page:
    return next(stored(address).pages())


def add_document(address: str) -> None:
    officer = db.session.get(type(make_officer()), 1)
    papers = {language: Paper.read(f"{language}.txt", b"words") for language in ("en", "cy")}
    title = Bilingual("The plan", "Y cynllun")
    consultations.add_document(officer, int(address.split("/")[-2]), title=title, **papers, now=clock.now())


def test_a_picture_a_video_and_a_panel_come_onto_a_page(app: Flask):
    client, address = arrange(app, SHORT)
    add_document(address)
    for path, fields in (
        ("pictures", ALT | {"upload": upload(with_exif(), "IMG_1.JPG")}),
        ("videos", FILM),
        ("panels", PANEL),
    ):
        saved = send(client, f"{address}/pages/support/{path}/add", **fields)
        assert saved.location == address + MEDIA, text(saved)
    page = page_of(address)
    (picture,), (film,), (panel,) = page.images, page.videos, page.panels
    assert picture == Image("a_heron_by_the_river", picture.file, Bilingual(*ALT.values()))
    assert SECRET not in media_service.picture(picture.file)
    assert (film.code, film.address.en, film.transcript.cy) == (
        "the_hub",
        FILM["address_en"],
        FILM["transcript_cy"],
    )
    assert panel == Panel(
        "how_we_counted",
        Bilingual(PANEL["title_en"], PANEL["title_cy"]),
        Bilingual(PANEL["body_en"], PANEL["body_cy"]),
        ("the_plan",),
    )
    assert client.get(address + MEDIA).status_code == 200
    for path in ("pictures/a_heron_by_the_river", "videos/the_hub", "panels/how_we_counted"):
        again = send(client, f"{address}/pages/support/{path}")
        assert again.status_code == 302
    assert page_of(address) == page


def test_the_form_shows_how_it_looks_in_both_languages_and_saves_nothing_by_that(app: Flask):
    client, address = arrange(app, SHORT)
    shown = send(client, f"{address}/pages/support/videos/add", do="look", **FILM)
    assert shown.status_code == 200
    english, welsh = html.document_fromstring(shown.get_data(as_text=True)).xpath("//*[@class='engage-look']")
    assert "What is said and shown in the video" in english.text_content()
    assert "Yr hyn a ddywedir ac a ddangosir yn y fideo" in welsh.text_content()
    assert english.xpath(".//strong/text()") == ["bright"]
    assert form_of(shown)["transcript_en"].split() == FILM["transcript_en"].split()
    assert stored(address) == SHORT


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.svg", b"<svg/>", "SVG files can hold programs"),
        ("a.png.html", b"<script>alert(1)</script>", "The picture must be a PNG, JPEG, WebP or GIF file"),
        ("a.png", b"\x89PNG\r\n\x1a\n<script>", "The picture must be a PNG, JPEG, WebP or GIF file"),
        ("a.png", b"x" * (8 * 1024 * 1024 + 1), "The picture file must be 8 MB or smaller"),
        ("a.png", b"", "The picture file is empty"),
        ("", b"", "Choose a picture"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence_and_the_words_stay(app: Flask, name, content, said):
    client, address = arrange(app, SHORT)
    page = send(client, f"{address}/pages/support/pictures/add", upload=upload(content, name), **ALT)
    assert page.status_code == 422
    assert said in text(page)
    assert "no picture with this name" not in text(page), "nobody has chosen one yet"
    assert form_of(page)["alt_cy"] == ALT["alt_cy"]
    assert stored(address) == SHORT


def test_a_picture_is_either_described_or_decorative(app: Flask):
    client, address = arrange(app, SHORT)
    door = f"{address}/pages/support/pictures/add"
    page = send(client, door, upload=upload(file(), "a.png"), decorative="y", **ALT)
    assert page.status_code == 422
    assert "A decorative picture is not described: leave the words empty" in text(page)
    kept = form_of(page)
    assert kept["alt_cy"] == ALT["alt_cy"]
    assert send(client, door, file=kept["file"], decorative="y").status_code == 302


def test_an_address_that_is_not_safe_is_refused(app: Flask):
    client, address = arrange(app, SHORT)
    for wrong in ("http://film.example", "javascript:alert(1)", "film.example", "https://"):
        page = send(client, f"{address}/pages/support/videos/add", **FILM | {"address_cy": wrong})
        assert page.status_code == 422
        assert "Enter a whole web address that begins with https://" in text(page)


@pytest.mark.parametrize("sort", ["videos", "panels"])
def test_what_has_no_title_in_either_language_is_refused(app: Flask, sort):
    client, address = arrange(app, SHORT)
    door = f"{address}/pages/support/{sort}/add"
    for typed in ({}, {"title_en": " "}, {"transcript_en": "Words", "body_en": "Words"}):
        page = send(client, door, **typed)
        assert page.status_code == 422
        assert "Enter a title in English or in Welsh" in text(page)
    assert stored(address) == SHORT
    assert send(client, door, title_cy="Teitl").status_code == 302


def test_what_is_still_to_be_done_is_advice(app: Flask):
    client, address = arrange(app, SHORT)
    door = f"{address}/pages/support/pictures"
    picture = upload(file(), "a.png")
    assert send(client, f"{door}/add", upload=picture).status_code == 302  # a draft may be unfinished
    assert "Describe the picture in words" in text(client.get(f"{door}/picture"))
    page = send(client, f"{door}/picture", do="look", decorative="y", **ALT)
    assert "A decorative picture is not described" in text(page)


def test_things_on_a_page_are_moved_and_taken_away(app: Flask):
    client, address = arrange(app, SHORT)
    for number in range(3):
        send(client, f"{address}/pages/support/panels/add", title_en=f"Panel {number}")
    assert "Added: Panel 2" in text(client.get(address + MEDIA))

    def press(do: str) -> list[str]:
        form = form_of_list(client.get(address + MEDIA))
        assert client.post(address + MEDIA, data=form | {"do": do}).status_code == 302
        return [panel.code for panel in page_of(address).panels]

    def form_of_list(response) -> dict[str, str]:
        page = html.document_fromstring(response.get_data(as_text=True))
        return dict(page.get_element_by_id("arrange").form_values())

    assert press("panels-2-up") == ["panel_0", "panel_2", "panel_1"]
    assert press("panels-0-down") == ["panel_2", "panel_0", "panel_1"]
    assert press("panels-1-delete") == ["panel_2", "panel_1"]
    assert "Deleted: Panel 0" in text(client.get(address + MEDIA))
    form = form_of_list(client.get(address + MEDIA))
    for nonsense in ("", "panels-0-explode", "questions-0-delete"):
        assert client.post(address + MEDIA, data=form | {"do": nonsense}).status_code == 200
    assert client.post(address + MEDIA, data=form | {"do": "panels-9-up"}).status_code == 404
    assert client.post(address + MEDIA, data=form | {"do": "panels-0-up", "revision": "0"}).status_code == 409


def test_whoever_is_overtaken_loses_neither_words_nor_picture(app: Flask):
    client, address = arrange(app, SHORT)
    door = f"{address}/pages/support/pictures/add"
    page = send(client, door, revision="77", upload=upload(file(), "a.png"), **ALT)
    assert page.status_code == 409
    assert "Somebody else has changed the survey since you opened this page." in text(page)
    typed = form_of(page)
    assert typed["alt_en"] == ALT["alt_en"]
    assert client.post(door, data=typed).status_code == 302
    assert page_of(address).images[0].file == typed["file"]


@pytest.mark.parametrize("path", ["/media", "/pictures/add", "/videos/add", "/panels/add"])
def test_only_authors_of_the_council_get_in(app: Flask, path):
    client, address = arrange(app, SHORT, Role.APPROVER)
    assert client.get(f"{address}/pages/support{path}").status_code == 403
    assert client.get(f"{address}/pages/nothing{path}").status_code == 403
    author, address = arrange(app, SHORT)
    assert author.get(f"{address}/pages/nothing{path}").status_code == 404
    stranger = sign_in(app.test_client(), make_officer())
    assert stranger.get(f"{address}/pages/support{path}").status_code == 404
    assert app.test_client().get(f"{address}/pages/support{path}").location.startswith("/en/sign-in")


@pytest.mark.parametrize(
    "fields", [{"file": "../../etc/passwd"}, {"file": "x" * 90_000}, {"revision": "9" * 40}]
)
@pytest.mark.parametrize("sort", ["pictures", "videos", "panels"])
def test_rubbish_is_no_error_of_ours(app: Flask, sort, fields):
    client, address = arrange(app, SHORT)
    rubbish = dict.fromkeys([*FILM, *PANEL, *ALT], "\x00<script>") | fields
    page = send(client, f"{address}/pages/support/{sort}/add", **rubbish)
    assert page.status_code in (302, 409, 422)
    assert stored(address)


# --- pictures by their address ------------------------------------------------------------------------------


def keep(content: bytes, council=None) -> str:
    officer = make_officer(council)
    consultation = make_consultation(officer.council, published_at=None)
    return media_service.add_picture(officer, consultation.id, Picture.read(content), now=clock.now())


@pytest.mark.parametrize("folder", ["/en/pictures", "/cy/lluniau"])
def test_a_picture_may_be_kept_by_the_browser_for_a_year(app: Flask, folder):
    name = keep(file())
    shown = app.test_client().get(f"{folder}/{name}")
    assert shown.status_code == 200
    assert shown.mimetype == "image/png"
    assert shown.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in shown.headers
    assert shown.data == Picture.read(file()).content


@pytest.mark.parametrize("name", ["a.png", "0" * 32 + "-40x30.png", "%2e%2e", "x" * 500])
def test_a_picture_that_is_not_there_is_not_found(app: Flask, name):
    assert app.test_client().get(f"/en/pictures/{name}").status_code == 404


def test_a_council_keeps_a_picture_once_and_each_council_its_own(app: Flask):
    one, other = make_council(), make_council()
    name = keep(file(), one)
    assert keep(file(), one) == keep(file(), other) == name
    kept = db.session.scalars(select(StoredPicture.council_id).filter_by(file=name))
    assert sorted(kept) == [one.id, other.id]


# --- what residents see -------------------------------------------------------------------------------------

PAGE = next(SHORT.pages())


def published(app: Flask, page: d.Page):
    """A client and the address at which this survey of one page is answered; published as it is."""
    consultation = make_consultation()
    section = replace(SHORT.sections[0], parts=(page,))
    now = clock.now()
    survey = Survey(consultation=consultation, draft={}, changed_at=now)
    document = to_json(replace(SHORT, sections=(section,)))
    survey.draft = document
    consultation.opens_at, consultation.closes_at = (
        now.replace(year=now.year - 1),
        now.replace(year=now.year + 1),
    )
    db.session.add(survey)
    db.session.flush()
    officer = make_officer(consultation.council)
    version = SurveyVersion(number=1, document=document, published_at=now, published_by_id=officer.id)
    survey.versions.append(version)
    db.session.commit()
    return app.test_client(), consultation, officer


def test_residents_get_everything_that_stands_on_a_page(app: Flask):
    name = "0" * 32 + "-1600x900.jpg"
    page = replace(
        PAGE,
        images=(Image("a", name, Bilingual("A heron", "Crëyr")), Image("b", name, decorative=True)),
        videos=(Video("v", Bilingual("The hub", "Yr hyb"),
                      Bilingual("https://f.example/1", "https://f.example/2"),
                      Bilingual("# Said\n\nAll of it.", "# Dywedir\n\nY cwbl.")),),
        panels=(
            Panel("p", Bilingual("More", "Rhagor"), Bilingual("Words.", "Geiriau."), ("the_plan", "gone")),
        ),
    )  # fmt: skip
    client, consultation, officer = published(app, page)
    papers = {language: Paper.read(f"{language}.txt", b"words") for language in ("en", "cy")}
    title = Bilingual("The plan", "Y cynllun")
    consultations.add_document(officer, consultation.id, title=title, **papers, now=clock.now())
    for language, path in (
        ("en", f"/en/consultations/{consultation.slug_en}/answer"),
        ("cy", f"/cy/ymgynghoriadau/{consultation.slug_cy}/ateb"),
    ):
        new = {"en": "new", "cy": "newydd"}[language]
        turn = client.get(f"{path}/{new}", follow_redirects=True)
        asked = html.document_fromstring(turn.get_data(as_text=True))
        first, second = asked.xpath("//main//img")
        assert first.get("alt") == page.images[0].alt[language]
        assert (first.get("width"), first.get("height"), first.get("loading")) == ("1600", "900", "lazy")
        assert second.get("alt") == ""
        (film,) = asked.xpath("//main//a[contains(@href, 'f.example')]")
        assert film.get("href") == page.videos[0].address[language]
        assert len(asked.xpath("//main//details")) == 2
        (paper,) = asked.xpath("//main//details//a")
        assert client.get(paper.get("href")).data == b"words"
        assert len(turn.data) < 15_000
        every = {"en": "questions", "cy": "cwestiynau"}[language]
        paper_page = html.document_fromstring(client.get(f"{path}/{every}").get_data(as_text=True))
        assert len(paper_page.xpath("//main//img")) == 2
        assert paper_page.xpath("//main//details") == []  # on paper nothing can be opened
        assert page.panels[0].body[language] in paper_page.text_content()
        assert "All of it." in paper_page.text_content() or "Y cwbl." in paper_page.text_content()


def test_an_address_that_is_not_safe_never_becomes_a_link(app: Flask):
    film = Video("v", Bilingual("T", "T"), Bilingual(*["javascript:alert(1)"] * 2), Bilingual("W", "W"))
    client, consultation, _ = published(app, replace(PAGE, videos=(film,)))
    turn = client.get(f"/en/consultations/{consultation.slug_en}/answer/new", follow_redirects=True)
    assert b"javascript:" not in turn.data


def test_a_page_without_media_reads_nothing_more(app: Flask):
    client, consultation, _ = published(
        app, replace(PAGE, panels=(Panel("p", Bilingual("M", "M"), Bilingual("W", "W")),))
    )
    turn = client.get(f"/en/consultations/{consultation.slug_en}/answer/new", follow_redirects=True)
    said: list[str] = []

    def note(_connection, _cursor, statement, *_more) -> None:
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    client.get(turn.request.path)
    event.remove(db.engine, "before_cursor_execute", note)
    assert [
        statement for statement in said if "document" in statement.split("WHERE")[0].split("FROM")[-1]
    ] == []
    assert len([statement for statement in said if statement.startswith("SELECT")]) == 1
