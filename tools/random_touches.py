"""Random visitors at a stand: taps, drags, keys and pauses, visit after visit, and what they leave behind.

    python demo_app.py --kiosk --idle 6 &                # the stand
    python tools/random_touches.py --minutes 60          # the visitors

After each visit the stand must be as it was found; the console must stay silent. A second page of the same stand is
touched by nobody: it tells what the attract loop leaves behind. Prints what both hold after each visit, and how the
second one grew; ends with exit code 1 if there was a leftover or an error.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import chromium  # noqa: E402
from tools.heap import Held, growth, held  # noqa: E402

STATE = "document.documentElement.dataset.stand"
# What the next visitor finds: nothing kept in the browser, and every room as it was the first time.
FOUND = """async () => {
    const at = (selector, read) => { const e = document.querySelector(selector); return e ? read(e) : null; };
    const room = at("[role=tab][aria-selected=true]", (e) => e.dataset.tabId);
    return {
        language: document.documentElement.lang, theme: document.documentElement.dataset.theme,
        kept: Object.keys(localStorage).length + Object.keys(sessionStorage).length,
        scrolled: scrollY, address: location.search,
        seed: at("#digit-stage .seed", (e) => e.value), digit: at("#digit-stage .tiles :checked", (e) => e.value),
        sliders: [...document.querySelectorAll("#digit-stage .directions input")].map((e) => e.value).join(),
        camera: at("#photo-stage video", (e) => Boolean(e.srcObject)),
        act: at("#photo-stage .photos", (e) => e.dataset.act),
        mode: at("#run-player .player", (e) => e.dataset.mode),
        live: at("#run-player .go", (e) => e.classList.contains("on")),
    };
}"""
# Of rooms that are built later, since nobody has entered them yet.
BUILT = {"camera": False, "act": "board", "mode": "replay", "live": False}
READY = (
    "document.querySelector('#digit-stage [data-state=ready]') && document.documentElement.dataset.stand === 'start'"
)


class Visitors:
    """Drives one page.

    Args:
        page: Playwright's, on the stand.
        dice: where every choice comes from; a seed says again what they did.
    """

    def __init__(self, page: Any, dice: random.Random) -> None:
        self.page, self.dice = page, dice
        self.size = page.viewport_size
        self.gestures = {
            self.tap_control: 60,
            self.tap_anywhere: 15,
            self.drag: 15,
            self.type_key: 20,
            self.hold_still: 3,
        }

    def tap_control(self) -> None:
        controls = self.page.locator("button:visible, label:visible, [role=tab]:visible, input[type=range]:visible")
        count = controls.count()
        box = controls.nth(self.dice.randrange(count)).bounding_box(timeout=1000) if count else None
        if box:
            self.page.touchscreen.tap(*self._inside(box))

    def tap_anywhere(self) -> None:
        self.page.touchscreen.tap(*self._point())

    def drag(self) -> None:
        self.page.mouse.move(*self._point())
        self.page.mouse.down()
        self.page.mouse.move(*self._point(), steps=self.dice.randrange(2, 12))
        self.page.mouse.up()

    def type_key(self) -> None:
        keys = [
            "ArrowUp",
            "ArrowDown",
            "ArrowLeft",
            "ArrowRight",
            "Enter",
            "Escape",
            " ",
            "7",
            "Tab",
            "F5",
            "Alt+ArrowLeft",
        ]
        self.page.keyboard.press(self.dice.choice(keys))

    def hold_still(self) -> None:
        self.page.wait_for_timeout(self.dice.randrange(500, 4000))

    def visit(self, gestures: int) -> None:
        """Wake the stand and play about."""
        self.page.touchscreen.tap(*self._point())
        for _ in range(gestures):
            with suppress(Error):  # the page was just loading anew: somebody had pressed Start over
                self.dice.choices(list(self.gestures), list(self.gestures.values()))[0]()
            self.page.wait_for_timeout(self.dice.randrange(20, 300))

    def leave(self) -> str:
        """Say goodbye, or simply go; returns which."""
        patient = self.dice.random() < 0.2
        self.rested(over=not patient)
        return "went" if patient else "started over"

    def rested(self, over: bool) -> None:
        """Until the stand rests; `over`: by its button. The page is loaded anew meanwhile, maybe more than once."""
        for _ in range(20):
            with suppress(Error):
                if over and self.page.evaluate(STATE) == "used":
                    self.page.evaluate("document.querySelector('.stand .restart').click()")
                    self.page.wait_for_event("load", timeout=20_000)
                return self.page.wait_for_function(READY, timeout=120_000)
        raise SystemExit("the stand does not come to rest")

    def found(self) -> dict[str, Any]:
        """What a new visitor meets in the rooms that are built; the touch that wakes the stand is theirs."""
        self.page.touchscreen.tap(self.size["width"] // 2, self.size["height"] // 2)
        found = self.page.evaluate(FOUND)
        self.rested(over=True)
        return {name: value for name, value in found.items() if value is not None}

    def _point(self) -> tuple[int, int]:
        return self.dice.randrange(self.size["width"]), self.dice.randrange(self.size["height"])

    def _inside(self, box: dict[str, float]) -> tuple[float, float]:
        x, y = (box[at] + box[length] * self.dice.uniform(0.1, 0.9) for at, length in (("x", "width"), ("y", "height")))
        return min(max(x, 1), self.size["width"] - 1), min(max(y, 1), self.size["height"] - 1)


class Untouched:
    """A page of the stand that nobody touches."""

    def __init__(self, page: Any) -> None:
        self.page, self.faults = page, chromium.watch(page)
        self.samples: list[Held] = []

    def look(self) -> Held:
        self.samples.append(held(self.page))
        return self.samples[-1]


def run(page: Any, untouched: Untouched, minutes: float, seed: int) -> int:
    """Visits for so many minutes; returns the number of leftovers and errors."""
    faults = chromium.watch(page)
    visitors, ends, bad = Visitors(page, random.Random(seed)), time.monotonic() + 60 * minutes, 0
    page.wait_for_function(READY, timeout=120_000)
    first, visit = {**BUILT, **visitors.found()}, 0
    print(f"found at first: {first}", flush=True)
    while time.monotonic() < ends:
        visit += 1
        visitors.visit(visitors.dice.randrange(5, 60))
        how = visitors.leave()
        found = visitors.found()
        left = {name: value for name, value in found.items() if value != first[name]}
        faults += untouched.faults
        bad += bool(left) + len(faults)
        print(f"{visit} {how}: {held(page)}; left {left}; {faults}; untouched: {untouched.look()}", flush=True)
        faults.clear()
        untouched.faults.clear()
    print(f"{visit} visits in {minutes:g} minutes, seed {seed}: {bad} leftovers and errors")
    for line in growth(untouched.samples):
        print(f"untouched: {line}")
    return bad


def stand(playwright: Any, url: str) -> Any:
    """A page in a browser of its own, so that its processes can be told from others'."""
    browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
    page = browser.new_context(viewport={"width": 1920, "height": 1080}, has_touch=True).new_page()
    page.goto(url)
    return page


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:7860/")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    with sync_playwright() as playwright:
        page, untouched = stand(playwright, arguments.url), Untouched(stand(playwright, arguments.url))
        bad = run(page, untouched, arguments.minutes, arguments.seed)
        page.context.browser.close()
        untouched.page.context.browser.close()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
