"""A worker of the page translates photographs as the server does, by the shipped networks. No room asks it yet."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from demo_ui.app import build_demo
from demo_ui.page.addresses import address, own_answers
from demo_ui.page.networks import PageNetworks
from demo_ui.services import Services
from demo_ui.translate.desk import PhotoDesk
from demo_ui.translate.room import Examples, PhotoRoom
from demo_ui.translate.tab import OWN, OWN_SCRIPTS
from gan_core.base.runtime import Runtime
from gan_core.base.settings import AppSettings
from gan_core.photos.engine import Board
from gan_core.photos.files import read_photo
from gan_core.photos.in_browser import write_for_browser
from gan_core.store.checkpoints import Registry
from tests.conftest import serve

pytestmark = pytest.mark.slow
Visit = Callable[..., Any]
EXAMPLES = AppSettings().assets / "examples"
# Begins a worker and gives what it says then; `asked(name, wish)` gives its answers.
BEGIN = """(settings) => {
    const worker = new Worker(settings.worker), absolute = (url) => new URL(url, document.baseURI).href;
    const said = () => new Promise((told) => (worker.onmessage = ({ data }) => told(data)));
    window.asked = async (name, wish) => {
        worker.postMessage({ number: 1, name, asked: wish });
        return (await said()).answer;
    };
    window.photo = async (base64, type) => {
        const answer = await fetch(`data:${type};base64,${base64}`);
        return new File([await answer.blob()], "photo", { type });
    };
    const { scripts, runtime, index } = settings, begun = said();
    worker.postMessage({ scripts: scripts.map(absolute), runtime: absolute(runtime), index: absolute(index) });
    return begun;
}"""
TRANSLATE = (
    "async ([data, type, direction]) => asked('translate', { data: { file: await photo(data, type), direction } })"
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Networks for a square that nobody scales and for two of the examples."""
    return write_for_browser(Registry(), tmp_path_factory.mktemp("photos"), [(256, 256), (576, 432)])


@pytest.fixture(scope="module")
def photos() -> PhotoRoom:
    return PhotoRoom.load(AppSettings())


@pytest.fixture(scope="module")
def url(services: Services, index: Path) -> Iterator[str]:
    networks = PageNetworks(AppSettings(), index.parent)
    with serve(build_demo(replace(services, networks=networks), AppSettings())) as url:
        yield url


@pytest.fixture
def page(visit: Visit, url: str, index: Path) -> Any:
    """A page whose worker has begun."""
    return begun(visit(f"{url}?room=learn"), index)


def begun(page: Any, index: Path) -> Any:
    assert page.evaluate(BEGIN, {**own_answers(OWN, OWN_SCRIPTS, "photos"), "index": address(index)}) == {
        "status": None
    }
    return page


def square() -> bytes:
    """A horse, 256 x 256, as a PNG, which everybody decodes alike."""
    with Image.open(EXAMPLES / "horse-nokota.jpg") as image:
        buffer = io.BytesIO()
        image.crop((180, 0, 844, 664)).resize((256, 256)).save(buffer, "PNG")
    return buffer.getvalue()


def translate(page: Any, data: bytes, type: str, direction: str = "auto") -> dict[str, Any]:
    return page.evaluate(TRANSLATE, [base64.b64encode(data).decode(), type, direction])


def picture(url: str, mode: str = "RGB") -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))).convert(mode)).astype(int)


def by_the_server(photos: PhotoRoom, data: bytes) -> tuple[dict[str, Any], Board]:
    """The server's answer, and the board behind it: the answer's pictures are JPEGs."""
    desk = PhotoDesk(loaded(photos), Examples(EXAMPLES))
    exhibit = desk.work_out(read_photo(data), "auto")
    assert exhibit
    return desk._shown(exhibit), exhibit.board


def loaded(photos: PhotoRoom) -> Runtime[PhotoRoom]:
    runtime: Runtime[PhotoRoom] = Runtime(lambda: photos)
    runtime.start()
    runtime.wait()
    return runtime


@pytest.mark.parametrize("name", ["square", "horse-stamp", "zebra-stamp"])
def test_the_page_and_the_server_agree(page: Any, photos: PhotoRoom, name: str) -> None:
    data, type = (
        (square(), "image/png") if name == "square" else ((EXAMPLES / f"{name}.jpg").read_bytes(), "image/jpeg")
    )
    here, (there, board) = translate(page, data, type), by_the_server(photos, data)
    pictures = {"translated": board.result, "reconstructed": board.reconstructed, "identity": board.identity}
    for what, wanted in pictures.items():
        off = np.abs(picture(here["pictures"][what]) - wanted)
        assert (off <= 2).mean() >= 0.999, what
    for what in ("direction", "size", "notes", "looks", "said"):
        assert here[what] == there[what]
    assert np.allclose(here["target"], there["target"], atol=0.01)
    figures = {what: value for what, value in there["figures"].items() if not what.startswith("ms")}
    assert {what: here["figures"][what] for what in figures} == pytest.approx(figures, abs=0.005)
    for what, map in [("mask", there["mask"]), *there["maps"].items()]:
        mine = here["mask"] if what == "mask" else here["maps"][what]
        assert (mine["columns"], mine["rows"]) == (map["columns"], map["rows"])
        levels = [np.frombuffer(base64.b64decode(found["bytes"]), np.uint8).astype(int) for found in (mine, map)]
        assert (np.abs(levels[0] - levels[1]) <= 3).mean() >= 0.99, what


def test_with_the_networks_there_the_server_is_needed_no_more(page: Any) -> None:
    first = translate(page, square(), "image/png")
    page.context.set_offline(True)
    again = translate(page, square(), "image/png")
    page.context.set_offline(False)
    assert again["pictures"] == first["pictures"]


def test_what_it_is_not_sure_of_is_left_to_the_server(page: Any) -> None:
    strange, clear, cut = io.BytesIO(), io.BytesIO(), square()[:2000]
    Image.new("RGB", (256, 100), "brown").save(strange, "PNG")
    Image.new("RGBA", (256, 256), (90, 60, 30, 128)).save(clear, "PNG")
    for data, type in [(strange.getvalue(), "image/png"), (clear.getvalue(), "image/png"), (cut, "image/png")]:
        assert translate(page, data, type) == {"notMine": True}
    assert translate(page, square(), "image/gif") == {"notMine": True}
    assert translate(page, square(), "image/png", "sideways") == {"notMine": True}
    assert page.evaluate("asked('way_back', {})") == {"notMine": True}


@pytest.mark.parametrize("damage", ["cut off", "missing"])
def test_a_damaged_network_translates_nothing(browser: Any, url: str, index: Path, damage: str) -> None:
    """The browser itself reports what did not come, so the console is not held to be clean here."""
    page = browser.new_context().new_page()

    def damaged(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.body()[:100_000])

    page.context.route("**/discriminator_a-*.gz", damaged if damage == "cut off" else lambda route: route.abort())
    page.goto(f"{url}?room=learn")
    assert translate(begun(page, index), square(), "image/png") == {"notMine": True}
    page.context.unroute_all(behavior="wait")
    assert "pictures" in translate(page, square(), "image/png")
    page.context.close()
