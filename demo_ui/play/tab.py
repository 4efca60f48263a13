"""The room where a visitor is the discriminator: a big picture, two targets, and both accuracies over the epochs."""

from __future__ import annotations

from demo_ui.page.plain import plain
from demo_ui.play.api import PlayApi
from demo_ui.play.stage import play_stage
from demo_ui.services import Services
from demo_ui.settings import AppSettings


def build(services: Services, settings: AppSettings) -> None:
    """Fill the room; `services.digits` is needed, `services.photos` and `services.results` may fail or be missing."""
    api = PlayApi(services.digits, services.photos, services.results, settings.assets, services.colours)
    play_stage([plain(f) for f in (api.status, api.begin, api.answer, api.end)])
