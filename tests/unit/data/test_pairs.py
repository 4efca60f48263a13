"""Pairs: where partners come from, what is skipped and counted, and what is refused by name."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gan_core.base.colour import grey, is_grey
from gan_core.base.errors import GanError
from gan_core.data import unpaired
from gan_core.data.crops import Crops
from gan_core.data.pairs import grey_and_colour, grey_colour, pairs_in

RNG = np.random.default_rng(0)


def write(path: Path, width: int = 20, height: int = 16, colour: bool = True) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = RNG.integers(0, 256, (height, width, 3 if colour else 1), np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels if colour else pixels[..., 0]).save(buffer, "PNG")
    path.write_bytes(buffer.getvalue())
    return path


def test_photographs_are_found_in_folders_of_folders_and_held_back_as_everywhere(tmp_path):
    paths = [write(tmp_path / "a" / "b" / f"{i}.png") for i in range(30)]
    paths += [write(tmp_path / "c" / f"{i}.png") for i in range(10)]
    write(tmp_path / "a" / ".hidden" / "x.png")
    found = grey_colour([tmp_path / "a", tmp_path / "c"])
    marks = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in paths}
    held = [np.asarray(Image.open(path)) for mark, path in marks.items() if mark in unpaired.held_back(marks)]
    assert found.inputs is None and len(found.targets.train) == 40 - len(held)
    np.testing.assert_array_equal(found.targets.held_back, held)


def test_grey_photographs_teach_no_colours(tmp_path):
    for i in range(3):
        write(tmp_path / f"{i}.png")
        write(tmp_path / f"grey-{i}.png", colour=False)
    found = grey_colour([tmp_path]).targets
    assert (len(found.train) + len(found.held_back), found.skipped) == (3, 3)


def test_two_unpaired_sets_hold_the_same_photographs_without_and_with_colour(tmp_path):
    for i in range(4):
        write(tmp_path / f"{i}.png")
    without, colour = grey_and_colour([tmp_path])
    for part in ("train", "held_back"):
        np.testing.assert_array_equal(getattr(without, part), [grey(x) for x in getattr(colour, part)])
    assert len(colour.train) + len(colour.held_back) == 4 and all(map(is_grey, without.train))


def test_two_folders_are_paired_by_name_and_the_rest_is_counted(tmp_path):
    for name in ("1", "2", "3", "4"):
        write(tmp_path / "edges" / f"{name}.png")
        write(tmp_path / "photos" / f"{name}.png")
    write(tmp_path / "edges" / "alone.png")
    write(tmp_path / "photos" / "other.png")
    (tmp_path / "photos" / "4.png").write_bytes(b"no picture")
    found = pairs_in(tmp_path)
    assert found.inputs and (found.lone, found.targets.skipped) == (2, 1)
    for side, folder in ((found.inputs, "edges"), (found.targets, "photos")):
        shown = {picture.tobytes() for picture in (*side.train, *side.held_back)}
        files = [tmp_path / folder / f"{name}.png" for name in "123"]
        assert shown == {np.asarray(Image.open(path)).tobytes() for path in files}


def test_halves_are_paired_and_scaled_alike(tmp_path):
    paths = [write(tmp_path / f"{i}.png", width=1000, height=600) for i in range(3)]
    found = pairs_in(tmp_path)
    assert found.inputs
    assert {x.shape for x in (*found.inputs.train, *found.targets.held_back)} == {(343, 286, 3)}
    small = [write(path, width=40) for path in paths]
    found = pairs_in(tmp_path)
    whole = {np.asarray(Image.open(path)).tobytes() for path in small}
    assert found.inputs
    for left, right in zip(found.inputs.train, found.targets.train, strict=True):
        assert np.hstack([left, right]).tobytes() in whole


@pytest.mark.parametrize("halves", [True, False])
def test_an_odd_sheet_and_partners_of_differing_size_are_skipped_counted_and_named(tmp_path, halves):
    for i in range(4):
        width = 21 if i == 1 else 20
        write((tmp_path if halves else tmp_path / "b") / f"{i}.png", width)
        if not halves:
            write(tmp_path / "a" / f"{i}.png", 20)
    found = pairs_in(tmp_path).targets
    assert (len(found.train) + len(found.held_back), found.skipped) == (3, 1)
    assert "1.png: " in found.unreadable[0] and "21" in found.unreadable[0]


def sheets(folder: Path, count: int) -> set[bytes]:
    """Sheets A|B of which A is darker; their right halves."""
    found = set()
    for i in range(count):
        both = RNG.integers(0, 100, (16, 40, 3), np.uint8)
        both[:, 20:] += 100
        path = folder / f"{i}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(both).save(path)
        found.add(both[:, 20:].tobytes())
    return found


@pytest.mark.parametrize("names", [("train", "val"), ("train", "test"), ("Train", "VAL", "test")])
def test_pix2pix_own_layout_trains_on_train_and_holds_back_val(tmp_path, names):
    """Both have files of the same names, which are no partners."""
    train, held = (sheets(tmp_path / name, count) for name, count in zip(names[:2], (5, 3), strict=True))
    for name in names[2:]:
        sheets(tmp_path / name, 2)
    found = pairs_in(tmp_path)
    assert {x.tobytes() for x in found.targets.train} == train
    assert {x.tobytes() for x in found.targets.held_back} == held
    assert f"{names[1]} held back" in found.told and "left halves in, right halves out" in found.told
    assert ("test left aside" in found.told) == (len(names) == 3)


def test_the_direction_turns_pairs_and_is_part_of_what_a_run_began_with(tmp_path):
    targets = sheets(tmp_path, 4)
    there, back = pairs_in(tmp_path), pairs_in(tmp_path, "btoa")
    assert there.inputs and back.inputs and "right halves in, left halves out" in back.told
    assert {x.tobytes() for x in (*back.inputs.train, *back.inputs.held_back)} == targets
    assert there.targets.mark != back.targets.mark
    with pytest.raises(GanError, match="AtoB, BtoA"):
        pairs_in(tmp_path, "AtoC")


def test_train_may_hold_two_folders_and_folders_are_searched_in_depth(tmp_path):
    for part in ("train", "val"):
        for i in range(3):
            write(tmp_path / part / "edges" / "deep" / f"{i}.png")
            write(tmp_path / part / "photos" / "deep" / f"{i}.png")
    found = pairs_in(tmp_path)
    assert (len(found.targets.train), len(found.targets.held_back), found.lone) == (3, 3, 0)
    assert "the files of edges in, the files of photos out" in found.told
    deep = tmp_path / "sheets"
    sheets(deep / "a", 2)
    sheets(deep / "b" / "c", 2)
    sheets(deep / "d", 1)
    found = pairs_in(deep).targets
    assert len(found.train) + len(found.held_back) == 5


@pytest.mark.parametrize("layout", ["{side}/{part}", "{part}{side}"])
def test_two_unpaired_sets_are_no_pairs_and_the_command_for_them_is_named(tmp_path, layout):
    for side in "AB":
        for part in ("train", "test"):
            for i in range(3):
                write(tmp_path / layout.format(side=side, part=part) / f"{i}.png")
    with pytest.raises(GanError, match="train cyclegan --data") as fault:
        pairs_in(tmp_path)
    assert fault.value.code == "pairs_unpaired"
    assert [len(domain.held_back) for domain in unpaired.load(tmp_path)] == [3, 3]


def test_what_holds_no_pairs_is_explained(tmp_path):
    def code(call, path) -> str:
        with pytest.raises(GanError) as fault:
            call(path)
        return fault.value.code

    assert code(pairs_in, tmp_path / "none") == "photographs_missing"
    assert code(lambda path: grey_colour([path]), tmp_path / "none") == "photographs_missing"
    assert code(pairs_in, tmp_path) == "pairs_folder"
    write(tmp_path / "a" / "1.png")
    write(tmp_path / "b" / "1.png")
    assert code(pairs_in, tmp_path) == "pairs_few"
    (tmp_path / "a" / "2.png").write_bytes(b"no picture")
    write(tmp_path / "b" / "2.png")
    with pytest.raises(GanError, match=r"1 were skipped, 0 had no partner\. b/2\.png: This file is no picture"):
        pairs_in(tmp_path)


def test_partners_are_cropped_and_flipped_alike():
    targets = list(RNG.integers(0, 256, (4, 20, 30, 3), np.uint8))
    inputs = [255 - picture for picture in targets]
    a, b = (Crops(side, 16, (16, 20), 2, (3, 0)) for side in (inputs, targets))
    for step in range(6):
        np.testing.assert_allclose(a.batch(step), -b.batch(step), atol=0.02)
