"""A Pix2Pix training run that can be stepped, evaluated, saved and resumed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import keras
import numpy as np

from gan_core.base.colour import grey, planes
from gan_core.base.images import to_uint8
from gan_core.base.lab import cells, nearest_cell
from gan_core.data.aged import aged
from gan_core.data.crops import Crops
from gan_core.data.marks import DataMark
from gan_core.data.pairs import Pairs
from gan_core.data.picture_files import streams
from gan_core.data.unpaired import square
from gan_core.models.colour_classes import rarity
from gan_core.models.imagenet import ImageNetClassifier
from gan_core.recipes.pix2pix import Pix2PixRecipe, pix2pix_recipe_from_json
from gan_core.store.checkpoints import Registry
from gan_core.store.loading import load_into
from gan_core.store.origin import origin_of
from gan_core.training.colour_classes import ColourClassesTrainer, true_ab
from gan_core.training.cyclegan_measuring import REFERENCE
from gan_core.training.pix2pix import Pix2PixTrainer
from gan_core.training.pix2pix_measuring import COLUMNS, PairProbe, as_input, as_output
from gan_core.training.projected import DRAWS
from gan_core.training.read_ahead import ReadAhead
from gan_core.training.resumable import ResumableSession, Snapshot

TILE = 96  # side of a picture in a frame
COUNTED = 128  # side at which colours are counted
PICTURES = 4  # in a frame, four tiles each
CROPS, HELD_BACK, DISTURBANCES, OTHERS = range(4)  # streams of randomness


class Pix2PixSession(ResumableSession):
    """One run of a Pix2Pix.

    Args:
        recipe: what to train and how.
        pairs: to learn from; those held back are what is measured.
        seed: fixes the first weights, dropout and the crops.
        pictures: what frames show, uint8 (h, w, 3) each, whose licence allows it: of photographs to be coloured the
            first four; no frames without any, nor of pairs that have inputs of their own.
        n: how many held-back pairs are measured.
        network: what the recipe's discriminators on features look through; they are left out without it.
        eyes: what a generator with eyes looks through.
    """

    kind = "pix2pix"
    shown: ClassVar = {"real": "accuracy_real", "fake": "accuracy_fake", "L1": "l1", "colour": "colourfulness"}
    recipe: Pix2PixRecipe
    trainer: Pix2PixTrainer | ColourClassesTrainer
    recipe_from_json = staticmethod(pix2pix_recipe_from_json)

    def __init__(
        self,
        recipe: Pix2PixRecipe,
        pairs: Pairs,
        seed: int = 0,
        pictures: Sequence[np.ndarray] = (),
        n: int = 40,
        network: ImageNetClassifier | None = None,
        eyes: keras.Model | None = None,
    ) -> None:
        steps = max(1, len(pairs.targets.train) // recipe.batch)
        super().__init__(recipe, _trainer(recipe, pairs, seed, network, eyes), steps, seed)
        self._pairs = pairs
        self._alone = not (pairs.inputs or recipe.shuffled)  # does the target's own crop go in?
        inputs = pairs.inputs or pairs.targets
        self._inputs = self._crops_of(inputs.train, OTHERS if recipe.shuffled else CROPS)
        self._targets = self._crops_of(pairs.targets.train, CROPS)
        self._batches = ReadAhead(self._drawn, ahead=streams(inputs.train) or streams(pairs.targets.train))
        self._probe = PairProbe(recipe.spec, self.trainer.ema_output, self.trainer.discriminator)
        chosen = self.random(HELD_BACK).permutation(len(pairs.targets.held_back))[:n]
        views = [self._squares([side.held_back[i] for i in chosen]) for side in (inputs, pairs.targets)]
        self._views = self._given(views[0]), views[1]
        self._pictures = self._squares(() if pairs.inputs else pictures[:PICTURES])

    def start_from(self, id: str, registry: Registry) -> None:
        """Start from a checkpoint's weights, with fresh optimizers and discriminators on features: a warm restart.

        Raises:
            GanError: 'checkpoint_missing', 'checkpoint_damaged', 'checkpoint_mismatch'.
        """
        load_into(registry, id, None, self.trainer.generator, self.trainer.discriminator)
        self.trainer.start_averages()
        self.origin |= origin_of(id, registry.spec(id))

    def train_step(self) -> dict[str, float]:
        """Update all networks once; returns the losses of `Pix2PixTrainer.step`."""
        return self.trainer.step(*self._batches.batch(self.step))

    def close(self) -> None:
        """End the threads that read ahead."""
        self._batches.close()

    def snapshot(self, *, quality: bool = False) -> Snapshot:
        """Measure both networks as they are now; `quality` makes no difference."""
        metrics: dict[str, Any] = {**self._probe.measure(*self._views), "frechet": None}
        frame = np.zeros((0, TILE, TILE, 3), np.uint8)
        if len(self._pictures):
            tiles, metrics["tile_logits"] = self._probe.board(self._given(self._pictures), self._pictures)
            frame = np.zeros((len(COLUMNS) * PICTURES, TILE, TILE, 3), np.uint8)
            frame[: len(tiles)] = [square(tile, TILE) for tile in tiles]
        return Snapshot(self.step, round(self.epoch, 4), frame, metrics)

    def networks(self) -> dict[str, list[np.ndarray]]:
        """Copies of the weights that play: 'generator', 'discriminator'."""
        return {n.name: n.get_weights() for n in (self.trainer.ema_generator, self.trainer.discriminator)}

    def data_marks(self) -> dict[str, DataMark]:
        """The pairs, with which of both goes in."""
        return {"pairs": self._pairs.targets.mark}

    def facts(self) -> dict[str, Any]:
        """How many pairs there are, what frames show, and the reference lines of least squares."""
        targets = self._pairs.targets
        return {
            "data": {
                "train": len(targets.train),
                "held_out": len(targets.held_back),
                "skipped": targets.skipped,
                "duplicates": targets.duplicates,
                "lone": self._pairs.lone,
                "steps_per_epoch": self.steps_per_epoch,
            },
            "columns": list(COLUMNS),
            "features": self.trainer.projected is not None,
            "reference": REFERENCE,
        }

    def _drawn(self, step: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What the trainer is given at a step: inputs, targets, and how they are disturbed."""
        spec = self.recipe.spec
        targets = to_uint8(self._targets.batch(step))
        inputs = self._given(targets if self._alone else to_uint8(self._inputs.batch(step)))
        x, y, rng = as_input(spec, inputs), as_output(spec, targets), self.random(DISTURBANCES, step)
        return x, y, aged(x, rng) if self.recipe.classes else rng.uniform(-1, 1, (1, DRAWS))

    def _given(self, inputs: np.ndarray) -> np.ndarray:
        """Without inputs of their own, networks that draw whole pictures are given grey ones."""
        return inputs if self._pairs.inputs or self.recipe.spec.colours else grey(inputs)

    def _crops_of(self, pictures: Sequence[np.ndarray], stream: int) -> Crops:
        """One stream for both sides: partners, which are of one size, are cropped and flipped alike."""
        recipe = self.recipe
        return Crops(pictures, recipe.crop, recipe.scales, recipe.batch, (self.seed, stream))

    def _squares(self, pictures: Sequence[np.ndarray]) -> np.ndarray:
        side = self.recipe.view
        found = [square(picture, side) for picture in pictures]
        return np.stack(found) if found else np.zeros((0, side, side, 3), np.uint8)


def _trainer(
    recipe: Pix2PixRecipe, pairs: Pairs, seed: int, network: ImageNetClassifier | None, eyes: keras.Model | None
) -> Pix2PixTrainer | ColourClassesTrainer:
    if recipe.classes is None:
        return Pix2PixTrainer(recipe, seed, network)
    assert eyes is not None
    return ColourClassesTrainer(recipe, eyes, rarity(_counts(pairs.targets.train), recipe.classes), seed)


def _counts(photographs: Sequence[np.ndarray]) -> np.ndarray:
    """How often the colours of photographs lie in each cell, float (cells,)."""
    found = np.zeros(len(cells()))
    for photograph in photographs:
        ab = true_ab(*planes(square(photograph, COUNTED)[None]))
        found += np.bincount(nearest_cell(ab).ravel(), minlength=len(found))
    return found
