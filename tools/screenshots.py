"""Photograph every tab at three sizes in two languages: `make screenshots`, or with --theme light, --out DIR.

Ends with exit code 1 if a page wrote to the console, asked another machine, or hangs over its edge.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from demo_ui.options import from_command_line  # noqa: E402
from demo_ui.page import launch  # noqa: E402
from demo_ui.settings import AppSettings  # noqa: E402
from gan_core.base.errors import GanError  # noqa: E402
from tools import chromium  # noqa: E402

SIZES = ((360, 780), (1440, 900), (3840, 2160))
LANGUAGES = ("en", "ko")
SETTLED = """document.fonts.status === 'loaded'
    && ![...document.querySelectorAll('[data-state=loading], [data-busy], [inert]')]
        .some((room) => room.offsetParent)"""


@contextmanager
def app(settings: AppSettings) -> Iterator[str]:
    """The app with its networks loaded; yields its address."""
    from demo_ui.app import build_demo
    from demo_ui.page.served import launch_options
    from demo_ui.services import Services

    services = Services.of(settings)
    services.start()
    services.wait()
    demo = build_demo(services, settings)
    _, url, _ = demo.launch(**launch_options(settings), prevent_thread_lock=True)
    try:
        yield url
    finally:
        demo.close()


def photograph(browser: Any, url: str, theme: str, out: Path) -> list[str]:
    """One page for each size and language, one picture for each of its tabs; returns what was not clean."""
    faults: list[str] = []
    for width, height in SIZES:
        for language in LANGUAGES:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.add_init_script(chromium.MET)
            seen = chromium.watch(page)
            page.goto(f"{url}?lang={language}&theme={theme}")
            page.get_by_role("tab").first.wait_for()
            for room in page.evaluate("[...document.querySelectorAll('[role=tab]')].map((tab) => tab.dataset.tabId)"):
                page.locator(f"[data-tab-id='{room}']").first.dispatch_event("click")
                page.wait_for_function(SETTLED)
                page.wait_for_timeout(1000)  # pictures are on their way
                name = f"{room}-{language}-{width}x{height}.png"
                page.screenshot(path=out / name, full_page=width < 1000)
                if (overhang := page.evaluate(chromium.OVERHANG)) > 0:
                    faults.append(f"{name}: hangs {overhang} px over the edge")
            faults += [f"{language} {width}x{height}: {fault}" for fault in seen]
            page.close()
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "screenshots")
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    parser.add_argument("--port", type=int, default=7959)
    arguments = parser.parse_args()
    if (path := chromium.find()) is None:
        sys.exit(chromium.MISSING)
    settings = from_command_line(["--port", str(arguments.port)])
    launch.prepare(settings)
    from playwright.sync_api import sync_playwright

    arguments.out.mkdir(parents=True, exist_ok=True)
    with app(settings) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        faults = photograph(browser, url, arguments.theme, arguments.out)
        browser.close()
    print("\n".join(faults or [f"clean: {len(list(arguments.out.glob('*.png')))} pictures in {arguments.out}"]))
    return 1 if faults else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except GanError as fault:
        sys.exit(f"error: {fault}")
