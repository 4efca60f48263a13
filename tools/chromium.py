"""Chromium, for the browser tests and the screenshots: where it is, how it starts, what a clean page is."""

from __future__ import annotations

import os
import shutil
from typing import Any
from urllib.parse import urlsplit

# Debian's shell is the same engine without the windows around it, which take as long as a page does.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",  # a camera that shows a clock ...
    "--use-fake-ui-for-media-stream",  # ... and somebody who lets a page film
]
MISSING = "Chromium is missing (Debian: apt-get install chromium-headless-shell; elsewhere set CHROMIUM to its path)."
# A visitor who has answered the question, and one who was here before: the guide has greeted them, too. Storage may be
# closed in a page that is not ours yet.
ASKED = "try { localStorage.setItem('theatre.asked', '1'); } catch {}"
MET = f"{ASKED} try {{ localStorage.setItem('theatre.met', '1'); }} catch {{}}"
LITTLE_MEMORY = (
    "Object.defineProperty(navigator, 'deviceMemory', { get: () => 4 })"  # a phone of 4 GB, but not its workers
)
OVERHANG = "document.documentElement.scrollWidth - innerWidth"  # pixels that one would have to scroll sideways


def find() -> str | None:
    """The path of a Chromium: $CHROMIUM, or the first of its usual names that can be run."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def context(browser: Any, marks: str = ASKED, **options: Any) -> Any:
    """A context of `browser` whose visitors have such `marks`, with Playwright's options."""
    opened = browser.new_context(**options)
    opened.add_init_script(marks)
    return opened


# What Chromium says about speed when a test looks at a canvas again and again while it waits: no fault of the page.
HINT = "willReadFrequently"


def watch(page: Any) -> list[str]:
    """A list that fills with what a clean page never has: console errors and warnings, exceptions, foreign requests."""
    faults: list[str] = []

    def said(message: Any) -> None:
        if message.type in ("error", "warning") and HINT not in message.text:
            faults.append(message.text)

    page.on("console", said)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.append(request.url) if not _on_this_machine(request.url) else None)
    return faults


def _on_this_machine(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob") or parts.hostname in ("127.0.0.1", "localhost")
