"""What every engine does while it loads. Importing this imports no network library."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.errors import GanError

INTRA_OP, INTER_OP = 2, 1  # threads: one small network at a time gains nothing from more


def set_threads() -> None:
    """Few threads for small networks; to be called before the network library starts to work."""
    import keras

    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        with suppress(RuntimeError):  # TensorFlow is at work already: its threads stay as they are
            tf.config.threading.set_intra_op_parallelism_threads(INTRA_OP)
            tf.config.threading.set_inter_op_parallelism_threads(INTER_OP)


def fitting(network: Any, weights: Sequence[np.ndarray] | None, path: Path) -> Sequence[np.ndarray]:
    """`weights`, if they are the network's in number and shape; raises GanError('checkpoint_mismatch')."""
    wanted = [tuple(w.shape) for w in network.weights]
    found = None if weights is None else [w.shape for w in weights]
    if weights is None or found != wanted:
        raise GanError("checkpoint_mismatch", path=path, reason=f"{network.name} has {wanted}, the file {found}")
    return weights
