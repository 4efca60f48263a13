import numpy as np

from gan_core.digits.neighbours import RealDigits

REALS = np.random.default_rng(0).integers(0, 256, (40, 28, 28), np.uint8)


def test_a_copy_is_found_at_distance_nought():
    found = RealDigits(REALS).nearest(REALS[17])
    assert found.row == 17 and found.distance == 0 and np.array_equal(found.image, REALS[17])


def test_the_nearest_is_nearest_by_definition():
    image = np.random.default_rng(1).integers(0, 256, (28, 28), np.uint8)
    distances = [np.linalg.norm(image / 255 - real / 255) for real in REALS]
    found = RealDigits(REALS).nearest(image)
    assert found.row == np.argmin(distances) and np.isclose(found.distance, min(distances), rtol=1e-5)


def test_typical_distance_leaves_a_digit_itself_out():
    flat = REALS.reshape(40, -1) / 255
    apart = np.linalg.norm(flat[:, None] - flat[None], axis=2) + np.diag(np.full(40, np.inf))
    typical = RealDigits(REALS).typical
    assert typical.n == 40 and len(typical.percentiles) == 101
    for k in (0, 50, 93, 100):
        assert np.isclose(typical.percentiles[k], np.percentile(apart.min(1), k), rtol=1e-3)
