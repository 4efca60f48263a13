"""The closed way through kept places, here and in the page; places read from a file."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gan_core.base.errors import GanError
from gan_core.digits.film import FRAMES_A_LEG, loop_film
from gan_core.digits.latent import latents
from gan_core.digits.loop import blended, closed_way
from gan_core.digits.request import parse_request, read_places
from tests.fakes import FakeWriter
from tests.web import in_node

PLACES = [{"seed": seed, "digit": 2, "label": label} for seed, label in ((7, 1), (8, 9), (9, 4))]
NONE = np.zeros((0, 100), np.float32)


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 99), n=st.integers(1, 8))
def test_the_way_leads_through_every_place_at_its_length(seed: int, n: int) -> None:
    points = latents(seed, n)
    scale = np.linspace(0.2, 1.0, n)
    way = closed_way(points, np.arange(n + 1) / n, scale)
    assert np.allclose(way[:-1], points * scale[:, None], atol=1e-4)
    assert np.allclose(way[-1], way[0], atol=1e-4)


def test_it_has_no_corner_at_a_place_nor_at_the_seam() -> None:
    points, small = latents(3, 5), 1e-4
    for at in np.arange(5) / 5:
        before, here, after = closed_way(points, np.array([at - small, at, at + small])).astype(np.float64)
        behind, ahead = here - before, after - here
        assert np.linalg.norm(ahead - behind) < 0.05 * np.linalg.norm(ahead)


def test_it_stays_on_the_sphere_between_places_of_one_length() -> None:
    points = latents(3, 4)
    points *= 10 / np.linalg.norm(points, axis=1, keepdims=True)
    assert np.allclose(np.linalg.norm(closed_way(points, np.linspace(0, 1, 41)), axis=1), 10, atol=1e-3)


def test_the_class_is_one_at_a_place_and_two_in_part_between() -> None:
    mixed = blended(np.array([1, 9, 4]), np.array([0, 1 / 3, 1 / 2, 1]), 10)
    assert mixed[0].argmax() == 1 == mixed[0].max() and mixed[1].argmax() == 9 and np.array_equal(mixed[3], mixed[0])
    assert np.allclose(mixed[2, [9, 4]], 0.5) and np.allclose(mixed.sum(1), 1)


def test_the_page_goes_the_same_way() -> None:
    points, scale, at = latents(5, 3), [1.0, 0.5, 0.0], [0, 0.1, 1 / 3, 0.5, 0.9, 0.999]
    code = """
        const points = rows.map((row) => Float32Array.from(row));
        return [at.map((t) => closedWay(points, t, scale)), at.map((t) => blended([1, 9, 4], t, 10))];
    """
    modules = {"rooms/generate/in_browser/loop.mjs": "closedWay, blended"}
    way, mixed = in_node(modules, code, rows=points.tolist(), scale=scale, at=at)
    assert np.allclose(way, closed_way(points, np.array(at), np.array(scale)), atol=1e-4)
    assert np.allclose(mixed, blended(np.array([1, 9, 4]), np.array(at), 10), atol=1e-6)


@pytest.mark.parametrize(("text", "wide"), [("", 28), ("20 26", 140)])
def test_a_film_passes_every_place_once(text: str, wide: int) -> None:
    asked = {**PLACES[0], "text": text, "loop": PLACES}
    film = loop_film(FakeWriter(), parse_request(asked, 0, [], 10), NONE)
    assert film.shape == (3 * FRAMES_A_LEG, 28, wide)
    for i, place in enumerate(PLACES):
        alone = parse_request({**place, "text": text}, 0, [], 10)
        z = alone.line(NONE) if text else alone.asked(alone.latent(NONE)[None])
        assert np.array_equal(film[i * FRAMES_A_LEG, :, :28], FakeWriter().images(z)[0])


@pytest.mark.parametrize(
    "kept",
    ["[]", "{}", "no json", '{"checkpoint": 3, "places": [{}]}', '{"checkpoint": "best", "places": []}',
     json.dumps({"checkpoint": "best", "places": [{}] * 9}), '{"checkpoint": "best", "places": [7]}'],
)  # fmt: skip
def test_what_is_no_list_of_places_is_told(kept: str, tmp_path: Path) -> None:
    (tmp_path / "places.json").write_text(kept)
    with pytest.raises(GanError) as caught:
        read_places(tmp_path / "places.json")
    assert caught.value.code == "places_wrong"
    with pytest.raises(GanError) as caught:
        read_places(tmp_path / "nothing.json")
    assert caught.value.code == "path_missing"
