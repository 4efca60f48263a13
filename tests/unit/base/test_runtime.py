import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from gan_core.base.errors import GanError
from gan_core.base.runtime import Runtime, State, start_in_order


def code_of(runtime):
    with pytest.raises(GanError) as caught:
        _ = runtime.engine
    return caught.value.code


def test_from_not_loaded_to_ready():
    go, calls = threading.Event(), []

    def loader():
        calls.append(threading.current_thread())
        assert go.wait(30)
        return "engine"

    runtime = Runtime(loader)
    assert runtime.state is State.NOT_LOADED and code_of(runtime) == "not_ready" and not calls
    runtime.start()
    runtime.start()
    assert runtime.wait(0) is State.LOADING and code_of(runtime) == "not_ready"
    go.set()
    assert runtime.wait(30) is State.READY and runtime.engine == "engine"
    runtime.start()
    assert len(calls) == 1 and calls[0].daemon and calls[0] is not threading.current_thread()


@pytest.mark.parametrize(
    ("fault", "words"),
    [(GanError("checkpoint_missing", id="best", known="none"), "no checkpoint 'best'"), (MemoryError("7 GB"), "7 GB")],
)
def test_a_failure_is_told_and_can_be_tried_again(fault, words):
    faults = [fault]

    def loader():
        if faults:
            raise faults.pop()
        return "engine"

    runtime = Runtime(loader)
    runtime.start()
    assert runtime.wait(30) is State.FAILED and code_of(runtime) == "engine_failed"
    with pytest.raises(GanError, match=words):
        _ = runtime.engine
    runtime.start()
    assert runtime.wait(30) is State.READY and runtime.engine == "engine"


def test_nobody_waits_for_what_was_never_started():
    assert Runtime(lambda: None).wait(0) is State.NOT_LOADED


def test_several_are_loaded_in_order_by_one_thread_and_none_twice():
    order, threads = [], set()

    def loader(name, fails=False):
        def load():
            order.append(name)
            threads.add(threading.current_thread())
            if fails:
                raise ValueError(name)
            return name

        return Runtime(load)

    there, first, broken, last = loader("there"), loader("first"), loader("broken", fails=True), loader("last")
    there.start()
    assert there.wait(30) is State.READY
    threads.clear()
    start_in_order([there, first, broken, last])
    assert last.wait(30) is State.READY
    assert (order, len(threads)) == (["there", "first", "broken", "last"], 1)
    assert (first.state, broken.state) == (State.READY, State.FAILED)


def ready(loads):
    """A runtime that is loaded; each loading appends to `loads`."""

    def load():
        loads.append(len(loads))
        return f"engine {len(loads)}"

    runtime = Runtime(load)
    runtime.start()
    assert runtime.wait(30) is State.READY
    return runtime


def test_what_nobody_asks_for_is_let_go_and_comes_again_for_whoever_asks():
    loads = []
    runtime = ready(loads)
    assert not runtime.let_go(3600) and runtime.engine == "engine 1"
    assert runtime.facts(lambda engine: {"name": engine}) == {"name": "engine 1"}
    assert runtime.let_go(0) and runtime.state is State.RESTING and not runtime.let_go(0)
    runtime.start()  # a visitor's coming does not wake it
    assert runtime.wait(0) is State.RESTING and runtime.facts(lambda engine: {}) == {"name": "engine 1"}
    assert len(loads) == 1 and runtime.engine == "engine 2" and runtime.state is State.READY


def test_all_who_ask_while_it_comes_again_are_answered():
    go, loads = threading.Event(), []

    def load():
        loads.append("load")
        assert go.wait(30)
        return "engine"

    runtime = Runtime(load)
    go.set()
    runtime.start()
    assert runtime.wait(30) is State.READY and runtime.let_go(0)
    go.clear()
    with ThreadPoolExecutor(8) as visitors:
        asked = [visitors.submit(lambda: runtime.engine) for _ in range(8)]
        go.set()
        assert [one.result(30) for one in asked] == ["engine"] * 8
    assert loads == ["load", "load"]


def test_whoever_asks_while_it_is_let_go_again_and_again_gets_the_engine():
    runtime, over = ready([]), threading.Event()

    def let_go():
        while not over.is_set():
            runtime.let_go(0)

    letting = threading.Thread(target=let_go)
    letting.start()
    try:
        with ThreadPoolExecutor(4) as visitors:
            assert all(visitors.map(lambda _: runtime.engine.startswith("engine"), range(50)))
    finally:
        over.set()
        letting.join(30)
