"""What stands behind the Translate tab: photographs read, boards answered, faults told, nothing kept for long."""

from __future__ import annotations

import base64
import dataclasses
import io
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from PIL import Image

from demo_ui.page.i18n import table
from demo_ui.page.plain import plain
from demo_ui.settings import AppSettings
from demo_ui.translate import photo_cache
from demo_ui.translate.api import PhotoApi
from demo_ui.translate.photo_cache import MINUTES, PhotoCache
from demo_ui.translate.room import Examples
from demo_ui.translate.serialize import error_picture, patch_bytes, said
from gan_core.base.errors import GanError
from gan_core.base.runtime import Runtime, State
from gan_core.photos.guard import Verdict
from gan_core.photos.masks import strengthened
from tests.fake_photos import FakePhotoEngine, fake_photo_room

FOLDER = AppSettings().assets / "examples"
BROWN, GREY, BLUE = (150, 95, 50), (128, 128, 128), (20, 40, 200)


def picture(colour: tuple[int, int, int] = BROWN, size: tuple[int, int] = (120, 80), fmt: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, fmt)
    return buffer.getvalue()


def upload(data: bytes, direction: str = "auto", **fields: Any) -> Any:
    """A form as Gradio hands it over."""
    return SimpleNamespace(files=[("upload", data)], data={"direction": direction, **fields})


def opened(url: str) -> Image.Image:
    head, _, data = url.partition(",")
    assert head.startswith("data:image/") and head.endswith(";base64")
    return Image.open(io.BytesIO(base64.b64decode(data)))


def api_of(room: Any) -> PhotoApi:
    runtime = Runtime(lambda: room)
    runtime.start()
    assert runtime.wait() is State.READY
    return PhotoApi(runtime, Examples(FOLDER))


@pytest.fixture
def api() -> PhotoApi:
    return api_of(fake_photo_room())


# ---- the board ----


def test_the_board_of_an_upload(api: PhotoApi) -> None:
    answer = api.translate(upload(picture(size=(1200, 600))))
    assert (answer["direction"], answer["looks"]) == ("ab", {"like": "horse", "direction": "ab"})
    assert (answer["size"], answer["notes"]) == ([1024, 512], ["scaled"])
    sizes = {name: opened(url).size for name, url in answer["pictures"].items()}
    assert sizes.pop("input") == sizes.pop("translated") == (1024, 512)
    assert set(sizes.values()) == {(512, 256)} and set(sizes) == {"reconstructed", "identity", "error"}
    assert set(answer["maps"]) == {"input", "translated", "reconstructed", "identity"}


@pytest.mark.parametrize(
    ("colour", "asked", "direction", "like"),
    [
        (BROWN, "auto", "ab", "horse"),
        (GREY, "auto", "ba", "zebra"),
        (GREY, "ab", "ab", "zebra"),
        (BLUE, "auto", "ab", "neither"),
        (BROWN, "zebra-to-horse", "ba", "horse"),
    ],
)
def test_the_direction_is_found_or_chosen(api: PhotoApi, colour: Any, asked: str, direction: str, like: str) -> None:
    answer = api.translate(upload(picture(colour), asked))
    assert (answer["direction"], answer["looks"]["like"]) == (direction, like)


def test_without_a_guard_it_goes_from_horse_to_zebra_and_says_nothing() -> None:
    api = api_of(fake_photo_room(guard=False))
    answer = api.translate(upload(picture(GREY)))
    assert (answer["direction"], answer["looks"], answer["target"]) == ("ab", None, None)
    assert api.status()["guard"] is False


def test_an_example_is_worked_out_once() -> None:
    room = fake_photo_room()
    api = api_of(room)
    first, second = (api.example({"name": "zebra-stamp", "direction": "ab"}) for _ in range(2))
    assert first == second
    assert isinstance(room.engine, FakePhotoEngine) and room.engine.served == 1


def test_every_example_has_a_credit_and_says_what_it_shows() -> None:
    listed = Examples(FOLDER).listed()
    assert len(listed) >= 4
    assert all(example["credit"] and example["name"].startswith(("horse-", "zebra-")) for example in listed)


def test_a_patch_map_lies_on_its_picture() -> None:
    told = patch_bytes(np.array([[0.0, 1.0], [0.0, 1.0], [2.0, -1.0]], np.float32), (48, 32, 3))
    levels = np.frombuffer(base64.b64decode(told["bytes"]), np.uint8).reshape(told["rows"], told["columns"])
    assert (told["rows"], told["columns"]) == (6, 4)
    assert levels[0].tolist() == sorted(levels[0].tolist()) and levels[0, 0] < 40 and levels[0, -1] > 215
    assert levels[-1, 0] == 255 and levels[-1, -1] == 0  # beyond 0 and 1 is 0 and 1


def test_the_error_map_is_white_from_a_quarter_on() -> None:
    assert error_picture(np.array([[0.0, 0.125, 0.25, 0.9]])).tolist() == [[0, 128, 255, 255]]


@pytest.mark.parametrize(
    ("zebra", "score", "cycle", "keys"),
    [
        (0.8, 0.9, 0.02, "passes believed found"),
        (0.3, 0.5, 0.06, "fails torn nearly"),
        (None, 0.1, 0.09, "done doubted lost"),
        ("neither", 0.1, 0.11, "neither doubted farther"),
    ],
)
@pytest.mark.parametrize("way", ["ab", "ba"])
def test_what_is_said_follows_the_figures(way: str, zebra: Any, score: float, cycle: float, keys: str) -> None:
    figures = {"score_translated": score, "cycle_l1": cycle, "change": 0.1}
    board: Any = SimpleNamespace(direction=way, figures=figures)
    label = "neither" if zebra == "neither" else "some animal"
    looks = way[::-1] if zebra == 0.8 else way  # what it looks like rather, in either case
    after = None if zebra is None else Verdict(label, looks, 0.5, 0.0, 1.0)
    told = said(board, after)
    assert [key.rpartition(".")[2].removeprefix(f"{way}_") for key in told] == keys.split()
    assert all(key in table(language) for key in told for language in ("en", "ko"))


def test_the_guard_says_what_the_translation_passes_for(api: PhotoApi) -> None:
    answer = api.translate(upload(picture(size=(300, 200))))
    assert answer["target"] == [pytest.approx(0.1), pytest.approx(0.9)]
    assert answer["said"][0] == "translate.happened.ab_became"


# ---- the lessons ----


def test_without_cycle_loss_the_way_back_is_worse(api: PhotoApi) -> None:
    answer = api.translate(upload(picture()))
    other = api.without_cycle({"ticket": answer["ticket"]})
    assert other["figures"]["cycle_l1"] > 2 * answer["figures"]["cycle_l1"]
    assert (other["epochs"], other["trained"]) == ([1, 3], "translate.cycle.went_on")
    assert (other["said"], other["figures"]["times"] > 2) == ("translate.cycle.dearer", True)
    room = dataclasses.replace(fake_photo_room(), without_cycle=cast(Any, FakePhotoEngine(0.3, masked=False, epochs=4)))
    apart = api_of(room)
    other = apart.without_cycle({"ticket": apart.translate(upload(picture()))["ticket"]})
    assert (other["epochs"], other["trained"]) == ([4, 3], "translate.cycle.epochs")
    bare = api_of(fake_photo_room(without_cycle=False))
    assert bare.status()["without"] is False
    with pytest.raises(GanError, match="no checkpoint"):
        bare.without_cycle({"ticket": bare.translate(upload(picture()))["ticket"]})


# ---- how much of it ----


@pytest.mark.parametrize(("strength", "key"), [(0, "nothing"), (0.5, "ab_fails"), (2, "ab_became")])
def test_the_figures_are_those_of_the_strength_that_is_asked_for(api: PhotoApi, strength: float, key: str) -> None:
    board = api.translate(upload(picture(size=(300, 200))))
    told = api.at_strength({"ticket": board["ticket"], "strength": strength})
    assert told["said"][0] == f"translate.happened.{key}"
    for figure in ("change", "change_outer", "cycle_l1"):
        assert told["figures"][figure] == pytest.approx(strength * board["figures"][figure], abs=0.01)
    photograph = np.broadcast_to(np.array(BROWN, np.uint8), (200, 300, 3))
    shown = np.asarray(opened(told["pictures"]["translated"])).astype(int)
    assert (np.abs(shown - photograph).max() <= 2) == (strength == 0)  # it is a JPEG
    assert told["target"] == [pytest.approx(0.1), pytest.approx(0.9 if strength == 2 else 0.1)]
    assert set(told["maps"]) == {"translated", "reconstructed"}


@pytest.mark.parametrize("strength", [-0.1, 2.1, "1", float("nan"), True])
def test_no_other_strength_is_judged(api: PhotoApi, strength: Any) -> None:
    ticket = api.translate(upload(picture()))["ticket"]
    assert plain(api.at_strength)({"ticket": ticket, "strength": strength})["fault"]["code"] == "number_wrong"


def test_the_way_back_is_saved_from_the_strength_that_is_shown(api: PhotoApi) -> None:
    ticket = api.translate(upload(picture()))["ticket"]
    half, whole = (api.save({"ticket": ticket, "what": "reconstructed", "strength": s}) for s in (0.5, 1))
    assert half["name"] == "gan-theatre-horse-to-zebra-reconstructed-50.png"
    assert whole["name"] == "gan-theatre-horse-to-zebra-reconstructed.png"
    assert half["url"] != whole["url"]


# ---- what is taken away, and what is kept ----


@pytest.mark.parametrize("what", ["translated", "reconstructed", "identity"])
def test_a_saved_picture_says_that_a_model_made_it(api: PhotoApi, what: str) -> None:
    ticket = api.translate(upload(picture()))["ticket"]
    file = api.save({"ticket": ticket, "what": what})
    saved: Any = opened(file["url"])
    assert file["name"] == f"gan-theatre-horse-to-zebra-{what}.png"
    assert "Made by a model" in saved.text["Description"] and "horse-to-zebra" in saved.text["Description"]


@pytest.mark.parametrize(("strength", "name"), [(0.5, "-50"), (1, ""), (1.5, "-150")])
def test_a_translation_is_saved_as_strong_as_it_was_asked_for(api: PhotoApi, strength: float, name: str) -> None:
    ticket = api.translate(upload(picture()))["ticket"]
    file = api.save({"ticket": ticket, "what": "translated", "strength": strength})
    assert file["name"] == f"gan-theatre-horse-to-zebra-translated{name}.png"
    whole = np.asarray(opened(api.save({"ticket": ticket, "what": "translated"})["url"]))
    photograph = np.broadcast_to(np.array(BROWN, np.uint8), whole.shape)
    np.testing.assert_array_equal(np.asarray(opened(file["url"])), strengthened(photograph, whole, strength))


def test_a_cut_out_of_the_photograph_and_of_its_translation(api: PhotoApi) -> None:
    ticket = api.translate(upload(picture(size=(300, 200))))["ticket"]
    photograph, translation = (api.save({"ticket": ticket, "what": "cut-out", "strength": s}) for s in (0, 1))
    assert photograph["name"] == "gan-theatre-photograph-cut-out.png"
    assert translation["name"] == "gan-theatre-horse-to-zebra-cut-out.png"
    files: list[Any] = [opened(file["url"]) for file in (photograph, translation)]
    assert [(file.mode, file.size) for file in files] == [("RGBA", (300, 200))] * 2
    pixels = np.asarray(files[0])
    assert pixels[110, 135, 3] == 255 and pixels[0, 0, 3] == 0 and (pixels[..., :3] == BROWN).all()
    assert not (np.asarray(files[1])[..., :3] == BROWN).all()
    assert files[0].text["Description"].startswith("A photograph, cut out")
    assert files[1].text["Description"].startswith("Made by a model")


@pytest.mark.parametrize("masked", [True, False])
def test_the_mask_comes_with_the_board_where_there_is_one(masked: bool) -> None:
    api = api_of(fake_photo_room(masked=masked))
    answer = api.translate(upload(picture(size=(600, 300))))
    if masked:
        told = answer["mask"]
        levels = np.frombuffer(base64.b64decode(told["bytes"]), np.uint8).reshape(told["rows"], told["columns"])
        assert levels.shape == (96, 192) and levels[53, 86] == 204 and levels[0, 0] == 0
        return
    assert answer["mask"] is None
    fault = plain(api.save)({"ticket": answer["ticket"], "what": "cut-out"})["fault"]
    assert fault["code"] == "option_unknown" and "cut-out" not in fault["details"]["known"]


@pytest.mark.parametrize(
    ("what", "strength"), [("translated", s) for s in (-1, 0, 2.1, "1", float("nan"), True)] + [("cut-out", -0.1)]
)
def test_a_wrong_strength_gives_words(api: PhotoApi, what: str, strength: Any) -> None:
    ticket = api.translate(upload(picture()))["ticket"]
    answer = plain(api.save)({"ticket": ticket, "what": what, "strength": strength})
    assert answer["fault"]["code"] == "number_wrong"


def test_metadata_of_the_photograph_goes_nowhere(api: PhotoApi) -> None:
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    buffer = io.BytesIO()
    Image.new("RGB", (64, 64), BROWN).save(buffer, "JPEG", exif=exif)
    answer = api.translate(upload(buffer.getvalue()))
    saved = [api.save({"ticket": answer["ticket"], "what": what})["url"] for what in ("translated", "cut-out")]
    urls = [*answer["pictures"].values(), *saved]
    assert all(b"where I live" not in base64.b64decode(url.partition(",")[2]) for url in urls)


def test_the_cache_forgets_by_itself_with_one_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    timers: list[tuple[float, Any]] = []
    now = [1000.0]

    def timer(seconds: float, sweep: Any) -> Any:
        timers.append((now[0] + seconds, sweep))
        return SimpleNamespace(start=lambda: None)

    monkeypatch.setattr(photo_cache, "threading", SimpleNamespace(Timer=timer, Lock=threading.Lock))
    monkeypatch.setattr(photo_cache, "time", SimpleNamespace(monotonic=lambda: now[0]))
    cache: PhotoCache[str] = PhotoCache()
    first = cache.put("first")
    now[0] += 60
    second = cache.put("second")
    assert len(timers) == 1
    for gone, left in ((first, [second]), (second, [])):
        due, sweep = timers.pop()
        now[0] = due
        sweep()
        assert [cache.get(ticket) for ticket in left] == ["second"] * len(left)
        with pytest.raises(GanError, match="until newer ones"):
            cache.get(gone)
    assert timers == [] and now[0] == 1060 + 60 * MINUTES


def test_a_full_cache_lets_the_oldest_go() -> None:
    cache: PhotoCache[str] = PhotoCache(places=2)
    first, second, third = (cache.put(name) for name in "abc")
    assert [cache.get(ticket) for ticket in (second, third)] == ["b", "c"]
    for ticket in (first, None, "../etc"):
        with pytest.raises(GanError, match="until newer ones"):
            cache.get(ticket)


def test_what_lies_in_the_cache_already_takes_no_other_place() -> None:
    """Whoever looks at the examples drives nobody's photograph away."""
    cache: PhotoCache[object] = PhotoCache(places=3)
    example, photograph = object(), object()
    mine, first = cache.put(photograph), cache.put(example)
    assert {cache.put(example) for _ in range(5)} == {first}
    assert cache.get(mine) is photograph and cache.get(first) is example


# ---- what cannot be read ----

BAD = {
    "empty": (b"", "photo_empty"),
    "no image": (b"hello, I am a text", "photo_unreadable"),
    "cut off": (picture(fmt="JPEG", size=(400, 400))[:500], "photo_cut_off"),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo_format"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_uploads_give_words(api: PhotoApi, kind: str) -> None:
    data, code = BAD[kind]
    answer = plain(api.translate)(upload(data))
    assert answer["fault"]["code"] == code
    assert f"error.{code}" in table("ko")


@pytest.mark.parametrize(
    ("method", "asked", "code"),
    [
        ("translate", None, "photo_none"),
        ("translate", {"direction": "ab"}, "photo_none"),
        ("translate", upload(picture(), "sideways"), "option_unknown"),
        ("example", {"name": "../../LICENSES"}, "option_unknown"),
        ("example", [1], "photo_none"),
        ("at_strength", {"ticket": "gone"}, "photo_gone"),
        ("save", {"ticket": 7}, "photo_gone"),
    ],
)
def test_wrong_requests_give_words(api: PhotoApi, method: str, asked: Any, code: str) -> None:
    assert plain(getattr(api, method))(asked)["fault"]["code"] == code


def test_without_networks_the_room_says_which_checkpoint_is_missing() -> None:
    def load() -> Any:
        raise GanError("checkpoint_missing", id="horse2zebra", known="best")

    runtime: Runtime[Any] = Runtime(load)
    api = PhotoApi(runtime, Examples(FOLDER))
    assert api.status() == {"state": "loading"}
    runtime.start()
    assert runtime.wait() is State.FAILED
    fault = plain(api.status)()["fault"]
    assert fault["code"] == "engine_failed" and "horse2zebra" in fault["details"]["reason"]
    assert plain(api.translate)(upload(picture()))["fault"]["code"] == "engine_failed"


# ---- the endpoint ----


def test_the_endpoint_translates_and_tells_faults(app_url: str, tmp_path: Path) -> None:
    client = Client(app_url, verbose=False)
    horse = FOLDER / "horse-nokota.jpg"
    translated, back, figures = client.predict(handle_file(str(horse)), "horse-to-zebra", api_name="/translate")
    opened_file: Any = Image.open(translated)
    assert opened_file.size == Image.open(horse).size and Image.open(back).width == 512
    assert "Made by a model" in opened_file.text["Description"]
    assert figures["direction"] == "horse-to-zebra" and figures["translated_looks_like"] == "zebra"
    assert 0 < figures["cycle_l1"] < 1
    words = tmp_path / "words.jpg"
    words.write_text("not a picture")
    with pytest.raises(AppError, match="no picture that can be read"):
        client.predict(handle_file(str(words)), api_name="/translate")
    info: Any = client.view_api(return_format="dict", print_info=False)
    parameters = info["named_endpoints"]["/translate"]["parameters"]
    assert [p["parameter_name"] for p in parameters] == ["image", "direction", "networks"]
    assert "zebra-to-horse" in str(parameters[1]["type"]) and "photo-monet" in str(parameters[2]["type"])
    painted, _, figures = client.predict(handle_file(str(horse)), "auto", "photo-monet", api_name="/translate")
    marked: Any = Image.open(painted)
    assert figures["direction"] == "photo-to-monet" and "photo2monet" in marked.text["Description"]
    assert figures["smoothed"] == 0.031
    *_, figures = client.predict(handle_file(str(horse)), "monet-to-photo", "photo-monet", api_name="/translate")
    assert figures["direction"] == "monet-to-photo" and "smoothed" not in figures
    with pytest.raises(AppError, match="horse-to-zebra"):
        client.predict(handle_file(str(horse)), "horse-to-zebra", "photo-monet", api_name="/translate")
