"""The order in which what the rooms ask is got ready, and what is given back meanwhile."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest

from demo_ui.services import Services
from gan_core.base import memory
from gan_core.base.runtime import Runtime
from gan_core.live.service import LiveTrainingService
from tests.live_process import FakeProcess


def test_the_training_process_is_warmed_once_the_networks_are_loaded() -> None:
    order: list[str] = []
    warmed, let_go = threading.Event(), threading.Event()

    def slow() -> Any:
        assert let_go.wait(30)
        order.append("photos")
        return object()

    class Process(FakeProcess):
        def _warm(self) -> None:
            order.append("warm")
            warmed.set()

    digits: Runtime[Any] = Runtime(object)
    photos: Runtime[Any] = Runtime(slow)
    stage = LiveTrainingService(spawn=Process, every=None)
    services = Services(digits, photos, stage)
    services.start()
    services.warm()
    let_go.set()
    assert warmed.wait(30) and order == ["photos", "warm"]
    stage.close()


def test_free_memory_is_given_back_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    done, slept, given = threading.Event(), list[float](), list[bool]()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) > 3:
            done.set()
            threading.Event().wait()  # the thread, a daemon, rests here

    heap = SimpleNamespace(settle=lambda: None, give_back=lambda *, collect: given.append(collect), EVERY=memory.EVERY)
    monkeypatch.setattr("demo_ui.services.time", SimpleNamespace(sleep=sleep))
    monkeypatch.setattr("demo_ui.services.memory", heap)
    digits, photos = Runtime[Any](object), Runtime[Any](object)
    services = Services(digits, photos)
    services.start()
    services.keep_small()
    assert done.wait(30)
    assert given == [False] * 3 and set(slept) == {memory.EVERY}
