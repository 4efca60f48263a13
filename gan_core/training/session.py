"""A DCGAN's training run that can be stepped, measured, saved and gone on with.

All randomness is a function of (seed, step), and dropout's seed is one of the saved variables, so a
resumed run goes on exactly as if it had not stopped.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.data.digits import Digits
from gan_core.errors import GanError
from gan_core.images import to_float, write_atomically
from gan_core.presets import DCGANRecipe, recipe_to_json
from gan_core.training.dcgan import DCGANTrainer
from gan_core.training.measuring import Probe, QualityMeter

TILES = 16  # the fixed latents of every frame
ORDER, NOISE, FAKES, FRAME, HELD_OUT = range(5)  # streams of randomness


@dataclass(frozen=True)
class Snapshot:
    """What is known at one step: the frame, uint8 (16, 28, 28), and its metrics."""

    step: int
    epoch: float
    frame: np.ndarray
    metrics: dict[str, Any]


class DCGANSession:
    """One run: a recipe, its data, and how far it has come.

    Args:
        recipe: what to train and how.
        digits: training digits to learn from, test digits held out for measuring D.
        seed: fixes the first weights, the order of the digits and every latent.
        meter: measures Frechet distance when a snapshot is asked for it.
        n: how many held-out digits and how many fresh fakes D is measured on.
    """

    def __init__(
        self, recipe: DCGANRecipe, digits: Digits, seed: int = 0, meter: QualityMeter | None = None, n: int = 2000
    ) -> None:
        self.recipe, self.seed, self.step, self.meter = recipe, seed, 0, meter
        self.trainer = DCGANTrainer(recipe, seed)
        self.steps_per_epoch = max(1, len(digits.train) // recipe.batch)
        self._train = digits.train
        self._probe = Probe(self.trainer.player, self.trainer.discriminator)
        self._held_out = digits.test[self._random(HELD_OUT).permutation(len(digits.test))[:n]]
        self._frame_z = self._latents(FRAME, TILES)
        self._order: tuple[int, np.ndarray] = (-1, np.empty(0, int))

    @property
    def epoch(self) -> float:
        """Passes over the training digits so far."""
        return self.step / self.steps_per_epoch

    def advance(self) -> dict[str, float]:
        """Train one step; returns its losses. Raises GanError('loss_not_finite')."""
        if self.recipe.rate_decay:
            self.trainer.set_rates(min(1.0, 2 * (1 - self.step / (self.recipe.epochs * self.steps_per_epoch))))
        losses = self.trainer.step(self._batch(), self._latents(NOISE, self.recipe.batch, self.step))
        if not all(np.isfinite(v) for v in losses.values()):
            raise GanError("loss_not_finite", step=self.step)
        self.step += 1
        return losses

    def snapshot(self, *, quality: bool = False) -> Snapshot:
        """Measure both networks as they are now; with `quality`, G's Frechet distance too."""
        z = self._latents(FAKES, max(len(self._held_out), self.meter.n if quality and self.meter else 0), self.step)
        frame, fakes = self._probe.images(self._frame_z), self._probe.images(z)
        metrics: dict[str, Any] = self._probe.compare(self._held_out, fakes[: len(self._held_out)]).to_json()
        metrics["tile_logits"] = [round(float(v), 3) for v in self._probe.logits(frame)]
        metrics |= self.meter.measure(fakes[: self.meter.n]) if quality and self.meter else {"frechet": None}
        return Snapshot(self.step, round(self.epoch, 4), frame, metrics)

    def networks(self) -> dict[str, list[np.ndarray]]:
        """Copies of the weights that play: {'generator': [...], 'discriminator': [...]}."""
        return {
            "generator": self.trainer.player.get_weights(),
            "discriminator": self.trainer.discriminator.get_weights(),
        }

    def save(self, path: Path) -> None:
        """Write the whole state (weights, optimizers, step) aside, then rename it to `path`."""
        header = {"recipe": recipe_to_json(self.recipe), "seed": self.seed, "step": self.step}
        arrays = {f"{i:03d}": np.asarray(v) for i, v in enumerate(self.trainer.variables)}
        buffer = io.BytesIO()
        np.savez(buffer, header=np.frombuffer(json.dumps(header).encode(), np.uint8), **arrays)
        write_atomically(path, buffer.getvalue())

    def restore(self, path: Path) -> None:
        """Go on from what `save` wrote; raises GanError 'resume_missing', 'resume_mismatch' or 'checkpoint_damaged'."""
        if not path.is_file():
            raise GanError("resume_missing", path=path.parent)
        try:
            with np.load(path, allow_pickle=False) as archive:
                header = json.loads(archive["header"].tobytes())
                arrays = [archive[f"{i:03d}"] for i in range(len(self.trainer.variables))]
        except Exception as fault:  # every way in which a cut-off archive can fail to be read
            raise GanError("checkpoint_damaged", path=path, reason=type(fault).__name__) from fault
        # `epochs` may grow: going on for longer is what resuming is for
        old, new = (json.loads(json.dumps(r)) | {"epochs": 0} for r in (header["recipe"], recipe_to_json(self.recipe)))
        if old != new or header["seed"] != self.seed:
            raise GanError("resume_mismatch", path=path.parent)
        for variable, array in zip(self.trainer.variables, arrays, strict=True):
            variable.assign(array)
        self.step = header["step"]

    def _random(self, stream: int, index: int = 0) -> np.random.Generator:
        return np.random.default_rng([self.seed, stream, index])

    def _latents(self, stream: int, count: int, index: int = 0) -> np.ndarray:
        return self._random(stream, index).standard_normal((count, self.recipe.spec.latent), np.float32)

    def _batch(self) -> np.ndarray:
        """The reals of this step. Each epoch has its own order; what does not fill a batch is left out of it."""
        epoch, at = divmod(self.step, self.steps_per_epoch)
        if self._order[0] != epoch:
            self._order = epoch, self._random(ORDER, epoch).permutation(len(self._train))
        chosen = self._order[1][at * self.recipe.batch : (at + 1) * self.recipe.batch]
        return to_float(self._train[chosen])[..., None]
