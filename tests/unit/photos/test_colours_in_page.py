"""What the page does with colours, and how hints spread there, is what the server does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps

from demo_ui.settings import AppSettings
from gan_core.base.colour import chroma_at, colours_of, planes
from gan_core.base.lab import cells, from_lab, to_lab
from gan_core.photos.colour import chroma_error, strengthened
from gan_core.photos.hints import ColourField, Hint, answers, guided, likely_colours
from tests.web import in_node

RNG = np.random.default_rng(4)
COLOUR, HINTS = "photos/colour.mjs", "photos/hints.mjs"
HORSE = AppSettings().assets / "examples" / "horse-nokota.jpg"


def photograph(width: int, height: int) -> np.ndarray:
    with Image.open(HORSE) as image:
        return np.asarray(image.convert("RGB").resize((width, height)))


def sent(array: np.ndarray) -> dict[str, Any]:
    """As `taken` takes it in Node."""
    return {"data": array.ravel().tolist(), "width": array.shape[1], "height": array.shape[0]}


TAKEN = """
    const bytes = ({ data, ...size }) => ({ ...size, data: Uint8Array.from(data) });
    const floats = ({ data, ...size }) => ({ ...size, data: Float32Array.from(data) });
"""


def asked(modules: dict[str, str], code: str, **data: Any) -> Any:
    arrays = {name: sent(value) if isinstance(value, np.ndarray) else value for name, value in data.items()}
    return in_node(modules, TAKEN + code, **arrays)


@pytest.mark.parametrize("strength", [0, 0.6, 1, 2])
@pytest.mark.parametrize("size", [(64, 48), (130, 97)])
def test_chroma_is_laid_over_lightness_as_by_the_server(size: tuple[int, int], strength: float) -> None:
    image, chroma = photograph(*size), RNG.uniform(-0.5, 0.5, (12, 16, 2)).astype(np.float32)
    found = asked(
        {COLOUR: "strengthened, chromaError"},
        """const [picture, truth] = [strengthened(bytes(image), floats(chroma), strength), bytes(image)];
        return { data: picture.data, error: chromaError(truth, picture) };""",
        image=image,
        chroma=chroma,
        strength=strength,
    )
    wanted = strengthened(image, chroma, strength)
    off = np.abs(np.array(found["data"]).reshape(image.shape) - wanted.astype(int))
    assert off.max() <= 1 and (off == 0).mean() > 0.995
    assert found["error"] == pytest.approx(chroma_error(image, wanted), abs=1e-5)


def test_chroma_follows_the_edges_of_lightness() -> None:
    lightness, chroma = planes(photograph(96, 64))[0], RNG.normal(0, 0.2, (16, 24, 2)).astype(np.float32)
    found = asked(
        {COLOUR: "chromaAt"}, "return chromaAt(floats(c), floats(l)).data;", c=chroma, l=np.ascontiguousarray(lightness)
    )
    np.testing.assert_allclose(found, chroma_at(chroma, lightness).ravel(), atol=1e-5)


def prints() -> dict[str, np.ndarray]:
    plain = Image.fromarray(photograph(150, 100))
    sepia = ImageOps.colorize(plain.convert("L"), (28, 18, 8), (250, 236, 205), mid=(150, 116, 78))
    return {
        "coloured": np.asarray(plain),
        "toned": np.asarray(sepia),
        "grey": np.asarray(plain.convert("L").convert("RGB")),
        "a wall": np.full((40, 40, 3), (200, 120, 90), np.uint8),
    }


@pytest.mark.parametrize("name", prints())
def test_a_tint_is_told_from_colours(name: str) -> None:
    image = prints()[name]
    kind = asked({COLOUR: "coloursOf"}, "return coloursOf(bytes(image));", image=image)
    assert kind == colours_of(image) == {"a wall": "coloured"}.get(name, name)


def test_lab_is_the_servers() -> None:
    rgb = np.array([[0, 0, 0], [1, 1, 1], [0.01, 0.02, 0.03], [0.9, 0.1, 0.3], [0.2, 0.7, 0.4]])
    found = asked(
        {COLOUR: "toLab, fromLab"},
        "return colours.map((rgb) => [toLab(rgb), fromLab(toLab(rgb))]);",
        colours=rgb.tolist(),
    )
    np.testing.assert_allclose([lab for lab, _ in found], to_lab(rgb), atol=1e-3)
    np.testing.assert_allclose([back for _, back in found], from_lab(to_lab(rgb)), atol=1e-5)


def test_a_and_b_at_a_lightness_are_one_chroma() -> None:
    lightness, ab = RNG.uniform(-1, 1, (3, 5, 1)).astype(np.float32), RNG.uniform(-60, 60, (3, 5, 2)).astype(np.float32)
    found = asked({COLOUR: "chromaOf"}, "return chromaOf(floats(l), floats(ab)).data;", l=lightness, ab=ab)
    tones = to_lab(np.repeat(lightness, 3, axis=-1) / 2 + 0.5)[..., :1]
    rgb = from_lab(np.concatenate([tones, ab], -1))
    np.testing.assert_allclose(found, planes(255 * rgb)[1].ravel(), atol=1e-4)


def fields() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Two halves that look different; of the right one many colours are likely."""
    height, width, count = 12, 16, len(cells())
    features = np.zeros((height, width, 6), np.float32) + RNG.uniform(0, 0.1, (height, width, 6)).astype(np.float32)
    features[:, :8, 0] += 1
    features[:, 8:, 3] += 1
    likely = np.full((height, width, count), 1e-4, np.float32)
    likely[..., 100] = 0.5
    likely[:, 8:, [20, 60, 200]] = [0.3, 0.25, 0.2]
    return (likely @ cells()).astype(np.float32), likely / likely.sum(-1, keepdims=True), features


SAID = """
    const field = fieldOf(floats(ab), floats(likely), floats(features));
    return {
        guided: guided(field, hints).data,
        none: guided(field, []).data,
        colours: likelyColours(field, cells, ...place, 5),
        answers: answersOf(field, cells),
    };
"""


def test_hints_spread_and_answers_are_found_as_by_the_server() -> None:
    ab, likely, features = fields()
    field, hints = ColourField.of(ab, likely, features), (Hint(0.2, 0.3, 60, 40), Hint(0.8, 0.9, -20, 10))
    found = asked(
        {HINTS: "fieldOf, guided, likelyColours, answersOf"},
        SAID,
        ab=ab,
        likely=likely,
        features=features,
        hints=[list(hint) for hint in hints],
        cells=cells().tolist(),
        place=[0.9, 0.4],
    )
    np.testing.assert_allclose(found["guided"], guided(field, hints).ravel(), atol=0.01)
    np.testing.assert_allclose(found["none"], ab.ravel(), atol=1e-4)
    assert [tuple(colour) for colour in found["colours"]] == likely_colours(field, 0.9, 0.4, 5)
    wanted = answers(field)
    assert len(wanted) == 3 and found["answers"] == [[list(hint) for hint in one] for one in wanted]
