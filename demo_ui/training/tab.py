"""The training room: recorded runs, replayed by the browser; live training, watched by it; a quiz over the museum."""

from __future__ import annotations

import gradio as gr

from demo_ui.page.games import puzzle
from demo_ui.page.i18n import h
from demo_ui.page.plain import plain
from demo_ui.page.uploads import Uploads
from demo_ui.services import Services
from demo_ui.settings import AppSettings
from demo_ui.training.api import LiveApi
from demo_ui.training.player import run_player
from demo_ui.training.programme import FAILURES, programme
from gan_core.base.errors import GanError
from gan_core.store.checkpoints import Registry
from gan_core.store.replay import load_runs


def build(services: Services, settings: AppSettings, uploads: Uploads) -> None:
    """Fill the room with the runs of assets/runs and of `--runs`; what cannot be read is named, not hidden.

    Args:
        uploads: where the pictures that visitors bring are counted.
    """
    whole, faults = load_runs(settings.assets / "runs")
    saved, left_out = services.saved
    if faults or left_out:
        gr.HTML("".join(_told(fault) for fault in [*faults, *left_out]), elem_id="run-faults")
    if not whole:
        gr.HTML(h("training.none", "p", "card say"), elem_id="no-runs")
    runs = programme([*whole, *saved], Registry(settings.checkpoints))
    shown = {"runs": runs, "failures": FAILURES, "puzzle": puzzle(settings.assets)}
    if services.live is not None:
        api = LiveApi(services.live, services.digits, services.boards, uploads)
        answers = [
            api.live_watch,
            api.live_do,
            api.live_board,
            api.live_learned,
            *([] if settings.no_upload else [api.live_pictures]),
            api.live_beat,
            api.live_take,
            api.live_save,
            api.live_gif,
        ]
        run_player([plain(answer) for answer in answers], **shown, live=api.facts())
    elif runs:
        run_player(**shown, live=None)


def _told(fault: GanError) -> str:
    return h(f"error.{fault.code}", "p", "card say", **{name: str(value) for name, value in fault.details.items()})
