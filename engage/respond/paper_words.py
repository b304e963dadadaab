"""What is printed on a form besides the survey's own words, in the language of the form?"""

from __future__ import annotations

from collections.abc import Mapping

from engage.bilingual import Bilingual

WORDS: Mapping[str, Bilingual] = {
    "paper_form": Bilingual("Paper form", "Ffurflen bapur"),
    "form": Bilingual("Form", "Ffurflen"),
    "page": Bilingual("page", "tudalen"),
    "of": Bilingual("of", "o"),
    "large": Bilingual("Large print", "Print bras"),
    "ours": Bilingual(
        "You are welcome to answer in Welsh. Answering in Welsh will not lead to delay.",
        "Mae croeso i chi ateb yn Gymraeg. Ni fydd ateb yn Gymraeg yn arwain at oedi.",
    ),
    "how": Bilingual("How to fill in this form", "Sut i lenwi'r ffurflen hon"),
    "ink": Bilingual(
        "Use black or blue ink, and write clearly.", "Defnyddiwch inc du neu las, ac ysgrifennwch yn glir."
    ),
    "tick": Bilingual(
        "Put a tick or a cross in the box, like this:", "Rhowch dic neu groes yn y blwch, fel hyn:"
    ),
    "slip": Bilingual(
        "If you tick the wrong box, fill in the whole box, and then tick the right one:",
        "Os ticiwch y blwch anghywir, llenwch y blwch cyfan, ac yna ticiwch yr un cywir:",
    ),
    "strike": Bilingual(
        "To change something that you wrote, cross it out and write beside it.",
        "I newid rhywbeth a ysgrifennoch, croeswch ef allan ac ysgrifennwch wrth ei ymyl.",
    ),
    "skip": Bilingual(
        "You can leave out any question that you do not want to answer.",
        "Gallwch hepgor unrhyw gwestiwn nad ydych am ei ateb.",
    ),
    "follow": Bilingual(
        "Not every question is for everybody. Notes tell you which question to go to.",
        "Nid yw pob cwestiwn i bawb. Mae nodiadau'n dweud wrthych i ba gwestiwn i fynd.",
    ),
    "numbers": Bilingual(
        "You can ignore the small numbers beside the boxes. They are for us.",
        "Gallwch anwybyddu'r rhifau bach wrth y blychau. I ni y maen nhw.",
    ),
    "space": Bilingual(
        "If you need more space, add a sheet of paper. Write on it the number of the question, and "
        "this mark:",
        "Os oes angen rhagor o le arnoch, ychwanegwch ddalen o bapur. Ysgrifennwch rif y cwestiwn arni, a'r "
        "marc hwn:",
    ),
    "names": Bilingual(
        "Please do not write the names of other people in your answers.",
        "Peidiwch ag ysgrifennu enwau pobl eraill yn eich atebion.",
    ),
    "send": Bilingual("Send the form to us", "Anfon y ffurflen atom"),
    "by": Bilingual("It must reach us by:", "Rhaid iddi ein cyrraedd erbyn:"),
    "late": Bilingual(
        "We keep forms that come later too, but we mark them as late and may not be able to count them.",
        "Rydym hefyd yn cadw ffurflenni sy'n cyrraedd yn hwyrach, ond rydym yn eu marcio fel rhai hwyr ac "
        "efallai na fyddwn yn gallu eu cyfrif.",
    ),
    "to": Bilingual("Send it or bring it to:", "Anfonwch hi neu dewch â hi i:"),
    "online": Bilingual("You can also answer on our website:", "Gallwch ateb ar ein gwefan hefyd:"),
    "help": Bilingual("Help and other formats", "Cymorth a fformatau eraill"),
    "telephone": Bilingual("Telephone:", "Ffôn:"),
    "email": Bilingual("Email:", "E-bost:"),
    "formats": Bilingual(
        "This form is also there in large print, in Welsh and in English. Ask us, and we will send it.",
        "Mae'r ffurflen hon ar gael mewn print bras hefyd, yn Gymraeg ac yn Saesneg. Gofynnwch i ni, "
        "a byddwn "
        "yn ei hanfon.",
    ),
    "one": Bilingual("Tick one box.", "Ticiwch un blwch."),
    "all": Bilingual("Tick all the boxes that apply.", "Ticiwch bob blwch sy'n berthnasol."),
    "most": Bilingual(
        "Tick no more boxes than this: {number}", "Peidiwch â thicio mwy o flychau na hyn: {number}"
    ),
    "alone": Bilingual(
        "If you tick this box, tick no other.", "Os ticiwch y blwch hwn, peidiwch â thicio un arall."
    ),
    "or": Bilingual("or", "neu"),
    "each": Bilingual("Tick one box in each row.", "Ticiwch un blwch ym mhob rhes."),
    "row": Bilingual("About", "Ynglŷn â"),
    "rank_all": Bilingual(
        "Write a number from 1 to {number} in each box. 1 is the most important to you. Use each "
        "number once.",
        "Ysgrifennwch rif o 1 i {number} ym mhob blwch. 1 yw'r pwysicaf i chi. Defnyddiwch bob rhif unwaith.",
    ),
    "rank_top": Bilingual(
        "Choose the most important to you. Write 1 beside the first, and so on up to {number}. Leave "
        "the other "
        "boxes empty.",
        "Dewiswch y rhai pwysicaf i chi. Ysgrifennwch 1 wrth ymyl y cyntaf, ac yn y blaen hyd at {number}. "
        "Gadewch y blychau eraill yn wag.",
    ),
    "share": Bilingual(
        "Write a number in each box. Together the numbers must make: {number}",
        "Ysgrifennwch rif ym mhob blwch. Rhaid i'r rhifau wneud gyda'i gilydd: {number}",
    ),
    "together": Bilingual("Together:", "Gyda'i gilydd:"),
    "number": Bilingual("Write a number.", "Ysgrifennwch rif."),
    "day": Bilingual("Day", "Diwrnod"),
    "month": Bilingual("Month", "Mis"),
    "year": Bilingual("Year", "Blwyddyn"),
    "postcode": Bilingual(
        "We turn your postcode into an area and do not keep it.",
        "Rydym yn troi eich cod post yn ardal ac nid ydym yn ei gadw.",
    ),
    "consent": Bilingual("Tick the box if you agree.", "Ticiwch y blwch os ydych yn cytuno."),
    "enclose": Bilingual(
        "Put a copy into the envelope, and write the number of this question on it. Keep the original.",
        "Rhowch gopi yn yr amlen, ac ysgrifennwch rif y cwestiwn hwn arno. Cadwch y gwreiddiol.",
    ),
    "film": Bilingual("You can watch a film about this:", "Gallwch wylio ffilm am hyn:"),
    "transcript": Bilingual(
        "What is said and shown in the film:", "Beth sy'n cael ei ddweud a'i ddangos yn y ffilm:"
    ),
    "documents": Bilingual(
        "You can read these documents on our website, or ask us for a copy:",
        "Gallwch ddarllen y dogfennau hyn ar ein gwefan, neu ofyn i ni am gopi:",
    ),
    "equality": Bilingual("About you: equality questions", "Amdanoch chi: cwestiynau cydraddoldeb"),
    "equality_begins": Bilingual(
        "Your views end here. A separate part begins, which we keep apart from what you have told us so far.",
        "Mae eich barn yn gorffen yma. Mae rhan ar wahân yn dechrau, a gadwn ar wahân i'r hyn rydych "
        "wedi'i ddweud "
        "hyd yma.",
    ),
    "end": Bilingual("The end of the form", "Diwedd y ffurflen"),
    "thanks": Bilingual(
        "Thank you for your answers. Check that you have all pages, and send them to us.",
        "Diolch am eich atebion. Gwnewch yn siŵr fod pob tudalen gennych, ac anfonwch nhw atom.",
    ),
    "helper": Bilingual("If somebody helped with this form", "Os helpodd rhywun gyda'r ffurflen hon"),
    "helper_who": Bilingual(
        "For whoever helped: tick what is true. The answers must be those of the person, in their own words.",
        "I'r sawl a helpodd: ticiwch yr hyn sy'n wir. Rhaid i'r atebion fod yn rhai'r person, yn eu "
        "geiriau eu "
        "hunain.",
    ),
    "helper_read": Bilingual("I read the questions aloud.", "Darllenais y cwestiynau'n uchel."),
    "helper_wrote": Bilingual("I wrote down the answers.", "Ysgrifennais yr atebion."),
    "helper_agreed": Bilingual(
        "The person agreed to this, and to the form being sent.",
        "Cytunodd y person i hyn, ac i anfon y ffurflen.",
    ),
    "privacy": Bilingual("Privacy notice", "Hysbysiad preifatrwydd"),
    "office": Bilingual("For the office", "I'r swyddfa"),
    "stack": Bilingual("Number in the stack", "Rhif yn y pentwr"),
    "received": Bilingual("Received on", "Derbyniwyd ar"),
    "contact": Bilingual("How we may write to you", "Sut y cawn ysgrifennu atoch"),
    "contact_apart": Bilingual(
        "You do not have to fill in this slip. It is a sheet of its own: send it with the form, or by "
        "itself. We part the two as soon as we open the envelope, and keep your address apart from your "
        "answers.",
        "Nid oes rhaid i chi lenwi'r slip hwn. Dalen ar ei phen ei hun ydyw: anfonwch hi gyda'r ffurflen, "
        "neu ar wahân. Rydym yn gwahanu'r ddwy cyn gynted ag y byddwn yn agor yr amlen, ac yn cadw eich "
        "cyfeiriad ar wahân i'ch atebion.",
    ),
    "contact_email": Bilingual("Your email address:", "Eich cyfeiriad e-bost:"),
    "contact_for": Bilingual(
        "We may use it (tick all that you want):", "Cawn ei ddefnyddio (ticiwch bob un yr hoffech):"
    ),
    "contact_only_for": Bilingual("We use it for this alone:", "Rydym yn ei ddefnyddio at hyn yn unig:"),
}
OTHER_LANGUAGE: Mapping[str, str] = {  # by the language of the form, in the other one
    "en": "Mae'r ffurflen hon ar gael yn Gymraeg. Gofynnwch i ni amdani, neu ewch i:",
    "cy": "This form is available in English. Ask us for it, or go to:",
}


def words(lang: str) -> dict[str, str]:
    """All of these in one language."""
    return {name: text[lang] for name, text in WORDS.items()}
