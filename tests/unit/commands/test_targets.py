"""Where a command writes the pictures that it makes: a file for a file, a folder for a folder, nothing unasked."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image

from gan_core.__main__ import main
from gan_core.base.errors import GanError
from gan_core.base.images import mark_made_by_model, picture_bytes
from gan_core.commands.translate import targets_of


@pytest.fixture
def photo(tmp_path) -> Path:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"a photograph")
    return path


@pytest.mark.parametrize("name", ["zebra.jpg", "zebra.JPEG", "zebra.png", "zebra.webp"])
def test_a_file_for_a_file(photo, name):
    assert targets_of(photo, photo.with_name(name)) == {photo: photo.with_name(name)}


def test_a_folder_for_a_folder_whatever_it_is_called(photo, tmp_path):
    (tmp_path / "out.jpg").mkdir()
    for out in (tmp_path / "out.jpg", tmp_path / "v1.2", tmp_path / "new"):
        assert targets_of(photo, out) == {photo: out / "a.png"}
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "b.jpg").write_bytes(b"a photograph")
    assert targets_of(folder, tmp_path / "new") == {folder / "b.jpg": tmp_path / "new" / "b.png"}
    for name in ("deep/b.jpg", "deep/b.png", "Thumbs.db", "done/b.png"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"a photograph")
    found = {str(path.relative_to(folder)) for path in targets_of(folder, folder / "done").values()}
    assert found == {"done/b.png", "done/deep/b.jpg.png", "done/deep/b.png.png"}
    with pytest.raises(GanError, match="must be a folder"):
        targets_of(folder, tmp_path / "one.jpg")


def test_kinds_that_are_not_written_are_told_and_not_made_folders(photo, tmp_path):
    with pytest.raises(GanError, match=r"\.png, \.jpg, \.jpeg, \.webp"):
        targets_of(photo, tmp_path / "zebra.tiff")


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp"])
def test_every_kind_says_that_a_model_made_it(suffix):
    image = np.full((16, 24, 3), (200, 90, 30), np.uint8)
    found = Image.open(io.BytesIO(picture_bytes(image, suffix, mark_made_by_model("best", seed=7))))
    assert found.format == {".png": "PNG", ".jpg": "JPEG", ".webp": "WEBP"}[suffix]
    np.testing.assert_allclose(np.asarray(found.convert("RGB")), image, atol=4)
    said = getattr(found, "text", {}).get("Description") or found.getexif()[ExifTags.Base.ImageDescription]
    assert "Made by a model" in said and "seed 7" in said


@pytest.mark.parametrize("command", ["translate --direction horse-to-zebra", "colourise", "paint"])
def test_pictures_that_exist_are_not_replaced_unasked(photo, tmp_path, capsys, command):
    out = tmp_path / "mine.png"
    out.write_bytes(b"mine")
    assert main([*command.split(), str(photo), "--out", str(out)]) == 2
    assert "--overwrite" in capsys.readouterr().err and out.read_bytes() == b"mine"


def test_ctrl_c_while_a_command_prepares_ends_in_one_line(monkeypatch, capsys, tmp_path):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("gan_core.commands.generate.parse_reference", interrupted)
    assert main(["generate", "--out", str(tmp_path / "a.png")]) == 130
    assert capsys.readouterr().err.strip() == "interrupted"
