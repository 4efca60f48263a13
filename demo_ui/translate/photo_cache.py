"""Cache of visitors' photographs while they are looked at: in memory, a few of them, for minutes."""

from __future__ import annotations

import secrets
import threading
import time
from functools import partial
from typing import Any, Generic, TypeVar

from demo_ui.page.request import fields_of
from demo_ui.page.sent import MINUTES
from demo_ui.page.uploads import Held, Uploads, size_of
from gan_core.base.errors import GanError

PLACES = 12  # photographs of about 8 MB each
Kept = TypeVar("Kept")


class PhotoCache(Generic[Kept]):
    """Keeps a photograph for `MINUTES` after it was put in, and at most `places` of them; the oldest goes first.

    It also goes first where `uploads` counts it and the total is too much. Nothing touches the disk.
    """

    def __init__(self, uploads: Uploads | None = None, places: int = PLACES) -> None:
        self._uploads, self._places = uploads, places
        self._kept: dict[str, tuple[float, Kept, int]] = {}  # until when, what, its bytes; the oldest first
        self._lock = threading.Lock()
        self._swept = False  # whether a sweep is on its way
        if uploads:
            uploads.count(self._held)

    def put(self, thing: Kept) -> str:
        """Keep `thing`; returns the ticket for `get`, the same one if it is cached already."""
        with self._lock:
            there = (ticket for ticket, (_, kept, _) in self._kept.items() if kept is thing)
            ticket = next(there, None) or secrets.token_urlsafe(12)
            self._kept.pop(ticket, None)
            while len(self._kept) >= self._places:
                del self._kept[next(iter(self._kept))]
            self._kept[ticket] = time.monotonic() + 60 * MINUTES, thing, size_of(thing)
            self._sweep_in_time()
        if self._uploads:
            self._uploads.make_room()
        return ticket

    def get(self, ticket: Any) -> Kept:
        """What was put there; raises GanError('photo_gone')."""
        with self._lock:
            if not isinstance(ticket, str) or ticket not in self._kept:
                raise GanError("photo_gone", minutes=MINUTES)
            return self._kept[ticket][1]

    def drop(self, ticket: Any) -> None:
        """Delete an entry now, if it is still there."""
        with self._lock:
            if isinstance(ticket, str):
                self._kept.pop(ticket, None)

    def _held(self) -> list[Held]:
        with self._lock:
            end = time.monotonic() + 60 * MINUTES
            return [Held(end - until, size, partial(self.drop, name)) for name, (until, _, size) in self._kept.items()]

    def _sweep_in_time(self) -> None:
        """One timer for all, set for the oldest."""
        if self._swept or not self._kept:
            return
        self._swept = True
        until = next(iter(self._kept.values()))[0]
        timer = threading.Timer(max(0.0, until - time.monotonic()), self._sweep)
        timer.daemon = True
        timer.start()

    def _sweep(self) -> None:
        with self._lock:
            now = time.monotonic()
            self._kept = {ticket: kept for ticket, kept in self._kept.items() if kept[0] > now}
            self._swept = False
            self._sweep_in_time()


def drop_all(cache: PhotoCache[Any], asked: Any) -> None:
    """Delete the entries of a request's `tickets` from the cache."""
    tickets = fields_of(asked).get("tickets")
    for ticket in tickets[:PLACES] if isinstance(tickets, list) else []:
        cache.drop(ticket)
