"""Distributed data parallelism: collectives between the ranks of a training run (`torch.distributed`, torchrun).

Gradients are averaged here by hand rather than by DistributedDataParallel, whose docstring rules out
`torch.autograd.grad`, which `gradients` is made of. All losses are means over rows and all ranks have equally many, so
the mean of their gradients is the gradient of the whole batch. Alone, each function gives back what it is given.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import keras
import numpy as np

from gan_core.base.errors import GanError
from gan_core.base.ranks import World, enter, launched, world

Tensor = Any
PATIENCE = datetime.timedelta(hours=1)  # the others wait while the first one measures
_sent = 0  # bytes, see `sent_bytes`


@contextmanager
def joined() -> Iterator[None]:
    """Be one of the ranks that torchrun started, if it did: backend nccl where there are graphics cards, else gloo.

    Whoever is one already stays so.

    Raises:
        GanError: 'ranks_backend' where Keras computes on another library than PyTorch; 'rank_lost'.
    """
    found = launched()
    if found is None or found.size == 1 or world().size > 1:
        yield
        return
    if keras.backend.backend() != "torch":
        raise GanError("ranks_backend", backend=keras.backend.backend())
    import torch
    import torch.distributed as dist

    if _on_card():
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
    with _explained():
        dist.init_process_group("nccl" if _on_card() else "gloo", timeout=PATIENCE)
    enter(found)
    try:
        with _lost_told():
            yield
        _all_reduce(torch.zeros(1, device=_device()))  # nobody leaves while another still needs the connection
    finally:
        enter(World())
        dist.destroy_process_group()


def mean_gradients(groups: Sequence[Sequence[Tensor]]) -> list[list[Tensor]]:
    """Each gradient averaged over the ranks: all of them as one flat bucket, in one all-reduce."""
    if world().size == 1:
        return [list(group) for group in groups]
    import torch

    flat = torch.cat([g.reshape(-1) for group in groups for g in group])
    _all_reduce(flat)
    flat /= world().size
    global _sent
    _sent += flat.numel() * flat.element_size()
    parts = iter(flat.split([g.numel() for group in groups for g in group]))
    return [[next(parts).reshape(g.shape) for g in group] for group in groups]


def mean_moment(x: Tensor) -> Tensor:
    """The mean over the ranks of a tensor that gradients flow through, such as a batch norm's moments."""
    if world().size == 1:
        return x
    return _mean_function().apply(x)


def all_rows(rows: Tensor) -> Tensor:
    """The rows (n, ...) of all ranks in the order of the whole batch, (ranks * n, ...); no gradients flow through."""
    if world().size == 1:
        return rows
    import torch
    import torch.distributed as dist

    found = [torch.empty_like(rows) for _ in range(world().size)]
    with _explained():
        dist.all_gather(found, rows.contiguous())
    return torch.cat(found)


def mean_figures(figures: Mapping[str, float]) -> dict[str, float]:
    """Figures of equal names on all ranks, such as losses, averaged."""
    if world().size == 1:
        return dict(figures)
    import torch

    values = torch.tensor(list(figures.values()), dtype=torch.float64 if not _on_card() else torch.float32)
    values = values.to(_device())
    _all_reduce(values)
    return dict(zip(figures, (values / world().size).tolist(), strict=True))


def anyone(asks: bool) -> bool:
    """Does any rank ask for it? Then all of them know, at the same step."""
    return mean_figures({"asks": float(asks)})["asks"] > 0


def take_from_first(variables: Sequence[keras.Variable]) -> None:
    """Give every rank the first one's values."""
    if world().size == 1:
        return
    import torch.distributed as dist

    for variable in variables:
        value = variable.value.detach().clone().to(_device())
        with _explained():
            dist.broadcast(value, 0)
        variable.assign(value)


def told_by_first(value: Any) -> Any:
    """What the first rank passes, on every rank; a value that JSON can hold."""
    if world().size == 1:
        return value
    return _gathered(value)[0]


def shared(count: int, work: Callable[[int], Any]) -> list[Any]:
    """`work(i)` for each i below `count`, each computed by one rank and sent to all; values must fit into JSON."""
    rank, size = world()
    own = [work(i) for i in range(rank, count, size)]
    if size == 1:
        return own
    told = _gathered(own)
    return [told[i % size][i // size] for i in range(count)]


def check_alike(facts: Mapping[str, Any]) -> None:
    """Raises GanError('ranks_differ') where ranks began with other facts (recipe, data, version), naming the first."""
    told = _gathered(dict(facts)) if world().size > 1 else []
    for rank, its in enumerate(told):
        for name in facts:
            if its.get(name) != told[0].get(name):
                raise GanError("ranks_differ", what=name, rank=rank, found=its.get(name), first=told[0].get(name))


def sent_bytes() -> int:
    """Bytes of gradients that this rank has handed over so far."""
    return _sent


def _gathered(value: Any) -> list[Any]:
    """A value of each rank, by rank; as JSON, so that nothing that arrives is more than data."""
    import torch
    import torch.distributed as dist

    own = np.frombuffer(json.dumps(value, sort_keys=True).encode(), np.uint8)
    lengths = all_rows(torch.tensor([len(own)], device=_device())).tolist()
    padded = torch.zeros(max(lengths), dtype=torch.uint8, device=_device())
    padded[: len(own)] = torch.from_numpy(own.copy()).to(_device())
    found = [torch.empty_like(padded) for _ in lengths]
    with _explained():
        dist.all_gather(found, padded)
    return [json.loads(x[:n].cpu().numpy().tobytes()) for x, n in zip(found, lengths, strict=True)]


def _all_reduce(tensor: Tensor) -> None:
    import torch.distributed as dist

    with _explained():
        dist.all_reduce(tensor)


@contextmanager
def _explained() -> Iterator[None]:
    """A rank that was killed shows as a closed connection to it."""
    try:
        yield
    except RuntimeError as fault:
        raise GanError("rank_lost", reason=str(fault).strip().splitlines()[-1]) from fault


@contextmanager
def _lost_told() -> Iterator[None]:
    """Keras tells what a layer raises anew, in words of its own: the fault that began it is raised in its stead."""
    try:
        yield
    except Exception as fault:
        cause: BaseException | None = fault
        while cause is not None and getattr(cause, "code", None) != "rank_lost":
            cause = cause.__cause__ or cause.__context__
        raise cause or fault from None


def _mean_function() -> Any:
    import torch

    class Mean(torch.autograd.Function):
        """x averaged over ranks; its gradient is that of the mean of all ranks' losses (see `mean_gradients`)."""

        @staticmethod
        def forward(ctx: Any, x: Tensor) -> Tensor:
            found = x.detach().clone()
            _all_reduce(found)
            return found / world().size

        @staticmethod
        def backward(ctx: Any, slope: Tensor) -> Tensor:  # pyright: ignore[reportIncompatibleMethodOverride]
            found = slope.clone()
            _all_reduce(found)
            return found / world().size

    return Mean


def _on_card() -> bool:
    import torch

    return torch.cuda.is_available()


def _device() -> str:
    return "cuda" if _on_card() else "cpu"
