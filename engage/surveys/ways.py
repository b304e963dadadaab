"""In which other ways can a survey be put, and what does each call itself?"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from engage.bilingual import Bilingual

_NOTHING = Bilingual()


@dataclass(frozen=True, slots=True)
class Way:
    """What a variant is called by those for whom it is, and in addresses.

    `tag` is the language of its words when that is neither English nor Welsh; its name is in it, too.
    """

    code: str  # variant.Variant.code
    name: Bilingual
    path: Bilingual  # in addresses
    tag: str = ""
    direction: str = "ltr"
    known_as: Bilingual = _NOTHING  # what officers call a further language


def _in_our_languages(code: str, en: str, cy: str, path_en: str, path_cy: str) -> Way:
    return Way(code, Bilingual(en, cy), Bilingual(path_en, path_cy))


def _language(tag: str, name: str, en: str, cy: str, direction: str = "ltr") -> Way:
    own, path = Bilingual(name, name), Bilingual(tag, tag)
    return Way(tag, own, path, tag, direction, Bilingual(en, cy))


STANDARD = "standard"  # no variant: what is asked of everybody else
EASY_READ, LARGE_PRINT, BSL, YOUNG_PEOPLE = "easy_read", "large_print", "bsl", "young_people"
OWN_WORDS = frozenset({EASY_READ, YOUNG_PEOPLE})  # the survey's words anew, in English and in Welsh
_RTL = "rtl"
LANGUAGES = (  # those most often asked for first in councils' translations, by name in English
    _language("ar", "العربية", "Arabic", "Arabeg", _RTL),
    _language("bn", "বাংলা", "Bengali", "Bengaleg"),
    _language("bg", "Български", "Bulgarian", "Bwlgareg"),
    _language("zh", "中文", "Chinese", "Tsieinëeg"),
    _language("cs", "Čeština", "Czech", "Tsieceg"),
    _language("fr", "Français", "French", "Ffrangeg"),
    _language("gu", "ગુજરાતી", "Gujarati", "Gwjarati"),
    _language("he", "עברית", "Hebrew", "Hebraeg", _RTL),
    _language("hu", "Magyar", "Hungarian", "Hwngareg"),
    _language("it", "Italiano", "Italian", "Eidaleg"),
    _language("lv", "Latviešu", "Latvian", "Latfieg"),
    _language("lt", "Lietuvių", "Lithuanian", "Lithwaneg"),
    _language("ml", "മലയാളം", "Malayalam", "Malaialam"),
    _language("fa", "فارسی", "Persian", "Perseg", _RTL),
    _language("pl", "Polski", "Polish", "Pwyleg"),
    _language("pt", "Português", "Portuguese", "Portiwgaleg"),
    _language("pa", "ਪੰਜਾਬੀ", "Punjabi", "Pwnjabeg"),
    _language("ro", "Română", "Romanian", "Rwmaneg"),
    _language("ru", "Русский", "Russian", "Rwseg"),
    _language("sk", "Slovenčina", "Slovak", "Slofaceg"),
    _language("so", "Soomaali", "Somali", "Somaleg"),
    _language("es", "Español", "Spanish", "Sbaeneg"),
    _language("tl", "Tagalog", "Tagalog", "Tagalog"),
    _language("ta", "தமிழ்", "Tamil", "Tamileg"),
    _language("ti", "ትግርኛ", "Tigrinya", "Tigrinya"),
    _language("tr", "Türkçe", "Turkish", "Tyrceg"),
    _language("uk", "Українська", "Ukrainian", "Wcreineg"),
    _language("ur", "اردو", "Urdu", "Wrdw", _RTL),
    _language("vi", "Tiếng Việt", "Vietnamese", "Fietnameg"),
)
OURS = (
    _in_our_languages(EASY_READ, "Easy Read", "Hawdd ei Ddeall", "easy-read", "hawdd-ei-ddeall"),
    _in_our_languages(LARGE_PRINT, "Large print", "Print bras", "large-print", "print-bras"),
    _in_our_languages(
        BSL,
        "British Sign Language (BSL)",
        "Iaith Arwyddion Prydain (BSL)",
        "sign-language",
        "iaith-arwyddion",
    ),
    _in_our_languages(YOUNG_PEOPLE, "For young people", "I bobl ifanc", "young-people", "pobl-ifanc"),
)
WAYS = MappingProxyType({way.code: way for way in (*OURS, *LANGUAGES)})


def at(path: str, language: str) -> Way | None:
    """The way with this word in addresses of this language."""
    return next((way for way in WAYS.values() if way.path[language] == path), None)
