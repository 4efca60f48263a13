"""From which mask on an animal is near, and that the page has networks for whatever is painted smaller."""

from __future__ import annotations

from pathlib import Path

import pytest

from gan_core.base.errors import GanError
from gan_core.photos import in_browser
from gan_core.photos.near import NEAR, near_of


def test_only_what_has_masks_can_tell_what_is_near():
    masked, plain = ({"recipe": {"spec": {"masked": masked}}} for masked in (True, False))
    assert near_of(plain, Path("x")) == {}
    assert near_of(masked | {"near": {"ba": 0.15}}, Path("x")) == {"ba": 0.15}
    for wrong in (
        plain | {"near": {"ba": 0.15}},
        masked | {"near": {"ba": 1.5}},
        masked | {"near": {"ba": 1}},
        masked | {"near": {"x": 0.5}},
    ):
        with pytest.raises(GanError) as fault:
            near_of(wrong, Path("x"))
        assert fault.value.code == "checkpoint_mismatch"


@pytest.mark.parametrize("side", [NEAR, in_browser.PAINTED])
def test_the_page_has_a_network_for_a_photograph_of_any_shape(side: int) -> None:
    def fits(size: tuple[int, int]) -> bool:
        height, width = in_browser._given("generator_ba", size, side)
        return any(height <= h and width <= w for h, w in made)

    made = {in_browser._given("generator_ba", size, side) for size in in_browser.SHAPES}
    sides = (16, 17, 97, 176, 177, 255, 256, 257, 300, 512, 575, 683, 767, 1023, 1024)
    assert all(fits((width, height)) for width in sides for height in sides)
