"""How fast a picture follows a finger: drags a slider of the running app in Chromium and counts.

    python -m tests.bench.slider_path [--seconds 8] [--url http://127.0.0.1:7860] [--training express] [--by server]

Without --url it starts the app itself. With --training a preset is trained live beside it. Measured is first what
the page draws by itself, then what the server draws for it, in the same browser; `--by` chooses one of them. Printed:
pictures painted a second, the time from the slider's event to the end of the frame in which the picture that belongs
to it was painted (p50, p95, n), and how many requests the drag sent to the server.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from gan_core.live.knobs import Knobs
from gan_core.live.service import LiveStage
from tests.conftest import free_port
from tools import chromium

BY = ("page", "server")
ROOT = Path(__file__).resolve().parents[2]

# Before the page begins: a worker that can be listened to.
OVERHEAR = """
  const Plain = Worker;
  self.Worker = class extends Plain {
    constructor(...address) { super(...address); (self.workers ??= []).push(this); }
    postMessage(question, ...more) { this.asked?.(question); super.postMessage(question, ...more); }
  };
"""

# Notes when the slider moved last; which picture was asked for then; and when that picture was painted.
WATCH = """() => {
  const movedAt = { last: 0 }, askedFor = new Map(), delays = window.delays = [];
  window.requests = 0;
  const picture = document.querySelector("#digit-stage .digit");
  const slider = document.querySelector("#digit-stage .directions input");
  slider.addEventListener("input", (event) => (movedAt.last = event.timeStamp), true);
  const plain = window.fetch;
  window.fetch = async (...call) => {
    const moved = movedAt.last, answer = await plain(...call);
    if (String(call[0]).includes("component_server")) {
      window.requests += 1;
      answer.clone().json().then(({ digit }) => digit && askedFor.set(digit, moved));
    }
    return answer;
  };
  for (const worker of self.workers ?? []) {
    const moved = new Map();
    worker.asked = ({ number }) => moved.set(number, movedAt.last);
    worker.addEventListener("message", ({ data: { number, answer } }) =>
      answer?.digit && askedFor.set(answer.digit, moved.get(number)));
  }
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


def measure(url: str, seconds: float, by: Sequence[str] = BY) -> None:
    """Print what a visitor at `url` gets when each of `by` draws."""
    from playwright.sync_api import sync_playwright

    path = chromium.find()
    if path is None:
        sys.exit(chromium.MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        for who in by:
            delays, requests = dragged(browser, url, seconds, who)
            n = len(delays)
            print(
                f"slider to pixel, drawn by the {who}: {n / seconds:.0f} pictures/s, p50 {delays[n // 2]:.0f} ms, "
                f"p95 {delays[int(0.95 * n)]:.0f} ms, n = {n}; requests to the server: {requests}"
            )
        browser.close()


def dragged(browser: Any, url: str, seconds: float, who: str) -> tuple[list[float], int]:
    """The delays of a drag in ms, sorted, and the requests that it sent; `who` draws."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(OVERHEAR if who == "page" else "delete self.WebAssembly")
    open_when_up(page, url)
    if who == "page":
        page.wait_for_function("document.querySelector('#digit-stage [data-answered-by=page]')", timeout=60_000)
    drag(page, 1)  # warms both sides
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(5000)  # every epoch's networks have come
    page.evaluate(WATCH)
    drag(page, seconds)
    page.wait_for_timeout(300)
    found = sorted(page.evaluate("window.delays")), page.evaluate("window.requests")
    page.close()
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--url")
    parser.add_argument("--training", metavar="PRESET")
    parser.add_argument("--by", choices=BY, action="append")
    asked = parser.parse_args()
    with nullcontext(asked.url) if asked.url else running_app() as address:
        with training(asked.training) if asked.training else nullcontext():
            measure(address, asked.seconds, asked.by or BY)
