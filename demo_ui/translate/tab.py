"""The room where horses become zebras and zebras horses: the stage with its board, and the endpoint /translate."""

# No `from __future__ import annotations` here: Gradio reads the endpoint's types, and cannot read strings.
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr
from PIL import Image

from demo_ui.page.addresses import own_answers
from demo_ui.page.plain import plain
from demo_ui.translate.desk import AUTO, NAMES, PhotoDesk, made_by, mark
from demo_ui.translate.room import Examples
from demo_ui.translate.stage import photo_stage
from gan_core.base.errors import GanError
from gan_core.base.settings import AppSettings
from gan_core.photos.files import read_photo

OWN = Path(__file__).parent / "own"
# The same answers, given by the browser itself.
OWN_SCRIPTS = ("resize", "networks", "engine", "photograph", "lessons", "taking", "mirror", "photos")
START = "horse-zaniskari"  # the example that a visitor meets


def build(services: Any, settings: AppSettings, closed: bool = False) -> None:
    """Fill the room.

    Args:
        services: `photos` is the Runtime of a PhotoRoom.
        settings: its `assets` hold the example photographs.
        closed: these only; no photograph of a visitor is taken, through the page or the API.
    """
    examples = Examples(settings.assets / "examples")
    desk = PhotoDesk(services.photos, examples, services.photo_networks)
    answers: list[Callable[..., dict[str, Any]]] = [
        desk.status,
        desk.example,
        desk.way_back,
        desk.without_cycle,
        desk.save,
        desk.forget,
    ]
    if not closed:
        answers.append(desk.translate)
    if not settings.no_camera:
        answers.append(desk.mirror)
    own = {**own_answers(OWN, OWN_SCRIPTS, "photos", shared=["random"]), "made": made_by()}
    photo_stage([plain(answer) for answer in answers], examples=examples.listed(), start=START, own=own)
    if not closed:
        _build_endpoint(desk)


def _build_endpoint(desk: PhotoDesk) -> None:
    """Components that nobody sees give the endpoint its types; gr.File opens nothing, unlike gr.Image."""
    image: Any = gr.File(visible=False, type="filepath", label="image")
    image.example_payload = lambda: {"path": "horse.jpg", "meta": {"_type": "gradio.FileData"}}  # not Gradio's PDF
    direction = gr.Radio([AUTO, *NAMES.values()], value=AUTO, visible=False, label="direction")
    outputs = [
        gr.Image(visible=False, format="png", label="translated"),
        gr.Image(visible=False, format="png", label="reconstructed"),
        gr.JSON(visible=False, label="figures"),
    ]
    gr.on([], _endpoint(desk), [image, direction], outputs, api_name="translate")


def _endpoint(desk: PhotoDesk) -> Callable[..., tuple[Image.Image, Image.Image, dict[str, Any]]]:
    def translate(image: str, direction: str = AUTO) -> tuple[Image.Image, Image.Image, dict[str, Any]]:
        """Turn a horse into a zebra or a zebra into a horse, and back again: the same as on the page.

        Example: translate(image=handle_file("horse.jpg"), direction="horse-to-zebra").

        Args:
            image: a JPEG, PNG, WebP or GIF file of any size up to 50 million pixels.
            direction: "horse-to-zebra", "zebra-to-horse", or "auto": what the guard finds in the photograph.

        Returns:
            The translation at the photograph's size (at most 1024 pixels on the long side); the way back, at most
            512; and the figures: the direction, what the guard takes the photograph and the translation for (null
            without a guard), `cycle_l1`, `change`, `change_outer` and `identity_l1` (mean absolute differences, 0 to
            1), `score_...` (means of D's patch maps, 1 for real), `mask` (the mean of what G wants to change, 0 to 1;
            absent where networks have no mask), `ms` and `ms_translate`.
        """
        try:
            if not image:
                raise GanError("photo_none")
            exhibit = desk.work_out(read_photo(Path(image)), direction)
        except GanError as fault:
            raise gr.Error(str(fault)) from fault
        assert exhibit is not None  # without a session nothing is sent away
        board = exhibit.board
        looks = {"looks_like": exhibit.verdict, "translated_looks_like": exhibit.after}
        figures = {name: verdict and verdict.label for name, verdict in looks.items()}
        pictures = {"translated": board.result, "reconstructed": board.reconstructed}
        translated, reconstructed = (_marked(board.direction, *pair) for pair in pictures.items())
        return translated, reconstructed, {"direction": NAMES[board.direction], **figures, **board.figures}

    return translate


def _marked(direction: str, what: str, picture: Any) -> Image.Image:
    """A picture whose file, which Gradio writes, will say that a model made it."""
    image = Image.fromarray(picture)
    image.info.update(mark(direction, what))
    return image
