"""What every inference engine does while it loads. Importing this imports no network library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.archives import Check, Head
from gan_core.base.errors import GanError
from gan_core.store.checkpoints import Registry


def load_into(registry: Registry, id: str, step: int | None, *networks: Any) -> None:
    """Give `networks` what a checkpoint, or its snapshot at `step`, holds under their names: all of them, or none.

    Raises:
        GanError: 'checkpoint_missing', 'checkpoint_damaged', 'checkpoint_mismatch' (their number or shapes are others).
    """
    path = registry.place(id)
    set_weights(networks, registry.load(id, step, heads_of(networks, path)), path)


def set_weights(networks: Iterable[Any], weights: Mapping[str, Sequence[np.ndarray]], path: Path) -> None:
    """The same from `weights`, by the names of their networks; raises GanError('checkpoint_mismatch')."""
    found = [(network, fitting(network, weights.get(network.name), path)) for network in networks]
    for network, its in found:
        network.set_weights(its)


def heads_of(networks: Iterable[Any], path: Path) -> Check:
    """What `Registry.load` is given so that no array is read but the weights of these networks, by their names.

    The check raises GanError('checkpoint_mismatch') where the number or the shapes are others.
    """

    def check(heads: Mapping[str, Head]) -> None:
        for network in networks:
            wanted = [tuple(w.shape) for w in network.weights]
            found = [heads[key].shape for key in sorted(heads) if key.startswith(f"{network.name}/")]
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


def widened(network: Any, weights: Sequence[np.ndarray] | None, path: Path) -> list[np.ndarray]:
    """`weights` of a network that takes or gives less, with 0 for what they lack behind each axis.

    Raises GanError('checkpoint_mismatch') where there is another number of them, or one is larger.
    """
    wanted = [tuple(w.shape) for w in network.weights]
    found = None if weights is None else [w.shape for w in weights]
    pairs = list(zip(found or [], wanted, strict=False))
    fit = all(len(has) == len(needs) and all(a <= b for a, b in zip(has, needs, strict=True)) for has, needs in pairs)
    if weights is None or len(weights) != len(wanted) or not fit:
        raise _mismatch(network, wanted, found, path)
    gaps = [[(0, b - a) for a, b in zip(has, needs, strict=True)] for has, needs in pairs]
    return [np.pad(weight, gap) for weight, gap in zip(weights, gaps, strict=True)]
