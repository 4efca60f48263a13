import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gan_core.digits.strokes import STATISTICS, balance, bow, closedness, height, roundness, slant, weight, width

Y, X = np.mgrid[:28, :28] - 13.5


def drawn(distance, half_width=1.5):
    """A picture of all points nearer than `half_width` to a line, given their distance from it."""
    return (255 * np.clip(half_width + 0.5 - np.abs(distance), 0, 1)).astype(np.uint8)[None]


def bar(lean=0.0, half_width=1.5, half_length=9.0, bend=0.0):
    across = X + lean * Y + bend * (Y**2 - half_length**2 / 3)
    return drawn(np.where(np.abs(Y) < half_length, across, 99), half_width)


def ring(radius=7.0, half_width=1.5):
    return drawn(np.hypot(X, Y) - radius, half_width)


def test_slant_is_pixels_to_the_right_for_each_pixel_up():
    for lean in (-0.6, 0.0, 0.4):
        assert slant(bar(lean))[0] == pytest.approx(lean, abs=0.05)


def test_weight_is_the_stroke_width():
    for half_width in (1.0, 2.0, 3.0):
        thick, long = 2 * half_width, 18
        assert weight(bar(half_width=half_width))[0] == pytest.approx(thick * long / (thick + long), rel=0.12)
    assert weight(bar(half_width=3))[0] > weight(ring(half_width=1))[0]


def test_width_and_height_measure_across_and_along_the_slanted_axis():
    assert width(bar(0.5))[0] == pytest.approx(width(bar(0.0))[0], abs=0.1)
    assert width(bar(half_width=4))[0] > width(bar(half_width=1))[0]
    assert height(bar(half_length=10))[0] > height(bar(half_length=5))[0]


def test_a_ring_is_round_and_a_bar_is_not_however_it_leans():
    assert roundness(ring())[0] > 0.95
    assert roundness(bar())[0] < 0.4 and roundness(bar(0.5))[0] < 0.4


def test_closedness_is_the_area_of_the_hole():
    assert closedness(ring(7, 1.5))[0] == pytest.approx(np.pi * 5.25**2, rel=0.15)
    open_ring = ring(7, 1.5)
    open_ring[:, 12:16, 14:] = 0
    assert closedness(open_ring)[0] == 0 == closedness(bar())[0]
    half_open = ring(7, 1.5)
    half_open[:, 12:16, 14:] //= 2
    assert closedness(half_open)[0] == pytest.approx(closedness(ring(7, 1.5))[0] / 2, rel=0.2)


def test_bow_says_which_way_it_bends_whatever_the_slant():
    right, left = bar(bend=0.05), bar(bend=-0.05)  # x = -bend y^2: right in the middle is ")"
    assert bow(right)[0] > 0.2 and bow(left)[0] == pytest.approx(-bow(right)[0], abs=0.02)
    assert abs(bow(bar(0.5))[0]) < 0.05


def test_balance_is_where_the_ink_gathers():
    low = bar()
    low[:, 18:22, 8:20] = 255
    assert balance(low)[0] < -0.1 and balance(low[:, ::-1])[0] == pytest.approx(-balance(low)[0])


@given(hnp.arrays(np.uint8, (3, 28, 28), elements=st.sampled_from([0, 1, 128, 255])))
def test_no_picture_gives_anything_but_a_number(images):
    for name, statistic in STATISTICS.items():
        values = statistic(images)
        assert values.shape == (3,) and np.isfinite(values).all(), name
        assert np.allclose(statistic(images[:1]), values[:1], atol=1e-6), name  # a root of what rounding leaves


def test_an_empty_picture_and_a_full_one():
    for picture in (np.zeros((1, 28, 28), np.uint8), np.full((1, 28, 28), 255, np.uint8)):
        assert all(np.isfinite(statistic(picture)).all() for statistic in STATISTICS.values())
