"""WebKitGTK, driven by its WebDriver (https://www.w3.org/TR/webdriver2/) on a screen of its own.

A session of its automation writes no console, so the page that is tested begins with `RECORDER`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.conftest import free_port

PACKAGES = "webkit2gtk-driver xvfb"
BROWSERS = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser"))
NEEDED = ("WebKitWebDriver", "Xvfb")
LONG = 600.0  # seconds that no answer takes
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # by this name the protocol speaks of elements
# Keeps what a clean page never says, as `faults`.
RECORDER = """<script>{
    const faults = (window.faults = []), told = (...words) => faults.push(words.map(String).join(" "));
    for (const name of ["error", "warn"]) {
        const said = console[name];
        console[name] = (...words) => (told(...words), said.apply(console, words));
    }
    const failed = ({ message, target }) => told(message ?? `${target.src ?? target.href} did not load`);
    addEventListener("error", failed, true);
    addEventListener("unhandledrejection", (event) => told(event.reason));
    const Begun = Worker;
    window.Worker = class extends Begun {
        constructor(...given) {
            super(...given);
            this.addEventListener("error", (event) => told(given[0], event.message));
        }
    };
}</script>"""


def missing() -> bool:
    """Whether something of `PACKAGES` is not there."""
    return not BROWSERS or None in map(shutil.which, NEEDED)


class WebKit:
    """One page in MiniBrowser; `call` is all that is asked of it."""

    def __init__(self, driver: str, session: str) -> None:
        self._driver, self._session = driver, session

    def open(self, url: str) -> None:
        self._ask("url", {"url": url})

    def call(self, function: str, *arguments: Any) -> Any:
        """What a function of JavaScript gives, or what its promise comes to."""
        script = f"""const given = [...arguments], told = given.pop();
            (async () => ({function})(...given))().then(told, (why) => told({{ thrown: `${{why}}` }}));"""
        answer = self._ask("execute/async", {"script": script, "args": list(arguments)})
        assert not (isinstance(answer, dict) and "thrown" in answer), answer
        return answer

    def choose_file(self, selector: str, path: Path) -> None:
        element = self._ask("element", {"using": "css selector", "value": selector})[ELEMENT]
        self._ask(f"element/{element}/value", {"text": str(path)})

    def faults(self) -> list[str]:
        """What a clean page does not say, since it was opened."""
        return self.call("() => window.faults")

    def _ask(self, command: str, body: dict[str, Any]) -> Any:
        return ask(f"{self._driver}/session/{self._session}/{command}", body)


def ask(url: str, body: dict[str, Any] | None = None, method: str | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=LONG) as answer:
        return json.load(answer)["value"]


@contextmanager
def opened(_: Path) -> Iterator[WebKit]:
    """A browser with a screen and a profile of its own."""
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert screen.stdout
    display = f":{screen.stdout.readline().strip()}"
    environment = {**os.environ, "DISPLAY": display, "WEBKIT_DISABLE_DMABUF_RENDERER": "1"}
    if os.getuid() == 0:
        environment["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"
    port = free_port()
    driver = subprocess.Popen(["WebKitWebDriver", f"--port={port}"], env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        _listening(driver, address)
        options = {"binary": str(BROWSERS[-1]), "args": ["--automation"]}
        wanted = {"webkitgtk:browserOptions": options, "timeouts": {"script": int(LONG * 1000)}}
        session = ask(f"{address}/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
        yield WebKit(address, session)
        ask(f"{address}/session/{session}", method="DELETE")
    finally:
        for process in (driver, screen):
            process.terminate()
            process.wait()


def _listening(driver: subprocess.Popen[bytes], address: str) -> None:
    while driver.poll() is None:
        try:
            ask(f"{address}/status")
            return
        except OSError:
            pass
    raise AssertionError("WebKitWebDriver ended")
