"""axe, the accessibility checker, over what a page shows now: `assert findings(page) == []`."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

# Every rule up to WCAG 2.2 AA, best practices, and the experimental ones, which axe leaves out unless it is asked.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"]
OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}


# A colour on its way to another one is no colour that anybody reads.
AT_REST = """document.getAnimations()
    .every((one) => !(one instanceof CSSTransition) || one.playState !== 'running')"""


def findings(page: Any, part: str | None = None) -> list[str]:
    """What axe finds on `page`, or below the CSS selector `part`: rule, impact, element, one line each."""
    page.wait_for_function(AT_REST)
    response = Axe().run(page, part, OPTIONS).response
    return [
        f"{rule['id']} ({rule['impact']}): {' '.join(node['target'])}: {node['html'][:200]}"
        for rule in response["violations"]
        for node in rule["nodes"]
    ]
