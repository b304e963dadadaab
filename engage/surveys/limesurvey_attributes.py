"""Which attributes of a LimeSurvey question are read, and which say something that would be lost?"""

from __future__ import annotations

from engage.surveys.limesurvey_rows import SHEET, Asked, Line
from engage.surveys.limesurvey_words import Rows

PROBLEMS: dict[str, tuple[str, ...]] = {
    "name_missing": (),
    "hidden_refused": (),
    "attribute_refused": ("attribute", "value"),
    "validation_refused": ("validation",),
    "default_refused": (),
}
REMARKS: dict[str, tuple[str, ...]] = {"attribute_left_out": ("attribute",)}
_COLUMNS = {
    "id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language", "mandatory",
    "other", "encrypted", "same_default", "same_script", "question_theme_name",
}  # fmt: skip
_NOTHING = ("0", "N", "DEFAULT", "NONE")
_STATISTICS = ("public_statistics", "statistics_showgraph", "statistics_graphtype", "scale_export")
_ONLY_LOOKS = {
    "cssclass", "css_class", "display_columns", "display_type", "hide_tip", "answer_width",
    "label_input_columns",     "text_input_width", "input_size", "location_city", "page_break",
    "save_as_default", "clear_default", "time_limit_action",
    "samechoiceheight", "samelistheight", "showpopups", "use_dropdown", "dropdown_size", "repeat_headings",
    "answer_width_bycolumn", "printable_help", "text_input_columns", "num_value_int_only",
    "rank_title", "choice_title", "dropdown_dates", "dropdown_dates_minute_step", "reverse", "slider_layout",
    "alphasort", "keep_codes_order", "form_title", "thousands_separator", "allowed_filetypes",
    "max_filesize",
}  # fmt: skip
_NUMERIC = {"min_num_value_n", "max_num_value_n", "num_value_int_only", "suffix"}
_READ: dict[str, set[str]] = {
    "L": {"other_replace_text"}, "!": {"other_replace_text"}, "O": {"other_replace_text"},
    "M": {"other_replace_text", "min_answers", "max_answers", "exclude_all_others"},
    "P": {"other_replace_text", "min_answers", "max_answers", "exclude_all_others"},
    "R": {"max_answers"}, "1": {"dualscale_headera", "dualscale_headerb"},
    "N": _NUMERIC, "K": {*_NUMERIC, "equals_num_value"},
    "D": {"date_format", "date_min", "date_max"}, "S": {"maximum_chars"}, "T": {"maximum_chars"},
    "U": {"maximum_chars"}, "|": {"max_num_of_files"},
}  # fmt: skip


def check(rows: Rows, asked: Asked) -> None:
    """Note what a question says that none of ours can say."""
    line = asked.line
    if not line["name"]:
        rows.refuse("name_missing", line)
    if line["hidden"] == "1":
        rows.refuse("hidden_refused", line)
    if line["validation"]:
        rows.refuse("validation_refused", line, validation=line["validation"])
    for each in (line, *asked.subquestions, *asked.answers):
        if each["default"]:
            rows.refuse("default_refused", each)
    for each in asked.subquestions:
        if each["relevance"] not in ("", "1"):
            rows.refuse("attribute_refused", each, attribute="relevance", value=each["relevance"])
    _check_attributes(rows, line)


def _check_attributes(rows: Rows, line: Line) -> None:
    read = _READ.get(line["type/scale"].upper(), set()) | {"hidden", "validation", "default"}
    for attribute in sorted(set(line.cells) - _COLUMNS - read):
        if line[attribute].upper() in _NOTHING or attribute in _STATISTICS:
            continue
        if attribute in _ONLY_LOOKS:
            rows.notes.remark("attribute_left_out", SHEET, attribute=attribute)
        else:
            rows.refuse("attribute_refused", line, attribute=attribute, value=line[attribute][:60])
