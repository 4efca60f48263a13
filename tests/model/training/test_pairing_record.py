"""The record of a network that tells what pairs are for, out of the weights that its training has kept."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from gan_core.base.colour import grey
from gan_core.base.errors import GanError
from gan_core.recipes.cyclegan import CycleGANRecipe
from gan_core.recipes.dcgan import recipe_to_json
from gan_core.recipes.pix2pix import Pix2PixRecipe
from gan_core.store.pairing_runs import SIDE, load_pairing_run
from gan_core.training.record import RunFolder
from gan_core.training.resumable import Snapshot
from tests.tiny import TINY_COLOUR, TINY_PHOTOS

pytestmark = pytest.mark.slow

RNG = np.random.default_rng(3)
STEPS = [0, 4]


def trained(folder, kind):
    """A training folder with the weights of two snapshots; the later ones draw one colour only."""
    from gan_core.models.pix2pix import build_discriminator, build_generator
    from gan_core.photos.networks import build_networks

    if kind == "pix2pix":
        recipe = Pix2PixRecipe(spec=replace(TINY_COLOUR, inputs=3, outputs=3))
        networks = [build_generator(recipe.spec), build_discriminator(recipe.spec)]
    else:
        recipe = CycleGANRecipe(spec=TINY_PHOTOS)
        networks = build_networks(recipe)
    kept, facts = RunFolder(folder), []
    for step in STEPS:
        weights = {n.name: [0 * w if step else w for w in n.get_weights()] for n in networks}
        kept.add(Snapshot(step, step / 8, np.zeros((0, 8, 8, 3), np.uint8), {}), weights)
        facts.append({"step": step, "epoch": step / 8})
    run = {"kind": kind, "recipe": recipe_to_json(recipe), "seed": 1, "snapshots": facts}
    (folder / "record").mkdir()
    (folder / "record" / "run.json").write_text(json.dumps(run))
    return folder


@pytest.mark.parametrize("kind", ["pix2pix", "cyclegan"])
def test_both_kinds_are_measured_alike(tmp_path, kind):
    from gan_core.training.pairing_record import record_pairing

    views = [RNG.integers(0, 256, (64, 64, 3), np.uint8) for _ in range(2)]
    shown = {"photo-canyon": RNG.integers(0, 256, (150, 200, 3), np.uint8)}
    record_pairing(trained(tmp_path / "work", kind), "pairs-true", shown, views, tmp_path / "out")
    run = load_pairing_run(tmp_path / "out")
    assert [snapshot["step"] for snapshot in run.snapshots] == STEPS and not run.gif.exists()
    assert (run.facts["network"], run.facts["pictures"], run.facts["n"]) == (kind, ["photo-canyon"], 2)
    last = run.snapshots[-1]  # all weights 0: the middle of [-1, 1] everywhere, a grey
    assert (
        last["l1"] == pytest.approx(np.abs(np.stack(views) - 128.0).mean() / 255, abs=2e-3) and last["colourful"] == 0
    )
    off = np.mean([np.abs(view.astype(float) - grey(view)).mean() for view in views]) / 255
    assert run.facts["reference"]["l1_grey"] == pytest.approx(off, abs=1e-4)
    with run.sheet() as sheet:
        frames = np.asarray(sheet.convert("RGB"))
    tile = run.facts["sheet"]["tile"]
    assert tile == 2 * SIDE
    assert np.abs(frames[:SIDE, tile : tile + SIDE].astype(int) - 128).max() <= 3 < frames[:SIDE, :SIDE].std()


def test_a_folder_without_a_record_is_told(tmp_path):
    from gan_core.training.pairing_record import record_pairing

    with pytest.raises(GanError) as fault:
        record_pairing(tmp_path, "pairs-true", {}, [], tmp_path / "out")
    assert fault.value.code == "resume_missing"
