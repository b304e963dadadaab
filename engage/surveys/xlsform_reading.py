"""Which definition do the sheets of an XLSForm describe?

A group is a section or, inside a section or with the appearance ``field-list``, a page; a repeat is a block.
Questions that stand outside of every group have a page each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engage.bilingual import Bilingual
from engage.surveys.choices import choices
from engage.surveys.conditions import named
from engage.surveys.definition import (
    NOTHING,
    All,
    Answered,
    Block,
    Condition,
    Definition,
    Is,
    ListItem,
    Page,
    Part,
    Question,
    Section,
    SeveralChoices,
    SingleChoice,
)
from engage.surveys.expressions import Unreadable
from engage.surveys.remarks import Notes
from engage.surveys.workbook import Sheet
from engage.surveys.xlsform_choices import id_for, lists
from engage.surveys.xlsform_outline import Node, outline
from engage.surveys.xlsform_questions import Questions, is_question
from engage.surveys.xlsform_rows import language, rows
from engage.surveys.xpath import condition

PROBLEMS: dict[str, tuple[str, ...]] = {
    "group_inside": (),
    "repeat_open": (),
    "condition_unreadable": ("condition",),
    "condition_unknown": ("name",),
}
REMARKS: dict[str, tuple[str, ...]] = {
    "setting_left_out": ("setting",),
    "page_divided": ("question",),
    "note_is_intro": (),
}
INTRO, BODY, PAGE, SECTION, OTHER, ITEM = "intro", "body", "page", "section", "other", "item"
TITLE_CY = "engage_title_cy"
_SETTINGS = {
    "form_title",
    "set_form_title",
    "form_id",
    "set_form_id",
    "version",
    "default_language",
    TITLE_CY,
}
_REFERENCE = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")
_COUNTED = re.compile(r"count-selected\(\s*\$\{\s*([^{}\s]+)\s*\}\s*\)")
_ITEM_OF = re.compile(r"selected-at\(.*,\s*position\(\.\.\)\s*-\s*1\s*\)")

Renamed = dict[tuple[str, str], str]


@dataclass
class Reader:
    """Reads the sheets of a form. `renamed` tells what a part was called when we wrote it."""

    notes: Notes
    renamed: Renamed = field(default_factory=dict)

    def definition(self, sheets: Mapping[str, Sheet]) -> Definition:
        """The definition; it counts only when no problem was noted."""
        settings = self._settings(sheets)
        self._default = language(settings.get("default_language", "")) or "en"
        self._title = self._form_title(settings)
        self._taken: dict[str, set[str]] = {"section": set(), "page": set()}
        self._lists = lists(self._rows(sheets, "choices"), self.notes)
        self._questions = Questions(self._lists, self.notes)
        nodes = outline(self._rows(sheets, "survey"), self.notes)
        self._questions.take(nodes)
        self._note_renamed(nodes)
        intro, nodes = self._intro(nodes)
        return Definition(title=self._title, intro=intro, sections=tuple(self._sections(nodes)))

    # --- sheets and settings --------------------------------------------------------------------------------

    def _rows(self, sheets: Mapping[str, Sheet], name: str) -> Iterator[Any]:
        if name in sheets:
            yield from rows(name, sheets[name], self._default, self.notes)

    def _settings(self, sheets: Mapping[str, Sheet]) -> dict[str, str]:
        if "settings" not in sheets or not sheets["settings"].rows:
            return {}
        found = {name.strip().lower(): value for name, value in sheets["settings"].rows[0].items() if value}
        for name in sorted(set(found) - _SETTINGS):
            self.notes.remark("setting_left_out", "settings", 2, setting=name)
        return found

    def _form_title(self, settings: Mapping[str, str]) -> Bilingual:
        title = settings.get("form_title") or settings.get("set_form_title", "")
        title, welsh = (" ".join(each.split()) for each in (title, settings.get(TITLE_CY, "")))
        return Bilingual("", title) if self._default == "cy" else Bilingual(title, welsh)

    def _note_renamed(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            if (was := node.row["engage_was"]) and was != node.row["name"]:
                sort = "question" if node.row.number in self._questions.by_row else node.part
                self.renamed[sort, node.row["name"]] = was
            if node.choices or node.kind == "repeat":
                name = node.row["name"]
                listed = self._lists.get(node.choices or name, ())
                self.renamed |= {(name, each.code): each.was for each in listed if each.was}
            self._note_renamed(node.inside)

    # --- sections -------------------------------------------------------------------------------------------

    def _intro(self, nodes: list[Node]) -> tuple[Bilingual, list[Node]]:
        """What stands before everything else is the introduction on the start page."""
        first = nodes[0] if nodes else None
        if first is None or first.kind != "note" or first.row["relevant"]:
            return NOTHING, nodes
        if first.part != INTRO:
            self.notes.remark("note_is_intro", "survey", first.row.number)
        return self._words(first), nodes[1:]

    def _sections(self, nodes: list[Node]) -> Iterator[Section]:
        loose: list[Node] = []
        for node in nodes:
            if node.kind == "group" and not is_question(node) and not node.has("field-list"):
                yield from self._loose(loose)
                loose = []
                yield self._section(node)
            else:
                loose.append(node)
        yield from self._loose(loose)

    def _loose(self, nodes: list[Node]) -> Iterator[Section]:
        """A section for what stands in none; each of its questions has a page of its own."""
        if nodes:
            parts: list[Part] = []
            for node in nodes:
                parts.extend(self._parts([node], node.row["name"] or "page", self._own_title(node)))
            yield Section(id=self._id("section", "survey"), title=self._title, parts=tuple(parts))

    def _own_title(self, node: Node) -> Bilingual:
        return node.row.label if is_question(node) else self._title

    def _section(self, node: Node) -> Section:
        self._require_wordless(node)
        return Section(
            id=self._id("section", node.row["name"]),
            title=node.row.label,
            parts=tuple(self._parts(node.inside, node.row["name"], node.row.label)),
            show_if=self._condition(node),
        )

    def _require_wordless(self, node: Node) -> None:
        if node.row.hint:
            self.notes.refuse("words_not_here", "survey", node.row.number)

    # --- pages and blocks -----------------------------------------------------------------------------------

    def _parts(self, nodes: list[Node], name: str, title: Bilingual) -> Iterator[Part]:
        """The pages and blocks that these nodes make; `name` and `title` are for questions in no group."""
        loose: list[Node] = []
        for node in nodes:
            if node.kind == "repeat" or (node.kind == "group" and not is_question(node)):
                yield from self._pages(loose, name, title)
                loose = []
                yield from self._block(node) if node.kind == "repeat" else self._page(node)
            else:
                loose.append(node)
        yield from self._pages(loose, name, title)

    def _page(self, node: Node) -> Iterator[Page]:
        self._require_wordless(node)
        own = node.part == PAGE
        inside = list(self._unfolded(node.inside, ()))
        pages = list(self._pages(inside, node.row["name"], node.row.label, whole=own))
        if not pages:
            yield Page(
                id=self._id("page", node.row["name"]), title=node.row.label, show_if=self._condition(node)
            )
        for page in pages:
            yield replace(page, show_if=_both(self._condition(node), page.show_if))

    def _unfolded(self, nodes: Iterable[Node], above: tuple[str, ...]) -> Iterator[Node]:
        """A group inside a page that has no words of its own is no more than a condition on its rows."""
        for node in nodes:
            if node.kind == "repeat" or (node.kind == "group" and not is_question(node)):
                if node.kind == "repeat" or node.row.label or node.row.hint:
                    self.notes.refuse("group_inside", "survey", node.row.number)
                else:
                    yield from self._unfolded(node.inside, (*above, node.row["relevant"]))
            else:
                yield _under(node, above)

    def _pages(self, nodes: list[Node], name: str, title: Bilingual, whole: bool = False) -> Iterator[Page]:
        """One page, or several where a note or a condition on the same page needs a new one."""
        while nodes:
            draft = _Draft()
            while nodes and (not draft.full or whole):
                if not self._fits(draft, nodes[0], whole):
                    self.notes.remark(
                        "page_divided", "survey", nodes[0].row.number, question=nodes[0].row["name"]
                    )
                    break
                self._put(draft, nodes.pop(0))
            yield Page(
                id=self._id("page", name),
                title=title,
                body=draft.body,
                questions=tuple(draft.questions),
                show_if=draft.show_if,
            )

    def _fits(self, draft: _Draft, node: Node, whole: bool) -> bool:
        if whole or draft.empty:
            return True
        if node.kind == "note":
            return not draft.questions and not node.row["relevant"]
        show_if = self._condition(node)
        here = {question.id for question in draft.questions}
        return not (show_if and named(show_if) & here) or self._is_other(draft, node) is not None

    def _put(self, draft: _Draft, node: Node) -> None:
        if node.kind == "note":
            draft.body = _joined(draft.body, self._words(node))
            if node.row["relevant"]:
                draft.show_if, draft.full = self._condition(node), True
        elif node.kind == "calculate":
            self.notes.refuse("type_refused", "survey", node.row.number, type=node.row["type"])
        elif other := self._is_other(draft, node):
            draft.questions[other[0]] = self._with_other(draft.questions[other[0]], other[1], node)
        elif question := self._questions.by_row.get(node.row.number):
            draft.questions.append(replace(question, show_if=self._condition(node)))

    @staticmethod
    def _words(node: Node) -> Bilingual:
        return _joined(node.row.label, node.row.hint)

    # --- the box for more words -----------------------------------------------------------------------------

    def _is_other(self, draft: _Draft, node: Node) -> tuple[int, str] | None:
        """Is this the box that belongs to an option of a question on this page? Its place, and the option."""
        plain = not node.row["constraint"] and not node.row["appearance"] and not node.row.hint
        if node.kind != "text" or node.part not in ("", OTHER) or not plain:
            return None
        show_if = self._condition(node)
        if not isinstance(show_if, Is) or len(show_if.codes) != 1:
            return None
        for at, question in enumerate(draft.questions):
            if question.id == show_if.question and isinstance(question, SingleChoice | SeveralChoices):
                free = any(each.code in show_if.codes and not each.other for each in question.options)
                return (at, show_if.codes[0]) if free else None
        return None

    def _with_other(self, question: Question, code: str, node: Node) -> Question:
        assert isinstance(question, SingleChoice | SeveralChoices)
        required = node.row["required"].lower() in ("yes", "true", "true()", "1")
        options = tuple(
            replace(option, other=node.row.label, other_required=required) if option.code == code else option
            for option in question.options
        )
        return replace(question, options=options)

    # --- blocks ---------------------------------------------------------------------------------------------

    def _block(self, node: Node) -> Iterator[Block]:
        counted = _COUNTED.fullmatch(node.row["repeat_count"])
        picker = self._questions.asked.get(counted[1]) if counted else None
        items = self._items(node, picker.question if picker else "")
        inside = [inner for inner in node.inside if not self._tells_the_item(inner)]
        if items is None:
            self.notes.refuse("repeat_open", "survey", node.row.number)
        pages = tuple(self._parts(inside, node.row["name"], node.row.label))
        if any(isinstance(page, Block) for page in pages):
            self.notes.refuse("group_inside", "survey", node.row.number)
        if node.row.label and node.row.label not in {getattr(page, "title", None) for page in pages}:
            self.notes.refuse("words_not_here", "survey", node.row.number)
        yield Block(
            id=self._id("page", node.row["name"]),
            items=items or (),
            pages=tuple(page for page in pages if isinstance(page, Page)),
            picked_by=picker.question if picker else "",
            show_if=self._condition(node),
        )

    def _items(self, node: Node, picker: str) -> tuple[ListItem, ...] | None:
        """The items of the list that is named like the block, or else the choices by which it is picked."""
        listed = self._lists.get(node.row["name"], ())
        if not picker and node.row["repeat_count"] != str(len(listed)):
            return None
        if not picker or listed:
            return tuple(ListItem(choice.code, choice.label) for choice in listed)
        options = choices(next(each for each in self._questions.by_row.values() if each.id == picker))
        return tuple(ListItem(option.code, option.label) for option in options if not option.exclusive)

    @staticmethod
    def _tells_the_item(node: Node) -> bool:
        return node.kind == "calculate" and bool(_ITEM_OF.fullmatch(node.row["calculation"]))

    # --- conditions and ids ---------------------------------------------------------------------------------

    def _condition(self, node: Node) -> Condition | None:
        written = node.row["relevant"]
        if not written:
            return None
        try:
            return condition(written, self._questions.asked)
        except Unreadable:
            unknown = [each for each in _REFERENCE.findall(written) if each not in self._questions.asked]
            if unknown:
                self.notes.refuse("condition_unknown", "survey", node.row.number, name=unknown[0])
            else:
                self.notes.refuse("condition_unreadable", "survey", node.row.number, condition=written)
            return Answered("")

    def _id(self, sort: str, name: str) -> str:
        made = id_for(name, self._taken[sort], sort)
        self._taken[sort].add(made)
        return made


@dataclass
class _Draft:
    """A page that is being filled."""

    body: Bilingual = NOTHING
    questions: list[Question] = field(default_factory=list)
    show_if: Condition | None = None
    full: bool = False

    @property
    def empty(self) -> bool:
        return not self.body and not self.questions


def _both(outer: Condition | None, inner: Condition | None) -> Condition | None:
    return All((outer, inner)) if outer and inner else outer or inner


def _under(node: Node, above: tuple[str, ...]) -> Node:
    """The node with the conditions of the groups that were taken away around it."""
    parts = [part for part in (*above, node.row["relevant"]) if part]
    relevant = " and ".join(f"({part})" for part in parts) if len(parts) > 1 else "".join(parts)
    return replace(node, row=replace(node.row, cells={**node.row.cells, "relevant": relevant}))


def _joined(before: Bilingual, after: Bilingual) -> Bilingual:
    return Bilingual(*("\n\n".join(filter(None, (before[each], after[each]))) for each in ("en", "cy")))
