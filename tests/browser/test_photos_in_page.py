"""A worker of the page translates photographs as the server does, by the shipped networks."""

from __future__ import annotations

import base64
import io
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from demo_ui.page import web
from demo_ui.page.addresses import address, own_answers
from demo_ui.settings import AppSettings
from demo_ui.translate.api import PhotoApi
from demo_ui.translate.room import Examples, PhotoRoom
from gan_core.base.errors import GanError
from gan_core.base.runtime import Runtime
from gan_core.photos.engine import Board
from gan_core.photos.files import read_photo
from gan_core.pictures import limits
from tests.web import expose

pytestmark = [pytest.mark.slow, pytest.mark.long]
Visit = Callable[..., Any]
EXAMPLES = AppSettings().assets / "examples"
# Begins a worker and gives what it says then; `asked(name, wish)` gives its answers.
BEGIN = """(settings) => {
    const absolute = (url) => new URL(url, document.baseURI).href;
    const worker = new Worker(absolute(settings.worker), { type: 'module' });
    const said = () => new Promise((told) => (worker.onmessage = ({ data }) => told(data)));
    window.asked = async (name, wish) => {
        worker.postMessage({ number: 1, name, asked: wish });
        return (await said()).answer;
    };
    window.photo = async (base64, type) => {
        const answer = await fetch(`data:${type};base64,${base64}`);
        return new File([await answer.blob()], "photo", { type });
    };
    const { runtime, index, ...rest } = settings, begun = said();
    worker.postMessage({ ...rest, runtime: absolute(runtime), index: absolute(index) });
    return begun;
}"""
TRANSLATE = (
    "async ([data, type, direction]) => asked('translate', { data: { file: await photo(data, type), direction } })"
)


@pytest.fixture(scope="module")
def photos() -> PhotoRoom:
    return PhotoRoom.load(AppSettings())


@pytest.fixture
def page(visit: Visit, photo_url: str, photo_index: Path) -> Any:
    """A page whose worker has begun."""
    return begun(visit(f"{photo_url}health", whole=False), photo_index)


NOBODY: Any = Runtime(lambda: None)  # who writes metadata needs no networks
MADE = PhotoApi(NOBODY, Examples(EXAMPLES)).made_by()


def begins(index: Path, parallel: bool) -> dict[str, Any]:
    settings = {**own_answers("photos"), "worker": web.module("photos/worker.mjs")}
    return {**settings, "index": address(index), "made": MADE, "limits": limits.for_page(), "parallel": parallel}


def begun(page: Any, index: Path, parallel: bool = True) -> Any:
    assert page.evaluate(BEGIN, begins(index, parallel)) == {"status": None}
    return page


def square(name: str = "horse-nokota", box: tuple[int, int, int, int] = (180, 0, 844, 664)) -> bytes:
    """A part of an example, 256 x 256, as a PNG, which everybody decodes alike."""
    with Image.open(EXAMPLES / f"{name}.jpg") as image:
        buffer = io.BytesIO()
        image.crop(box).resize((256, 256)).save(buffer, "PNG")
    return buffer.getvalue()


def translate(page: Any, data: bytes, type: str, direction: str = "auto") -> dict[str, Any]:
    return page.evaluate(TRANSLATE, [base64.b64encode(data).decode(), type, direction])


def picture(url: str, mode: str = "RGB") -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))).convert(mode)).astype(int)


def by_the_server(photos: PhotoRoom, data: bytes) -> tuple[dict[str, Any], Board]:
    """The server's answer, and the board behind it: the answer's pictures are JPEGs."""
    api = PhotoApi(loaded(photos), Examples(EXAMPLES))
    exhibit = api.work_out(read_photo(data), "auto")
    assert exhibit
    return api._shown(exhibit), exhibit.board


def loaded(photos: PhotoRoom) -> Runtime[PhotoRoom]:
    runtime: Runtime[PhotoRoom] = Runtime(lambda: photos)
    runtime.start()
    runtime.wait()
    return runtime


CLOSE = ("zebra-stamp", (190, 130, 390, 330))  # what it shows fills it


@pytest.mark.parametrize("name", ["square", "close", "horse-stamp", "zebra-stamp"])
def test_the_page_and_the_server_agree(page: Any, photos: PhotoRoom, name: str) -> None:
    cropped = {"square": square(), "close": square(*CLOSE)}
    data, type = (
        (cropped[name], "image/png") if name in cropped else ((EXAMPLES / f"{name}.jpg").read_bytes(), "image/jpeg")
    )
    here, (there, board) = translate(page, data, type), by_the_server(photos, data)
    near = photos.engine.near.get(board.direction, 1.0) < board.figures["mask"]
    assert near == (name == "close")
    pictures = {"translated": board.result, "reconstructed": board.reconstructed, "identity": board.identity}
    for what, wanted in pictures.items():
        off = np.abs(picture(here["pictures"][what]) - wanted)
        assert (off <= 2).mean() >= 0.999, what
    for what in ("direction", "size", "notes", "looks", "said"):
        assert here[what] == there[what]
    assert np.allclose(here["target"], there["target"], atol=0.01)
    figures = {what: value for what, value in there["figures"].items() if not what.startswith("ms")}
    assert {what: here["figures"][what] for what in figures} == pytest.approx(figures, abs=0.005)
    for what, theirs in [("mask", there["mask"]), *there["maps"].items()]:
        mine = here["mask"] if what == "mask" else here["maps"][what]
        assert (mine["columns"], mine["rows"]) == (theirs["columns"], theirs["rows"])
        levels = [np.frombuffer(base64.b64decode(found["bytes"]), np.uint8).astype(int) for found in (mine, theirs)]
        assert (np.abs(levels[0] - levels[1]) <= 3).mean() >= 0.99, what


@pytest.mark.parametrize("here", ["threads", "one thread", "no threads"])
def test_with_threads_and_without_the_translation_is_the_same(
    visit: Visit, photo_url: str, photo_index: Path, photos: PhotoRoom, here: str
) -> None:
    page, fetched = visit(f"{photo_url}?room=learn", alone=True), list[str]()
    assert page.evaluate("crossOriginIsolated")
    if here == "no threads":  # a file that did not come along, or is no longer whole
        page.route("**/litert_wasm_threaded_internal.wasm", lambda route: route.fulfill(status=200, body=b"\0asm cut"))
    page.on("request", lambda request: fetched.append(request.url.split("/")[-1]))
    begun(page, photo_index, parallel=here != "one thread")
    mine, board = translate(page, square(), "image/png")["pictures"]["translated"], by_the_server(photos, square())[1]
    off = np.abs(picture(mine) - board.result)
    assert (off <= 2).mean() >= 0.999
    assert ("litert_wasm_threaded_internal.wasm" in fetched) == (here != "one thread")
    assert ("litert_wasm_compat_internal.wasm" in fetched) == (here != "threads")


def test_with_the_networks_there_the_server_is_needed_no_more(page: Any) -> None:
    first = translate(page, square(), "image/png")
    page.context.set_offline(True)
    again = translate(page, square(), "image/png")
    page.context.set_offline(False)
    assert again["pictures"] == first["pictures"]


def test_the_lessons_and_what_is_saved_agree(page: Any, photos: PhotoRoom) -> None:
    data = square()
    api = PhotoApi(loaded(photos), Examples(EXAMPLES))
    exhibit = api.work_out(read_photo(data), "ab")
    assert exhibit
    here, there = translate(page, data, "image/png", "ab")["ticket"], api._shown(exhibit)["ticket"]
    for strength in (0, 0.5, 2):
        asked = {"strength": strength}
        mine = page.evaluate("(asked) => window.asked('at_strength', asked)", {"ticket": here, **asked})
        wanted = api.at_strength({"ticket": there, **asked})
        assert mine["said"] == wanted["said"] and np.allclose(mine["target"], wanted["target"], atol=0.01)
        figures = {name: value for name, value in wanted["figures"].items() if not name.startswith("ms")}
        assert {name: mine["figures"][name] for name in figures} == pytest.approx(figures, abs=0.005)
    saved = [{"what": "translated"}, {"what": "translated", "strength": 1.5}, {"what": "cut-out", "strength": 0}]
    for asked in (*saved, {"what": "reconstructed", "strength": 0.5}):
        mine = page.evaluate("(asked) => window.asked('save', asked)", {"ticket": here, **asked})
        wanted = api.save({"ticket": there, **asked})
        assert mine["name"] == wanted["name"]
        most = 2 if asked == {"what": "translated"} else 3  # one and a half times as strong; along a mask
        assert np.mean(np.abs(picture(mine["url"], "RGBA") - picture(wanted["url"], "RGBA")) <= most) >= 0.999
        assert text(mine["url"]) == text(wanted["url"])


def text(url: str) -> dict[str, Any]:
    with Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))) as image:
        image.load()
        return {str(key): value for key, value in image.info.items()}


def test_a_lesson_about_what_somebody_else_translated_begins_with_the_photograph(page: Any) -> None:
    encoded = base64.b64encode(square()).decode()
    script = """async (data) => asked("at_strength", {
        ticket: "theirs", file: await photo(data, "image/png"), direction: "ab", strength: 0,
    })"""
    assert page.evaluate(script, encoded)["said"][0] == "translate.happened.nothing"


def test_photographs_of_other_shapes_and_kinds_are_translated_too(page: Any, photos: PhotoRoom) -> None:
    clear, small, moving = io.BytesIO(), io.BytesIO(), io.BytesIO()
    horse = Image.open(io.BytesIO(square()))
    faded = horse.convert("RGBA")
    faded.putalpha(horse.convert("L"))
    faded.save(clear, "PNG")
    horse.crop((0, 40, 255, 150)).save(small, "PNG")
    horse.save(moving, "GIF", save_all=True, append_images=[horse.rotate(180)])
    for data, type in [(clear, "image/png"), (small, "image/png"), (moving, "image/gif")]:
        here, (there, board) = translate(page, data.getvalue(), type), by_the_server(photos, data.getvalue())
        assert here["size"] == there["size"] and here["notes"] == there["notes"]
        assert np.abs(picture(here["pictures"]["input"]) - read_photo(data.getvalue()).image).mean() < 1
        assert np.abs(picture(here["pictures"]["translated"]) - board.result).mean() < 12
        assert here["maps"]["input"]["columns"] == there["maps"]["input"]["columns"]


@pytest.mark.parametrize("kind", ["cut", "cut JPEG", "empty", "words", "tiny"])
def test_a_strange_file_is_told_in_the_servers_words(page: Any, kind: str) -> None:
    tiny, jpeg = io.BytesIO(), (EXAMPLES / "horse-stamp.jpg").read_bytes()
    Image.new("RGB", (4, 200)).save(tiny, "PNG")
    files = {"cut": square()[:2000], "cut JPEG": jpeg[: len(jpeg) // 2], "empty": b"", "words": b"zebra"}
    data = {**files, "tiny": tiny.getvalue()}[kind]
    with pytest.raises(GanError) as caught:
        read_photo(data)
    answer = translate(page, data, "image/jpeg")
    code = caught.value.code
    own = {"photo_unreadable": "photo_unreadable_here"}  # which names what a page takes
    assert answer["fault"]["code"] == own.get(code, code)


def test_what_it_does_not_know_is_left_to_others(page: Any) -> None:
    assert translate(page, square(), "image/png", "sideways") == {"notMine": True}
    assert page.evaluate("asked('without_cycle', {})") == {"notMine": True}


def test_a_worker_without_simd_says_that_it_cannot(no_simd: Any, photo_url: str, photo_index: Path) -> None:
    page = no_simd.new_page()
    page.goto(f"{photo_url}health")
    assert "failed" in page.evaluate(BEGIN, begins(photo_index, parallel=True))
    page.close()


def test_where_there_is_no_memory_that_is_said(page: Any, browser: Any, photo_url: str, photo_index: Path) -> None:
    """A canvas that a browser refuses, as phones do for 48 megapixels."""
    refused = "OffscreenCanvas.prototype.getContext = () => null;\n"

    def without_canvas(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=refused + answer.text())

    page.context.route("**/photos/photograph.mjs", without_canvas)
    begun(page, photo_index)
    assert translate(page, square(), "image/png")["fault"]["code"] == "photo_memory"


# The page's own reader of files, and what it had decoded.
READER = """(taken) => {
    Object.assign(state, { limits: taken, longest: 1024 });
    window.had = [];
    const { createImageBitmap } = window;
    window.createImageBitmap = async (...asked) => {
        const bitmap = await createImageBitmap(...asked);
        had.push(Math.max(bitmap.width, bitmap.height));
        return bitmap;
    };
    window.file = async (base64) => (await fetch(`data:;base64,${base64}`)).blob();
    window.bytes = async (base64) => new Uint8Array(await (await file(base64)).arrayBuffer());
}"""
READ = """async (base64) => {
    const { data, width, height, notes } = await read(await file(base64)).catch(({ message }) => ({ notes: message }));
    const letters = Array.from(data ?? [], (value) => String.fromCharCode(value));
    return { had, notes, size: [width, height], data: btoa(letters.join("")) };
}"""


@pytest.fixture
def reader(visit: Visit, app_url: str) -> Any:
    page = visit(f"{app_url}health", alone=True, whole=False)
    expose(page, *(f"photos/{name}.mjs" for name in ("state", "photo_file", "photograph")))
    page.evaluate(READER, limits.for_page())
    return page


def packed(image: Image.Image, format: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def test_48_megapixels_are_brought_down_while_they_are_decoded(reader: Any) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6  # a camera that was held upright
    data = packed(Image.linear_gradient("L").resize((8000, 6000)), "JPEG", quality=40, exif=turned)
    found, wanted = reader.evaluate(READ, base64.b64encode(data).decode()), read_photo(data)
    assert found["size"] == [768, 1024] and wanted.image.shape[:2] == (1024, 768)
    assert found["notes"] == ["scaled"] == list(wanted.notes)
    assert max(found["had"]) < 4096  # not once as large as it is
    pixels = np.frombuffer(base64.b64decode(found["data"]), np.uint8).reshape(wanted.image.shape)
    assert np.abs(pixels.astype(int) - wanted.image).mean() < 1


def test_what_unfolds_to_too_much_is_not_decoded(reader: Any) -> None:
    png, jpeg = packed(Image.new("L", (64, 48)), "PNG"), packed(Image.new("L", (64, 48)), "JPEG")
    frame = jpeg.index(b"\xff\xc0") + 5
    for data in (
        png[:16] + struct.pack(">II", 30_000, 20_000) + png[24:],
        jpeg[:frame] + struct.pack(">HH", 20_000, 30_000) + jpeg[frame + 4 :],
    ):
        found = reader.evaluate(READ, base64.b64encode(data).decode())
        assert (found["notes"], found["had"]) == ("photo_too_large", [])


def test_how_large_a_picture_is_stands_in_its_file(reader: Any) -> None:
    image, told = Image.new("RGBA", (301, 207), "red"), "async ([data, kind]) => sizeTold(await bytes(data), kind)"
    files = [
        ("PNG", packed(image, "PNG")),
        ("GIF", packed(image.convert("P"), "GIF")),
        ("JPEG", packed(image.convert("RGB"), "JPEG", exif=Image.Exif(), comment=b"\xff\xc0" * 9)),
        ("JPEG", packed(image.convert("RGB"), "JPEG", progressive=True)),
        ("WebP", packed(image, "WEBP")),
        ("WebP", packed(image.convert("RGB"), "WEBP")),
        ("WebP", packed(image.convert("RGB"), "WEBP", lossless=True)),
    ]
    for kind, data in files:
        asked = [base64.b64encode(data).decode(), kind]
        assert reader.evaluate(told, asked) == {"width": 301, "height": 207}, (kind, data[:40])
        assert reader.evaluate(told, [base64.b64encode(data[:14]).decode(), kind]) is None or kind == "GIF"


@pytest.mark.parametrize("damage", ["cut off", "missing"])
def test_a_damaged_network_translates_nothing(unwatched: Any, photo_url: str, photo_index: Path, damage: str) -> None:
    """The browser itself reports what did not come, so the console is not held to be clean here."""
    page = unwatched

    def damaged(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.body()[:100_000])

    page.context.route("**/discriminator_a-*.gz", damaged if damage == "cut off" else lambda route: route.abort())
    page.goto(f"{photo_url}health")
    assert translate(begun(page, photo_index), square(), "image/png") == {"notMine": True}
    page.context.unroute_all(behavior="wait")
    assert "pictures" in translate(page, square(), "image/png")
