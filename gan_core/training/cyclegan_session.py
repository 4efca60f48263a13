"""A CycleGAN training run that can be stepped, evaluated, saved and resumed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import numpy as np

from gan_core.data.crops import Crops
from gan_core.data.marks import DataMark
from gan_core.data.picture_files import streams
from gan_core.data.unpaired import Photographs, square
from gan_core.models.cyclegan import with_mask, with_residual
from gan_core.models.imagenet import ImageNetClassifier
from gan_core.recipes.cyclegan import CycleGANRecipe, cyclegan_recipe_from_json
from gan_core.store.checkpoints import Registry
from gan_core.store.loading import load_into, set_weights
from gan_core.store.origin import origin_of
from gan_core.training.cyclegan import CycleGANTrainer
from gan_core.training.cyclegan_measuring import REFERENCE, TranslationProbe
from gan_core.training.pool import Exchange, plan
from gan_core.training.projected import DRAWS
from gan_core.training.read_ahead import ReadAhead
from gan_core.training.resumable import ResumableSession, Snapshot

TILE = 96  # side of a picture in a frame
PICTURES = 4  # in a frame, four tiles each
A, B, POOL_A, POOL_B, HELD_BACK, DISTURBANCES, NEITHER = range(7)  # streams of randomness


class CycleGANSession(ResumableSession):
    """One run of a CycleGAN.

    Args:
        recipe: what to train and how.
        domains: photographs of A and of B; those held back are what is measured.
        seed: fixes the first weights, the crops and the pools.
        pictures: what frames show: pictures of A and of B, uint8 (h, w, 3) each, whose licence allows it.
            Of each the first ones, four in all; no frames without any.
        n: how many held-back photographs of each domain are measured.
        network: what the recipe's discriminators on features look through; they are left out without it.
        neither: photographs of neither domain, of which little is to be changed; none are needed.
    """

    kind = "cyclegan"
    shown: ClassVar = {"real": "accuracy_real", "fake": "accuracy_fake", "L1": "cycle"}
    recipe: CycleGANRecipe
    trainer: CycleGANTrainer
    recipe_from_json = staticmethod(cyclegan_recipe_from_json)

    def __init__(
        self,
        recipe: CycleGANRecipe,
        domains: tuple[Photographs, Photographs],
        seed: int = 0,
        pictures: tuple[Sequence[np.ndarray], Sequence[np.ndarray]] = ((), ()),
        n: int = 40,
        network: ImageNetClassifier | None = None,
        neither: Photographs | None = None,
    ) -> None:
        larger = max(len(domain.train) for domain in domains)
        super().__init__(recipe, CycleGANTrainer(recipe, seed, network), max(1, larger // recipe.batch), seed)
        self._domains, self._others = domains, neither if recipe.neither else None
        self._crops = [self._crops_of(domain, stream) for domain, stream in zip(domains, (A, B), strict=True)]
        self._neither = self._crops_of(self._others, NEITHER) if self._others else None
        streamed = [domain for domain in (*domains, *([self._others] if self._others else ())) if streams(domain.train)]
        self._batches = ReadAhead(self._drawn, ahead=bool(streamed))
        self._probe = TranslationProbe(self.trainer.ema_generators, self.trainer.discriminators)
        chosen = [self.random(HELD_BACK, i).permutation(len(d.held_back))[:n] for i, d in enumerate(domains)]
        self._views = [self._squares(d.held_back[i] for i in which) for d, which in zip(domains, chosen, strict=True)]
        self._pictures = [self._squares(shown) for shown in _first_ones(pictures)]

    def start_from(self, id: str, registry: Registry) -> None:
        """Start from the weights of a checkpoint, with fresh optimizers: a warm restart.

        A generator that has no mask gets one if the recipe wants it, and one that adds nothing is made of any if the
        recipe wants a residual one; discriminators on features start from scratch.

        Raises:
            GanError: 'checkpoint_missing', 'checkpoint_damaged', 'checkpoint_mismatch'.
        """
        if begin := self._beginning(registry.spec(id).get("recipe", {}).get("spec", {})):
            found = registry.load(id)
            found |= {name: begin(its) for name, its in found.items() if name.startswith("generator_")}
            set_weights(self._own(), found, registry.place(id))
        else:
            load_into(registry, id, None, *self._own())
        self.trainer.start_averages()
        self.origin |= origin_of(id, registry.spec(id))

    def _beginning(self, spec: dict[str, Any]) -> Callable[[list[np.ndarray]], list[np.ndarray]] | None:
        """What turns the generators' weights of a checkpoint of `spec` into first ones here; None where they fit."""
        for part, begin in (("masked", with_mask), ("residual", with_residual)):
            if getattr(self.recipe.spec, part) and not spec.get(part, False):
                return begin
        return None

    def train_step(self) -> dict[str, float]:
        """Update all networks once; returns the losses of `CycleGANTrainer.step`."""
        a, b, neither = self._batches.batch(self.step)
        draws = self.random(DISTURBANCES, self.step).uniform(-1, 1, (2, DRAWS))
        return self.trainer.step(a, b, self._exchanges(), draws, neither)

    def close(self) -> None:
        """End the threads that read ahead."""
        self._batches.close()

    def snapshot(self, *, quality: bool = False) -> Snapshot:
        """Measure the four networks as they are now; `quality` makes no difference."""
        metrics = {**self._probe.measure(self._views), "frechet": None}
        frame = np.zeros((0, TILE, TILE, 3), np.uint8)
        boards = [self._probe.board(shown, i) for i, shown in enumerate(self._pictures) if len(shown)]
        if boards:
            tiles = np.concatenate([tiles for tiles, _ in boards])
            frame = np.zeros((4 * PICTURES, TILE, TILE, 3), np.uint8)
            frame[: len(tiles)] = [square(tile, TILE) for tile in tiles]
            metrics["tile_logits"] = [score for _, scores in boards for score in scores]
        return Snapshot(self.step, round(self.epoch, 4), frame, metrics)

    def networks(self) -> dict[str, list[np.ndarray]]:
        """Copies of the weights that play: 'generator_ab', 'generator_ba', 'discriminator_a', 'discriminator_b'."""
        return {n.name: n.get_weights() for n in (*self.trainer.ema_generators, *self.trainer.discriminators)}

    def data_marks(self) -> dict[str, DataMark]:
        """The photographs of A, of B and of neither."""
        marks = {side: domain.mark for side, domain in zip("AB", self._domains, strict=True)}
        return marks | ({"neither": self._others.mark} if self._others else {})

    def facts(self) -> dict[str, Any]:
        """How many photographs there are of what, what frames show, and the reference lines of least squares."""
        return {
            "data": {
                "train": [len(d.train) for d in self._domains],
                "held_out": [len(d.held_back) for d in self._domains],
                "skipped": [d.skipped for d in self._domains],
                "duplicates": [d.duplicates for d in self._domains],
                "steps_per_epoch": self.steps_per_epoch,
                "neither": len(self._others.train) if self._others else 0,
            },
            "columns": list(self._probe.columns),
            "features": self.trainer.projected is not None,
            "reference": REFERENCE,
        }

    def _own(self) -> list[Any]:
        return [self.trainer.g_ab, self.trainer.g_ba, *self.trainer.discriminators]

    def _exchanges(self) -> tuple[Exchange, Exchange] | None:
        if not self.recipe.pool:
            return None
        a, b = (
            plan(self.step, self.recipe.batch, self.recipe.pool, self.random(stream, self.step))
            for stream in (POOL_A, POOL_B)
        )
        return a, b

    def _drawn(self, step: int) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
        """The crops of a step: of A, of B and, in some steps, of neither."""
        a, b = (crops.batch(step) for crops in self._crops)
        turn, rest = divmod(step, self.recipe.neither_every)
        return a, b, self._neither.batch(turn) if self._neither and not rest else None

    def _crops_of(self, domain: Photographs, stream: int) -> Crops:
        recipe = self.recipe
        return Crops(domain.train, recipe.crop, recipe.scales, recipe.batch, (self.seed, stream))

    def _squares(self, photographs: Any) -> np.ndarray:
        side = self.recipe.view
        found = [square(photograph, side) for photograph in photographs]
        return np.stack(found) if found else np.zeros((0, side, side, 3), np.uint8)


def _first_ones(pictures: tuple[Sequence[np.ndarray], Sequence[np.ndarray]]) -> list[Sequence[np.ndarray]]:
    """At most `PICTURES` in all, half of them of each domain where there are enough."""
    a, b = pictures
    of_a = min(len(a), max(PICTURES // 2, PICTURES - len(b)))
    return [a[:of_a], b[: PICTURES - of_a]]
