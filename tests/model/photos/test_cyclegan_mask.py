"""A CycleGAN's mask and its discriminators on frozen features. Tiny random networks only."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.data.unpaired import Photographs
from gan_core.recipes.cyclegan import CycleGANRecipe, CycleGANSpec, FeaturesRecipe
from gan_core.recipes.dcgan import recipe_to_json
from gan_core.store.checkpoints import Registry
from tests.tiny_features import WIDTHS, tiny_features

pytestmark = pytest.mark.slow

SPEC = CycleGANSpec(filters=4, blocks=1, upsampling="resize", low_pass=True, masked=True, d_filters=(4, 4))
FEATURES = FeaturesRecipe(channels=4, filters=4, depths=(2, 1, 1, 1))
RECIPE = CycleGANRecipe(
    spec=SPEC, epochs=2, pool=0, average=0.9, crop=32, scales=(32, 40), view=32,
    mask=0.1, mask_roughness=0.3, neither=1.0, neither_every=2, features=FEATURES,
)  # fmt: skip
RNG = np.random.default_rng(0)


def photographs(count: int) -> Photographs:
    images = list(RNG.integers(0, 256, (count + 1, 40, 48, 3), np.uint8))
    return Photographs(images[1:], images[:1], skipped=0, duplicates=0)


DOMAINS, OTHERS = (photographs(3), photographs(2)), photographs(2)


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    from gan_core.models.imagenet import ImageNetClassifier

    return ImageNetClassifier(tiny_features(tmp_path_factory.mktemp("features") / "tiny.npz"))


def session(network, recipe: CycleGANRecipe = RECIPE, **options):
    from gan_core.training.cyclegan_session import CycleGANSession

    return CycleGANSession(recipe, DOMAINS, seed=3, network=network, neither=OTHERS, **options)


def noise(*shape: int) -> np.ndarray:
    return RNG.uniform(-1, 1, shape).astype(np.float32)


def test_a_masked_generator_lays_its_picture_over_the_photograph():
    from gan_core.models.cyclegan import MASK_BIAS, build_generator, picture_and_mask, with_mask

    masked, plain = build_generator(SPEC), build_generator(replace(SPEC, masked=False))
    masked.set_weights(with_mask(plain.get_weights()))
    x = noise(2, 32, 32, 3)
    picture, mask = (np.asarray(part) for part in picture_and_mask(masked, x))
    new = np.asarray(plain(x))
    assert mask.shape == (2, 32, 32, 1)
    np.testing.assert_allclose(mask, 1 / (1 + np.exp(-MASK_BIAS)), atol=1e-6)
    np.testing.assert_allclose(picture, mask * new + (1 - mask) * x, atol=1e-5)
    assert picture_and_mask(plain, x)[1] is None


def test_a_black_mask_leaves_the_photograph_alone():
    from gan_core.models.cyclegan import build_generator, picture_and_mask

    generator = build_generator(SPEC)
    weights = generator.get_weights()
    weights[-1][3] = -30
    generator.set_weights(weights)
    x = noise(1, 32, 32, 3)
    np.testing.assert_allclose(np.asarray(picture_and_mask(generator, x)[0]), x, atol=1e-6)


def test_stripes_are_rough_and_flats_are_not():
    from gan_core.models.losses import roughness

    at = np.arange(32)
    stripes = np.tile(((at // 4) % 2).astype(np.float32), (32, 1))[None, ..., None]
    assert float(roughness(stripes)) == pytest.approx(0.5, abs=0.05)
    assert float(roughness(np.full_like(stripes, 0.7))) == pytest.approx(0, abs=1e-6)


def test_features_come_at_four_strides(network):
    found = [np.asarray(level) for level in network.features(noise(1, 64, 96, 3))]
    assert [level.shape[1:3] for level in found] == [(16, 24), (8, 12), (4, 6), (2, 3)]
    assert network.channels == tuple(WIDTHS[i] for i in (1, 2, 4, 6))
    probabilities = np.asarray(network.probabilities(noise(2, 64, 64, 3)))
    np.testing.assert_allclose(probabilities.sum(1), 1, rtol=1e-4)


@pytest.mark.parametrize("damage", ["missing", "cut off", "other version", "other layers", "no version"])
def test_a_features_file_that_cannot_be_used_is_told_with_the_command_that_makes_it(tmp_path, damage):
    from gan_core.models.imagenet import ImageNetClassifier

    path = tmp_path / "tiny.npz"
    if damage != "missing":
        changed = {"other version": {"version": 99}, "other layers": {"stem/b": None}, "no version": {"version": None}}
        tiny_features(path, **changed.get(damage, {}))
    if damage == "other layers":
        tiny_features(path, **{"6/project/b": None})
    if damage == "cut off":
        path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(GanError) as told:
        ImageNetClassifier(path)
    assert told.value.code == ("features_missing" if damage == "missing" else "features_damaged")
    assert "tools/build_features.py" in str(told.value) and str(path) in str(told.value)


def test_real_and_fake_are_disturbed_alike_and_nothing_is_without_draws():
    from gan_core.training.projected import disturbed

    x = noise(2, 16, 16, 3)
    np.testing.assert_allclose(np.asarray(disturbed(x, np.zeros(4, np.float32), FEATURES)), x, atol=1e-6)
    alike = np.asarray(disturbed(np.repeat(x[:1], 2, 0), np.array([1, -1, 1, -1], np.float32), FEATURES))
    np.testing.assert_array_equal(alike[0], alike[1])
    moved = np.asarray(disturbed(x, np.array([0, 0, 1, -1], np.float32), FEATURES))
    np.testing.assert_allclose(moved[:, :-2, 2:], x[:, 2:, :-2], atol=1e-6)
    assert not moved[:, -2:].any() and not moved[:, :, :2].any()


def test_a_step_moves_all_networks_and_tells_of_the_mask(network):
    run = session(network)
    before = [np.asarray(v) for v in run.trainer.variables]
    first, second = run.advance(), run.advance()
    assert set(second) == {"d_loss", "g_loss", "cycle", "identity", "mask", "roughness", "features"}
    assert set(first) - set(second) == {"neither"}  # at every second step
    assert first["mask"] == pytest.approx(0.88, abs=0.01)
    moved = [(old != np.asarray(new)).any() for old, new in zip(before, run.trainer.variables, strict=True)]
    assert np.mean(moved) > 0.9


@pytest.mark.parametrize(
    ("alone", "trained"),
    [("ab", {"generator_ab", "discriminator_b"}), ("ba", {"generator_ba", "discriminator_a"})],
)
def test_one_direction_alone_leaves_the_other_as_it_began(network, alone, trained):
    run = session(network, replace(RECIPE, alone=alone, pool=2))
    before, played = run.networks(), [average.get_weights() for average in run.trainer.averages]
    losses = [run.advance() for _ in range(2)]
    assert set(losses[1]) == {"d_loss", "g_loss", "cycle", "identity", "mask", "roughness", "features"}
    assert all(np.isfinite(list(told.values())).all() for told in losses)
    after = run.networks()
    assert {name for name in before if differ(before[name], after[name])} == trained
    assert [differ(*pair) for pair in zip(played, [a.get_weights() for a in run.trainer.averages], strict=True)] == [
        name in trained for name in ("generator_ab", "generator_ba")
    ]


def differ(some: list[np.ndarray], others: list[np.ndarray]) -> bool:
    return any((x != y).any() for x, y in zip(some, others, strict=True))


def test_the_ways_back_of_both_domains_may_weigh_differently(network, give_back):
    def trained(**changed: float) -> list[np.ndarray]:
        run = session(network, replace(RECIPE, **changed))
        run.advance()
        found = [weights.copy() for name in sorted(run.networks()) for weights in run.networks()[name]]
        give_back()
        return found

    usual = trained(cycle=5.0)
    assert not differ(usual, trained(cycle=5.0, cycle_b=5.0))
    assert differ(usual, trained(cycle=5.0, cycle_b=0.0))


def test_only_a_direction_can_be_trained_alone():
    with pytest.raises(ValueError, match="alone"):
        replace(RECIPE, alone="a")


def test_a_run_with_features_goes_on_exactly(network, tmp_path, give_back):
    straight = session(network)
    straight.advance()
    straight.save(tmp_path / "state.npz")
    for _ in range(2):
        straight.advance()
    state = [np.asarray(v).copy() for v in straight.trainer.variables]
    give_back()
    second = session(network)
    second.restore(tmp_path / "state.npz")
    for _ in range(2):
        second.advance()
    for expected, found in zip(state, second.trainer.variables, strict=True):
        np.testing.assert_array_equal(expected, np.asarray(found))


def test_a_run_shows_its_masks_and_ships_nothing_of_the_features(network):
    run = session(network, pictures=([DOMAINS[0].train[0]] * 2, [DOMAINS[1].train[0]] * 2))
    shown, facts = run.snapshot(), run.facts()
    assert facts["columns"] == ["input", "translated", "reconstructed", "mask"]
    mask = shown.frame[3]
    assert np.ptp(mask.astype(int), axis=-1).max() == 0  # grey
    assert mask.mean() == pytest.approx(255 * 0.88, abs=1)
    assert set(run.networks()) == {"generator_ab", "generator_ba", "discriminator_a", "discriminator_b"}
    assert (facts["features"], facts["data"]["neither"]) == (True, 2)


def test_training_works_without_features_and_without_other_photographs():
    from gan_core.training.cyclegan_session import CycleGANSession

    run = CycleGANSession(RECIPE, DOMAINS, seed=3)
    assert set(run.advance()) == {"d_loss", "g_loss", "cycle", "identity", "mask", "roughness"}
    assert (run.facts()["features"], run.facts()["data"]["neither"]) == (False, 0)


def test_a_checkpoint_without_a_mask_can_go_on_with_one(network, tmp_path):
    plain = replace(RECIPE, spec=replace(SPEC, masked=False), mask=0.0, mask_roughness=0.0, neither=0.0)
    registry, before = Registry(tmp_path), session(network, plain)
    registry.save("old", before.networks(), {"kind": "cyclegan", "recipe": recipe_to_json(plain)})
    run = session(network)
    run.start_from("old", registry)
    kernel, bias = run.trainer.g_ab.get_weights()[-2:]
    assert not kernel[..., 3].any() and bias[3] == 2.0
    np.testing.assert_allclose(kernel[..., :3], before.trainer.g_ab.get_weights()[-2], atol=1e-3)  # float16
    np.testing.assert_array_equal(run.trainer.averages[0].get_weights()[-1], bias)
    assert run.origin["started_from"] == "old"


def test_losses_of_a_mask_need_one():
    with pytest.raises(ValueError, match="masked"):
        CycleGANRecipe(spec=replace(SPEC, masked=False), mask=0.1, crop=32, scales=(32,), view=32)


def test_features_of_a_small_crop_are_those_of_the_crop_brought_up(network):
    from keras import ops

    from gan_core.training.projected import DRAWS, ProjectedDiscriminators

    small, large = (ProjectedDiscriminators(replace(FEATURES, side=side), network) for side in (64, None))
    for its, other in zip(small.variables, large.variables, strict=True):
        other.assign(its)
    x, still = noise(1, 32, 32, 3), np.zeros((2, DRAWS), np.float32)
    twice = np.asarray(ops.image.resize(x, (64, 64), interpolation="bilinear"))
    found, expected = (float(judge.generator_loss([y, y], still)) for judge, y in ((small, x), (large, twice)))
    assert found == pytest.approx(expected, abs=1e-4)
    assert found != pytest.approx(float(large.generator_loss([x, x], still)), abs=1e-3)
