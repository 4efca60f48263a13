"""Make the pictures of README.md and of links from the app itself: `make pictures`, or python -m tools.front_page.

docs/img/theatre.gif shows a slider that changes a digit, a horse that becomes a zebra, and the needles of a training
run; docs/img/<room>.webp shows each room; assets/preview/<language>.jpg shows the question of a first visit.
"""

from __future__ import annotations

import argparse
import io
import itertools
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from demo_ui.options import from_command_line
from demo_ui.page import i18n, launch
from demo_ui.page.first import PICTURES as LINKS
from demo_ui.settings import AppSettings
from gan_core.base.images import open_picture
from tools import chromium
from tools.screenshots import SETTLED, app

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "img"
WIDTH, HEIGHT = 1280, 800
SMALL = (640, 400)
MOVING = (800, 500)
COLOURS = 112  # of each scene; without dithering, so that what stands still costs nothing
FRAME, HOLD = 90, 1100  # milliseconds
DRAWN = 150  # milliseconds until what a move asked for is on the screen
LIVELY = 40  # between the strongest and the weakest of red, green and blue
LARGEST = 3_000_000  # bytes of the moving picture
LINK = {"width": 1200, "height": 630}  # what feeds and messengers show whole
# Of the question, what is asked alone, and as large as it may be; the same two digits in every language.
ASKED_ALONE = """#theatre-question :is(.language, .doors, .foot) { display: none !important; }
#theatre-question { place-content: center; grid-template: none !important; }
#theatre-question .pair { --side: 25em !important; }
#theatre-question .side::after { display: none !important; }"""
SAME_PAIR = "Math.random = () => 0.3"


def screen(page: Any) -> Image.Image:
    """What is on the screen now."""
    with open_picture(page.screenshot(), ("PNG",), lambda size: None) as picture:
        return picture.convert("RGB")


@dataclass
class Camera:
    """What a page looked like, with the pointer in it, and for how many milliseconds."""

    page: Any
    frames: list[Image.Image] = field(default_factory=list)
    times: list[int] = field(default_factory=list)

    def take(self, at: tuple[float, float] | None = None, time: int = FRAME) -> None:
        """One frame; `at` is where the pointer is, in pixels of the page."""
        self.page.wait_for_timeout(DRAWN)
        frame = screen(self.page)
        if at:
            draw, (x, y) = ImageDraw.Draw(frame, "RGBA"), at
            draw.ellipse(
                (x - 15, y - 15, x + 15, y + 15), fill=(255, 255, 255, 90), outline=(255, 255, 255, 255), width=2
            )
        self.frames.append(frame.resize(MOVING, Image.Resampling.LANCZOS))
        self.times.append(time)

    def drag(self, points: Iterator[tuple[float, float]]) -> None:
        """The pointer pressed at the first point and drawn through the others, a frame each."""
        x, y = next(points)
        self.page.mouse.move(x, y)
        self.take((x, y), 4 * FRAME)
        self.page.mouse.down()
        for x, y in points:
            self.page.mouse.move(x, y)
            self.take((x, y))
        self.page.mouse.up()
        self.times[-1] = HOLD

    def palettes(self) -> list[Image.Image]:
        """The frames in the `COLOURS` that occur most in them; a page is grey, so what is not counts for more."""
        pixels = np.concatenate([np.asarray(frame)[::2, ::2].reshape(-1, 3) for frame in self.frames[::4]])
        lively = pixels[np.ptp(pixels, axis=1) > LIVELY]
        most = np.concatenate([pixels, lively.repeat(max(1, len(pixels) // max(1, 2 * len(lively))), axis=0)])
        sheet = Image.fromarray(most[: len(most) // 256 * 256].reshape(-1, 256, 3))
        palette = sheet.quantize(COLOURS, dither=Image.Dither.NONE)
        return [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in self.frames]


def along(box: dict[str, float], *stops: float, each: int = 12) -> Iterator[tuple[float, float]]:
    """Points in the middle line of a box, from stop to stop (0 is its left, 1 its right edge)."""
    y = box["y"] + box["height"] / 2
    for begin, end in itertools.pairwise(stops):
        for share in np.linspace(begin, end, each, endpoint=False):
            yield box["x"] + box["width"] * float(share), y
    yield box["x"] + box["width"] * stops[-1], y


def opened(page: Any, room: str) -> None:
    """The room is on the screen and has what it shows."""
    page.locator(f"[data-tab-id='{room}']").first.dispatch_event("click")
    page.wait_for_function(SETTLED)
    page.wait_for_timeout(1500)


def sliders(page: Any) -> Camera:
    """Generate: two directions of the latent space are dragged."""
    opened(page, "generate")
    camera = Camera(page)
    for name, stops in (("Slant", (0.5, 0.12, 0.85)), ("Weight of the stroke", (0.5, 0.95, 0.3))):
        camera.drag(along(page.get_by_label(name, exact=True).bounding_box(), *stops))
    return camera


def zebra(page: Any) -> Camera:
    """Translate: the wipe between a horse and its translation."""
    opened(page, "translate")
    camera = Camera(page)
    camera.drag(along(page.locator(".photos .wipe").bounding_box(), 0.15, 0.98, 0.02, each=14))
    return camera


def needles(page: Any) -> Camera:
    """Training: a recorded run from its first step to its last."""
    opened(page, "training")
    camera = Camera(page)
    for share in np.linspace(0, 1, 26):
        replay(page, float(share))
        camera.take(time=2 * FRAME)
    camera.times[-1] = 2 * HOLD
    return camera


def replay(page: Any, share: float) -> None:
    """Training shows "Our best" at a share of its snapshots, 0 to 1."""
    page.get_by_role("radio", name="Our best").check()
    page.locator(".player .scrub").evaluate(
        "(input, share) => { input.value = Math.round(share * input.max); input.dispatchEvent(new Event('input')); }",
        share,
    )


def play_a_game(page: Any) -> None:
    """Equilibrium after some seconds of training, at rest."""
    for _ in range(2):
        page.locator(".lab .play").first.click()
        page.wait_for_timeout(8000)


def moving(page: Any) -> bytes:
    """The moving picture, a GIF that begins again."""
    cameras = [scene(page) for scene in (sliders, zebra, needles)]
    first, *others = [frame for camera in cameras for frame in camera.palettes()]
    times = [time for camera in cameras for time in camera.times]
    buffer = io.BytesIO()
    first.save(buffer, "GIF", save_all=True, append_images=others, duration=times, loop=0, optimize=True, disposal=1)
    return buffer.getvalue()


# What a room is photographed doing, where it shows little before somebody does something.
AT_WORK: dict[str, Callable[[Any], None]] = {"training": lambda page: replay(page, 1), "equilibrium": play_a_game}


def rooms(page: Any) -> Iterator[tuple[str, bytes]]:
    """Each room's name and its picture."""
    for room in page.evaluate("[...document.querySelectorAll('[role=tab]')].map((tab) => tab.dataset.tabId)"):
        opened(page, room)
        AT_WORK.get(room, lambda _: None)(page)
        page.wait_for_timeout(DRAWN)
        buffer = io.BytesIO()
        screen(page).resize(SMALL, Image.Resampling.LANCZOS).save(buffer, "WEBP", quality=85, method=6)
        yield room, buffer.getvalue()


def link(browser: Any, url: str, language: str) -> bytes:
    """What goes along with a link: the question of a first visit."""
    page = browser.new_page(viewport=LINK)
    page.add_init_script(SAME_PAIR)
    page.goto(f"{url}?lang={language}&theme=dark")
    page.locator("#theatre-question[data-phase=asking]").wait_for()
    page.add_style_tag(content=ASKED_ALONE)
    page.wait_for_function("document.fonts.status === 'loaded'")
    picture = page.screenshot(type="jpeg", quality=90)
    page.close()
    return picture


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=PICTURES)
    parser.add_argument("--port", type=int, default=7960)
    arguments = parser.parse_args()
    if (path := chromium.find()) is None:
        sys.exit(chromium.MISSING)
    settings = from_command_line(["--port", str(arguments.port), "--results", "off"])
    launch.prepare(settings)
    from playwright.sync_api import sync_playwright

    with app(settings) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.add_init_script(chromium.MET)
        page.goto(f"{url}?lang=en&theme=dark")
        page.get_by_role("tab").first.wait_for()
        made = dict(rooms(page))
        film = moving(page)
        links = {language: link(browser, url, language) for language in i18n.LANGUAGES}
        browser.close()
    for language, data in links.items():
        (AppSettings.assets / LINKS / f"{language}.jpg").write_bytes(data)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for room, data in made.items():
        (arguments.out / f"{room}.webp").write_bytes(data)
    (arguments.out / "theatre.gif").write_bytes(film)
    print(
        f"{arguments.out}: {len(made)} rooms, {sum(map(len, made.values())):,} bytes; theatre.gif, {len(film):,} bytes"
    )
    return 0 if len(film) < LARGEST else 1


if __name__ == "__main__":
    sys.exit(main())
