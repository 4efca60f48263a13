"""What stands behind the Generate tab: requests read, digits drawn, faults told."""

from __future__ import annotations

import base64
import io
import os
import threading
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from demo_ui.generate.api import WALK_FRAMES, DigitApi, became
from demo_ui.generate.tab import START
from demo_ui.page.i18n import table
from gan_core.base.animations import ROUNDS_OF_MP4
from gan_core.base.errors import GanError
from gan_core.base.runtime import Runtime, State
from gan_core.digits.directions import Directions
from gan_core.digits.film import FRAMES_A_LEG
from gan_core.digits.latent import LATENT, latents
from gan_core.digits.request import DIGITS, GenerateRequest
from gan_core.digits.rooms import DigitRoom, DigitRooms
from gan_core.digits.strokes import STATISTICS
from gan_core.digits.writing import write
from tests import sentences
from tests.fakes import FakeEngine, FakeWriter, fake_reads, fake_services

NONE = np.zeros((0, LATENT), np.float32)
AXES = np.eye(LATENT, dtype=np.float32)[:3]


def opened(url: str) -> Image.Image:
    """The picture in a data URL."""
    head, _, data = url.partition(",")
    assert head.startswith("data:image/") and head.endswith(";base64")
    return Image.open(io.BytesIO(base64.b64decode(data)))


@pytest.fixture(scope="module")
def api() -> DigitApi:
    return DigitApi(fake_services().digits)


# ---- where a latent vector comes from ----


def test_at_home_on_the_pad_the_vector_is_the_seeds_own() -> None:
    plain = latents(7, DIGITS)
    assert np.array_equal(GenerateRequest(7, 3).latent(NONE), plain[3])
    assert np.array_equal(GenerateRequest(7, 3, others=(8, 9, 10)).latent(NONE), plain[3])


@pytest.mark.parametrize(("across", "down", "seed"), [(1, 0, 8), (0, 1, 9), (1, 1, 10)])
def test_the_other_corners_are_the_other_seeds(across: int, down: int, seed: int) -> None:
    mixed = GenerateRequest(7, 3, (8, 9, 10), across, down).latent(NONE)
    assert np.allclose(mixed, latents(seed, DIGITS)[3], atol=1e-5)


@settings(deadline=None)
@given(across=st.floats(0, 1), down=st.floats(0, 1))
def test_between_the_corners_the_length_stays_between_theirs(across: float, down: float) -> None:
    lengths = [np.linalg.norm(latents(seed, 4)[3]) for seed in (7, 8, 9, 10)]
    mixed = np.linalg.norm(GenerateRequest(7, 3, (8, 9, 10), across, down).latent(NONE))
    assert min(lengths) - 1e-3 <= mixed <= max(lengths) + 1e-3


def test_directions_move_and_keep_the_length_and_diversity_shortens_it() -> None:
    plain, moved = GenerateRequest(7).latent(AXES), GenerateRequest(7, directions=(0.0, 4.0)).latent(AXES)
    assert moved[1] > plain[1] + 2
    assert np.linalg.norm(moved) == pytest.approx(np.linalg.norm(plain), rel=1e-5)
    assert np.allclose(GenerateRequest(7, directions=(0.0, 4.0), truncation=0.25).latent(AXES), moved / 4)


def test_a_single_number_is_set_for_the_chosen_digit_alone() -> None:
    plain, request = GenerateRequest(7, 3), GenerateRequest(7, 3, raw={5: -2.5})
    assert request.latent(NONE)[5] == -2.5
    assert np.flatnonzero(request.grid(NONE) != plain.grid(NONE)).tolist() == [3 * LATENT + 5]


def test_a_walk_begins_and_ends_at_its_seeds_whatever_the_place_on_the_pad() -> None:
    walk = GenerateRequest(7, 3, (8, 9, 10), across=0.3, down=0.9).walk(NONE, 5)
    assert walk.shape == (5, LATENT)
    assert np.allclose(walk[[0, -1]], [latents(7, 4)[3], latents(8, 4)[3]], atol=1e-5)


# ---- what the page gets ----


def test_every_part_shows_the_same_digit(api: DigitApi) -> None:
    request = {"seed": 7, "digit": 6, "others": [8, 9, 10], "directions": [1.0, -2.0], "truncation": 0.9}
    answer = api.look({**request, "parts": ["digit", "grid", "map", "walk", "epochs", "nearest", "latent"]})
    digit = np.asarray(opened(answer["digit"]))
    assert digit.shape == (28, 28) and digit.std() > 10
    grid = np.asarray(opened(answer["grid"]))
    assert np.array_equal(grid[28:56, 56:84], digit)
    for film in ("map", "walk"):
        assert np.array_equal(np.asarray(opened(answer[film]))[:28, :28], digit)
    assert np.array_equal(np.asarray(opened(answer["epochs"]))[:, -28:], digit)
    assert answer["nearest"]["drawn"] == answer["digit"]
    assert answer["nearest"]["distance"] == 5.1 and len(answer["latent"]) == LATENT
    assert answer["verdict"]["probability"] == pytest.approx(1 / (1 + np.exp(-answer["verdict"]["logit"])))


READINGS = st.lists(st.sampled_from([0.0, 0.05, 1.0, 30.0]), min_size=10, max_size=10).filter(any)


@given(READINGS, READINGS)
def test_a_digit_became_another_only_where_both_are_surely_read(one: list[float], other: list[float]) -> None:
    before, after = (np.array(reading) / sum(reading) for reading in (one, other))
    told = became(before, after)
    pairs = [[of, to] for of in range(10) for to in range(10) if sentences.became(list(before), list(after), [of, to])]
    assert (told is None and not pairs) or told in pairs


def test_what_a_direction_made_of_a_digit_is_told(api: DigitApi) -> None:
    def told(**asked: Any) -> Any:
        return api.look({"seed": 7, "digit": 6, "parts": ["became"], **asked})["became"]

    digits = [
        np.asarray(opened(api.look({"seed": 7, "digit": 6, "directions": [x]})["digit"])) for x in (-9.0, 0.0, 9.0)
    ]
    left, here, right = fake_reads(np.stack(digits)).argmax(axis=1)
    assert (left, right) == (5, 6)
    there = 9.0 if here == 5 else -9.0
    assert told(directions=[there]) == [here, 11 - here] and told(directions=[-there]) is None
    assert told() is None and told(directions=[0.0, 0.0]) is None


def test_where_nobody_reads_digits_nothing_is_told_of_them(api: DigitApi) -> None:
    alone = Runtime(lambda: DigitRooms(fake_services().digits.engine.shipped))
    alone.start()
    alone.wait()
    assert DigitApi(alone).look({"seed": 7, "directions": [9.0], "parts": ["became"]}) == {"became": None}


def test_a_sliders_film_shows_what_the_slider_will_draw(api: DigitApi) -> None:
    request = {"seed": 7, "digit": 6, "directions": [1.0, -2.0], "truncation": 0.9}
    best = api.status()["checkpoints"][0]
    films = api.look({**request, "parts": ["films"]})["films"]
    for i, (direction, film) in enumerate(zip(best["directions"], films, strict=True)):
        tiles = np.asarray(opened(film))
        assert tiles.shape == (28, 28 * direction["tiles"])
        for place, end in ((0, "low"), (-1, "high")):
            amounts = [1.0, -2.0, 0.0, 0.0, 0.0]
            amounts[i] = direction[end]
            drawn = np.asarray(opened(api.look({**request, "directions": amounts})["digit"]))
            assert np.array_equal(np.split(tiles, direction["tiles"], axis=1)[place], drawn)


def test_the_epoch_slider_ends_at_the_finished_networks(api: DigitApi) -> None:
    snapshots = api.status()["checkpoints"][0]["snapshots"]
    assert [(s["step"], s["shown"], s["epoch"]) for s in snapshots] == [(0, 0, 0), (60, 60, 1), (None, 600, 10)]
    early, late = (api.look({"seed": 7, "step": s["step"]})["digit"] for s in (snapshots[0], snapshots[-1]))
    assert early != late


def test_every_checkpoint_has_its_own_generator() -> None:
    best, classic = FakeEngine(), FakeEngine()
    classic.id, classic.size = "classic", 0.7
    rooms: Any = {engine.id: DigitRoom(engine, Directions.none()) for engine in (best, classic)}  # type: ignore[arg-type]
    runtime = Runtime(lambda: DigitRooms(rooms))
    runtime.start()
    runtime.wait()
    api = DigitApi(runtime)
    assert [one["id"] for one in api.status()["checkpoints"]] == ["best", "classic"]
    assert api.look({"seed": 7}) == api.look({"seed": 7, "checkpoint": "best"})
    assert api.look({"seed": 7, "checkpoint": "classic"}) != api.look({"seed": 7})
    drawn, _ = api.draw({"seed": 7}, "classic@60")
    assert np.array_equal(
        drawn, np.asarray(opened(api.look({"seed": 7, "checkpoint": "classic", "step": 60})["digit"]))
    )


def test_the_controls_are_told_everything_once(api: DigitApi) -> None:
    status = api.status()
    best, asked = status["checkpoints"]
    assert status["state"] == "ready" and best["id"] == "best" and best["typical"]["n"] == 10000
    assert (best["classes"], asked["id"], asked["classes"]) == (0, "any-digit", 10)
    assert (best["digest"], asked["digest"]) == (FakeEngine.digest, FakeWriter.digest)
    assert best["figures"] == {"frechet_ratio": 3.25} and asked["figures"]["class_right"] == 0.995
    assert best["typical"]["percentiles"][50] == 4.6
    for direction in best["directions"]:
        assert direction["low"] < 0 < direction["high"]


@pytest.mark.parametrize("name", STATISTICS)
def test_every_direction_that_can_be_found_has_a_name_in_both_languages(name: str) -> None:
    english, korean = (table(language)[f"generate.direction.{name}"] for language in ("en", "ko"))
    assert english != korean


def test_a_request_that_was_overtaken_brings_nothing(api: DigitApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeEngine, "draw", lambda *args: None)
    assert api.look({"seed": 7, "session": "a"}) == {}


def test_while_loading_the_page_is_told_so_and_afterwards_why_it_failed() -> None:
    held = threading.Event()

    def load() -> DigitRooms:
        held.wait()
        raise GanError("checkpoint_damaged", path="best/weights.npz", reason="too short")

    runtime: Runtime[DigitRooms] = Runtime(load)
    api = DigitApi(runtime)
    assert api.status() == {"state": "loading"}
    runtime.start()
    assert api.status() == {"state": "loading"}
    with pytest.raises(GanError, match="still being loaded"):
        api.look({"seed": 7})
    held.set()
    assert runtime.wait() is State.FAILED
    for ask in (api.status, lambda: api.look({"seed": 7})):
        with pytest.raises(GanError, match="too short"):
            ask()


# ---- what is asked for ----

ASKED = {"checkpoint": "any-digit", "seed": 7, "digit": 3}


def test_the_same_z_is_asked_for_another_class_by_every_part(api: DigitApi) -> None:
    seven, two = (np.asarray(opened(api.look({**ASKED, "label": label})["digit"])) for label in (7, 2))
    assert (seven[0, :10].argmax(), two[0, :10].argmax()) == (7, 2)
    assert np.array_equal(seven[1:], two[1:])
    parts = api.look({**ASKED, "label": 7, "others": [8, 9, 10], "parts": ["grid", "map", "walk", "epochs", "films"]})
    for film in (parts["grid"], parts["map"], parts["walk"], parts["epochs"], *parts["films"]):
        sheet = np.asarray(opened(film))
        assert (sheet[::28, 7::28] == 1).all()


def test_without_a_class_each_is_asked_for_in_turn(api: DigitApi) -> None:
    drawn = [np.asarray(opened(api.look({**ASKED, "digit": digit})["digit"])) for digit in (3, 14)]
    assert [image[0, :10].argmax() for image in drawn] == [3, 4]


@pytest.mark.parametrize("varied", [False, True])
def test_a_line_is_what_the_endpoint_writes_and_the_sliders_move_all_of_it(api: DigitApi, varied: bool) -> None:
    asked = {**ASKED, "digit": 0, "text": "20 26", "varied": varied}
    answer = api.look({**asked, "parts": ["digit", "verdict"]})
    line = np.asarray(opened(answer["digit"]))
    assert np.array_equal(line, np.concatenate(list(write(FakeWriter(), "20 26", 7, own_hands=varied)), 1))
    tiles = np.stack(np.split(line, 5, axis=1))[[0, 1, 3, 4]]
    logits = FakeWriter().verdict(tiles)
    assert answer["verdict"]["logit"] == pytest.approx(logits.mean(), abs=1e-6)
    assert answer["verdict"]["probability"] == pytest.approx((1 / (1 + np.exp(-logits))).mean(), abs=1e-6)
    moved = np.asarray(opened(api.look({**asked, "directions": [2.0]})["digit"]))
    changed = (moved != line).reshape(28, 5, 28).any((0, 2))
    assert changed.tolist() == [True, True, False, True, True]


def test_hands_of_their_own_go_on_from_the_chosen_one_and_a_held_number_is_its_alone() -> None:
    request = GenerateRequest(7, 14, raw={5: -2.5}, text="111", varied=True, classes=10)
    line = request.line(NONE)
    plain = latents(7, DIGITS)[[14, 15, 0]]
    plain[0, 5] = -2.5
    assert np.array_equal(line[:, :LATENT], plain) and (line[:, LATENT + 1] == 1).all()


def test_what_is_around_a_line_is_of_its_first_digit(api: DigitApi) -> None:
    asked = {**ASKED, "text": "82", "parts": ["nearest", "grid"]}
    assert api.look(asked) == api.look({**ASKED, "label": 8, "parts": ["nearest", "grid"]})


def test_a_line_to_take_away(api: DigitApi) -> None:
    asked = {**ASKED, "text": "20 26", "varied": True, "others": [8, 9, 10]}
    saved, walk = api.save(asked), api.take({**asked, "format": "webp"})
    assert saved["name"] == "gan-theatre-text-20_26-hands-own-seed-7-digit-3.png"
    assert opened(saved["url"]).size == (1400, 280) and "text 20 26" in opened(saved["url"]).info["Description"]
    film: Any = opened(walk["url"])
    assert (film.size, film.n_frames, film.info["loop"]) == ((1400, 280), 2 * WALK_FRAMES - 2, 0)
    assert api.save({**ASKED, "label": 4})["name"] == "gan-theatre-class-4-seed-7-digit-3.png"


# ---- what is taken away ----


def test_a_saved_digit_is_crisp_and_says_that_a_model_made_it(api: DigitApi) -> None:
    request = {"seed": 7, "digit": 3, "directions": [1.5]}
    file = api.save(request)
    picture = opened(file["url"])
    assert file["name"] == "gan-theatre-seed-7-digit-3.png"
    assert "Made by a model" in picture.info["Description"] and "seed 7, digit 3" in picture.info["Description"]
    small = np.asarray(opened(api.look(request)["digit"]))
    assert np.array_equal(np.asarray(picture), small.repeat(10, 0).repeat(10, 1))


@pytest.mark.parametrize("fmt", ["webp", "gif"])
def test_a_walk_to_take_away_goes_there_and_back_for_ever_and_is_marked(api: DigitApi, fmt: str) -> None:
    file = api.take({"seed": 7, "digit": 3, "others": [8, 9, 10], "format": fmt})
    walk: Any = opened(file["url"])
    assert file["name"] == f"gan-theatre-seed-7-to-8-digit-3.{fmt}"
    assert (walk.format, walk.size, walk.n_frames) == (fmt.upper(), (280, 280), 2 * WALK_FRAMES - 2)
    assert walk.info["loop"] == 0
    words = walk.info["comment"] if fmt == "gif" else walk.info["exif"]
    assert b"Made by a model" in words and b"seed 7, to 8, digit 3" in words
    for frame, seed in ((0, 7), (WALK_FRAMES - 1, 8)):
        walk.seek(frame)
        expected = FakeEngine().images(latents(seed, 4)[3])[0].repeat(10, 0).repeat(10, 1)
        assert np.abs(np.asarray(walk.convert("L")).astype(int) - expected).max() <= 2


LOOP = [{"seed": seed, "digit": 3, "label": label} for seed, label in ((7, 1), (8, 9))]


@pytest.mark.parametrize("fmt", ["webp", "gif"])
def test_a_loop_to_take_away_goes_around_without_a_rest(api: DigitApi, fmt: str) -> None:
    file = api.take({**ASKED, "loop": LOOP, "format": fmt})
    film: Any = opened(file["url"])
    assert file["name"] == f"gan-theatre-places-2.{fmt}"
    assert (film.size, film.n_frames, film.info["loop"]) == ((280, 280), 2 * FRAMES_A_LEG, 0)
    for frame, place in ((0, LOOP[0]), (FRAMES_A_LEG, LOOP[1])):
        film.seek(frame)
        drawn = np.asarray(opened(api.look({**ASKED, **place})["digit"])).repeat(10, 0).repeat(10, 1)
        assert np.abs(np.asarray(film.convert("L")).astype(int) - drawn).max() <= 2


def test_a_loop_as_mp4_is_h264_and_says_what_made_it(api: DigitApi) -> None:
    av = pytest.importorskip("av")
    head, _, data = api.take({**ASKED, "loop": LOOP, "format": "mp4"})["url"].partition(",")
    assert head == "data:video/mp4;base64"
    with av.open(io.BytesIO(base64.b64decode(data))) as film:
        [stream] = film.streams.video
        frames = list(film.decode(stream))
        assert (stream.codec_context.name, frames[0].width, frames[0].height) == ("h264", 280, 280)
        assert len(frames) == ROUNDS_OF_MP4 * 2 * FRAMES_A_LEG and stream.codec_context.pix_fmt == "yuv420p"
        assert "Made by a model" in film.metadata["comment"]


# ---- what is refused ----

BAD = [
    (None, "request_wrong"),
    ([7], "request_wrong"),
    ({}, "seed_wrong"),
    ({"seed": -1}, "seed_wrong"),
    ({"seed": 2**32}, "seed_wrong"),
    ({"seed": "seven"}, "seed_wrong"),
    ({"seed": 7.5}, "seed_wrong"),
    ({"seed": float("nan")}, "seed_wrong"),
    ({"seed": 7, "digit": 16}, "count_wrong"),
    ({"seed": 7, "directions": [float("nan")]}, "number_wrong"),
    ({"seed": 7, "directions": [1e9]}, "number_wrong"),
    ({"seed": 7, "directions": [0.0] * 100_000}, "list_wrong"),
    ({"seed": 7, "directions": {"0": 1}}, "list_wrong"),
    ({"seed": 7, "directions": [[1]]}, "number_wrong"),
    ({"seed": 7, "truncation": float("inf")}, "number_wrong"),
    ({"seed": 7, "across": "left"}, "number_wrong"),
    ({"seed": 7, "others": [1, 2]}, "list_wrong"),
    ({"seed": 7, "others": [1, 2, -3]}, "seed_wrong"),
    ({"seed": 7, "raw": {"100": 1}}, "count_wrong"),
    ({"seed": 7, "raw": {"z": 1}}, "count_wrong"),
    ({"seed": 7, "raw": {"3": None}}, "number_wrong"),
    ({"seed": 7, "raw": [1]}, "list_wrong"),
    ({"seed": 7, "step": 61}, "checkpoint_missing"),
    ({"seed": 7, "step": "last"}, "count_wrong"),
    ({"seed": 7, "parts": "digit"}, "list_wrong"),
    ({"seed": 7, "parts": ["digit"] * 1000}, "list_wrong"),
    ({"seed": 7, "parts": ["password"]}, "option_unknown"),
    ({"seed": 7, "parts": [{}]}, "option_unknown"),
    ({"seed": 7, "label": 3}, "class_unasked"),
    ({"seed": 7, "text": "2026"}, "class_unasked"),
    ({**ASKED, "label": 10}, "count_wrong"),
    ({**ASKED, "label": "seven"}, "count_wrong"),
    ({**ASKED, "text": "29 Nov"}, "text_wrong"),
    ({**ASKED, "text": "1" * 17}, "text_wrong"),
    ({**ASKED, "text": ["2"]}, "text_wrong"),
    ({**ASKED, "loop": [7]}, "seed_wrong"),
    ({**ASKED, "loop": LOOP * 5}, "list_wrong"),
    ({**ASKED, "loop": [{"seed": 7, "label": 10}]}, "count_wrong"),
    ({**ASKED, "loop": LOOP, "at": 2}, "number_wrong"),
]


@pytest.mark.parametrize(("asked", "code"), BAD)
def test_what_cannot_be_read_is_refused_with_a_reason(api: DigitApi, asked: Any, code: str) -> None:
    with pytest.raises(GanError) as fault:
        api.look(asked)
    assert fault.value.code == code


def test_only_two_formats_are_given(api: DigitApi) -> None:
    with pytest.raises(GanError, match="exe"):
        api.take({"seed": 7, "format": "exe"})


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
NAMES = [
    "seed",
    "digit",
    "others",
    "across",
    "down",
    "raw",
    "directions",
    "truncation",
    "step",
    "session",
    "label",
    "text",
    "varied",
    "parts",
    "format",
]


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), anything, max_size=6), st.booleans())
def test_whatever_is_sent_a_picture_or_a_reason_comes_back(api: DigitApi, asked: Any, seeded: bool) -> None:
    asked = {**asked, "seed": 7} if seeded else asked
    for ask in (api.look, api.save):
        try:
            assert isinstance(ask(asked), dict)
        except GanError as fault:
            assert str(fault)


# ---- over HTTP ----


@pytest.fixture(scope="module")
def client(app_url: str) -> Client:
    return Client(app_url, verbose=False)


def asked_by_the_page(url: str, name: str, data: Any) -> httpx.Response:
    """What the widget's script gets from the server function `name`."""
    components = httpx.get(f"{url}config").json()["components"]
    stage = next(c["id"] for c in components if c["props"].get("elem_id") == "digit-stage")
    body = {"data": data, "component_id": stage, "fn_name": name, "session_hash": "test"}
    return httpx.post(f"{url}gradio_api/component_server/", json=body)


def test_the_page_is_answered_in_one_request_and_told_faults_by_code(app_url: str) -> None:
    assert asked_by_the_page(app_url, "status", []).json()["state"] == "ready"
    assert opened(asked_by_the_page(app_url, "look", {"seed": 7}).json()["digit"]).size == (28, 28)
    wrong = asked_by_the_page(app_url, "look", {"seed": "seven"})
    assert wrong.status_code == 200
    assert wrong.json()["fault"] == {"code": "seed_wrong", "details": {"value": "seven", "largest": "4294967295"}}
    assert asked_by_the_page(app_url, "__init__", {}).status_code == 404


def test_nothing_is_written_to_disk(app_url: str, client: Client) -> None:
    folder = Path(os.environ["GRADIO_TEMP_DIR"])
    before = sorted(folder.rglob("*"))
    for name in ("look", "save", "take"):
        assert "fault" not in asked_by_the_page(app_url, name, {"seed": 7, "others": [8, 9, 10]}).json()
    client.predict(api_name="/generate")
    assert sorted(folder.rglob("*")) == before


def test_the_endpoint_draws_what_the_tab_draws(client: Client, api: DigitApi) -> None:
    request = {"seed": 11, "digit": 5, "directions": [1.0, -2.0], "truncation": 0.8, "step": 60}
    image, z = client.predict(11, 5, [1.0, -2.0], 0.8, "best@60", api_name="/generate")
    assert image == api.look(request)["digit"]
    assert np.array_equal(FakeEngine().images(np.array(z, np.float32), 60)[0], np.asarray(opened(image)))


def test_the_endpoint_is_typed_has_defaults_and_keeps_to_the_seed(client: Client) -> None:
    info = client.view_api(return_format="dict")["named_endpoints"]["/generate"]
    types = {p["parameter_name"]: p["type"] for p in info["parameters"]}
    assert {name: t["type"] for name, t in types.items()} == {
        "seed": "integer",
        "digit": "integer",
        "directions": "array",
        "truncation": "number",
        "checkpoint": "string",
    }
    assert types["directions"]["items"] == {"type": "number"}
    assert [r["type"]["type"] for r in info["returns"]] == ["string", "array"]
    image, z = client.predict(api_name="/generate")
    assert np.allclose(z, latents(START["seed"], 16)[START["digit"]]) and opened(image).size == (28, 28)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"seed": -1}, "A seed is a whole number"),
        ({"seed": "seven"}, "A seed is a whole number"),
        ({"seed": None}, "A seed is a whole number"),
        ({"digit": 99}, "digit must be"),
        ({"directions": [0.0] * 10_000}, "directions must be a list of at most 5"),
        ({"directions": "up"}, "directions must be a list"),
        ({"truncation": -0.5}, "truncation must be a number"),
        ({"checkpoint": "worst"}, "There is no checkpoint 'worst'"),
        ({"checkpoint": "best@61"}, "There is no checkpoint"),
        ({"checkpoint": {"id": "best"}}, "There is no checkpoint"),
    ],
)
def test_the_endpoint_tells_what_is_wrong(client: Client, arguments: dict[str, Any], reason: str) -> None:
    with pytest.raises(AppError, match=reason):
        client.predict(**arguments, api_name="/generate")


@pytest.mark.parametrize("word", ["NaN", "Infinity", "1e999"])
def test_numbers_that_json_does_not_have_are_refused(app_url: str, word: str) -> None:
    """Python's own JSON reader lets them in; Gradio's client would not send them."""
    call = f"{app_url}gradio_api/call/generate"
    for data in (f'[7, 3, [{word}], 1.0, "best"]', f'[7, 3, [], {word}, "best"]', f'[{word}, 3, [], 1.0, "best"]'):
        begun = httpx.post(call, content=f'{{"data": {data}}}', headers={"Content-Type": "application/json"})
        told = httpx.get(f"{call}/{begun.json()['event_id']}").text
        assert "event: error" in told
        assert "must be a number" in told or "A seed is a whole number" in told
