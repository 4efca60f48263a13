"""A visitor's page without a browser: it keeps its cookies and its connection, and asks what the page's scripts ask."""

from __future__ import annotations

import http.client
import json
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 60.0  # seconds for an answer
FUNCTIONS = "gradio_api/component_server/"


class Unanswered(Exception):
    """There was no answer, or none that a page can read: the status, and how it begins."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(f"{status}: {words[:200]}")
        self.status = status


class Page:
    """One page that somebody has open.

    Args:
        url: its address, with a slash at the end.
        headers: sent with each request.
    """

    def __init__(self, url: str, session: str = "", headers: dict[str, str] | None = None) -> None:
        self._at = urlsplit(url)
        self.session = session or secrets.token_hex(6)
        self.cookies: dict[str, str] = {}
        self.keeps_cookies = True
        self._headers = headers or {}
        self._connection: http.client.HTTPConnection | None = None
        self._parts: dict[str, int] = {}
        self.html = ""

    def open(self) -> Page:
        """Fetch the page and what it is made of."""
        self.html = self.get("").decode()
        components = json.loads(self.get("config"))["components"]
        self._parts = {c["props"]["elem_id"]: c["id"] for c in components if c["props"].get("elem_id")}
        return self

    def get(self, path: str) -> bytes:
        """What lies at `path`; raises Unanswered."""
        return self._asked("GET", path)

    def ask(self, part: str, name: str, data: Any = None) -> dict[str, Any]:
        """What the server function `name` of the part with this `elem_id` answers; raises Unanswered."""
        body = {"data": data, "component_id": self._parts[part], "fn_name": name, "session_hash": self.session}
        return json.loads(self._asked("POST", FUNCTIONS, json.dumps(body).encode(), "application/json"))

    def send(self, part: str, name: str, fields: dict[str, Any], file: bytes) -> dict[str, Any]:
        """The same with a file, as a form; `fields` are those of its `data`."""
        told = {"component_id": self._parts[part], "fn_name": name, "session_hash": self.session}
        form = {**{k: str(v) for k, v in told.items()}, **fields}
        mark = secrets.token_hex(16)
        lines = [f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in form.items()]
        lines.append(f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="p.jpg"\r\n\r\n')
        body = "".join(lines).encode() + file + f"\r\n--{mark}--\r\n".encode()
        return json.loads(self._asked("POST", FUNCTIONS, body, f"multipart/form-data; boundary={mark}"))

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _asked(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> bytes:
        headers = {"Host": self._at.netloc, **self._headers}
        if kind:
            headers["Content-Type"] = kind
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        fresh = self._connection is None
        try:
            return self._answer(method, self._at.path + path, body, headers)
        except (http.client.HTTPException, OSError) as fault:
            self.close()
            if not fresh and isinstance(fault, http.client.RemoteDisconnected | ConnectionResetError | BrokenPipeError):
                # An idle connection was closed meanwhile: a browser opens another one and asks again, too.
                return self._once_more(lambda: self._answer(method, self._at.path + path, body, headers))
            raise Unanswered(0, repr(fault)) from fault

    def _once_more(self, act: Callable[[], bytes]) -> bytes:
        try:
            return act()
        except (http.client.HTTPException, OSError) as fault:
            self.close()
            raise Unanswered(0, repr(fault)) from fault

    def _answer(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(str(self._at.hostname), self._at.port, timeout=PATIENCE)
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if self.keeps_cookies:
            for line in answer.headers.get_all("set-cookie") or []:
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name.strip()] = value.strip()
        if answer.status != 200:
            raise Unanswered(answer.status, content.decode(errors="replace"))
        return content
