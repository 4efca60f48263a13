"""Two folders of photographs: what is read, what is skipped, what is held back, what is cropped."""

from __future__ import annotations

import hashlib
import io

import numpy as np
import pytest
from PIL import Image

from gan_core.base.errors import GanError
from gan_core.data import unpaired
from gan_core.data.crops import Crops

RNG = np.random.default_rng(0)


def picture(width: int = 20, height: int = 16) -> Image.Image:
    return Image.fromarray(RNG.integers(0, 256, (height, width, 3), np.uint8))


def encoded(image: Image.Image, fmt: str = "PNG", **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, fmt, **options)
    return buffer.getvalue()


@pytest.fixture
def folder(tmp_path):
    """Forty photographs in each domain."""
    for domain in ("trainA", "trainB"):
        (tmp_path / domain).mkdir()
        for i in range(40):
            (tmp_path / domain / f"{i:02d}.png").write_bytes(encoded(picture()))
    return tmp_path


def test_a_tenth_is_held_back_by_the_hash_of_the_bytes(folder):
    a, _ = unpaired.load(folder)
    held = [
        np.asarray(Image.open(path))
        for path in sorted((folder / "trainA").iterdir())
        if int(hashlib.sha256(path.read_bytes()).hexdigest(), 16) % 10 == 0
    ]
    assert held and len(a.train) + len(a.held_back) == 40
    np.testing.assert_array_equal(a.held_back, held)


def test_names_do_not_decide_who_is_held_back(folder):
    before, _ = unpaired.load(folder)
    for path in sorted((folder / "trainA").iterdir()):
        path.rename(path.with_name(f"x{path.name}"))
    after, _ = unpaired.load(folder)
    np.testing.assert_array_equal(before.held_back, after.held_back)


def test_what_cannot_be_read_is_skipped_and_counted(folder):
    whole = encoded(picture(200, 200), "JPEG")
    wrong = {
        "cut.jpg": whole[: len(whole) // 2],
        "empty.jpg": b"",
        "text.png": b"no picture",
        "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "speck.png": encoded(picture(3, 3)),
        "endless.png": encoded(Image.new("1", (8_100, 8_100))),
    }
    for name, data in wrong.items():
        (folder / "trainB" / name).write_bytes(data)
    (folder / "trainB" / ".hidden").write_bytes(b"a system's own")
    a, b = unpaired.load(folder)
    assert (a.skipped, b.skipped) == (0, len(wrong))
    assert len(b.train) + len(b.held_back) == 40


def test_exact_duplicates_are_removed_and_counted(folder):
    first = (folder / "trainA" / "00.png").read_bytes()
    (folder / "trainA" / "copy.png").write_bytes(first)
    (folder / "trainA" / "copy of copy.png").write_bytes(first)
    a, b = unpaired.load(folder)
    assert (a.duplicates, b.duplicates) == (2, 0)
    assert len(a.train) + len(a.held_back) == 40


def test_a_small_domain_has_both_sides(tmp_path):
    for domain in ("trainA", "trainB"):
        (tmp_path / domain).mkdir()
        for i in range(2):
            (tmp_path / domain / f"{i}.png").write_bytes(encoded(picture()))
    for domain in unpaired.load(tmp_path):
        assert (len(domain.train), len(domain.held_back)) == (1, 1)


def test_missing_and_empty_folders_are_explained(tmp_path):
    with pytest.raises(GanError, match="trainA") as fault:
        unpaired.load(tmp_path)
    assert fault.value.code == "photographs_missing"
    (tmp_path / "trainA").mkdir()
    (tmp_path / "trainA" / "x.jpg").write_bytes(b"x")
    with pytest.raises(GanError, match="trainB"):
        unpaired.load(tmp_path)
    (tmp_path / "trainB").mkdir()
    with pytest.raises(GanError, match=r"0 photographs .* 1 files .* x\.jpg: This file is no picture") as fault:
        unpaired.load(tmp_path)
    assert fault.value.code == "photographs_few"


def test_every_photograph_is_read_or_named_with_its_reason(tmp_path):
    """Folders as people have them: deep, linked, of every kind, with what their systems left in them."""
    root = tmp_path / "내 말 사진 (copy)"
    for side in "AB":
        place = root / f"train{side}" / "more photos"
        place.mkdir(parents=True)
        kinds = {"IMG.JPG": "JPEG", "사진 3.png": "PNG", "five.webp": "WEBP", "no_ending": "JPEG", "anim.gif": "GIF"}
        kinds |= {"scan.bmp": "BMP", "scan.tiff": "TIFF", "modern.avif": "AVIF", "more photos/deep.jpg": "JPEG"}
        for name, kind in kinds.items():
            (place.parent / name).write_bytes(encoded(picture(), kind))
        (place / "back").symlink_to(place.parent, target_is_directory=True)
        (tmp_path / f"{side}.png").write_bytes(encoded(picture()))
        (place.parent / "link.png").symlink_to(tmp_path / f"{side}.png")
        (place.parent / "dead.jpg").symlink_to("/nowhere/x.jpg")
        wrong = {"empty.jpg": b"", "IMG_9.HEIC": b"\0\0\0\x18ftypheic", "IMG.MOV": b"\0\0\0\x14ftypqt  "}
        systems = ("Thumbs.db", ".DS_Store", "._IMG.JPG", "desktop.ini")
        for name, data in {**wrong, **dict.fromkeys(systems, b"x")}.items():
            (place.parent / name).write_bytes(data)
    for found in unpaired.load(root):
        assert len(found.train) + len(found.held_back) == 10 and found.duplicates == 0
        named = {reason.partition(": ")[0]: reason.partition(": ")[2] for reason in found.unreadable}
        assert sorted(named) == ["IMG.MOV", "IMG_9.HEIC", "dead.jpg", "empty.jpg"] and found.skipped == 4
        assert "nowhere" in named["dead.jpg"] and "empty" in named["empty.jpg"] and "HEIC" in named["IMG_9.HEIC"]


@pytest.mark.parametrize("layout", ["{part}{side}", "{side}/{part}", "{part}/{side}", "{part}{side}".upper()])
def test_test_folders_are_held_back_and_what_is_in_both_is_told(tmp_path, layout):
    for part, count in (("train", 3), ("test", 2)):
        for side in "AB":
            words = layout.format(part=part, side=side, PART=part.upper(), SIDE=side)
            (tmp_path / words).mkdir(parents=True)
            for i in range(count):
                (tmp_path / words / f"{i}.png").write_bytes(encoded(picture()))
            (tmp_path / words / "in both.png").write_bytes(encoded(Image.new("RGB", (20, 20))))
    for found in unpaired.load(tmp_path):
        assert (len(found.train), len(found.held_back), found.both) == (4, 3, 1)
        assert "1 of those held back are trained on, too" in found.told


def test_the_mark_tells_content_and_order_and_not_places(tmp_path):
    for name in "abcd":
        (tmp_path / "one" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "one" / name).write_bytes(encoded(picture()))
    first = unpaired.domain(tmp_path / "one").mark
    (tmp_path / "one").rename(tmp_path / "two")
    assert unpaired.domain(tmp_path / "two").mark == first and first.pictures == 4
    (tmp_path / "two" / "a").write_bytes(encoded(picture()))
    assert unpaired.domain(tmp_path / "two").mark != first


def test_photographs_come_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: rotate by 90 degrees clockwise
    image = Image.new("RGB", (40, 16), "black")
    image.paste("white", (0, 0, 20, 16))  # left half
    upright = unpaired.read(encoded(image, "JPEG", exif=exif))
    assert upright.shape == (40, 16, 3)
    assert upright[:15].min() > 200 and upright[25:].max() < 50  # its left is now on top


def grey16() -> Image.Image:
    return Image.fromarray(np.full((16, 16), 200 << 8, np.uint16))


@pytest.mark.parametrize(
    ("image", "fmt", "colour"),
    [
        (Image.new("L", (16, 16), 200), "JPEG", (200, 200, 200)),
        (grey16(), "PNG", (200, 200, 200)),
        (Image.new("RGBA", (16, 16), (0, 0, 0, 0)), "PNG", (255, 255, 255)),
        (Image.new("RGB", (16, 16), (200, 40, 40)).convert("P"), "PNG", (200, 40, 40)),
        (Image.new("RGB", (16, 16), (200, 40, 40)).convert("CMYK"), "JPEG", (200, 40, 40)),
        (Image.new("RGB", (16, 16), (200, 40, 40)), "WEBP", (200, 40, 40)),
        (Image.new("RGB", (16, 16), (200, 40, 40)), "AVIF", (200, 40, 40)),
        (Image.new("RGB", (16, 16), (200, 40, 40)), "GIF", (200, 40, 40)),
        (Image.new("RGB", (16, 16), (200, 40, 40)), "BMP", (200, 40, 40)),
        (Image.new("RGB", (16, 16), (200, 40, 40)), "TIFF", (200, 40, 40)),
    ],
)
def test_every_kind_of_picture_becomes_rgb(image, fmt, colour):
    found = unpaired.read(encoded(image, fmt))
    assert (found.shape, found.dtype) == ((16, 16, 3), np.uint8)
    np.testing.assert_allclose(found.reshape(-1, 3).mean(0), colour, atol=40 if image.mode == "P" else 6)


@pytest.mark.parametrize(("size", "shape"), [((1200, 600), (286, 572, 3)), ((2000, 20), (20, 80, 3))])
def test_memory_is_bounded_by_scaling_and_by_cutting_strips(size, shape):
    assert unpaired.read(encoded(Image.new("RGB", size))).shape == shape


def test_pictures_are_found_by_the_name_of_their_domain(tmp_path):
    for name in ("horse-1.png", "zebra-1.png", "zebra-2.png"):
        (tmp_path / name).write_bytes(encoded(picture()))
    (tmp_path / "horse-broken.png").write_bytes(b"")
    assert [len(unpaired.pictures(tmp_path, d)) for d in ("horse", "zebra", "cow")] == [1, 2, 0]
    assert unpaired.pictures(tmp_path / "none", "horse") == []


def crops(count: int = 5, scales: tuple[int, ...] = (16, 24), batch: int = 2) -> Crops:
    photographs = [np.full((20, 30, 3), 50 * i, np.uint8) for i in range(count)]
    return Crops(photographs, 16, scales, batch, (7, 0))


def test_crops_are_a_function_of_seed_and_step():
    straight, jumping = crops(), crops()
    wanted = [straight.batch(step) for step in range(6)]
    for step in (5, 0, 3):
        np.testing.assert_array_equal(jumping.batch(step), wanted[step])


def test_each_photograph_comes_once_in_a_pass():
    source = crops(batch=1)
    for first in (0, 5, 10):
        shades = [round(float(source.batch(first + i).mean() * 127.5 + 127.5)) for i in range(5)]
        assert sorted(shades) == [0, 50, 100, 150, 200]


def test_crops_are_flipped_and_shifted_inside_the_photograph():
    ramp = np.repeat(np.arange(32, dtype=np.uint8)[None, :, None] * 8, 16, 0).repeat(3, 2)
    source = Crops([ramp], 16, (16,), 1, (0, 0))
    found = [source.batch(step)[0] for step in range(30)]
    assert {x.shape for x in found} == {(16, 16, 3)}
    slopes = {bool(x[0, -1, 0] > x[0, 0, 0]) for x in found}
    assert slopes == {True, False}
    assert len({float(x.min()) for x in found}) > 10
