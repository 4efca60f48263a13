"""What stands behind grey and colour in the Translate tab, who answers about which networks, and the endpoint."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from PIL import Image, ImageOps

from demo_ui.page.i18n import table
from demo_ui.page.plain import plain
from demo_ui.services import Services
from demo_ui.settings import AppSettings
from demo_ui.translate.answers import Answers
from demo_ui.translate.api import PhotoApi
from demo_ui.translate.colour_api import ColourApi
from demo_ui.translate.networks import ALL, COLOURS, HORSES, PAINTINGS
from demo_ui.translate.room import ColourRoom, Examples
from gan_core.base.colour import planes
from gan_core.base.errors import GanError
from gan_core.base.runtime import Runtime, State
from gan_core.photos.colour import ColourEngine
from gan_core.store.checkpoints import Registry
from tests.app.test_translate import BROWN, FOLDER, GREY, opened, picture, upload
from tests.fake_photos import fake_colour_room, fake_photo_room
from tests.tiny import tiny_colour_registry


def ready(room: Any) -> Runtime[Any]:
    runtime: Runtime[Any] = Runtime(lambda: room)
    runtime.start()
    assert runtime.wait() is State.READY
    return runtime


@pytest.fixture
def api() -> ColourApi:
    return ColourApi(ready(fake_colour_room()), Examples(FOLDER))


def test_a_photograph_in_colour_has_a_truth_beside_it(api: ColourApi) -> None:
    answer = api.translate(upload(picture(BROWN, (1200, 600)), networks="grey-colour"))
    assert (answer["size"], answer["notes"]) == ([1024, 512], ["scaled"])
    shown = {name: opened(url) for name, url in answer["pictures"].items()}
    assert {name: image.size for name, image in shown.items()} == dict.fromkeys(
        ("input", "translated", "truth"), (1024, 512)
    )
    before, after = (np.asarray(shown[name].convert("RGB")) for name in ("input", "translated"))
    assert np.ptp(before.mean((0, 1))) < 1 < np.ptp(after.mean((0, 1)))
    assert abs(planes(before)[0].mean() - planes(after)[0].mean()) < 0.01
    assert answer["figures"]["l1"] > 0 and answer["said"][0] == "translate.happened.colours_coloured"
    assert (answer["maps"]["translated"]["columns"], answer["maps"]["translated"]["rows"]) == (32, 16)


def test_a_grey_photograph_has_none(api: ColourApi) -> None:
    answer = api.translate(upload(picture(GREY)))
    assert set(answer["pictures"]) == {"input", "translated"} and "l1" not in answer["figures"]
    assert answer["said"] == [
        "translate.happened.colours_grey",
        "translate.belief.colours_torn",
        "translate.colours.eyes",
    ]


def toned() -> bytes:
    """The brown print of a landscape, in a green mount."""
    image = Image.open(FOLDER / "horse-nokota.jpg").convert("L")
    print_ = ImageOps.colorize(image, (28, 18, 8), (250, 236, 205), mid=(150, 116, 78))
    return encoded(ImageOps.expand(print_, 120, (40, 90, 60)))


def test_a_tint_is_no_truth(api: ColourApi) -> None:
    answer = api.translate(upload(toned()))
    assert answer["said"][0] == "translate.happened.colours_toned" and "l1" not in answer["figures"]
    assert set(answer["pictures"]) == {"input", "translated", "toned"}
    pictures = {name: np.asarray(opened(url)).astype(int) for name, url in answer["pictures"].items()}
    left, top, right, bottom = answer["inside"]
    height, width = pictures["input"].shape[:2]
    inner = pictures["input"][round(top * height) + 3 : round(bottom * height) - 3]
    inner = inner[:, round(left * width) + 3 : round(right * width) - 3]
    assert np.ptp(inner, axis=-1).mean() < 3  # coloured from grey, and sent as a JPEG
    mount = np.abs(pictures["translated"][:40] - (40, 90, 60))
    assert mount.max() <= 6  # a JPEG, in which the mount is what it was
    saved = np.asarray(opened(api.save({"ticket": answer["ticket"], "what": "translated"})["url"]))
    assert (saved[:40] == (40, 90, 60)).all()


def test_stronger_colours_are_judged_anew(api: ColourApi) -> None:
    ticket = api.example({"name": "horse-nokota"})["ticket"]
    told = [api.at_strength({"ticket": ticket, "strength": strength}) for strength in (0, 1, 2)]
    assert [answer["said"][1].rpartition("_")[2] for answer in told] == ["believed", "torn", "doubted"]
    assert all(key in table(language) for answer in told for key in answer["said"] for language in ("en", "ko"))


def test_a_hint_colours_the_photograph_and_is_saved_with_it(api: ColourApi) -> None:
    ticket = api.example({"name": "horse-nokota"})["ticket"]
    found = api.hinted({"ticket": ticket, "hints": [[0.5, 0.5, 60, 40]]})
    _, redness = np.moveaxis(planes(np.asarray(opened(found["pictures"]["hinted"]).convert("RGB")))[1], -1, 0)
    assert redness.mean() > 0.2 and found["figures"]["score"] == pytest.approx(0.55)
    file = api.save({"ticket": ticket, "what": "translated", "hints": [[0.5, 0.5, 60, 40]]})
    saved: Any = opened(file["url"])
    assert planes(np.asarray(saved))[1][..., 1].mean() > 0.2 and "hints: 1" in saved.text["Description"]


def test_three_colourings_come_with_the_hints_that_give_them(api: ColourApi) -> None:
    ticket = api.translate(upload(toned()))["ticket"]  # in a mount: hints lie on the whole picture
    first, second, third = api.colourings({"ticket": ticket})["colourings"]
    assert first["hints"] == [] and 0.25 < second["hints"][0][1] < 0.5
    again = api.hinted({"ticket": ticket, "hints": third["hints"]})["pictures"]["hinted"]
    np.testing.assert_array_equal(np.asarray(opened(again)), np.asarray(opened(third["url"])))


def test_a_place_has_likely_colours_and_others(api: ColourApi) -> None:
    ticket = api.example({"name": "horse-nokota"})["ticket"]
    found = api.likely({"ticket": ticket, "x": 0.5, "y": 0.5})
    assert [(c["a"], c["b"]) for c in found["colours"]] == [(10.0, 20.0), (0.0, -40.0)]
    red, *_ = found["others"]
    r, g, b = bytes.fromhex(red["rgb"][1:])
    assert r > g and r > b


@pytest.mark.parametrize(
    ("question", "asked", "code"),
    [("hinted", {"hints": [[2, 0, 0, 0]]}, "hints_wrong"), ("hinted", {"hints": "red"}, "hints_wrong")]
    + [("likely", {"x": x, "y": 0.5}, "number_wrong") for x in (-0.1, 1.1, "0.5", None, float("nan"))]
    + [("save", {"what": "translated", "hints": [[0, 0, 0]]}, "hints_wrong")],
)
def test_wrong_hints_are_refused(api: ColourApi, question: str, asked: dict[str, Any], code: str) -> None:
    ticket = api.example({"name": "horse-nokota"})["ticket"]
    assert plain(getattr(api, question))({"ticket": ticket, **asked})["fault"]["code"] == code


def test_l1_alone_is_duller(api: ColourApi) -> None:
    for colour in (GREY, BROWN):
        told = api.without_d({"ticket": api.translate(upload(picture(colour)))["ticket"]})
        assert told["figures"]["with"] == pytest.approx(2 * told["figures"]["without"], rel=0.1)
        assert told["said"] == "translate.l1.duller" and ("truth" in told["figures"]) == (colour == BROWN)
    bare = ColourApi(ready(fake_colour_room(without_d=False)), Examples(FOLDER))
    assert (api.status()["without"], bare.status()["without"]) == (True, False)
    with pytest.raises(GanError, match="no checkpoint"):
        bare.without_d({"ticket": bare.translate(upload(picture()))["ticket"]})


def test_what_pairs_are_for_is_told_as_it_was_measured(api: ColourApi) -> None:
    ticket = api.translate(upload(picture(BROWN)))["ticket"]
    told = api.pairings({"ticket": ticket})
    assert set(told["pictures"]) == {"pairs", "shuffled", "unpaired"} and told["figures"]["l1_unpaired"] > 0
    assert (told["said"], told["measured"]["n"]) == ("translate.pairs.won_unpaired", 9)
    assert all(f"translate.pairs.won_{name}" in table(lang) for name in told["pictures"] for lang in ("en", "ko"))
    bare = ColourApi(ready(fake_colour_room(pairing=False)), Examples(FOLDER))
    assert (api.status()["pairings"], bare.status()["pairings"]) == (True, False)
    with pytest.raises(GanError, match="no checkpoint"):
        bare.pairings({"ticket": bare.translate(upload(picture()))["ticket"]})


@pytest.mark.parametrize(("strength", "name"), [(0.5, "-50"), (1, ""), (2, "-200")])
def test_saved_colours_are_as_strong_as_asked_for_and_say_who_made_them(
    api: ColourApi, strength: float, name: str
) -> None:
    ticket = api.translate(upload(picture(GREY)))["ticket"]
    file = api.save({"ticket": ticket, "what": "translated", "strength": strength})
    assert file["name"] == f"gan-theatre-coloured{name}.png"
    saved: Any = opened(file["url"])
    assert saved.text["Description"].startswith("Colours made by a model") and "no camera saw" in str(saved.text)
    chroma = planes(np.asarray(saved))[1]
    assert chroma[..., 0].mean() == pytest.approx(-0.2 * strength, abs=0.01)


@pytest.mark.parametrize(
    ("method", "asked", "code"),
    [("translate", None, "photo_none"), ("example", [1], "photo_none"), ("at_strength", {"ticket": 7}, "photo_gone")]
    + [("example", {"name": "../../LICENSES"}, "option_unknown"), ("save", {"ticket": "gone"}, "photo_gone")]
    + [("at_strength", {"strength": s}, "number_wrong") for s in (-0.1, 2.1, "1", float("nan"), None, True)]
    + [("save", {"what": "translated", "strength": s}, "number_wrong") for s in (0, 2.1, "1", float("nan"))]
    + [("save", {"what": "truth"}, "option_unknown")],
)
def test_wrong_requests_give_words(api: ColourApi, method: str, asked: Any, code: str) -> None:
    if code in ("number_wrong", "option_unknown") and method != "example":
        asked = {"ticket": api.translate(upload(picture()))["ticket"], **asked}
    assert plain(getattr(api, method))(asked)["fault"]["code"] == code


def test_what_a_visitor_brought_is_forgotten_when_they_leave(api: ColourApi) -> None:
    ticket = api.translate(upload(picture()))["ticket"]
    Answers({"grey-colour": api}).forget({"tickets": [ticket, 7]})
    assert plain(api.at_strength)({"ticket": ticket})["fault"]["code"] == "photo_gone"


# ---- who answers ----


@pytest.fixture
def answers() -> dict[str, Any]:
    examples = Examples(FOLDER)
    apis = {
        HORSES.name: PhotoApi(ready(fake_photo_room()), examples),
        PAINTINGS.name: PhotoApi(
            ready(fake_photo_room(guard=False, without_cycle=False, masked=False)), examples, PAINTINGS
        ),
        COLOURS.name: ColourApi(ready(fake_colour_room()), examples),
    }
    return {answer.__name__: plain(answer) for answer in Answers(apis).all(uploads=True, camera=False)}


def test_the_networks_that_a_question_names_answer_it(answers: dict[str, Any]) -> None:
    told = [answers["status"]({"networks": networks.name}) for networks in (HORSES, PAINTINGS, COLOURS)]
    assert [(one["guard"], one["directions"]) for one in told] == [(True, True), (False, True), (False, False)]
    assert [one.get("smooths") for one in told] == [False, True, None]
    assert answers["status"]() == told[0]  # who names none means the first
    painted = answers["translate"](upload(picture(), "monet-to-photo", networks="photo-monet"))
    file = answers["save"]({"networks": "photo-monet", "ticket": painted["ticket"], "what": "translated"})
    assert file["name"] == "gan-theatre-monet-to-photo-translated.png" and painted["direction"] == "ba"
    foreign = {"networks": "grey-colour", "ticket": painted["ticket"], "what": "translated"}
    assert answers["save"](foreign)["fault"]["code"] == "photo_gone"


@pytest.mark.parametrize(
    ("name", "asked"),
    [("status", {"networks": networks}) for networks in ("cats", 7, ["grey-colour"], "")]
    + [("without_cycle", {"networks": "grey-colour"}), ("pairings", {"networks": "horse-zebra"})]
    + [("translate", upload(picture(), "horse-to-zebra", networks="photo-monet"))],
)
def test_what_they_do_not_know_is_told(answers: dict[str, Any], name: str, asked: Any) -> None:
    assert answers[name](asked)["fault"]["code"] == "option_unknown"


def test_a_closed_room_takes_no_photographs() -> None:
    apis = {COLOURS.name: ColourApi(ready(fake_colour_room()), Examples(FOLDER))}
    assert {answer.__name__ for answer in Answers(apis).all(uploads=False, camera=False)} == {
        "status", "example", "without_d", "pairings", "at_strength", "save", "forget", "hinted",
        "colourings", "likely",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ids", "offered"),
    [
        ([], (True, False, False, False)),
        (["horse2zebra"], (True, False, False, False)),
        (["grey2colour"], (False, False, True, False)),
        (["drawing2horse"], (True, False, False, True)),  # Translate says what it lacks
        (["horse2zebra", "photo2monet", "grey2colour", "drawing2horse"], (True, True, True, True)),
    ],
)
def test_only_what_the_registry_holds_is_offered(tmp_path: Path, ids: list[str], offered: tuple[bool, ...]) -> None:
    for id in ids:
        Registry(tmp_path).save(id, {}, {"kind": "any"})
    services = Services.of(AppSettings(checkpoints=tmp_path, no_train=True, results=None))
    others = (services.paintings, services.colours, services.drawings)
    assert (services.horses, *(room is not None for room in others)) == offered


def test_examples_are_shown_to_the_networks_that_they_suit() -> None:
    shown = {example["name"]: example["networks"] for example in Examples(FOLDER).listed(ALL)}
    assert shown["horse-nokota"] == ["horse-zebra", "photo-monet", "grey-colour"]
    assert shown["horse-stamp"] == ["horse-zebra"]  # its meadow is painted
    assert shown["painting-langlois-bridge"] == ["photo-monet"]


def test_an_example_comes_with_the_direction_that_suits_it() -> None:
    shown = {example["name"]: example["direction"] for example in Examples(FOLDER).listed(ALL)}
    assert {name for name, way in shown.items() if way == "ba"} == {"zebra-stamp", "painting-langlois-bridge"}


# ---- the endpoint, and strange files through it ----


def encoded(image: Image.Image, fmt: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, fmt)
    return buffer.getvalue()


STRANGE = {
    "grey JPEG": encoded(Image.new("L", (90, 60), 128), "JPEG"),
    "CMYK": encoded(Image.new("CMYK", (90, 60), (0, 80, 120, 30)), "JPEG"),
    "16 bits": encoded(Image.fromarray(np.full((60, 90), 30000, np.uint16))),
    "transparent": encoded(Image.new("RGBA", (90, 60), (200, 30, 30, 100))),
    "tiny": encoded(Image.new("RGB", (8, 8), BROWN)),
    "thread": encoded(Image.new("RGB", (3000, 8), BROWN)),
}


@pytest.mark.parametrize("kind", STRANGE)
def test_strange_files_are_coloured_by_real_networks(kind: str, tiny_api: ColourApi) -> None:
    answer = plain(tiny_api.translate)(upload(STRANGE[kind]))
    assert "fault" not in answer, answer
    width, height = answer["size"]
    assert opened(answer["pictures"]["translated"]).size == (width, height)
    assert ("truth" in answer["pictures"]) == (kind not in ("grey JPEG", "16 bits"))
    assert answer["maps"]["translated"]["columns"] >= 1 <= answer["maps"]["translated"]["rows"]


@pytest.fixture(scope="module")
def tiny_api(tmp_path_factory: pytest.TempPathFactory) -> ColourApi:
    engine = ColourEngine(tiny_colour_registry(tmp_path_factory.mktemp("colours")))
    return ColourApi(ready(ColourRoom(engine)), Examples(FOLDER))


def test_a_huge_file_is_refused_before_it_is_decoded(api: ColourApi) -> None:
    huge = encoded(Image.new("1", (20000, 20000)))
    assert plain(api.translate)(upload(huge))["fault"]["code"] == "photo_too_large"


def test_a_network_that_does_not_colour_is_told(tmp_path: Path) -> None:
    Registry(tmp_path).save("grey2colour", {}, {"kind": "cyclegan"})
    with pytest.raises(GanError, match="no Pix2Pix"):
        ColourRoom.load(AppSettings(checkpoints=tmp_path))


def test_the_endpoint_colours_and_tells_faults(app_url: str, tmp_path: Path) -> None:
    client = Client(app_url, verbose=False)
    horse = FOLDER / "horse-nokota.jpg"
    coloured, figures = client.predict(handle_file(str(horse)), 1.5, api_name="/colourise")
    saved: Any = Image.open(coloured)
    assert saved.size == Image.open(horse).size and "strength 1.5" in saved.text["Description"]
    assert set(figures) == {"colours", "score", "ms", "l1"}
    (tmp_path / "words.jpg").write_text("not a picture")
    with pytest.raises(AppError, match="no picture that can be read"):
        client.predict(handle_file(str(tmp_path / "words.jpg")), api_name="/colourise")
    with pytest.raises(AppError, match="strength"):
        client.predict(handle_file(str(horse)), 3, api_name="/colourise")
