"""The backend seam: how gradients are taken and a training step is compiled, in TensorFlow or PyTorch.

Everything else in gan_core is Keras 3 layers and keras.ops. TensorFlow serves the app and the
tests; PyTorch (KERAS_BACKEND=torch) reaches GPUs on Windows and on a Mac.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import keras

from gan_core.models.collectives import mean_gradients

Tensor = Any
Losses = Callable[[], tuple[Sequence[Tensor], Any]]


def gradients(compute: Losses, groups: Sequence[Sequence[keras.Variable]]) -> tuple[list[list[Tensor]], Any]:
    """Differentiate several losses of one forward pass, each by its own variables.

    Where several ranks train together, these are the gradients of the whole batch: averaged over the ranks.

    Args:
        compute: returns (losses, extra); called once.
        groups: for each loss, the trainable variables to differentiate it by.

    Returns:
        (a list of gradients for each loss, extra)
    """
    found, extra = own_gradients(compute, groups)
    return mean_gradients(found), extra


def own_gradients(compute: Losses, groups: Sequence[Sequence[keras.Variable]]) -> tuple[list[list[Tensor]], Any]:
    """The same of this rank's rows alone, for a step that gives several of them to `mean_gradients` at once."""
    return _BACKEND["gradients"](compute, groups)


def input_gradient(function: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """d sum(function(x)) / dx, itself differentiable (for gradient penalties)."""
    return _BACKEND["input_gradient"](function, x)


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` traced once for each input signature on TensorFlow; unchanged on PyTorch."""
    return _BACKEND["compiled"](function)


def _tensorflow() -> dict[str, Callable[..., Any]]:
    import tensorflow as tf

    def gradients(compute: Losses, groups: Sequence[Sequence[keras.Variable]]) -> tuple[list[list[Tensor]], Any]:
        with tf.GradientTape(persistent=len(groups) > 1) as tape:
            losses, extra = compute()
        return [
            tape.gradient(loss, [v.value for v in group]) for loss, group in zip(losses, groups, strict=True)
        ], extra

    def input_gradient(function: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
        with tf.GradientTape() as tape:
            tape.watch(x)
            total = tf.reduce_sum(function(x))
        return tape.gradient(total, x)

    return {
        "gradients": gradients,
        "input_gradient": input_gradient,
        "compiled": lambda f: tf.function(f, autograph=False, reduce_retracing=True),
    }


def _torch() -> dict[str, Callable[..., Any]]:
    import torch

    def gradients(compute: Losses, groups: Sequence[Sequence[keras.Variable]]) -> tuple[list[list[Tensor]], Any]:
        losses, extra = compute()
        return [
            list(torch.autograd.grad(loss, [v.value for v in group], retain_graph=True))
            for loss, group in zip(losses, groups, strict=True)
        ], extra

    def input_gradient(function: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
        x = x.detach().requires_grad_()
        return torch.autograd.grad(function(x).sum(), x, create_graph=True)[0]

    return {"gradients": gradients, "input_gradient": input_gradient, "compiled": lambda f: f}


_BACKEND = {"tensorflow": _tensorflow, "torch": _torch}[keras.backend.backend()]()
