import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from gan_core.base.latest_wins import MOST, LatestWins


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


def test_who_waited_longest_is_next_and_a_newer_request_keeps_its_sessions_place(pool):
    lock, order = LatestWins(), []

    def use(name, session):
        with lock.hold(session) as mine:
            if mine:
                order.append(name)

    busy = Holder(pool, lock, "somebody").inside()
    for name, session in (("a", "a"), ("b", "b"), ("c", "c"), ("a again", "a"), ("d", "d")):
        before = lock._newest.get(session)
        pool.submit(use, name, session)
        with lock._condition:
            assert lock._condition.wait_for(lambda s=session, b=before: lock._newest.get(s) not in (None, b), 30)
    last = pool.submit(use, "e", "e")
    busy.leave()
    last.result(30)
    assert order == ["a again", "b", "c", "d", "e"]


# ---- requests that are alike go together ----


class Work:
    """What is done with items: each becomes negative. Notes down who went together."""

    def __init__(self, fault_of=None):
        self.turns, self._fault_of = [], fault_of

    def __call__(self, items):
        self.turns.append(sorted(items))
        if self._fault_of in items:
            raise ValueError(f"{self._fault_of} cannot be done")
        return [-item for item in items]


def asked_meanwhile(pool, lock, asked, work):
    """The futures of (item, alike, session), which all wait while somebody else holds the engine."""
    busy = Holder(pool, lock, "somebody").inside()
    futures = []
    for item, alike, session in asked:
        futures.append(pool.submit(lock.together, item, alike, work, session))
        waiting(lock, session)
    assert busy.leave() is True
    return futures


def test_those_that_wait_with_the_same_are_served_in_one_go_and_each_gets_its_own(pool):
    lock, work = LatestWins(), Work()
    futures = asked_meanwhile(pool, lock, [(i, "even" if i % 2 == 0 else "odd", f"s{i}") for i in range(1, 9)], work)
    assert [f.result(30) for f in futures] == [-i for i in range(1, 9)]
    assert sorted(work.turns) == [[1, 3, 5, 7], [2, 4, 6, 8]]
    assert not lock._newest


def test_no_more_than_so_many_go_together():
    lock, work = LatestWins(), Work()
    with ThreadPoolExecutor(MOST + 4) as pool:
        futures = asked_meanwhile(pool, lock, [(i, "any", f"s{i}") for i in range(1, MOST + 3)], work)
        assert [f.result(30) for f in futures] == [-i for i in range(1, MOST + 3)]
    assert sorted(len(turn) for turn in work.turns) == [2, MOST]


def test_a_stale_request_is_not_served_along_with_others(pool):
    lock, work = LatestWins(), Work()
    busy = Holder(pool, lock, "somebody").inside()
    first = pool.submit(lock.together, 1, "any", work, "a")
    waiting(lock, "a")
    second = pool.submit(lock.together, 2, "any", work, "a")
    assert first.result(30) is None  # at once
    assert busy.leave() is True and second.result(30) == -2 and work.turns == [[2]]


def test_what_holds_the_engine_for_itself_goes_with_nobody(pool):
    lock, work = LatestWins(), Work()
    busy = Holder(pool, lock, "somebody").inside()
    plain = pool.submit(ask, lock, "plain")
    waiting(lock, "plain")
    other = pool.submit(lock.together, 1, None, work, "other")
    waiting(lock, "other")
    assert busy.leave() is True and plain.result(30) is True and other.result(30) == -1


def test_who_is_being_served_along_with_another_is_not_sent_away_by_those_who_come_meanwhile(pool):
    lock, begun, go_on = LatestWins(), threading.Event(), threading.Event()

    def slow(items):
        begun.set()
        assert go_on.wait(30)
        return [-item for item in items]

    futures = asked_meanwhile(pool, lock, [(1, "any", "a"), (2, "any", "b")], slow)
    assert begun.wait(30)
    newer = [pool.submit(lock.together, item, "any", slow, session) for item, session in ((3, "a"), (4, "b"), (5, "c"))]
    waiting(lock, "c")
    go_on.set()
    assert [f.result(30) for f in [*futures, *newer]] == [-1, -2, -3, -4, -5]
    assert not lock._newest


def test_a_fault_is_told_to_the_one_whose_it_is(pool):
    lock, work = LatestWins(), Work(fault_of=2)
    futures = asked_meanwhile(pool, lock, [(i, "any", f"s{i}") for i in (1, 2, 3)], work)
    assert [futures[0].result(30), futures[2].result(30)] == [-1, -3]
    with pytest.raises(ValueError, match="2 cannot"):
        futures[1].result(30)
    assert ask(lock, "somebody") is True
