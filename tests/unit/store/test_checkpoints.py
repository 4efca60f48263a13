import errno
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.store.checkpoints import Registry, parse_reference
from gan_core.store.loading import load_into

SPEC = {"kind": "dcgan", "recipe": {}, "training": {"epochs": 2}, "figures": {}}


def networks(seed=0):
    rng = np.random.default_rng(seed)
    return {
        "generator": [rng.standard_normal((3, 4)), rng.standard_normal(())],
        "discriminator": [rng.standard_normal(n) for n in range(1, 13)],
    }


@pytest.fixture
def registry(tmp_path):
    registry = Registry(tmp_path)
    registry.save("best", networks(), SPEC)
    registry.save("best", networks(1), SPEC, step=40, epoch=2.0)
    registry.save("best", networks(2), SPEC, step=5, epoch=0.25)
    return registry


def files(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_what_is_saved_is_loaded_in_half_precision(registry):
    for step, seed in [(None, 0), (40, 1), (5, 2)]:
        loaded = registry.load("best", step)
        assert list(loaded) == ["discriminator", "generator"]
        for name, weights in networks(seed).items():
            assert len(loaded[name]) == len(weights)
            for got, want in zip(loaded[name], weights, strict=True):
                assert got.dtype == np.float32 and np.array_equal(got, np.float32(np.float16(want)))


def test_the_registry_knows_what_it_holds(registry):
    assert registry.ids() == ["best"]
    assert registry.spec("best")["training"] == {"epochs": 2}
    assert [(s["step"], s["epoch"]) for s in registry.snapshots("best")] == [(5, 0.25), (40, 2.0)]


def test_saving_again_keeps_the_snapshots_and_replaces_the_same_step(registry):
    registry.save("best", networks(3), {**SPEC, "figures": {"frechet": 1.5}})
    registry.save("best", networks(4), SPEC, step=40, epoch=2.0)
    assert [s["step"] for s in registry.snapshots("best")] == [5, 40]
    replaced = registry.load("best", 40)["generator"][0]
    assert np.allclose(replaced, networks(4)["generator"][0], atol=1e-2)


def test_a_checkpoint_begun_afresh_forgets_what_belonged_to_other_weights(registry):
    registry.write("best", {"directions.npz": b"of the old ones"})
    registry.save("other", networks(1), {"kind": "dcgan"})
    registry.save("best", networks(5), {"kind": "dcgan"}, afresh=True)
    assert registry.snapshots("best") == [] and not registry.has("best", "directions.npz")
    assert sorted(p.name for p in (registry.root / "best").rglob("*.*")) == ["spec.json", "weights.npz"]
    assert np.allclose(registry.load("best")["generator"][0], networks(5)["generator"][0], atol=1e-2)
    assert registry.load("other")


@pytest.mark.parametrize("id", ["worst", "", "../best", "best/../best", ".", "/etc", "BEST", "x" * 500])
def test_unknown_ids(registry, id):
    with pytest.raises(GanError) as caught:
        registry.load(id)
    assert caught.value.code == "checkpoint_missing" and "best" in str(caught.value)
    assert len(str(caught.value)) < 200


def test_an_unknown_step_names_the_known_ones(registry):
    with pytest.raises(GanError) as caught:
        registry.load("best", 41)
    assert caught.value.code == "checkpoint_missing" and "best@40" in str(caught.value)


def damaged(registry, reason):
    with pytest.raises(GanError) as caught:
        registry.load("best")
    assert caught.value.code == "checkpoint_damaged" and reason in str(caught.value)


def test_a_tampered_file(registry):
    path = registry.root / "best" / "weights.npz"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    damaged(registry, "SHA-256")


def test_a_truncated_file(registry):
    path = registry.root / "best" / "weights.npz"
    path.write_bytes(path.read_bytes()[:-1])
    damaged(registry, "length")


def test_a_missing_file(registry):
    (registry.root / "best" / "weights.npz").unlink()
    damaged(registry, "No such file")


def test_a_file_that_the_manifest_does_not_know(registry):
    (registry.root / "MANIFEST.json").unlink()
    damaged(registry, "manifest does not know it")


@pytest.mark.parametrize("text", ["", "{", "[]"])
def test_a_broken_manifest(registry, text):
    (registry.root / "MANIFEST.json").write_text(text)
    damaged(registry, "MANIFEST.json")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no zip", b"\x93NUMPY"])
def test_what_is_no_archive(registry, data):
    registry.write("best", {"weights.npz": data})
    damaged(registry, "weights.npz")


@pytest.mark.parametrize("arrays", [{"loose": np.zeros(2)}, {"g/001": np.zeros(2)}, {"g/000": np.array([np.nan])}])
def test_an_archive_of_other_things(registry, arrays, tmp_path):
    np.savez(tmp_path / "other.npz", allow_pickle=False, **arrays)
    registry.write("best", {"weights.npz": (tmp_path / "other.npz").read_bytes()})
    damaged(registry, "weights.npz")


def test_an_archive_of_pickles_is_not_opened(registry, tmp_path):
    np.savez(tmp_path / "other.npz", allow_pickle=True, **{"g/000": np.array([{"a": 1}], object)})
    registry.write("best", {"weights.npz": (tmp_path / "other.npz").read_bytes()})
    damaged(registry, "allow_pickle")


def test_a_full_disk_leaves_the_checkpoint_as_it_was(registry, monkeypatch):
    before = files(registry.root)

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(GanError) as caught:
        registry.save("best", networks(9), SPEC)
    assert caught.value.code == "disk_full" and files(registry.root) == before


@pytest.mark.parametrize("weight", [np.nan, np.inf, 1e6])
def test_weights_that_half_precision_cannot_hold_are_not_saved(registry, weight):
    before = files(registry.root)
    with pytest.raises(ValueError, match="not finite in float16"):
        registry.save("best", {"generator": [np.array([weight])]}, SPEC)
    assert files(registry.root) == before


def test_saving_twice_gives_the_same_bytes(registry):
    before = files(registry.root)
    registry.save("best", networks(), SPEC)
    assert files(registry.root) == before
    assert json.loads(before[next(p for p in before if p.name == "MANIFEST.json")])


@pytest.mark.parametrize(
    ("text", "parsed"), [("best", ("best", None)), ("best@1500", ("best", 1500)), ("a@0", ("a", 0))]
)
def test_references(text, parsed):
    assert parse_reference(text) == parsed


@pytest.mark.parametrize("text", ["best@", "best@-1", "best@x", "best@1.5", "best@" + "9" * 99])
def test_references_to_no_step(text):
    with pytest.raises(GanError) as caught:
        parse_reference(text)
    assert caught.value.code == "checkpoint_missing"


class FakeNetwork:
    """Has a name, shapes and weights, and nothing else."""

    def __init__(self, name: str, *shapes: tuple[int, ...]) -> None:
        self.name, self.weights = name, [np.zeros(shape) for shape in shapes]

    def set_weights(self, weights: Sequence[np.ndarray]) -> None:
        self.weights = list(weights)


def test_networks_get_what_the_checkpoint_holds_under_their_names_all_or_none(tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    registry.save("best", {"g": [np.ones((2, 3)), np.ones(3)], "d": [np.full(4, 2.0)]}, {})
    g, d = FakeNetwork("g", (2, 3), (3,)), FakeNetwork("d", (4,))
    for wrong in (FakeNetwork("d", (5,)), FakeNetwork("d", (4,), (1,)), FakeNetwork("other", (4,))):
        with pytest.raises(GanError) as fault:
            load_into(registry, "best", None, g, wrong)
        assert fault.value.code == "checkpoint_mismatch" and g.weights[0].sum() == 0
    load_into(registry, "best", None, g, d)
    assert (g.weights[0].sum(), g.weights[1].sum(), d.weights[0].sum()) == (6, 3, 8)
