"""What does axe-core find on the page in the browser, with every WCAG 2.2 A and AA rule switched on?"""

from __future__ import annotations

import json
from pathlib import Path

from axe_selenium_python import Axe
from flask import Flask, send_file
from selenium.webdriver import Chrome

VERSION = "4.14.1"
SCRIPT = Path(__file__).parent / "vendor" / f"axe-{VERSION}.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ADDRESS = "/axe.js"  # from which a browser fetches it once; it also keeps what it has compiled
FETCH = """
const [src, done] = arguments;
document.head.append(Object.assign(document.createElement("script"), {
  src, onload: () => done(true), onerror: () => done(false)
}));
"""
OUTCOMES = ("passes", "violations", "incomplete", "inapplicable")


def violations(driver: Chrome) -> list[str]:
    """Run axe on the page; each violation in one line.

    Without its own checks this could pass in silence: a misspelt tag runs no rule, and target-size runs only
    when its tag is named.
    """
    axe = Axe(driver, script_url=str(SCRIPT))
    if not driver.execute_async_script(FETCH, ADDRESS):
        axe.inject()
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}  # others in brief
    result = axe.run(options=json.dumps(options))
    assert result["testEngine"]["version"] == VERSION
    assert len(result["passes"]) >= 10
    assert any(rule["id"] == "target-size" for outcome in OUTCOMES for rule in result[outcome])
    return [
        f"{rule['id']}: {node['target']} {node['html'][:120]}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


def serve(app: Flask) -> None:
    """Let this application's pages fetch axe."""
    app.add_url_rule(ADDRESS, view_func=lambda: send_file(SCRIPT, "text/javascript", max_age=3600))


def resize(driver: Chrome, width: int) -> None:
    """Make the page exactly this many CSS pixels wide."""
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def sideways(driver: Chrome) -> int:
    """By how many pixels the page can be scrolled sideways."""
    script = "const d = document.scrollingElement; return d.scrollWidth - d.clientWidth"
    return int(driver.execute_script(script))
