"""The engine that colours photographs, on a tiny untrained network: sizes, lightness, and what it refuses."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gan_core.base.colour import grey, planes
from gan_core.base.errors import GanError
from gan_core.base.lab import to_lab
from gan_core.photos.colour import ColourEngine, strengthened
from gan_core.photos.colours_in_browser import write_colours_for_browser
from gan_core.photos.hints import Hint, read_hints
from gan_core.photos.in_browser import made_before
from gan_core.recipes.dcgan import recipe_to_json
from gan_core.recipes.pix2pix import Pix2PixRecipe, for_pictures
from gan_core.store.checkpoints import Registry
from tests.litert import through
from tests.tiny import tiny_classes_registry, tiny_colour_registry

pytestmark = pytest.mark.slow

RNG = np.random.default_rng(1)


def photograph(height: int, width: int) -> np.ndarray:
    return RNG.integers(0, 256, (height, width, 3), np.uint8)


@pytest.fixture(scope="module", params=[tiny_colour_registry, tiny_classes_registry])
def engine(tmp_path_factory, request) -> ColourEngine:
    return ColourEngine(request.param(tmp_path_factory.mktemp("checkpoints")))


@pytest.mark.parametrize("shape", [(64, 64), (37, 50), (8, 121), (700, 90), (300, 1024)])
def test_any_size_keeps_its_size_and_every_detail_of_its_lightness(engine, shape):
    image = photograph(*shape)
    found = engine.colourise(image)
    assert (found.shape, found.dtype) == (image.shape, np.uint8)
    assert np.abs(planes(found)[0] - planes(image)[0]).max() < 1.01 / 255
    assert np.abs(planes(found)[1]).mean() > 0.01


def test_colours_that_are_there_make_no_difference_but_that_they_are_the_truth(engine):
    image = photograph(40, 60)
    with_colours, without = engine.coloured(image), engine.coloured(grey(image))
    np.testing.assert_allclose(with_colours.chroma, without.chroma, atol=0.05)  # its lightness is rounded to 8 bits
    assert with_colours.truth is image and without.truth is None
    assert with_colours.figures["l1"] > 0 and "l1" not in without.figures


def test_what_is_coloured_is_what_colourise_gives(engine):
    image = photograph(50, 300)
    found = engine.coloured(image, 0.7)
    np.testing.assert_array_equal(found.picture, engine.colourise(image, 0.7))
    np.testing.assert_array_equal(strengthened(image, found.chroma, 0.7), found.picture)
    assert found.figures["score"] == pytest.approx(found.patches.mean())


def test_strength_leads_from_grey_to_strong_colours(engine):
    image = photograph(32, 32)
    np.testing.assert_array_equal(engine.colourise(image, 0), grey(image))
    spread = [np.abs(planes(engine.colourise(image, s))[1]).mean() for s in (0, 0.5, 1, 2)]
    assert spread == sorted(spread) and spread[-1] > spread[1]


@pytest.mark.parametrize("strength", [-0.1, 2.1, float("nan"), "1", None, True])
def test_strengths_out_of_range_are_refused(engine, strength):
    for call in (engine.colourise, engine.coloured):
        with pytest.raises(GanError) as fault:
            call(photograph(16, 16), strength)
        assert fault.value.code == "number_wrong"


def test_checkpoints_that_do_not_colour_are_explained(tmp_path):
    registry = tiny_colour_registry(tmp_path)
    spec, networks = registry.spec("grey2colour"), registry.load("grey2colour")
    pictures = recipe_to_json(for_pictures(Pix2PixRecipe()))
    changed = [{"kind": "cyclegan"}, {"recipe": {}}, {"recipe": pictures}, {"recipe": []}]
    changed += [{"recipe": recipe_to_json(Pix2PixRecipe())}]  # whose networks are larger
    for change in changed:
        registry.save("wrong", networks, {**spec, **change})
        with pytest.raises(GanError) as fault:
            ColourEngine(registry, "wrong")
        assert fault.value.code == "checkpoint_mismatch"
    registry.save("half", {"generator": networks["generator"]}, spec)
    with pytest.raises(GanError, match="discriminator"):
        ColourEngine(registry, "half")


def test_a_checkpoint_says_how_cool_its_colours_are(tmp_path):
    registry = tiny_classes_registry(tmp_path)
    spec, networks, image = registry.spec("grey2colour"), registry.load("grey2colour"), photograph(64, 64)
    networks["generator"] = [w / 10 for w in networks["generator"]]  # else one cell has it all at any temperature
    found = []
    for temperature in (10.0, 0.01):
        registry.save("cooler", networks, {**spec, "temperature": temperature})
        coloured = ColourEngine(registry, "cooler").coloured(image)
        assert coloured
        found.append(coloured.chroma)
    assert np.abs(found[0] - found[1]).mean() > 0.02
    registry.save("cooler", networks, {**spec, "temperature": 0})
    with pytest.raises(GanError, match="temperature"):
        ColourEngine(registry, "cooler")


def test_colours_need_their_eyes(tmp_path):
    registry = tiny_classes_registry(tmp_path)
    registry.save("tiny-eyes", {"eyes": []}, {"kind": "imagenet-features"})
    with pytest.raises(GanError) as fault:
        ColourEngine(registry)
    assert fault.value.code == "checkpoint_mismatch"


@pytest.mark.parametrize("tiny", [tiny_colour_registry, tiny_classes_registry])
def test_the_browsers_files_hold_both_networks(tmp_path, tiny):
    """What the page pours out of them, for a photograph of 4:3, gives what the engine is given."""
    registry, shape = tiny(tmp_path / "checkpoints"), (192, 256, 3)
    index = write_colours_for_browser(registry, tmp_path / "out", [(256, 256), (1024, 768)])
    assert made_before(registry, index.parent, "grey2colour") == index
    told, engine = json.loads(index.read_text()), ColourEngine(registry)
    assert (told["stride"], told["eyes"]) == (engine.stride, engine.eyes is not None)
    image = photograph(*shape[:2])
    found = {name: poured(index, f"{name} 192x256", image) for name in ("colours", "judge")}
    chroma, *said = engine._generate(image)
    np.testing.assert_allclose(found["colours"], np.concatenate(said, -1) if said else chroma, 1e-3, 2e-3)
    np.testing.assert_allclose(found["judge"][..., 0], engine._discriminate(image), atol=2e-3)
    registry.save("grey2colour", registry.load("grey2colour"), {**registry.spec("grey2colour"), "gain": 1.5})
    assert made_before(registry, index.parent, "grey2colour") is None  # it is another one now


def poured(index: Path, name: str, image: np.ndarray) -> np.ndarray:
    """A network of the page's files, its weights in their holes as demo_ui/web/photos/networks.mjs puts them there."""
    files = json.loads(index.read_text())["networks"][name]
    template, weights = (gzip.decompress((index.parent / files[kind]).read_bytes()) for kind in ("template", "weights"))
    told, numbers = json.loads(template), np.frombuffer(weights, "<f2").astype("<f4")
    whole, rest, at, taken = bytearray(told["bytes"]), base64.b64decode(told["rest"]), 0, 0
    for start, count, _ in sorted(told["holes"]):
        whole[at:start] = rest[taken : taken + start - at]
        taken, at = taken + start - at, start + 4 * count
    whole[at:] = rest[taken:]
    for start, count, _ in told["holes"]:
        whole[start : start + 4 * count] = numbers[:count].tobytes()
        numbers = numbers[count:]
    assert not len(numbers)
    return through(bytes(whole), image[None].astype(np.float32) / 127.5 - 1)[0]


def test_skin_is_not_green():
    """The shipped network on a portrait, of which it has seen none: each place of the face leans to red."""
    with Image.open(Path(__file__).parent / "portrait.jpg") as portrait:
        coloured = ColourEngine(Registry()).colourise(np.asarray(portrait))
    face = to_lab(coloured[62:106, 88:128] / np.float32(255)).reshape(11, 4, 10, 4, 3).mean((1, 3))
    assert face[..., 1].min() > 0 and face[..., 1].mean() > 4


def test_a_hint_colours_what_looks_like_its_place(tmp_path):
    engine = ColourEngine(tiny_classes_registry(tmp_path))
    image = np.full((64, 96, 3), 128, np.uint8)
    [red] = read_hints([[0.5, 0.5, 60, 40]])
    without, found = engine.coloured(image), engine.coloured(image, hints=[red])
    assert without is not None and found is not None
    _, redness = np.moveaxis(planes(found.picture)[1], -1, 0)
    assert redness[32, 48] > planes(without.picture)[1][32, 48, 1] + 0.1
    np.testing.assert_array_equal(found.picture, engine.colourise(image, hints=[red]))


def test_a_network_without_eyes_takes_no_hints(tmp_path):
    engine = ColourEngine(tiny_colour_registry(tmp_path))
    assert engine.answers(photograph(40, 40)) == [()] and engine.likely(photograph(40, 40), 0, 0, 5) == []
    with pytest.raises(GanError) as fault:
        engine.colourise(photograph(40, 40), hints=[Hint(0, 0, 1, 1)])
    assert fault.value.code == "hints_none"
