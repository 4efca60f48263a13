"""The room where a drawing becomes a horse or a zebra while it is drawn, and the endpoint /paint."""

# No `from __future__ import annotations` here: Gradio reads the endpoint's types, and cannot read strings.
from collections.abc import Callable
from typing import Any

import gradio as gr
from PIL import Image

from demo_ui.draw.api import ANIMALS, DrawingApi
from demo_ui.page.part import part
from demo_ui.page.plain import plain, refusal
from demo_ui.page.sent import file_input, made_by_model, sent_photo
from gan_core.base.errors import GanError
from gan_core.photos.drawing import COAT, COATS
from gan_core.photos.files import LARGEST
from gan_core.photos.ink import ink_of
from gan_core.pictures import limits


def build(services: Any, closed: bool = False) -> None:
    """Fill the room.

    Args:
        services: `drawings` is the Runtime of a DrawingEngine; `photos`, where `horses` are offered, makes zebras.
        closed: no picture of a visitor's is taken, through the page or the API; what is drawn here is painted.
    """
    api = DrawingApi(services.drawings, services.photos if services.horses else None)
    asked = [api.status, api.paint, api.save, *([] if closed else [api.level])]
    intake = None if closed else {"longest": LARGEST, "limits": limits.for_page()}
    answers = [plain(answer) for answer in asked]
    part("draw-stage", "draw", answers, late=True, limits=limits.for_page(), intake=intake)
    if not closed:
        _build_paint(api)


def _build_paint(api: DrawingApi) -> None:
    animal = gr.Radio(list(ANIMALS), value=ANIMALS[0], visible=False, label="animal")
    coat = gr.Radio(list(COATS), value=COAT, visible=False, label="coat")
    outputs = [gr.Image(visible=False, format="png", label="painted"), gr.JSON(visible=False, label="figures")]
    gr.on([], _paint(api), [file_input("horse.jpg"), animal, coat], outputs, api_name="paint")


def _paint(api: DrawingApi) -> Callable[..., tuple[Image.Image, dict[str, Any]]]:
    def paint(image: str, animal: str = "horse", coat: str = COAT) -> tuple[Image.Image, dict[str, Any]]:
        """Make a drawing a horse or a zebra: the same as on the page.

        Example: paint(image=handle_file("drawing.png"), coat="chestnut").

        Args:
            image: a file of lines, dark on light or light on dark, that show a whole animal; or a photograph of such a
                drawing, which is levelled, rid of rules and shadows, and brought nearer where it is small.
            animal: "horse", or "zebra" where the networks of horses and zebras are, which takes the horse further.
            coat: "bay", "chestnut", "black", "grey" or "white".

        Returns:
            painted: the painting, a square on pale paper as small as the network paints it.
            figures: `ms` for the networks.
        """
        try:
            painted = api.work_out(ink_of(sent_photo(image).image), animal, coat)
        except GanError as fault:
            raise refusal(fault) from None
        assert painted is not None  # without a session nothing is sent away
        return made_by_model(painted.picture, api.mark(animal)), {"ms": painted.ms}

    return paint
