"""python -m gan_core export: exports a checkpoint's networks for inference in the browser."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gan_core.base.checks import check_count, check_seed
from gan_core.base.images import data_url
from gan_core.base.paths import BUILD
from gan_core.commands.overwriting import MADE_ANEW
from gan_core.data import digits
from gan_core.digits.in_browser import (
    NETWORKS,
    TEMPLATES,
    Layer,
    discriminator_layers,
    generator_layers,
    layers_of,
    write_for_browser,
)
from gan_core.digits.latent import in_turn, latents
from gan_core.photos.colour import COLOUR_ID
from gan_core.photos.colours_in_browser import write_colours_for_browser
from gan_core.photos.engine import PHOTO_ID
from gan_core.photos.in_browser import write_for_browser as write_photos_for_browser
from gan_core.store.checkpoints import CHECKPOINTS, Registry

if TYPE_CHECKING:
    from gan_core.recipes.dcgan import DCGANSpec


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `export`."""
    parser = subparsers.add_parser(
        "export", help="make a checkpoint's networks ready for the browser", description=MADE_ANEW
    )
    parser.add_argument("--checkpoint", default="best", help=f"best, classic, {PHOTO_ID} or {COLOUR_ID}")
    parser.add_argument("--seed", default="7", help="of the digit that the page shows before any network is loaded")
    parser.add_argument("--digit", default="1", help="which of the seed's sixteen digits, 0 to 15")
    parser.add_argument(
        "--out",
        type=Path,
        help=f"write what the page loads to this folder; {PHOTO_ID} and {COLOUR_ID}: build/networks if left away",
    )
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of trained networks")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    registry, id = Registry(args.checkpoints), args.checkpoint
    photographs = {PHOTO_ID: write_photos_for_browser, COLOUR_ID: write_colours_for_browser}
    if id in photographs:  # nothing is kept beside it: what is made for a shape holds some of its weights
        print(photographs[id](registry, args.out or BUILD / "networks"))
        return 0
    if registry.spec(id).get("kind") == "encoder":
        registry.write(id, {TEMPLATES: json.dumps(make_encoder_templates(registry, id)).encode()})
        print(registry.root / id / TEMPLATES)
        return 0
    seed, digit = check_seed(args.seed), check_count("digit", args.digit, 0, 15)
    templates = make_templates(registry, id)
    first = first_digit(registry, id, seed, digit)
    registry.write(id, {TEMPLATES: json.dumps({**templates, "first": first}).encode()})
    sizes = ", ".join(
        f"{name} {template['bytes'] - len(template['rest']) * 3 // 4:,}" for name, template in templates.items()
    )
    print(f"{registry.root / id / TEMPLATES}: bytes of weights: {sizes}")
    if args.out:
        print(write_for_browser(registry, [id], args.out, digits.load().train))
    return 0


def first_digit(registry: Registry, id: str, seed: int, digit: int) -> dict[str, Any]:
    """A digit worked out beforehand: {"seed", "digit", "url"}."""
    from gan_core.digits.engine import DigitEngine

    engine = DigitEngine(registry, id)
    [image] = engine.images(in_turn(latents(seed, digit + 1, engine.latent), engine.classes)[digit:])
    return {"seed": seed, "digit": digit, "url": data_url(image)}


def make_templates(registry: Registry, id: str) -> dict[str, Any]:
    """The templates of both networks of a DCGAN checkpoint. The weights poured into them on the way are random ones."""
    from gan_core.models.dcgan import build_discriminator
    from gan_core.models.templates import lite, template

    plain, generator = _plain_generator(registry, id)
    networks = {"generator": generator, "discriminator": build_discriminator(plain)}
    shapes = {"generator": [1, plain.inputs], "discriminator": [1, 28, 28, 1]}
    _scatter(networks["discriminator"], 1)
    layers = layers_of(plain, {name: network.get_weights() for name, network in networks.items()})
    found = {}
    for name in NETWORKS:
        network = networks[name]
        found[name] = template(lite(lambda x, n=network: n(x, training=False), shapes[name]), _held(layers[name]))
    return found


def make_encoder_templates(registry: Registry, id: str) -> dict[str, Any]:
    """The templates of an encoder and of the slope through its generator ("descent").

    The slope goes through each kernel both ways, so its template has a second hole for each of them: "backs", whose
    rows are the kernel's input channels, the offset and how many places a kernel has.
    """
    from gan_core.models.descent import slope_network
    from gan_core.models.encoder import build_encoder
    from gan_core.models.templates import lite, template

    plain, generator = _plain_generator(registry, registry.spec(id)["generator"])
    encoder = build_encoder(plain.latent)
    _scatter(encoder, 2)
    held = _held(discriminator_layers(encoder.get_weights()))
    found = {"encoder": template(lite(lambda x: encoder(x, training=False), [1, 28, 28, 1]), held)}
    layers = generator_layers(plain, generator.get_weights())
    forward = _held(layers)
    backward = [layer.kernel.transpose(layer.axes[-1:] + layer.axes[1:-1] + layer.axes[:1]) for layer in layers]
    data = lite(slope_network(plain, generator.get_weights()), [1, plain.latent + 28 * 28])
    descent = template(data, [*forward, *backward])
    holes = descent["holes"]
    places = [kernel[0, ..., 0].size for kernel in backward]
    backs = [[at, count] for (at, _, _), count in zip(holes[len(forward) :], places, strict=True)]
    found["descent"] = {**descent, "holes": holes[: len(forward)], "backs": backs}
    return found


def _plain_generator(registry: Registry, id: str) -> tuple[DCGANSpec, Any]:
    """A checkpoint's shape without batch norms, which are in scale and bias, and a generator of random weights."""
    from dataclasses import replace

    from gan_core.digits.engine import recipe_of
    from gan_core.models.dcgan import build_generator

    spec = recipe_of(registry.spec(id), registry.root / id).spec
    plain = replace(spec, batch_norm=False, d_dropout=0.0)
    generator = build_generator(plain)
    _scatter(generator, 0)
    if spec.batch_norm:  # there is no bias behind the last layer then
        weights = generator.get_weights()
        generator.set_weights([*weights[:-1], np.zeros_like(weights[-1])])
    return plain, generator


def _scatter(network: Any, seed: int) -> None:
    """Random weights, each of which is found in a file just once."""
    rng = np.random.default_rng(seed)
    network.set_weights([rng.standard_normal(w.shape).astype(np.float32) for w in network.get_weights()])


def _held(layers: Sequence[Layer]) -> list[np.ndarray]:
    """What a template leaves out: kernels, and biases where there are such."""
    held = []
    for layer in layers:
        held.append(layer.kernel.transpose(layer.axes))
        held += [layer.bias] if layer.bias is not None and layer.bias.any() else []
    return held
