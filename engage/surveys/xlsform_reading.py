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
from engage.surveys.definition import (
    NOTHING,
    Answered,
    Block,
    Condition,
    Definition,
    Is,
    ListItem,
    Page,
    Part,
    Section,
    SeveralChoices,
    SingleChoice,
)
from engage.surveys.expressions import Unreadable
from engage.surveys.paging import Asked, Words, both, joined, pages
from engage.surveys.remarks import Notes
from engage.surveys.workbook import Sheet
from engage.surveys.xlsform_choices import id_for, lists
from engage.surveys.xlsform_outline import Node, outline
from engage.surveys.xlsform_questions import YES, Questions, is_question
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
    "page_divided": (),
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
        made = list(self._pages(inside, node.row["name"], node.row.label, whole=own))
        if not made:
            made = [Page(id=self._id("page", node.row["name"]), title=node.row.label)]
        for page in made:
            yield replace(page, show_if=both(self._condition(node), page.show_if))

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
        return pages(
            self._items(nodes),
            new_id=lambda: self._id("page", name),
            title=title,
            divided=lambda item: self.notes.remark("page_divided", "survey", item.row),
            whole=whole,
        )

    def _items(self, nodes: list[Node]) -> list[Words | Asked]:
        """The notes and questions among these nodes, with each box for more words in its option."""
        items: list[Words | Asked] = []
        for node in nodes:
            show_if, row = self._condition(node), node.row.number
            if node.kind == "note":
                items.append(Words(self._words(node), show_if, row))
            elif node.kind == "calculate":
                self.notes.refuse("type_refused", "survey", row, type=node.row["type"])
            elif (place := _place_of_box(node, show_if, items)) is not None:
                items[place] = _with_box(items[place], node, show_if)
            elif question := self._questions.by_row.get(row):
                items.append(Asked(replace(question, show_if=show_if), row))
        return items

    @staticmethod
    def _words(node: Node) -> Bilingual:
        return joined(node.row.label, node.row.hint)

    # --- blocks ---------------------------------------------------------------------------------------------

    def _block(self, node: Node) -> Iterator[Block]:
        counted = _COUNTED.fullmatch(node.row["repeat_count"])
        picker = self._questions.asked.get(counted[1]) if counted else None
        items = self._listed(node, picker.question if picker else "")
        inside = [inner for inner in node.inside if not self._tells_the_item(inner)]
        if items is None:
            self.notes.refuse("repeat_open", "survey", node.row.number)
        parts = tuple(self._parts(inside, node.row["name"], node.row.label))
        if any(isinstance(part, Block) for part in parts):
            self.notes.refuse("group_inside", "survey", node.row.number)
        if node.row.label and node.row.label not in {getattr(part, "title", None) for part in parts}:
            self.notes.refuse("words_not_here", "survey", node.row.number)
        yield Block(
            id=self._id("page", node.row["name"]),
            items=items or (),
            pages=tuple(part for part in parts if isinstance(part, Page)),
            picked_by=picker.question if picker else "",
            show_if=self._condition(node),
        )

    def _listed(self, node: Node, picker: str) -> tuple[ListItem, ...] | None:
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


def _place_of_box(node: Node, show_if: Condition | None, items: list[Words | Asked]) -> int | None:
    """Is this row the box of an option that is asked just before it? The place of that question."""
    plain = not (node.row["constraint"] or node.row["appearance"] or node.row.hint)
    if node.kind != "text" or node.part not in ("", OTHER) or not plain or not isinstance(show_if, Is):
        return None
    for place, item in enumerate(items):
        if isinstance(item, Asked) and item.question.id == show_if.question:
            options = getattr(item.question, "options", ())
            boxed = [each for each in options if each.code in show_if.codes]
            fits = isinstance(item.question, SingleChoice | SeveralChoices) and len(show_if.codes) == 1
            return place if fits and boxed and not boxed[0].other else None
    return None


def _with_box(item: Words | Asked, node: Node, show_if: Condition | None) -> Asked:
    assert isinstance(item, Asked)
    assert isinstance(item.question, SingleChoice | SeveralChoices)
    assert isinstance(show_if, Is)
    required = node.row["required"].lower() in YES
    options = tuple(
        replace(option, other=node.row.label, other_required=required)
        if option.code in show_if.codes
        else option
        for option in item.question.options
    )
    return replace(item, question=replace(item.question, options=options))


def _under(node: Node, above: tuple[str, ...]) -> Node:
    """The node with the conditions of the groups that were taken away around it."""
    parts = [part for part in (*above, node.row["relevant"]) if part]
    relevant = " and ".join(f"({part})" for part in parts) if len(parts) > 1 else "".join(parts)
    return replace(node, row=replace(node.row, cells={**node.row.cells, "relevant": relevant}))
