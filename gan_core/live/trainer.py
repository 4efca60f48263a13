"""One live run inside the training process: trains, measures at the right moments, publishes the results."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.errors import GanError
from gan_core.data.digits import Digits
from gan_core.data.drawings import Nearness
from gan_core.live.knobs import Knobs
from gan_core.recipes.dcgan import DCGANRecipe
from gan_core.training.dcgan import DCGANTrainer
from gan_core.training.loop import run_facts
from gan_core.training.measuring import QualityMeter
from gan_core.training.pacing import Pacer
from gan_core.training.session import DCGANSession

ID = "live"
N = 500  # held-out digits and fresh fakes that D is measured on
QUALITY_AFTER = 3.0  # seconds of training before the first Frechet distance: pictures come first
WEIGHTS_EVERY = 1.0  # seconds between snapshots that bring their weights along

Networks = dict[str, list[np.ndarray]]
Publish = Callable[[dict[str, Any]], None]


class LiveTrainer:
    """A run that publishes snapshots at a pace at which measuring costs at most 10% of the time.

    Args:
        knobs: checked.
        digits: to learn from and, held out, to measure on.
        meter: measures Frechet distance now and then; None: never.
        publish: called with each snapshot, {"kind": "snapshot", "step", "epoch", "metrics", "frame" uint8 (16, 28, 28),
            "networks" (float16 weights, or None), "speed" (steps a second of training)}.
        n: held-out digits and fakes that D is measured on.
        heap: the visitor's own pictures, which `digits` were made of; metrics then tell the nearest of them by
            "nearest" (16 indices) and "nearest_distance" (16).
    """

    def __init__(
        self,
        knobs: Knobs,
        digits: Digits,
        meter: QualityMeter | None,
        publish: Publish,
        n: int = N,
        heap: Nearness | None = None,
    ) -> None:
        self.knobs, self._digits, self._meter, self._publish, self._n = knobs, digits, meter, publish, n
        self._heap = heap
        self.session = DCGANSession(knobs.recipe(), digits, knobs.seed, meter, n)
        self._warm()
        self._begin()

    @property
    def step(self) -> int:
        """Training steps so far."""
        return self.session.step

    @property
    def seconds_trained(self) -> float:
        """Seconds of training steps since the beginning, pauses and measuring left out."""
        return self._often.trained

    @property
    def measuring_share(self) -> float:
        """What share of the time went into measuring."""
        measured = self._often.measured + self._seldom.measured
        return measured / max(measured + self._often.trained, 1e-9)

    def facts(self) -> dict[str, Any]:
        """The facts about the run that run.json holds."""
        found = {**run_facts(ID, self.session), "knobs": self.knobs.to_json()}
        return found if self._heap is None else {**found, "among": round(self._heap.among, 3)}

    def has_traced(self, knobs: Knobs) -> bool:
        """Can these knobs be taken at once?"""
        return _traced(knobs.recipe()) == _traced(self.session.recipe)

    def restart(self, knobs: Knobs, digits: Digits, meter: QualityMeter | None, heap: Nearness | None = None) -> bool:
        """Restart with the already traced functions, if these knobs need no others; else False."""
        if not self.has_traced(knobs):
            return False
        self._digits, self._meter, self._heap = digits, meter, heap
        self._set_recipe(knobs)
        self.session.restart(knobs.seed, digits, meter)
        self.session.trainer.set_rates(1.0)
        self._begin()
        return True

    def turn(self, knobs: Knobs) -> None:
        """Go on with other knobs; new rates count from the next step on, other knobs are traced first."""
        old, epoch = self.session, self._epoch
        if self.has_traced(knobs):
            self._set_recipe(knobs)
        else:
            self.knobs = knobs
            self.session = DCGANSession(knobs.recipe(), self._digits, knobs.seed, self._meter, self._n)
            self._warm()
            _copy(old, self.session)
            del old
            gc.collect()  # what was traced is large, and holds itself
        self._go_on_at(epoch)

    def fork(self, knobs: Knobs) -> LiveTrainer:
        """A second run from the state of this one: its networks, optimizers and all that is random, with other knobs.

        With the same knobs both take the same steps, bit by bit. This run stays as it is; it stands still meanwhile,
        for as long as tracing takes.

        Args:
            knobs: of the same preset and seed.
        """
        twin = LiveTrainer(knobs, self._digits, self._meter, self._publish, self._n, self._heap)
        _copy(self.session, twin.session)
        twin._go_on_at(self._epoch)
        return twin

    def train(self) -> None:
        """One step, and a snapshot if one is due; raises GanError('loss_not_finite')."""
        self.advance()
        self.measure_if_due()

    def measure_if_due(self) -> None:
        """Publish a snapshot if it is time for one; raises GanError('loss_not_finite')."""
        if self._often.due:
            self.measure()

    def advance(self) -> None:
        """One step; raises GanError('loss_not_finite')."""
        before = self._often.trained
        with self._often.training(), self._seldom.training():
            self.session.advance()
        took = self._often.trained - before
        self.step_time = took if self.step_time is None else 0.95 * self.step_time + 0.05 * took

    def measure(self, weights: bool = False) -> None:
        """Publish a snapshot of now, Frechet distance if that is due; `weights` brings the networks along.

        Raises:
            GanError: 'loss_not_finite'; nothing was published.
        """
        if self.step == self._measured and not (weights and self._without):
            return
        quality = self._meter is not None and self._seldom.due and self._seldom.trained >= QUALITY_AFTER
        weights = weights or time.monotonic() - self._carried >= WEIGHTS_EVERY
        with (self._seldom if quality else self._often).measuring():
            event = self.snapshot(quality, weights)
        if quality:
            self._often.put_off()
        self._publish(event)

    def save(self, path: Path) -> None:
        """Write the whole state, from which training resumes exactly."""
        self.session.save(path)

    @property
    def _epoch(self) -> float:
        step, epoch = self._since
        return epoch + (self.session.step - step) / self.session.steps_per_epoch

    def _begin(self) -> None:
        self._often = Pacer(share=0.05)
        self._seldom = Pacer(share=0.05, shortest=1.0)
        self._since = (self.session.step, self.session.epoch)
        self._measured, self._without, self._carried = -1, True, -math.inf
        self.step_time: float | None = None  # seconds, of late

    def _go_on_at(self, epoch: float) -> None:
        self.session.trainer.set_rates(1.0)
        self._since = (self.session.step, epoch)

    def _set_recipe(self, knobs: Knobs) -> None:
        self.knobs = knobs
        self.session.recipe = self.session.trainer.recipe = knobs.recipe()

    def snapshot(self, quality: bool, weights: bool) -> dict[str, Any]:
        """What `measure` publishes: with Frechet distance, with the networks; raises GanError('loss_not_finite')."""
        try:
            found = self.session.snapshot(quality=quality)
        except ValueError:  # a picture that is not finite
            raise GanError("loss_not_finite", step=self.step) from None
        if not _finite(found.metrics):
            raise GanError("loss_not_finite", step=self.step)
        if self._heap is not None:
            index, distance = self._heap.nearest(found.frame)
            found.metrics.update(nearest=index.tolist(), nearest_distance=distance.round(3).tolist())
        networks = _halves(self.session.networks()) if weights else None
        if weights:
            self._carried = time.monotonic()
        self._measured, self._without = self.step, networks is None
        speed = None if self.step_time is None else 1 / max(self.step_time, 1e-6)
        return {
            "kind": "snapshot",
            "step": found.step,
            "epoch": round(self._epoch, 4),
            "metrics": found.metrics,
            "frame": found.frame,
            "networks": networks,
            "speed": speed,
        }

    def _warm(self) -> None:
        """Trace the steps and the measuring before their time is counted, and leave no trace in the weights."""
        session = self.session
        before = [np.asarray(v).copy() for v in session.trainer.variables]
        for _ in range(2):  # with R1 and without
            session.train_step()
            session.step += 1
        session.snapshot(quality=session.meter is not None)
        session.step = 0
        for variable, value in zip(session.trainer.variables, before, strict=True):
            variable.assign(value)


def _traced(recipe: DCGANRecipe) -> DCGANRecipe:
    """What of a recipe is baked into the traced steps and the order of digits: all but the rates."""
    return replace(recipe, g_rate=0.0, d_rate=0.0)


def _copy(old: DCGANSession, new: DCGANSession) -> None:
    """The step and the state of a session to one of the same networks; where only one of the two drops activations,
    and has randomness for that, all but that."""
    alike = len(old.trainer.variables) == len(new.trainer.variables)
    sources, targets = [s.trainer.variables if alike else _weights(s.trainer) for s in (old, new)]
    for source, target in zip(sources, targets, strict=True):
        target.assign(source)
    new.step = old.step


def _weights(trainer: DCGANTrainer) -> list[Any]:
    networks = (*trainer.generators, *trainer.discriminators, *trainer.averages)
    optimizers = (trainer.g_optimizer, trainer.d_optimizer)
    return [v for network in networks for v in network.weights] + [v for o in optimizers for v in o.variables]


def _finite(metrics: dict[str, Any]) -> bool:
    return all(np.isfinite(v).all() for v in metrics.values() if v is not None)


def _halves(networks: Networks) -> Networks | None:
    """float16, as checkpoints are; None if a weight does not fit."""
    with np.errstate(over="ignore"):
        halves = {name: [w.astype(np.float16) for w in weights] for name, weights in networks.items()}
    return halves if all(np.isfinite(w).all() for weights in halves.values() for w in weights) else None
