"""The backend seam: gradients, compiled steps, threads, and one fused operation, in TensorFlow or PyTorch.

Everything else in gan_core is Keras 3 layers and keras.ops, but for export (templates.py, TensorFlow's own) and ranks
(collectives.py, PyTorch's). TensorFlow serves the app and the tests; PyTorch (KERAS_BACKEND=torch) reaches GPUs on
Windows and on a Mac. Importing this imports no network library; its functions do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras

Tensor = Any
Losses = Callable[[], tuple[Sequence[Tensor], Any]]
INTRA_OP, INTER_OP = 2, 1  # threads: one small network at a time gains nothing from more


def gradients(compute: Losses, groups: Sequence[Sequence[keras.Variable]]) -> tuple[list[list[Tensor]], Any]:
    """Differentiate several losses of one forward pass, each by its own variables.

    Where several ranks train together, these are the gradients of the whole batch: averaged over the ranks.

    Args:
        compute: returns (losses, extra); called once.
        groups: for each loss, the trainable variables to differentiate it by.

    Returns:
        (a list of gradients for each loss, extra)
    """
    from gan_core.models.collectives import mean_gradients

    found, extra = own_gradients(compute, groups)
    return mean_gradients(found), extra


def own_gradients(compute: Losses, groups: Sequence[Sequence[keras.Variable]]) -> tuple[list[list[Tensor]], Any]:
    """The same of this rank's rows alone, for a step that gives several of them to `mean_gradients` at once."""
    return _backend().gradients(compute, groups)


def input_gradient(function: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """d sum(function(x)) / dx, itself differentiable (for gradient penalties)."""
    return _backend().input_gradient(function, x)


def compiled(function: Callable[..., Any], *signature: Any) -> Callable[..., Any]:
    """`function` traced on TensorFlow, unchanged on PyTorch.

    Args:
        signature: for each argument a keras.KerasTensor, or a list of them; it is traced once, for inputs of these
            shapes and types. None: once for each that comes.
    """
    return _backend().compiled(function, *signature)


def weights_of(network: Any) -> list[Any]:
    """What `compiled` is told of an argument that holds a network's weights."""
    import keras

    return [keras.KerasTensor(weight.shape) for weight in network.weights]


def set_threads() -> None:
    """Few threads for small networks; to be called before the network library starts to work."""
    _backend().set_threads()


def fused_instance_norm() -> Callable[..., Tensor] | None:
    """(x, gamma, beta, epsilon) -> each image of x normalized by one operation, where the backend has such a one.

    It is that for batches in training: of one image, it is the instance norm. A translation takes 8% less time with it
    on two idle cores, and a quarter less beside other work. The number of images must be known.
    """
    return _backend().fused_instance_norm


@cache
def _backend() -> Any:
    import keras

    return {"tensorflow": _TensorFlow, "torch": _Torch}[keras.backend.backend()]


class _TensorFlow:
    @staticmethod
    def gradients(compute: Losses, groups: Sequence[Sequence[keras.Variable]]) -> tuple[list[list[Tensor]], Any]:
        import tensorflow as tf

        with tf.GradientTape(persistent=len(groups) > 1) as tape:
            losses, extra = compute()
        return [
            tape.gradient(loss, [v.value for v in group]) for loss, group in zip(losses, groups, strict=True)
        ], extra

    @staticmethod
    def input_gradient(function: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
        import tensorflow as tf

        with tf.GradientTape() as tape:
            tape.watch(x)
            total = tf.reduce_sum(function(x))
        return tape.gradient(total, x)

    @staticmethod
    def compiled(function: Callable[..., Any], *signature: Any) -> Callable[..., Any]:
        import keras
        import tensorflow as tf

        if not signature:
            return tf.function(function, autograph=False, reduce_retracing=True)
        specs = keras.tree.map_structure(lambda x: tf.TensorSpec(x.shape, x.dtype), list(signature))
        # concrete: it does not check some thirty weights again at each call, which takes as long as D does
        return tf.function(function, input_signature=specs).get_concrete_function()

    @staticmethod
    def set_threads() -> None:
        import tensorflow as tf

        with suppress(RuntimeError):  # TensorFlow is at work already: its threads stay as they are
            tf.config.threading.set_intra_op_parallelism_threads(INTRA_OP)
            tf.config.threading.set_inter_op_parallelism_threads(INTER_OP)

    @staticmethod
    def fused_instance_norm(x: Tensor, gamma: Tensor, beta: Tensor, epsilon: float) -> Tensor:
        import tensorflow as tf

        none = tf.zeros([0])
        found = [
            tf.raw_ops.FusedBatchNormV3(x=one, scale=gamma, offset=beta, mean=none, variance=none, epsilon=epsilon).y
            for one in tf.split(x, x.shape[0])
        ]
        return found[0] if len(found) == 1 else tf.concat(found, 0)


class _Torch:
    fused_instance_norm = None

    @staticmethod
    def gradients(compute: Losses, groups: Sequence[Sequence[keras.Variable]]) -> tuple[list[list[Tensor]], Any]:
        import torch

        losses, extra = compute()
        return [
            list(torch.autograd.grad(loss, [v.value for v in group], retain_graph=True))
            for loss, group in zip(losses, groups, strict=True)
        ], extra

    @staticmethod
    def input_gradient(function: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
        import torch

        x = x.detach().requires_grad_()
        return torch.autograd.grad(function(x).sum(), x, create_graph=True)[0]

    @staticmethod
    def compiled(function: Callable[..., Any], *signature: Any) -> Callable[..., Any]:
        return function

    @staticmethod
    def set_threads() -> None:
        """PyTorch's own choice stays."""
