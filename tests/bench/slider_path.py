"""How fast a picture follows a finger: drags a slider of the running app in Chromium and counts.

    python -m tests.bench.slider_path [--seconds 8] [--url http://127.0.0.1:7860] [--training express] [--by server]

Without --url it starts the app itself. With --training a preset is trained live beside it. Measured is first what
the page draws by itself, then what its worker does where memory is short, then what the server draws, in the same
browser; `--by` chooses among them. Printed:
pictures painted a second, the time from the slider's event to the end of the frame in which the picture that belongs
to it was painted (p50, p95, n), and how many requests the drag sent to the server.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from gan_core.live.knobs import Knobs
from gan_core.live.service import LiveTrainingService
from tests.conftest import free_port
from tools import chromium

BY = ("page", "worker", "server")
HERTZ, MOST = 125, 16  # of a mouse
WARM = 15.0  # seconds
IN_HAND = "document.querySelector('#digit-stage [data-in-hand]')"
IN_PAGE = "document.querySelector('#digit-stage [data-answered-by=page]')"
ROOT = Path(__file__).resolve().parents[2]

# Before the page begins: a worker that can be listened to.
OVERHEAR = """
  const Plain = Worker;
  self.Worker = class extends Plain {
    constructor(...address) { super(...address); (self.workers ??= []).push(this); }
    postMessage(question, ...more) { this.asked?.(question); super.postMessage(question, ...more); }
  };
"""

BEFORE = {"page": OVERHEAR, "worker": OVERHEAR + chromium.LITTLE_MEMORY, "server": "delete self.WebAssembly"}

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
  const painted = new MessageChannel(), plainFrame = window.requestAnimationFrame;
  let due = null, inFrame = false;
  window.requestAnimationFrame = (act) => plainFrame((now) => {
    if (!inFrame) painted.port2.postMessage(null); // arrives when this frame has been painted
    inFrame = true;
    act(now);
  });
  painted.port1.onmessage = () => {
    inFrame = false;
    if (due === null) return;
    delays.push(performance.now() - (askedFor.get(due.url) ?? due.moved)); // else it was drawn with the frame
    due = null;
  };
  new MutationObserver(async () => {
    const now = { url: picture.src, moved: movedAt.last };
    await null; // a picture out of a data: address is there by then, and decoded with the frame
    if (!picture.complete) await picture.decode().catch(() => null);
    due = now;
    if (!inFrame) requestAnimationFrame(() => null);
  }).observe(picture, { attributeFilter: ["src"] });
}"""


@contextmanager
def running_app() -> Iterator[str]:
    """The app in a process of its own; yields its address."""
    with running_process() as (url, _):
        yield url


@contextmanager
def running_process() -> Iterator[tuple[str, int]]:
    """The same, and the number of the process."""
    port = free_port()
    app = subprocess.Popen([sys.executable, str(ROOT / "demo_app.py"), "--port", str(port)], cwd=ROOT)
    try:
        url = f"http://127.0.0.1:{port}/"
        _wait_until_served(url)
        yield url, app.pid
    finally:
        app.terminate()
        app.wait()


def _wait_until_served(url: str, patience: float = 120.0) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            urlopen(url).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


@contextmanager
def training(preset: str) -> Iterator[None]:
    """Train live all the while, as the app does for a visitor; prints how fast that was."""
    stage = LiveTrainingService(every=None)
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


async def open_ready(page: Any, url: str, patience: float = 120.0) -> None:
    """Go to the page, and wait until the networks are loaded."""
    await page.add_init_script(chromium.ASKED)
    await page.goto(url)
    await page.locator("#digit-stage [data-state=ready]").wait_for(timeout=1000 * patience)


async def drag(page: Any, seconds: float) -> None:
    """Move the first slider from end to end and back with the mouse, for `seconds`, `HERTZ` times a second.

    A mouse does not wait for what the page makes of it, so neither does this, unless `MOST` moves are on their way.
    """
    box = await page.locator("#digit-stage .directions input").first.bounding_box()
    middle, moves = box["y"] + box["height"] / 2, set[asyncio.Task[None]]()
    await page.mouse.move(box["x"] + box["width"] / 2, middle)
    await page.mouse.down()
    start = time.monotonic()
    while (now := time.monotonic() - start) < seconds:
        way = now / 2 % 2  # 2 seconds from end to end
        if len(moves) < MOST:
            place = box["x"] + box["width"] * (way if way <= 1 else 2 - way)
            moves.add(move := asyncio.create_task(page.mouse.move(place, middle)))
            move.add_done_callback(moves.discard)
        await asyncio.sleep(1 / HERTZ)
    await asyncio.gather(*moves)
    await page.mouse.up()


async def measure(url: str, seconds: float, by: Sequence[str] = BY) -> None:
    """Print what a visitor at `url` gets when each of `by` draws."""
    from playwright.async_api import async_playwright

    path = chromium.find()
    if path is None:
        sys.exit(chromium.MISSING)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        for who in by:
            delays, requests = await dragged(browser, url, seconds, who)
            n = len(delays)
            print(
                f"slider to pixel, drawn by the {who}: {n / seconds:.0f} pictures/s, p50 {delays[n // 2]:.0f} ms, "
                f"p95 {delays[int(0.95 * n)]:.0f} ms, n = {n}; requests to the server: {requests}"
            )
        await browser.close()


async def dragged(browser: Any, url: str, seconds: float, who: str) -> tuple[list[float], int]:
    """The delays of a drag in ms, sorted, and the requests that it sent; `who` draws."""
    page = await browser.new_page(viewport={"width": 1440, "height": 900})
    await page.add_init_script(BEFORE[who])
    await open_ready(page, url)
    if who != "server":
        await page.wait_for_function(IN_HAND if who == "page" else IN_PAGE, timeout=60_000)
    await drag(page, WARM)  # both sides: V8 makes its WebAssembly quicker while it runs
    await page.wait_for_load_state("networkidle")
    await page.wait_for_timeout(5000)  # every epoch's networks have come
    await page.evaluate(WATCH)
    await drag(page, seconds)
    await page.wait_for_timeout(300)
    found = sorted(await page.evaluate("window.delays")), await page.evaluate("window.requests")
    await page.close()
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--url")
    parser.add_argument("--training", metavar="PRESET")
    parser.add_argument("--by", choices=BY, action="append")
    asked = parser.parse_args()
    with (
        nullcontext(asked.url) if asked.url else running_app() as address,
        training(asked.training) if asked.training else nullcontext(),
    ):
        asyncio.run(measure(address, asked.seconds, asked.by or BY))
