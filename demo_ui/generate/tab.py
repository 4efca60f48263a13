"""The room where the generator draws: the stage with its sliders, and the endpoint /generate."""

# No `from __future__ import annotations` here: Gradio reads the endpoint's types, and cannot read strings.
from collections.abc import Callable
from typing import Any

import gradio as gr

from demo_ui.generate.api import MAP_TILES, WALK_TILES, DigitApi
from demo_ui.generate.projecting import ProjectApi, build_endpoint
from demo_ui.generate.stage import digit_stage, painted_stage
from demo_ui.generate.writing import write_endpoint
from demo_ui.page.addresses import own_answers
from demo_ui.page.plain import plain, refusal
from gan_core.base.animations import formats
from gan_core.base.errors import GanError
from gan_core.base.images import data_url, mark_made_by_model
from gan_core.digits.projection import GENERATOR_ID

START = {"seed": 7, "digit": 1}  # what a visitor sees first


def build(services: Any, closed: bool = False) -> None:
    """Fill the room.

    Args:
        services: `digits` is the Runtime of DigitRooms, `projector` that of a Projector, or None.
        closed: no picture of a visitor is taken through the API.
    """
    api = DigitApi(services.digits, services.networks)
    functions = [plain(f) for f in (api.status, api.look, api.save, api.take)]
    if services.projector:
        functions.append(plain(ProjectApi(services.projector, services.digits).project))
    own = {**own_answers("digits"), "made": mark_made_by_model("{model}{facts}")}
    facts = {"walkTiles": WALK_TILES, "mapTiles": MAP_TILES, "formats": formats()}
    hand = GENERATOR_ID if services.projector else None
    digit_stage(functions, start=START, first=_first(services), own=own, hand=hand, **facts)
    gr.api(_endpoint(api), api_name="generate")
    if services.writes:
        gr.api(write_endpoint(services.digits), api_name="write")
    if services.projector and not closed:
        build_endpoint(services.projector)


def painted(services: Any) -> str:
    """The room before anything of it is alive: the digit of `START`, which G drew when its checkpoint was made."""
    return painted_stage(START, _first(services))


def _first(services: Any) -> str | None:
    return services.networks.first(**START) if services.networks else None


def _endpoint(api: DigitApi) -> Callable[..., tuple[str, list[float]]]:
    def generate(
        seed: int = START["seed"],
        digit: int = START["digit"],
        directions: list[float] = [],  # noqa: B006  (read only; Gradio shows the default on its API page)
        truncation: float = 1.0,
        checkpoint: str = "best",
    ) -> tuple[str, list[float]]:
        """Draw one digit: the same as on the page and from `python -m gan_core generate`.

        Example: generate(seed=7, digit=1, directions=[2.0, -1.5], truncation=0.8, checkpoint="best").

        Args:
            seed: whole number from 0 to 4294967295.
            digit: which of the seed's sixteen digits, 0 to 15.
            directions: how far to go along each direction, in the page's order, -100 to 100; those left away are 0.
            truncation: "diversity" on the page, 0 (the mean digit) to 1.
            checkpoint: "best" or "classic", or one of their snapshots, such as "best@1500"; or "any-digit", which
                is asked for `digit` modulo ten here (/write asks it for any).

        Returns:
            picture: the digit, 28 x 28 grey, as the data URL of a PNG.
            latent: the 100 numbers of its latent vector.
        """
        asked = {"seed": seed, "digit": digit, "directions": directions, "truncation": truncation}
        try:
            image, z = api.draw(asked, checkpoint)
        except GanError as fault:
            raise refusal(fault) from None
        return data_url(image), z.tolist()

    return generate
