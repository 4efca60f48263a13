"""What is transparent shows paper on which the rest can be seen, on the server and in the page alike."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from gan_core.photos.files import read_photo
from gan_core.pictures.paper import paper_for
from tests.web import in_node

WHITE, BLACK, BROWN = (255, 255, 255), (0, 0, 0), (150, 95, 50)


def drawn(colour: tuple[int, int, int], alpha: int = 255) -> Image.Image:
    """Lines of one colour on nothing."""
    paper = Image.new("RGBA", (60, 40), (*WHITE, 0))
    ImageDraw.Draw(paper).line([(8, 30), (20, 8), (50, 30)], (*colour, alpha), 4)
    return paper


def white_animal() -> Image.Image:
    """Cut out, with shadows."""
    animal = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    animal.paste((240, 238, 235, 255), (10, 8, 50, 24))
    animal.paste((170, 168, 165, 255), (10, 24, 50, 32))
    return animal


PICTURES = {
    "white ink": (drawn(WHITE), BLACK),
    "faint white ink": (drawn(WHITE, 90), BLACK),
    "black ink": (drawn(BLACK), WHITE),
    "brown ink": (drawn(BROWN, 128), WHITE),
    "a white animal": (white_animal(), WHITE),
    "nothing": (Image.new("RGBA", (60, 40), (255, 255, 255, 0)), WHITE),
}


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize("fmt", ["PNG", "WEBP"])
def test_the_paper_is_chosen_against_the_ink(kind: str, fmt: str) -> None:
    image, paper = PICTURES[kind]
    buffer = io.BytesIO()
    image.save(buffer, fmt, **({"lossless": True, "exact": True} if fmt == "WEBP" else {}))
    assert tuple(read_photo(buffer.getvalue()).image[0, 0]) == paper


@pytest.mark.parametrize("kind", PICTURES)
def test_the_page_chooses_alike(kind: str) -> None:
    image, paper = PICTURES[kind]
    assert (paper_for(image.convert("RGB"), image.getchannel("A")) == "black") == (paper == BLACK)
    photograph = {"photos/photograph.mjs": "paperFor"}
    chosen = in_node(photograph, "return paperFor(pixels);", pixels=np.asarray(image).ravel().tolist())
    assert chosen == ("black" if paper == BLACK else "white")
