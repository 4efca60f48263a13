"""The room of the lesson: its chapters, each with a live part and doors into the rooms, and plans for a class."""

from __future__ import annotations

from typing import Any

import gradio as gr

from demo_ui.learn.api import LearnApi
from demo_ui.learn.book import lesson_book
from demo_ui.learn.excerpt import training_step
from demo_ui.learn.pairing_experiment import pairing_runs
from demo_ui.learn.usefulness import price, recorded, traces, usefulness_endpoint
from demo_ui.page.games import puzzle
from demo_ui.page.plain import plain
from demo_ui.services import Services
from demo_ui.settings import AppSettings
from gan_core.store.replay import Run, load_runs

RUN = "best"  # whose frames the four steps are shown on
TOLD = ("epoch", "accuracy_real", "accuracy_fake", "n_real", "n_fake")
START = {"seed": 7, "digit": 1}  # the digit whose layers are shown before there is one on the Generate room's stage


def build(services: Services, settings: AppSettings) -> None:
    """Fill the room, and the endpoint /usefulness; its recorded run comes from assets/runs, its digits from
    `services.digits`."""
    api = LearnApi(services.digits, services.usefulness)
    runs = {run.id: run for run in load_runs(settings.assets / "runs")[0]}
    shown = told(runs[RUN]) if RUN in runs and runs[RUN].facts["sheet"] else None
    props = {"layers": api.facts(), "code": training_step(), "run": shown, "start": START}
    given = {"pairings": pairing_runs(settings.assets), "puzzle": puzzle(settings.assets), **props}
    learning = {
        "usefulness": recorded(settings.assets),
        "membership": price(settings.assets),
        "traces": traces(settings.assets),
        "teaches": services.usefulness is not None,
    }
    lesson_book([plain(api.maps), plain(api.usefulness)], alone=True, **learning, **given)
    if services.usefulness:
        gr.api(usefulness_endpoint(services.usefulness), api_name="usefulness")


def told(run: Run) -> dict[str, Any]:
    """A run's sheet, its address, and a few figures of each snapshot."""
    return {
        "frames": f"gradio_api/file={run.frames.resolve().as_posix()}",
        "sheet": run.facts["sheet"],
        "snapshots": [{name: snapshot[name] for name in TOLD} for snapshot in run.snapshots],
    }
