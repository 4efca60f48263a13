"""The CycleGAN at work: photographs of any size in, translations and what the networks make of them out.

Importing this imports no network library; making an engine does.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

import numpy as np

from gan_core.checkpoints import Registry

PHOTO_ID = "horse2zebra"
DIRECTIONS = ("ab", "ba")  # horse to zebra, zebra to horse


class Board(NamedTuple):
    """A photograph, where it goes, and what the networks say.

    All pictures but `result` have the size that the networks saw: at most 512 on the long side.

    Attributes:
        direction: "ab" or "ba".
        input, translated, reconstructed, identity: uint8 (h, w, 3). identity is the way-back generator's
            output for the input, which it should leave alone.
        result: the translation at the size of the photograph that was handed in, uint8.
        maps: patch maps float32 (h/8, w/8), 1 means real: "input", "reconstructed" and "identity" as the
            source domain's discriminator sees them, "translated" and "input_as_target" as the target's does.
            `spread` lays one over its picture.
        error: |input - reconstructed|, mean of the colours, float32 (h, w) in [0, 1].
        figures: 'cycle_l1', 'change', 'change_outer' (the outer tenth, a proxy for the background), 'identity_l1'
            (mean absolute differences, 0 to 1), 'score_<map>' (mean of each patch map), 'ms' for the whole board,
            'ms_translate' for one way.
    """

    direction: str
    input: np.ndarray
    translated: np.ndarray
    reconstructed: np.ndarray
    identity: np.ndarray
    result: np.ndarray
    maps: dict[str, np.ndarray]
    error: np.ndarray
    figures: dict[str, float]


class WayBack(NamedTuple):
    """The way back from a translation that was disturbed first.

    Attributes:
        disturbed, reconstructed: uint8 (h, w, 3).
        error: |input - reconstructed|, mean of the colours, float32 (h, w) in [0, 1].
        cycle_l1: its mean; `undisturbed_l1`: the same without the disturbance.
        disturbance: mean |disturbed - translated|, 0 to 1.
    """

    disturbed: np.ndarray
    reconstructed: np.ndarray
    error: np.ndarray
    cycle_l1: float
    undisturbed_l1: float
    disturbance: float


class PhotoEngine:
    """A CycleGAN of the registry behind functions traced once for all sizes; one lock.

    Args:
        registry: where the checkpoint lies.
        id, step: which one.

    Attributes:
        domains: what A and B show, such as ("horse", "zebra").

    Raises:
        GanError: 'checkpoint_missing', 'checkpoint_damaged', 'checkpoint_mismatch'.
    """

    domains: tuple[str, str]

    def __init__(self, registry: Registry, id: str = PHOTO_ID, step: int | None = None) -> None:
        raise NotImplementedError

    def translate(self, image: np.ndarray, direction: str) -> np.ndarray:
        """uint8 (h, w, 3) of any size -> its translation, uint8 of the same size."""
        raise NotImplementedError

    def board(self, image: np.ndarray, direction: str, session: Hashable | None = None) -> Board | None:
        """Everything about uint8 (h, w, 3) of any size; None if a newer request of `session` came meanwhile.

        Raises:
            GanError: 'option_unknown' (no such direction).
        """
        raise NotImplementedError

    def hidden_signal(
        self,
        board: Board,
        *,
        noise: float = 0.0,
        jpeg: int | None = None,
        seed: int = 0,
        session: Hashable | None = None,
    ) -> WayBack | None:
        """Disturb the translation before the way back (Chu et al. 2017, arXiv:1712.02950).

        Args:
            board: as `board` gave it.
            noise: standard deviation of normal noise in grey levels, 0 to 64.
            jpeg: quality 1 to 95 that the translation is compressed with, after the noise; None: not at all.
            seed: of the noise.

        Raises:
            GanError: 'number_wrong', 'count_wrong', 'seed_wrong'.
        """
        raise NotImplementedError


def spread(patch_map: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """A patch map (h', w') smoothly over its picture: float32 (h, w); `shape` is the picture's."""
    raise NotImplementedError
