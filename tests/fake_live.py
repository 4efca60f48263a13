"""A live stage without a training process: it goes on by `publish`; frames and figures follow from the step."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from demo_ui.training.programme import told
from gan_core.base.errors import GanError
from gan_core.base.images import data_url
from gan_core.data.drawings import drawings_wanted
from gan_core.live.knobs import Knobs
from gan_core.measures.equilibrium import reference
from tests.runs import STEPS, brightness, snapshot

REFERENCE = {**reference(), "frechet_floor": 5.0}
RECIPE = {"spec": {}}


def live_snapshot(i: int, grey: int | None = None, **changed: Any) -> dict[str, Any]:
    """Snapshot `i` of a live run as `LiveTrainingService.watch` tells it."""
    frame = data_url(np.full((112, 112), brightness(i) if grey is None else grey, np.uint8))
    return {**told([snapshot(i, **changed)], REFERENCE)[0], "frame": frame}


WON = {"accuracy_real": 0.97, "accuracy_fake": 0.98, "balanced": 0.975, "auc": 0.99}


def fork_snapshot(i: int) -> dict[str, Any]:
    """Snapshot `i` of a fork: D wins, and the pictures have another grey."""
    return live_snapshot(i, brightness(i) + 5, **WON, epoch=4 * STEPS[i] / 100)


class FakeStage:
    """The face of a LiveTrainingService with one run. `calls` notes what was asked: (method, visitor, ...)."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.owner: str | None = None
        self.run: str | None = None
        self.state, self.count = "idle", 0
        self.knobs = Knobs.of()
        self.waiting: list[str] = []
        self.message: dict[str, Any] | None = None
        self.judged: dict[str, Any] | None = None
        self.drawings: np.ndarray | None = None
        self.twin: dict[str, Any] | None = None
        self.forked_at = self.broken_at = 0  # snapshots of the run when its fork began, and when it broke

    def publish(self, n: int = 1) -> None:
        """Go on by `n` snapshots, as far as there are any."""
        self.count = min(self.count + n, len(STEPS))

    def warm(self) -> None:
        self.calls.append(("warm",))

    def start(self, visitor: str, knobs: Knobs, paused: bool = False, drawings: np.ndarray | None = None) -> None:
        self.drawings = None if drawings is None else drawings_wanted(drawings)
        self.calls.append(("start", visitor, paused))
        if self.owner not in (None, visitor) and self.state in ("running", "paused"):
            self.waiting.append(visitor)
            return
        self.run = f"run-{len(self.calls)}"
        self.owner, self.knobs, self.count, self.message = visitor, knobs, 1, None
        self.state = "paused" if paused else "running"

    def forget(self, visitor: str) -> None:
        self.calls.append(("forget", visitor))
        if visitor == self.owner:
            self.owner = self.run = None

    def pause(self, visitor: str) -> None:
        self._steer("pause", visitor, "paused")

    def resume(self, visitor: str) -> None:
        self._steer("resume", visitor, "running")

    def step(self, visitor: str) -> None:
        self._steer("step", visitor, "paused")
        self.publish()

    def stop(self, visitor: str) -> None:
        if visitor in self.waiting:
            return self.waiting.remove(visitor)
        self._steer("stop", visitor, "ended")

    def reset(self, visitor: str, knobs: Knobs | None = None) -> None:
        self._steer("reset", visitor, "paused")
        self.run, self.count, self.knobs = f"run-{len(self.calls)}", 1, knobs or self.knobs

    def turn(self, visitor: str, knobs: Knobs) -> None:
        self._steer("turn", visitor, self.state)
        self.knobs = self.knobs.changed(knobs)

    def fork(self, visitor: str, knob: str, value: object) -> None:
        self._steer("fork", visitor, self.state)
        self.forked_at = self.count - 1
        self.twin = {
            "run": f"fork-{len(self.calls)}",
            "stage": self.state,
            "message": None,
            "knobs": self.knobs.forked(knob, value).to_json(),
            "facts": {"id": "live", "reference": REFERENCE},
            "since": STEPS[self.forked_at],
        }

    def breaks(self) -> None:
        """The fork comes to an end of its own."""
        assert self.twin is not None
        message = {"code": "loss_not_finite", "details": {"step": STEPS[self.count - 1]}}
        self.twin |= {"stage": "failed", "message": message}
        self.broken_at = self.count

    def end_fork(self, visitor: str) -> None:
        self._steer("end_fork", visitor, self.state)
        self.twin = None

    def keep_fork(self, visitor: str) -> None:
        self._steer("keep_fork", visitor, self.state)
        assert self.twin is not None
        self.run, self.knobs, self.twin = self.twin["run"], Knobs.from_json(self.twin["knobs"]), None

    def beat(self, visitor: str) -> None:
        self.calls.append(("beat", visitor))

    def _fork_shown(self, after_step: int) -> dict[str, Any] | None:
        if self.twin is None:
            return None
        shown = range(self.forked_at, self.broken_at or self.count)
        return {**self.twin, "snapshots": [s for s in map(fork_snapshot, shown) if s["step"] > after_step]}

    def watch(
        self, visitor: str, run: str | None = None, after_step: int = -1, twin: str | None = None
    ) -> dict[str, Any]:
        shown = [live_snapshot(i) for i in range(self.count)]
        kept = [s for s in shown if run != self.run or s["step"] > after_step]
        facts = {"id": "live", "reference": REFERENCE, "measured_on": "averaged weights"} if self.run else None
        if facts and self.drawings is not None:
            facts |= {"among": 6.24, "data": {"bend": 0.7}}
            kept = [{**s, "nearest": [*range(12), 0, 1, 2, 3], "nearest_distance": [5.5] * 16} for s in kept]
        return {
            "run": self.run,
            "status": "queued" if visitor in self.waiting else self.state,
            "stage": self.state,
            "owner": visitor == self.owner,
            "place": self.waiting.index(visitor) + 1 if visitor in self.waiting else 0,
            "waiting": len(self.waiting),
            "seconds_left": 492.0 if self.state in ("running", "paused") else None,
            "speed": 42.0 if self.state == "running" else None,
            "step": shown[-1]["step"] if shown else None,
            "message": self.message,
            "knobs": self.knobs.to_json() if self.run else None,
            "facts": facts,
            "snapshots": kept,
            "weights": [s["step"] for s in shown[::2]],
            "can_save": bool(shown),
            "twin": self._fork_shown(after_step if self.twin and twin == self.twin["run"] else -1),
            "referee": self.judged,
        }

    def weights(self, visitor: str, step: int) -> tuple[dict[str, Any], dict[str, list[Any]]]:
        known = STEPS[: self.count : 2]
        if step not in known:
            raise GanError("live_no_weights", known=", ".join(map(str, known)))
        return {"kind": "dcgan", "recipe": RECIPE, "training": {"steps": step, "epochs": step / 100}}, {}

    def learned(self, visitor: str, indices: Iterable[int]) -> dict[int, np.ndarray]:
        self._own(visitor)
        pictures = () if self.drawings is None else self.drawings
        return {i: pictures[i] for i in indices if 0 <= i < len(pictures)}

    def referee(self, visitor: str, source: str = "live") -> None:
        self.calls.append(("referee", visitor, source))
        self.judged = {
            "source": source,
            "status": "running",
            "step": None,
            "progress": 0.5,
            "message": None,
            "result": None,
        }

    def judge(self) -> None:
        """The referee comes to its end: it sees what D does not."""
        figures = {
            name: {"balanced": b, "auc": b, "n_real": 500, "n_fake": 500}
            for name, b in (("referee", 0.93), ("own", 0.51), ("control", 0.5))
        }
        assert self.judged is not None
        result = {**figures, "steps": 300, "n_train": 2000, "finding": "asleep"}
        self.judged |= {"status": "done", "step": STEPS[self.count - 1], "progress": 1.0, "result": result}

    def animation(self, visitor: str) -> bytes:
        self.calls.append(("animation", visitor))
        return b"GIF89a"

    def save(self, visitor: str, folder: Path) -> dict[str, Path]:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("run.json", json.dumps({"count": self.count}))
        path = folder / "run.zip"
        path.write_bytes(packed.getvalue())
        return {"zip": path}

    def _steer(self, method: str, visitor: str, state: str) -> None:
        self.calls.append((method, visitor))
        self._own(visitor)
        self.state = state

    def _own(self, visitor: str) -> None:
        if self.run is None:
            raise GanError("live_not_started")
        if visitor != self.owner:
            raise GanError("live_not_yours")
