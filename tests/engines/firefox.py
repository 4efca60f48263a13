"""Firefox, driven by WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/), which it speaks without a driver."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

PACKAGES = "firefox-esr"
NAMES = ("firefox-esr", "firefox")
LONG = 600.0  # seconds that no answer takes
LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


def missing() -> bool:
    """Whether `PACKAGES` is not there."""
    return _binary() is None


def _binary() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


class Firefox:
    """One page; `call` is all that is asked of it."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._asked = socket, 0
        self._faults: list[str] = []
        self._ask("session.new", {"capabilities": {}})
        self._ask("session.subscribe", {"events": ["log.entryAdded"]})
        self._page = self._ask("browsingContext.getTree", {})["contexts"][0]["context"]
        size = {"width": 1440, "height": 900}
        self._ask("browsingContext.setViewport", {"context": self._page, "viewport": size})

    def open(self, url: str) -> None:
        self._go("about:blank")
        self.faults().clear()  # what the page before complains of when it is left is not this one's
        self._go(url)

    def _go(self, url: str) -> None:
        self._ask("browsingContext.navigate", {"context": self._page, "url": url, "wait": "complete"})

    def call(self, function: str, *arguments: Any) -> Any:
        """What a function of JavaScript gives, or what its promise comes to."""
        told = f"async () => JSON.stringify(await ({function})(...{json.dumps(arguments)}) ?? null)"
        wish = {"functionDeclaration": told, "awaitPromise": True, "target": {"context": self._page}}
        answer = self._ask("script.callFunction", wish)
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"]["value"])

    def choose_file(self, selector: str, path: Path) -> None:
        found = {"context": self._page, "locator": {"type": "css", "value": selector}}
        element = self._ask("browsingContext.locateNodes", found)["nodes"][0]
        shared = {"sharedId": element["sharedId"]}
        self._ask("input.setFiles", {"context": self._page, "element": shared, "files": [str(path)]})

    def faults(self) -> list[str]:
        """What a clean page does not say, since it was opened."""
        self.call("() => null")  # what was said before has come before this answer
        return self._faults

    def _ask(self, method: str, parameters: dict[str, Any]) -> Any:
        self._asked += 1
        self._socket.send(json.dumps({"id": self._asked, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=LONG))
            if message.get("method") == "log.entryAdded" and message["params"]["level"] in ("warn", "error"):
                self._faults.append(message["params"]["text"])
            elif message.get("id") == self._asked:
                assert message["type"] == "success", message
                return message["result"]


@contextmanager
def opened(folder: Path) -> Iterator[Firefox]:
    """A browser whose profile lies in `folder`."""
    command = [_binary() or "", "--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port", "0"]
    browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert browser.stderr
    try:
        address = next(found[1] for line in browser.stderr if (found := LISTENS.search(line)))
        with connect(f"{address}/session", max_size=None) as socket:
            yield Firefox(socket)
    finally:
        browser.terminate()
        browser.communicate()
