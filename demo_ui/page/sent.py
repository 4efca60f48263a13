"""Pictures that programs send to the public endpoints, and get."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
from PIL import Image

from gan_core.base.errors import GanError
from gan_core.photos.files import Photo, read_photo

MINUTES = 5  # after which what was sent is gone


def file_input(example: str) -> Any:
    """A component that nobody sees gives an endpoint its type; gr.File opens nothing, unlike gr.Image.

    Args:
        example: a file's name, for the page of the API.
    """
    image: Any = gr.File(visible=False, type="filepath", label="image")
    image.example_payload = lambda: {"path": example, "meta": {"_type": "gradio.FileData"}}  # not Gradio's PDF
    return image


def sent_photo(path: str | None) -> Photo:
    """What was sent before it was asked about; raises GanError('photo_gone') if it has had to go since, 'photo_none',
    and as `read_photo`."""
    if not path:
        raise GanError("photo_none")
    if not Path(path).is_file():
        raise GanError("photo_gone", minutes=MINUTES)
    return read_photo(Path(path))


def made_by_model(picture: Any, words: dict[str, str]) -> Image.Image:
    """A picture whose file, which Gradio writes, will say that a model made it."""
    image = Image.fromarray(picture)
    image.info.update(words)
    return image
