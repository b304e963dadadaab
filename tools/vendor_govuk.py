"""Make ``static/vendor/govuk-frontend-*`` from the published GOV.UK Frontend package.

    python tools/vendor_govuk.py            # fetches the package with npm into a temporary folder
    python tools/vendor_govuk.py FILE.tgz   # uses a package that is already here

The same package always gives the same bytes. What is changed, and why: ``docs/decisions/0002-front-end.md``.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

VERSION = "6.6.0"
SHA256 = "52c4eb554e54d8a6e4ba801e9da5ec3a5b930fd2f117a39677f0b6296e954751"
VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
FONT = "var(--app-font,Arial,sans-serif)"

# Whole components that no page uses. Everything that is not named here is kept.
UNUSED = (
    "accordion", "accordion-nav", "cookie-banner", "drop-zone", "feedback", "file-upload-button", "footer",
    "header", "logo-dot", "phase-banner", "tabs",
)  # fmt: skip
UNUSED_CLASS = re.compile(rf"\.govuk-(?:{'|'.join(UNUSED)})(?:__|--|(?![\w-]))")

LICENCE = """\
GOV.UK Frontend {version}, changed for this product: see docs/decisions/0002-front-end.md.

The MIT License (MIT)

Copyright (c) 2011 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in
all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN
THE SOFTWARE.
"""


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        package = Path(arguments[0]) if arguments else _fetch(Path(folder))
        _check(package)
        css, js = (_read(package, f"govuk-frontend.min.{kind}") for kind in ("css", "js"))
    VENDOR.mkdir(parents=True, exist_ok=True)
    _write("min.css", trim(unbrand(css)))
    _write("min.js", re.sub(r"\n?//# sourceMappingURL=.*", "", js))
    _write("LICENCE.txt", LICENCE.format(version=VERSION))


def unbrand(css: str) -> str:
    """Take out the typeface that only GOV.UK may use; the page's own `--app-font` comes in its place."""
    css = re.sub(r"\s*/\*!?.*?\*/", "", css, flags=re.S)
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r"GDS Transport,\s*arial,\s*sans-serif", FONT, css, flags=re.I)
    return re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)


def trim(css: str) -> str:
    """Leave out the rules of unused components, and check that nothing is loaded from elsewhere."""
    css = "".join(_kept(css))
    for forbidden in ("GDS", "crest", "@font-face", "url("):
        if forbidden in css:
            raise SystemExit(f"The stylesheet still holds {forbidden}.")
    return css + "\n"


def _kept(css: str) -> Iterator[str]:
    for head, body in _rules(css):
        if body is None:
            yield head
        elif head.startswith(("@media", "@supports", "@-moz-document")):
            if inner := "".join(_kept(body)):
                yield f"{head}{{{inner}}}"
        elif selectors := [one for one in _selectors(head) if not UNUSED_CLASS.search(one)]:
            yield f"{','.join(selectors)}{{{body}}}"


def _rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Split minified CSS into (selector or at-rule, body); a statement such as @charset has no body."""
    start = 0
    while start < len(css):
        statement = re.compile(r"@[^{};]*;").match(css, start)
        if statement:
            yield statement[0], None
            start = statement.end()
            continue
        opening = css.find("{", start)
        if opening < 0:
            return
        closing = _closing(css, opening)
        yield css[start:opening].strip(), css[opening + 1 : closing]
        start = closing + 1


def _closing(css: str, opening: int) -> int:
    depth = 0
    for place in range(opening, len(css)):
        depth += {"{": 1, "}": -1}.get(css[place], 0)
        if depth == 0:
            return place
    raise SystemExit("A brace is not closed.")


def _selectors(head: str) -> list[str]:
    """Split at the commas that are not inside brackets."""
    return re.split(r",(?![^()]*\))", head)


def _fetch(folder: Path) -> Path:
    command = ["npm", "pack", "--silent", f"govuk-frontend@{VERSION}"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return folder / f"govuk-frontend-{VERSION}.tgz"


def _check(package: Path) -> None:
    if hashlib.sha256(package.read_bytes()).hexdigest() != SHA256:
        raise SystemExit(f"{package} is not the package that this script was written for.")


def _read(package: Path, name: str) -> str:
    with tarfile.open(package) as archive:
        member = archive.extractfile(f"package/dist/govuk/{name}")
        if member is None:
            raise SystemExit(f"{name} is not in {package}.")
        return member.read().decode()


def _write(suffix: str, text: str) -> None:
    path = VENDOR / f"govuk-frontend-{VERSION}.{suffix}"
    path.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{path.name}: {len(text.encode())} bytes\n")


if __name__ == "__main__":
    main(sys.argv[1:])
