"""Which words do figures on cohesion need beside each other, on pages and in files?"""

from __future__ import annotations

from types import MappingProxyType

from engage.analysis.cohesion import Kind
from engage.bilingual import Bilingual

FILE = Bilingual("cohesion", "cydlyniant")  # the stem of every name
TITLE = Bilingual("Cohesion", "Cydlyniant")
THIS = Bilingual("This consultation", "Yr ymgynghoriad hwn")
RESIDENTS = Bilingual("This consultation: your own residents", "Yr ymgynghoriad hwn: eich preswylwyr chi")
INTERIM = Bilingual("interim figures", "ffigurau interim")
NOT_GIVEN = Bilingual("not given", "heb ei nodi")
OF_SOME = Bilingual(
    "asked only of some people, by what they answered before",
    "gofynnwyd i rai pobl yn unig, yn ôl eu hatebion blaenorol",
)
LEFT_OUT = Bilingual(
    "left out of these figures, because something could have been worked out about a few people",
    "wedi'i adael allan o'r ffigurau hyn, gan y gellid bod wedi cyfrifo rhywbeth am ychydig o bobl",
)
OTHER_EDITION = Bilingual("asked in the words of another edition", "gofynnwyd yng ngeiriau argraffiad arall")
OTHER_RULE = Bilingual(
    "protected by another rule: [c] and [x] stand for other numbers there",
    "wedi'u diogelu gan reol arall: mae [c] ac [x] yn sefyll am rifau eraill yno",
)
KINDS = MappingProxyType(
    {
        Kind.OWN: THIS,
        Kind.RESIDENTS: RESIDENTS,
        Kind.EARLIER: Bilingual("Earlier consultation", "Ymgynghoriad cynharach"),
        Kind.OTHER: Bilingual("Another council", "Cyngor arall"),
        Kind.NATIONAL: Bilingual("Published figure", "Ffigur a gyhoeddwyd"),
    }
)
READING = (
    Bilingual(
        "People chose themselves whether to respond to a consultation. "
        "For most national surveys people are drawn by chance. "
        "The two are different kinds of figure, so nothing here tests the difference between them, "
        "and nothing should be said of it but what each figure is.",
        "Y bobl eu hunain a ddewisodd ymateb i ymgynghoriad. "
        "Ar gyfer y rhan fwyaf o arolygon cenedlaethol, dewisir pobl ar hap. "
        "Mae'r ddau'n fathau gwahanol o ffigur, felly nid oes dim yma'n profi'r gwahaniaeth rhyngddyn nhw, "
        "ac ni ddylid dweud dim amdano heblaw beth yw pob ffigur.",
    ),
    Bilingual(
        "Different people answer each consultation. "
        "A higher or lower share than in another one does not show that opinion has changed, "
        "or that it differs between councils.",
        "Pobl wahanol sy'n ateb pob ymgynghoriad. "
        "Nid yw cyfran uwch neu is nag mewn un arall yn dangos bod barn wedi newid, "
        "na'i bod yn wahanol rhwng cynghorau.",
    ),
    Bilingual(
        "A share adds up the favourable answers that are named above it. "
        "Each was rounded on its own. If one of them is hidden, so is the share; "
        "its range is then as wide as the hidden number allows.",
        "Mae cyfran yn adio'r atebion ffafriol a enwir uwch ei phen. "
        "Cafodd pob un ei dalgrynnu ar wahân. Os yw un ohonyn nhw wedi'i guddio, mae'r gyfran hefyd; "
        "mae ei hamrediad wedyn mor eang ag y mae'r rhif cudd yn ei ganiatáu.",
    ),
    Bilingual(
        "The base is everybody who answered, also with “Don't know”. "
        "A published figure may leave such answers out, and ask in other words: look into its source.",
        "Y sylfaen yw pawb a atebodd, gan gynnwys y rhai a atebodd “Ddim yn gwybod”. "
        "Gall ffigur a gyhoeddwyd adael atebion o'r fath allan, a gofyn mewn geiriau eraill: "
        "edrychwch ar ei ffynhonnell.",
    ),
    Bilingual(
        "Everything stands in the order of the questions and of dates, never by size.",
        "Mae popeth yn nhrefn y cwestiynau a'r dyddiadau, byth yn ôl maint.",
    ),
)
TOGETHER = Bilingual(
    "Published for several statements together", "Cyhoeddwyd ar gyfer sawl gosodiad gyda'i gilydd"
)
NOT_COUNTED_TOGETHER = Bilingual(
    "A consultation's figures say how many gave each answer, not how many agreed with all of the statements. "
    "So there is nothing of ours beside these.",
    "Mae ffigurau ymgynghoriad yn dweud faint a roddodd bob ateb, nid faint a gytunodd â'r gosodiadau i gyd. "
    "Felly nid oes dim gennym ni wrth ochr y rhain.",
)

# --- files ------------------------------------------------------------------------------------------------

COVER_SAYS = (
    Bilingual(
        "This file sets the measures of cohesion of one consultation beside other figures.",
        "Mae'r ffeil hon yn gosod mesurau cydlyniant un ymgynghoriad wrth ochr ffigurau eraill.",
    ),
    Bilingual(
        "Every sheet after the notes holds one table. "
        "There is a file with the same figures in the other language.",
        "Mae un tabl ar bob taflen ar ôl y nodiadau. Mae ffeil â'r un ffigurau yn yr iaith arall.",
    ),
)
STRAND = Bilingual("Strand", "Elfen")
QUESTION = Bilingual("Question", "Cwestiwn")
STATEMENT = Bilingual("Statement or answers", "Gosodiad neu atebion")
COUNTED = Bilingual("Favourable answers", "Atebion ffafriol")
KIND = Bilingual("Kind of figure", "Math o ffigur")
WHOSE = Bilingual("Whose answers", "Atebion pwy")
DETAILS = Bilingual("Which and when", "Pa rai a phryd")
SHARE = Bilingual("Share (per cent)", "Cyfran (y cant)")
LOWER = Bilingual("Range from (per cent)", "Amrediad o (y cant)")
UPPER = Bilingual("Range to (per cent)", "Amrediad hyd at (y cant)")
BASE = Bilingual("Base: people who answered", "Sylfaen: pobl a atebodd")
MARK = Bilingual("Mark", "Nod")
SOURCE = Bilingual("Source", "Ffynhonnell")
ADDRESS = Bilingual("Address of the source", "Cyfeiriad y ffynhonnell")
PUBLISHED = Bilingual("Published on", "Cyhoeddwyd ar")
NOTE = Bilingual("Note", "Nodyn")
SOURCES = Bilingual("Sources", "Ffynonellau")
SOURCES_TITLE = Bilingual("Where the published figures come from", "O ble y daw'r ffigurau a gyhoeddwyd")
NONE = Bilingual("none", "dim")
MEASURE_CODE = Bilingual("Measure code", "Cod y mesur")
KIND_CODE = Bilingual("Kind code", "Cod y math")
