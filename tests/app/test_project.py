"""A visitor's own digit: what the page is answered, and the endpoint."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from PIL import Image, ImageDraw

from demo_ui.generate.projecting import ProjectApi
from demo_ui.page.plain import plain
from tests.fakes import FakeEngine, FakeProjector


@pytest.fixture
def api(services: Any) -> ProjectApi:
    return ProjectApi(services.projector, services.digits)


def seven(size: tuple[int, int] = (200, 200), paper: str = "white", pen: str = "black") -> Image.Image:
    image = Image.new("RGB", size, paper)
    ImageDraw.Draw(image).line((60, 40, 140, 40, 90, 160), pen, 16, "curve")
    return image


def test_the_way_comes_with_its_pictures_its_figures_and_both_verdicts(api: ProjectApi) -> None:
    picture = np.full((28, 28), 51, np.uint8)
    answer = api.project({"picture": picture.ravel().tolist()})
    assert answer["l1"] == [0.2, 0.1, 0.05] and answer["nearer"] == 49 and answer["n"] == 500
    assert [z[0] for z in answer["z"]] == [0, 0.1, 0.2] and {len(z) for z in answer["z"]} == {100}
    drawn = FakeProjector().project(picture).images[-1]
    logits = FakeEngine().verdict(np.stack([picture, drawn]))
    assert [answer["verdicts"][whose]["logit"] for whose in ("yours", "its")] == pytest.approx(logits.tolist())


@pytest.mark.parametrize(
    "picture", [None, "seven", [], [0] * 783, [0] * 785, [256] + [0] * 783, [-1] * 784, [0.5] * 784, [True] * 784]
)
def test_what_is_no_picture_is_refused(api: ProjectApi, picture: Any) -> None:
    assert plain(api.project)({"picture": picture})["fault"]["code"] == "picture_wrong"
    assert plain(api.project)(picture)["fault"]["code"] == "picture_wrong"


def test_the_endpoint_takes_a_picture_and_tells_what_is_none(app_url: str, tmp_path: Path) -> None:
    client = Client(app_url, verbose=False)

    def project(image: Image.Image) -> Any:
        image.save(tmp_path / "in.png")
        return client.predict(handle_file(str(tmp_path / "in.png")), api_name="/project")

    picture, latent, figures = project(seven())
    assert picture.startswith("data:image/png") and len(latent) == 100 and figures["l1"][-1] == 0.05
    assert project(seven().resize((5000, 5000)))[2]["n"] == 500
    blank = Image.new("RGB", (200, 200), "white")
    dot = blank.copy()
    ImageDraw.Draw(dot).ellipse((90, 90, 104, 104), "black")
    for image, words in (
        (blank, "nothing stands out"),
        (Image.new("RGB", (200, 200), "black"), "nothing stands out"),
        (dot, "dot"),
        (seven((5, 5)), "5 x 5 pixels, and 8 are needed"),
    ):
        with pytest.raises(AppError, match=words):
            project(image)


def test_light_on_dark_is_the_same_digit(app_url: str, tmp_path: Path) -> None:
    client, found = Client(app_url, verbose=False), []
    for paper, pen in (("white", "black"), ("black", "white")):
        seven(paper=paper, pen=pen).save(tmp_path / "in.png")
        found.append(client.predict(handle_file(str(tmp_path / "in.png")), api_name="/project")[1])
    assert found[0] == pytest.approx(found[1], abs=0.01)
