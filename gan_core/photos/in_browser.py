"""Exports the CycleGAN for inference in the browser: every network in LiteRT's format, as plain files.

A .tflite takes pictures of one size, so there is one of each network for every shape of photograph in `SHAPES`; any
other photograph is mirrored at its edges until it fits into one. Their weights are the same and lie in one file, and
what is left of each is small. Making them takes a minute: they are kept, and `made_before` finds them again.

Importing this imports no network library; writing does.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gan_core.base.errors import GanError
from gan_core.base.writing import make_folder, write_by_digest, write_together
from gan_core.photos.classifier import PHOTO_CLASSIFIER_ID, view
from gan_core.photos.colour import COLOUR_ID
from gan_core.photos.engine import PAINTED, PHOTO_ID
from gan_core.photos.files import LARGEST, SEEN, padded, seen
from gan_core.photos.near import NEAR, near_of
from gan_core.photos.networks import networks_of
from gan_core.photos.smoothing import smoothing_of
from gan_core.store.checkpoints import Registry
from gan_core.store.loading import load_into

INDEX = "photos.json"
COLOURS = "colours.json"  # gan_core.photos.colours_in_browser's
CLASSIFIER = "classifier"
# (width, height): square, 4:3, 3:2 and 16:9, lying and upright, as cameras give them; and a square that is not scaled.
SHAPES = (
    (PAINTED, PAINTED), (LARGEST, LARGEST), (LARGEST, 768), (768, LARGEST), (LARGEST, 683), (683, LARGEST),
    (LARGEST, 576), (576, LARGEST),
)  # fmt: skip
MIRRORS = ((192, 144), (144, 192), (128, 96), (96, 128))  # pictures of a live camera; they only go one way
VERSION = 5  # of these files
Network = Callable[[Any], Any]
# By checkpoint: the index, what it is made of, and networks that it has to name.
KINDS: dict[str, tuple[str, tuple[str, ...], set[str]]] = {
    PHOTO_ID: (
        INDEX,
        (PHOTO_ID, PHOTO_CLASSIFIER_ID),
        {f"generator_ab {height}x{width}" for width, height in (*MIRRORS, SHAPES[0])},
    ),
    COLOUR_ID: (COLOURS, (COLOUR_ID,), {f"colours {PAINTED}x{PAINTED}"}),
}


def write_for_browser(
    registry: Registry,
    folder: Path,
    shapes: Sequence[tuple[int, int]] = SHAPES,
    mirrors: Sequence[tuple[int, int]] = MIRRORS,
) -> Path:
    """Write all that the page needs to translate photographs of these shapes; returns the index, which names the rest.

    It is {"digest", "of", "painted", "near", "seen", "largest", "masked", "residual", "threshold", "networks"}; near is
    {"side", "shares"}: pictures are painted at that side first, and so they stay where the mask's mean is above their
    direction's share. networks holds, for example, "generator_ab 192x256": {"template", "weights"}, height before
    width, as files whose names carry their digests.

    Args:
        shapes: (width, height) of photographs; scaled ones count as well.
        mirrors: of pictures that are only translated.

    Raises:
        GanError: 'checkpoint_missing', 'checkpoint_damaged', 'checkpoint_mismatch' (also where weights are not
            distinct, as in untrained networks), 'disk_full', 'path_unwritable'.
    """
    make_folder(folder)
    networks, kind = _translators(registry)
    painted = PAINTED if any(kind.values()) else SEEN
    near = near_of(registry.spec(PHOTO_ID), registry.place(PHOTO_ID))
    threshold, networks[CLASSIFIER] = _guard(registry)
    found = {}
    for name, network in networks.items():
        generates = name.startswith("generator")
        sides = (NEAR, painted) if near and generates else (painted,)  # both ways: a card's trial compiles both
        sizes = [(size, side) for size in shapes for side in sides]
        sizes += [(size, painted) for size in (mirrors if generates else ())]
        for height, width in sorted({_given(name, *each) for each in sizes}):
            found[f"{name} {height}x{width}"] = written(folder, name, network, (1, height, width, 3))
    index: dict[str, Any] = {"painted": painted, "near": {"side": NEAR, "shares": near}}
    index |= {"seen": SEEN, "largest": LARGEST}
    return write_index(registry, folder, PHOTO_ID, {**index, **kind, "threshold": threshold, "networks": found})


def write_index(registry: Registry, folder: Path, id: str, facts: dict[str, Any]) -> Path:
    """Write the index of a checkpoint's networks: `facts`, what they are made of, and a digest of both."""
    index = {"of": _source(registry, id), **facts}
    index["digest"] = hashlib.sha256(json.dumps(index).encode()).hexdigest()[:16]
    write_together({folder / KINDS[id][0]: json.dumps(index).encode()})
    return folder / KINDS[id][0]


def made_before(registry: Registry, folder: Path, id: str = PHOTO_ID) -> Path | None:
    """The index in `folder`, if all that the page takes was made of this checkpoint as it is now.

    Raises:
        GanError: 'checkpoint_missing', 'checkpoint_damaged'.
    """
    path, wanted = folder / KINDS[id][0], KINDS[id][2]
    try:
        index = json.loads(path.read_text(encoding="utf-8"))
        whole = wanted <= set(index["networks"]) and all((folder / name).is_file() for name in files_of(path))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return path if whole and index.get("of") == _source(registry, id) else None


def files_of(index: Path) -> list[str]:
    """The names of the files that an index refers to."""
    networks = json.loads(index.read_text(encoding="utf-8"))["networks"]
    return sorted({file for one in networks.values() for file in one.values()})


def _source(registry: Registry, id: str) -> str:
    """What the files are made of: it changes with the weights, and with how they are made."""
    needed = list(KINDS[id][1])
    eyes = registry.spec(id).get("recipe", {}).get("spec", {}).get("eyes")
    needed += [eyes["checkpoint"]] if eyes else []
    parts = [registry.read(each, name) for each in needed for name in ("spec.json", "weights.npz")]
    return hashlib.sha256(b"".join([str(VERSION).encode(), *parts])).hexdigest()[:16]


def _translators(registry: Registry) -> tuple[dict[str, Network], dict[str, bool]]:
    """Images float32 (1, h, w, 3) in [-1, 1] -> the translation, with the mask as a fourth channel if there is one.

    And whether they are "masked" or "residual": what they paint is laid over a larger photograph, or added to it.
    """
    spec, path = registry.spec(PHOTO_ID), registry.place(PHOTO_ID)
    if smoothing_of(spec, path):
        raise GanError("checkpoint_mismatch", path=path, reason="the page's own networks smooth nothing before")
    networks = networks_of(spec, path)
    load_into(registry, PHOTO_ID, None, *networks)
    unfuse(networks)
    residual = bool(spec["recipe"]["spec"].get("residual", False))
    kind = {"masked": len(networks[0].outputs) > 1, "residual": residual}
    return {network.name: joined(network) for network in networks}, kind


def unfuse(networks: Sequence[Any]) -> None:
    """Have instance norms computed by their formula, which LiteRT knows."""
    from gan_core.models.layers import InstanceNormalization

    for layer in (layer for network in networks for layer in network.layers):
        if isinstance(layer, InstanceNormalization):
            layer.fused = False


def joined(network: Any) -> Network:
    """A network of one output, or of several that become one: their channels side by side."""
    from keras import ops

    if len(network.outputs) == 1:
        return lambda x: network(x, training=False)
    return lambda x: ops.concatenate(network(x, training=False), -1)


def _guard(registry: Registry) -> tuple[float, Network]:
    """The guard's threshold, and its classifier: the same images -> logits (1, 3)."""
    from gan_core.models.photo_classifier import build_photo_classifier

    classifier = build_photo_classifier()
    threshold = float(registry.spec(PHOTO_CLASSIFIER_ID)["guard"]["threshold"])
    load_into(registry, PHOTO_CLASSIFIER_ID, None, classifier)
    return threshold, lambda x: classifier(x, training=False)


def _given(name: str, size: tuple[int, int], painted: int) -> tuple[int, int]:
    """(height, width) that a network is given for a photograph of `size`."""
    image = np.zeros((size[1], size[0], 3), np.uint8)
    if name == CLASSIFIER:
        given = view(image)
    else:
        given = padded(seen(seen(image), painted if name.startswith("generator") else SEEN))
    return given.shape[0], given.shape[1]


def written(folder: Path, name: str, network: Network, shape: Sequence[int], dtype: str = "<f4") -> dict[str, str]:
    """Write a network for inputs of one `shape`; returns the names of its two files, "template" and "weights".

    Args:
        dtype: of the weights as they lie in the file, "<f2" for half precision: the index has to say so.

    Raises:
        GanError: 'checkpoint_mismatch' (weights that are not distinct, as in untrained networks), 'disk_full',
            'path_unwritable'.
    """
    from gan_core.models.templates import constants, lite, template

    data = lite(network, shape)
    numbers = constants(data)
    try:
        made = template(data, numbers)
    except ValueError as error:
        raise GanError("checkpoint_mismatch", path=name, reason=error) from error
    weights = b"".join(part.astype(dtype).tobytes() for part in numbers)
    files = {"template": json.dumps(made).encode(), "weights": weights}
    return {
        kind: write_by_digest(folder, f"{name}-{kind}.gz", gzip.compress(data, 6, mtime=0))
        for kind, data in files.items()
    }
