import threading

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
