"""Evaluates a CycleGAN between steps: what both discriminators can tell apart, and the cycle reconstruction error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import ops

from gan_core.base.images import to_float, to_uint8
from gan_core.measures.equilibrium import Measurement, auc
from gan_core.models.cyclegan import picture_and_mask
from gan_core.models.gradients import compiled

BATCH = 4
REAL = 0.5  # half way between the two targets
# Where D cannot tell: D* = p / (p + q) = 1/2 for targets 1 and 0 (Mao et al. 2017, equation 10)
REFERENCE = {
    "accuracy": 0.5,
    "accuracy_real": 0.5,
    "accuracy_fake": 0.5,
    "auc": 0.5,
    "probability": 0.5,
    "d_loss": 0.25,
    "g_loss": 0.25,
}


class TranslationProbe:
    """Looks at G_AB, G_BA, D_A and D_B through traced functions; whatever leaves a network is rounded to 8 bits."""

    def __init__(self, generators: Sequence[keras.Model], discriminators: Sequence[keras.Model]) -> None:
        self._generate = [_traced(network) for network in generators]
        self._masks = [_mask_of(network) for network in generators] if _masked(generators[0]) else []
        self._discriminate = [_traced(network) for network in discriminators]

    def translate(self, images: np.ndarray, source: int) -> np.ndarray:
        """uint8 (n, h, w, 3) of domain `source` (0 is A, 1 is B) -> the same in the other domain."""
        return _in_batches(lambda x: to_uint8(self._generate[source](x)), images)

    @property
    def columns(self) -> tuple[str, str, str, str]:
        """What `board` shows of a picture; the last is what G wants to change, or else the identity output."""
        return ("input", "translated", "reconstructed", "mask" if self._masks else "identity")

    def masks(self, images: np.ndarray, source: int) -> np.ndarray:
        """The masks of uint8 (n, h, w, 3) of domain `source` as grey pictures, uint8 (n, h, w, 3); white is 1."""
        return _in_batches(lambda x: to_uint8(np.repeat(2 * self._masks[source](x) - 1, 3, axis=-1)), images)

    def scores(self, images: np.ndarray, domain: int) -> np.ndarray:
        """The patch map of the domain's discriminator over uint8 (n, h, w, 3): float32 (n, h', w'); 1 means real."""
        return _in_batches(lambda x: self._discriminate[domain](x)[..., 0], images)

    def measure(self, views: Sequence[np.ndarray]) -> dict[str, Any]:
        """Figures of held-back photographs, uint8 (n, h, w, 3) of A and of B.

        Returns:
            The fields of `Measurement`, means of both discriminators, with all photographs counted;
            'cycle', 'cycle_a', 'cycle_b' (mean absolute difference of a photograph and its
            reconstruction, 0 to 1); 'discriminators': {'a', 'b'} with the fields for each.
        """
        translated = [self.translate(view, domain) for domain, view in enumerate(views)]
        cycle = [_l1(view, self.translate(translated[domain], 1 - domain)) for domain, view in enumerate(views)]
        each = [
            measure_patches(self.scores(views[domain], domain), self.scores(translated[1 - domain], domain)).to_json()
            for domain in (0, 1)
        ]
        both = {k: each[0][k] + each[1][k] for k in each[0]}
        return {
            **{k: total if k.startswith("n_") else round(total / 2, 5) for k, total in both.items()},
            "cycle": round((cycle[0] + cycle[1]) / 2, 5),
            "cycle_a": round(cycle[0], 5),
            "cycle_b": round(cycle[1], 5),
            "discriminators": {"a": each[0], "b": each[1]},
        }

    def board(self, images: np.ndarray, domain: int) -> tuple[np.ndarray, list[float]]:
        """Each image with what `columns` names, and what D says of each.

        Args:
            images: uint8 (n, h, w, 3) of one domain.

        Returns:
            uint8 (4n, h, w, 3), four a picture, and what the discriminator of the domain that each should
            belong to says: its mean score less 1/2, so that above 0 means real as with a logit. Of a mask it is
            what it says of the translation.
        """
        translated = self.translate(images, domain)
        columns = [images, translated, self.translate(translated, 1 - domain)]
        domains = [domain, 1 - domain, domain]
        if not self._masks:
            columns.append(self.translate(images, 1 - domain))
            domains.append(domain)
        scores = [self.scores(x, d).mean((1, 2)) - REAL for x, d in zip(columns, domains, strict=True)]
        if self._masks:
            columns.append(self.masks(images, domain))
            scores.append(scores[1])
        tiles = np.stack(columns, axis=1)
        return tiles.reshape(-1, *tiles.shape[2:]), [round(float(s), 3) for s in np.stack(scores, axis=1).ravel()]


def measure_patches(real: np.ndarray, fake: np.ndarray) -> Measurement:
    """Summarise patch maps (n, h', w') of photographs and (m, h', w') of translations; n counts photographs.

    Overlapping patches are not independent, so each photograph first gives one share of its patches
    that D takes for real (score over 1/2), one score (their mean), one loss. The score estimates
    p / (p + q); for the means it is cut to [0, 1]. Losses are the least-squares ones.
    """
    accuracy_real, accuracy_fake = float(np.mean(real > REAL)), float(np.mean(fake <= REAL))
    return Measurement(
        accuracy_real=accuracy_real,
        accuracy_fake=accuracy_fake,
        balanced=(accuracy_real + accuracy_fake) / 2,
        auc=auc(real.mean((1, 2)), fake.mean((1, 2))),
        mean_real=float(np.mean(np.clip(real, 0, 1))),
        mean_fake=float(np.mean(np.clip(fake, 0, 1))),
        d_loss=float(np.mean((real - 1) ** 2) + np.mean(fake**2)) / 2,
        g_loss=float(np.mean((fake - 1) ** 2)),
        n_real=len(real),
        n_fake=len(fake),
    )


def _l1(x: np.ndarray, y: np.ndarray) -> float:
    return float(np.mean(np.abs(x.astype(np.float32) - y)) / 255)


def _masked(generator: keras.Model) -> bool:
    return len(generator.outputs) > 1


def _traced(network: keras.Model) -> Any:
    return _as_numpy(lambda x: picture_and_mask(network, x, training=False)[0])


def _mask_of(generator: keras.Model) -> Any:
    return _as_numpy(lambda x: picture_and_mask(generator, x, training=False)[1])


def _as_numpy(function: Any) -> Any:
    call = compiled(function)
    return lambda x: ops.convert_to_numpy(call(ops.convert_to_tensor(x)))


def _in_batches(function: Any, images: np.ndarray) -> np.ndarray:
    parts = [images[start : start + BATCH] for start in range(0, len(images), BATCH)]
    return np.concatenate([function(to_float(part)) for part in parts])
