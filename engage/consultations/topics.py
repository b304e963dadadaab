"""Which subjects can a consultation be about?"""

from __future__ import annotations

from engage.bilingual import Bilingual

TOPICS: dict[str, Bilingual] = {
    "budget": Bilingual("Council budget and spending", "Cyllideb a gwariant y cyngor"),
    "children": Bilingual("Children and young people", "Plant a phobl ifanc"),
    "cohesion": Bilingual("Community cohesion", "Cydlyniant cymunedol"),
    "democracy": Bilingual("Democracy and elections", "Democratiaeth ac etholiadau"),
    "economy": Bilingual("Jobs and the economy", "Swyddi a'r economi"),
    "education": Bilingual("Schools and learning", "Ysgolion a dysgu"),
    "environment": Bilingual("Environment and climate", "Yr amgylchedd a'r hinsawdd"),
    "equality": Bilingual("Equality", "Cydraddoldeb"),
    "health": Bilingual("Health and well-being", "Iechyd a llesiant"),
    "housing": Bilingual("Housing and homelessness", "Tai a digartrefedd"),
    "leisure": Bilingual("Leisure and culture", "Hamdden a diwylliant"),
    "libraries": Bilingual("Libraries", "Llyfrgelloedd"),
    "planning": Bilingual("Planning and regeneration", "Cynllunio ac adfywio"),
    "safety": Bilingual("Community safety", "Diogelwch cymunedol"),
    "social_care": Bilingual("Social care", "Gofal cymdeithasol"),
    "transport": Bilingual("Roads and transport", "Ffyrdd a thrafnidiaeth"),
    "waste": Bilingual("Waste and recycling", "Gwastraff ac ailgylchu"),
    "welsh_language": Bilingual("Welsh language", "Y Gymraeg"),
}
