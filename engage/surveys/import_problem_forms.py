"""What are authors told about files of other tools? A sentence for every code of PROBLEMS and REMARKS."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

OF_SPREADSHEETS: dict[str, LazyString] = {  # workbook, xlsform
    "workbook_unreadable": _l("The file cannot be read as a spreadsheet. Save it again as .xlsx"),
    "workbook_unfolds": _l("The spreadsheet is far bigger than any survey. Delete empty rows and sheets"),
    "workbook_doctype": _l("The file holds something that spreadsheets do not need, and is not opened"),
    "workbook_locked": _l("The file has a password. Save it without one"),
    "sheet_missing": _l("The file has no sheet of this name: %(sheet)s"),
    "sheet_refused": _l("We cannot express what is on this sheet. Delete the sheet: %(sheet)s"),
    "column_missing": _l("The sheet has no column of this name: %(column)s"),
    "xlsform_refused": _l("The file is no valid XLSForm. The words of the XLSForm reader, in English, are:"),
    "other_language": _l("Surveys are in English and Welsh. Delete the column: %(column)s"),
    "medium_not_here": _l("Add pictures, sound and films here, on the page. Empty the cell: %(column)s"),
    "own_message": _l("We say ourselves what is wrong with an answer. Empty the cell: %(column)s"),
    "column_not_here": _l("We cannot express what is in this column. Empty the cell: %(column)s"),
    "reference_in_words": _l("Words cannot repeat an answer. Take out what is between ${ and }"),
    "never_ended": _l("This group or repeat has no end. Add its end row"),
    "never_begun": _l("This row ends a group or repeat that has not begun. Delete it"),
    "row_without_type": _l("The row has no type"),
    "choice_without_list": _l("The choice belongs to no list. Write the name of its list"),
    "choice_without_name": _l("The choice has no name"),
    "choice_repeated": _l("Another choice of the list has this name: %(name)s"),
    "list_missing": _l("There is no list of choices with this name: %(list)s"),
    "matrix_mixed": _l("All the rows of a table must be single choices from the same list"),
    "required_unclear": _l("Write yes, or nothing, in the column: required"),
    "required_in_part": _l("Either all the rows of a table are required, or none is"),
    "constraint_unreadable": _l("This limit cannot be expressed here: %(constraint)s"),
    "range_unclear": _l("Write the range as start=0 end=10 step=1. The step must be 1, 0.1 or 0.01"),
    "appearance_refused": _l("A question cannot look like this here. Empty the cell: %(appearance)s"),
    "cell_not_here": _l("This row cannot have anything in this column: %(column)s"),
    "words_not_here": _l("The words of this row have no place in a survey. Empty its label or hint"),
    "group_inside": _l("Groups are inside each other too deep: a section has pages, a page has questions"),
    "repeat_open": _l("Questions can only be repeated for the items of a list, not as often as people like"),
    "condition_unknown": _l("The condition speaks of a question that is not there: %(name)s"),
}
OF_BOTH: dict[str, LazyString] = {  # also limesurvey
    "type_refused": _l("There is no question of this type here: %(type)s"),
    "name_missing": _l("The row has no name"),
    "name_repeated": _l("Another row has this name: %(name)s"),
    "condition_unreadable": _l("This condition cannot be expressed here: %(condition)s"),
}
OF_TABLES: dict[str, LazyString] = {  # limesurvey
    "table_unreadable": _l("The file cannot be read as a table. Export it from LimeSurvey again"),
    "table_too_long": _l("The file has more rows than any survey. The most that it may have: %(limit)s"),
    "row_astray": _l("The row stands before the group or question to which it belongs"),
    "row_unknown": _l("We cannot express rows of this class. Delete the row: %(class)s"),
    "language_refused": _l(
        "Surveys are in English and Welsh. Delete the rows in this language: %(language)s"
    ),
    "translation_astray": _l("The question is there in the second language alone: %(name)s"),
    "html_refused": _l("The words hold HTML that has no place here. Take out the element: %(tag)s"),
    "script_in_words": _l("Words cannot repeat an answer. Take out what is between { and }"),
    "hidden_refused": _l("Every question is shown. Delete the hidden question"),
    "attribute_refused": _l("This cannot be expressed here: %(attribute)s is %(value)s"),
    "validation_refused": _l("Answers cannot be checked by a pattern. Empty the cell: %(validation)s"),
    "default_refused": _l("No answer is filled in for people. Empty the cell: default"),
    "never_asked": _l("The question is never asked: its relevance is 0. Delete the question"),
}
REMARKS: dict[str, LazyString] = {
    "own_facts_unreadable": _l("What the form cannot say is lost: the hidden sheet engage was changed"),
    "column_left_out": _l("The column is no part of an XLSForm and was left out: %(column)s"),
    "setting_left_out": _l("The setting has no meaning here and was left out: %(setting)s"),
    "appearance_left_out": _l("How the question looks was left out: %(appearance)s"),
    "attribute_left_out": _l("How questions look was left out: %(attribute)s"),
    "code_made": _l("%(name)s is now called %(code)s"),
    "page_divided": _l("A new page begins here: a condition can only speak of a question on an earlier page"),
    "note_is_intro": _l("The note is the introduction on the start page"),
    "condition_to_check": _l("Check who is asked this, also when it was not asked before: %(condition)s"),
    "question_split": _l("Each part is a question of its own: %(name)s"),
    "comment_added": _l("The comment is a question of its own, with our words: %(name)s"),
    "words_added": _l("The answers have our own words. Check them, and write the Welsh: %(name)s"),
}
SENTENCES = OF_SPREADSHEETS | OF_BOTH | OF_TABLES | REMARKS
