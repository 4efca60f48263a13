import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from gan_core.base.turns import Turns


class Holder:
    """A request that holds the engine until it is told to let go."""

    def __init__(self, pool, turns, session):
        self._inside, self._leave = threading.Event(), threading.Event()
        self._result = pool.submit(self._run, turns, session)

    def _run(self, turns, session):
        with turns.turn(session) as mine:
            self._inside.set()
            assert self._leave.wait(30)
            return mine

    def inside(self):
        assert self._inside.wait(30)
        return self

    def leave(self):
        self._leave.set()
        return self._result.result(30)


def ask(turns, session):
    with turns.turn(session) as mine:
        return mine


@pytest.fixture
def pool():
    with ThreadPoolExecutor(16) as pool:
        yield pool


def waiting(turns, session):
    """Until the newest request of a session is in the queue."""
    with turns._condition:
        assert turns._condition.wait_for(lambda: session in turns._newest, 30)


def test_alone_every_request_is_served():
    turns = Turns()
    assert [ask(turns, s) for s in ("a", "a", None, "b")] == [True] * 4


def test_a_newer_request_sends_the_waiting_one_away_while_the_engine_is_still_busy(pool):
    turns = Turns()
    busy = Holder(pool, turns, "other").inside()
    first = pool.submit(ask, turns, "a")
    waiting(turns, "a")
    second = pool.submit(ask, turns, "a")
    assert first.result(30) is False  # at once: the engine has not been let go
    assert not second.done()
    assert busy.leave() is True and second.result(30) is True


def test_the_request_that_holds_the_engine_is_finished_though_a_newer_one_waits(pool):
    turns = Turns()
    held = Holder(pool, turns, "a").inside()
    newer = pool.submit(ask, turns, "a")
    assert held.leave() is True and newer.result(30) is True


def test_other_sessions_and_the_sessionless_are_never_sent_away(pool):
    turns = Turns()
    busy = Holder(pool, turns, "a").inside()
    others = [pool.submit(ask, turns, s) for s in ("b", "c", None, None)]
    assert busy.leave() is True and [f.result(30) for f in others] == [True] * 4


def test_one_at_a_time_and_nothing_is_kept(pool):
    turns, inside, most = Turns(), [], []

    def use(i):
        with turns.turn(i % 3) as mine:
            if mine:
                inside.append(i)
                most.append(len(inside))
                inside.remove(i)
            return mine

    served = list(pool.map(use, range(300)))
    assert max(most) == 1 and any(served)
    assert not turns._newest


def test_a_failing_request_lets_the_engine_go():
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.turn("a"):
        _ = 1 / 0
    assert ask(turns, "a") is True
