"""The history of one live run that the app keeps: every snapshot that its process published. No TensorFlow."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from gan_core.base.errors import GanError
from gan_core.base.images import data_url, grid
from gan_core.data.drawings import Heap
from gan_core.live.keeping import LogSpaced
from gan_core.live.knobs import Knobs
from gan_core.live.view import told
from gan_core.measures.diagnosis import diagnose
from gan_core.measures.generator import Known, known_after

SNAPSHOTS = 400  # as many a visitor can look at, and as many looks the bands count
WEIGHTS, WEIGHT_BYTES = 40, 100 * 2**20
ACTIVE = ("warming", "running", "paused")

Networks = dict[str, list[np.ndarray]]


class Kept(NamedTuple):
    """One snapshot: as the record has it, as the page gets it, and its frame, uint8 (16, 28, 28)."""

    row: dict[str, Any]
    shown: dict[str, Any]
    frame: np.ndarray


@dataclass(eq=False)
class LiveRun:
    """A run of `owner`. `began` is when the turn began, by the service's clock; `heap`: their own pictures, kept for as
    long as the run is; `twin`: its fork, B, with one knob different, whose snapshots are of the same steps from `since`
    on."""

    id: str
    owner: str
    knobs: Knobs
    began: float
    heap: Heap | None = None
    status: str = "warming"
    message: GanError | None = None
    facts: dict[str, Any] | None = None
    step: int = 0
    since: int = 0  # the step of its first snapshot
    twin: LiveRun | None = None
    speed: float | None = None
    changes: list[dict[str, Any]] = field(default_factory=list)
    snapshots: LogSpaced[Kept] = field(default_factory=lambda: LogSpaced(SNAPSHOTS))
    weights: LogSpaced[Networks] = field(default_factory=lambda: LogSpaced(WEIGHTS))
    _known: Known = field(default_factory=Known)

    @property
    def active(self) -> bool:
        """It may be steered: it neither ended nor failed."""
        return self.status in ACTIVE

    def end(self, message: GanError | None = None) -> None:
        """It ended in order, and its fork too; `message` says why if its owner did not ask for it."""
        self.status, self.message = "ended", message
        if self.forked:
            self.forked.end()

    def fail(self, fault: GanError) -> None:
        """The run cannot continue, and its fork ends."""
        self.status, self.message = "failed", fault
        if self.forked:
            self.forked.end()

    @property
    def forked(self) -> LiveRun | None:
        """The fork that goes on beside it."""
        return self.twin if self.twin is not None and self.twin.active else None

    def fork(self, id: str, knobs: Knobs) -> LiveRun:
        """A run that begins as this one is now, beside it."""
        self.twin = LiveRun(id, self.owner, knobs, self.began, self.heap, _known=self._known)
        return self.twin

    def instead_of(self, first: LiveRun) -> None:
        """Take the place of the run that this one is a fork of, with its history up to there.

        Where they have not the same reference lines, this run's history begins with the fork: it has one set of lines.
        """
        assert self.facts is not None and first.facts is not None
        self.status, self.changes = first.status, [*first.changes, {"step": self.since, "knobs": self.knobs.to_json()}]
        if self.facts["reference"] != first.facts["reference"]:
            return
        own, self.snapshots = self.snapshots, LogSpaced(SNAPSHOTS)
        for step, kept in [*((s, k) for s, k in first.snapshots if s < self.since), *own]:
            self.snapshots.add(step, kept)
        for step, networks in first.weights:
            if step <= self.since:
                self.weights.add(step, networks)
        self.since = first.since

    def add(self, snapshot: dict[str, Any]) -> None:
        """Keep a snapshot as `LiveTrainer` publishes them; `facts` must be there before."""
        assert self.facts is not None
        step, metrics, references = snapshot["step"], snapshot["metrics"], self.facts["reference"]
        if not len(self.snapshots):
            self.since = step
        row = {"step": step, "epoch": snapshot["epoch"], **metrics}
        self._known = known_after(self._known, row, references.get("frechet_floor"))
        shown = {
            **row,
            **diagnose(row, references, self._known, SNAPSHOTS).told(row, SNAPSHOTS),
            "frame": data_url(grid(snapshot["frame"], columns=4)),
        }
        self.snapshots.add(step, Kept(row, shown, snapshot["frame"]))
        self.step, self.speed = max(self.step, step), snapshot["speed"]
        if snapshot["networks"]:
            size = sum(w.nbytes for weights in snapshot["networks"].values() for w in weights)
            self.weights.limit = max(4, min(WEIGHTS, WEIGHT_BYTES // max(1, size)))
            self.weights.add(step, snapshot["networks"])
        twin = snapshot.get("twin")
        if twin is not None and self.twin is not None and twin["run"] == self.twin.id:
            self.twin.add(twin)
            self.twin.snapshots.keep(self.snapshots.steps)  # one clock

    def rows(self) -> list[tuple[dict[str, Any], np.ndarray]]:
        """(metrics, frame) of every snapshot, as for `publish`; raises GanError('live_not_started') without one."""
        if not len(self.snapshots):
            raise GanError("live_not_started")
        return [(kept.row, kept.frame) for _, kept in self.snapshots]

    def networks(self, step: int | None = None) -> tuple[int, Networks]:
        """(step, networks as float32) kept at `step`, or the newest; raises GanError('live_no_weights')."""
        steps = self.weights.steps
        found = self.weights.get(step if step is not None else steps[-1]) if steps else None
        if found is None:
            raise GanError("live_no_weights", known=", ".join(map(str, steps)) or "-")
        whole = {name: [w.astype(np.float32) for w in weights] for name, weights in found.items()}
        return (steps[-1] if step is None else step), whole

    def spec(self, step: int) -> dict[str, Any]:
        """What spec.json says of its checkpoint at `step`."""
        assert self.facts is not None
        kept = self.snapshots.get(step)
        training = {
            "steps": step,
            "epochs": kept.row["epoch"] if kept else None,
            "digits": self.facts["data"]["train"],
            "seed": self.facts["seed"],
            "backend": self.facts["backend"],
        }
        return {"kind": "dcgan", "recipe": self.facts["recipe"], "training": training}

    def to_json(self, after_step: int) -> dict[str, Any]:
        """Its part of a View."""
        return {
            "run": self.id,
            "stage": self.status,
            "speed": self.speed,
            "step": self.step,
            "message": told(self.message),
            "knobs": self.knobs.to_json(),
            "facts": None if self.facts is None else self.all_facts(),
            "snapshots": [kept.shown for step, kept in self.snapshots if step > after_step],
            "weights": self.weights.steps,
            "can_save": len(self.snapshots) > 0,
        }

    def twin_to_json(self, after_step: int) -> dict[str, Any] | None:
        """Its fork's part of a View."""
        if self.twin is None:
            return None
        twin, told = self.twin, self.twin.to_json(after_step)
        part = {name: told[name] for name in ("run", "message", "knobs", "facts", "snapshots")}
        begun = twin.active and len(twin.snapshots) > 0
        return {**part, "stage": self.status if begun else twin.status, "since": twin.since}

    def all_facts(self) -> dict[str, Any]:
        """What run.json tells besides snapshots and sheet."""
        assert self.facts is not None
        return {**self.facts, "changes": self.changes}
