"""From photographs to coloured ones by the commands alone: train, publish, colourise, evaluate, card."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gan_core.__main__ import main
from gan_core.base.colour import planes
from gan_core.base.images import png_bytes
from gan_core.commands import publish
from gan_core.data.pairs import grey_colour
from gan_core.photos.pairing_experiment import PairingExperiment
from gan_core.recipes import pix2pix
from gan_core.store import checkpoints
from tests.tiny import (
    TINY_CLASSES,
    TINY_COLOUR,
    add_tiny_eyes,
    tiny_classes_registry,
    tiny_colour_registry,
    tiny_pairing_registry,
)
from tests.tiny_features import tiny_features

pytestmark = pytest.mark.slow

RNG = np.random.default_rng(0)
TINY = pix2pix.Pix2PixRecipe(spec=TINY_COLOUR, crop=32, scales=(32,), view=32, average=0.9)


def encoded(width: int, height: int) -> bytes:
    return png_bytes(RNG.integers(0, 256, (height, width, 3), np.uint8))


def photograph(path: Path, width: int = 40, height: int = 40) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encoded(width, height))
    return path


def test_a_network_is_trained_resumed_published_and_colours(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(pix2pix.PIX2PIX_PRESETS, "tiny", TINY)
    root = tmp_path / "checkpoints"
    monkeypatch.setattr(checkpoints.Registry.__init__, "__defaults__", (root,))
    monkeypatch.setattr(publish, "RUNS", tmp_path / "runs")
    for i in range(4):
        photograph(tmp_path / "data" / "more" / f"{i}.png")
    run = ["train", "pix2pix", "--preset", "tiny", "--data", str(tmp_path / "data"), "--out", str(tmp_path / "run")]
    assert main([*run, "--epochs", "1"]) == 0
    assert "held back, 0 skipped" in capsys.readouterr().err
    assert main([*run, "--epochs", "2", "--resume"]) == 0
    assert main(["publish", str(tmp_path / "run"), "--id", "colours"]) == 0
    spec = checkpoints.Registry(root).spec("colours")
    assert (spec["kind"], spec["training"]["pairs"], spec["training"]["epochs"]) == ("pix2pix", "grey-colour", 2.0)
    assert json.loads((tmp_path / "runs" / "colours" / "run.json").read_text())["id"] == "colours"
    source, out = photograph(tmp_path / "in" / "a.png", 90, 50), tmp_path / "out"
    (tmp_path / "in" / "broken.jpg").write_bytes(b"no picture")
    words = ["--checkpoint", "colours", "--checkpoints", str(root), "--out", str(out)]
    assert main(["colourise", str(source.parent), *words, "--strength", "1.5"]) == 0
    told = capsys.readouterr()
    assert "1 coloured, 1 skipped" in told.out and "broken.jpg" in told.err
    with Image.open(out / "a.png") as found, Image.open(source) as before:
        assert found.size == before.size and "colours" in found.text["Description"]  # type: ignore[attr-defined]
        difference = planes(np.asarray(found))[0] - planes(np.asarray(before))[0]
    assert np.abs(difference).max() < 1.01 / 255


def test_any_pairs_are_trained_on(tmp_path, monkeypatch):
    monkeypatch.setitem(pix2pix.PIX2PIX_PRESETS, "tiny", replace(TINY, average=0.0))
    for i in range(3):
        photograph(tmp_path / "pairs" / f"{i}.png", 80)
    words = ["--preset", "tiny", "--pairs", str(tmp_path / "pairs"), "--epochs", "1", "--out", str(tmp_path / "run")]
    assert main(["train", "pix2pix", *words]) == 0
    run = json.loads((tmp_path / "run" / "record" / "run.json").read_text())
    assert (run["pairs"], run["recipe"]["spec"]["inputs"], run["recipe"]["spec"]["outputs"]) == ("pictures", 3, 3)


def test_a_preset_that_colours_learns_from_no_other_pairs(tmp_path, capsys):
    photograph(tmp_path / "pairs" / "0.png", 80)
    words = ["--preset", "classes", "--pairs", str(tmp_path / "pairs"), "--out", str(tmp_path / "run")]
    assert main(["train", "pix2pix", *words]) == 2
    assert "classes colours photographs" in capsys.readouterr().err and not (tmp_path / "run").exists()


def test_a_network_with_eyes_is_trained_published_and_colours(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(pix2pix.PIX2PIX_PRESETS, "tiny", TINY_CLASSES)
    root = tmp_path / "checkpoints"
    add_tiny_eyes(checkpoints.Registry(root))
    monkeypatch.setattr(checkpoints.Registry.__init__, "__defaults__", (root,))
    for i in range(4):
        photograph(tmp_path / "data" / f"{i}.png")
    words = ["--preset", "tiny", "--data", str(tmp_path / "data"), "--out", str(tmp_path / "run"), "--epochs", "1"]
    assert main(["train", "pix2pix", *words]) == 0
    publishing = ["publish", str(tmp_path / "run"), "--id", "colours", "--weights-only"]
    assert main([*publishing, "--temperature", "0.5"]) == 0
    assert checkpoints.Registry(root).spec("colours")["temperature"] == 0.5
    source, words = photograph(tmp_path / "a.png", 90, 50), ["--checkpoint", "colours", "--checkpoints", str(root)]
    assert main(["colourise", str(source), "--out", str(tmp_path / "out.png"), *words]) == 0
    with Image.open(tmp_path / "out.png") as found:
        assert found.size == (90, 50)


def test_a_network_is_measured_beside_grey_and_beside_a_rival(tmp_path, capsys):
    registry = tiny_colour_registry(tmp_path / "checkpoints")
    tiny_colour_registry(registry.root, "rival", seed=1)
    data = sorted((hashlib.sha256(x).hexdigest(), x) for x in (encoded(64, 48) for _ in range(150)))
    (tmp_path / "data").mkdir()
    both = [x for mark, x in data if int(mark, 16) % 10 == 0][:4] + [x for mark, x in data if int(mark, 16) % 10][:2]
    for i, x in enumerate(both):
        (tmp_path / "data" / f"{i}.png").write_bytes(x)
    words = ["--data", str(tmp_path / "data"), "--whole", "--json", "--checkpoints", str(registry.root)]
    words += ["--against", "rival", "--imagenet", str(tiny_features(tmp_path / "tiny.npz"))]
    assert main(["evaluate", "pix2pix", *words]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["n"], found["imagenet_evaluator"], found["photographs"]) == (6, "tiny", "all")
    assert found["colourfulness_grey"] < 0.05 < found["colourfulness"]
    assert found["frechet_ratio_grey"] == pytest.approx(found["frechet"] / found["frechet_grey"], rel=1e-2)
    assert found["error_ratio_against"] == pytest.approx(
        found["colour_error"] / found["colour_error_against"], rel=1e-2
    )
    assert main(["card", "--checkpoint", "grey2colour", *[w for w in words if w not in ("--whole", "--json")]]) == 0
    card = (registry.root / "grey2colour" / "MODEL_CARD.md").read_text()
    figures = registry.spec("grey2colour")["figures"]
    assert f"| {figures['colourfulness']:.4g} | 0.85 to 1.1: " in card and "times that of `rival`" in card
    with Image.open(registry.root / "grey2colour" / "card.png") as sheet:
        assert sheet.width == 3 * 192
    assert min(found[f"frechet{key}"] for key in ("", "_grey", "_against", "_floor")) > 0


def test_real_photographs_are_as_far_from_each_other_as_the_floor_and_others_further():
    from gan_core.commands.evaluate_pix2pix import distances

    real = RNG.normal(0, 1, (40, 5))
    found = distances({"same": real, "moved": real + 3}, real)
    assert found["same"] == found["_floor"] > 0
    assert found["moved"] == pytest.approx(found["_floor"] + 9 * 5, rel=0.2)


def test_too_few_photographs_to_measure_are_told(tmp_path, capsys):
    registry = tiny_colour_registry(tmp_path / "checkpoints")
    for i in range(3):
        photograph(tmp_path / "data" / f"{i}.png")
    words = ["--data", str(tmp_path / "data"), "--whole", "--checkpoints", str(registry.root)]
    assert main(["evaluate", "pix2pix", *words]) == 2
    assert "3 photographs are there to be measured" in capsys.readouterr().err


def test_what_pairs_are_for_is_measured_and_kept_for_the_page(tmp_path, capsys):
    registry = tiny_pairing_registry(tmp_path / "checkpoints")
    spec = registry.spec("pairs-true")
    registry.write("pairs-true", {"spec.json": json.dumps(spec | {"training": {"steps": 7}}).encode()})
    for i in range(60):
        photograph(tmp_path / "data" / f"{i}.png")
    words = ["--data", str(tmp_path / "data"), "--save", "--json", "--checkpoints", str(registry.root)]
    assert main(["evaluate", "pairing", *words]) == 0
    found = json.loads(capsys.readouterr().out)
    held_back = grey_colour([tmp_path / "data"]).targets.held_back
    assert (found["steps"], found["n"]) == (7, len(held_back)) and 0 < found["l1_unpaired"] < 1
    assert PairingExperiment(registry).measured == found


def test_a_hint_reaches_the_file(tmp_path, capsys):
    root, source = tiny_classes_registry(tmp_path / "checkpoints").root, photograph(tmp_path / "a.png")
    words = ["colourise", str(source), "--checkpoints", str(root), "--out"]
    assert main([*words, str(tmp_path / "plain.png")]) == 0
    assert main([*words, str(tmp_path / "red.png"), "--hint", "0.5", "0.5", "60", "40"]) == 0
    plain, red = (planes(np.asarray(Image.open(tmp_path / f"{name}.png")))[1][20, 20, 1] for name in ("plain", "red"))
    assert red > plain + 0.05
    assert main([*words, str(tmp_path / "off.png"), "--hint", "2", "0.5", "60", "40"]) == 2
    assert "from 0 to 1" in capsys.readouterr().err
