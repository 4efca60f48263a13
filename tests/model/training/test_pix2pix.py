"""Pix2Pix: its networks, one step, and runs that go on as if never stopped. Tiny specs only."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from gan_core.base.colour import TO_RGB, planes
from gan_core.base.errors import GanError
from gan_core.data.pairs import Pairs
from gan_core.data.unpaired import Photographs
from gan_core.recipes.cyclegan import FeaturesRecipe
from gan_core.recipes.pix2pix import DARKER, PIX2PIX_PRESETS, Pix2PixRecipe, Pix2PixSpec, for_pictures
from gan_core.store.checkpoints import Registry
from gan_core.store.replay import load_run
from tests.tiny_features import tiny_features

pytestmark = pytest.mark.slow

SPEC = Pix2PixSpec(filters=(4, 6, 8), upsampling="resize", dropout=1, d_filters=(4, 4))
RECIPE = Pix2PixRecipe(spec=SPEC, epochs=2, average=0.9, rate_decay=True, crop=32, scales=(32, 40), view=32)
RNG = np.random.default_rng(0)


def photographs() -> Photographs:
    images = list(RNG.integers(0, 256, (5, 40, 44, 3), np.uint8))
    return Photographs(images[2:], images[:2], skipped=0, duplicates=0)


GREY, PICTURES = Pairs(photographs()), Pairs(photographs(), photographs())


def session(recipe: Pix2PixRecipe = RECIPE, **options):
    from gan_core.training.pix2pix_session import Pix2PixSession

    return Pix2PixSession(recipe, GREY if recipe.spec.colours else PICTURES, seed=3, **options)


def state_of(run) -> list[np.ndarray]:
    return [np.asarray(v).copy() for v in run.trainer.variables]


def noise(*shape: int) -> np.ndarray:
    return RNG.uniform(-1, 1, shape).astype(np.float32)


def test_lines_of_pale_and_dark_ink_count_alike_and_their_colour_is_the_coats():
    from gan_core.models.pix2pix import lines_and_colour

    touched, coats = np.zeros((1, 8, 8, 1), np.float32), np.array([[0.9, 0.8, 0.7], [0.1, 0.2, 0.3]], np.float32)
    touched[0, 2:6, 3], touched[0, 4, 5] = 1, 0.5
    drawings = 1 - touched * (1 - DARKER * coats[:, None, None])
    lines, colours = map(np.asarray, lines_and_colour(2 * drawings - 1))
    np.testing.assert_allclose(lines, np.repeat(1 - 2 * touched, 2, axis=0), atol=1e-6)
    np.testing.assert_allclose(colours, 2 * coats - 1, atol=1e-6)
    paper, _ = map(np.asarray, lines_and_colour(np.ones((1, 8, 8, 3), np.float32)))
    np.testing.assert_array_equal(paper, 1)


@pytest.mark.parametrize("spec", [SPEC, replace(SPEC, upsampling="transposed", inputs=3, outputs=3)])
def test_networks_take_any_size_that_the_stride_divides(spec):
    from gan_core.models.pix2pix import build_discriminator, build_generator, together

    generator, discriminator = build_generator(spec), build_discriminator(spec)
    for height, width in ((8, 8), (24, 40)):
        x = noise(2, height, width, spec.inputs)
        made = np.asarray(generator(x))
        assert made.shape == (2, height, width, spec.outputs)
        assert np.abs(made).max() <= 1
        assert discriminator(together(spec, x, made)).shape == (2, height // 2, width // 2, 1)


def test_presets_weigh_what_they_may():
    from gan_core.models.pix2pix import build_discriminator, build_generator
    from tests.cost import multiply_adds

    spec = PIX2PIX_PRESETS["compact"].spec
    generator = build_generator(spec)
    assert 2 * (generator.count_params() + build_discriminator(spec).count_params()) < 10e6
    assert multiply_adds(generator, 256) < 6.5e9
    reference = build_generator(replace(PIX2PIX_PRESETS["reference"].spec, inputs=3, outputs=3))
    assert reference.count_params() == pytest.approx(54.4e6, rel=0.01)  # as published


def test_colours_on_tensors_are_those_of_numpy():
    from gan_core.models import colour

    images = RNG.integers(0, 256, (1, 4, 4, 3), np.uint8)
    lightness, chroma = planes(images)
    for found, expected in zip(colour.planes(images / np.float32(127.5) - 1), (lightness, chroma), strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-5)
    pictures = np.concatenate([lightness, chroma], -1) @ TO_RGB
    np.testing.assert_allclose(colour.rgb(lightness, chroma), pictures, atol=1e-5)


def test_a_resumed_run_goes_on_exactly(tmp_path, give_back):
    straight = session()
    for _ in range(3):
        straight.advance()
    straight.save(tmp_path / "state.npz")
    for _ in range(2):
        straight.advance()
    state, metrics = state_of(straight), straight.snapshot().metrics
    give_back()
    second = session()
    second.restore(tmp_path / "state.npz")
    for _ in range(2):
        second.advance()
    for expected, found in zip(state, state_of(second), strict=True):
        np.testing.assert_array_equal(expected, found)
    assert metrics == second.snapshot().metrics


def test_a_run_can_begin_with_the_weights_of_another(tmp_path):
    registry, first, second = Registry(tmp_path), session(), session(replace(RECIPE, l1=5.0))
    first.advance()
    registry.save("first", first.networks(), {"kind": "pix2pix", "training": {"epochs": 2.0, "steps": 4}})
    second.start_from("first", registry)
    for name, weights in second.networks().items():
        for found, expected in zip(weights, first.networks()[name], strict=True):
            np.testing.assert_allclose(found, expected, atol=1e-3)
    assert second.step == 0 and second.origin == {"started_from": "first", "epochs_before": 2.0, "steps_before": 4}
    registry.save("small", session(replace(RECIPE, spec=replace(SPEC, filters=(2, 3)))).networks(), {})
    before = state_of(second)
    with pytest.raises(GanError) as fault:
        second.start_from("small", registry)
    assert fault.value.code == "checkpoint_mismatch"
    for expected, found in zip(before, state_of(second), strict=True):
        np.testing.assert_array_equal(expected, found)


@pytest.mark.parametrize("shuffled", [False, True])
def test_whole_pictures_are_drawn_from_grey_ones_and_shuffled_partners_are_others(monkeypatch, shuffled):
    from gan_core.training.pix2pix_session import Pix2PixSession

    recipe = for_pictures(replace(RECIPE, shuffled=shuffled))
    run = Pix2PixSession(recipe, GREY, seed=3, pictures=photographs().train)
    shown = []
    monkeypatch.setattr(run.trainer, "step", lambda x, y, draws: shown.append((x, y)) or {})
    for _ in range(8):
        run.advance()
    alike = [bool(np.allclose(x, planes(np.rint(127.5 * y + 127.5))[0].repeat(3, -1), atol=0.02)) for x, y in shown]
    assert not any(alike) if shuffled else all(alike)
    frame = run.snapshot().frame
    assert np.ptp(frame[0].astype(int), axis=-1).max() == 0 and np.ptp(frame[2].astype(int), axis=-1).max() > 9


@pytest.mark.parametrize(
    "recipe",
    [RECIPE, for_pictures(replace(RECIPE, average=0.0, batch=2)), replace(RECIPE, precision="mixed_bfloat16")],
)
def test_every_kind_of_recipe_moves_both_networks(recipe):
    run = session(recipe)
    before = run.networks()
    assert set(run.advance()) == {"d_loss", "g_loss", "l1"}
    for name, weights in run.networks().items():
        assert all(np.isfinite(w).all() and w.dtype == np.float32 for w in weights)
        assert any((old != new).any() for old, new in zip(before[name], weights, strict=True)), name


def test_features_judge_too(tmp_path):
    from gan_core.models.imagenet import ImageNetClassifier

    network = ImageNetClassifier(tiny_features(tmp_path / "tiny.npz"))
    features = FeaturesRecipe(channels=4, filters=4, depths=(1, 1, 1, 1))
    run = session(replace(RECIPE, features=features), network=network)
    assert np.isfinite(run.advance()["features"])
    assert run.facts()["features"]


def test_without_the_adversarial_term_only_l1_moves_the_generator():
    """Two runs whose discriminators differ give the same generator."""
    runs = [session(replace(RECIPE, adversarial=0.0, d_rate=rate)) for rate in (2e-4, 2e-2)]
    for _ in range(3):
        for run in runs:
            run.advance()
    one, other = (run.networks() for run in runs)
    for x, y in zip(one["generator"], other["generator"], strict=True):
        np.testing.assert_array_equal(x, y)
    assert any((x != y).any() for x, y in zip(one["discriminator"], other["discriminator"], strict=True))


def test_a_true_picture_has_no_error_and_full_colour():
    from gan_core.training.pix2pix_measuring import PairProbe

    run = session()
    probe = PairProbe(SPEC, run.trainer.ema_output, run.trainer.discriminator)
    truth = RNG.integers(0, 256, (2, 32, 32, 3), np.uint8)
    probe.translate = lambda inputs: truth
    found = probe.measure(truth, truth)
    assert (found["l1"], found["colourfulness"]) == (0, 1)
    assert found["auc"] == pytest.approx(0.5)


def test_a_run_leaves_a_record_that_plays(tmp_path):
    from gan_core.training.loop import train

    shown = list(RNG.integers(0, 256, (3, 40, 40, 3), np.uint8))
    assert train("tiny", session(pictures=shown), tmp_path, save_every=1.0) == 0
    run = load_run(tmp_path / "record")
    assert (run.facts["kind"], run.facts["columns"]) == ("pix2pix", ["input", "translated", "truth", "patches"])
    assert all(len(s["tile_logits"]) == 12 and s["l1"] > 0 for s in run.snapshots)
    assert json.loads((tmp_path / "record" / "run.json").read_text())["data"]["steps_per_epoch"] == 3
    assert (tmp_path / "record" / "training.gif").is_file()
