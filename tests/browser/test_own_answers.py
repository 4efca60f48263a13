"""The page draws by itself: the shipped networks in a worker, while the server's are fakes that draw discs."""

from __future__ import annotations

import base64
import io
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from demo_ui.app import build_demo
from demo_ui.generate.api import DigitApi
from demo_ui.page.networks import PageNetworks
from demo_ui.services import Services
from demo_ui.settings import AppSettings
from gan_core.base.runtime import Runtime
from gan_core.digits.latent import latents
from tests.bare_page import PATH
from tests.conftest import serve
from tests.web import expose
from tools import chromium

Visit = Callable[..., Any]
READY = "#digit-stage [data-answered-by=page]"
WORKER = "generate/in_browser/worker.mjs"


@pytest.fixture(scope="module")
def networks(tmp_path_factory: pytest.TempPathFactory) -> PageNetworks:
    networks = PageNetworks(AppSettings(), tmp_path_factory.mktemp("networks"))
    networks.write()
    assert networks.digits
    return networks


@pytest.fixture(scope="module")
def own_url(services: Services, networks: PageNetworks) -> Iterator[str]:
    with serve(build_demo(replace(services, networks=networks), AppSettings())) as url:
        yield f"{url}{PATH}"


@pytest.fixture(scope="module")
def alone_url(services: Services, networks: PageNetworks) -> Iterator[str]:
    """A server whose own networks never come."""
    for_ever = threading.Event()
    loading: Runtime[Any] = Runtime(for_ever.wait)
    with serve(build_demo(replace(services, digits=loading, networks=networks), AppSettings())) as url:
        yield f"{url}{PATH}"
    for_ever.set()


def drawn_by_the_server(services: Services, **wish: Any) -> str:
    return DigitApi(services.digits).look({"seed": 7, "digit": 1, **wish})["digit"]


def picture(url: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))).convert("L")).astype(int)


def shown(page: Any, change: Callable[[], Any]) -> str:
    """The digit on the stage that `change` leads to."""
    stage = page.locator("#digit-stage .digit")
    before = stage.get_attribute("src")
    change()
    page.wait_for_function("(before) => document.querySelector('#digit-stage .digit').src !== before", arg=before)
    return stage.get_attribute("src")


def test_the_page_draws_by_itself_before_the_server_can_and_leaves_it_alone(visit: Visit, alone_url: str) -> None:
    page = visit(alone_url, alone=True)
    page.locator("#digit-stage [data-state=ready]").wait_for()
    page.locator(READY).wait_for()
    page.wait_for_function("document.querySelector('#digit-stage .digit').src.startsWith('data:')")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or "") if "component" in request.url else None)
    diversity = page.locator("#digit-stage .directions input").last
    url = shown(page, lambda: diversity.fill("0.5"))
    assert picture(url).shape == (28, 28) and picture(url).max() > 200
    expect(page.locator("#digit-stage .verdict .figures")).to_contain_text("D of epoch 29, step 26,704")
    page.locator("#digit-stage .epochs input").press("Home")
    expect(page.locator("#digit-stage .verdict .figures")).to_contain_text("step 0")
    assert not any('"parts":["digit"]' in body for body in asked)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save").click()
    with Image.open(download.value.path()) as saved:
        assert saved.size == (280, 280)
        assert "Made by a model" in saved.info["Description"]
        assert "(best, seed 7, digit 1)" in saved.info["Description"]


def test_who_opens_another_room_first_fetches_no_networks(visit: Visit, own_url: str) -> None:
    page = visit(f"{own_url}?room=equilibrium", alone=True)
    fetched = "performance.getEntriesByType('resource').map(({ name }) => name.split('/').slice(-3).join('/'))"
    page.wait_for_load_state("networkidle")
    before = page.evaluate(fetched)
    assert not [name for name in before if name == WORKER or name.endswith("digits.json")]
    assert page.locator(READY).count() == 0
    page.get_by_role("tab", name="Generate").click()
    page.locator(READY).wait_for()
    assert WORKER in page.evaluate(fetched)


def test_what_is_typed_is_checked_here_as_there(visit: Visit, own_url: str) -> None:
    page = visit(own_url)
    page.locator(READY).wait_for()
    seed = page.get_by_label("Seed", exact=True)
    seed.fill("seven")
    seed.press("Enter")
    expect(page.locator("#digit-stage").get_by_role("alert")).to_have_text(
        "A seed is a whole number from 0 to 4294967295; got seven."
    )
    seed.fill("4294967295")
    seed.press("Enter")
    expect(page.locator("#digit-stage .caption")).to_have_text("seed 4294967295, digit no. 1")


def test_a_seeds_latent_vectors_are_numpys_to_the_last_bit(visit: Visit, own_url: str) -> None:
    page = visit(own_url)
    expose(page, "nets/numpy_random.mjs")
    seeds = [0, 1, 7, 2**32 - 1, *np.random.default_rng(5).integers(0, 2**32, 60).tolist()]
    found = page.evaluate("(seeds) => seeds.map((s) => [0, 15].map((d) => [...latent(s, d, 100)]))", seeds)
    wanted = [latents(seed, 16)[[0, 15]] for seed in seeds]
    assert np.array_equal(np.array(found, np.float32), np.array(wanted))


@pytest.mark.parametrize("missing", ["**/litert_wasm_compat_internal.wasm", "**/digits.json", "**/numpy_random.mjs"])
def test_where_a_file_does_not_come_the_server_draws(
    unwatched: Any, own_url: str, services: Services, missing: str
) -> None:
    """The browser itself reports what did not come, so the console is not held to be clean here."""
    page = unwatched
    page.route(missing, lambda route: route.abort())
    the_server_draws(page, own_url, services)


def test_a_file_that_is_cut_off_is_no_network(unwatched: Any, own_url: str, services: Services) -> None:
    page = unwatched

    def cut(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.body()[:1_000_000])

    page.route("**/best-finished-*.bin", cut)
    the_server_draws(page, own_url, services)


def test_where_there_is_no_webassembly_the_server_draws(unwatched: Any, own_url: str, services: Services) -> None:
    page = unwatched
    page.add_init_script("delete self.WebAssembly")
    page.goto(own_url)
    expect(page.locator("#digit-stage .digit")).to_have_attribute("src", drawn_by_the_server(services))


def test_where_webassembly_has_no_simd_the_server_draws(no_simd: Any, own_url: str, services: Services) -> None:
    the_server_draws(chromium.context(no_simd).new_page(), own_url, services)


def test_where_there_is_no_memory_the_server_draws(unwatched: Any, own_url: str, services: Services) -> None:
    page = unwatched

    def without_memory(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text() + NO_MEMORY)

    page.context.route("**/nets/litert.mjs", without_memory)
    the_server_draws(page, own_url, services)


NO_MEMORY = "\nrun = async () => { throw new RangeError('Out of memory'); };\n"
COUNT = """() => {
    const { postMessage } = Worker.prototype;
    window.questions = 0;
    Worker.prototype.postMessage = function (...told) {
        questions += 1;
        return postMessage.apply(this, told);
    };
}"""
HIDE = """(hidden) => {
    const told = { hidden, visibilityState: hidden ? "hidden" : "visible" };
    for (const name in told) Object.defineProperty(document, name, { configurable: true, value: told[name] });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_a_tab_that_was_hidden_for_an_hour_goes_on_where_it_was(visit: Visit, own_url: str) -> None:
    page = visit(own_url, clock=True)
    page.locator(READY).wait_for()
    page.evaluate(COUNT)
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 60)
    across = lambda: float(page.locator("#digit-stage .film-place input").input_value())  # noqa: E731
    page.get_by_role("button", name="Walk", exact=True).click()
    page.clock.run_for(1000)
    before = across()
    assert 0 < before < 0.5
    page.evaluate(HIDE, True)
    page.evaluate("questions = 0")
    page.clock.fast_forward(3_602_000)  # and half a way from seed to seed
    assert page.evaluate("questions") < 10
    page.evaluate(HIDE, False)
    page.clock.run_for(200)
    assert before < across() < before + 0.3
    expect(page.locator("#digit-stage").get_by_role("alert")).to_be_hidden()


def the_server_draws(page: Any, url: str, services: Services) -> None:
    page.goto(url)
    stage = page.locator("#digit-stage")
    expect(stage.locator(".digit")).to_have_attribute("src", drawn_by_the_server(services))
    expect(stage.locator("[data-answered-by=server]")).to_be_attached()
    stage.locator(".directions input").last.fill("0.5")
    expect(stage.locator(".digit")).to_have_attribute("src", drawn_by_the_server(services, truncation=0.5))


def test_the_networks_are_kept_by_the_browser_and_older_ones_deleted(visit: Visit, own_url: str) -> None:
    page = visit(own_url, alone=True)
    page.locator(READY).wait_for()
    names = "caches.keys().then((names) => names.filter((name) => name.startsWith('gan-theatre-networks-')))"
    [now] = page.evaluate(names)
    page.evaluate("caches.open('gan-theatre-networks-of-yesterday')")
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url) if "best-finished" in request.url else None)
    page.reload()
    page.locator(READY).wait_for()
    assert page.evaluate(names) == [now]
    assert fetched == []


SLIDER = "#digit-stage .directions input"
# Whether a slider shows another digit with the next frame.
IN_FRAME = """async (value) => {
    const slider = document.querySelector("#digit-stage .directions input");
    const picture = document.querySelector("#digit-stage .digit"), before = picture.src;
    slider.value = value;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise(requestAnimationFrame);
    return picture.src !== before;
}"""


def slid(page: Any, value: float) -> str:
    return shown(page, lambda: page.locator(SLIDER).first.fill(str(value)))


def test_the_digit_under_a_finger_is_drawn_with_its_frame(visit: Visit, own_url: str) -> None:
    page, small = visit(own_url), visit(f"{own_url}?room=learn", alone=True)
    page.locator("#digit-stage [data-in-hand]").wait_for()
    assert page.evaluate(IN_FRAME, 1)
    small.add_init_script(chromium.LITTLE_MEMORY)  # its worker draws
    small.goto(own_url)
    small.locator(READY).wait_for()
    assert slid(small, 1.5) == slid(page, 1.5)


def test_where_a_frame_is_too_short_for_a_digit_the_worker_draws(visit: Visit, own_url: str) -> None:
    page = visit(own_url, alone=True)
    page.locator("#digit-stage [data-in-hand]").wait_for()
    there = slid(page, 1.5)
    page.evaluate("let now = performance.now(); performance.now = () => (now += 20)")
    for value in range(25):
        page.evaluate(IN_FRAME, value / 25)
    page.locator("#digit-stage [data-in-hand]").wait_for(state="detached")
    page.locator(SLIDER).first.fill("1.5")
    expect(page.locator("#digit-stage .digit")).to_have_attribute("src", there)


# The worker's next digit waits for `letGo()`; `late` is its answer, once it is there.
HELD = """() => {
    const { postMessage } = Worker.prototype;
    window.late = null;
    Worker.prototype.postMessage = function (told) {
        if (!told.asked?.parts?.includes("digit")) return postMessage.call(this, told);
        Worker.prototype.postMessage = postMessage;
        this.addEventListener("message", ({ data }) => data.number === told.number && (window.late = data.answer));
        window.letGo = () => postMessage.call(this, told);
    };
}"""


def test_what_the_worker_draws_late_is_not_shown_over_the_hands(visit: Visit, alone_url: str) -> None:
    page = visit(alone_url, alone=True)
    page.locator("#digit-stage [data-in-hand]").wait_for()
    there = slid(page, 1.5)
    page.evaluate(HELD)
    page.locator("#digit-stage .epochs input").press("ArrowLeft")
    page.wait_for_function("Boolean(window.letGo)")
    page.locator("#digit-stage .epochs input").press("ArrowRight")
    again = slid(page, 1.6)
    page.evaluate("letGo()")
    page.wait_for_function("Boolean(window.late?.digit)")
    page.evaluate("new Promise(requestAnimationFrame).then(() => 0)")
    stands = page.locator("#digit-stage .digit").get_attribute("src")
    assert stands == again and len({there, again, page.evaluate("late.digit")}) == 3
