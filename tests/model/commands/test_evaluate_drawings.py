"""evaluate drawings on a tiny untrained network and a few pairs: figures, the model card, what cannot be measured."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gan_core.__main__ import main
from gan_core.commands.card import CARD
from gan_core.commands.evaluate_drawings import ink_and_colour_of
from gan_core.photos.drawing import COATS, PAPER, PLAIN, ink_of_coat, inked
from gan_core.store.checkpoints import Registry
from tests.tiny import add_tiny_photo_classifier, tiny_drawing_registry

pytestmark = pytest.mark.slow

SIDE = 32  # of the tiny network


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    registry = tiny_drawing_registry(tmp_path / "checkpoints")
    training = {"epochs": 1, "steps": 6, "photographs": 6, "seed": 0, "backend": "tensorflow"}
    spec = registry.spec("drawing2horse") | {"training": training}
    registry.write("drawing2horse", {"spec.json": json.dumps(spec).encode()})
    add_tiny_photo_classifier(registry)
    return registry


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    """Six pairs to learn from and three that are held back; what is painted is paper with one black pixel."""
    for part, count in (("train", 6), ("val", 3)):
        for i in range(count):
            ink = np.zeros((SIDE, SIDE), np.uint8)
            ink[4 + i : 20, 8 : 12 + i] = 255
            paper = np.full((SIDE, SIDE, 3), PAPER, np.uint8)
            paper[count, i] = 0  # no two are the same file
            for name, picture in (("drawing", inked(ink)), ("painting", paper)):
                path = tmp_path / "pairs" / part / name / f"{i}.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                Image.fromarray(picture).save(path)
    return tmp_path / "pairs"


def test_held_back_drawings_are_measured_and_the_card_tells_it(registry, pairs, capsys):
    words = ["--pairs", str(pairs), "--checkpoints", str(registry.root)]
    assert main(["evaluate", "drawings", *words, "--save", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == registry.spec("drawing2horse")["figures"]
    assert (found["n"], found["size"]) == (3, SIDE)
    assert found["l1_paper"] == pytest.approx(sum(PAPER) / 3 / 255 / SIDE**2, abs=5e-5)
    assert found["l1_paper"] < found["l1"] <= 1
    assert main(["card", "--checkpoint", "drawing2horse", "--checkpoints", str(registry.root)]) == 0
    card = (registry.root / "drawing2horse" / CARD).read_text(encoding="utf-8")
    assert f"| {found['l1']:.3f} |" in card and "n = 3 drawings" in card


def test_a_checkpoint_that_is_not_there_is_told_before_pairs_are_read(registry, tmp_path, capsys):
    words = ["--pairs", str(tmp_path / "nowhere"), "--checkpoints", str(registry.root)]
    assert main(["evaluate", "drawings", "--checkpoint", "none", *words]) == 2
    assert "none" in capsys.readouterr().err


def test_ink_of_any_colour_is_read():
    ink = np.arange(256, dtype=np.uint8).reshape(16, 16)
    for colour in (PLAIN, *map(ink_of_coat, COATS.values())):
        found, read = ink_and_colour_of(inked(ink, colour))
        assert tuple(read) == colour and np.abs(found.astype(int) - ink).max() <= 1
