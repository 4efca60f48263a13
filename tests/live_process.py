"""The face of a training process that trains nothing: it answers at once, and figures follow from the step."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.data.drawings import Heap
from gan_core.live.knobs import Knobs
from gan_core.measures.equilibrium import measure, reference
from gan_core.recipes.dcgan import recipe_to_json


def facts(knobs: Knobs) -> dict[str, Any]:
    """As the real process tells them."""
    return {
        "id": "live",
        "kind": "dcgan",
        "recipe": recipe_to_json(knobs.recipe()),
        "seed": knobs.seed,
        "data": {"train": 100, "held_out": 50, "steps_per_epoch": 10},
        "reference": {**reference(knobs.real_label), "frechet_floor": 5.0},
        "frechet_n": 50,
        "measured_on": "averaged weights",
        "backend": "tensorflow",
        "version": "0",
        "knobs": knobs.to_json(),
    }


def snapshot(step: int, weights: bool = True, knobs: Knobs | None = None) -> dict[str, Any]:
    """A snapshot event; every number of frame and weights tells the step."""
    rng = np.random.default_rng(step)
    metrics: dict[str, Any] = measure(rng.normal(1, 1, 50), rng.normal(0, 1, 50)).to_json()
    metrics |= {"tile_logits": [0.5] * 16, "frechet": None}
    if step % 4 == 0:
        metrics |= {"frechet": 100.0, "confident": 0.5, "classes": [0.1] * 10}
    networks = {name: [np.full((4, 3), step, np.float16)] for name in ("generator", "discriminator")}
    return {
        "kind": "snapshot",
        "step": step,
        "epoch": step / 10,
        "metrics": metrics,
        "frame": np.arange(16, dtype=np.uint8)[:, None, None] + np.full((16, 28, 28), step % 200, np.uint8),
        "networks": networks if weights else None,
        "speed": 20.0,
    }


class FakeProcess:
    """Commands in `sent`; `trains(n)` goes on, `dies()` ends it, `beats()` is a sign of life. Answers come from the
    thread that asks."""

    def __init__(self, on_event: Callable[[dict[str, Any]], None]) -> None:
        self.on_event = on_event
        self.sent: list[str] = []
        self.at, self.run, self.megabytes, self.closed = 0, "", 100.0, False
        self.busy: float | None = 0.0  # seconds with one thing; None: it hangs
        self.knobs = Knobs.of("express")
        self.heap: Heap | None = None
        self.twin = ""  # the run that goes on beside

    def send(self, do: str, **values: Any) -> None:
        self.sent.append(do)
        getattr(self, f"_{do}", lambda **_: None)(**values)

    def tell(self, kind: str, **event: Any) -> None:
        self.on_event({"kind": kind, **event})

    def trains(self, steps: int, weights: bool = True) -> None:
        """So many steps, a snapshot each."""
        for _ in range(steps):
            self.at += 1
            twin = {**snapshot(self.at, weights=False), "run": self.twin} if self.twin else None
            self.on_event({**snapshot(self.at, weights, self.knobs), "run": self.run, "twin": twin})

    def beats(self) -> None:
        if self.busy is not None:
            self.tell("alive", busy=self.busy)

    def dies(self, exit: int = -9) -> None:
        self.tell("gone", exit=exit)

    def memory(self) -> float:
        return self.megabytes

    def kill(self) -> None:
        self.dies()

    def close(self) -> None:
        self.closed = True

    def _status(self, status: str) -> None:
        self.tell("status", run=self.run, status=status, step=self.at)

    def _start(self, run: str, knobs: Knobs, paused: bool, heap: Heap | None) -> None:
        self.heap = heap
        self.run, self.at, self.knobs, self.twin = run, 0, knobs, ""
        self.tell("facts", run=run, facts=facts(knobs))
        self.on_event({**snapshot(0, knobs=knobs), "run": run})
        self._status("paused" if paused else "running")

    def _turn(self, knobs: Knobs) -> None:
        self.knobs = knobs
        self.tell("facts", run=self.run, facts=facts(knobs))

    def _fork(self, twin: str, knobs: Knobs) -> None:
        self.twin = twin
        self.tell("facts", run=twin, facts=facts(knobs))
        self.on_event({**snapshot(self.at, weights=False), "run": twin})

    def _end_fork(self) -> None:
        self.twin = ""

    def _keep(self) -> None:
        self.run, self.twin = self.twin, ""
        self.on_event({**snapshot(self.at), "run": self.run})

    def _pause(self) -> None:
        self.on_event({**snapshot(self.at, knobs=self.knobs), "run": self.run})
        self._status("paused")

    def _stop(self) -> None:
        self.on_event({**snapshot(self.at, knobs=self.knobs), "run": self.run})
        self._status("ended")

    def _resume(self) -> None:
        self._status("running")

    def _step(self) -> None:
        self.trains(1)
        self._status("paused")

    def _save(self, request: str, path: Path) -> None:
        header = {"recipe": recipe_to_json(self.knobs.recipe()), "seed": self.knobs.seed, "step": self.at}
        np.savez(path, header=np.frombuffer(json.dumps(header).encode(), np.uint8))
        self.tell("saved", request=request, message=None)
