"""The GIF to take away: what it tells of each snapshot beside the picture."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence

from gan_core.__main__ import main
from gan_core.base.paths import RUNS
from gan_core.store.replay import load_run, load_runs
from gan_core.training.animation import FAKE, REAL, SIDE, STRIP, animate
from tests.runs import COUNT, brightness, snapshot, write_run


def frames(data: bytes) -> list[np.ndarray]:
    with Image.open(io.BytesIO(data)) as gif:
        return [np.asarray(frame.convert("RGB")) for frame in ImageSequence.Iterator(gif)]


def needle(strip: np.ndarray, colour: tuple[int, int, int]) -> float:
    """Where a needle's sign stands, by its colour, left of the words: -1 (0) to 1 (1)."""
    dial = strip[:, : SIDE // 2].astype(int)
    _, x = np.nonzero(np.abs(dial - colour).sum(2) < 60)
    return (x.mean() - 58) / 46


def test_each_frame_shows_its_own_picture_and_needles() -> None:
    tiles = np.stack([np.full((16, 16), brightness(i), np.uint8) for i in range(3)])
    rows = [
        {**snapshot(0), "accuracy_real": real, "accuracy_fake": fake}
        for real, fake in ((0.95, 0.05), (0.5, 0.95), (0.05, 0.05))
    ]
    shown = frames(animate(tiles, rows))
    assert [frame.shape for frame in shown] == [(SIDE + STRIP, SIDE, 3)] * 3
    for frame, (real, fake) in zip(shown, ((1, -1), (0, 1), (-1, None)), strict=True):
        assert np.sign(round(needle(frame[SIDE:], REAL), 1)) == real
        if fake is not None:  # or it lies under the other
            assert np.sign(round(needle(frame[SIDE:], FAKE), 1)) == fake
    told = {frame[SIDE:].tobytes() for frame in frames(animate(tiles, [snapshot(i) for i in range(3)]))}
    assert len(told) == 3


def test_photographs_keep_their_colours() -> None:
    tiles = np.zeros((2, 384, 384, 3), np.uint8)
    tiles[:, :, :192] = (200, 40, 40)
    tiles[:, :, 192:] = (40, 160, 90)
    for frame in frames(animate(tiles, [snapshot(0), snapshot(1)])):
        assert np.abs(frame[100, 20].astype(int) - (200, 40, 40)).max() < 12
        assert np.abs(frame[100, -20].astype(int) - (40, 160, 90)).max() < 12


def test_the_command_makes_the_gif_of_a_recorded_run(tmp_path: Path) -> None:
    folder = write_run(tmp_path)
    before = (folder / "training.gif").read_bytes()
    assert main(["animate", "all", "--runs", str(tmp_path)]) == 2  # it has one
    assert main(["animate", "all", "--runs", str(tmp_path), "--overwrite"]) == 0
    data = load_run(folder).gif.read_bytes()
    assert data != before and len(frames(data)) == COUNT
    assert main(["animate", "none", "--runs", str(tmp_path)]) == 2


@pytest.mark.parametrize("run", load_runs(RUNS)[0], ids=lambda run: run.id)
def test_every_run_that_ships_with_pictures_has_its_gif(run) -> None:
    if run.facts["sheet"] is not None:
        with Image.open(run.gif) as gif:
            assert (gif.size, getattr(gif, "n_frames", 1)) == ((SIDE, SIDE + STRIP), len(run.snapshots))
