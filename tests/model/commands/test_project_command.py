"""`project`: what it prints and writes, and what it refuses."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PIL import Image

from gan_core.__main__ import main
from gan_core.digits.projection import Projector, l1
from tests.app.test_project import seven
from tests.tiny import add_tiny_encoder, tiny_registry

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    registry = tiny_registry(tmp_path_factory.mktemp("checkpoints"))
    add_tiny_encoder(registry)
    return registry


@pytest.fixture
def project(registry, tmp_path):
    def run(image, *options):
        image.save(tmp_path / "in.png")
        given = [str(tmp_path / "in.png"), "--out", str(tmp_path / "out.png"), "--z", str(tmp_path / "z.npz")]
        return main(["project", *given, "--checkpoints", str(registry.root), *options])

    return run


def test_picture_latent_and_l1_belong_together(project, registry, tmp_path, capsys):
    assert project(seven()) == 0
    before, after = map(float, re.findall(r"0\.\d{4}", capsys.readouterr().out))
    found = np.load(tmp_path / "z.npz")
    with Image.open(tmp_path / "out.png") as picture:
        drawn = np.asarray(picture)
        assert "Made by a model" in picture.info["Description"]
    projector = Projector(registry)
    assert np.array_equal(drawn, projector.draw(found["z"][None])[0])
    assert l1(drawn[None], found["picture"])[0] == pytest.approx(after, abs=1e-4)
    assert l1(projector.draw(found["encoder_z"][None]), found["picture"])[0] == pytest.approx(before, abs=1e-4)
    assert after < before


def test_nothing_is_replaced_unasked(project, tmp_path, capsys):
    (tmp_path / "z.npz").write_text("mine")
    assert project(seven()) == 2 and "exists already" in capsys.readouterr().err
    assert (tmp_path / "z.npz").read_text() == "mine" and not (tmp_path / "out.png").exists()
    assert project(seven(), "--overwrite") == 0


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (Image.new("RGB", (200, 200), "white"), "nothing stands out"),
        (Image.new("RGB", (200, 200), "black"), "nothing stands out"),
        (seven((5, 5)), "5 x 5 pixels"),
    ],
)
def test_what_is_no_digit_is_told(project, tmp_path, capsys, image, words):
    assert project(image) == 2 and words in capsys.readouterr().err
    assert not (tmp_path / "out.png").exists()


def test_a_wrong_name_is_told(project, tmp_path, capsys):
    assert project(seven(), "--z", str(tmp_path / "z.txt")) == 2
    assert ".npz" in capsys.readouterr().err
