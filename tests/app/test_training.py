"""The training room on the server's side: what the player is given, and what is said where nothing can be played."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from demo_ui.app import build_demo
from demo_ui.page.i18n import t, table
from demo_ui.services import Services
from demo_ui.settings import AppSettings
from demo_ui.training.programme import ORDER, payload, programme
from gan_core.store.checkpoints import Registry
from gan_core.store.replay import load_run
from gan_core.store.saved_runs import gather
from tests.conftest import Connection
from tests.runs import COUNT, STEPS, write_run

Connect = Callable[[Any], AbstractContextManager[Connection]]


def test_the_player_gets_addresses_bands_and_a_diagnosis_of_every_snapshot(tmp_path: Path) -> None:
    run = payload(load_run(write_run(tmp_path)), Registry(tmp_path))
    assert run["frames"] == f"gradio_api/file={tmp_path.resolve().as_posix()}/best/frames.webp"
    assert (run["name"], run["averaged"], len(run["snapshots"])) == ("training.run.best", True, COUNT)
    first, last = run["snapshots"][0], run["snapshots"][-1]
    assert (first["says"]["state"], last["says"]["state"], last["says"]["generator"]) == (
        "too_early",
        "tells_apart",
        "bad_before",
    )
    assert last["bands"]["accuracy"] == pytest.approx(0.0641, abs=1e-4)  # 2.87 sqrt(0.25 / 500), for 12 looks
    assert last["bands"]["auc"] == pytest.approx(0.0523, abs=1e-4)  # 2.87 / sqrt(6 500)
    json.dumps(run, allow_nan=False)


def test_a_run_without_a_name_or_an_animation(tmp_path: Path) -> None:
    folder = write_run(tmp_path, "mine", measured_on="the weights in training")
    (folder / "training.gif").unlink()
    run = payload(load_run(folder), Registry(tmp_path))
    assert (run["name"], run["gif"], run["averaged"], run["weights"]) == (None, None, False, [])


def test_the_programme_has_an_order_and_the_museum_its_cards(tmp_path: Path) -> None:
    for id in ("zebras", "oscillation", "best", "perfect-forger", "d-asleep", "classic"):
        write_run(tmp_path, id)
    shown = programme([load_run(folder) for folder in tmp_path.iterdir()], Registry(tmp_path))
    assert [run["id"] for run in shown] == ["classic", "best", "perfect-forger", "d-asleep", "oscillation", "zebras"]
    assert [run["exhibit"] for run in shown] == [None, None, "control", "failure", "failure", None]
    for id in ORDER[2:]:
        assert all(f"museum.{id}.{part}" in table("en") for part in ("name", "changed", "look", "cure"))


def test_saved_runs_stand_beside_those_that_ship_and_nothing_else_of_their_folder_is_let_out(
    connect: Connect, services: Services, tmp_path: Path
) -> None:
    for name in ("best", "broken"):
        write_run(tmp_path / "runs", name)
    (tmp_path / "runs" / "best" / "state.npz").write_bytes(b"secret")
    (tmp_path / "runs" / "broken" / "run.json").write_text("{")
    saved = gather(tmp_path / "runs", tmp_path / "shown")
    run = saved[0][0]
    with connect(build_demo(replace(services, saved=saved), AppSettings())) as (_, url):
        page = json.dumps(httpx.get(f"{url}config").json()["components"])
        script = httpx.get(url + re.findall(r"parts/run-player-\w+\.json", page)[0]).text
        asked = [run.frames, *(tmp_path / "runs" / "best" / name for name in ("state.npz", "frames.webp"))]
        assert [httpx.get(f"{url}gradio_api/file={path}").status_code for path in asked] == [200, 403, 403]
    assert "saved-best" in script and "broken cannot be read: it is cut off" in page
    shown = payload(run, Registry(tmp_path))
    assert (shown["id"], shown["name"], shown["about"]) == ("saved-best", "best", None)


def test_photographs_and_runs_without_pictures(tmp_path: Path) -> None:
    shown = payload(load_run(write_run(tmp_path, "horses", kind="cyclegan")), Registry(tmp_path))
    assert (shown["kind"], shown["name"]) == ("photographs", "training.run.cyclegan")
    assert shown["columns"] == ["photograph", "translated", "reconstructed", "identity"]
    assert shown["thumb"].startswith("data:image/png;base64,")
    columns = ["input", "translated", "reconstructed", "mask"]
    ours = payload(load_run(write_run(tmp_path, "horse2zebra", kind="cyclegan", columns=columns)), Registry(tmp_path))
    assert (ours["columns"][-1], ours["name"]) == ("mask", "training.run.horse2zebra")
    bare = payload(load_run(write_run(tmp_path, "bare", kind="cyclegan", sheet=None)), Registry(tmp_path))
    assert (bare["frames"], bare["gif"], bare["thumb"], bare["sheet"]) == (None, None, None, None)


@pytest.mark.parametrize(("outputs", "kind"), [(2, "colours"), (3, "photographs"), (None, "photographs")])
def test_pairs_are_photographs_and_colours_have_words_of_their_own(tmp_path: Path, outputs: Any, kind: str) -> None:
    columns = ["input", "translated", "truth", "patches"]
    changed = {"columns": columns, "recipe": {"spec": {"outputs": outputs}} if outputs else "unknown"}
    shown = payload(load_run(write_run(tmp_path, "grey2colour", kind="pix2pix", **changed)), Registry(tmp_path))
    assert (shown["kind"], shown["name"], shown["about"]) == (
        kind, "training.run.grey2colour", "training.about.grey2colour",
    )  # fmt: skip
    first = {"colours": ["grey", "coloured"], "photographs": ["photograph", "translated"]}[kind]
    assert shown["columns"] == [*first, "truth", "patches"]
    assert all(f"training.columns.{name}" in table("ko") for name in shown["columns"])
    foreign = write_run(tmp_path, "foreign", kind="pix2pix", columns=["input", "<b>"])
    assert payload(load_run(foreign), Registry(tmp_path))["columns"] == []


@pytest.mark.parametrize(("facts", "warm"), [({}, False), ({"started_from": "horse2zebra"}, True)])
def test_a_run_that_began_from_a_checkpoint_says_so(tmp_path: Path, facts: dict[str, str], warm: bool) -> None:
    shown = payload(load_run(write_run(tmp_path, "horse2zebra", kind="cyclegan", **facts)), Registry(tmp_path))
    assert shown["warm"] is warm


def test_a_run_knows_the_steps_at_which_it_can_be_taken_over(tmp_path: Path) -> None:
    run, registry = load_run(write_run(tmp_path, "best")), Registry(tmp_path / "checkpoints")
    networks = {"generator": [np.zeros(3)], "discriminator": [np.zeros(2)]}
    registry.save("best", networks, {"training": {"steps": STEPS[-1]}})
    registry.save("best", networks, {"training": {"steps": STEPS[-1]}}, step=STEPS[2], epoch=0.1)
    registry.save("best", networks, {"training": {"steps": STEPS[-1]}}, step=STEPS[2] + 1, epoch=0.2)
    assert payload(run, registry)["weights"] == [STEPS[2], STEPS[-1]]
    assert payload(run, registry)["finished"] == STEPS[-1]


def config(connect: Connect, services: Services, assets: Path) -> tuple[str, list[int]]:
    """The page's description with the script that it names, and the answers to requests for its runs' files."""
    with connect(build_demo(services, AppSettings(assets=assets))) as (_, url):
        files = sorted((assets / "runs").glob("*/*"))
        answers = [httpx.get(f"{url}gradio_api/file={path}").status_code for path in files]
        page = json.dumps(httpx.get(f"{url}config").json()["components"], ensure_ascii=False)
        script = re.search(r"parts/run-player-\w+\.json", page)
        return page + (httpx.get(url + script[0]).text if script else ""), answers


def test_without_runs_the_room_says_so(connect: Connect, services: Services, tmp_path: Path) -> None:
    page, _ = config(connect, services, tmp_path)
    assert t("training.none") in page
    assert "run-player" not in page


def test_a_damaged_run_is_named_and_the_others_play(connect: Connect, services: Services, tmp_path: Path) -> None:
    write_run(tmp_path / "runs", "good")
    bad = write_run(tmp_path / "runs", "bad") / "run.json"
    bad.write_text(bad.read_text()[:500])
    page, answers = config(connect, services, tmp_path)
    assert "bad/run.json cannot be read: it is cut off" in page
    assert "run-player" in page and "good/frames.webp" in page and "bad/frames.webp" not in page
    assert answers == [200] * 6
