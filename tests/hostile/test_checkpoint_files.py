"""Whatever lies where a checkpoint should: a GanError, never another exception and never wrong weights."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gan_core.base.errors import GanError
from gan_core.digits.directions import Directions
from gan_core.store.checkpoints import Registry

WEIGHTS = {"generator": [np.arange(12.0).reshape(3, 4), np.ones(3)], "discriminator": [np.ones((2, 2))]}
SPEC = {"kind": "dcgan", "recipe": {"spec": {"latent": 100}}}


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    registry = Registry(tmp_path_factory.mktemp("checkpoints"))
    registry.save("best", WEIGHTS, SPEC)
    registry.save("best", WEIGHTS, SPEC, step=3)
    Directions.none().save(registry, "best")
    return registry


@pytest.fixture(scope="module")
def originals(registry):
    return {name: (registry.root / "best" / name).read_bytes() for name in ("weights.npz", "directions.npz")}


damage = st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255))


def damaged(data, places, cut):
    data = bytearray(data)
    for place, mask in places:
        data[int(place * len(data))] ^= mask
    return bytes(data[: int(cut * len(data))] if cut is not None else data)


@given(places=st.lists(damage, max_size=3, unique_by=lambda d: d[0]), cut=st.none() | st.floats(0, 0.99))
@settings(max_examples=60, deadline=None)
def test_a_changed_file_is_never_read(registry, originals, places, cut):
    path, original = registry.root / "best" / "weights.npz", originals["weights.npz"]
    path.write_bytes(damaged(original, places, cut))
    if path.read_bytes() == original:
        registry.load("best")
        return
    with pytest.raises(GanError) as caught:
        registry.load("best")
    assert caught.value.code == "checkpoint_damaged"


@given(places=st.lists(damage, min_size=1, max_size=4), cut=st.none() | st.floats(0, 0.99))
@settings(max_examples=150, deadline=None)
def test_even_with_a_manifest_that_vouches_for_it(registry, originals, places, cut):
    loaders = {"weights.npz": registry.load, "directions.npz": lambda id: Directions.load(registry, id)}
    for name, load in loaders.items():
        registry.write("best", {name: damaged(originals[name], places, cut)})
        try:
            loaded: Any = load("best")
        except GanError as fault:
            assert fault.code == "checkpoint_damaged"
            continue
        if name == "weights.npz":
            assert all(np.isfinite(w).all() for weights in loaded.values() for w in weights)


@pytest.mark.parametrize("file", ["../best/weights.npz", "/etc/passwd", "", "snapshots", 7, None])
def test_a_spec_that_points_elsewhere(registry, file):
    spec = SPEC | {"snapshots": [{"step": 3, "epoch": 1, "file": file}]}
    registry.write("best", {"spec.json": json.dumps(spec).encode()})
    with pytest.raises(GanError) as caught:
        registry.load("best", 3)
    assert caught.value.code == "checkpoint_damaged"


@pytest.mark.parametrize("snapshots", [None, 3, [3], [{}], [{"step": "x"}], {"step": 3}])
def test_a_spec_whose_snapshots_are_none(registry, snapshots):
    registry.write("best", {"spec.json": json.dumps(SPEC | {"snapshots": snapshots}).encode()})
    with pytest.raises(GanError) as caught:
        registry.load("best", 3)
    assert caught.value.code in ("checkpoint_damaged", "checkpoint_missing")


@pytest.mark.parametrize("entry", [None, 3, {}, {"sha256": 1}, {"bytes": 1}])
def test_a_manifest_of_something_else(tmp_path, entry):
    registry = Registry(tmp_path)
    registry.save("best", WEIGHTS, SPEC)
    (tmp_path / "MANIFEST.json").write_text(json.dumps({"best/weights.npz": entry, "best/spec.json": entry}))
    with pytest.raises(GanError) as caught:
        registry.load("best")
    assert caught.value.code == "checkpoint_damaged"
