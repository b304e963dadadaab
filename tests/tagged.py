"""Which faults has the structure of a PDF, as far as a program can tell? ISO 14289-1 in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf

INSIDE = {  # in what an element must stand, or which elements it may hold (7.2, 7.5, 7.6)
    "LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"}, "TD": {"TR"}, "THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"},
}  # fmt: skip
MARKING = {"BDC", "BMC"}
PAINTING = {*"fFBbSs'\"", "f*", "B*", "b*", "Do", "Tj", "TJ", "sh", "INLINE IMAGE"}


def faults(content: bytes) -> list[str]:
    """Everything that is wrong, in words."""
    with pikepdf.open(BytesIO(content)) as document:
        tree = list(_elements(document.Root.StructTreeRoot.K, "Document"))
        return [*_about(document), *_pages(document), *_structure(tree), *_links(document)]


def languages(content: bytes) -> set[str]:
    """The languages that are said of parts."""
    with pikepdf.open(BytesIO(content)) as document:
        tree = _elements(document.Root.StructTreeRoot.K, "Document")
        return {str(each.Lang) for _inside, each in tree if "/Lang" in each}


def _about(document: pikepdf.Pdf) -> Iterator[str]:
    root = document.Root
    if not root.MarkInfo.get("/Marked") or root.MarkInfo.get("/Suspects"):
        yield "is not said to be tagged (7.1)"
    if not str(root.get("/Lang", "")):
        yield "has no language (7.2)"
    if not root.ViewerPreferences.get("/DisplayDocTitle"):
        yield "does not show its title (7.1)"
    with document.open_metadata() as told:
        if not told.get("dc:title") or told.get("pdfuaid:part") != "1":
            yield "has no title, or does not say that it is PDF/UA-1 (5, 7.1)"
    for each in document.objects:
        if isinstance(each, pikepdf.Dictionary):
            yield from _font(each)


def _font(each: pikepdf.Dictionary) -> Iterator[str]:
    files = {"/FontFile", "/FontFile2", "/FontFile3"}
    if each.get("/Type") == "/FontDescriptor" and not files & set(each.keys()):
        yield f"font {each.FontName} is not in the file (7.21.4)"
    if each.get("/Subtype") == "/Type0" and "/ToUnicode" not in each:
        yield f"letters of {each.BaseFont} are not told (7.21.7)"


def _pages(document: pikepdf.Pdf) -> Iterator[str]:
    """Is all that is painted either an artifact, or owned by an element that can be reached (7.1)?"""
    reached = {each.objgen for _inside, each in _elements(document.Root.StructTreeRoot.K, "Document")}
    numbers = document.Root.StructTreeRoot.ParentTree.Nums
    owners = dict(zip([int(each) for each in list(numbers)[::2]], list(numbers)[1::2], strict=True))
    for number, page in enumerate(document.pages, 1):
        if page.obj.get("/Tabs") != "/S":
            yield f"page {number} has no order of tabs (7.18.3)"
        owning, marks, inside = owners[int(page.obj.StructParents)], list[int](), list[str]()
        for operands, operator in pikepdf.parse_content_stream(page):
            command = str(operator)
            if command in MARKING:
                inside.append(str(operands[0]))
                if len(operands) > 1 and "/MCID" in operands[1]:
                    marks.append(int(operands[1].MCID))
            elif command == "EMC":
                inside.pop()
            elif command in PAINTING and not inside:
                yield f"page {number} paints with {command} what is neither content nor artifact (7.1)"
        if len(set(marks)) < len(marks):
            yield f"page {number} marks two things alike (7.1)"
        for mark in marks:
            if mark >= len(owning) or owning[mark] is None or owning[mark].objgen not in reached:
                yield f"page {number}: nobody owns content {mark} (7.1)"


def _structure(tree: list[tuple[str, pikepdf.Dictionary]]) -> Iterator[str]:
    ids = {bytes(each.ID) for _inside, each in tree if "/ID" in each}
    level = 0
    for inside, each in tree:
        kind = str(each.S)[1:]
        if kind in INSIDE and inside not in INSIDE[kind]:
            yield f"{kind} stands in {inside} (7.2)"
        if kind == "Figure" and not str(each.get("/Alt", "")):
            yield "a picture says nothing (7.3)"
        if heading := re.fullmatch("H([1-6])", kind):
            if int(heading[1]) > level + 1:
                yield f"{kind} follows a heading of level {level} (7.4.2)"
            level = int(heading[1])
        if kind == "TH" and "/Scope" not in each.A:
            yield "a heading of a table does not say how far it reaches (7.5)"
        if kind == "TD" and not {bytes(name) for name in each.A.get("/Headers", [])} <= ids:
            yield "a cell of a table names a heading that is not there (7.5)"
        if "/Lang" in each and not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", str(each.Lang)):
            yield f"{each.Lang} is no language (7.2)"


def _links(document: pikepdf.Pdf) -> Iterator[str]:
    for page in document.pages:
        for note in page.obj.get("/Annots", []):
            if not str(note.get("/Contents", "")) or "/StructParent" not in note:
                yield "a link does not say where it leads, or is in no element (7.18)"


def _elements(node: pikepdf.Object, inside: str) -> Iterator[tuple[str, pikepdf.Dictionary]]:
    """Every element below with what it stands in, in the order in which it is read."""
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from _elements(each, inside)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield inside, node
        if "/K" in node:
            yield from _elements(node.K, str(node.S)[1:])
