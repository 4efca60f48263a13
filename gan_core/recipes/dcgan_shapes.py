"""The shapes of a DCGAN's weights and of its training state, from its recipe alone: no network library is asked.

So a file can be held against them before any of it is read. A test holds them against the networks themselves.
"""

from __future__ import annotations

from gan_core.base.archives import Head
from gan_core.recipes.dcgan import DCGANRecipe, DCGANSpec

Shapes = dict[str, list[tuple[int, ...]]]
_STATISTICS = 4  # of a batch norm: gamma, beta, and the moving mean and variance, which nobody trains


def weight_shapes(spec: DCGANSpec) -> Shapes:
    """{'generator', 'discriminator'}: the shapes of their weights in the order of get_weights()."""
    return {"generator": [s for s, _ in _generator(spec)], "discriminator": _discriminator(spec)}


def checkpoint_heads(spec: DCGANSpec) -> dict[str, Head]:
    """What weights.npz and its snapshots hold: float16 arrays "<network>/<index>"."""
    shapes = weight_shapes(spec).items()
    return {f"{name}/{i:03d}": Head("<f2", shape) for name, those in shapes for i, shape in enumerate(those)}


def state_heads(recipe: DCGANRecipe) -> dict[str, tuple[Head, ...]]:
    """What `DCGANSession.save` writes besides its header: "000" and on, as `DCGANTrainer.variables` has them."""
    generator, discriminator = _generator(recipe.spec), _discriminator(recipe.spec)
    g_weights = [_real(shape) for shape, _ in generator]
    d_weights: list[tuple[Head, ...]] = []
    for i, shape in enumerate(discriminator):
        d_weights.append(_real(shape))
        after_a_convolution = i % 2 == 1 and i < 2 * len(recipe.spec.d_filters)
        if after_a_convolution and recipe.spec.d_dropout:
            d_weights.append(_whole((2,)))  # the seed of what is dropped
    variables = g_weights + d_weights + (g_weights if recipe.average else [])
    for trained in ([shape for shape, moves in generator if moves], discriminator):
        variables += [_whole(()), _real(())]  # Adam's iterations and rate, then two moments of each weight
        variables += [_real(shape) for shape in trained for _ in range(2)]
    return {f"{i:03d}": heads for i, heads in enumerate(variables)}


def _generator(spec: DCGANSpec) -> list[tuple[tuple[int, ...], bool]]:
    """(shape, is it trained) of each weight of G."""
    found: list[tuple[tuple[int, ...], bool]] = []

    def layer(kernel: tuple[int, ...], width: int, *, last: bool = False) -> None:
        found.append((kernel, True))
        if not spec.batch_norm:
            found.append(((width,), True))
        elif not last:
            found.extend(((width,), i < _STATISTICS // 2) for i in range(_STATISTICS))

    before = spec.latent
    for units in (*spec.g_hidden, spec.base_size**2 * spec.g_filters[0]):
        layer((before, units), units)
        before = units
    before = spec.g_filters[0]
    for filters in spec.g_filters[1:]:
        layer((spec.g_kernel, spec.g_kernel, filters, before), filters)
        before = filters
    layer((spec.g_kernel, spec.g_kernel, 1, before), 1, last=True)
    return found


def _discriminator(spec: DCGANSpec) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    before, side = 1, 28
    for filters in spec.d_filters:
        found += [(spec.d_kernel, spec.d_kernel, before, filters), (filters,)]
        before, side = filters, -(-side // 2)
    return [*found, (side * side * before, 1), (1,)]


def _real(shape: tuple[int, ...]) -> tuple[Head, ...]:
    return (Head("<f4", shape),)


def _whole(shape: tuple[int, ...]) -> tuple[Head, ...]:
    """Whole numbers have another width on each backend."""
    return tuple(Head(dtype, shape) for dtype in ("<i8", "<i4", "<u4"))
