"""What are people asked about their ethnic group?

Wording and groups: Census 2021 (England and Wales), in both languages, in the order used in Wales. A first
question asks for one of five groups and a second one, within the group, for the background.
"""

from __future__ import annotations

from engage.bilingual import Bilingual
from engage.equality.characteristics import (
    AskedIf,
    Category,
    Characteristic,
    Choice,
    Level,
    StandardQuestion,
)
from engage.equality.choices import RATHER_NOT

_WHITE = Choice("white", Bilingual("White", "Gwyn"))
_MIXED = Choice(
    "mixed",
    Bilingual("Mixed or Multiple ethnic groups", "Grwpiau Cymysg neu Amlethnig"),
)
_ASIAN = Choice(
    "asian",
    Bilingual(
        "Asian, Asian Welsh or Asian British",
        "Asiaidd, Asiaidd Cymreig neu Asiaidd Prydeinig",
    ),
)
_BLACK = Choice(
    "black",
    Bilingual(
        "Black, Black Welsh, Black British, Caribbean or African",
        "Du, Du Cymreig, Du Prydeinig, Caribïaidd neu Affricanaidd",
    ),
)
_OTHER = Choice("other", Bilingual("Other ethnic group", "Grŵp ethnig arall"))

_BACKGROUNDS: dict[Choice, tuple[Choice, ...]] = {
    _WHITE: (
        Choice(
            "white_british",
            Bilingual(
                "Welsh, English, Scottish, Northern Irish or British",
                "Cymreig, Seisnig, Albanaidd, Gwyddelig Gogledd Iwerddon neu Brydeinig",
            ),
        ),
        Choice("white_irish", Bilingual("Irish", "Gwyddelig")),
        Choice(
            "white_traveller",
            Bilingual("Gypsy or Irish Traveller", "Sipsi neu Deithiwr Gwyddelig"),
        ),
        Choice("white_roma", Bilingual("Roma", "Roma")),
        Choice(
            "white_other",
            Bilingual("Any other White background", "Unrhyw gefndir Gwyn arall"),
        ),
    ),
    _MIXED: (
        Choice("mixed_caribbean", Bilingual("White and Black Caribbean", "Gwyn a Du Caribïaidd")),
        Choice("mixed_african", Bilingual("White and Black African", "Gwyn a Du Affricanaidd")),
        Choice("mixed_asian", Bilingual("White and Asian", "Gwyn ac Asiaidd")),
        Choice(
            "mixed_other",
            Bilingual(
                "Any other Mixed or Multiple background",
                "Unrhyw gefndir Cymysg neu Amlethnig arall",
            ),
        ),
    ),
    _ASIAN: (
        Choice("asian_indian", Bilingual("Indian", "Indiaidd")),
        Choice("asian_pakistani", Bilingual("Pakistani", "Pacistanaidd")),
        Choice("asian_bangladeshi", Bilingual("Bangladeshi", "Bangladeshaidd")),
        Choice("asian_chinese", Bilingual("Chinese", "Tsieineaidd")),
        Choice(
            "asian_other",
            Bilingual("Any other Asian background", "Unrhyw gefndir Asiaidd arall"),
        ),
    ),
    _BLACK: (
        Choice("black_caribbean", Bilingual("Caribbean", "Caribïaidd")),
        Choice("black_african", Bilingual("African", "Affricanaidd")),
        Choice(
            "black_other",
            Bilingual(
                "Any other Black, Black British or Caribbean background",
                "Unrhyw gefndir Du, Du Prydeinig neu Garibïaidd arall",
            ),
        ),
    ),
    _OTHER: (
        Choice("other_arab", Bilingual("Arab", "Arabaidd")),
        Choice("other_any", Bilingual("Any other ethnic group", "Unrhyw grŵp ethnig arall")),
    ),
}
_GROUPS = tuple(_BACKGROUNDS)
_TITLES = {
    _WHITE: Bilingual(
        "Which one best describes your White ethnic group or background?",
        "Pa un sy'n disgrifio orau eich grŵp ethnig neu eich cefndir Gwyn?",
    ),
    _MIXED: Bilingual(
        "Which one best describes your Mixed or Multiple ethnic group or background?",
        "Pa un sy'n disgrifio orau eich grŵp ethnig neu gefndir Cymysg neu Amlethnig?",
    ),
    _ASIAN: Bilingual(
        "Which one best describes your Asian, Asian Welsh or Asian British ethnic group or background?",
        "Pa un sy'n disgrifio orau eich grŵp ethnig neu eich cefndir Asiaidd, Asiaidd Cymreig neu "
        "Asiaidd Prydeinig?",
    ),
    _BLACK: Bilingual(
        "Which one best describes your Black, Black Welsh, Black British, Caribbean or African ethnic "
        "group or background?",
        "Pa un sy'n disgrifio orau eich grŵp ethnig neu eich cefndir Du, Du Cymreig, Du Prydeinig, "
        "Caribïaidd neu Affricanaidd?",
    ),
    _OTHER: Bilingual(
        "Which one best describes your other ethnic group or background?",
        "Pa un sy'n disgrifio orau eich grŵp ethnig neu eich cefndir arall?",
    ),
}


def _within(group: Choice, background: Choice) -> Category:
    """Name a background after its group, as tables do: "White: Irish"."""
    words = {language: f"{group.label[language]}: {background.label[language]}" for language in ("en", "cy")}
    return Category(background.code, Bilingual(**words), (background.code,))


def _whole(group: Choice) -> Category:
    """Hold everyone in the group, whatever they said, or did not say, about their background."""
    return Category(group.code, group.label, (group.code, *(each.code for each in _BACKGROUNDS[group])))


_WHITE_BRITISH = _within(_WHITE, _BACKGROUNDS[_WHITE][0])

RACE = Characteristic(
    code="race",
    name=Bilingual("Race (ethnic group)", "Hil (grŵp ethnig)"),
    protected=True,
    special_category=True,
    questions=(
        StandardQuestion(
            id="ethnic_group",
            title=Bilingual("What is your ethnic group?", "Beth yw eich grŵp ethnig?"),
            choices=(*_GROUPS, RATHER_NOT),
        ),
        *(
            StandardQuestion(
                id=f"ethnic_group_{group.code}",
                title=_TITLES[group],
                choices=(*backgrounds, RATHER_NOT),
                asked_if=AskedIf("ethnic_group", (group.code,)),
            )
            for group, backgrounds in _BACKGROUNDS.items()
        ),
    ),
    levels={
        Level.DETAILED: tuple(
            _within(group, background)
            for group, backgrounds in _BACKGROUNDS.items()
            for background in backgrounds
        ),
        Level.STANDARD: tuple(_whole(group) for group in _GROUPS),
        # Someone who said "White" and no more is in neither of these two.
        Level.SUMMARY: (
            _WHITE_BRITISH,
            Category(
                "other_groups",
                Bilingual("All other ethnic groups", "Pob grŵp ethnig arall"),
                (
                    *(each.code for each in _BACKGROUNDS[_WHITE][1:]),
                    *(code for group in _GROUPS[1:] for code in _whole(group).holds),
                ),
            ),
        ),
    },
)
