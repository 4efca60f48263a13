"""A lock in which the latest request wins: one thread at a time, and a session's stale requests are dropped."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager


class LatestWins:
    """A lock that drops requests nobody waits for any more.

    A dragged slider asks for a picture at every position, but only the newest position matters:
    while a request of a session waits, the session's next request replaces it.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._busy = False
        self._newest: dict[Hashable, object] = {}

    @contextmanager
    def hold(self, session: Hashable | None = None) -> Iterator[bool]:
        """Wait for the engine and hold it inside the `with`.

        Args:
            session: whose request this is; None for a request that always waits for its turn.

        Yields:
            True with the engine held; False, at once, when a newer request of the session has come.
        """
        me = object()
        key = me if session is None else session
        with self._condition:
            self._newest[key] = me
            self._condition.notify_all()
            self._condition.wait_for(lambda: not self._busy or self._newest.get(key) is not me)
            mine = self._newest.get(key) is me
            self._busy = self._busy or mine
        try:
            yield mine
        finally:
            if mine:
                self._release(key, me)

    def _release(self, key: Hashable, me: object) -> None:
        with self._condition:
            self._busy = False
            if self._newest[key] is me:
                del self._newest[key]
            self._condition.notify_all()
