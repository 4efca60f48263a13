"""Lines of digits."""

from __future__ import annotations

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.digits.latent import latents
from gan_core.digits.writing import check_text, write
from tests.fakes import FakeWriter


def digits_of(line):
    return [int(tile[0, :10].argmax()) if tile.any() else None for tile in line]


def test_a_line_has_the_digits_in_one_hand():
    line = write(FakeWriter(), "20 26", seed=7)
    assert digits_of(line) == [2, 0, None, 2, 6]
    assert len({tile[1].tobytes() for tile in line if tile.any()}) == 1


def test_each_digit_in_a_hand_of_its_own_begins_with_the_first():
    own, one = (write(FakeWriter(), "2026", 7, own_hands=o) for o in (True, False))
    assert digits_of(own) == digits_of(one) == [2, 0, 2, 6]
    assert len({tile[1].tobytes() for tile in own}) == 4
    assert np.array_equal(own[0], one[0])


def test_truncation_draws_the_hand_to_the_middle():
    [tile] = write(FakeWriter(), "3", 7, truncation=0.5)
    assert np.array_equal(tile[1, :20], np.round(latents(7, 1)[0, :20] * 10 + 100))


@pytest.mark.parametrize("text", ["", "  ", "12a", "3:1", "1" * 17, "١٢", None, 2026, ["1"], "1\n2", "-1"])
def test_what_is_no_line(text):
    with pytest.raises(GanError) as caught:
        check_text(text)
    assert caught.value.code == "text_wrong" and len(str(caught.value)) < 200


def test_who_draws_what_it_likes_cannot_write():
    writer = FakeWriter()
    writer.classes = 0
    with pytest.raises(GanError, match="any-digit can"):
        write(writer, "1", 7)
