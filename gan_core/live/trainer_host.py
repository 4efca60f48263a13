"""Hosts the trainer in the training process: the dataset, the digit classifier, the current run, the referee."""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.errors import GanError
from gan_core.data import digits
from gan_core.data.digits import Digits
from gan_core.data.drawings import Heap, Nearness, judged, learned_from
from gan_core.digits.classifier import DigitClassifier
from gan_core.live.knobs import Knobs
from gan_core.live.trainer import LiveTrainer, N
from gan_core.models.dcgan import build_discriminator, build_generator
from gan_core.recipes.dcgan import dcgan_recipe_from_json
from gan_core.store.checkpoints import Registry
from gan_core.store.loading import set_weights
from gan_core.training.measuring import Probe, QualityMeter
from gan_core.training.referee import ask_referee

QUALITY_N = 1000  # images that the live Frechet distance is taken on; its floor is for the same number

Source = tuple[dict[str, Any], dict[str, list[np.ndarray]]]  # recipe as JSON, networks


class TrainerHost:
    """One run at a time; or two, A and its fork B, which take steps in turns and are measured at the same ones.

    Args:
        data: digits to learn from and, held out, to measure on, where a visitor brings no pictures.
        meter: measures Frechet distance now and then.
        n: held-out digits and fakes that D is measured on.
    """

    def __init__(self, data: Digits, meter: QualityMeter | None, n: int = N) -> None:
        self.publish: Callable[[dict[str, Any]], None] = lambda snapshot: None
        self.lost: Callable[[Exception], None] = lambda fault: None  # told why B cannot continue; A can
        self.trainer: Any = None  # A, the LiveTrainer, once there is one
        self.twin: Any = None  # B
        self._digits, self._meter, self._n = data, meter, n
        self._heap: Heap | None = None
        self._data, self._nearness = data, None

    @classmethod
    def shipped(cls) -> TrainerHost:
        """With the digits and the classifier that ship; without the latter a run has no quality figures."""
        data = digits.load()
        try:
            return cls(data, QualityMeter(DigitClassifier.load(Registry()), data.train, QUALITY_N))
        except GanError:
            return cls(data, None)

    def prepare(self, knobs: Knobs, heap: Heap | None = None) -> None:
        """Set up a run with these knobs at step 0: the current one restarted if possible, else a new one.

        Args:
            heap: what it learns from; None: the digits. The classifier that a Frechet distance is taken with knows
                digits alone, so there is none of other pictures.
        """
        self.end_fork()
        self._take(heap)
        meter = self._meter if heap is None else None
        if self.trainer is None or not self.trainer.restart(knobs, self._data, meter, self._nearness):
            self.trainer = None
            gc.collect()  # its memory first
            self.trainer = LiveTrainer(knobs, self._data, meter, self._tell, self._n, self._nearness)

    def fork(self, knobs: Knobs) -> dict[str, Any] | None:
        """Let B go on beside A from the state that A has now; gives its first snapshot, or None where it was lost."""
        self.end_fork()
        try:
            self.twin = self.trainer.fork(knobs)
        except Exception as fault:
            self.lost(fault)
        return self._of_twin(lambda twin: twin.snapshot(quality=False, weights=False))

    def end_fork(self) -> None:
        """A goes on alone."""
        if self.twin is not None:
            self.twin = None
            gc.collect()

    def keep_fork(self) -> None:
        """B goes on alone, if it is there."""
        if self.twin is not None:
            self.trainer = self.twin
            self.end_fork()

    def train(self) -> None:
        """One step of each run, and a snapshot if one is due; raises GanError('loss_not_finite') of A."""
        self.advance()
        self.trainer.measure_if_due()

    def advance(self) -> None:
        """One step of each run; raises GanError('loss_not_finite') of A."""
        self.trainer.advance()
        self._of_twin(lambda twin: twin.advance())

    def _of_twin(self, action: Callable[[Any], Any]) -> Any:
        """What `action` gives of B, if it is there. Whatever goes wrong there ends B alone."""
        if self.twin is None:
            return None
        try:
            return action(self.twin)
        except Exception as fault:
            self.end_fork()
            self.lost(fault)
            return None

    def _tell(self, event: dict[str, Any]) -> None:
        """Publish A's snapshot, and B's of the same step along with it; either goes as fast as both let it."""
        quality = event["metrics"]["frechet"] is not None
        event["twin"] = self._of_twin(lambda twin: twin.snapshot(quality=quality, weights=False))
        times = [run.step_time for run in (self.trainer, self.twin) if run is not None]
        if event["twin"] is not None and all(times):
            event["speed"] = event["twin"]["speed"] = 1 / max(sum(times), 1e-6)
        self.publish(event)

    def forget(self) -> None:
        """Keep nothing of a visitor's pictures, nor of the networks that learned from them."""
        if self._heap is not None:
            self.trainer = self.twin = None
            self._take(None)
            gc.collect()

    def _take(self, heap: Heap | None) -> None:
        """Raises GanError as `drawings_wanted`."""
        if heap is None:
            self._heap, self._nearness, self._data = None, None, self._digits
        elif not heap.same(self._heap):
            self._data, self._nearness, self._heap = learned_from(heap), Nearness(heap.pictures), heap

    def referee(self, source: Source | None, heap: Heap | None = None) -> Generator[float, None, dict[str, Any]]:
        """Ask the referee about the networks of `source`, or of the run that is on; see `ask_referee`.

        Args:
            heap: what the networks of `source` learned from; None: digits. They are judged by the same.

        Returns:
            `Verdict.to_json`, with the 'step' of the run that is on, or None.
        """
        if source is None:
            spec, networks, step = self.trainer.session.recipe.spec, self.trainer.session.networks(), self.trainer.step
            data = self._data
        else:
            spec, networks, step = dcgan_recipe_from_json(source[0]).spec, source[1], None
            data = self._digits if heap is None else learned_from(heap)
        generator, discriminator = build_generator(spec), build_discriminator(spec)
        set_weights((generator, discriminator), networks, Path("live"))
        probe, rng = Probe(generator, discriminator), np.random.default_rng(2026)

        def draw(count: int) -> np.ndarray:
            return probe.images(rng.standard_normal((count, spec.latent), np.float32))

        verdict = yield from ask_referee(judged(data), draw, probe.compare)
        return {**verdict.to_json(), "step": step}
