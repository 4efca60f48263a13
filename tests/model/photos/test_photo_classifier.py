"""The horse/zebra classifier: what it is shown, what is saved, and the guard that goes with it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from gan_core.base.errors import GanError
from gan_core.data.unpaired import Photographs
from gan_core.photos.classifier import PHOTO_CLASSIFIER_ID, HorseZebraClassifier, Looks
from gan_core.photos.guard import Guard, strangeness
from gan_core.store.checkpoints import Registry
from gan_core.training import photo_classifier
from tests.tiny import add_tiny_photo_classifier

pytestmark = pytest.mark.slow

RNG = np.random.default_rng(6)


def photograph(striped: bool) -> np.ndarray:
    """Stripes at a random slant, or a plain coat, both in random browns."""
    y, x = np.indices((64, 80))
    slant, phase = RNG.uniform(-0.5, 0.5), RNG.uniform(0, 8)
    light = np.sign(np.sin((x + slant * y) / 2 + phase)) if striped else np.zeros((64, 80))
    return np.clip(RNG.uniform(90, 160, 3) + 60 * light[..., None], 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(photo_classifier, "NEITHER", 12)
        patch.setattr(photo_classifier, "TURNED", 4)
        patch.setattr(photo_classifier, "OTHERS", 6)
        domains = [
            Photographs([photograph(striped) for _ in range(25)], [photograph(striped) for _ in range(4)], 0, 0)
            for striped in (False, True)
        ]
        noise = [RNG.integers(0, 256, (64, 80, 3), np.uint8) for _ in range(7)]
        others = Photographs(noise[:5], noise[5:], 0, 0)
        registry = Registry(tmp_path_factory.mktemp("checkpoints"))
        a, b = domains
        figures = photo_classifier.train_photo_classifier((a, b), ("plain", "striped"), 6, 0, registry, others)
    return registry, domains, figures


def test_what_is_saved_is_what_was_measured(trained):
    registry, domains, figures = trained
    spec = registry.spec(PHOTO_CLASSIFIER_ID)
    assert spec["figures"] == figures and figures["n"] == 8
    assert spec["training"]["photographs"] == [22, 22] and spec["guard"]["n"] == 6  # one in ten trains nothing
    guard = Guard(registry)
    verdicts = [guard.verdict(x) for domain in domains for x in domain.held_back]
    assert {v.label for v in verdicts} <= {"plain", "striped", "neither"}
    assert spec["training"]["others"] == 5 and figures["others_n"] == 2
    # squares are measured, so whole photographs may differ a little
    assert all((v.label == "neither") == (v.strangeness > v.threshold) for v in verdicts)


def test_without_photographs_of_other_things_there_is_no_figure_of_them(trained):
    registry, domains, figures = trained
    found = photo_classifier.held_back_figures([domain.held_back for domain in domains], [], registry)
    assert found == {name: figures[name] for name in ("accuracy", "false_alarms", "n")}


def test_colours_are_shaken_within_the_range():
    x = RNG.uniform(-1, 1, (200, 6, 6, 3)).astype(np.float32)
    found = photo_classifier.shaken(x, np.random.default_rng(0))
    assert (found.shape, found.dtype) == (x.shape, np.float32) and np.abs(found).max() <= 1
    assert np.abs(found - x).mean() > 0.05


def test_any_size_is_looked_at_alone_and_among_others(tmp_path):
    registry = Registry(tmp_path)
    add_tiny_photo_classifier(registry)
    classifier = HorseZebraClassifier.load(registry)
    pictures = [RNG.integers(0, 256, (*shape, 3), np.uint8) for shape in ((128, 128), (30, 200), (700, 300), (8, 8))]
    looks = classifier.look(pictures)
    assert looks.logits.shape == (4, 3) and looks.features.shape == (4, 64)
    for i, picture in enumerate(pictures):
        np.testing.assert_allclose(classifier.look([picture]).logits[0], looks.logits[i], atol=1e-4)
    twice = classifier.look([pictures[0], pictures[0]])
    np.testing.assert_allclose(twice.logits, looks.logits[[0, 0]], atol=1e-3)


def test_what_is_looked_at_is_not_squashed(tmp_path):
    registry = Registry(tmp_path)
    add_tiny_photo_classifier(registry)
    classifier = HorseZebraClassifier.load(registry)
    large = np.asarray(Image.fromarray(RNG.integers(0, 256, (8, 12, 3), np.uint8)).resize((400, 256)))  # no fine grain
    wide = np.asarray(Image.fromarray(large).resize((200, 128)))
    same, other = classifier.look([wide]).logits, classifier.look([np.ascontiguousarray(wide[:, :128])]).logits
    assert np.abs(classifier.look([large]).logits - same).mean() < np.abs(other - same).mean()


def test_strangeness_is_the_odds_of_neither():
    logits = np.log(np.array([[0.5, 0.3, 0.2], [0.05, 0.05, 0.9]]))
    found = strangeness(Looks(logits, np.zeros((2, 64))))
    np.testing.assert_allclose(found, np.log([0.2 / 0.8, 0.9 / 0.1]))


def test_a_guard_without_its_threshold_is_explained(tmp_path):
    registry = Registry(tmp_path)
    with pytest.raises(GanError) as fault:
        Guard(registry)
    assert fault.value.code == "checkpoint_missing"
    add_tiny_photo_classifier(registry)
    spec = registry.spec(PHOTO_CLASSIFIER_ID)
    del spec["guard"]
    registry.save(PHOTO_CLASSIFIER_ID, registry.load(PHOTO_CLASSIFIER_ID), spec)
    with pytest.raises(GanError, match="guard") as fault:
        Guard(registry)
    assert fault.value.code == "checkpoint_mismatch"
