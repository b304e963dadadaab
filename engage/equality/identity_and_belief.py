"""What are people asked about their national identity and their religion?

Wording and groups: Census 2021 (England and Wales), in both languages.
"""

from __future__ import annotations

from engage.bilingual import Bilingual
from engage.equality.characteristics import Category, Characteristic, Choice, Level, StandardQuestion
from engage.equality.choices import RATHER_NOT, RATHER_NOT_ALONE, as_asked, in_order, ticked_together

# --- national identity ----------------------------------------------------------------------------------

_IDENTITIES = (
    Choice("welsh", Bilingual("Welsh", "Cymro/Cymraes")),
    Choice("english", Bilingual("English", "Sais/Saesnes")),
    Choice("scottish", Bilingual("Scottish", "Albanwr/Albanes")),
    Choice("northern_irish", Bilingual("Northern Irish", "Gwyddel/Gwyddeles o Ogledd Iwerddon")),
    Choice("british", Bilingual("British", "Prydeiniwr/Prydeinwraig")),
    Choice("other", Bilingual("Other", "Arall")),
)
_ANY_IDENTITIES = ticked_together(_IDENTITIES)
_UK_ONLY = in_order([each for each in _ANY_IDENTITIES if "other" not in each], _IDENTITIES)

_FIVE_COMMONEST = (
    Category("welsh", Bilingual("Welsh only identity", "Hunaniaeth Gymreig yn unig"), ("welsh",)),
    Category(
        "welsh_british",
        Bilingual("Welsh and British only identity", "Hunaniaeth Gymreig a Phrydeinig yn unig"),
        ("welsh+british",),
    ),
    Category("english", Bilingual("English only identity", "Hunaniaeth Seisnig yn unig"), ("english",)),
    Category(
        "english_british",
        Bilingual("English and British only identity", "Hunaniaeth Seisnig a Phrydeinig yn unig"),
        ("english+british",),
    ),
    Category("british", Bilingual("British only identity", "Hunaniaeth Brydeinig yn unig"), ("british",)),
)
_FROM_SCOTLAND_OR_NORTHERN_IRELAND = (
    Category(
        "scottish",
        Bilingual("Scottish only identity", "Hunaniaeth Albanaidd yn unig"),
        ("scottish",),
    ),
    Category(
        "scottish_british",
        Bilingual("Scottish and British only identity", "Hunaniaeth Albanaidd a Phrydeinig yn unig"),
        ("scottish+british",),
    ),
    Category(
        "northern_irish",
        Bilingual(
            "Northern Irish only identity",
            "Hunaniaeth Wyddelig Gogledd Iwerddon yn unig",
        ),
        ("northern_irish",),
    ),
    Category(
        "northern_irish_british",
        Bilingual(
            "Northern Irish and British only identity",
            "Hunaniaeth Wyddelig Gogledd Iwerddon a Phrydeinig yn unig",
        ),
        ("northern_irish+british",),
    ),
)
_MORE_THAN_UK = (
    Category(
        "uk_and_other",
        Bilingual(
            "At least one UK identity and another identity",
            "O leiaf un o hunaniaethau'r Deyrnas Unedig a hunaniaeth arall",
        ),
        in_order([each for each in _ANY_IDENTITIES if "other" in each and len(each) > 1], _IDENTITIES),
    ),
    Category("other", Bilingual("Other identity only", "Hunaniaeth arall yn unig"), ("other",)),
)


def _remaining_uk(code: str, label: Bilingual, named: tuple[Category, ...]) -> Category:
    """Hold the identities of the UK, alone or combined, that are in none of the `named` groups."""
    taken = {answer for category in named for answer in category.holds}
    return Category(code, label, tuple(answer for answer in _UK_ONLY if answer not in taken))


NATIONAL_IDENTITY = Characteristic(
    code="national_identity",
    name=Bilingual("National identity", "Hunaniaeth genedlaethol"),
    protected=False,
    special_category=True,  # not named in Article 9, but it can reveal ethnic origin
    questions=(
        StandardQuestion(
            id="national_identity",
            kind="several",
            title=Bilingual(
                "How would you describe your national identity?",
                "Sut fyddech chi'n disgrifio eich hunaniaeth genedlaethol?",
            ),
            hint=Bilingual(
                "Select all that apply. The question is how you see yourself, whatever your citizenship.",
                "Dewiswch bob un sy'n berthnasol. Y cwestiwn yw sut rydych chi'n gweld eich hun, beth bynnag "
                "yw eich dinasyddiaeth.",
            ),
            choices=(*_IDENTITIES, RATHER_NOT_ALONE),
        ),
    ),
    levels={
        # The census has four more groups, Cornish and Irish, which need an answer in the person's own words.
        Level.DETAILED: (
            *_FIVE_COMMONEST,
            *_FROM_SCOTLAND_OR_NORTHERN_IRELAND,
            _remaining_uk(
                "uk_combination",
                Bilingual(
                    "Any other combination of only UK identities",
                    "Unrhyw gyfuniad arall o hunaniaethau'r Deyrnas Unedig yn unig",
                ),
                _FIVE_COMMONEST + _FROM_SCOTLAND_OR_NORTHERN_IRELAND,
            ),
            *_MORE_THAN_UK,
        ),
        Level.STANDARD: (
            *_FIVE_COMMONEST,
            _remaining_uk(
                "other_uk",
                Bilingual(
                    "Any other UK identity, or combination of only UK identities",
                    "Unrhyw un arall o hunaniaethau'r Deyrnas Unedig, neu gyfuniad ohonynt yn unig",
                ),
                _FIVE_COMMONEST,
            ),
            *_MORE_THAN_UK,
        ),
        Level.SUMMARY: (
            Category(
                "uk_only",
                Bilingual("UK identities only", "Hunaniaethau'r Deyrnas Unedig yn unig"),
                _UK_ONLY,
            ),
            *_MORE_THAN_UK,
        ),
    },
)

# --- religion or belief ---------------------------------------------------------------------------------

_RELIGIONS = (
    Choice("no_religion", Bilingual("No religion", "Dim crefydd")),
    Choice("christian", Bilingual("Christian (All denominations)", "Cristnogaeth (Pob enwad)")),
    Choice("buddhist", Bilingual("Buddhist", "Bwdhaeth")),
    Choice("hindu", Bilingual("Hindu", "Hindŵaeth")),
    Choice("jewish", Bilingual("Jewish", "Iddewiaeth")),
    Choice("muslim", Bilingual("Muslim", "Islam")),
    Choice("sikh", Bilingual("Sikh", "Siciaeth")),
    Choice("other_religion", Bilingual("Any other religion", "Unrhyw grefydd arall")),
)
_ONE_RELIGION = {category.code: category for category in as_asked(_RELIGIONS)}

RELIGION = Characteristic(
    code="religion",
    name=Bilingual("Religion or belief", "Crefydd neu gred"),
    protected=True,
    special_category=True,
    questions=(
        StandardQuestion(
            id="religion",
            title=Bilingual("What is your religion?", "Beth yw eich crefydd?"),
            hint=Bilingual(
                "Select the one that fits best, whether or not you practise it.",
                "Dewiswch yr un sy'n gweddu orau, p'un a ydych chi'n ei harfer ai peidio.",
            ),
            choices=(*_RELIGIONS, RATHER_NOT),
        ),
    ),
    levels={
        Level.DETAILED: tuple(_ONE_RELIGION.values()),
        Level.STANDARD: (
            _ONE_RELIGION["no_religion"],
            _ONE_RELIGION["christian"],
            _ONE_RELIGION["muslim"],
            Category(
                "other_religions",
                Bilingual("Other religions", "Crefyddau eraill"),
                ("buddhist", "hindu", "jewish", "sikh", "other_religion"),
            ),
        ),
        Level.SUMMARY: (
            _ONE_RELIGION["no_religion"],
            Category(
                "any_religion",
                Bilingual("Any religion", "Unrhyw grefydd"),
                tuple(code for code in _ONE_RELIGION if code != "no_religion"),
            ),
        ),
    },
)
