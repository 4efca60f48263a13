"""Serializes the recorded runs for the player: order, names, URLs, and every metric with its diagnosis."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from PIL import Image

from demo_ui.page.addresses import address
from demo_ui.page.i18n import table
from gan_core.base.errors import GanError
from gan_core.base.images import data_url
from gan_core.measures.diagnosis import diagnose_run, referee_finding
from gan_core.store.checkpoints import Registry
from gan_core.store.origin import steps_in_all
from gan_core.store.replay import FIGURES, Run
from gan_core.store.saved_runs import TITLE

SHOWN = ("step", *FIGURES, "n_real", "n_fake", "tile_logits", "frechet")
CONTROL = "perfect-forger"
FAILURES = ("d-too-strong", "mode-collapse", "d-asleep", "oscillation")
ORDER = ("classic", "best", CONTROL, *FAILURES)  # what is not named here comes last
# What the page calls the columns of a frame, by what the record calls them; first of photographs that are coloured.
COLOUR_WORDS = {"input": "grey", "translated": "coloured", "truth": "truth", "patches": "patches"}
PHOTO_WORDS = {name: name for name in ("translated", "reconstructed", "identity", "mask", "truth", "patches")}
PHOTO_COLUMNS = ("input", "translated", "reconstructed", "identity")  # of records that do not say
THUMB = 56  # pixels: the corner of a run's last frame that its ticket shows


def programme(runs: Iterable[Run], registry: Registry) -> list[dict[str, Any]]:
    """The payloads of `runs` in the order of the programme."""
    place = {id: i for i, id in enumerate(ORDER)}
    return [payload(run, registry) for run in sorted(runs, key=lambda run: (place.get(run.id, len(place)), run.id))]


def payload(run: Run, registry: Registry) -> dict[str, Any]:
    """One run as the player's script reads it; with the steps whose networks can be taken over."""
    references = run.facts["reference"]
    shown = run.facts["sheet"] is not None
    return {
        "id": run.id,
        "kind": (kind := _kind(run)),
        "columns": _columns(run, kind),
        "varied": _varied(run),
        "warm": isinstance(run.facts.get("started_from"), str),
        **_names(run),
        "frames": address(run.frames) if shown else None,
        "gif": address(run.gif) if shown and run.gif.is_file() else None,
        "thumb": _thumb(run) if shown else None,
        "sheet": run.facts["sheet"],
        "reference": references,
        "averaged": run.facts.get("measured_on") == "averaged weights",
        **_weights(run, registry),
        "snapshots": told(run.snapshots, references),
    }


def told(snapshots: list[dict[str, Any]], references: dict[str, Any]) -> list[dict[str, Any]]:
    """Each snapshot's figures with what chance allows and its diagnosis."""
    return [
        {
            **{key: snapshot.get(key) for key in SHOWN},
            **diagnosis.told(snapshot, len(snapshots)),
            "referee": _verdict(snapshot.get("referee")),
        }
        for snapshot, diagnosis in zip(snapshots, diagnose_run(snapshots, references), strict=True)
    ]


def _verdict(asked: dict[str, Any] | None) -> dict[str, Any] | None:
    """What a referee found at a snapshot, as a live one tells it; see gan_core/live/view.py."""
    if asked is None:
        return None

    def figures(whose: str) -> dict[str, Any]:
        shares = {name: asked[f"{whose}{name}"] for name in ("balanced", "auc")}
        return {**shares, "n_real": asked["n"], "n_fake": asked["n"]}

    found = {"referee": figures(""), "control": figures("control_"), "own": figures("own_")}
    return {**found, "steps": asked["steps"], "finding": str(referee_finding(found["referee"], found["own"]))}


def _kind(run: Run) -> str:
    """Which words the page has for the run: "photographs", "colours", "digits" or "pictures", a visitor's own."""
    kind, recipe = run.facts.get("kind"), run.facts.get("recipe")
    if kind == "pix2pix":
        spec = recipe.get("spec") if isinstance(recipe, dict) else None
        return "colours" if isinstance(spec, dict) and spec.get("outputs") == 2 else "photographs"
    if kind == "cyclegan":
        return "photographs"
    return "pictures" if "among" in run.facts or _varied(run) else "digits"


def _varied(run: Run) -> bool:
    data = run.facts.get("data")
    return isinstance(data, dict) and bool(data.get("bend"))


def _columns(run: Run, kind: str) -> list[str]:
    """The last parts of the keys that name a frame's columns; none where the page has no words for them."""
    if kind in ("digits", "pictures"):
        return []
    words = COLOUR_WORDS if kind == "colours" else {"input": "photograph", **PHOTO_WORDS}
    columns = run.facts.get("columns") or PHOTO_COLUMNS
    return [words[name] for name in columns] if all(name in words for name in columns) else []


def _names(run: Run) -> dict[str, Any]:
    """Keys of what is said of the run: its name, a sentence about it, or an exhibit's card ("control", "failure").

    A saved run has a name of its own, which is no key; the page shows it as it is.
    """
    if run.id in (CONTROL, *FAILURES):
        exhibit = "control" if run.id == CONTROL else "failure"
        return {"name": f"museum.{run.id}.name", "about": None, "exhibit": exhibit}
    known, named = table("en"), (run.id, run.facts.get("kind"))  # what ships has a name of its own
    names, abouts = (f"training.run.{name}" for name in named), (f"training.about.{name}" for name in named)
    name, about = (next((key for key in keys if key in known), None) for keys in (names, abouts))
    return {"name": run.facts.get(TITLE, name), "about": about, "exhibit": None}


def _weights(run: Run, registry: Registry) -> dict[str, Any]:
    """{"weights": steps at which the checkpoint of the same name has networks, "finished": that of its final ones}."""
    nothing = {"weights": [], "finished": None}
    if run.facts.get("kind") != "dcgan" or run.id not in registry.ids():
        return nothing
    try:
        last = steps_in_all(registry.spec(run.id))
        kept = {last, *(snapshot["step"] for snapshot in registry.snapshots(run.id))}
    except GanError:  # told in the Generate room, where it matters
        return nothing
    return {"weights": [s["step"] for s in run.snapshots if s["step"] in kept], "finished": last}


def _thumb(run: Run) -> str:
    """The upper left quarter of the last frame, as a data URL."""
    columns, side, last = run.facts["sheet"]["columns"], run.facts["sheet"]["tile"], run.facts["sheet"]["count"] - 1
    left, top = last % columns * side, last // columns * side
    with run.sheet() as sheet:
        corner = sheet.convert("RGB").crop((left, top, left + side // 2, top + side // 2))
    return data_url(np.asarray(corner.resize((THUMB, THUMB), Image.Resampling.BOX)))
