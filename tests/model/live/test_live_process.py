"""The stage over the training process as it really is: another program, with the digits that ship."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gan_core.live.knobs import Knobs
from gan_core.live.process import WorkerProcess
from gan_core.live.service import LiveTrainingService
from gan_core.store.replay import load_run

pytestmark = [pytest.mark.slow, pytest.mark.long]

PATIENCE = 600.0  # seconds until a test gives up


class Real:
    """A stage, its process, and a way to wait for what visitor "a" sees."""

    def __init__(self) -> None:
        self._came = threading.Condition()
        self.process: Any = None
        self.stage = LiveTrainingService(spawn=self._spawn, every=None)

    def _spawn(self, on_event: Callable[[dict[str, Any]], None]) -> WorkerProcess:
        def hear(event: dict[str, Any]) -> None:
            on_event(event)
            with self._came:
                self._came.notify_all()

        self.process = WorkerProcess(hear, nice=0)
        return self.process

    def until(self, wanted: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """The first View that is wanted."""
        with self._came:
            found = self._came.wait_for(lambda: wanted(view := self.stage.watch("a")) and view, PATIENCE)
        assert found, self.stage.watch("a")
        return found


@pytest.fixture
def real() -> Iterator[Real]:
    made = Real()
    yield made
    made.stage.close()


def test_a_run_is_trained_saved_and_killed(real: Real, tmp_path: Path) -> None:
    stage = real.stage
    stage.start("a", Knobs.of("express"), paused=True)
    first = real.until(lambda view: view["status"] == "paused")
    assert [s["step"] for s in first["snapshots"]] == [0]
    assert (first["facts"]["data"]["train"], first["facts"]["frechet_n"]) == (10_000, 1000)
    assert first["facts"]["reference"]["frechet_floor"] > 0
    assert (real.process.memory() or 100) > 50
    stage.step("a")
    real.until(lambda view: view["status"] == "paused" and view["step"] == 1)
    paths = stage.save("a", tmp_path)
    assert [s["step"] for s in load_run(paths["record"]).snapshots] == [0, 1]
    os.kill(real.process.pid, signal.SIGTERM)
    failed = real.until(lambda view: view["status"] == "failed")
    assert failed["message"]["code"] == "live_died"
    assert [s["step"] for s in failed["snapshots"]] == failed["weights"] == [0, 1]
    stage.start("a", Knobs.of("express"), paused=True)  # in a process of its own
    assert real.until(lambda view: view["status"] == "paused")["step"] == 0


def test_a_process_whose_app_is_gone_ends_too() -> None:
    gone = threading.Event()
    process = WorkerProcess(lambda event: gone.set() if event["kind"] == "gone" else None, nice=0)
    process.close(patience=PATIENCE)
    assert gone.wait(PATIENCE)
    assert process._process.returncode == 0
