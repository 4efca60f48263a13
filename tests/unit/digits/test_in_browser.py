"""What the page is given to draw by itself, without a network library."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.digits.in_browser import TEMPLATES, exported, generator_layers, poured, write_for_browser
from gan_core.recipes.dcgan import BATCH_NORM_EPSILON, DCGANRecipe, DCGANSpec, recipe_to_json
from gan_core.store.checkpoints import Registry

SPEC = DCGANSpec(latent=4, base_size=2, g_hidden=(3,), g_filters=(2,), g_strides=(1,), g_kernel=2, d_filters=(2,))
REALS = np.random.default_rng(0).integers(0, 256, (30, 28, 28), np.uint8)


def weights(seed: int) -> dict[str, list[np.ndarray]]:
    rng = np.random.default_rng(seed)

    def norm(channels: int) -> list[np.ndarray]:
        return [rng.uniform(0.5, 2, channels).astype(np.float32) for _ in range(4)]

    def kernel(*shape: int) -> np.ndarray:
        return rng.standard_normal(shape).astype(np.float16).astype(np.float32)

    g = [kernel(4, 3), *norm(3), kernel(3, 8), *norm(8), kernel(2, 2, 1, 2)]
    return {"generator": g, "discriminator": [kernel(5, 5, 1, 2), kernel(2), kernel(392, 1), kernel(1)]}


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    registry = Registry(tmp_path / "checkpoints")
    spec: dict[str, Any] = {
        "kind": "dcgan",
        "recipe": recipe_to_json(DCGANRecipe(spec=SPEC)),
        "training": {"steps": 90},
    }
    for step in (None, 0, 10, 20, 30):
        registry.save("best", weights(step or 99), spec, step, epoch=step)
    registry.write("best", {TEMPLATES: b"{}"})
    return registry


def test_a_batch_norm_is_a_scale_and_a_bias() -> None:
    g = weights(1)["generator"]
    first, second, last = generator_layers(SPEC, g)
    z = np.random.default_rng(5).standard_normal(4).astype(np.float32)
    kernel, gamma, beta, mean, variance = g[:5]
    wanted = (z @ kernel - mean) / np.sqrt(variance + BATCH_NORM_EPSILON) * gamma + beta
    assert first.bias is not None and second.bias is not None and last.bias is None
    assert np.allclose(z @ first.kernel * first.scale + first.bias, wanted, atol=1e-5)
    assert (last.scale == 1).all() and last.axes == (2, 0, 1, 3)


def test_without_batch_norms_every_layer_has_its_own_bias() -> None:
    g = weights(1)["generator"]
    plain = [g[0], g[1], g[5], g[6], g[10], g[1][:1]]
    layers = generator_layers(replace(SPEC, batch_norm=False), plain)
    assert [layer.bias is not None and bool((layer.scale == 1).all()) for layer in layers] == [True] * 3


def test_kernels_stay_the_half_precision_numbers_that_they_are() -> None:
    layers = generator_layers(SPEC, weights(1)["generator"])
    data = poured(layers)
    floats = 4 * (2 * 3 + 2 * 8 + 1)
    assert len(data) == floats + 2 * (12 + 24 + 8)
    kernel = np.frombuffer(data[floats : floats + 24], np.float16).reshape(3, 4)
    assert np.array_equal(kernel, layers[0].kernel.T)


def test_the_index_names_files_by_their_digests(registry: Registry, tmp_path: Path) -> None:
    out = tmp_path / "out"
    index = json.loads(write_for_browser(registry, ["best"], out, REALS).read_text())
    files = index["networks"]["best"]["weights"]
    assert list(files) == ["0", "10", "20", "30", "finished"]
    for name in [*files.values(), index["reals"]["file"]]:
        assert hashlib.sha256((out / name).read_bytes()).hexdigest()[:16] in name
    assert gzip.decompress((out / index["reals"]["file"]).read_bytes()) == REALS.tobytes()
    assert index["reals"]["count"] == index["checkpoints"][0]["typical"]["n"] == 30
    before = {path: path.stat().st_mtime_ns for path in out.glob("*.bin")}
    again = json.loads(write_for_browser(registry, ["best"], out, REALS).read_text())
    assert again["digest"] == index["digest"]
    assert {path: path.stat().st_mtime_ns for path in out.glob("*.bin")} == before  # nothing is written twice


def test_fewer_snapshots_keep_the_first_and_the_finished_one(registry: Registry, tmp_path: Path) -> None:
    index = json.loads(write_for_browser(registry, ["best"], tmp_path / "out", REALS, most=2).read_text())
    assert list(index["networks"]["best"]["weights"]) == ["0", "20", "finished"]
    assert [s["step"] for s in index["checkpoints"][0]["snapshots"]] == [0, 20, None]


def test_a_checkpoint_without_templates_is_told(registry: Registry, tmp_path: Path) -> None:
    registry.save("classic", weights(3), {"kind": "dcgan", "recipe": recipe_to_json(DCGANRecipe(spec=SPEC))})
    assert exported(registry, "best") and not exported(registry, "classic")
    with pytest.raises(GanError) as caught:
        write_for_browser(registry, ["classic"], tmp_path / "out", REALS)
    assert caught.value.code == "checkpoint_damaged"
    assert not (tmp_path / "out" / "digits.json").exists()
