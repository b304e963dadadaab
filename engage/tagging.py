"""What must a tagged PDF say that the library which draws it leaves out? ISO 14289-1 (PDF/UA-1) in brackets.

Languages of parts (7.2) and the reach of headings of tables (7.5) are said while its structure is built.
Pictures that only adorn (7.3), and what runs along the edge of every page (7.8), are no part of it: they
become artifacts once all is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

PAGINATION: Mapping[str, str] = {"Type": "/Pagination"}
Build = Callable[..., Iterator[Any]]


def say_more(tags: Any, text: Callable[[str], Any]) -> None:
    """Let the library's module that builds structures say more of each element; once is enough."""
    build = tags._build_box_tree  # through which it goes for every part of a part
    if not isinstance(build, _Telling):
        tags._build_box_tree = _Telling(build, text)


class _Telling:
    """What builds the elements of a part of a page, and says more of each."""

    def __init__(self, build: Build, text: Callable[[str], Any]) -> None:
        self._build = build
        self._text = text

    def __call__(self, box: Any, *others: Any) -> Iterator[Any]:
        said = {} if box.element is None or box.element_tag in ("html", "body") else box.element.attrib
        for element in self._build(box, *others):
            if "lang" in said:
                element["Lang"] = self._text(said["lang"])
            if element["S"] == "/TH":
                element["A"]["Scope"] = "/Row" if said.get("scope") == "row" else "/Column"
            yield element


def leave_out(_document: Any, drawn: Any) -> None:
    """Take out of the structure what is no part of it. Called by the library before it writes the file."""
    tree = _Tree(drawn)
    _leave_out_pictures(tree)
    pages = {page["StructParents"]: page for page in tree.every("/Page")}
    reached = set(tree.reached(tree.root))
    owners = tree.at(tree.root["ParentTree"])["Nums"]
    for number, owning in zip(owners[::2], owners[1::2], strict=True):
        if isinstance(owning, list):  # of the marked content of a page, not of one link
            gone = {mark for mark, owner in enumerate(owning) if owner not in reached}
            _make_artifacts(tree.at(pages[number]["Contents"]).stream, gone)
            owning[:] = [b"null" if mark in gone else owner for mark, owner in enumerate(owning)]


class _Tree:
    """The objects of a file, which point to each other by their numbers."""

    def __init__(self, drawn: Any) -> None:
        self._drawn = drawn
        self.root = self.at(drawn.catalog["StructTreeRoot"])

    def at(self, reference: bytes) -> Any:
        return self._drawn.objects[int(reference.split()[0])]

    def every(self, type_: str) -> list[Any]:
        return [each for each in self._drawn.objects if isinstance(each, dict) and each.get("Type") == type_]

    def reached(self, element: Any) -> Iterator[bytes]:
        """References to all elements below this one."""
        for kid in element.get("K", ()):
            if isinstance(kid, bytes):
                yield kid
                yield from self.reached(self.at(kid))


def _leave_out_pictures(tree: _Tree) -> None:
    for element in tree.every("/StructElem"):
        if element["S"] == "/Figure" and "Alt" not in element:
            tree.at(element["P"])["K"].remove(element.reference)


def _make_artifacts(commands: list[Any], marks: Iterable[int]) -> None:
    """Begin this marked content of a page anew as something that nobody reads out."""
    for at, command in enumerate(commands):
        if isinstance(command, dict) and command.get("MCID", -1) in marks and commands[at + 1] == b"BDC":
            running = commands[at - 1] != "/Figure"
            commands[at - 1 : at + 1] = ["/Artifact", type(command)(PAGINATION if running else {})]
