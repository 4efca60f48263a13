"""What every engine does while it loads. Importing this imports no network library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.archives import Check, Head
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


def heads_of(networks: Mapping[str, Any], path: Path) -> Check:
    """What `Registry.load` is given so that no array is read but the weights of these networks, by their names there.

    The check raises GanError('checkpoint_mismatch') where the number or the shapes are others.
    """

    def check(heads: Mapping[str, Head]) -> None:
        for name, network in networks.items():
            wanted = [tuple(w.shape) for w in network.weights]
            found = [heads[key].shape for key in sorted(heads) if key.startswith(f"{name}/")]
            if found != wanted:
                raise _mismatch(network, wanted, found, path)

    return check


def fitting(network: Any, weights: Sequence[np.ndarray] | None, path: Path) -> Sequence[np.ndarray]:
    """`weights`, if they are the network's in number and shape; raises GanError('checkpoint_mismatch')."""
    wanted = [tuple(w.shape) for w in network.weights]
    found = None if weights is None else [w.shape for w in weights]
    if weights is None or found != wanted:
        raise _mismatch(network, wanted, found, path)
    return weights


def _mismatch(network: Any, wanted: object, found: object, path: Path) -> GanError:
    return GanError("checkpoint_mismatch", path=path, reason=f"{network.name} has {wanted}, the file {found}")
