"""A visitor's own digit in the latent space: what the page is answered, and the endpoint /project."""

# No `from __future__ import annotations` here: Gradio reads the endpoint's types, and cannot read strings.
import math
from collections.abc import Callable
from typing import Any

import gradio as gr
import numpy as np

from demo_ui.page.plain import refusal
from demo_ui.page.sent import file_input, sent_photo
from gan_core.base.checks import check_picture
from gan_core.base.errors import GanError
from gan_core.base.images import data_url
from gan_core.base.runtime import Runtime
from gan_core.digits.centring import SIDE, centred
from gan_core.digits.projection import Projector, Way
from gan_core.digits.rooms import DigitRooms, film
from gan_core.photos.ink import ink_of

Answer = dict[str, Any]


class ProjectApi:
    """The answers about a written digit, over networks that may still be loading. Keeps nothing about visitors.

    Every method takes the page's raw JSON and raises GanError on what it cannot read, 'not_ready' while networks are
    loading and 'engine_failed' if they could not be loaded.
    """

    def __init__(self, runtime: Runtime[Projector], digits: Runtime[DigitRooms]) -> None:
        self._runtime, self._digits = runtime, digits

    def project(self, asked: Any) -> Answer:
        """How G comes near to `picture`, 28 x 28 greys as MNIST centres them, row by row.

        Returns:
            'film' (the encoder's digit and the way from it, side by side, as a data URL), 'l1' and 'z' of each,
            'verdicts' of D on the picture and on the last one, 'nearer' (how many of 100 real digits stay nearer) and
            'n' (of how many that was measured); {} if a newer request of the same session has arrived.
        """
        fields = asked if isinstance(asked, dict) else {}
        picture, session = check_picture("picture", fields.get("picture"), SIDE), fields.get("session")
        projector = self._runtime.engine
        way = projector.project(picture, session[:40] if isinstance(session, str) else None)
        if way is None:
            return {}
        judge = self._digits.engine.room(projector.generator_id).engine
        yours, its = judge.verdict(np.stack([picture, way.images[-1]])).tolist()
        verdicts = {"yours": _verdict(yours), "its": _verdict(its)}
        return {
            "film": film(way.images),
            "z": np.round(way.z.astype(float), 3).tolist(),
            "verdicts": verdicts,
            **told(projector, way),
        }


def told(projector: Projector, way: Way) -> Answer:
    """The figures of a way, as plain numbers."""
    off = [round(float(v), 5) for v in way.l1]
    return {"l1": off, "nearer": projector.nearer(off[-1]), "n": projector.n}


def _verdict(logit: float) -> dict[str, float]:
    return {"logit": logit, "probability": 1 / (1 + math.exp(-max(-700.0, min(700.0, logit))))}


def build_endpoint(runtime: Runtime[Projector]) -> None:
    """Register /project."""
    outputs = [gr.Textbox(visible=False), gr.JSON(visible=False), gr.JSON(visible=False)]
    gr.on([], project_endpoint(runtime), [file_input("seven.png")], outputs, api_name="project")


def project_endpoint(runtime: Runtime[Projector]) -> Callable[..., tuple[str, list[float], dict[str, Any]]]:
    """What /project answers with."""

    def project(image: str) -> tuple[str, list[float], dict[str, Any]]:
        """Find the digit of G that is nearest to a written one: the same as `python -m gan_core project`.

        Example: project(image=handle_file("seven.png")).

        Args:
            image: a picture file of one digit, dark on light or light on dark, drawn or photographed.

        Returns:
            picture: what G draws, 28 x 28 grey, as the data URL of a PNG.
            latent: the 100 numbers of its latent vector.
            figures: `l1` (mean absolute difference of the pixels, 0 to 1, of the encoder's digit first, then along the
                descent), `nearer` (how many of 100 real digits stay nearer), `n` (of how many that was measured), `ms`.
        """
        try:
            picture = centred(ink_of(sent_photo(image).image, soft=True))
            projector = runtime.engine
            way = projector.project(picture)
        except GanError as fault:
            raise refusal(fault) from None
        assert way is not None  # without a session nothing is sent away
        return data_url(way.images[-1]), way.z[-1].tolist(), {**told(projector, way), "ms": round(way.ms)}

    return project
