import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gan_core.base.errors import GanError
from gan_core.digits.latent import asked, in_turn, keep_norm, latents, move, slerp, truncate

seeds = st.integers(0, 2**32 - 1)


@given(seeds, st.integers(1, 20), st.integers(1, 20))
def test_a_digit_of_a_seed_does_not_depend_on_the_count(seed, one, other):
    few = min(one, other)
    assert np.array_equal(latents(seed, one)[:few], latents(seed, other)[:few])


def test_latents_are_standard_normal_and_differ():
    z = latents(7, 2000)
    assert z.dtype == np.float32 and z.shape == (2000, 100)
    assert abs(z.mean()) < 0.01 and abs(z.std() - 1) < 0.01
    assert len(np.unique(z[:, 0])) == 2000 and not np.array_equal(latents(8, 1), latents(7, 1))


def test_latents_stay_what_they_were():
    """A saved seed must give the same digit in years: numpy promises that PCG64 streams do not change."""
    assert np.allclose(latents(7, 2)[1, :3], np.random.default_rng([7, 1]).standard_normal(3))


NO_SEEDS = [-1, 2**32, 1.5, float("nan"), float("inf"), None, True, "x", "7.5", [7], pytest.param(10**5000, id="huge")]


@pytest.mark.parametrize("seed", NO_SEEDS)
def test_what_is_no_seed(seed):
    with pytest.raises(GanError) as caught:
        latents(seed, 1)
    assert caught.value.code == "seed_wrong" and len(str(caught.value)) < 150


@pytest.mark.parametrize("seed", [7.0, np.int64(7), "7"])
def test_other_ways_to_write_seven(seed):
    assert np.array_equal(latents(seed, 1), latents(7, 1))


@pytest.mark.parametrize("count", [0, -3, 1e9, 2.5, float("nan")])
def test_what_is_no_count(count):
    with pytest.raises(GanError) as caught:
        latents(7, count)
    assert caught.value.code == "count_wrong"


@given(seeds, st.lists(st.floats(-50, 50, width=32), min_size=3, max_size=3))
def test_moving_keeps_the_length(seed, amounts):
    z, directions = latents(seed, 4), latents(seed, 7)[4:]
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    moved = move(z, directions, np.array(amounts, np.float32))
    assert np.allclose(np.linalg.norm(moved, axis=1), np.linalg.norm(z, axis=1), rtol=1e-4)
    assert moved.dtype == np.float32


def test_moving_goes_where_the_direction_points_and_nowhere_at_zero():
    z, direction = latents(1, 1)[0], np.eye(100, dtype=np.float32)[:1]
    assert np.array_equal(move(z, direction, np.zeros(1)), z)
    assert move(z, direction, np.array([3.0]))[0] > z[0] > move(z, direction, np.array([-3.0]))[0]


def test_a_zero_vector_takes_the_length_it_is_given():
    z = latents(1, 1)[0]
    assert np.array_equal(keep_norm(np.zeros(100, np.float32), z), z)


@given(seeds, seeds, st.floats(0, 1))
def test_slerp_stays_on_the_shell_between_its_ends(seed_a, seed_b, t):
    a, b = latents(seed_a, 1)[0], latents(seed_b, 1)[0]
    length = np.linalg.norm(slerp(a, b, t))
    low, high = sorted([np.linalg.norm(a), np.linalg.norm(b)])
    assert low * 0.999 <= length <= high * 1.001


@given(seeds)
def test_slerp_begins_and_ends_where_it_should(seed):
    a, b = latents(seed, 2)
    ends = slerp(a, b, np.array([0.0, 1.0]))
    assert np.allclose(ends, [a, b], atol=1e-5)
    assert np.allclose(slerp(a, b, 0.3), slerp(b, a, 0.7), atol=1e-4)


@pytest.mark.parametrize("factor", [1.0, 2.0, -1.0, -0.5, 0.0])
def test_slerp_between_vectors_on_one_line(factor):
    a = latents(3, 1)[0]
    way = slerp(a, factor * a, np.linspace(0, 1, 5))
    assert np.isfinite(way).all() and np.allclose(way[[0, -1]], [a, factor * a], atol=1e-4)
    expected = np.linspace(1, abs(factor), 5) * np.linalg.norm(a)
    assert np.allclose(np.linalg.norm(way, axis=1), expected, rtol=1e-4)


def test_truncation_draws_to_the_centre():
    z = latents(5, 3)
    assert np.array_equal(truncate(z, 1.0), z) and not truncate(z, 0.0).any()
    assert np.allclose(np.linalg.norm(truncate(z, 0.5), axis=1), np.linalg.norm(z, axis=1) / 2)


def test_the_class_stands_behind_z():
    z = latents(7, 2)
    for labels, hot in ((np.array([2, 0]), [[0, 0, 1], [1, 0, 0]]), (1, [[0, 1, 0]] * 2)):
        found = asked(z, labels, 3)
        assert found.dtype == np.float32 and np.array_equal(found, np.concatenate([z, hot], 1))


def test_classes_come_in_turn_where_there_are_any():
    z = latents(7, 5)
    assert np.array_equal(in_turn(z, 3), asked(z, np.array([0, 1, 2, 0, 1]), 3))
    assert in_turn(z, 0) is z
