"""The page centres a written digit as Python does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.data import digits
from gan_core.digits.centring import centred
from tests.unit.digits.test_centring import written
from tests.web import in_node

CENTRED = {"nets/centring.mjs": "centred"}
CODE = "return centred({ data: Uint8Array.from(numbers), width, height });"


def in_page(ink: np.ndarray) -> dict[str, Any]:
    return in_node(CENTRED, CODE, numbers=ink.ravel().tolist(), height=ink.shape[0], width=ink.shape[1])


def test_digits_of_every_size_are_equal() -> None:
    inks = [written((20, 20, 80, 20, 40, 120)), written((150, 20, 150, 180)), written((20, 90, 280, 95), width=9)]
    inks += [np.pad(real.repeat(5, 0).repeat(7, 1), ((3, 0), (0, 40))) for real in digits.load().test[:6]]
    inks += list(digits.load().test[6:9])
    for ink in inks:
        assert in_page(ink)["picture"] == centred(ink).ravel().tolist()


@pytest.mark.parametrize(
    "ink",
    [np.zeros((40, 60), np.uint8), written((150, 100, 150, 101), width=20), np.full((64, 64), 255, np.uint8)],
    ids=["empty", "dot", "full"],
)
def test_faults_are_equal(ink: np.ndarray) -> None:
    with pytest.raises(GanError) as fault:
        centred(ink)
    assert in_page(ink)["fault"] == {"code": fault.value.code, "details": fault.value.details}
