"""Where visitors' photographs lie while they are looked at: in memory, a few of them, for minutes."""

from __future__ import annotations

import secrets
import threading
from typing import Any, Generic, TypeVar

from gan_core.errors import GanError

MINUTES = 5
PLACES = 12  # photographs of about 8 MB each
Kept = TypeVar("Kept")


class Shelf(Generic[Kept]):
    """Keeps what is put on it for `seconds`, whether it is asked for or not, and at most `places` things.

    The oldest goes first. Nothing touches the disk.
    """

    def __init__(self, seconds: float = 60 * MINUTES, places: int = PLACES) -> None:
        self._seconds, self._places = seconds, places
        self._kept: dict[str, Kept] = {}
        self._lock = threading.Lock()

    def put(self, thing: Kept) -> str:
        """Keep `thing`; returns the ticket that `get` takes."""
        ticket = secrets.token_urlsafe(12)
        with self._lock:
            while len(self._kept) >= self._places:
                del self._kept[next(iter(self._kept))]
            self._kept[ticket] = thing
        timer = threading.Timer(self._seconds, self.drop, [ticket])
        timer.daemon = True
        timer.start()
        return ticket

    def get(self, ticket: Any) -> Kept:
        """What was put there; raises GanError('photo_gone')."""
        with self._lock:
            if not isinstance(ticket, str) or ticket not in self._kept:
                raise GanError("photo_gone", minutes=MINUTES)
            return self._kept[ticket]

    def drop(self, ticket: str) -> None:
        """Forget it now."""
        with self._lock:
            self._kept.pop(ticket, None)
