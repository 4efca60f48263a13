import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from gan_core.base.latest_wins import LatestWins


class Holder:
    """A request that holds the engine until it is told to let go."""

    def __init__(self, pool, lock, session):
        self._inside, self._leave = threading.Event(), threading.Event()
        self._result = pool.submit(self._run, lock, session)

    def _run(self, lock, session):
        with lock.hold(session) as mine:
            self._inside.set()
            assert self._leave.wait(30)
            return mine

    def inside(self):
        assert self._inside.wait(30)
        return self

    def leave(self):
        self._leave.set()
        return self._result.result(30)


def ask(lock, session):
    with lock.hold(session) as mine:
        return mine


@pytest.fixture
def pool():
    with ThreadPoolExecutor(16) as pool:
        yield pool


def waiting(lock, session):
    """Until the newest request of a session is in the queue."""
    with lock._condition:
        assert lock._condition.wait_for(lambda: session in lock._newest, 30)


def test_alone_every_request_is_served():
    lock = LatestWins()
    assert [ask(lock, s) for s in ("a", "a", None, "b")] == [True] * 4


def test_a_newer_request_sends_the_waiting_one_away_while_the_engine_is_still_busy(pool):
    lock = LatestWins()
    busy = Holder(pool, lock, "other").inside()
    first = pool.submit(ask, lock, "a")
    waiting(lock, "a")
    second = pool.submit(ask, lock, "a")
    assert first.result(30) is False  # at once: the engine has not been let go
    assert not second.done()
    assert busy.leave() is True and second.result(30) is True


def test_the_request_that_holds_the_engine_is_finished_though_a_newer_one_waits(pool):
    lock = LatestWins()
    held = Holder(pool, lock, "a").inside()
    newer = pool.submit(ask, lock, "a")
    assert held.leave() is True and newer.result(30) is True


def test_other_sessions_and_the_sessionless_are_never_sent_away(pool):
    lock = LatestWins()
    busy = Holder(pool, lock, "a").inside()
    others = [pool.submit(ask, lock, s) for s in ("b", "c", None, None)]
    assert busy.leave() is True and [f.result(30) for f in others] == [True] * 4


def test_one_at_a_time_and_nothing_is_kept(pool):
    lock, inside, most = LatestWins(), [], []

    def use(i):
        with lock.hold(i % 3) as mine:
            if mine:
                inside.append(i)
                most.append(len(inside))
                inside.remove(i)
            return mine

    served = list(pool.map(use, range(300)))
    assert max(most) == 1 and any(served)
    assert not lock._newest


def test_a_failing_request_lets_the_engine_go():
    lock = LatestWins()
    with pytest.raises(ZeroDivisionError), lock.hold("a"):
        _ = 1 / 0
    assert ask(lock, "a") is True
