"""A DCGAN training run that can be stepped, evaluated, saved and resumed."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from gan_core.base.images import to_float
from gan_core.data.digits import Digits
from gan_core.data.drawings import EPOCH, vary
from gan_core.data.marks import DataMark, mark_of_array
from gan_core.measures.equilibrium import reference
from gan_core.recipes.dcgan import DCGANRecipe, dcgan_recipe_from_json
from gan_core.store.checkpoints import Registry
from gan_core.store.loading import widened
from gan_core.store.origin import origin_of
from gan_core.training.dcgan import DCGANTrainer
from gan_core.training.measuring import Probe, QualityMeter
from gan_core.training.resumable import ResumableSession, Snapshot

TILES = 16  # the fixed latents of every frame
ORDER, NOISE, FAKES, FRAME, HELD_OUT = range(5)  # streams of randomness


class DCGANSession(ResumableSession):
    """One run of a DCGAN.

    Args:
        recipe: what to train and how.
        digits: training digits to learn from, test digits held out for measuring D.
        seed: fixes the first weights, the order of the digits and every latent.
        meter: measures Frechet distance when a snapshot is asked for it.
        n: how many held-out digits and how many fresh fakes D is measured on.
    """

    kind = "dcgan"
    shown: ClassVar = {"real": "accuracy_real", "fake": "accuracy_fake", "frechet": "frechet"}
    recipe: DCGANRecipe
    trainer: DCGANTrainer
    recipe_from_json = staticmethod(dcgan_recipe_from_json)

    def __init__(
        self, recipe: DCGANRecipe, digits: Digits, seed: int = 0, meter: QualityMeter | None = None, n: int = 2000
    ) -> None:
        self._rows = recipe.batch * recipe.d_steps  # digits that one step sees
        super().__init__(recipe, self._new_trainer(recipe, digits, seed), 1, seed)
        self._learn_from(digits, meter)
        self._probe = Probe(self.trainer.ema_generator, self.trainer.discriminator)
        self._n = n
        self._draw_fixed()

    @staticmethod
    def _new_trainer(recipe: DCGANRecipe, digits: Digits, seed: int) -> DCGANTrainer:
        return DCGANTrainer(recipe, seed)

    def restart(self, seed: int, digits: Digits, meter: QualityMeter | None) -> None:
        """Go back to step 0 with the first weights of `seed`; what is traced stays traced."""
        self._learn_from(digits, meter)
        fresh = self._new_trainer(self.recipe, self.digits, seed)
        for variable, first in zip(self.trainer.variables, fresh.variables, strict=True):
            variable.assign(first)
        self.seed, self.step, self.origin = seed, 0, {}
        self._draw_fixed()

    def _learn_from(self, digits: Digits, meter: QualityMeter | None) -> None:
        self.digits, self.meter = digits, meter
        epoch = len(digits.train) if digits.bend is None else EPOCH
        self.steps_per_epoch = max(1, epoch // self._rows)

    def _draw_fixed(self) -> None:
        """What a seed fixes for the whole run."""
        digits = self.digits
        self._held_out = digits.test[self.random(HELD_OUT).permutation(len(digits.test))[: self._n]]
        self._frame_z = self._latents(FRAME, TILES)
        self._order: tuple[int, np.ndarray] = (-1, np.empty(0, int))

    def start_from(self, id: str, registry: Registry) -> None:
        """Begin with a checkpoint's weights and new optimizers. What it lacks where this one has classes is 0, so
        that all of them are drawn as that checkpoint draws.

        Raises:
            GanError: 'checkpoint_missing', 'checkpoint_damaged', 'checkpoint_mismatch'.
        """
        found = registry.load(id)
        for network in (self.trainer.generator, self.trainer.discriminator):
            network.set_weights(widened(network, found.get(network.name), registry.place(id)))
        self.trainer.start_averages()
        self.origin |= origin_of(id, registry.spec(id))

    def train_step(self) -> dict[str, float]:
        """Update G once and D as often as the recipe says: 'd_loss', 'g_loss'."""
        return self.trainer.step(self._batch(), self._latents(NOISE, self._rows, self.step))

    def snapshot(self, *, quality: bool = False) -> Snapshot:
        """Measure both networks as they are now; with `quality`, G's Frechet distance too."""
        z = self._latents(FAKES, max(len(self._held_out), self.meter.n if quality and self.meter else 0), self.step)
        frame, fakes = self._probe.images(self._frame_z), self._probe.images(z)
        metrics: dict[str, Any] = self._probe.compare(self._held_out, fakes[: len(self._held_out)]).to_json()
        metrics["tile_logits"] = [round(float(v), 3) for v in self._probe.logits(frame)]
        metrics |= self._quality(fakes, self.meter if quality else None)
        return Snapshot(self.step, round(self.epoch, 4), frame, metrics)

    def _quality(self, fakes: np.ndarray, meter: QualityMeter | None) -> dict[str, Any]:
        return meter.measure(fakes[: meter.n]) if meter else {"frechet": None}

    def fakes(self, count: int) -> np.ndarray:
        """Fresh fakes of the weights that play, uint8 (count, 28, 28)."""
        return self._probe.images(self._latents(FAKES, count, self.step))

    def take(self, networks: dict[str, list[np.ndarray]]) -> None:
        """Let what `networks` gave play again."""
        self.trainer.ema_generator.set_weights(networks["generator"])
        self.trainer.discriminator.set_weights(networks["discriminator"])

    def images(self, z: np.ndarray) -> np.ndarray:
        """The EMA generator's images for latents (n, latent): uint8 (n, 28, 28)."""
        return self._probe.images(z)

    def logits(self, images: np.ndarray) -> np.ndarray:
        """D's logits, float32 (n,), on uint8 (n, 28, 28), dropout off."""
        return self._probe.logits(images)

    def networks(self) -> dict[str, list[np.ndarray]]:
        """Copies of the weights that play: {'generator': [...], 'discriminator': [...]}."""
        return {
            "generator": self.trainer.ema_generator.get_weights(),
            "discriminator": self.trainer.discriminator.get_weights(),
        }

    def data_marks(self) -> dict[str, DataMark]:
        """The training digits and those held out."""
        return {"training digits": mark_of_array(self.digits.train), "held-out digits": mark_of_array(self.digits.test)}

    def facts(self) -> dict[str, Any]:
        """How many digits, the reference lines of the recipe, and what the Frechet distance was taken on."""
        train, test = len(self.digits.train), len(self.digits.test)
        floor = self.meter.floor if self.meter else None
        varied = {} if self.digits.bend is None else {"bend": self.digits.bend}
        return {
            "data": {"train": train, "held_out": test, "steps_per_epoch": self.steps_per_epoch, **varied},
            "reference": {**reference(self.recipe.real_label), "frechet_floor": floor},
            "frechet_n": self.meter.n if self.meter else None,
        }

    def _latents(self, stream: int, count: int, index: int = 0) -> np.ndarray:
        return self.random(stream, index).standard_normal((count, self.recipe.spec.latent), np.float32)

    def _batch(self) -> np.ndarray:
        """The reals of this step."""
        digits = self.digits
        if digits.bend is None:
            return to_float(digits.train[self._chosen()])[..., None]
        return to_float(vary(digits.train, self._rows, self.random(ORDER, self.step), digits.bend))[..., None]

    def _chosen(self) -> np.ndarray:
        """Which digits this step sees. Each epoch has its own order; what does not fill a batch is left out of it.
        Where there are fewer than a batch, they come again."""
        epoch, at = divmod(self.step, self.steps_per_epoch)
        if self._order[0] != epoch:
            order = self.random(ORDER, epoch).permutation(len(self.digits.train))
            self._order = epoch, order if len(order) >= self._rows else np.resize(order, self._rows)
        return self._order[1][at * self._rows : (at + 1) * self._rows]
