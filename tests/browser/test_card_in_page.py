"""A graphics card in the page: WebGPU by Chromium's software adapter, which is slow and otherwise as a card is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.browser.test_photos_in_page import begun
from tools import chromium

pytestmark = [pytest.mark.slow, pytest.mark.long]
Opened = Callable[..., Any]
ADAPTER = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"]
# One picture of a mirror, again and again until the page knows who paints it; what was painted first, and last.
MIRROR = """async () => {
    const width = 128, height = 96, data = new Uint8ClampedArray(4 * width * height).fill(255);
    for (let i = 0; i < data.length; i += 1) if (i % 4 < 3) data[i] = 128 + 100 * Math.sin(i / 97) * Math.cos(i / 4099);
    const painted = () => asked('mirror', { picture: { data, width, height }, direction: 'ab' });
    const numbers = ({ by, picture }) => ({ by, data: Array.from(picture.data) });
    const first = numbers(await painted());
    for (let i = 0; i < 10_000; i += 1) {
        const answer = await painted();
        if (!answer.trying) return [first, numbers(answer), numbers(await painted())];
    }
    throw new Error('the trial does not end');
}"""
CHOICES = """async () => {
    for (const name of await caches.keys()) {
        const cache = await caches.open(name), keys = await cache.keys();
        const found = keys.find(({ url }) => url.endsWith('choices.json'));
        if (found) return (await cache.match(found)).json();
    }
    return null;
}"""
SLOWER, SOONER = "performance.now() - started < least[key]", "true"
PATIENT = ("PATIENCE = 2000", "PATIENCE = 600e3")
TRIAL = ("TRIAL = 20e3", "TRIAL = 600e3")  # on a busy machine
# Where the second worker paints.
PAINT = "const network = await networkFor(name, shape),\n      data = await run(network, numbers, [1, shape[1]"
MODULE = Path(__file__).parents[2] / "demo_ui/web/photos/webgpu.mjs"


@pytest.fixture(scope="module")
def card(browser: Any, photo_url: str) -> Iterator[Any]:
    arguments = [*(each for each in chromium.ARGUMENTS if each != "--disable-gpu"), *ADAPTER]
    with browser.browser_type.launch(executable_path=chromium.find(), args=arguments) as opened:
        page = opened.new_page()
        page.goto(f"{photo_url}health")
        if not page.evaluate("navigator.gpu?.requestAdapter().then(Boolean)"):
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("This Chromium has no software adapter.")
        page.close()
        yield opened


@pytest.fixture
def opened(card: Any, photo_url: str, photo_index: Path) -> Iterator[Opened]:
    """`page = opened((old, new), ...)`: a page whose worker has begun, with such changes of photos/webgpu.mjs."""
    context = card.new_context()

    def page(*changes: tuple[str, str]) -> Any:
        for old, _ in (TRIAL, *changes):
            assert old in MODULE.read_text("utf-8")

        def changed(route: Any) -> None:
            answer = route.fetch()
            script = answer.text()
            for old, new in (TRIAL, *changes):
                script = script.replace(old, new)
            route.fulfill(response=answer, body=script)

        context.unroute_all(behavior="wait")
        context.route("**/photos/webgpu.mjs", changed)
        page = context.new_page()
        page.goto(f"{photo_url}health")
        return begun(page, photo_index)

    yield page
    context.close()


def alike(first: dict[str, Any], last: dict[str, Any]) -> bool:
    off = np.abs(np.asarray(first["data"]) - np.asarray(last["data"]))
    return bool((off <= 2).mean() >= 0.999)


def test_a_card_that_is_quicker_paints_the_same_and_is_remembered(opened: Opened) -> None:
    first, _, last = opened((SLOWER, SOONER), PATIENT).evaluate(MIRROR)
    assert (first["by"], last["by"]) == ("processor", "card")
    assert alike(first, last)
    again = opened((SLOWER, "false"), PATIENT)  # another visit, which does not compare the times again
    assert again.evaluate(CHOICES) == {"128x96": "card"}
    first, _, last = again.evaluate(MIRROR)
    assert (first["by"], last["by"]) == ("processor", "card")


def test_a_card_that_is_slower_is_not_asked_again(opened: Opened) -> None:
    page = opened((SLOWER, "false"))
    assert page.evaluate(MIRROR)[-1]["by"] == "processor"
    assert page.evaluate(CHOICES) == {"128x96": "processor"}
    again = opened(("async function wakeCard() {", "async function wakeCard() { await choose('woken', 'again');"))
    assert again.evaluate(MIRROR)[-1]["by"] == "processor"
    assert again.evaluate(CHOICES) == {"128x96": "processor"}


@pytest.mark.parametrize(
    "fault",
    [
        ("ALIKE = 2 / 127.5", "ALIKE = -1"),  # it paints something else
        (PAINT, f"throw new Error('Aborted()'); {PAINT}"),
        (PAINT, f"device.createBuffer({{ size: 8, usage: 0 }}); {PAINT}"),  # what is not valid
    ],
    ids=["another picture", "an abort", "not valid"],
)
def test_a_card_that_fails_its_trial_is_not_asked_again(opened: Opened, fault: tuple[str, str]) -> None:
    page = opened((SLOWER, SOONER), fault)
    assert {picture["by"] for picture in page.evaluate(MIRROR)} == {"processor"}
    assert page.evaluate(CHOICES) == {"128x96": "processor"}


@pytest.mark.parametrize(
    "fault",
    [
        (PAINT, f"if ((self.times = (self.times ?? 0) + 1) > 3) device.destroy(); {PAINT}"),
        (PAINT, f"if ((self.times = (self.times ?? 0) + 1) > 3) throw new Error('Aborted()'); {PAINT}"),
        ("card.worker.postMessage({ number", "if (patience !== TRIAL) return; card.worker.postMessage({ number"),
    ],
    ids=["lost", "an abort", "it hangs"],
)
def test_a_card_that_is_lost_at_work_leaves_whole_pictures(opened: Opened, fault: tuple[str, str]) -> None:
    soon = ("PATIENCE = 2000", "PATIENCE = 10") if "patience" in fault[1] else PATIENT
    page = opened((SLOWER, SOONER), fault, soon)
    first, *others = page.evaluate(MIRROR)
    assert {picture["by"] for picture in others} == {"processor"}
    assert all(alike(first, picture) for picture in others)
    assert page.evaluate(CHOICES) == {"128x96": "card"}  # another time it may be there


def test_without_an_adapter_nothing_is_tried(unwatched: Any, photo_url: str, photo_index: Path) -> None:
    page = unwatched
    page.goto(f"{photo_url}health")
    assert {picture["by"] for picture in begun(page, photo_index).evaluate(MIRROR)} == {"processor"}
    assert page.evaluate(CHOICES) is None
