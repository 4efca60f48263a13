"""The question of a first visit: what it is made of, and that each round is harder than the one before."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from demo_ui.page import i18n
from demo_ui.page.question import ICONS, question
from demo_ui.settings import AppSettings
from gan_core.data import digits
from tools.build_question import MARGINS, OUT, PAIRS

ROOMS = tuple(ICONS)


def tiles() -> np.ndarray:
    """uint8 (rounds, pairs, 2, 28, 28): real and fake."""
    sheet = np.asarray(Image.open(OUT / "pairs.webp").convert("L"))
    return sheet.reshape(len(MARGINS), 28, PAIRS, 2, 28).transpose(0, 2, 3, 1, 4)


def test_the_reals_are_held_out_digits_and_the_fakes_are_not() -> None:
    known = {digit.tobytes() for digit in digits.load().test}
    for pairs in tiles():
        assert [[digit.tobytes() in known for digit in pair] for pair in pairs] == [[True, False]] * PAIRS


def test_each_round_is_harder_for_the_discriminator() -> None:
    scores = np.array(json.loads((OUT / "pairs.json").read_text("utf-8"))["scores"])  # (rounds, pairs, 2)
    logits = np.log(scores / (1 - scores))
    margins = logits[..., 0] - logits[..., 1]
    for margin, (low, high) in zip(margins, MARGINS, strict=True):
        assert (low - 0.05 < margin).all() and (margin < high + 0.05).all()  # scores are rounded
    assert (margins[0].min() > margins[1].max()) and (margins[1].min() > margins[2].max())


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_says_twelve_words_at_most(language: str) -> None:
    said = [i18n.table(language)[key] for key in ("question.which", *(f"{room}.tab" for room in ROOMS))]
    assert len(" ".join(said).split()) + 1 <= 12  # and the other language's name
    later = [i18n.table(language)[key] for key in ("play.you", "play.machine", *(f"{room}.tab" for room in ROOMS))]
    assert len(" ".join(later).split()) + 1 <= 12


def test_where_no_pairs_ship_nobody_is_asked(tmp_path: Path) -> None:
    assert question(tmp_path, ROOMS) == ""
    assert question(AppSettings().assets, ["play"]).count("data-room=") == 1
