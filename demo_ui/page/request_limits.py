"""Request limits: addresses that do not exist, body sizes (the upload limit), and the time a body may take to arrive.

A large JSON body takes three times its size while it is read. So large bodies come in one after another, each within
its time, whoever sends them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.requests import ClientDisconnect

from demo_ui.page.asked import note
from demo_ui.page.uploads import Uploads
from gan_core.base.writing import NO_SPACE
from gan_core.pictures.limits import BODY, LARGE_BODY, PICTURE_BODY

SMALL = 2**16  # bytes of a body that are not counted among what visitors brought: a slider's wish
PATIENCE = 60.0  # seconds for a large body to arrive
FUNCTIONS = "/component_server"  # where a widget's functions are called: `plain` answers
UPLOADS = "/upload"  # where programs that use the API leave files
LATER = (503, "Another large file is on its way in. Try again in a few seconds.")
LATE = (408, "The request did not arrive in time.")
BUSY = '{"fault": {"code": "large_busy", "details": {}}}'
CROWDED = BUSY.replace("large_busy", "uploads_crowded")
FULL = BUSY.replace("large_busy", "uploads_full")
NO_SPACE_LEFT = (507, "The server has no space left on its disk to take this file in. Try again later.")
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


class RequestLimits:
    """An ASGI middleware. Every answer says `APART`.

    It answers 404 to `UNUSED`, 413 to a body of more than `LARGE_BODY` bytes (`PICTURE_BODY` where files are left,
    `BODY` where no widget's function is called), declared or counted on the way, 411 to a length that is not a
    number, 408 to a large body that does not arrive within `PATIENCE`. It admits one body above `BODY` at a time; the
    others get an error that the page shows in the visitor's language, or 503. So do uploads for which there is no room,
    and, with 507, those that fill the disk.
    """

    def __init__(self, app: App, uploads: Uploads | None = None) -> None:
        self._app, self._taken, self._uploads = app, False, uploads or Uploads()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        send = _apart(send)
        path = scope["path"].lower()
        if any(word in path for word in UNUSED) or UNUSED[0].encode() in scope.get("query_string", b""):
            return await _answer(send, 404, "There is nothing here.")
        length = _length(scope)
        if length is None:
            return await _answer(send, 411, "The length of a request is a number.")
        place = path.rstrip("/") if scope["method"] == "POST" else ""
        most = LARGE_BODY if place.endswith(FUNCTIONS) else PICTURE_BODY if place.endswith(UPLOADS) else BODY
        if length > most:
            return await _answer(send, *_too_much(most))
        function = place.endswith(FUNCTIONS)
        body = _Body(self, most, length, receive, (200, BUSY) if function else LATER)
        coming = length if length or not _untold(scope) else BODY
        if coming > SMALL and (function or place.endswith(UPLOADS)) and not self._uploads.expect(body, coming):
            body.send_away((200, CROWDED) if function else LATER)
        try:
            await self._let_in(scope, body, send, (200, FULL) if function else NO_SPACE_LEFT)
        finally:
            self._uploads.arrived(body)

    async def _let_in(self, scope: Message, body: _Body, send: Send, full: tuple[int, str]) -> None:
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            body.leave()  # before its visitor hears of it: who asks again at once finds the place free
            if begun or body.refusal is None:  # else the app answers a body of which it heard a part
                begun = True
                await send(message)

        try:
            await self._app(scope, body.receive, sent)
        except ClientDisconnect:
            body.refusal = body.refusal or LATE
        except Exception as fault:
            if isinstance(fault, OSError) and fault.errno in NO_SPACE:
                body.refusal = body.refusal or full
            if body.refusal is None:  # else it stumbled over half a body
                raise
        finally:
            body.leave()
        if body.refusal and not begun:
            await _answer(send, *body.refusal)

    def take(self) -> bool:
        """The one place for a large body; False where another one has it."""
        free, self._taken = not self._taken, True
        return free

    def give_back(self) -> None:
        """The place is free."""
        self._taken = False


class _Body:
    """A body while it comes. Once it is refused, with a status and words, the app hears that its visitor has gone."""

    def __init__(self, limits: RequestLimits, most: int, length: int, receive: Receive, busy: tuple[int, str]) -> None:
        self._limits, self._most, self._receive = limits, most, receive
        self._told, self._come, self._busy = length, 0, busy
        self._end: float | None = None  # until when a large one has to be here
        self._has_place = self._whole = self._crowded = False
        self.refusal: tuple[int, str] | None = None

    async def receive(self) -> Message:
        if self.refusal:
            return {"type": "http.disconnect"}
        if self._end is None and (self._told > BODY or self._crowded):
            return await self._large({"type": "http.request", "body": b"", "more_body": True})
        message = await self._next()
        if self._end is None and self._come > BODY:
            return await self._large(message)
        return message

    def send_away(self, busy: tuple[int, str]) -> None:
        """There is no room for it, small as it may be."""
        self._crowded, self._busy = True, busy

    def leave(self) -> None:
        """The app has done with it."""
        if self._has_place:
            self._limits.give_back()
            self._has_place = False

    async def _large(self, message: Message) -> Message:
        """`message`, if from now on it may come as a large one."""
        self._end = asyncio.get_running_loop().time() + PATIENCE
        if not self.refusal and not self._crowded and self._limits.take():
            self._has_place = True
            return message
        while not self.refusal and message.get("more_body", False):  # a browser hears no answer before it has sent all
            message = await self._next()
        self.refusal = self.refusal or self._busy
        return {"type": "http.disconnect"}

    async def _next(self) -> Message:
        """What comes next, counted; a visitor whose large body does not arrive in time has gone."""
        try:
            async with asyncio.timeout_at(None if self._whole else self._end):  # whole: the app waits for their going
                message = await self._receive()
        except TimeoutError:
            self.refusal = LATE
            return {"type": "http.disconnect"}
        if message["type"] == "http.request":
            self._come += len(message.get("body", b""))
            self._whole = not message.get("more_body", False)
            if self._come > self._most:
                self.refusal = _too_much(self._most)
                return {"type": "http.disconnect"}
        return message


def _too_much(most: int) -> tuple[int, str]:
    return 413, f"Such a request is at most {most >> 20} MB."


def _apart(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *APART]
        await send(message)

    return sent


def _length(scope: Message) -> int | None:
    """The bytes of the body as the request tells them, 0 if it does not; None if it does so in no number."""
    told = next((value for name, value in scope["headers"] if name.lower() == b"content-length"), b"0")
    return int(told) if told.isdigit() and len(told) < 16 else None


def _untold(scope: Message) -> bool:
    return any(name.lower() == b"transfer-encoding" for name, _ in scope["headers"])


async def _answer(send: Send, status: int, words: str) -> None:
    told = words in (BUSY, CROWDED, FULL)
    if told:
        note(refused=json.loads(words)["fault"]["code"])
    kind = b"application/json" if told else b"text/plain; charset=utf-8"
    headers = [(b"content-type", kind), (b"content-length", str(len(words)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode()})
