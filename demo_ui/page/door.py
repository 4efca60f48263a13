"""What every request passes first: what the page does not use is not there, and little that is large comes at once.

A saved run comes as one JSON body of up to 86 MB, which takes three times that while it is read. So large bodies come
in one after another, each within its time, whoever sends them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.requests import ClientDisconnect

LARGE, LARGEST = 12 * 2**20, 96 * 2**20  # bytes of a body; uploads of pictures end below the first
PATIENCE = 60.0  # seconds for a large body to arrive
FUNCTIONS = "/component_server"  # where a widget's functions are called: `plain` answers
BUSY = '{"fault": {"code": "live_loading", "details": {}}}'
# Nobody else's page holds this one or is held by it, which is when a browser lets its networks share memory between
# threads (https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-isolation).
APART = [(b"cross-origin-opener-policy", b"same-origin"), (b"cross-origin-embedder-policy", b"require-corp")]
# What Gradio lets anybody do: save the state of a session by its name and see it at another address; have the server
# fetch what lies elsewhere; have a film of theirs kept and worked on.
UNUSED = ("deep_link", "/file=http", "/proxy=", "/process_recording")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


class Door:
    """An ASGI middleware. Every answer says `APART`.

    It answers 404 to `UNUSED`, 411 to a body whose length is not told, 413 to one of more than `LARGEST` bytes (`LARGE`
    where no widget's function is called), 408 to one that does not arrive within `PATIENCE`. Of those above `LARGE` it
    lets in one at a time; the others get a fault, as a widget's function answers, that the page tells in the visitor's
    words.
    """

    def __init__(self, app: App) -> None:
        self._app, self._taken = app, False

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        send = _apart(send)
        path = scope["path"].lower()
        if any(word in path for word in UNUSED) or UNUSED[0].encode() in scope.get("query_string", b""):
            return await _answer(send, 404, "There is nothing here.")
        length = _length(scope)
        if length is None:
            return await _answer(send, 411, "The length of a request must be told.")
        most = LARGEST if scope["method"] == "POST" and path.rstrip("/").endswith(FUNCTIONS) else LARGE
        if length > most:
            return await _answer(send, 413, f"Such a request is at most {most >> 20} MB.")
        if length <= LARGE:
            return await self._app(scope, receive, send)
        receive = _in_time(receive)
        if self._taken:
            while (await receive()).get("more_body", False):  # a browser hears no answer before it has sent all
                pass
            return await _answer(send, 200, BUSY)
        self._taken = True
        try:
            await self._app(scope, receive, send)
        except ClientDisconnect:
            await _answer(send, 408, "The request did not arrive in time.")
        finally:
            self._taken = False


def _apart(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *APART]
        await send(message)

    return sent


def _length(scope: Message) -> int | None:
    """The bytes of the body as the request tells them; None if it does not, or in no number."""
    headers = {name.lower(): value for name, value in scope["headers"]}
    if b"transfer-encoding" in headers:
        return None
    told = headers.get(b"content-length", b"0")
    return int(told) if told.isdigit() and len(told) < 16 else None


def _in_time(receive: Receive) -> Receive:
    """`receive`, which hears no more of a visitor whose body does not arrive in time."""
    end, whole = asyncio.get_running_loop().time() + PATIENCE, False

    async def received() -> Message:
        nonlocal whole
        if whole:  # now it waits for the visitor to go
            return await receive()
        try:
            async with asyncio.timeout_at(end):
                message = await receive()
        except TimeoutError:
            return {"type": "http.disconnect"}
        whole = not message.get("more_body", False)
        return message

    return received


async def _answer(send: Send, status: int, words: str) -> None:
    kind = b"application/json" if words is BUSY else b"text/plain; charset=utf-8"
    headers = [(b"content-type", kind), (b"content-length", str(len(words)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode()})
