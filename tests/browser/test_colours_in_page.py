"""A worker of the page colours photographs as the server does, by the shipped networks."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps

from demo_ui.page import web
from demo_ui.page.addresses import address, own_answers
from demo_ui.translate.colour_api import Brought, ColourApi, marked
from demo_ui.translate.room import ColourRoom, Examples
from gan_core.base.runtime import Runtime
from gan_core.photos.colour import COLOUR_ID, ColourEngine
from gan_core.photos.files import read_photo
from gan_core.pictures import limits
from gan_core.store.checkpoints import Registry
from tests.browser.test_photos_in_page import BEGIN, EXAMPLES, picture, text, translate

pytestmark = [pytest.mark.slow, pytest.mark.long]
Visit = Callable[..., Any]


@pytest.fixture(scope="module")
def api() -> ColourApi:
    """The server's, without those that it has to compare with."""
    runtime: Runtime[ColourRoom] = Runtime(lambda: ColourRoom(ColourEngine(Registry())))
    runtime.start()
    runtime.wait()
    return ColourApi(runtime, Examples(EXAMPLES))


@pytest.fixture
def page(visit: Visit, photo_url: str, colour_index: Path) -> Any:
    page = visit(f"{photo_url}health", whole=False)
    settings = {**own_answers("colours"), "worker": web.module("photos/colour_worker.mjs")}
    made = {"words": marked(COLOUR_ID)}
    settings |= {"index": address(colour_index), "made": made, "limits": limits.for_page(), "parallel": True}
    assert page.evaluate(BEGIN, settings) == {"status": None}
    return page


def landscape() -> Image.Image:
    """A horse on a meadow, 256 x 192: what the networks see."""
    with Image.open(EXAMPLES / "horse-nokota.jpg") as image:
        return image.convert("RGB").resize((256, 192))


def mounted_print() -> Image.Image:
    """The same as a brown print in a green mount, larger than what the networks see."""
    tones = ImageOps.colorize(landscape().convert("L"), (28, 18, 8), (250, 236, 205), mid=(150, 116, 78))
    return ImageOps.expand(tones.resize((448, 336)), 60, (40, 90, 60))


PHOTOGRAPHS: dict[str, Callable[[], Image.Image]] = {
    "as large as is seen": landscape,
    "a mounted print": mounted_print,
    "grey": lambda: landscape().convert("L").resize((600, 450)),
    "a panorama": lambda: landscape().resize((500, 200)),
}


def png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def asked(page: Any, name: str, **wish: Any) -> Any:
    return page.evaluate("([name, wish]) => window.asked(name, wish)", [name, wish])


def alike(mine: np.ndarray, wanted: np.ndarray, most: int = 2, share: float = 0.999) -> bool:
    return mine.shape == wanted.shape and (np.abs(mine.astype(int) - wanted) <= most).mean() >= share


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_the_page_and_the_server_agree(page: Any, api: ColourApi, name: str) -> None:
    data = png(PHOTOGRAPHS[name]())
    here, brought = translate(page, data, "image/png"), Brought.of(read_photo(data))
    coloured = api.work_out(brought)
    assert coloured is not None
    there = api._shown(brought, coloured)
    mine, wanted = picture(here["pictures"]["translated"]), brought.frame.around(coloured.picture)
    if name == "a panorama":  # which is given to networks of another shape here: they see more of its mirrored edge
        assert np.abs(mine - wanted.astype(int)).mean() < 6
    else:
        assert alike(mine, wanted)
    assert alike(picture(here["pictures"]["input"]), brought.frame.around(coloured.input), 1)
    assert here["pictures"].keys() == there["pictures"].keys()
    for what in ("size", "notes", "inside", "looks", "mask", "said"):
        assert here[what] == there[what], what
    figures = {what: value for what, value in there["figures"].items() if what != "ms"}
    assert here["figures"].keys() == there["figures"].keys()
    most = 0.1 if name == "a panorama" else 0.01
    assert {what: here["figures"][what] for what in figures} == pytest.approx(figures, abs=most)
    maps = [shown["maps"]["translated"] for shown in (here, there)]
    assert [(m["columns"], m["rows"]) for m in maps[:1]] == [(m["columns"], m["rows"]) for m in maps[1:]]
    if name != "a panorama":
        levels = [np.frombuffer(base64.b64decode(m["bytes"]), np.uint8).astype(int) for m in maps]
        assert alike(levels[0], levels[1], 3, 0.99)


def test_answers_hints_and_what_is_saved_agree(page: Any, api: ColourApi) -> None:
    data = png(mounted_print())
    brought = Brought.of(read_photo(data))
    here, there = translate(page, data, "image/png")["ticket"], api._shown(brought, api.work_out(brought))["ticket"]
    place = {"x": 0.5, "y": 0.4}
    mine, wanted = asked(page, "likely", ticket=here, **place), api.likely({"ticket": there, **place})
    assert mine == wanted and wanted["colours"]
    mine, wanted = asked(page, "colourings", ticket=here), api.colourings({"ticket": there})
    assert mine["figures"] == wanted["figures"]
    for one, other in zip(mine["colourings"], wanted["colourings"], strict=True):
        assert np.allclose(one["hints"], other["hints"])
        assert alike(picture(one["url"]), picture(other["url"]), 12, 0.98)  # the server's is a JPEG
    hints = [[0.5, 0.4, 60, 40], [0.2, 0.8, -20, 40]]
    mine, wanted = asked(page, "hinted", ticket=here, hints=hints), api.hinted({"ticket": there, "hints": hints})
    assert mine["said"] == wanted["said"] and mine["figures"]["score"] == pytest.approx(
        wanted["figures"]["score"], abs=0.01
    )
    for strength in (0, 0.5, 2):
        mine = asked(page, "at_strength", ticket=here, strength=strength)
        wanted = api.at_strength({"ticket": there, "strength": strength})
        assert mine["said"] == wanted["said"]
        assert mine["figures"]["score"] == pytest.approx(wanted["figures"]["score"], abs=0.01)
    for wish in ({}, {"strength": 1.5}, {"hints": hints}):
        wish = {"what": "translated", **wish}
        mine, wanted = asked(page, "save", ticket=here, **wish), api.save({"ticket": there, **wish})
        assert mine["name"] == wanted["name"] and text(mine["url"]) == text(wanted["url"])
        assert alike(picture(mine["url"]), picture(wanted["url"]), 3)


def test_a_photograph_that_the_server_coloured_is_looked_at_again(page: Any) -> None:
    data = base64.b64encode(png(landscape())).decode()
    file = "async ([data, wish]) => window.asked('hinted', { ...wish, file: await photo(data, 'image/png') })"
    wish = {"ticket": "of the server", "hints": [[0.5, 0.5, 60, 40]]}
    assert page.evaluate(file, [data, wish])["pictures"]["hinted"].startswith("data:image/png")
    assert asked(page, "hinted", ticket="of nobody", hints=[]) == {"notMine": True}
    assert asked(page, "forget") == {}
