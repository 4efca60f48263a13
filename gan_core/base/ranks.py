"""The rank of this process, where torchrun started several to train one network (data parallelism).

A rank is one process, on a graphics card of its own or on some cores; its world are all of them. Each draws the same
random numbers and works on its own rows of the batch that they mean. What they tell each other is in
gan_core/models/collectives.py; nothing here imports a network library.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from gan_core.base.errors import GanError

Rows = TypeVar("Rows")


class World(NamedTuple):
    """This process among those that train together."""

    rank: int = 0
    size: int = 1

    @property
    def first(self) -> bool:
        """Is it the one that measures, prints and saves?"""
        return self.rank == 0


_world = World()


def world() -> World:
    """Where this process stands; alone, unless `enter` was called."""
    return _world


def enter(found: World) -> None:
    """Be `found` from now on."""
    global _world
    _world = found


def launched(environment: Mapping[str, str] = os.environ) -> World | None:
    """The world that torchrun tells its processes of, or None where nobody did."""
    if "RANK" not in environment or "WORLD_SIZE" not in environment:
        return None
    return World(int(environment["RANK"]), int(environment["WORLD_SIZE"]))


def own_share(rows: Rows) -> Rows:
    """This rank's part of the rows (of an array, a tensor or a range) of a whole batch: all of them where it is alone.

    Raises:
        GanError: 'ranks_batch' where the rows cannot be divided evenly, as means over ranks need.
    """
    rank, size = _world
    if size == 1:
        return rows
    count = len(rows)  # type: ignore[arg-type]
    if count % size:
        raise GanError("ranks_batch", batch=count, ranks=size)
    each = count // size
    return rows[rank * each : (rank + 1) * each]  # type: ignore[index]
