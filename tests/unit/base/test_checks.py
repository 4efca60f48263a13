import numpy as np
import pytest

from gan_core.base.checks import check_count, check_number, check_numbers
from gan_core.base.errors import GanError


def test_good_values_pass_through():
    assert check_count("count", "16", 1, 99) == 16
    assert check_number("truncation", 1, 0, 1) == 1.0
    numbers = check_numbers("directions", [0, -1.5, 2], 8, -4, 4)
    assert numbers.dtype == np.float32 and numbers.tolist() == [0, -1.5, 2]
    assert check_numbers("directions", [], 8, -4, 4).shape == (0,)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300, -0.1, "0.5", None, True, 1j])
def test_bad_numbers(value):
    with pytest.raises(GanError) as caught:
        check_number("truncation", value, 0.0, 1.0)
    assert caught.value.code == "number_wrong" and "truncation" in str(caught.value)


@pytest.mark.parametrize("values", [None, "12", b"12", 3, {"a": 1}, [0.0] * 9, range(10**9), np.zeros((2, 2))])
def test_bad_lists(values):
    with pytest.raises(GanError) as caught:
        check_numbers("directions", values, 8, -4, 4)
    assert caught.value.code == "list_wrong"


@pytest.mark.parametrize("values", [[0, float("nan")], [[1, 2]], [5], ["1"], np.array([np.inf])])
def test_lists_with_bad_numbers(values):
    with pytest.raises(GanError) as caught:
        check_numbers("directions", values, 8, -4, 4)
    assert caught.value.code == "number_wrong"
