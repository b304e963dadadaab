"""What do all pages have in common: language in the address, headers, errors, who is signed in?"""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable, MutableMapping
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from babel.support import Translations
from flask import (
    Blueprint,
    Flask,
    Request,
    Response,
    abort,
    current_app,
    g,
    redirect,
    request,
    send_file,
    url_for,
)
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.templating import Environment
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_login.utils import _user_context_processor
from flask_principal import Principal
from flask_security import current_user
from flask_wtf import CSRFProtect, FlaskForm
from itsdangerous import URLSafeTimedSerializer
from markupsafe import Markup
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import FileField

from engage import dates, error_pages, markdown
from engage.bilingual import LANGUAGES, Bilingual, both_languages, other_language
from engage.config import Settings
from engage.config import settings as app_settings

View = TypeVar("View", bound=Callable[..., Any])
babel = Babel()
csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address)

MOST_HEARD_OUT = 100 * 1024 * 1024  # bytes
CSP = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
IDLE = (Principal, Limiter, LoginManager)  # whose hooks are of no use here
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Room(Blueprint):
    """A blueprint whose every page has an address in each language.

    `public` pages hold nothing personal: they may be cached for a moment and set no cookie.
    """

    def __init__(self, name: str, import_name: str, *, public: bool = False) -> None:
        super().__init__(name, import_name)
        if public:
            self.after_request(_cacheable)

    def page(self, *, en: str, cy: str, **options: Any) -> Callable[[View], View]:
        """Decorator: serve the view at `/en` + en and at `/cy` + cy, as one endpoint."""

        def register(view: View) -> View:
            for language, path in (("en", en), ("cy", cy)):
                self.add_url_rule(f"/{language}{path}", None, view, defaults={"lang": language}, **options)
            return view

        return register


class Face(NamedTuple):
    """As much of a council as the frame of all its pages shows: its pieces are kept by that."""

    slug: str
    name: Bilingual
    has_logo: bool


class HeardOut(Request):
    """A request of which too much is read to its end, and thrown away, before that is said.

    A server closes a connection on which something is still coming, and browsers then show an error of their
    own instead of ours. Whoever sends far too much is cut off all the same.
    """

    def _load_form_data(self) -> None:
        try:
            super()._load_form_data()
        except RequestEntityTooLarge:
            self._hear_out()
            self.form, self.files = ImmutableMultiDict(), ImmutableMultiDict()  # for whoever asks again
            raise

    def _hear_out(self) -> None:
        try:
            coming = self.stream  # which knows how much of it has been read
        except RequestEntityTooLarge:
            coming = self.environ["wsgi.input"]
        left = min(self.content_length or 0, MOST_HEARD_OUT)
        while left > 0 and (piece := coming.read(min(left, 1024 * 1024))):
            left -= len(piece)


class Templates(Environment):
    """Templates that find what all of them share in a plain dict: nothing is added once pages are shown."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


class Sessions(SecureCookieSessionInterface):
    """Sessions in cookies, whose signer is made once; no cache may keep a page that reads or sets one."""

    def __init__(self, app: Flask) -> None:
        self._signer = super().get_signing_serializer(app)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return self._signer

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        super().save_session(app, session, response)
        if session.accessed or "Set-Cookie" in response.headers:
            response.headers["Cache-Control"] = "no-store"


def init_app(app: Flask, settings: Settings) -> None:
    """Hang everything that all pages share on the application."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        MAX_CONTENT_LENGTH=12 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        MAX_FORM_PARTS=2000,
        SESSION_COOKIE_NAME="__Host-engage" if settings.production else "engage",
        SESSION_COOKIE_SECURE=settings.production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # SameSite and the token suffice; a stripped Referer must not lose answers
        RATELIMIT_STORAGE_URI=settings.shared_store or "memory://",
        RATELIMIT_SWALLOW_ERRORS=True,
        RATELIMIT_ENABLED=settings.environment != "test",
    )
    app.request_class = HeardOut
    app.session_interface = Sessions(app)
    app.jinja_environment = Templates
    # Flask-Babel marks lazy strings as safe HTML without escaping them; without this, Jinja escapes them.
    if "__html__" in LazyString.__dict__:
        del LazyString.__html__
    babel.init_app(app, locale_selector=lambda: dates.LOCALES[language()])
    csrf.init_app(app)
    limiter.init_app(app)
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_put_language)
    app.url_defaults(_stamp)
    app.after_request(_secure)
    error_pages.init_app(app, production=settings.production)
    app.context_processor(_for_every_page)
    _bind_words(app)
    _remember_pieces(app)
    app.jinja_env.filters["markdown"] = markdown.to_html
    app.jinja_env.filters["languages"] = both_languages
    app.jinja_env.filters["day"] = lambda when: dates.day(when, language())
    app.jinja_env.filters["moment"] = lambda when: dates.moment(when, language())


def drop_idle_hooks(app: Flask) -> None:
    """Take away what libraries do on every request or page although nobody here asks for it.

    Flask-Principal finds out who it is, for permissions of its own; ours are `accounts.permissions`.
    Flask-Limiter looks for limits; where there are any, its decorator checks them again. Flask-Login loads
    the user for every template, though ours ask for `officer` when they show one, and opens the session of
    every page, to remember people longer than a session, which we do not do.
    """
    every: tuple[dict[Any, list[Any]], ...] = (
        app.before_request_funcs,
        app.after_request_funcs,
        app.teardown_request_funcs,
    )
    for hooks in (each[None] for each in every):
        hooks[:] = [hook for hook in hooks if not isinstance(_owner(hook), IDLE)]
    app.template_context_processors[None].remove(_user_context_processor)


def _owner(hook: Callable[..., Any]) -> Any:
    """The object that has hung this function on the application."""
    return hook.args[0] if isinstance(hook, partial) else getattr(hook, "__self__", None)


def preferred_language() -> str:
    """The language of the browser's list that we have and that it prefers; "cy-GB" is Welsh."""
    wanted = (tag.lower().partition("-")[0] for tag, quality in request.accept_languages if quality)
    return next((language for language in wanted if language in LANGUAGES), "en")


def language() -> str:
    """The language of this page: "en" or "cy"."""
    return cast(str, g.get("lang") or ("cy" if request and request.path.startswith("/cy/") else "en"))


def alternate(**values: Bilingual | str) -> None:
    """Say which values the address of this page has in the other language, such as its slug."""
    other = other_language(language())
    g.alternate = {name: v[other] if isinstance(v, Bilingual) else v for name, v in values.items()}


def show_council(council: Any) -> None:
    """Dress this page, and any error page instead of it, as this council's."""
    g.council = council


def switching() -> bool:
    """Was the language switch pressed? Then show what was typed in this language; store and check nothing."""
    return request.method == "POST" and "switch" in request.form


def to_save(content: bytes, name: str, mimetype: str, file_language: str) -> Response:
    """A file in this language, to be saved rather than opened by the browser."""
    response = send_file(io.BytesIO(content), mimetype=mimetype, as_attachment=True, download_name=name)
    del response.headers["Cache-Control"]  # whether it may be kept is for the room to say
    response.headers["Content-Language"] = file_language
    return response


def accepted(form: FlaskForm) -> bool:
    """Was the form sent, not merely switched to the other language, and is it valid?"""
    if not switching():
        is_valid = bool(form.validate_on_submit())
    else:
        is_valid = False
        if request.form["switch"] == "errors":
            form.validate()
    if not is_valid:
        _ask_for_files_again(form)
    return is_valid


def _ask_for_files_again(form: FlaskForm) -> None:
    """Say of each file that it has to be chosen once more: no page can be shown with a file in it."""
    for field in form:
        if not isinstance(field, FileField) or field.errors:
            continue
        if any(field.data if isinstance(field.data, list) else [field.data]):
            field.errors = [_("Choose this again: a file cannot stay on a page that is shown again")]


def status(form: FlaskForm) -> int:
    """422 for a form with errors, else 200."""
    return 422 if form.errors and not switching() else 200


def current_officer() -> Any:
    """The officer who is signed in."""
    return current_user._get_current_object()


def officers_only(room: Room) -> None:
    """Let only signed-in officers into this room's pages."""

    @room.before_request
    def must_be_signed_in() -> ResponseReturnValue | None:
        if current_user.is_authenticated:
            show_council(current_officer().council)
            return None
        if request.method == "GET":
            return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
        len(request.form)  # it is read to its end: see HeardOut
        return error_pages.signed_out() or redirect(url_for("accounts.sign_in"))


def own_address(address: str | None) -> str | None:
    """The address if it is a page of this site, else None: a link must not lead a person elsewhere."""
    if address and address.startswith(("/en/", "/cy/")) and "\\" not in address and address.isprintable():
        return address
    return None


def canonical(address: str) -> str:
    """The full address of a page of this site, whatever host name was asked."""
    return app_settings().site_url + address


def nonce() -> str:
    """This response's Content-Security-Policy nonce."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return cast(str, g.nonce)


def alternates() -> dict[str, str]:
    """This page's address in each language; empty where a page has none."""
    endpoint, values, lang = request.endpoint, request.view_args, g.get("lang")
    if not endpoint or values is None or not lang:
        return {}
    here = {**values, **request.args.to_dict(flat=False)}
    there = here | g.get("alternate", {})
    other = other_language(lang)
    return {
        lang: url_for(endpoint, **{**here, "lang": lang}),
        other: url_for(endpoint, **{**there, "lang": other}),
    }


def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "lang" in values:
        g.lang = values.pop("lang")
        if g.lang not in LANGUAGES:
            abort(404)


def _put_language(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = language()


def _bind_words(app: Flask) -> None:
    """Let templates look words up in catalogues that are read once, not found anew for every word."""
    folder = app.config["BABEL_TRANSLATION_DIRECTORIES"]
    words = {each: Translations.load(folder, [dates.LOCALES[each]]) for each in LANGUAGES}
    templates: Any = app.jinja_env  # which takes this from an extension of Jinja's
    templates.install_gettext_callables(
        lambda message: words[language()].ugettext(message),
        lambda one, many, number: words[language()].ungettext(one, many, number),
        newstyle=True,
    )

    @lru_cache(maxsize=5000)
    def said(message: str, lang: str) -> Markup:
        return Markup(words[lang].ugettext(message)) % {}  # noqa: S704 - ours, as for Jinja's own `_`

    def say(message: str, **variables: Any) -> Markup:
        if not variables:
            return said(message, language())
        return Markup(words[language()].ugettext(message)) % variables  # noqa: S704 - the same

    app.jinja_env.globals["_"] = say


def _remember_pieces(app: Flask) -> None:
    """Let templates put in pieces of the frame that are drawn once for each council in each language."""

    @lru_cache(maxsize=1000)
    def drawn(name: str, face: Face | None, lang: str) -> Markup:
        pieces = app.jinja_env.get_template("layouts/pieces.html").module
        return Markup(getattr(pieces, name)(face, lang))  # noqa: S704 - a template's own

    def piece(name: str, council: Any = None) -> Markup:
        face = Face(council.slug, council.name, council.has_logo) if council else None
        return drawn(name, face, language())

    app.jinja_env.globals["piece"] = piece


def _stamp(endpoint: str, values: dict[str, Any]) -> None:
    """Give the address of a static file the fingerprint of its content, so that it may be kept for long."""
    if endpoint == "static" and "filename" in values:
        values["v"] = _fingerprint(current_app.static_folder or "", values["filename"])


@lru_cache(maxsize=200)
def _fingerprint(folder: str, name: str) -> str | None:
    file = Path(folder, name)
    return sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else None


def _secure(response: Response) -> Response:
    wanted = {**HEADERS, "Content-Security-Policy": CSP.format(nonce=nonce()), "Cache-Control": "no-store"}
    if "lang" in g:
        wanted["Content-Language"] = g.lang
    if app_settings().production:
        wanted["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    there = {name.lower() for name, _value in response.headers}
    response.headers.extend({name: value for name, value in wanted.items() if name.lower() not in there})
    return response


def _cacheable(response: Response) -> Response:
    if request.method in ("GET", "HEAD") and response.status_code == 200:
        response.headers.setdefault("Cache-Control", "public, max-age=30")
    return response


def _for_every_page() -> dict[str, Any]:
    return {
        "lang": language(),
        "alternates": alternates(),
        "canonical": canonical,
        "site_url": app_settings().site_url,
        "csp_nonce": nonce(),
        "council": g.get("council"),
        "invented": g.council.is_demo if g.get("council") else app_settings().environment == "demo",
        "officer": current_user,
    }
