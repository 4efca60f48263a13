"""A lock in which the latest request wins: one thread at a time, and a session's stale requests are dropped. Requests
that are alike may be served in one go."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

MOST = 16  # requests in one go: as many threads as the app answers visitors with


class _Request:
    """One that waits; once it was served along with another, its outcome."""

    def __init__(self, session: Hashable | None, item: Any = None, alike: Hashable | None = None) -> None:
        self.key = self if session is None else session
        self.item, self.alike = item, alike
        self.taken = self.served = False  # somebody serves it; somebody did
        self.outcome: Any = None


class LatestWins:
    """A lock that drops requests nobody waits for any more.

    A dragged slider asks for a picture at every position, but only the newest position matters:
    while a request of a session waits, the session's next request takes its place. Who has waited longest is next.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._busy = False
        self._newest: dict[Hashable, _Request] = {}  # those that wait or are being served

    @contextmanager
    def hold(self, session: Hashable | None = None) -> Iterator[bool]:
        """Wait for the engine and hold it inside the `with`.

        Args:
            session: whose request this is; None for a request that always waits for its turn.

        Yields:
            True with the engine held; False, at once, when a newer request of the session has come.
        """
        me = _Request(session)
        mine = self._take(me)
        try:
            yield mine
        finally:
            if mine:
                self._release([me])

    def together(
        self,
        item: Any,
        alike: Hashable,
        work: Callable[[Sequence[Any]], Sequence[Any]],
        session: Hashable | None = None,
    ) -> Any:
        """`work` with the engine held, on `item` and in the same go on those that others wait with.

        Args:
            alike: requests with the same one may go together.
            work: takes at most `MOST` items and gives an outcome for each; where it raises, each item is tried alone.
            session: as in `hold`.

        Returns:
            The outcome for `item`; None, at once, when a newer request of the session has come.
        """
        me = _Request(session, item, alike)
        if self._take(me):
            served = self._those_like(me)
            try:
                for one, outcome in zip(served, _outcomes([one.item for one in served], work), strict=True):
                    one.outcome = outcome
            finally:
                self._release(served)
        if isinstance(me.outcome, Exception):
            raise me.outcome
        return me.outcome

    def _take(self, me: _Request) -> bool:
        """Whether the engine is held now; else somebody served it already, or a newer one has come."""
        with self._condition:
            self._newest[me.key] = me
            self._condition.notify_all()
            self._condition.wait_for(lambda: me.served if me.taken else self._stale(me) or self._turn_of(me))
            mine = not me.taken and not self._stale(me)
            self._busy, me.taken = self._busy or mine, me.taken or mine
        return mine

    def _stale(self, me: _Request) -> bool:
        return self._newest.get(me.key) is not me

    def _turn_of(self, me: _Request) -> bool:
        return not self._busy and next(one for one in self._newest.values() if not one.taken) is me

    def _those_like(self, me: _Request) -> list[_Request]:
        """`me` and others that wait, those who came first. From now on a newer one sends none of them away."""
        with self._condition:
            others = [one for one in self._newest.values() if not one.taken and one.alike == me.alike is not None]
            for one in others[: MOST - 1]:
                one.taken = True
            return [me, *others[: MOST - 1]]

    def _release(self, served: Sequence[_Request]) -> None:
        with self._condition:
            self._busy = False
            for one in served:
                one.served = True
                if not self._stale(one):
                    del self._newest[one.key]
            self._condition.notify_all()


def _outcomes(items: Sequence[Any], work: Callable[[Sequence[Any]], Sequence[Any]]) -> list[Any]:
    """One for each item: what `work` gives, or what it raises on this one alone."""
    try:
        return list(work(items))
    except Exception as fault:
        if len(items) == 1:
            return [fault]
        return [_outcomes([item], work)[0] for item in items]
