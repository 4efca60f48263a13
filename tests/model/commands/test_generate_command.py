import errno
import json
import os
from typing import Any

import numpy as np
import pytest
from PIL import Image

from gan_core.__main__ import main
from gan_core.digits.engine import DigitEngine
from gan_core.digits.film import FRAMES_A_LEG
from gan_core.digits.latent import asked, latents
from gan_core.digits.writing import write
from tests.tiny import REALS, add_tiny_writer, tiny_registry

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    registry = tiny_registry(tmp_path_factory.mktemp("checkpoints"))
    add_tiny_writer(registry)
    return registry


@pytest.fixture
def generate(registry, tmp_path):
    def run(name, *options):
        out = tmp_path / name
        return main(["generate", "--checkpoints", str(registry.root), "--out", str(out), *options]), out

    return run


def test_the_array_is_what_the_engine_draws_whatever_the_count(generate, registry):
    code, few = generate("few.npz", "--seed", "7", "--count", "3")
    _, many = generate("many.npz", "--seed", "7", "--count", "20")
    images = np.load(many)["images"]
    assert code == 0 and images.dtype == np.uint8 and images.shape == (20, 28, 28)
    assert np.array_equal(np.load(few)["images"], images[:3])
    assert np.array_equal(images, DigitEngine(registry, "best", REALS).images(latents(7, 20)))


def test_the_picture_is_a_grid_of_them_and_says_who_made_it(generate):
    _, array = generate("digits.npz", "--count", "5", "--checkpoint", "best@40")
    code, picture = generate("grid.png", "--count", "5", "--checkpoint", "best@40")
    with Image.open(picture) as shown:
        pixels, text = np.asarray(shown), shown.info
    images = np.load(array)["images"]
    assert code == 0 and pixels.shape == (2 * 28, 3 * 28)
    assert np.array_equal(pixels[28:, 28:56], images[4]) and not pixels[28:, 56:].any()
    assert "Made by a model" in text["Description"] and "best@40, seed 0" in text["Description"]


def test_truncation_draws_the_digits_together(generate):
    spread = {}
    for truncation in ("1", "0.5", "0"):
        _, out = generate("a.npz", "--overwrite", "--truncation", truncation)
        spread[truncation] = np.load(out)["images"].astype(float).std(axis=0).mean()
    assert spread["1"] > spread["0.5"] > spread["0"] == 0


def test_a_class_that_is_named_is_drawn_by_who_can_be_asked(generate, registry):
    engine = DigitEngine(registry, "any-digit", REALS)
    code, out = generate("sevens.npz", "--class", "7", "--count", "3", "--seed", "5")
    assert code == 0 and np.array_equal(np.load(out)["images"], engine.images(asked(latents(5, 3), 7)))
    _, out = generate("turns.npz", "--checkpoint", "any-digit", "--count", "12", "--seed", "5")
    turns = asked(latents(5, 12), np.arange(12) % 10)
    assert np.array_equal(np.load(out)["images"], engine.images(turns))


@pytest.mark.parametrize("own", [True, False])
def test_a_text_is_written_in_a_line(generate, registry, own):
    code, out = generate("line.png", "--text", "20 26", "--seed", "5", *(["--own-hands"] if own else []))
    line = write(DigitEngine(registry, "any-digit", REALS), "20 26", 5, own_hands=own)
    with Image.open(out) as shown:
        pixels, text = np.asarray(shown), shown.info
    assert code == 0 and np.array_equal(pixels, np.concatenate(list(line), 1))
    assert "any-digit, text 20 26, seed 5" in text["Description"]


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("a.png", ["--seed", "seven"], "A seed is a whole number"),
        ("a.png", ["--seed", "-1"], "A seed is a whole number"),
        ("a.png", ["--seed", "7.5"], "A seed is a whole number"),
        ("a.png", ["--count", "0"], "--count must be"),
        ("a.png", ["--count", "1e9"], "--count must be"),
        ("a.png", ["--truncation", "nan"], "--truncation must be"),
        ("a.png", ["--truncation", "inf"], "--truncation must be"),
        ("a.png", ["--truncation", "half"], "--truncation must be"),
        ("a.png", ["--checkpoint", "worst"], "There is no checkpoint 'worst'. Known ones: any-digit, best."),
        ("a.png", ["--checkpoint", "best@41"], "best@5, best@40"),
        ("a.png", ["--class", "10"], "--class must be"),
        ("a.png", ["--class", "seven"], "--class must be"),
        ("a.png", ["--class", "7", "--checkpoint", "best"], "best cannot be asked"),
        ("a.png", ["--text", "12", "--checkpoint", "best"], "best cannot be asked"),
        ("a.png", ["--text", "two"], "digits only"),
        ("a.png", ["--text", "12345678901234567"], "up to 16"),
        ("a.jpg", [], "must end in .png or .npz"),
        ("nowhere/a.png", [], "Cannot write"),
    ],
)
def test_a_fault_is_told_and_nothing_is_written(generate, capsys, name, options, words):
    code, out = generate(name, *options)
    shown = capsys.readouterr()
    assert code == 2 and not shown.out
    assert shown.err.startswith("error: ") and words in shown.err and len(shown.err.splitlines()) == 1
    assert not out.exists() and not [*(out.parent if out.parent.exists() else out.parent.parent).iterdir()]


def test_a_full_disk_keeps_the_old_picture(generate, capsys, monkeypatch):
    _, out = generate("a.png")
    before = out.read_bytes()

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    code, _ = generate("a.png", "--seed", "8", "--overwrite")
    assert code == 2 and "No space is left" in capsys.readouterr().err
    assert out.read_bytes() == before and [path.name for path in out.parent.iterdir()] == ["a.png"]


def test_a_tampered_checkpoint_draws_nothing(tmp_path, capsys):
    registry = tiny_registry(tmp_path / "checkpoints")
    weights = tmp_path / "checkpoints" / "best" / "weights.npz"
    weights.write_bytes(weights.read_bytes().replace(b"generator", b"Generator", 1))
    code = main(["generate", "--checkpoints", str(registry.root), "--out", str(tmp_path / "a.png")])
    assert code == 2 and "damaged" in capsys.readouterr().err and not (tmp_path / "a.png").exists()


def test_a_loop_is_written_from_the_places_that_the_page_keeps(generate, registry, tmp_path, capsys):
    kept = {"checkpoint": "any-digit", "weights": registry.digest("any-digit")}
    places = [{"seed": seed, "digit": 1, "label": label} for seed, label in ((7, 3), (8, 5))]
    (tmp_path / "places.json").write_text(json.dumps({**kept, "places": places}))
    code, out = generate("loop.webp", "--loop", str(tmp_path / "places.json"))
    assert code == 0 and "older network" not in capsys.readouterr().out
    film: Any
    with Image.open(out) as film:
        assert (film.n_frames, film.size) == (2 * FRAMES_A_LEG, (280, 280))
        film.seek(FRAMES_A_LEG)
        shown = np.asarray(film.convert("L"))[::10, ::10]
    [drawn] = DigitEngine(registry, "any-digit", REALS).images(asked(latents(8, 2)[1:], 5))
    assert np.array_equal(shown, drawn)
    (tmp_path / "places.json").write_text(json.dumps({**kept, "weights": "0" * 16, "places": places}))
    assert generate("other.gif", "--loop", str(tmp_path / "places.json"))[0] == 0
    assert "older network" in capsys.readouterr().out
    assert generate("loop.png", "--loop", str(tmp_path / "places.json"))[0] == 2
