"""Exports what colours photographs for inference in the browser, as gan_core.photos.in_browser exports the CycleGAN.

Eyes, decoder and annealed mean are one network, "colours"; the discriminator is "judge". Weights lie in the file in
half precision, as they ship; batch norms that were folded into the decoder's are rounded to it once more.

Importing this imports no network library; writing does.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.lab import cells
from gan_core.base.writing import make_folder
from gan_core.photos.colour import COLOUR_ID, SEEN, colour_spec, colours_by, gain_of, networks_of
from gan_core.photos.files import LARGEST, padded, seen
from gan_core.photos.in_browser import SHAPES, Network, unfuse, write_index, written
from gan_core.store.checkpoints import Registry
from gan_core.store.loading import load_into

PLATES = ((LARGEST, 819), (819, LARGEST))  # 5:4, as old photographs often are


def write_colours_for_browser(
    registry: Registry, folder: Path, shapes: Sequence[tuple[int, int]] = (*SHAPES, *PLATES)
) -> Path:
    """Write all that the page needs to colour photographs of these shapes; returns the index, which names the rest.

    It is {"digest", "of", "seen", "largest", "stride", "gain", "eyes", "half", "cells", "networks"}. With `eyes`
    "colours HxW" gives, at a quarter of the size, a and b of the annealed mean, the shares of all `cells`, and the
    features; else the chroma of every pixel.

    Args:
        shapes: (width, height) of photographs; scaled ones count as well.

    Raises:
        GanError: 'checkpoint_missing', 'checkpoint_damaged', 'checkpoint_mismatch', 'disk_full', 'path_unwritable'.
    """
    make_folder(folder)
    spec, path = registry.spec(COLOUR_ID), registry.place(COLOUR_ID)
    shape = colour_spec(spec, path)
    networks = _networks(registry, spec)
    sizes = {padded(seen(np.zeros((height, width, 3), np.uint8), SEEN), shape.stride).shape for width, height in shapes}
    found = {
        f"{name} {height}x{width}": written(folder, name, network, (1, height, width, 3), "<f2")
        for name, network in networks.items()
        for height, width, _ in sorted(sizes)
    }
    facts: dict[str, Any] = {"seen": SEEN, "largest": LARGEST, "stride": shape.stride, "gain": gain_of(spec, path)}
    facts |= {"eyes": shape.eyes is not None, "half": True, "cells": cells().tolist(), "networks": found}
    return write_index(registry, folder, COLOUR_ID, facts)


def _networks(registry: Registry, spec: dict[str, Any]) -> dict[str, Network]:
    """Images float32 (1, h, w, 3) in [-1, 1] -> what the index says, and the discriminator's patch map."""
    from keras import ops

    from gan_core.models.colour import planes
    from gan_core.models.pix2pix import together

    path = registry.place(COLOUR_ID)
    shape = colour_spec(spec, path)
    networks = networks_of(shape)
    load_into(registry, COLOUR_ID, None, *networks)
    unfuse(networks)
    colours = colours_by(registry, spec, networks[0], path)

    def generate(x: Any) -> Any:
        chroma, *said = colours(planes(x)[0])
        return ops.concatenate(said, -1) if said else chroma

    def judge(x: Any) -> Any:
        return networks[1](together(shape, *planes(x)), training=False)

    return {"colours": generate, "judge": judge}
