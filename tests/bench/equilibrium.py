"""How fast the Equilibrium room trains and draws in this machine's Chromium.

python -m tests.bench.equilibrium [--seconds 5]

Prints, for one and two dimensions: steps and pictures a second at the room's own pace and at full speed. A picture is
an animation frame of the page while it trains; the server is only asked for the page.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from demo_ui.settings import AppSettings
from tools import chromium

COUNT = """async (seconds) => {
    const step = () => Number(document.querySelector(".lab .count").textContent.match(/[\\d,]+/)[0].replace(",", ""));
    const before = step(), start = performance.now();
    let frames = 0, longest = 0, last = start;
    while (performance.now() - start < 1000 * seconds) {
        const time = await new Promise(requestAnimationFrame);
        longest = Math.max(longest, time - last);
        last = time;
        frames += 1;
    }
    const passed = (performance.now() - start) / 1000;
    return [(step() - before) / passed, frames / passed, longest];
}"""


def measure(page: Any, url: str, query: str, seconds: float) -> None:
    """Print one line for the game that `query` opens, at both paces."""
    for pace in ("own pace", "full speed"):
        page.goto(f"{url}?room=equilibrium&lang=en&{query}")
        page.wait_for_function("document.querySelector('.lab')?.dataset.state === 'ready'")
        if pace == "full speed":
            page.locator(".lab .fast").click()
        page.locator(".lab .play").click()
        page.wait_for_timeout(1000)  # compiled and warm
        steps, frames, longest = page.evaluate(COUNT, seconds)
        told = f"{steps:6.0f} steps/s {frames:4.0f} pictures/s, longest {longest:.0f} ms"
        print(f"{query:16} {pace:10} {told}", flush=True)


def main() -> int:
    """Serve the page without networks, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    arguments = parser.parse_args()
    if (path := chromium.find()) is None:
        sys.exit(chromium.MISSING)
    from playwright.sync_api import sync_playwright

    from demo_ui.app import build_demo
    from tests.conftest import serve
    from tests.fakes import fake_services

    settings = AppSettings()
    with serve(build_demo(fake_services(), settings)) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        for query in ("preset=balanced", "preset=collapse", "shape=ring"):
            measure(page, url, query, arguments.seconds)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
