"""The encoder that ships: whose z it proposes, and how large it is."""

from __future__ import annotations

import json

from gan_core.digits.projection import ENCODER_ID
from gan_core.store.checkpoints import CHECKPOINTS, Registry

MOST = 2_000_000  # bytes


def test_it_belongs_to_the_weights_of_its_generator() -> None:
    spec, files = Registry().spec(ENCODER_ID), json.loads((CHECKPOINTS / "MANIFEST.json").read_text("utf-8"))
    assert spec["generator_sha256"] == files[f"{spec['generator']}/weights.npz"]["sha256"]


def test_a_page_may_load_it() -> None:
    assert len(Registry().read(ENCODER_ID, "weights.npz")) < MOST


def test_its_percentiles_rise_and_their_middle_is_near_the_mean() -> None:
    figures = Registry().spec(ENCODER_ID)["figures"]
    percentiles = figures["percentiles"]
    assert len(percentiles) == 101 and percentiles == sorted(percentiles) and figures["n"] == 500
    assert percentiles[25] < figures["l1"] < percentiles[75]
