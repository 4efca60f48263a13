"""How fast a picture follows a finger: drags a slider of the running app in Chromium and counts.

    python -m tests.bench.slider_path [--seconds 8] [--url http://127.0.0.1:7860] [--training express]

Without --url it starts the app itself. With --training a preset is trained live beside it. Printed: pictures
painted a second, and the time from the slider's event to the end of the frame in which the picture that belongs
to it was painted (p50, p95, n).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from gan_core.live.knobs import Knobs
from gan_core.live.service import LiveStage
from tests.conftest import free_port
from tools import chromium

ROOT = Path(__file__).resolve().parents[2]

# Notes when the slider moved last; which picture was asked for then; and when that picture was painted.
WATCH = """() => {
  const movedAt = { last: 0 }, askedFor = new Map(), delays = window.delays = [];
  const picture = document.querySelector("#digit-stage .digit");
  const slider = document.querySelector("#digit-stage .directions input");
  slider.addEventListener("input", (event) => (movedAt.last = event.timeStamp), true);
  const plain = window.fetch;
  window.fetch = async (...call) => {
    const moved = movedAt.last, answer = await plain(...call);
    if (String(call[0]).includes("component_server"))
      answer.clone().json().then(({ digit }) => digit && askedFor.set(digit, moved));
    return answer;
  };
  const painted = new MessageChannel();
  let due = null;
  painted.port1.onmessage = () => {
    if (askedFor.has(due)) delays.push(performance.now() - askedFor.get(due));
    due = null;
  };
  new MutationObserver(async () => {
    const url = picture.src;
    await picture.decode().catch(() => null);
    if (due === null) requestAnimationFrame(() => painted.port2.postMessage(null));
    due = url;
  }).observe(picture, { attributeFilter: ["src"] });
}"""


@contextmanager
def running_app() -> Iterator[str]:
    """The app in a process of its own; yields its address."""
    port = free_port()
    app = subprocess.Popen([sys.executable, str(ROOT / "demo_app.py"), "--port", str(port)], cwd=ROOT)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        app.terminate()
        app.wait()


@contextmanager
def training(preset: str) -> Iterator[None]:
    """Train live all the while, as the app does for a visitor; prints how fast that was."""
    stage = LiveStage(every=None)
    stage.start("bench", Knobs.of(preset))
    while (stage.watch("bench")["step"] or 0) < 1:
        time.sleep(0.5)
    before, start = stage.watch("bench")["step"], time.monotonic()
    try:
        yield
        steps = stage.watch("bench")["step"] - before
        print(f"training beside it: {steps / (time.monotonic() - start):.1f} steps/s of {preset}")
    finally:
        stage.close()


def open_when_up(page: Any, url: str, patience: float = 120.0) -> None:
    """Go to the page as soon as it is served, and wait until its networks are loaded."""
    from playwright.sync_api import Error

    deadline = time.monotonic() + patience
    while True:
        try:
            page.goto(url)
            break
        except Error:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
    page.locator("#digit-stage [data-state=ready]").wait_for(timeout=1000 * patience)


def drag(page: Any, seconds: float) -> None:
    """Move the first slider from end to end and back with the mouse, for `seconds`."""
    slider = page.locator("#digit-stage .directions input").first
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    start = time.monotonic()
    while (now := time.monotonic() - start) < seconds:
        way = now / 2 % 2  # 2 seconds from end to end
        page.mouse.move(box["x"] + box["width"] * (way if way <= 1 else 2 - way), middle)
    page.mouse.up()


def measure(url: str, seconds: float) -> None:
    """Print what a visitor at `url` gets."""
    from playwright.sync_api import sync_playwright

    path = chromium.find()
    if path is None:
        sys.exit(chromium.MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        open_when_up(page, url)
        drag(page, 1)  # warms both sides
        page.wait_for_load_state("networkidle")
        page.evaluate(WATCH)
        drag(page, seconds)
        page.wait_for_timeout(300)
        delays = sorted(page.evaluate("window.delays"))
        browser.close()
    n = len(delays)
    print(
        f"slider to pixel: {n / seconds:.0f} pictures/s, p50 {delays[n // 2]:.0f} ms, "
        f"p95 {delays[int(0.95 * n)]:.0f} ms, n = {n}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--url")
    parser.add_argument("--training", metavar="PRESET")
    asked = parser.parse_args()
    with nullcontext(asked.url) if asked.url else running_app() as address:
        with training(asked.training) if asked.training else nullcontext():
            measure(address, asked.seconds)
