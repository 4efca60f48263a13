"""Inference engines: networks loaded, traced once and warmed up; numpy in, numpy out, from any thread.

Importing this imports no network library; making an engine does.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from copy import copy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from gan_core.base.errors import GanError
from gan_core.base.images import to_float
from gan_core.base.latest_wins import LatestWins
from gan_core.data import digits
from gan_core.digits.feature_maps import LayerMaps, mapper
from gan_core.digits.latent import MOST
from gan_core.digits.neighbours import Neighbour, RealDigits
from gan_core.digits.networks import Shape, Tensor, tensors, traced
from gan_core.models.gradients import set_threads
from gan_core.recipes.dcgan import DCGANRecipe, DCGANSpec, dcgan_recipe_from_json
from gan_core.store.checkpoints import Networks, Registry
from gan_core.store.loading import fitting, heads_of

BATCH = 250
FURTHEST = 1000.0  # the largest coordinate of z that is taken; |z| is about 10

Weights = tuple[list[Tensor], list[Tensor]]  # of the generator and of the discriminator


@cache
def _shipped() -> RealDigits:
    """The real digits that ship, 38 MB, which all engines look among."""
    return RealDigits(digits.load().train)


class Drawing(NamedTuple):
    """What G drew and D's verdict on it: uint8 (n, 28, 28) and logits float32 (n,)."""

    images: np.ndarray
    logits: np.ndarray


class DigitEngine:
    """A DCGAN of the registry with all its snapshots behind one traced function.

    The function takes the weights as arguments, so that going to another snapshot of both networks
    costs nothing and never leaves a network half-changed. D always sees the picture as a visitor
    does, rounded to 8 bits, dropout off.

    Args:
        registry: where the checkpoint lies.
        id: which one, "best" or "classic".
        reals: real training digits to look for neighbours among, uint8 (m, 28, 28); None for those that ship.

    Attributes:
        snapshots: [{"step", "epoch", "file"}, ...], earliest first: the steps that `draw` takes.
        recipe: the DCGANRecipe that it was trained by.
        latent: how many numbers z has.
        classes: how many it can be asked for; 0: G draws what it likes.
        digest: of its finished weights, as Registry.digest; "" of weights that lie in no registry.
        typical: where real digits' own nearest distances lie: what "near" means.

    Raises:
        GanError: 'checkpoint_missing', 'checkpoint_damaged', 'checkpoint_mismatch', 'data_missing', 'data_wrong'.
    """

    def __init__(self, registry: Registry, id: str = "best", reals: np.ndarray | None = None) -> None:
        set_threads()
        self.id = id
        self.spec, self.digest = registry.spec(id), registry.digest(id)
        self.snapshots = registry.snapshots(id)
        path = registry.place(id)
        self._shapes: dict[DCGANSpec, Shape] = {}
        self._mappers: dict[Shape, Callable[..., list[LayerMaps]]] = {}
        self._lock = LatestWins()
        self._stand(path)
        check = heads_of((self._shape.generator, self._shape.discriminator), path)
        for step in [None, *(s["step"] for s in self.snapshots)]:
            self._weights[step] = self._tensors(registry.load(id, step, check), path)
        self._reals = _shipped() if reals is None else RealDigits(reals)
        self.typical = self._reals.typical
        self._warm()

    def taken_over(self, spec: dict[str, Any], networks: Networks) -> DigitEngine:
        """An engine of other weights beside this one, such as a snapshot of a live run; this one stays as it is.

        Args:
            spec: as in spec.json. Networks of a shape that was seen before are not traced again.
            networks: float32 arrays of 'generator' and 'discriminator'.

        Raises:
            GanError: 'checkpoint_mismatch'.
        """
        other = copy(self)  # shares the shapes, the real digits and the lock
        other.id, other.spec, other.snapshots, other.digest = "live", spec, [], ""
        path = Path(other.id)
        with self._lock.hold():
            other._stand(path)
            other._weights[None] = other._tensors(networks, path)
        other._warm()
        return other

    def draw(self, z: np.ndarray, step: int | None = None, session: Hashable | None = None) -> Drawing | None:
        """Digits and D's verdict on them in one call.

        Args:
            z: float32 (n, latent), or (latent,) for one digit; with classes, what `latent.asked` makes of it.
            step: the snapshot of both networks; None for the finished ones.
            session: of the requests of one session, only the newest is served.

        Returns:
            The drawing, or None if a newer request of `session` came while this one waited.

        Raises:
            GanError: 'checkpoint_missing' (no such step), 'list_wrong', 'number_wrong', 'networks_not_finite'.
        """
        z, weights = self._checked(z), self._at(step)
        if len(z) == 1:
            return self._lock.together(z[0], (id(self), step), lambda rows: self._one_each(weights, rows), session)
        with self._lock.hold(session) as mine:
            if not mine:
                return None
            parts = [self._shape.draw(*weights, part) for part in _batches(z)]
        images, logits = (np.concatenate(p) for p in zip(*parts, strict=True))
        return Drawing(images, logits)

    def images(self, z: np.ndarray, step: int | None = None) -> np.ndarray:
        """Digits, uint8 (n, 28, 28), of z float32 (n, latent); raises as `draw`."""
        drawing = self.draw(z, step)
        assert drawing is not None  # without a session nothing is sent away
        return drawing.images

    def verdict(self, images: np.ndarray, step: int | None = None) -> np.ndarray:
        """D's logits, float32 (n,), on uint8 (n, 28, 28); sigmoid(logit) = P(real). Raises as `draw`."""
        discriminator = self._at(step)[1]
        with self._lock.hold():
            parts = [self._shape.discriminate(discriminator, to_float(part)[..., None]) for part in _batches(images)]
        return np.concatenate(parts)

    def nearest(self, image: np.ndarray) -> Neighbour:
        """The nearest real training digit to uint8 (28, 28): (row, image, distance)."""
        return self._reals.nearest(image)

    def feature_maps(self, z: np.ndarray, step: int | None = None) -> list[LayerMaps]:
        """What the layers of both networks give for one digit, z float32 (latent,); raises as `draw`."""
        z, weights = self._checked(z)[:1], self._at(step)
        with self._lock.hold():
            if self._shape not in self._mappers:  # traced when it is first asked for
                self._mappers[self._shape] = mapper(self._shape.generator, self._shape.discriminator)
            return self._mappers[self._shape](*weights, z)

    def _one_each(self, weights: Weights, rows: Sequence[np.ndarray]) -> list[Drawing]:
        """The digits of several visitors, z (latent,) each, in one call.

        Filled up to a power of two: then each picture is the one that is drawn alone (24,576 of 24,576 were), while in
        threes 4 of 512 had a pixel that was rounded the other way.
        """
        z = np.zeros((1 << (len(rows) - 1).bit_length(), len(rows[0])), np.float32)
        z[: len(rows)] = rows
        images, logits = self._shape.draw(*weights, z)
        return [Drawing(images[i : i + 1], logits[i : i + 1]) for i in range(len(rows))]

    def _stand(self, path: Path) -> None:
        """Take the recipe and the shape that `spec` says, with no weights yet."""
        self.recipe = recipe_of(self.spec, path)
        self.latent, self.classes = self.recipe.spec.latent, self.recipe.spec.classes
        shape = replace(self.recipe.spec, d_dropout=0.0)  # nothing is dropped here
        if shape not in self._shapes:
            self._shapes[shape] = traced(shape)
        self._shape = self._shapes[shape]
        self._weights: dict[int | None, Weights] = {}

    def _tensors(self, networks: Networks, path: Path) -> Weights:
        shape = self._shape
        g, d = (fitting(n, networks.get(n.name), path) for n in (shape.generator, shape.discriminator))
        return tensors(g), tensors(d)

    def _at(self, step: int | None) -> Weights:
        try:
            return self._weights[step]
        except KeyError:
            known = ", ".join(f"{self.id}@{s['step']}" for s in self.snapshots) or self.id
            raise GanError("checkpoint_missing", id=f"{self.id}@{step}", known=known) from None

    def _checked(self, z: np.ndarray) -> np.ndarray:
        z = np.atleast_2d(np.asarray(z, np.float32))
        if z.ndim != 2 or z.shape[1] != self.recipe.spec.inputs or not 1 <= len(z) <= MOST:
            raise GanError("list_wrong", name="z", largest=self.recipe.spec.inputs)
        wild = z[~(np.abs(z) <= FURTHEST)]  # NaN is not <= anything
        if wild.size:
            raise GanError("number_wrong", name="z", low=-FURTHEST, high=FURTHEST, value=float(wild[0]))
        return z

    def _warm(self) -> None:
        for n in (1, 16):
            self.verdict(self.images(np.zeros((n, self.recipe.spec.inputs), np.float32)))


def recipe_of(spec: dict[str, Any], path: Path) -> DCGANRecipe:
    """The recipe of a checkpoint's `spec`, which lies at `path`; raises GanError('checkpoint_mismatch')."""
    try:
        recipe = dcgan_recipe_from_json(spec["recipe"])
        hash(recipe)  # a list where a number belongs
        return recipe
    except (KeyError, TypeError) as error:
        raise GanError("checkpoint_mismatch", path=path, reason=f"spec.json holds no DCGAN recipe ({error})") from error


def _batches(rows: np.ndarray) -> list[np.ndarray]:
    return [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]
