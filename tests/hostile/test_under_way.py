"""Faults that come while the app is up: files of networks that change under it, networks that give no numbers, a
training process that hangs."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.base.runtime import Runtime, State
from gan_core.digits.latent import latents
from gan_core.live.knobs import Knobs
from gan_core.live.process import WorkerProcess
from gan_core.live.process_supervisor import SILENT
from gan_core.live.service import LiveTrainingService
from gan_core.store.checkpoints import Registry
from tests.tiny import REALS, SPEC, STEPS, tiny_networks, tiny_registry

pytestmark = pytest.mark.slow
PATIENCE = 240.0  # seconds until a test gives up
Z = latents(7, 4)


def weights_of(seed: int) -> dict[str, list[np.ndarray]]:
    return {name: network.get_weights() for name, network in tiny_networks(seed).items()}


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


def changed(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("harm", [cut, changed, Path.unlink])
def test_networks_at_work_go_on_whatever_becomes_of_their_files(tmp_path: Path, harm: Callable[[Path], object]) -> None:
    from gan_core.digits.engine import DigitEngine

    registry = tiny_registry(tmp_path)
    runtime = Runtime(lambda: DigitEngine(registry, reals=REALS), registry.intact)
    runtime.start()
    assert runtime.wait(PATIENCE) is State.READY
    before = runtime.engine.images(Z)
    whole = (tmp_path / "best" / "weights.npz").read_bytes()
    harm(tmp_path / "best" / "weights.npz")
    assert np.array_equal(runtime.engine.images(Z), before)
    assert not runtime.let_go(0) and runtime.state is State.READY  # it could not come again
    with pytest.raises(GanError, match=r"best/weights\.npz") as fault:  # a new start says what is wrong
        DigitEngine(registry, reals=REALS)
    assert fault.value.code == "checkpoint_damaged"
    (tmp_path / "best" / "weights.npz").write_bytes(whole)
    assert runtime.let_go(0) and np.array_equal(runtime.engine.images(Z), before)


def test_a_checkpoint_that_takes_the_place_of_another_is_loaded_whole_or_not_at_all(tmp_path: Path) -> None:
    from gan_core.digits.engine import DigitEngine

    registry = tiny_registry(tmp_path)
    runtime = Runtime(lambda: DigitEngine(registry, reals=REALS), registry.intact)
    runtime.start()
    assert runtime.wait(PATIENCE) is State.READY
    before = runtime.engine.images(Z)
    registry.save("best", weights_of(99), SPEC, afresh=True)
    assert np.array_equal(runtime.engine.images(Z), before) and runtime.engine.snapshots
    assert runtime.let_go(0)
    assert not np.array_equal(runtime.engine.images(Z), before) and not runtime.engine.snapshots
    assert np.array_equal(runtime.engine.images(Z), DigitEngine(registry, reals=REALS).images(Z))


def test_digits_of_a_network_that_gives_no_numbers_are_told_and_not_shown(tmp_path: Path) -> None:
    """A variance below 0 is a finite number like any other, and its root is none."""
    from gan_core.digits.engine import DigitEngine

    registry, networks = tiny_registry(tmp_path), tiny_networks(3)
    for variable in networks["generator"].variables:
        if "moving_variance" in variable.path:
            variable.assign(-np.ones(variable.shape, np.float32))
    wrong = {name: network.get_weights() for name, network in networks.items()}
    registry.save("best", wrong, SPEC, STEPS[0])
    engine = DigitEngine(registry, reals=REALS)
    for ask in (engine.draw, engine.images, lambda z, step: engine.feature_maps(z[0], step)):
        with pytest.raises(GanError) as fault:
            ask(Z, STEPS[0])
        assert fault.value.code == "networks_not_finite"
    assert engine.draw(Z) is not None and engine.feature_maps(Z[0])  # the others go on
    registry.save("best", wrong, SPEC)
    runtime = Runtime(lambda: DigitEngine(registry, reals=REALS))
    runtime.start()
    assert runtime.wait(PATIENCE) is State.FAILED
    with pytest.raises(GanError, match="numbers that are none"):
        _ = runtime.engine


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_pictures_and_maps_of_a_network_that_gives_no_numbers_are_told_and_not_shown(value: float) -> None:
    from keras import ops

    from gan_core.photos.networks import traced

    def picture(x: Any) -> Any:
        return ops.cast(x, "float32") / 127.5 - 1.0

    def spoilt(x: Any) -> Any:
        return ops.where(x == 200, value, picture(x))

    fine, black = np.full((8, 8, 3), 90, np.uint8), np.full((8, 8, 3), 90, np.uint8)
    black[3, 4] = 200
    for call, has_picture in (
        (lambda x: (spoilt(x),), True),
        (lambda x: (picture(x), spoilt(x)[..., 0]), True),
        (lambda x: (spoilt(x)[..., 0],), False),
    ):
        run = traced(call, picture=has_picture)
        assert run(fine)[0].dtype == (np.uint8 if has_picture else np.float32)
        with pytest.raises(GanError) as fault:
            run(black)
        assert fault.value.code == "networks_not_finite"


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="nobody stops a process here")
def test_a_training_process_that_hangs_is_ended_told_and_followed_by_the_next(tmp_path: Path) -> None:
    processes: list[WorkerProcess] = []
    later, followed = [0.0], threading.Event()

    def spawn(on_event: Callable[[dict[str, Any]], None]) -> WorkerProcess:
        processes.append(WorkerProcess(on_event, nice=0))
        if len(processes) > 1:
            followed.set()
        return processes[-1]

    def clock() -> float:
        return time.monotonic() + later[0]

    stage = LiveTrainingService(Registry(tmp_path), spawn=spawn, clock=clock, every=None)
    try:
        stage.start("a", Knobs.of("express"))
        os.kill(processes[0].pid, signal.SIGSTOP)
        stage.start("b", Knobs.of("express"))
        assert stage.watch("b")["status"] == "queued"
        # More than its pipe holds: nobody waits for it to be read.
        processes[0].send("referee", request="x", source=({}, {"generator": [np.zeros(10**6, np.float32)]}))
        for _ in range(5 * round(SILENT / 5)):  # what it said before may be heard meanwhile
            later[0] += 5
            stage.beat("a")
            stage.beat("b")
            stage.tick()
        assert processes[0]._process.wait(PATIENCE) == -signal.SIGKILL
        assert followed.wait(PATIENCE)
        view = stage.watch("a")
        assert (view["status"], view["message"]["code"]) == ("failed", "live_hangs")
        assert stage.watch("b")["status"] == "warming" and len(processes) == 2
    finally:
        stage.close()
