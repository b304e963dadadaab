"""How is a translator's file written as XLIFF 2.1, and read back?

Source: OASIS, XLIFF Version 2.1 (2018). Its units are our texts; what Engage has to know again when the file
comes back is kept in the format's own module for metadata. A document type is refused, so no entity is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree

from engage.bilingual import LANGUAGES
from engage.surveys.translation import State
from engage.surveys.translation_files import GROUP, LIMIT, MOST_ROWS, FileRefused, Head, Row, Sent, stated

CORE = "urn:oasis:names:tc:xliff:document:2.0"  # of 2.1 as well
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
STATES = {
    State.MISSING: "initial",
    State.STALE: "initial",
    State.DONE: "translated",
    State.SIGNED_OFF: "final",
}
SEEN_BY_A_PERSON = ("translated", "reviewed", "final")
_INLINE = {f"{{{CORE}}}{name}" for name in ("ph", "pc", "sc", "ec", "cp")}
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(head: Head, texts: Iterable[Sent]) -> bytes:
    """Write a file."""
    attributes = {"version": "2.1", "srcLang": head.source_language, "trgLang": head.target_language}
    spaces: Any = {None: CORE, "mda": METADATA}
    root = etree.Element(_core("xliff"), attributes, nsmap=spaces)
    file = _inside(root, "file", {"id": "texts", "original": head.consultation})
    _remember(file, {"revision": str(head.revision), "version": str(head.version)})
    for sent in texts:
        _write_unit(file, sent)
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def read(content: bytes, names: Mapping[str, str]) -> tuple[Head, list[Row]]:
    """Read a file; `names` are the texts' keys by what files call them. Raises FileRefused."""
    root = _parsed(content)
    file = root.find(_core("file"))
    source = root.get("srcLang", "")[:2]
    if file is None or not file.get("original", "").startswith("engage:") or source not in LANGUAGES:
        raise FileRefused("not_ours")
    known = _remembered(file)
    head = Head(file.get("original"), source, stated(known.get("revision")), stated(known.get("version")))
    units = list(root.iter(_core("unit")))
    if len(units) > MOST_ROWS:
        raise FileRefused("too_many")
    return head, [_read_unit(unit, names) for unit in units]


def _write_unit(file: Any, sent: Sent) -> None:
    row, entry = sent.row, sent.entry
    unit = _inside(file, "unit", {"id": entry.name, "name": row.key, "canResegment": "no"})
    _remember(unit, {"seen": row.seen, "group": row.group})
    if sent.notes:
        notes = _inside(unit, "notes")
        for about, note in sent.notes.items():
            _inside(notes, "note", {"category": about}).text = _clean(note)
    segment = _inside(unit, "segment", {"state": STATES[entry.state]})
    for name, words in (("source", row.source), ("target", row.target)):
        if words or name == "source":
            _inside(segment, name, {SPACE: "preserve"}).text = _clean(words)


def _read_unit(unit: Any, names: Mapping[str, str]) -> Row:
    name = unit.get("id", "")
    known = _remembered(unit)
    segments = [each for each in unit if each.tag in (_core("segment"), _core("ignorable"))]
    states = [each.get("state", "initial") for each in segments if each.tag == _core("segment")]
    group = known.get("group", "")
    inline = any(part.tag in _INLINE for each in segments for part in each.iter())
    return Row(
        names.get(name, name),
        "".join(_words(segments, "source")),
        "".join(_words(segments, "target")),
        known.get("seen", ""),
        group if GROUP.fullmatch(group) else "",
        bool(states) and all(state in SEEN_BY_A_PERSON for state in states),
        name,
        "inline_codes" if inline else "",
    )


def _words(segments: Iterable[Any], side: str) -> Iterator[str]:
    """The words of one side; a tool may have cut a text into several segments."""
    for segment in segments:
        found = segment.find(_core(side))
        if found is not None:
            yield "".join(found.itertext())


def _parsed(content: bytes) -> Any:
    if len(content) > LIMIT:
        raise FileRefused("too_big")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root: Any = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise FileRefused("not_xliff") from None
    if root.getroottree().docinfo.doctype:
        raise FileRefused("harmful")
    kind = etree.QName(root)
    if kind.localname != "xliff":
        raise FileRefused("not_xliff")
    if kind.namespace != CORE or not root.get("version", "").startswith("2."):
        raise FileRefused("old_xliff")
    return root


def _remember(part: Any, values: Mapping[str, str]) -> None:
    group = etree.SubElement(
        etree.SubElement(part, f"{{{METADATA}}}metadata"), f"{{{METADATA}}}metaGroup", {"category": "engage"}
    )
    for name, value in values.items():
        etree.SubElement(group, f"{{{METADATA}}}meta", {"type": name}).text = value


def _remembered(part: Any) -> dict[str, str]:
    own = part.find(f"{{{METADATA}}}metadata")
    found = own.iter(f"{{{METADATA}}}meta") if own is not None else ()
    return {meta.get("type", ""): meta.text or "" for meta in found}


def _inside(part: Any, name: str, attributes: Mapping[str, str] | None = None) -> Any:
    return etree.SubElement(part, _core(name), dict(attributes or {}))


def _core(name: str) -> str:
    return f"{{{CORE}}}{name}"


def _clean(words: str) -> str:
    return _NOT_IN_XML.sub("", words)
