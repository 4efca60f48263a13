"""python -m gan_core bench --photos: inference time of the compact architecture and the paper's, in one run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.photos.engine import PhotoEngine
from gan_core.photos.networks import build_networks
from gan_core.recipes.cyclegan import COMPACT, REFERENCE, CycleGANRecipe
from gan_core.recipes.dcgan import recipe_to_json
from gan_core.store.checkpoints import Registry

SIDE = 256
BASE = "compact, one way"  # what every ratio is to
ARCHITECTURES = {"compact": COMPACT, "reference": REFERENCE}


def photo_ways(registry: Registry, recipes: dict[str, CycleGANRecipe], id: str) -> dict[str, Callable[[], Any]]:
    """One way and the whole board of a 256 x 256 photograph, for each architecture.

    Untrained weights cost the same as trained ones; the checkpoint `id` comes along where there is one.
    """
    engines: dict[str, PhotoEngine] = {}
    with tempfile.TemporaryDirectory() as folder:
        drawn = Registry(Path(folder))
        for name, recipe in recipes.items():
            weights = {network.name: network.get_weights() for network in build_networks(recipe)}
            drawn.save(name, weights, {"kind": "cyclegan", "recipe": recipe_to_json(recipe)})
            engines[name] = PhotoEngine(drawn, name)
    if id in registry.ids():
        engines[id] = PhotoEngine(registry, id)
    image = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 3), np.uint8)
    return {
        way: call
        for name, engine in engines.items()
        for way, call in {
            f"{name}, one way": lambda engine=engine: engine.translate(image, "ab"),
            f"{name}, whole board": lambda engine=engine: engine.board(image, "ab"),
        }.items()
    }
