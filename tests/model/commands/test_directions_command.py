import numpy as np
import pytest
from PIL import Image

from gan_core.__main__ import main
from gan_core.digits.classifier import CLASSIFIER_ID
from gan_core.digits.directions import Directions
from tests.tiny import tiny_registry

pytestmark = pytest.mark.slow


def test_the_command_leaves_verified_sliders_beside_the_weights(tmp_path, capsys):
    from gan_core.models.classifier import build_classifier

    registry = tiny_registry(tmp_path / "checkpoints")
    registry.save(CLASSIFIER_ID, {"classifier": build_classifier().get_weights()}, {"kind": CLASSIFIER_ID})
    picture = tmp_path / "films.png"
    assert main(["directions", "--checkpoints", str(registry.root), "--picture", str(picture)]) == 0
    found = Directions.load(registry, "best")
    told = capsys.readouterr().out.splitlines()[1:]
    assert [line.split()[0] for line in told] == found.names and found.names
    assert found.vectors.shape == (len(found.names), 100)
    assert np.asarray(Image.open(picture)).shape[0] == 3 * (30 * len(found.names) - 2)


def test_no_classifier_no_sliders(tmp_path, capsys):
    registry = tiny_registry(tmp_path)
    assert main(["directions", "--checkpoints", str(registry.root)]) == 2
    assert "no checkpoint 'digit-classifier'" in capsys.readouterr().err
    assert not registry.has("best", "directions.npz")
