"""The sliders of a checkpoint: named directions in latent space. The number of sliders is what the file holds.

They are found by gan_core.digits.steering (`python -m gan_core directions`), kept beside the weights in
directions.npz, and applied by latent.move.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gan_core.base.archives import Head, read_arrays
from gan_core.digits.latent import LATENT
from gan_core.store.checkpoints import Registry, reading

FILE = "directions.npz"
FRAMES = 7
MOST = 16  # sliders
_ROOM = 2**20  # bytes that all arrays may take


@dataclass(frozen=True)
class Directions:
    """k directions, the most effective first.

    Attributes:
        names: what each changes, a key of strokes.STATISTICS.
        vectors: float32 (k, latent), unit length.
        ranges: float32 (k, 2), the lowest and the highest amount for latent.move.
        effects: float32 (k,), how far the statistic moves from end to end, in its standard deviations
            over drawn digits; the mean of `n` digits.
        kept: float32 (k,), the share of these digits that the classifier reads as the same digit at the
            ends, the mean of both ends.
        filmstrips: uint8 (k, FRAMES, 28, 28), one digit at equal steps from the lowest amount to the highest.
        n: how many digits `effects` and `kept` were measured on.
    """

    names: list[str]
    vectors: np.ndarray
    ranges: np.ndarray
    effects: np.ndarray
    kept: np.ndarray
    filmstrips: np.ndarray
    n: int

    @classmethod
    def none(cls, latent: int = LATENT) -> Directions:
        """No sliders at all."""
        nothing = np.zeros(0, np.float32)
        films = np.zeros((0, FRAMES, 28, 28), np.uint8)
        return cls([], np.zeros((0, latent), np.float32), np.zeros((0, 2), np.float32), nothing, nothing, films, 0)

    @classmethod
    def load(cls, registry: Registry, id: str) -> Directions:
        """The sliders of a checkpoint, `none` where none were found yet.

        Raises:
            GanError: 'checkpoint_missing', 'checkpoint_damaged'.
        """
        spec = registry.spec(id)
        with reading(registry.place(id, "spec.json")):
            latent = int(spec["recipe"]["spec"]["latent"])
        if not registry.has(id, FILE):
            return cls.none(latent)
        data = registry.read(id, FILE)
        with reading(registry.place(id, FILE)):
            arrays = read_arrays(data, lambda heads: _check(heads, latent), _ROOM, packed=True)
            names, n = arrays.pop("names"), arrays.pop("n")
            return cls([str(name) for name in names], **arrays, n=int(n))

    def save(self, registry: Registry, id: str) -> None:
        """Write them beside the weights of `id`; raises as Registry.write."""
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            names=np.array(self.names, np.str_),
            vectors=np.ascontiguousarray(self.vectors),
            ranges=np.ascontiguousarray(self.ranges),
            effects=self.effects,
            kept=self.kept,
            filmstrips=np.ascontiguousarray(self.filmstrips),
            n=np.array(self.n),
        )
        registry.write(id, {FILE: buffer.getvalue()})


def _check(heads: Mapping[str, Head], latent: int) -> None:
    """Raises ValueError where these are not the arrays of `save`."""
    k = math.prod(heads["names"].shape)
    shapes = {
        "names": (k,),
        "vectors": (k, latent),
        "ranges": (k, 2),
        "effects": (k,),
        "kept": (k,),
        "filmstrips": (k, FRAMES, 28, 28),
        "n": (),
    }
    kinds = {"names": "U", "filmstrips": "u", "n": "i"}
    found = {name: (head.shape, np.dtype(head.dtype).kind) for name, head in heads.items()}
    if not 0 <= k <= MOST or found != {name: (shape, kinds.get(name, "f")) for name, shape in shapes.items()}:
        raise ValueError("its arrays are not those of the sliders")
