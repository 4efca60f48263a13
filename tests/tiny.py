"""A DCGAN small enough for tests, untrained, as a checkpoint with two snapshots."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.recipes.cyclegan import CycleGANRecipe, CycleGANSpec
from gan_core.recipes.dcgan import DCGANRecipe, DCGANSpec, conditional, recipe_to_json
from gan_core.recipes.pix2pix import ClassesRecipe, EyesSpec, Pix2PixRecipe, Pix2PixSpec
from gan_core.store.checkpoints import Registry

TINY = DCGANSpec(g_filters=(8, 4, 4), d_filters=(4, 4), init_std=0.3)
SPEC = {"kind": "dcgan", "recipe": recipe_to_json(DCGANRecipe(spec=TINY)), "training": {}, "figures": {}}
ASKED = conditional(DCGANRecipe(spec=TINY))  # its digits can be asked for
STEPS = [5, 40]
REALS = np.random.default_rng(0).integers(0, 256, (30, 28, 28), np.uint8)


def tiny_networks(seed: int, spec: DCGANSpec = TINY) -> dict[str, Any]:
    """{"generator": keras.Model, "discriminator": keras.Model} with the weights of a seed."""
    import keras

    from gan_core.models.dcgan import build_discriminator, build_generator

    keras.utils.set_random_seed(seed)
    return {network.name: network for network in (build_generator(spec), build_discriminator(spec))}


def tiny_registry(root: Path, id: str = "best") -> Registry:
    """A registry in `root` that holds the checkpoint `id` and its snapshots at `STEPS`."""
    registry = Registry(root)
    for step in (None, *STEPS):
        weights = {name: network.get_weights() for name, network in tiny_networks(step or 0).items()}
        registry.save(id, weights, SPEC, step, epoch=None if step is None else step / 10)
    return registry


def add_tiny_writer(registry: Registry, id: str = "any-digit") -> None:
    """Add an untrained DCGAN that can be asked for digits."""
    weights = {name: network.get_weights() for name, network in tiny_networks(3, ASKED.spec).items()}
    registry.save(id, weights, {"kind": "dcgan", "recipe": recipe_to_json(ASKED), "training": {}})


def add_tiny_encoder(registry: Registry, id: str = "best-encoder", generator: str = "best") -> None:
    """Add an untrained encoder for a generator, with figures as if it had been measured."""
    import keras

    from gan_core.models.encoder import build_encoder

    keras.utils.set_random_seed(4)
    figures = {"percentiles": [k / 200 for k in range(101)], "n": 500}
    spec = {"kind": "encoder", "generator": generator, "figures": figures}
    registry.save(id, {"encoder": build_encoder(TINY.latent).get_weights()}, spec)


TINY_PHOTOS = CycleGANSpec(filters=4, blocks=1, upsampling="resize", edge_kernel=3, d_filters=(4, 4, 8))
TINY_MASKED = replace(TINY_PHOTOS, masked=True)
PHOTO_SPEC = {
    "kind": "cyclegan",
    "recipe": recipe_to_json(CycleGANRecipe(spec=TINY_PHOTOS)),
    "training": {
        "domains": ["horse", "zebra"],
        "epochs": 1.0,
        "steps": 2,
        "photographs": [3, 4],
        "seed": 0,
        "backend": "tensorflow",
    },
    "figures": {},
}


def tiny_photo_registry(root: Path, id: str = "horse2zebra", spec: CycleGANSpec = TINY_PHOTOS) -> Registry:
    """A registry in `root` that holds an untrained CycleGAN."""
    from gan_core.photos.networks import build_networks

    rng = np.random.default_rng(0)  # weights that are not small, so that pictures change
    recipe = CycleGANRecipe(spec=spec)
    networks = build_networks(recipe)
    weights = {n.name: [rng.normal(0, 0.3, w.shape) for w in n.get_weights()] for n in networks}
    registry = Registry(root)
    registry.save(id, weights, {**PHOTO_SPEC, "recipe": recipe_to_json(recipe)})
    return registry


def add_tiny_photo_classifier(registry: Registry, threshold: float = 100.0) -> None:
    """Add an untrained horse/zebra classifier with a guard that finds nothing strange below `threshold`."""
    import keras

    from gan_core.models.photo_classifier import build_photo_classifier

    keras.utils.set_random_seed(0)
    weights = build_photo_classifier().get_weights()
    spec = {"kind": "photo-classifier", "domains": ["horse", "zebra"], "guard": {"threshold": threshold}}
    registry.save("horse-zebra-classifier", {"classifier": weights}, spec)


TINY_COLOUR = Pix2PixSpec(filters=(4, 6, 8), upsampling="resize", dropout=0, d_filters=(4, 4))


def tiny_colour_registry(root: Path, id: str = "grey2colour", seed: int = 0) -> Registry:
    """A registry in `root` that holds an untrained Pix2Pix whose colours are strong."""
    from gan_core.models.pix2pix import build_discriminator, build_generator

    rng = np.random.default_rng(seed)
    networks = build_generator(TINY_COLOUR), build_discriminator(TINY_COLOUR)
    weights = {n.name: [rng.normal(0, 0.3, w.shape) for w in n.get_weights()] for n in networks}
    recipe = recipe_to_json(Pix2PixRecipe(spec=TINY_COLOUR))
    training = {"pairs": "grey-colour", "epochs": 1.0, "steps": 2, "photographs": 3, "seed": 0, "backend": "tensorflow"}
    registry = Registry(root)
    registry.save(id, weights, {"kind": "pix2pix", "recipe": recipe, "training": training, "figures": {}})
    return registry


TINY_EYES = EyesSpec("tiny-eyes", 4, repeats=(1,) * 7, widths=(4, 4, 6, 6, 8, 8, 10), kernels=(3,) * 7, expansion=2)
TINY_CELLS = ClassesRecipe(judged=1)
TINY_CLASSES = Pix2PixRecipe(
    spec=Pix2PixSpec(d_filters=(4, 4), eyes=TINY_EYES, decoder=(6, 6, 5, 4)),
    classes=TINY_CELLS,
    batch=2,
    epochs=2,
    average=0.9,
    rate_decay=True,
    adversarial=0.0,
    crop=32,
    scales=(32, 40),
    view=32,
)


def add_tiny_eyes(registry: Registry, spec: EyesSpec = TINY_EYES) -> None:
    """Add an untrained network for generators to look through."""
    from gan_core.models.eyes import EYES, build_eyes
    from gan_core.photos.eyes import KIND

    rng = np.random.default_rng(1)
    weights = [rng.normal(0, 0.4, w.shape) for w in build_eyes(spec).get_weights()]
    registry.save(spec.checkpoint, {EYES: weights}, {"kind": KIND})


def tiny_classes_registry(root: Path, id: str = "grey2colour") -> Registry:
    """A registry in `root` that holds an untrained network which says how likely colours are, and its eyes."""
    from gan_core.photos.colour import networks_of

    rng, registry = np.random.default_rng(0), Registry(root)
    add_tiny_eyes(registry)
    networks = networks_of(TINY_CLASSES.spec)
    weights = {n.name: [np.abs(rng.normal(0, 0.4, w.shape)) for w in n.get_weights()] for n in networks}
    training = {"pairs": "grey-colour", "epochs": 1.0, "steps": 2, "photographs": 3, "seed": 0, "backend": "tensorflow"}
    spec = {"kind": "pix2pix", "recipe": recipe_to_json(TINY_CLASSES), "training": training, "figures": {}}
    registry.save(id, weights, spec)
    return registry


def tiny_drawing_registry(root: Path, id: str = "drawing2horse", ink: bool = False) -> Registry:
    """A registry in `root` that holds an untrained generator which makes animals of drawings, and no discriminator.

    With `ink` it reads the colour of the lines.
    """
    from gan_core.models.pix2pix import build_generator

    rng, shape = np.random.default_rng(0), replace(TINY_COLOUR, inputs=3, outputs=3, ink=ink)
    network = build_generator(shape)
    weights = {network.name: [rng.normal(0, 0.3, w.shape) for w in network.get_weights()]}
    recipe = recipe_to_json(Pix2PixRecipe(spec=shape, crop=32, scales=(32,), view=32))
    registry = Registry(root)
    registry.save(id, weights, {"kind": "pix2pix", "recipe": recipe})
    return registry


def tiny_pairing_registry(root: Path) -> Registry:
    """A registry in `root` that holds the three untrained networks which tell what pairs are for."""
    from gan_core.models.pix2pix import build_discriminator, build_generator
    from gan_core.photos.networks import build_networks
    from gan_core.photos.pairing_experiment import PAIRINGS

    registry, pairs = Registry(root), replace(TINY_COLOUR, inputs=3, outputs=3)
    for name in ("pairs", "shuffled"):
        weights = {n.name: n.get_weights() for n in (build_generator(pairs), build_discriminator(pairs))}
        recipe = recipe_to_json(Pix2PixRecipe(spec=pairs, shuffled=name == "shuffled"))
        registry.save(PAIRINGS[name], weights, {"kind": "pix2pix", "recipe": recipe})
    unpaired = CycleGANRecipe(spec=TINY_PHOTOS)
    weights = {n.name: n.get_weights() for n in build_networks(unpaired)}
    registry.save(PAIRINGS["unpaired"], weights, {"kind": "cyclegan", "recipe": recipe_to_json(unpaired)})
    return registry
