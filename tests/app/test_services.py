"""The order in which what the rooms ask is got ready."""

from __future__ import annotations

import threading
from typing import Any

from demo_ui.services import Services
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
