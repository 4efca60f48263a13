"""The CycleGAN's networks as functions of 8-bit pictures. Importing this imports no network library."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from gan_core.base.errors import GanError
from gan_core.models.gradients import compiled
from gan_core.photos.domains import DIRECTIONS
from gan_core.recipes.cyclegan import CycleGANRecipe, cyclegan_recipe_from_json
from gan_core.recipes.pix2pix import Pix2PixRecipe, pix2pix_recipe_from_json


class Translation(NamedTuple):
    """A translation, uint8 (h, w, 3), and its mask, float32 (h, w) in [0, 1]; None for networks without masks."""

    picture: np.ndarray
    mask: np.ndarray | None


def networks_of(spec: dict[str, Any], path: Path) -> list[Any]:
    """The untrained networks that a checkpoint's spec.json describes; raises GanError('checkpoint_mismatch').

    `path` is its folder, for the error.
    """
    try:
        return build_networks(cyclegan_recipe_from_json(spec["recipe"]))
    except (KeyError, TypeError, ValueError) as error:
        reason = f"spec.json holds no CycleGAN recipe ({error})"
        raise GanError("checkpoint_mismatch", path=path, reason=reason) from error


def drawing_recipe(spec: dict[str, Any], path: Path) -> Pix2PixRecipe:
    """The recipe of a Pix2Pix that draws whole pictures, as a spec.json or a run.json tells it.

    `path` is its folder, for the error. Raises GanError('checkpoint_mismatch').
    """
    try:
        if spec["kind"] != "pix2pix":
            raise ValueError(f"its kind is {str(spec['kind'])[:40]!r}")
        recipe = pix2pix_recipe_from_json(spec["recipe"])
        if recipe.spec.colours:
            raise ValueError("it colours and draws no pictures")
        return recipe
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        reason = f"spec.json holds no Pix2Pix recipe that draws pictures ({error})"
        raise GanError("checkpoint_mismatch", path=path, reason=reason) from error


def build_networks(recipe: CycleGANRecipe) -> list[Any]:
    """The untrained networks of a recipe, named as a checkpoint names them: G_AB, G_BA, D_A, D_B."""
    from gan_core.models.cyclegan import build_discriminator, build_generator

    return [
        *(build_generator(recipe.spec, f"generator_{way}") for way in DIRECTIONS),
        *(build_discriminator(recipe.spec, f"discriminator_{domain}") for domain in "ab"),
    ]


def generator(network: Any) -> Callable[[np.ndarray], Translation]:
    """A generator as a function of uint8 (h, w, 3), whose sides 4 divides."""
    from keras import ops

    from gan_core.models.cyclegan import picture_and_mask

    def call(x: Any) -> Any:
        picture, mask = picture_and_mask(network, ops.cast(x, "float32") / 127.5 - 1.0, training=False)
        return (picture,) if mask is None else (picture, mask[..., 0])

    run = traced(call, picture=True)

    def generate(image: np.ndarray) -> Translation:
        picture, *mask = run(image)
        return Translation(picture, mask[0] if mask else None)

    return generate


def drawn(network: Any) -> Callable[[np.ndarray], np.ndarray]:
    """A Pix2Pix's generator of whole pictures as a function of uint8 (h, w, 3), whose sides its stride divides."""
    from keras import ops

    run = traced(lambda x: (network(ops.cast(x, "float32") / 127.5 - 1.0, training=False),), picture=True)
    return lambda image: run(image)[0]


def discriminator(network: Any) -> Callable[[np.ndarray], np.ndarray]:
    """A discriminator as a function of uint8 (h, w, 3): its patch map, float32 (h/8, w/8)."""
    from keras import ops

    run = traced(lambda x: (network(ops.cast(x, "float32") / 127.5 - 1.0, training=False)[..., 0],))
    return lambda image: run(image)[0]


def traced(
    call: Callable[[Any], tuple[Any, ...]], *, picture: bool = False
) -> Callable[[np.ndarray], list[np.ndarray]]:
    """uint8 (h, w, 3) -> the outputs of `call` for a batch of this picture alone; traced once for all sizes.

    One picture at a time: instance norms are fastest then, and two do not run faster than one after the other.

    Args:
        picture: the first output is a picture in [-1, 1], which comes back as uint8.

    The function raises GanError('networks_not_finite').
    """
    import keras
    from keras import ops

    @wraps(call)  # TensorFlow counts tracings by it, and warns where one function seems to be traced again and again
    def checked(x: Any) -> tuple[Any, ...]:
        found = call(x)
        fine = ops.stack([ops.all(ops.isfinite(y)) for y in found])  # as 8 bits NaN would be some number
        shown = (ops.cast(ops.round(found[0] * 127.5 + 127.5), "uint8"), *found[1:]) if picture else found
        return (*shown, fine[None])

    run = compiled(checked, keras.KerasTensor((1, None, None, 3), "uint8"))

    def numpy_run(x: np.ndarray) -> list[np.ndarray]:
        *found, fine = (np.asarray(ops.convert_to_numpy(y))[0] for y in run(ops.convert_to_tensor(x[None])))
        if not fine.all():
            raise GanError("networks_not_finite")
        return found

    return numpy_run
