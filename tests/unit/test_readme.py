"""The README repeats figures of the networks that ship: each is that of the checkpoint's own record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).resolve().parents[2]


def record(checkpoint: str) -> dict[str, Any]:
    return json.loads((HOUSE / "checkpoints" / checkpoint / "spec.json").read_text("utf-8"))


def told() -> list[str]:
    """What the README has to say, word by word, of what spec.json holds."""
    zebra, colour, pale = record("horse2zebra"), record("grey2colour"), record("grey2colour-l1")
    there, back = (zebra["figures"][direction] for direction in ("horse-to-zebra", "zebra-to-horse"))
    now, before = zebra["training"]["epochs"], zebra["training"]["epochs_before"]
    figures, taught = colour["figures"], colour["training"]
    return [
        f"trained for {before:.0f} epochs and then {now:.0f} more",
        f"calls {there['foreign_called_target']:.1%} of {there['n']} horses",
        f"{back['foreign_called_target']:.1%} of {back['n']} zebras rather horses",
        f"({there['foreign_of_real']:.1%} and {back['foreign_of_real']:.1%} of real ones)",
        f"{taught['epochs']:.0f} epochs of {taught['photographs']:,} photographs",
        f"Of {figures['n']} photographs",
        f"{figures['colourfulness']:.2f} times as strong as the true ones",
        f"({figures['colourfulness_against']:.2f} with L1 alone",
        f"after {pale['training']['epochs']:.0f} epochs",
        f"{figures['frechet_ratio_grey']:.3f} times that of grey ones",
        f"{figures['frechet_floor'] / figures['frechet_grey']:.3f} is the floor",
        f"above that floor, {figures['frechet_above_floor_ratio_grey']:.2f} is left",
        f"photograph's own ({figures['colour_error']:.4f} a channel)",
        f"no colours at all ({figures['colour_error_grey']:.4f})",
        f"It takes {figures['ms']:.0f} ms for {figures['size']}x{figures['size']}",
    ]


@pytest.mark.parametrize("sentence", told())
def test_the_readme_says_what_the_record_holds(sentence: str) -> None:
    assert sentence in " ".join((HOUSE / "README.md").read_text("utf-8").split())
