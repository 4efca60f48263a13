"""CycleGAN: its networks, one step's parts, and runs that go on as if never stopped. Tiny specs only."""

from __future__ import annotations

import json
import signal
from dataclasses import replace

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.base.images import to_uint8
from gan_core.data.unpaired import Photographs
from gan_core.photos.figures import power_at_period
from gan_core.recipes.cyclegan import CYCLEGAN_PRESETS, CycleGANRecipe, CycleGANSpec, cyclegan_recipe_from_json
from gan_core.recipes.dcgan import recipe_to_json
from gan_core.store.checkpoints import Registry

pytestmark = pytest.mark.slow

SPEC = CycleGANSpec(filters=4, blocks=1, separable=True, upsampling="resize", separable_up=True, d_filters=(4, 4))
RECIPE = CycleGANRecipe(spec=SPEC, epochs=2, pool=2, average=0.9, crop=16, scales=(16, 20), view=16)  # 3 steps an epoch
RNG = np.random.default_rng(0)


def photographs(count: int) -> Photographs:
    images = list(RNG.integers(0, 256, (count + 2, 20, 24, 3), np.uint8))
    return Photographs(images[2:], images[:2], skipped=0, duplicates=0)


DOMAINS = photographs(3), photographs(2)


def session(recipe: CycleGANRecipe = RECIPE, **options):
    from gan_core.training.cyclegan_session import CycleGANSession

    return CycleGANSession(recipe, DOMAINS, seed=3, **options)


def train(out, resume: bool = False, pictures=((), ())) -> int:
    from gan_core.training.loop import train as loop

    return loop("tiny", session(pictures=pictures), out, resume, save_every=1.0)


def state_of(run) -> list[np.ndarray]:
    return [np.asarray(v).copy() for v in run.trainer.variables]


def noise(*shape: int) -> np.ndarray:
    return RNG.uniform(-1, 1, shape).astype(np.float32)


@pytest.mark.parametrize("name", CYCLEGAN_PRESETS)
def test_a_recipe_survives_json(name):
    recipe = CYCLEGAN_PRESETS[name]
    assert cyclegan_recipe_from_json(json.loads(json.dumps(recipe_to_json(recipe)))) == recipe


@pytest.mark.parametrize(
    "spec",
    [
        SPEC,
        replace(SPEC, separable=False, separable_up=False, low_pass=True),
        replace(SPEC, separable_norm=False, upsampling="subpixel", edge_kernel=3),
        replace(SPEC, separable_up=False, upsampling="transposed", up_kernel=4),
    ],
)
def test_a_generator_keeps_any_size_that_4_divides_and_its_range(spec):
    from gan_core.models.cyclegan import build_generator

    generator = build_generator(spec)
    for shape in ((1, 16, 16, 3), (2, 20, 36, 3)):
        made = np.asarray(generator(noise(*shape)))
        assert made.shape == shape
        assert made.dtype == np.float32 and np.abs(made).max() <= 1


def test_a_discriminator_scores_patches_of_any_size():
    from gan_core.models.cyclegan import build_discriminator

    discriminator = build_discriminator(SPEC)
    assert discriminator(noise(2, 16, 24, 3)).shape == (2, 8, 12, 1)


def test_instance_norm_has_no_state_and_sees_every_image_alone():
    from gan_core.models.cyclegan import build_generator

    generator = build_generator(SPEC)
    assert generator.non_trainable_variables == []
    images = noise(2, 16, 16, 3)
    together, alone = generator(images, training=True), generator(images[:1], training=False)
    np.testing.assert_allclose(np.asarray(together)[:1], alone, atol=1e-5)


def test_instance_norm_gives_mean_0_and_variance_1_even_far_from_0():
    from gan_core.models.layers import InstanceNormalization

    norm = InstanceNormalization()
    images = noise(2, 16, 16, 3)
    for shifted in (images, images + 100):
        found = np.asarray(norm(shifted))
        np.testing.assert_allclose(found.mean((1, 2)), 0, atol=1e-3)
        np.testing.assert_allclose(found.std((1, 2)), 1, atol=1e-3)
    assert np.isfinite(np.asarray(norm(np.full((1, 16, 16, 3), 1000.3, np.float32)))).all()


def test_instance_norm_is_the_formula_and_so_are_its_gradients():
    import tensorflow as tf

    from gan_core.models.layers import InstanceNormalization

    norm = InstanceNormalization()
    images, weights = noise(2, 12, 8, 3), tf.constant(noise(2, 12, 8, 3))
    norm(images)
    norm.set_weights([np.array([1, -2, 0.5], np.float32), np.array([0, 1, 3], np.float32)])

    def formula(x):
        centred = x - tf.reduce_mean(x, (1, 2), keepdims=True)
        return centred * norm.gamma / tf.sqrt(tf.reduce_mean(centred**2, (1, 2), keepdims=True) + 1e-5) + norm.beta

    unknown = tf.function(norm, input_signature=[tf.TensorSpec([None, None, None, 3])])  # how many images is not known
    found = []
    for form in (formula, norm, unknown):
        x = tf.constant(images)
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = form(x)
            loss = tf.reduce_sum(weights * y)
        found.append([y, *tape.gradient(loss, [x, norm.gamma.value, norm.beta.value])])
    for expected, *others in zip(*found, strict=True):
        for other in others:
            np.testing.assert_allclose(other, expected, atol=1e-3)


def test_no_two_layers_begin_with_the_same_weights():
    from gan_core.models.cyclegan import build_generator

    generator = build_generator(replace(SPEC, filters=16, blocks=2))
    kernels = [np.asarray(v) for v in generator.trainable_variables if "kernel" in v.path]
    assert len({kernel.tobytes() for kernel in kernels}) == len(kernels)
    assert np.std(np.concatenate([k.ravel() for k in kernels])) == pytest.approx(0.02, rel=0.1)


def test_the_resize_convolution_is_upsampling_mirroring_and_convolving():
    from keras import layers

    from gan_core.models.layers import ReflectionPadding2D, ResizeConv2D

    x, one = noise(2, 5, 4, 3), ResizeConv2D(6)
    found = np.asarray(one(x))
    plain = layers.Conv2D(6, 3, use_bias=False)
    mirrored = ReflectionPadding2D(1)(layers.UpSampling2D(2)(x))
    plain.build(mirrored.shape)
    plain.set_weights(one.get_weights())
    expected = np.asarray(plain(mirrored))
    assert found.shape == expected.shape == one.compute_output_shape((2, 5, 4, 3))
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_the_low_pass_takes_a_period_of_two_pixels_and_leaves_flats_and_slow_waves():
    from gan_core.models.layers import LowPass2D

    at = np.arange(16)
    for period, response in ((np.inf, 1), (16, 1), (4, 3 / 4), (2, 0)):
        wave = np.cos(2 * np.pi * at / period).astype(np.float32)
        for image in (np.tile(wave, (16, 1)), np.tile(wave, (16, 1)).T):
            found = np.asarray(LowPass2D()(np.stack([image, -image], -1)[None]))[0]
            inner = np.s_[2:-2, 2:-2]  # away from the mirrored edges
            np.testing.assert_allclose(found[inner][..., 0], response * image[inner], atol=2e-3)
            np.testing.assert_allclose(found[..., 1], -found[..., 0], atol=1e-6)  # channels are kept apart


def test_a_low_pass_has_no_weights_so_networks_without_it_can_go_on_with_it():
    from gan_core.models.cyclegan import build_generator

    plain, smooth = (build_generator(replace(SPEC, low_pass=on)) for on in (False, True))
    smooth.set_weights(plain.get_weights())
    images = noise(1, 64, 64, 3)
    before, after = (power_at_period(to_uint8(g(images)), 2) for g in (plain, smooth))
    assert after < 0.05 * before


def test_padding_reflects_without_repeating_the_edge():
    from gan_core.models.layers import ReflectionPadding2D

    padded = np.asarray(ReflectionPadding2D(2)(np.arange(4, dtype=np.float32).reshape(1, 1, 4, 1).repeat(4, 1)))
    assert padded.shape == (1, 8, 8, 1)
    assert padded[0, 0, :, 0].tolist() == [2, 1, 0, 1, 2, 3, 2, 1]


def test_multiply_adds_are_those_counted_by_hand():
    from gan_core.models.cyclegan import build_generator
    from tests.cost import multiply_adds

    spec = replace(SPEC, separable=False, separable_up=False, upsampling="transposed")
    edges = 2 * 32 * 32 * 49 * 3 * 4
    strided = 2 * (16 * 16 * 9 * 4 * 8 + 8 * 8 * 9 * 8 * 16)  # down and, transposed, up
    plain = edges + strided + 2 * 8 * 8 * 9 * 16 * 16
    assert multiply_adds(build_generator(spec), 32) == plain
    assert multiply_adds(build_generator(replace(spec, low_pass=True)), 32) == plain + 32 * 32 * 3 * (5 + 5)


@pytest.mark.parametrize(("name", "most"), [("compact", 6.5e9), ("reference", 60e9)])
def test_presets_cost_what_they_may(name, most):
    from gan_core.models.cyclegan import build_generator
    from tests.cost import multiply_adds

    generator = build_generator(CYCLEGAN_PRESETS[name].spec)
    assert multiply_adds(generator, 256) <= most
    if name == "reference":
        assert generator.count_params() == pytest.approx(11.4e6, rel=0.01)  # as published


@pytest.mark.parametrize(("real", "fake", "d", "g"), [(1.0, 0.0, 0.0, 1.0), (0.5, 0.5, 0.25, 0.25)])
def test_least_squares_losses_have_their_known_values(real, fake, d, g):
    from gan_core.models import losses

    real, fake = np.full((1, 3, 3, 1), real, np.float32), np.full((1, 3, 3, 1), fake, np.float32)
    assert float(losses.least_squares_discriminator_loss(real, fake)) == pytest.approx(d)
    assert float(losses.least_squares_generator_loss(fake)) == pytest.approx(g)


def test_the_pool_fills_and_then_shows_an_old_image_half_of_the_time():
    from gan_core.training.pool import plan

    for step in range(2):
        filling = plan(step, 2, 4, np.random.default_rng(0))
        assert filling.slot.tolist() == [2 * step, 2 * step + 1]
        assert filling.goes_in.all() and not filling.comes_out.any()
    later = [plan(9, 2, 4, np.random.default_rng(i)) for i in range(200)]
    assert all(x.slot[0] != x.slot[1] and (x.goes_in == x.comes_out).all() for x in later)
    assert {int(s) for x in later for s in x.slot} == {0, 1, 2, 3}
    assert 0.4 < np.mean([x.comes_out for x in later]) < 0.6


def test_a_pool_that_a_batch_overfills_shows_each_image_once():
    from gan_core.training.pool import plan

    found = plan(1, 3, 4, np.random.default_rng(0))
    assert found.slot[0] == 3 and len(set(found.slot.tolist())) == 3
    assert found.goes_in[0] and not found.comes_out[0]


def test_the_pool_gives_back_what_went_in():
    from gan_core.training.pool import ImagePool

    pool = ImagePool(3, side=2)

    def show(value: float, slot: int, goes_in: bool, comes_out: bool) -> float:
        image = np.full((1, 2, 2, 3), value, np.float32)
        found = np.asarray(pool.exchange(image, np.array([slot]), np.array([goes_in]), np.array([comes_out])))
        assert found.shape == image.shape and np.ptp(found) == 0
        return float(found.flat[0])

    assert show(-1.0, 1, goes_in=True, comes_out=False) == -1.0
    assert show(1.0, 1, goes_in=False, comes_out=False) == 1.0
    assert show(1.0, 1, goes_in=True, comes_out=True) == -1.0
    assert show(0.5, 1, goes_in=True, comes_out=True) == 1.0
    assert np.asarray(pool.images)[1].tolist() == np.full((2, 2, 3), 191).tolist()


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


@pytest.mark.parametrize(
    "recipe",
    [replace(RECIPE, precision="mixed_bfloat16", batch=2), replace(RECIPE, identity=0.0, pool=0, average=0.0)],
)
def test_every_kind_of_recipe_moves_all_four_networks(recipe):
    run = session(recipe)
    before = run.networks()
    losses = run.advance()
    assert set(losses) == {"d_loss", "g_loss", "cycle"} | ({"identity"} if recipe.identity else set())
    for name, weights in run.networks().items():
        assert all(np.isfinite(w).all() and w.dtype == np.float32 for w in weights)
        assert any((old != new).any() for old, new in zip(before[name], weights, strict=True)), name


def test_a_snapshot_counts_photographs_not_patches():
    run = session(n=1)
    found = run.snapshot().metrics
    assert (found["n_real"], found["n_fake"]) == (2, 2)
    assert (found["discriminators"]["a"]["n_real"], found["discriminators"]["b"]["n_fake"]) == (1, 1)
    assert 0 < found["cycle"] < 1
    assert found["cycle"] == pytest.approx((found["cycle_a"] + found["cycle_b"]) / 2, abs=1e-4)


def test_patch_maps_are_summarised_by_photograph():
    from gan_core.training.cyclegan_measuring import measure_patches

    real = np.array([[[0.9, 0.9]], [[0.9, -0.3]]])  # two photographs of two patches
    fake = np.array([[[0.2, 0.2]], [[-0.4, 1.2]]])
    found = measure_patches(real, fake)
    assert (found.accuracy_real, found.accuracy_fake, found.n_real) == (0.75, 0.75, 2)
    assert found.auc == pytest.approx(3 / 4)  # means 0.9 and 0.3 against 0.2 and 0.4
    assert found.mean_fake == pytest.approx((0.2 + 0.2 + 0 + 1) / 4)


def test_a_run_leaves_a_record_with_frames_of_the_pictures_it_was_given(tmp_path):
    from PIL import Image

    pictures = tuple(list(RNG.integers(0, 256, (2, 30, 24, 3), np.uint8)) for _ in "ab")
    assert train(tmp_path, pictures=pictures) == 0
    run = json.loads((tmp_path / "record" / "run.json").read_text())
    assert (run["kind"], [s["step"] for s in run["snapshots"]]) == ("cyclegan", [0, 1, 2, 3, 6])
    with Image.open(tmp_path / "record" / "frames.webp") as sheet:
        assert sheet.size == (384 * 8, 384)
    assert all(len(s["tile_logits"]) == 16 for s in run["snapshots"])


def test_ctrl_c_saves_and_a_run_without_pictures_can_go_on(tmp_path, monkeypatch, give_back):
    from gan_core.training.cyclegan_session import CycleGANSession

    advance = CycleGANSession.advance

    def interrupted_at_2(self):
        if self.step == 2:
            signal.raise_signal(signal.SIGINT)
        return advance(self)

    monkeypatch.setattr(CycleGANSession, "advance", interrupted_at_2)
    assert train(tmp_path) == 130
    monkeypatch.undo()
    give_back()
    assert train(tmp_path, resume=True) == 0
    run = json.loads((tmp_path / "record" / "run.json").read_text())
    assert (run["sheet"], run["snapshots"][-1]["step"]) == (None, 6)
    assert not (tmp_path / "record" / "frames.webp").exists()


def test_a_warm_restart_takes_the_weights_and_remembers_from_where(tmp_path):
    first, registry = session(), Registry(tmp_path)
    first.advance()
    # itself begun with the weights of another
    training = {"epochs": 2.0, "epochs_before": 3.0, "steps": 4, "steps_before": 6}
    registry.save("first", first.networks(), {"kind": "cyclegan", "training": training})
    second = session()
    second.start_from("first", registry)
    for name, weights in second.networks().items():
        for found, expected in zip(weights, first.networks()[name], strict=True):
            np.testing.assert_allclose(found, expected, atol=1e-3)
    assert int(second.trainer.g_optimizer.iterations) == second.step == 0
    second.save(tmp_path / "state.npz")
    third = session()
    third.restore(tmp_path / "state.npz")
    assert third.origin == {"started_from": "first", "epochs_before": 5.0, "steps_before": 10}


def test_a_checkpoint_of_another_shape_does_not_start_a_run(tmp_path):
    registry = Registry(tmp_path)
    registry.save("small", session(replace(RECIPE, spec=replace(SPEC, filters=2))).networks(), {"kind": "cyclegan"})
    run = session()
    before = state_of(run)
    with pytest.raises(GanError) as fault:
        run.start_from("small", registry)
    assert fault.value.code == "checkpoint_mismatch"
    for expected, found in zip(before, state_of(run), strict=True):
        np.testing.assert_array_equal(expected, found)
