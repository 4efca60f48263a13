"""Exports the DCGAN for inference in the browser: templates, weights, sliders and real digits as plain files.

A template is a network in LiteRT's format (.tflite, float32) without its weights. It belongs to a network shape, is
made once by `python -m gan_core export` and is stored beside the checkpoint. The weights come in the half precision
in which they are stored, so a snapshot needs no template of its own and is not rounded twice; the page fills them in.
Batch norms are folded into the scale of each output channel and its bias. Nothing here needs a network library.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from gan_core.base.errors import GanError
from gan_core.base.writing import make_folder, write_by_digest, write_together
from gan_core.digits.directions import Directions
from gan_core.digits.neighbours import RealDigits, Typical
from gan_core.digits.projection import ENCODER_ID
from gan_core.digits.rooms import DigitRoom, controls
from gan_core.recipes.dcgan import BATCH_NORM_EPSILON, DCGANSpec, dcgan_recipe_from_json
from gan_core.store.checkpoints import Registry, reading

TEMPLATES = "browser.json"
INDEX = "digits.json"
NETWORKS = ("generator", "discriminator")


class Layer(NamedTuple):
    """A layer's weights as it computes with them: kernel * scale of the output channel, plus bias.

    Attributes:
        kernel: float32, values that float16 holds; `axes` brings its output channel to the front, as LiteRT wants it.
        scale, bias: float32 (output channels,); a bias of None: the network has none there.
    """

    kernel: np.ndarray
    axes: tuple[int, ...]
    scale: np.ndarray
    bias: np.ndarray | None


@dataclass(frozen=True)
class _Known:
    """The face of a DigitEngine that `controls` asks: facts, no networks."""

    id: str
    digest: str
    classes: int
    spec: dict[str, Any]
    snapshots: list[dict[str, Any]]
    typical: Typical


def generator_layers(spec: DCGANSpec, weights: Sequence[np.ndarray]) -> list[Layer]:
    """G's layers out of the weights in the order of get_weights(); a batch norm gives its layer's scale and bias."""
    rest, layers = list(weights), []
    dense = len(spec.g_hidden) + 1
    for i in range(dense + len(spec.g_strides)):
        kernel, axes = rest.pop(0), (1, 0) if i < dense else (2, 0, 1, 3)
        last = i == dense + len(spec.g_strides) - 1
        if spec.batch_norm and not last:
            gamma, beta, mean, variance = (rest.pop(0) for _ in range(4))
            scale = gamma / np.sqrt(variance + np.float32(BATCH_NORM_EPSILON))
            layers.append(Layer(kernel, axes, scale, beta - mean * scale))
        else:
            bias = None if spec.batch_norm else rest.pop(0)
            layers.append(Layer(kernel, axes, _ones(kernel, axes), bias))
    return layers


def discriminator_layers(weights: Sequence[np.ndarray]) -> list[Layer]:
    """D's layers: each kernel has its bias."""
    pairs = zip(weights[::2], weights[1::2], strict=True)
    axes = {4: (3, 0, 1, 2), 2: (1, 0)}
    return [Layer(k, axes[k.ndim], _ones(k, axes[k.ndim]), bias) for k, bias in pairs]


def layers_of(spec: DCGANSpec, networks: dict[str, list[np.ndarray]]) -> dict[str, list[Layer]]:
    """Both networks' layers, by name."""
    return {
        "generator": generator_layers(spec, networks["generator"]),
        "discriminator": discriminator_layers(networks["discriminator"]),
    }


def poured(layers: Sequence[Layer]) -> bytes:
    """The weights of a network as the page pours them: all scales and biases in float32, then all kernels in float16.

    Each row of a kernel is an output channel.
    """
    floats = [part for layer in layers for part in (layer.scale, layer.bias) if part is not None]
    halves = [np.ascontiguousarray(layer.kernel.transpose(layer.axes)) for layer in layers]
    return b"".join([*(f.astype("<f4").tobytes() for f in floats), *(h.astype("<f2").tobytes() for h in halves)])


def write_for_browser(registry: Registry, ids: Sequence[str], folder: Path, reals: np.ndarray, most: int = 99) -> Path:
    """Write all that the page needs to draw with the checkpoints `ids`; returns the index, which names the rest.

    A file's name carries its SHA-256, so that a browser may keep it for ever.

    Args:
        reals: training digits to look for neighbours among, uint8 (m, 28, 28).
        most: how many of a checkpoint's snapshots, evenly spread, come with the finished networks.

    Raises:
        GanError: 'checkpoint_missing', 'checkpoint_damaged', 'disk_full', 'path_unwritable'.
    """
    make_folder(folder)
    typical = RealDigits(reals).typical
    known = gzip.compress(reals.tobytes(), 6, mtime=0)
    index: dict[str, Any] = {
        "reals": {"file": write_by_digest(folder, "reals.gz", known), "count": len(reals)},
        "checkpoints": [],
        "networks": {},
    }
    for id in ids:
        facts, networks = _checkpoint(registry, id, folder, typical, most)
        index["checkpoints"].append(facts)
        index["networks"][id] = networks
    if exported(registry, ENCODER_ID) and registry.spec(ENCODER_ID)["generator"] in ids:
        index["encoder"] = _encoder(registry, ENCODER_ID, folder)
    text = json.dumps(index)
    index["digest"] = hashlib.sha256(text.encode()).hexdigest()[:16]
    write_together({folder / INDEX: json.dumps(index).encode()})
    return folder / INDEX


def _encoder(registry: Registry, id: str, folder: Path) -> dict[str, Any]:
    """What the page projects written digits with; the slope is taken by the generator's own weights."""
    spec = registry.spec(id)
    with reading(registry.place(id, TEMPLATES)):
        templates = json.loads(registry.read(id, TEMPLATES))
        figures = spec.get("figures", {})
        data = poured(discriminator_layers(registry.load(id)["encoder"]))
        weights = write_by_digest(folder, f"{id}.bin", data)
        known = {"percentiles": figures.get("percentiles", []), "n": figures.get("n", 0)}
        return {"generator": spec["generator"], "templates": templates, "weights": weights, **known}


def _checkpoint(
    registry: Registry, id: str, folder: Path, typical: Typical, most: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    spec = registry.spec(id)
    with reading(registry.root / id / TEMPLATES):
        templates = json.loads(registry.read(id, TEMPLATES))
        shape = dcgan_recipe_from_json(spec["recipe"]).spec
    directions = Directions.load(registry, id)
    engine: Any = _Known(id, registry.digest(id), shape.classes, spec, _thinned(registry.snapshots(id), most), typical)
    facts = controls(id, DigitRoom(engine, directions))
    files = {}
    for step in (snapshot["step"] for snapshot in facts["snapshots"]):
        when = "finished" if step is None else f"{step:06d}"
        layers = layers_of(shape, registry.load(id, step))
        data = b"".join(poured(layers[name]) for name in NETWORKS)
        files["finished" if step is None else str(step)] = write_by_digest(folder, f"{id}-{when}.bin", data)
    vectors = base64.b64encode(directions.vectors.astype("<f4").tobytes()).decode()
    return facts, {"templates": templates, "vectors": vectors, "weights": files}


def _thinned(snapshots: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """At most `most` of them, evenly spread, the first among them."""
    every = max(1, -(-len(snapshots) // most))
    return snapshots[::every]


def _ones(kernel: np.ndarray, axes: tuple[int, ...]) -> np.ndarray:
    return np.ones(kernel.shape[axes[0]], np.float32)


def exported(registry: Registry, id: str) -> bool:
    """Are there templates beside the weights of a checkpoint?"""
    try:
        return registry.has(id, TEMPLATES)
    except GanError:
        return False
