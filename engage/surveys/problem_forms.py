"""What are authors told that they must mend? A sentence for every code of a `Problem`."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from engage.surveys.answer_forms import written
from engage.surveys.field_word_forms import FIELDS, LISTS, NUMBERS
from engage.surveys.import_problem_forms import SENTENCES as OF_OTHER_TOOLS
from engage.surveys.problems import Problem

OF_THE_FILE: dict[str, LazyString] = {  # formats.PROBLEMS and interchange.PROBLEMS
    "not_a_survey": _l(
        "This is not a survey file that we know. "
        "Bring a survey file (YAML), a spreadsheet (XLSForm) or a LimeSurvey structure"
    ),
    "file_too_big": _l("The file is too big. The most that it may have, in bytes: %(limit)s"),
    "not_utf8": _l("The file is not text in UTF-8. Save it again as UTF-8"),
    "not_yaml": _l("The file cannot be read as YAML. Line %(line)s, column %(column)s"),
    "too_deep": _l("Lists and groups are inside each other too deep. Line %(line)s, column %(column)s"),
    "too_much_repeated": _l("The file unfolds to too much. Line %(line)s, column %(column)s"),
    "repeated_key": _l("This key stands twice in one place: %(key)s. Line %(line)s, column %(column)s"),
    "tag_refused": _l("YAML tags are not allowed: %(tag)s. Line %(line)s, column %(column)s"),
}
OF_THE_DOCUMENT: dict[str, LazyString] = {  # document.PROBLEMS
    "not_mapping": _l("Here must be a group of keys and values"),
    "not_list": _l("Here must be a list"),
    "not_text": _l("Here must be text. Put it in quotation marks"),
    "not_whole_number": _l("Here must be a whole number"),
    "not_number": _l("Here must be a number"),
    "not_true_or_false": _l("Here must be true or false"),
    "not_date": _l("Here must be a date such as 2026-10-25"),
    "unreadable_text": _l("The text holds characters that cannot be shown. Type it again"),
    "unknown_key": _l("This key is not known here: %(key)s"),
    "missing_key": _l("This key is missing: %(key)s"),
    "unknown_kind": _l("There is no kind of question with this name: %(kind)s"),
    "unknown_condition": _l("There is no condition with this name: %(names)s"),
}
OF_THE_SURVEY: dict[str, LazyString] = {  # checks.PROBLEMS
    # ids and codes
    "bad_code": _l(
        "Begin an id or code with a small letter; go on with small letters, digits and _: %(code)s"
    ),
    "repeated_code": _l("Another one has this id or code already: %(code)s"),
    "reserved_code": _l("This id is kept for the product's own use. Choose another: %(code)s"),
    # shapes
    "empty": _l("There is nothing here yet: %(field)s"),
    "contact": _l("Under contact, name each of these at most once, and nothing else: %(purposes)s"),
    "too_few": _l("There is too little here: %(field)s. The least is %(least)s"),
    "out_of_range": _l("This number must be from %(lowest)s to %(highest)s: %(field)s"),
    "limits_crossed": _l("The lower limit is above the upper one: %(lower)s, %(upper)s"),
    "bands_not_rising": _l("The bands must rise from each to the next"),
    "only_exclusive": _l("Every option excludes all others. Add one that does not"),
    "same_words_en": _l("Nobody can tell two of these from each other in English: “%(words)s”"),
    "same_words_cy": _l("Nobody can tell two of these from each other in Welsh: “%(words)s”"),
    "exclusive_not_here": _l("Only options of a question with several choices can exclude others"),
    "other_not_here": _l("An option has a box for more words only where people choose one or several"),
    "bad_postcode": _l("This cannot begin a postcode: %(postcode)s"),
    "repeated_postcode": _l("This beginning of a postcode stands twice: %(postcode)s"),
    "unknown_autocomplete": _l("This autocomplete token is not known: %(token)s"),
    # words
    "missing_words_en": _l("Words are missing in English: %(field)s"),
    "missing_words_cy": _l("Words are missing in Welsh: %(field)s"),
    "stale_words_en": _l("The English is older than the Welsh from which it was translated: %(field)s"),
    "stale_words_cy": _l("The Welsh is older than the English from which it was translated: %(field)s"),
    "numbers_differ": _l(
        "The numbers differ between the languages: %(field)s. "
        "In English alone: %(english)s. In Welsh alone: %(welsh)s"
    ),
    "placeholders_differ": _l(
        "The placeholders differ between the languages: %(field)s. "
        "In English alone: %(english)s. In Welsh alone: %(welsh)s"
    ),
    "links_differ": _l(
        "The links differ between the languages: %(field)s. "
        "In English alone: %(english)s. In Welsh alone: %(welsh)s"
    ),
    "unknown_placeholder": _l("No data fill this placeholder: {%(name)s}, in %(field)s"),
    # pictures, videos, panels, headings
    "no_alt": _l("Describe the picture in words, or say that it is decorative"),
    "alt_of_decoration": _l("A decorative picture is not described: leave the words empty"),
    "not_https": _l("The address of a video must begin with https:// and be whole: %(address)s"),
    "heading_jump": _l(
        "This heading skips a level: %(heading)s (%(field)s). Begin with # and go down one level at a time"
    ),
    "unknown_picture": _l("The council has no picture with this name. Add it again: %(file)s"),
    "unknown_document": _l("The consultation has no document with this code: %(document)s"),
    # data protection
    "unknown_special_category": _l(
        "This is not a ground on which special category data may be kept: %(condition)s"
    ),
    # conditions
    "unknown_question": _l("There is no question with this id: %(question)s"),
    "not_earlier": _l("A condition can only speak of a question on an earlier page: “%(title)s”"),
    "into_block": _l(
        "A condition outside repeated pages cannot speak of a question that is asked on them: “%(title)s”"
    ),
    "unknown_code": _l(
        "A condition speaks of an option that is not there: “%(code)s”. Choose again from the options of "
        "this question: “%(title)s”"
    ),
    "unknown_row": _l(
        "A condition speaks of a statement that is not there: “%(code)s”. Choose again from the statements "
        "of this question: “%(title)s”"
    ),
    "unknown_scale": _l(
        "A condition speaks of a scale that is not there: “%(code)s”. Choose again from the scales of this "
        "question: “%(title)s”"
    ),
    "wrong_kind": _l("This sort of condition does not fit this question: “%(title)s”"),
    "empty_condition": _l("A condition is empty"),
    "picker_not_several": _l(
        "People can pick items only in a question where they choose several, and this is none: “%(title)s”"
    ),
    "picker_lacks": _l(
        "The pages are repeated for “%(label)s”, but no option with the code %(code)s picks it in this "
        "question: “%(title)s”"
    ),
    "picker_adds": _l(
        "“%(label)s” can be chosen, but the pages are not repeated for an item with the code %(code)s. The "
        "question is: “%(title)s”"
    ),
    # reach
    "unreachable": _l("Nobody can ever be asked this: its conditions cannot all be true"),
    "after_the_end": _l("Nobody can ever be asked this: the survey has ended for everybody before it"),
    # questions of the library
    "unknown_origin": _l(
        "The library has no question with this name. Make the question your own: %(origin)s"
    ),
    "differs_from_origin": _l(
        "The question is not worded as in the library. Insert it again, or make it your own: %(origin)s"
    ),
    # equality
    "unknown_set": _l("There is no set of equality questions with this name: %(set)s"),
    "unknown_characteristic": _l(
        "The set of equality questions has no characteristic with this code: %(code)s"
    ),
    "age_needed": _l("Add age: who is asked other equality questions depends on it"),
}
OF_POSTCODES: dict[str, LazyString] = {  # postcode_checks.PROBLEMS
    "no_quintiles": _l(
        "The council has no list of postcodes with their WIMD quintiles. Bring one, or leave this "
        "characteristic out"
    ),
    "no_lookup": _l("The council has no such list of postcodes, or its areas still need names: %(lookup)s"),
    "lookup_outdated": _l(
        "The areas of the list of postcodes have changed since the question took them. "
        "Open the question and save it again: %(lookup)s"
    ),
}
OF_BODIES: dict[str, LazyString] = {  # joint_checks.PROBLEMS
    "no_body_question": _l(
        "The survey no longer asks what tells whose resident somebody is, and by which other councils were "
        "asked to take part: %(question)s"
    ),
    "no_body_answer": _l("This question no longer offers an answer that stands for a council: %(code)s"),
}
SENTENCES = OF_THE_FILE | OF_THE_DOCUMENT | OF_THE_SURVEY | OF_POSTCODES | OF_BODIES | OF_OTHER_TOOLS
NOTHING = "–"
_FIELD_WORDS = {**FIELDS, **LISTS, **NUMBERS}


def sentence(problem: Problem, lang: str) -> str:
    """What is to be mended, in the language of the page; where it is, says the problem's place."""
    code = problem.code
    if code in ("missing_words", "stale_words"):
        code = f"{code}_{problem.parameters['language']}"
    words = {name: written(value, lang) or NOTHING for name, value in problem.parameters.items()}
    if (name := problem.parameters.get("field")) in _FIELD_WORDS:
        words["field"] = str(_FIELD_WORDS[name])
    return str(SENTENCES[code]) % words
