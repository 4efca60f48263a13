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
    """One run at a time.

    Args:
        data: digits to learn from and, held out, to measure on.
        meter: measures Frechet distance now and then.
        n: held-out digits and fakes that D is measured on.
    """

    def __init__(self, data: Digits, meter: QualityMeter | None, n: int = N) -> None:
        self.publish: Callable[[dict[str, Any]], None] = lambda snapshot: None
        self.trainer: Any = None  # the LiveTrainer, once there is one
        self._data, self._meter, self._n = data, meter, n

    @classmethod
    def shipped(cls) -> TrainerHost:
        """With the digits and the classifier that ship; without the latter a run has no quality figures."""
        data = digits.load()
        try:
            return cls(data, QualityMeter(DigitClassifier.load(Registry()), data.train, QUALITY_N))
        except GanError:
            return cls(data, None)

    def prepare(self, knobs: Knobs) -> None:
        """Set up a run with these knobs at step 0: the current one restarted if possible, else a new one."""
        if self.trainer is None or not self.trainer.restart(knobs):
            self.trainer = None
            gc.collect()  # its memory first
            self.trainer = LiveTrainer(knobs, self._data, self._meter, lambda found: self.publish(found), self._n)

    def referee(self, source: Source | None) -> Generator[float, None, dict[str, Any]]:
        """Ask the referee about the networks of `source`, or of the run that is on; see `ask_referee`.

        Returns:
            `Verdict.to_json`, with the 'step' of the run that is on, or None.
        """
        if source is None:
            spec, networks, step = self.trainer.session.recipe.spec, self.trainer.session.networks(), self.trainer.step
        else:
            spec, networks, step = dcgan_recipe_from_json(source[0]).spec, source[1], None
        generator, discriminator = build_generator(spec), build_discriminator(spec)
        set_weights((generator, discriminator), networks, Path("live"))
        probe, rng = Probe(generator, discriminator), np.random.default_rng(2026)

        def draw(count: int) -> np.ndarray:
            return probe.images(rng.standard_normal((count, spec.latent), np.float32))

        verdict = yield from ask_referee(self._data, draw, probe.compare)
        return {**verdict.to_json(), "step": step}
