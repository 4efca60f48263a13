"""python -m gan_core export: exports a checkpoint's networks for inference in the browser."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.checks import check_count, check_seed
from gan_core.base.images import data_url
from gan_core.base.paths import BUILD
from gan_core.commands.overwriting import MADE_ANEW
from gan_core.data import digits
from gan_core.digits.in_browser import NETWORKS, TEMPLATES, layers_of, write_for_browser
from gan_core.digits.latent import in_turn, latents
from gan_core.photos.engine import PHOTO_ID
from gan_core.photos.in_browser import write_for_browser as write_photos_for_browser
from gan_core.store.checkpoints import CHECKPOINTS, Registry


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Register `export`."""
    parser = subparsers.add_parser(
        "export", help="make a checkpoint's networks ready for the browser", description=MADE_ANEW
    )
    parser.add_argument("--checkpoint", default="best", help=f"best, classic or {PHOTO_ID}")
    parser.add_argument("--seed", default="7", help="of the digit that the page shows before any network is loaded")
    parser.add_argument("--digit", default="1", help="which of the seed's sixteen digits, 0 to 15")
    parser.add_argument(
        "--out", type=Path, help=f"write what the page loads to this folder; {PHOTO_ID}: build/networks if left away"
    )
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of trained networks")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    registry, id = Registry(args.checkpoints), args.checkpoint
    if id == PHOTO_ID:  # nothing is kept beside it: what is made for a shape holds some of its weights
        print(write_photos_for_browser(registry, args.out or BUILD / "networks"))
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
    from dataclasses import replace

    from gan_core.digits.engine import recipe_of
    from gan_core.models.dcgan import build_discriminator, build_generator
    from gan_core.models.templates import lite, template

    spec = recipe_of(registry.spec(id), registry.root / id).spec
    plain = replace(spec, batch_norm=False, d_dropout=0.0)  # what batch norms do is in scale and bias
    networks = {"generator": build_generator(plain), "discriminator": build_discriminator(plain)}
    shapes = {"generator": [1, spec.inputs], "discriminator": [1, 28, 28, 1]}
    rng = np.random.default_rng(0)
    for network in networks.values():
        network.set_weights([rng.standard_normal(w.shape).astype(np.float32) for w in network.get_weights()])
    if spec.batch_norm:  # there is no bias behind the last layer then
        weights = networks["generator"].get_weights()
        networks["generator"].set_weights([*weights[:-1], np.zeros_like(weights[-1])])
    layers = layers_of(plain, {name: network.get_weights() for name, network in networks.items()})
    found = {}
    for name in NETWORKS:
        held = []
        for layer in layers[name]:
            held.append(layer.kernel.transpose(layer.axes))
            held += [layer.bias] if layer.bias is not None and layer.bias.any() else []
        network = networks[name]
        found[name] = template(lite(lambda x, n=network: n(x, training=False), shapes[name]), held)
    return found
