"""Requests that the page never makes: what is not used is not there, and what is too large does not come in."""

from __future__ import annotations

import http.client
import json
import os
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from demo_ui.page import request_limits
from gan_core.base.errors import GanError
from gan_core.pictures import limits
from tests.conftest import finished


def ask(url: str, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    """Status and body of the answer."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def session(url: str) -> str:
    """The name of a session that the server knows the state of."""
    config = json.loads(urlopen(f"{url}config").read())
    data = {"data": [], "fn_index": config["dependencies"][0]["id"], "session_hash": "abcdefghijk"}
    body = json.dumps(data).encode()
    status, _ = ask(url, "POST", "/gradio_api/queue/join", body, content_type="application/json")
    assert status == 200
    return data["session_hash"]


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/deep_link?session_hash=SESSION",
        "/gradio_api/deep_link/?session_hash=SESSION",
        "/gradio_api//deep_link?session_hash=SESSION",
        "/gradio_api/%64eep_link?session_hash=SESSION",
        "/gradio_api/deep%5Flink?session_hash=SESSION",
        "/gradio_api/deep_link?session_hash=../../etc",
        "/gradio_api/deep_link",
        "/?deep_link=abc",
        "/config?deep_link=abc",
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_no_state_of_a_session_is_saved_or_shown(app_url: str, path: str, method: str) -> None:
    status, answer = ask(app_url, method, path.replace("SESSION", session(app_url)))
    assert status == 404 and b"components" not in answer
    assert not list(Path(os.environ["GRADIO_TEMP_DIR"]).rglob("state.json"))


@pytest.mark.parametrize("path", ["/", "/config", "/nowhere", "/?deep_link=abc"])
def test_no_page_of_somebody_else_shares_a_process_with_ours(app_url: str, path: str) -> None:
    place = urlsplit(app_url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
    try:
        connection.request("GET", path)
        said = connection.getresponse().headers
    finally:
        connection.close()
    assert said.get_all("Cross-Origin-Opener-Policy") == ["same-origin"]
    assert said.get_all("Cross-Origin-Embedder-Policy") == ["require-corp"]


def test_bodies_that_are_too_large_or_of_no_length(app_url: str) -> None:
    path = "/gradio_api/component_server"
    assert ask(app_url, "POST", path, b"", content_length=str(limits.LARGE_BODY + 1))[0] == 413
    assert ask(app_url, "POST", path, b"", content_length="9" * 400)[0] in (400, 411)
    assert urlopen(app_url).status == 200


def chunked(body: bytes, size: int = 2**20) -> bytes:
    """A body as it is sent by whoever does not tell its length."""
    parts = [body[i : i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in [*parts, b""])


def test_a_body_of_untold_length_is_taken_and_counted(app_url: str) -> None:
    def send(path: str, body: bytes) -> tuple[int, bytes]:
        kind = "application/json"
        return ask(app_url, "POST", path, chunked(body), transfer_encoding="chunked", content_type=kind)

    asked = json.dumps({"data": [7, 1, [], 1.0, "best"]}).encode()
    path = "/gradio_api/run/generate"
    told = ask(app_url, "POST", path, asked, content_type="application/json")
    assert told[0] == 200 and json.loads(send(path, asked)[1])["data"] == json.loads(told[1])["data"]
    assert send(path, b"[" + b" " * limits.BODY + b"]")[0] == 413
    large = json.dumps({"data": " " * limits.BODY, "component_id": 0, "fn_name": "none"}).encode()
    assert send("/gradio_api/component_server", large)[0] != 413


class Endless:
    """A body without an end, an app that reads all it gets, and what was answered."""

    def __init__(self, path: str) -> None:
        self.scope = {"type": "http", "method": "POST", "path": path, "headers": [(b"transfer-encoding", b"chunked")]}
        self.sent, self.kept, self.statuses = 0, 0, []

    async def receive(self) -> dict[str, object]:
        self.sent += 2**16
        return {"type": "http.request", "body": bytes(2**16), "more_body": True}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if "status" in message:
            self.statuses.append(message["status"])

    async def app(self, scope: Any, receive: request_limits.Receive, send: request_limits.Send) -> None:
        while (message := await receive())["type"] == "http.request":
            self.kept += len(message["body"])
        await send({"type": "http.response.start", "status": 400, "headers": []})  # as FastAPI says about half a body


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/gradio_api/run/generate", limits.BODY),
        ("/gradio_api/upload", limits.PICTURE_BODY),
        (request_limits.FUNCTIONS, limits.LARGE_BODY),
    ],
)
def test_no_body_without_an_end(path: str, most: int) -> None:
    body = Endless(path)
    finished(request_limits.RequestLimits(body.app)(body.scope, body.receive, body.send))
    assert body.statuses == [413]
    assert body.kept <= most < body.sent <= most + 2**16


@pytest.mark.parametrize("path", [request_limits.FUNCTIONS, request_limits.UPLOADS])
def test_of_a_second_large_body_of_untold_length_the_app_hears_little(path: str) -> None:
    body = Endless(path)
    served = request_limits.RequestLimits(body.app)
    assert served.take()  # as another one does
    finished(served(body.scope, body.receive, body.send))
    assert body.statuses == [413] and body.kept <= limits.BODY


def half_sent(url: str, length: int) -> http.client.HTTPConnection:
    """A request whose body goes no further than its first byte."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
    connection.putrequest("POST", "/gradio_api/component_server")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", str(length))
    connection.endheaders(b"{")
    return connection


def busy(url: str) -> bool:
    """Is another large body on its way in?"""
    body = b"[" + b" " * limits.BODY + b"]"
    status, told = ask(url, "POST", "/gradio_api/component_server", body, content_type="application/json")
    return status == 200 and json.loads(told)["fault"]["code"] == "large_busy"


def inside(url: str) -> http.client.HTTPConnection:
    """A large request that never ends, known to be the one that was let in.

    The server hears a little later that an earlier one has hung up, and a question may overtake the new one.
    """
    for _ in range(50):
        assert not all(busy(url) for _ in range(50))
        first = half_sent(url, limits.BODY + 1)
        if busy(url):
            return first
        first.close()
    raise AssertionError("no large request is let in")


def test_a_large_photograph_is_left_for_the_api(app_url: str) -> None:
    """Phones make such; others wait for their turn."""
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n'
    body = head + bytes(limits.BODY + 2**20) + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    status, told = ask(app_url, "POST", "/gradio_api/upload", body, content_type=kind)
    assert status == 200 and len(json.loads(told)) == 1
    first = inside(app_url)
    asked = [ask(app_url, "POST", "/gradio_api/upload", body, content_type=kind)[0] for _ in range(3)]
    assert asked == [503] * 3
    first.close()


def test_large_bodies_come_in_one_after_another(app_url: str) -> None:
    first = inside(app_url)
    assert busy(app_url)
    assert urlopen(app_url).status == 200  # small ones come in all the while
    first.close()
    assert not all(busy(app_url) for _ in range(50))


def test_a_large_body_that_does_not_arrive(app_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_limits, "PATIENCE", 0.0)
    late = half_sent(app_url, limits.BODY + 1)
    assert late.getresponse().status in (400, 408)  # some routes answer it themselves
    late.close()
    monkeypatch.undo()
    assert not all(busy(app_url) for _ in range(50))


@pytest.mark.parametrize(("method", "path"), [("GET", "heartbeat/x"), ("GET", "upload"), ("GET", "component_server")])
def test_large_bodies_come_in_where_they_are_read_only(app_url: str, method: str, path: str) -> None:
    """Else an answer without an end, such as a heartbeat's, would keep all others out."""
    assert ask(app_url, method, f"/gradio_api/{path}", b" " * (limits.BODY + 1))[0] == 413


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/gradio_api/file=http://127.0.0.1:9/x.png"),
        ("GET", "/gradio_api/file=HTTPS://127.0.0.1:9/x.png"),
        ("HEAD", "/gradio_api/file=%68ttp://127.0.0.1:9/x.png"),
        ("GET", "/gradio_api/proxy=http://127.0.0.1:9/x.png"),
        ("POST", "/gradio_api/process_recording"),
    ],
)
def test_nothing_is_fetched_or_kept_for_strangers(app_url: str, method: str, path: str) -> None:
    assert ask(app_url, method, path)[0] == 404


def test_an_address_in_place_of_a_file_is_not_fetched(app_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def get(url: str, **_: object) -> None:
        asked.append(url)
        raise AssertionError("fetched")

    monkeypatch.setattr("safehttpx.get", get)
    file = {"path": "http://example.invalid/endless", "meta": {"_type": "gradio.FileData"}}
    body = json.dumps({"data": [file, "auto", "horse-zebra"]}).encode()
    _, told = ask(app_url, "POST", "/gradio_api/run/translate", body, content_type="application/json")
    assert (json.loads(told)["error"], asked) == (str(GanError("photo_unreadable")), [])
