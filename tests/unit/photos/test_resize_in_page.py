"""The page's resampling is Pillow's."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from PIL import Image

from gan_core.photos.engine import PhotoEngine
from gan_core.photos.files import seen
from gan_core.photos.networks import Translation
from tests.web import in_node

RESIZED = {"nets/resize.mjs": "resized, thumbnail"}
PAINTED = {"photos/state.mjs": "state", "photos/engine.mjs": "laidOver"}
FILTERS = {
    "box": Image.Resampling.BOX,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}
RESIZE = """const [height, width] = shape, data = (whole ? Uint8Array : Float32Array).from(numbers);
return resized({ data, width, height }, ...to, filter, box ?? undefined).data;"""
LAY_OVER = """const read = (part, Kind) => part && { data: Kind.from(part[0]), width: part[1], height: part[2] };
state.index = { residual };
const parts = [picture, x, painted].map((part) => read(part, Uint8Array));
return laidOver(...parts, read(mask, Float32Array)).picture.data;"""


def resized(image: np.ndarray, to: tuple[int, int], filter: str, box: tuple[float, ...] | None = None) -> list[float]:
    """What the page makes of a picture, uint8 (h, w, 3), or of a mask, float32 (h, w): its numbers in rows."""
    numbers, whole = image.ravel().tolist(), image.dtype == np.uint8
    return in_node(RESIZED, RESIZE, numbers=numbers, shape=image.shape[:2], to=to, filter=filter, box=box, whole=whole)


@pytest.mark.parametrize("filter", FILTERS)
@pytest.mark.parametrize("to", [(17, 9), (64, 80), (37, 23), (37, 40)])
def test_pictures_are_equal_and_masks_within_rounding(filter: str, to: tuple[int, int]) -> None:
    rng = np.random.default_rng(3)
    image, mask = rng.integers(0, 256, (23, 37, 3), dtype=np.uint8), rng.random((23, 37), dtype=np.float32)
    wanted = np.asarray(Image.fromarray(image).resize(to, FILTERS[filter]))
    assert resized(image, to, filter) == wanted.ravel().tolist()
    wanted = np.asarray(Image.fromarray(mask).resize(to, FILTERS[filter]))
    assert np.allclose(resized(mask, to, filter), wanted.ravel(), atol=1e-6)


def test_a_part_of_a_picture_is_equal_too() -> None:
    image, box = np.random.default_rng(4).integers(0, 256, (23, 37, 3), dtype=np.uint8), (3.25, 0, 33.75, 23)
    wanted = Image.fromarray(image).resize((20, 16), Image.Resampling.BICUBIC, box=box)
    assert resized(image, (20, 16), "bicubic", box) == np.asarray(wanted).ravel().tolist()


def test_a_thumbnail_has_pillows_size() -> None:
    code = "return thumbnail({ width, height }, most, most);"
    for width, height, most in [(1024, 683, 192), (683, 1024, 192), (4032, 3024, 1024), (331, 7, 50), (100, 60, 192)]:
        image = Image.new("L", (width, height))
        image.thumbnail((most, most))
        assert in_node(RESIZED, code, width=width, height=height, most=most) == [*image.size]


def test_what_was_painted_smaller_is_brought_up_as_the_server_does() -> None:
    rng = np.random.default_rng(5)
    image = rng.integers(0, 256, (40, 60, 3), dtype=np.uint8)
    x, painted = seen(image, 30), rng.integers(0, 256, (20, 30, 3), dtype=np.uint8)
    for kind in ("whole", "masked", "residual"):
        mask = rng.random((20, 30), dtype=np.float32) if kind == "masked" else None
        engine = cast(PhotoEngine, SimpleNamespace(_residual=kind == "residual"))
        wanted = PhotoEngine._laid_over(engine, image, x, Translation(painted, mask)).picture
        parts = {"picture": image, "x": x, "painted": painted, "mask": mask}
        told = {
            name: part if part is None else [part.ravel().tolist(), *part.shape[1::-1]] for name, part in parts.items()
        }
        off = np.array(in_node(PAINTED, LAY_OVER, residual=kind == "residual", **told)) - wanted.ravel().astype(int)
        assert np.abs(off).max() <= 1, kind  # a share may be rounded otherwise
