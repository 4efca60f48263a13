"""How long the page takes to translate a photograph, and how many pictures a second its mirror shows.

    python -m tests.bench.photo_path

Starts the app, with the networks that `python -m gan_core export --checkpoint horse2zebra` has left (it makes them
otherwise, which takes a minute), and measures in Chromium: one way of a photograph at 256x256 in the page, by as many
threads as the processor has and by one, medians of runs 2 to 12; then the mirror before Chromium's own camera, in the
page and through the server, by what it says itself after `SECONDS`.
"""

from __future__ import annotations

import subprocess
import sys
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from demo_ui.translate.in_browser import KEPT
from gan_core.photos.engine import PHOTO_ID
from gan_core.photos.in_browser import INDEX, made_before
from gan_core.store.checkpoints import Registry
from tests.bench.slider_path import running_app
from tests.browser.test_photos_in_page import begun, square, translate
from tools import chromium

RUNS, SECONDS = 12, 20
KEEP = "localStorage.setItem('theatre.here', '1')"
ROOM = "?room=translate&lang=en"


def one_way(browser: Browser, url: str, parallel: bool) -> str:
    """Milliseconds of one way in the page, and of a whole board."""
    page = browser.new_page()
    page.goto(f"{url}?room=learn")
    begun(page, KEPT / INDEX, parallel)
    found = [translate(page, square(), "image/png", "ab")["figures"] for _ in range(RUNS)][1:]
    page.close()
    one, whole = sorted(figures["ms_translate"] for figures in found), median(figures["ms"] for figures in found)
    return f"{median(one):.0f} ms (most {one[-1]:.0f}, n = {len(one)}), a whole board {whole:.0f} ms"


def mirror(browser: Browser, url: str, here: bool) -> str:
    """What the mirror says of itself."""
    context = browser.new_context(permissions=["camera"], viewport={"width": 1440, "height": 900})
    context.add_init_script(chromium.MET)
    context.add_init_script(KEEP if here else "delete self.WebAssembly")
    page = context.new_page()
    page.goto(url + ROOM)
    room = page.locator("#photo-stage")
    room.locator(".tile").nth(4).wait_for(timeout=120_000)
    room.get_by_role("button", name="Camera", exact=True).click()
    page.wait_for_function("/\\d/.test(document.querySelector('#photo-stage .pace').textContent)", timeout=120_000)
    page.wait_for_timeout(1000 * SECONDS)
    said = room.locator(".pace").inner_text()
    context.close()
    return said


def main() -> None:
    """Print the figures, one a line."""
    if not made_before(Registry(), KEPT):
        subprocess.run([sys.executable, "-m", "gan_core", "export", "--checkpoint", PHOTO_ID], check=True)
    with running_app() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        for parallel, name in ((True, "threads"), (False, "one thread")):
            print(f"256x256 one way in the page, {name}: {one_way(browser, url, parallel)}", flush=True)
        for here, name in ((True, "in the page"), (False, "through the server")):
            print(f"mirror, {name}: {mirror(browser, url, here)}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
