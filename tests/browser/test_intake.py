"""What visitors bring: whatever the browser decodes comes in, upright and in sRGB, and the switch decides nothing."""

from __future__ import annotations

import base64
import io
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms
from playwright.sync_api import expect

from demo_ui.page.i18n import t
from gan_core.photos.files import LARGEST
from gan_core.pictures import limits
from tests.browser.test_translate import opened
from tests.web import expose

Visit = Callable[..., Any]
RIGHT = Image.fromarray(  # upright; its corners differ
    np.stack(np.meshgrid(np.linspace(60, 180, 96), np.linspace(80, 160, 64)), -1).astype(np.uint8)[..., [0, 1, 0]]
)
TURNED = {  # Exif's orientation: how a camera that was held so stored it
    1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4,
}  # fmt: skip
SAME_WHITE = ImageCms.Intent.RELATIVE_COLORIMETRIC
FLAWLESS: dict[str, Any] = {"quality": 100, "subsampling": 0}
# The worker's own modules in a page; `taken(base64)` gives a file's pixels, or its fault.
TAKE = """async (base64) => {
    const blob = await (await fetch(`data:;base64,${base64}`)).blob();
    try {
        const { file, preview, notes } = await answers.take({ file: blob });
        const { data, width, height } = await read(preview);
        const letters = Array.from(data, (value) => String.fromCharCode(value));
        return { data: btoa(letters.join("")), width, height, notes, as_it_is: file === blob };
    } catch (fault) {
        if (!fault.told) throw fault;
        return fault.told;
    }
}"""
BEGIN = "(settings) => begin(settings)"


@pytest.fixture(scope="module")
def take(browser: Any, app_url: str) -> Any:
    """What the page makes of a file."""
    page = browser.new_page()
    page.goto(f"{app_url}health")
    expose(page, *(f"photos/{name}.mjs" for name in ("photograph", "intake")))
    page.evaluate(BEGIN, {"limits": limits.for_page(), "longest": LARGEST})
    yield lambda data: page.evaluate(TAKE, base64.b64encode(data).decode())
    page.close()


def encoded(image: Image.Image, fmt: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, fmt, **options)
    return buffer.getvalue()


def pixels(found: dict[str, Any]) -> np.ndarray:
    assert "data" in found, found
    levels = np.frombuffer(base64.b64decode(found["data"]), np.uint8)
    return levels.reshape(found["height"], found["width"], 3).astype(int)


def off(found: dict[str, Any], image: Image.Image = RIGHT) -> float:
    assert (found["width"], found["height"]) == image.size
    return float(np.abs(pixels(found) - np.asarray(image.convert("RGB"))).mean())


def exif(orientation: int, *, order: str = "<", kind: int = 3, twice: bool = False, odd: bytes = b"") -> bytes:
    """A piece of Exif by hand: `odd` is an entry that comes before."""
    mark = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    value = {1: "Bxxx", 3: "Hxx", 4: "I"}[kind]
    entry = struct.pack(order + "HHI" + value, 0x0112, kind, 1, orientation)
    return b"Exif\0\0" * (1 + twice) + mark + struct.pack(order + "H", 1 + bool(odd)) + odd + entry + bytes(4)


def with_exif(data: bytes, told: bytes) -> bytes:
    """A JPEG with a segment of Exif before all others."""
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(told) + 2) + told + data[2:]


def stored(orientation: int) -> Image.Image:
    how = TURNED[orientation]
    return RIGHT if how is None else RIGHT.transpose(Image.Transpose(how))


@pytest.mark.parametrize("fmt", ["JPEG", "PNG", "WEBP"])
def test_photographs_come_upright(take: Any, fmt: str) -> None:
    for orientation in TURNED:
        told, options = Image.Exif(), {"JPEG": FLAWLESS, "PNG": {}, "WEBP": {"lossless": True}}[fmt]
        told[0x0112] = orientation
        assert off(take(encoded(stored(orientation), fmt, exif=told, **options))) < 1.5, orientation


def test_whatever_else_stands_in_exif_they_come_upright(take: Any) -> None:
    lying = encoded(stored(6), "JPEG", **FLAWLESS)
    text = struct.pack("<HHI4s", 0x011A, 2, 3, b"72\0\0")  # a resolution as words
    nowhere = struct.pack("<HHII", 0x8769, 4, 1, 0xFFFFFF00)  # a directory that is not there
    written = [{"odd": text}, {"odd": nowhere}, {"twice": True}, {"order": ">"}, {"kind": 4}, {"kind": 1}]
    for odd in (exif(6, **how) for how in written):
        assert off(take(with_exif(lying, odd))) < 1.5
    for none in (exif(0), exif(9), exif(6)[:20], b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff"):
        assert off(take(with_exif(encoded(RIGHT, "JPEG", **FLAWLESS), none))) < 1.5


# Red, green and blue as they are seen under D50: those of sRGB, the first two exchanged; those of Display P3.
PRIMARIES = {
    "swapped": ((0.3851, 0.7169, 0.0971), (0.4361, 0.2225, 0.0139), (0.1431, 0.0606, 0.7141)),
    "wide": ((0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841)),
}


def profile_of(kind: str) -> bytes:
    """littlecms's profile of sRGB with other primaries."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    places = {f"{letter}XYZ".encode(): corner for letter, corner in zip("rgb", PRIMARIES[kind], strict=True)}
    for i in range(struct.unpack_from(">I", profile, 128)[0]):
        tag, at = struct.unpack_from(">4sI", profile, 132 + 12 * i)
        if tag in places:
            struct.pack_into(">3i", profile, at + 8, *(round(65536 * value) for value in places[tag]))
    return bytes(profile)


@pytest.mark.parametrize("kind", PRIMARIES)
def test_colours_come_as_srgb_by_whatever_profile(take: Any, kind: str) -> None:
    profile = profile_of(kind)
    srgb = ImageCms.createProfile("sRGB")
    other = ImageCms.profileToProfile(RIGHT, srgb, io.BytesIO(profile), renderingIntent=SAME_WHITE)
    assert other is not None and np.abs(np.asarray(other).astype(int) - np.asarray(RIGHT)).mean() > 3
    for fmt, options in (("PNG", {}), ("WEBP", {"lossless": True}), ("JPEG", FLAWLESS)):
        found = take(encoded(other, fmt, icc_profile=profile, **options))
        assert np.percentile(np.abs(pixels(found) - np.asarray(RIGHT)), 99) <= (2 if fmt != "JPEG" else 6), fmt
        assert off(found) < 1.5 and not found["as_it_is"]


def test_what_lacks_its_end_mark_alone_is_taken_and_what_lacks_more_is_not(take: Any) -> None:
    noisy = Image.effect_noise((256, 192), 60).convert("RGB")
    restarts: dict[str, Any] = {"restart_marker_rows": 1}
    for fmt, options, end in (
        ("JPEG", {}, 2),
        ("JPEG", {"progressive": True}, 2),
        ("JPEG", restarts, 2),
        ("PNG", {}, 12),
    ):
        data = encoded(noisy, fmt, **options)
        found = take(data[:-end])
        assert off(found, Image.open(io.BytesIO(data))) < 1 and not found["as_it_is"]
        for part in (0.1, 0.5, 0.97):
            assert take(data[: int(part * len(data))])["code"] == "photo_cut_off", (fmt, part)
    data = encoded(noisy, "JPEG", **restarts)
    assert take(data[: data.index(b"\xff\xd5")])["code"] == "photo_cut_off"  # where it was to begin anew


def test_what_follows_a_photograph_is_not_looked_at(take: Any) -> None:
    film = np.random.default_rng(3).integers(0, 256, 3_000_000, np.uint8).tobytes()
    found = take(encoded(RIGHT.resize((1536, 1024)), "JPEG", quality=95) + b"film" + film)
    assert found["notes"] == ["scaled"] and off(found, RIGHT.resize((1024, 683))) < 3


def test_every_format_that_the_browser_knows_is_taken(take: Any) -> None:
    for fmt in ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP"):
        assert off(take(encoded(RIGHT, fmt))) < 6, fmt
    assert take(encoded(RIGHT, "JPEG"))["as_it_is"]  # small and plain: nothing to be done to it
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)
    for data, code in (
        (heic, "photo_heic"),
        (encoded(RIGHT, "TIFF"), "photo_format"),
        (b"a horse", "photo_unreadable_here"),
        (encoded(RIGHT, "AVIF")[:-200], "photo_cut_off"),
    ):
        assert take(data)["code"] == code


def test_what_is_too_small_is_told_with_its_size_and_what_is_narrow_is_kept(take: Any) -> None:
    for size in ((1, 1), (1, 5000)):
        told = take(encoded(Image.new("RGB", size), "JPEG"))
        assert told == {"code": "photo_too_small", "details": {"width": size[0], "height": size[1], "least": 8}}
    for size in ((8, 5000), (5000, 8), (8, 8)):
        found = take(encoded(Image.new("RGB", size), "JPEG"))
        assert min(found["width"], found["height"]) >= 1 and ("scaled" in found["notes"]) == (max(size) > LARGEST)


def test_the_stage_does_not_jump_and_little_is_sent(visit: Visit, bare_url: str) -> None:
    page = visit(f"{bare_url}?lang=en", alone=True)
    room, sent = opened(page), list[bytes]()
    page.route(
        "**/component_server/", lambda route: (sent.append(route.request.post_data_buffer or b""), route.continue_())
    )
    page.evaluate(
        """() => {
            window.seen = [];
            const img = document.querySelector("#photo-stage .before img");
            img.addEventListener("load", () => seen.push([img.src.split(":")[0], img.naturalWidth, img.naturalHeight]));
        }"""
    )
    film = np.random.default_rng(3).integers(0, 256, 9_000_000, np.uint8).tobytes()
    data = with_exif(encoded(stored(6).resize((1536, 2304)), "JPEG", quality=90), exif(6, twice=True)) + film
    room.locator(".file").set_input_files({"name": "phone.jpg", "mimeType": "image/jpeg", "buffer": data})
    expect(room.locator(".noted")).to_have_text(t("translate.noted.scaled"))
    expect(room.locator(".photos")).not_to_have_attribute("data-busy", "1")
    page.wait_for_function("seen.at(-1)?.[0] === 'data'")
    assert {tuple(size) for _, *size in page.evaluate("seen")} == {(1024, 683)}
    assert page.evaluate("seen[0][0]") == "blob"
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)
    before = len(sent)
    for stays in (False, True):
        if stays:
            room.get_by_role("switch").check(force=True)
        room.locator(".file").set_input_files({"name": "a.heic", "mimeType": "image/heic", "buffer": heic})
        expect(room.get_by_role("alert")).to_have_text(t("error.photo_heic"))
    assert len([body for body in sent[before:] if b"heic" in body]) == 0
    assert "image/heic" not in room.locator(".file").get_attribute("accept")
