"""How long a phone on a slow line sees nothing, and when it can play: `python -m tests.bench.first_seconds`.

1.6 Mbit/s and 150 ms, by Chromium's own emulation, three visits with an empty cache, medians. "digit": one that G drew
is on the screen. "alive": a slider was moved and the digit changed. The bytes are those on the wire, by kind; workers'
are counted, but not slowed down. `--fast` emulates nothing, `--save-data` is a visitor who asks for little.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections import Counter
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

from tests.conftest import free_port
from tools import chromium

RUNS = 3
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
AFTER = 20_000  # ms for which bytes are counted after the page is alive: what comes unasked
KINDS = {"text/html": "html", "javascript": "scripts", "css": "styles", "font": "fonts", "json": "json", "wasm": "wasm"}
WATCH = """
const seen = (window.seen = {});
function look() {
  const now = Math.round(performance.now());
  const there = (image) => image.complete && image.naturalWidth > 1 && image.getBoundingClientRect().height > 40;
  const digit = [...document.querySelectorAll("img.digit")].some(there);
  if (digit || performance.getEntriesByName("theatre:digit").length) seen.digit ??= now;
  const image = document.querySelector("#digit-stage img.digit");
  const slider = document.querySelector("#digit-stage .directions input:enabled");
  if (image && slider && !seen.moved) {
    seen.moved = now;
    seen.before = image.src;
    slider.value = slider.max;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (seen.moved && image && image.complete && image.src !== seen.before) seen.alive ??= now;
  if (!seen.alive) requestAnimationFrame(look);
}
requestAnimationFrame(look);
"""


def visit(browser: Any, url: str, fast: bool, save: bool) -> dict[str, Any]:
    """One visit with an empty cache: the two times in ms, and bytes by kind until the page is alive and after it."""
    headers = {"Save-Data": "on"} if save else {}
    context = browser.new_context(viewport={"width": 360, "height": 740}, extra_http_headers=headers)
    page = context.new_page()
    page.add_init_script(chromium.MET)
    page.add_init_script(WATCH)
    if save:
        page.add_init_script("Object.defineProperty(navigator, 'connection', { get: () => ({ saveData: true }) })")
    bytes_of: Counter[str] = Counter()

    def count(request: Any) -> None:
        response = request.response()
        kind = (response and response.headers.get("content-type")) or ""
        name = next((KINDS[part] for part in KINDS if part in kind), "images" if "image" in kind else "other")
        bytes_of[name] += request.sizes()["responseBodySize"]

    page.on("requestfinished", count)
    if not fast:
        tools = context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.send("Network.emulateNetworkConditions", {**SLOW, "connectionType": "cellular3g"})
    page.goto(url, wait_until="commit", timeout=60_000)
    page.wait_for_function("window.seen?.alive", timeout=120_000)
    until = dict(bytes_of)
    page.wait_for_timeout(AFTER)
    for worker in page.workers:
        for name, size in worker.evaluate(
            "performance.getEntriesByType('resource').map((e) => [e.name, e.transferSize])"
        ):
            bytes_of["wasm" if name.endswith(".wasm") else "workers"] += size
    seen = page.evaluate("seen")
    context.close()
    return {"digit": seen["digit"], "alive": seen["alive"], "until": until, "all": dict(bytes_of)}


def up(url: str) -> bool:
    """Are the networks loaded?"""
    try:
        with urlopen(f"{url}health") as answer:
            return b"ready" in answer.read()
    except URLError:
        return False


def main() -> None:
    """Serve the app, visit it, print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a server that is up, with a slash at its end; without it one is started")
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--save-data", action="store_true")
    chosen = parser.parse_args()
    server = None
    url = chosen.url
    if url is None:
        port = free_port()
        url = f"http://127.0.0.1:{port}/"
        server = subprocess.Popen([sys.executable, "demo_app.py", "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        while not up(url):
            time.sleep(0.5)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
            visits = [visit(browser, url, chosen.fast, chosen.save_data) for _ in range(RUNS)]
            browser.close()
    finally:
        if server:
            server.terminate()
    for name in ("digit", "alive"):
        times = [seen[name] for seen in visits]
        print(f"{name:6} {statistics.median(times) / 1000:6.2f} s   of {[round(t / 1000, 2) for t in times]}")
    for name, words in (("until", "until alive"), ("all", f"{AFTER // 1000} s later")):
        kinds = Counter(visits[-1][name])
        told = ", ".join(f"{kind} {size / 1000:.0f}" for kind, size in sorted(kinds.items()))
        print(f"kB {words}: {sum(kinds.values()) / 1000:.0f} ({told})")


if __name__ == "__main__":
    main()
