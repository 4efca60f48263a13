"""The order in which what the rooms ask is got ready."""

from __future__ import annotations

import threading
from typing import Any

from demo_ui.services import Services
from gan_core.live.stage import LiveStage
from gan_core.runtime import Runtime


class Rehearsal:
    """A training process that writes down what it is told."""

    pid = 1

    def __init__(self, told: list[str], called: threading.Event) -> None:
        self._told, self._called = told, called

    def send(self, do: str, **_: Any) -> None:
        self._told.append(do)
        self._called.set()

    def memory(self) -> None:
        return None

    def kill(self) -> None: ...

    def close(self, patience: float = 2.0) -> None: ...


def test_the_training_process_is_warmed_once_the_networks_are_loaded() -> None:
    order: list[str] = []
    called, let_go = threading.Event(), threading.Event()

    def slow() -> Any:
        let_go.wait(30)
        order.append("photos")
        return object()

    digits: Runtime[Any] = Runtime(object)
    photos: Runtime[Any] = Runtime(slow)
    stage = LiveStage(spawn=lambda *_, **__: Rehearsal(order, called), every=None)
    services = Services(digits, photos, stage)
    services.start()
    services.warm()
    assert order == []
    let_go.set()
    assert called.wait(30) and order == ["photos", "warm"]
    stage.close()
