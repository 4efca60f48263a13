"""The page's resampling is Pillow's."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from PIL import Image

from gan_core.photos.engine import PhotoEngine
from gan_core.photos.files import seen
from gan_core.photos.networks import Translation
from tests.web import expose

Visit = Callable[..., Any]
FILTERS = {
    "box": Image.Resampling.BOX,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}
RESIZE = """([data, width, height, to, filter, box, float]) => {
    const picture = { data: float ? Float32Array.from(data) : Uint8Array.from(data), width, height };
    return Array.from(resized(picture, ...to, filter, box ?? undefined).data);
}"""
LAY_OVER = """([picture, x, painted, mask, residual]) => {
    const read = (part, Kind) => part && { data: Kind.from(part[0]), width: part[1], height: part[2] };
    state.index = { residual };
    const parts = [picture, x, painted].map((part) => read(part, Uint8Array));
    return Array.from(laidOver(...parts, read(mask, Float32Array)).picture.data);
}"""


@pytest.fixture
def page(visit: Visit, app_url: str) -> Any:
    page = visit(f"{app_url}?room=learn")
    expose(page, "nets/resize.mjs")
    return page


@pytest.mark.parametrize("filter", FILTERS)
@pytest.mark.parametrize("to", [(17, 9), (64, 80), (37, 23), (37, 40)])
def test_pictures_are_equal_and_masks_within_rounding(page: Any, filter: str, to: tuple[int, int]) -> None:
    rng = np.random.default_rng(3)
    image, mask = rng.integers(0, 256, (23, 37, 3), dtype=np.uint8), rng.random((23, 37), dtype=np.float32)
    found = page.evaluate(RESIZE, [image.ravel().tolist(), 37, 23, to, filter, None, False])
    assert found == np.asarray(Image.fromarray(image).resize(to, FILTERS[filter])).ravel().tolist()
    found = page.evaluate(RESIZE, [mask.ravel().tolist(), 37, 23, to, filter, None, True])
    wanted = np.asarray(Image.fromarray(mask).resize(to, FILTERS[filter]))
    assert np.allclose(found, wanted.ravel(), atol=1e-6)


def test_a_part_of_a_picture_is_equal_too(page: Any) -> None:
    image, box = np.random.default_rng(4).integers(0, 256, (23, 37, 3), dtype=np.uint8), (3.25, 0, 33.75, 23)
    found = page.evaluate(RESIZE, [image.ravel().tolist(), 37, 23, (20, 16), "bicubic", box, False])
    wanted = Image.fromarray(image).resize((20, 16), Image.Resampling.BICUBIC, box=box)
    assert found == np.asarray(wanted).ravel().tolist()


def test_a_thumbnail_has_pillows_size(page: Any) -> None:
    for width, height, most in [(1024, 683, 192), (683, 1024, 192), (4032, 3024, 1024), (331, 7, 50), (100, 60, 192)]:
        image = Image.new("L", (width, height))
        image.thumbnail((most, most))
        assert page.evaluate(
            "([width, height, most]) => thumbnail({ width, height }, most, most)", [width, height, most]
        ) == [*image.size]


def test_what_was_painted_smaller_is_brought_up_as_the_server_does(page: Any) -> None:
    expose(page, "rooms/translate/in_browser/state.mjs", "rooms/translate/in_browser/engine.mjs")
    rng = np.random.default_rng(5)
    image = rng.integers(0, 256, (40, 60, 3), dtype=np.uint8)
    x, painted = seen(image, 30), rng.integers(0, 256, (20, 30, 3), dtype=np.uint8)
    for kind in ("whole", "masked", "residual"):
        mask = rng.random((20, 30), dtype=np.float32) if kind == "masked" else None
        engine = cast(PhotoEngine, SimpleNamespace(_residual=kind == "residual"))
        wanted = PhotoEngine._laid_over(engine, image, x, Translation(painted, mask)).picture
        parts = (image, x, painted, mask)
        told = [part if part is None else [part.ravel().tolist(), *part.shape[1::-1]] for part in parts]
        off = np.array(page.evaluate(LAY_OVER, [*told, kind == "residual"])) - wanted.ravel().astype(int)
        assert np.abs(off).max() <= 1, kind  # a share may be rounded otherwise
