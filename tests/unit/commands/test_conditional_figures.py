"""Figures by class of a generator that is asked for one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gan_core.commands.card_conditional import card
from gan_core.commands.evaluate_conditional import alike, conditional_figures
from gan_core.data.digits import Digits

DIM = 100


def strokes(leaning: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """A slanted line each, as far down as its class says."""
    images = np.zeros((len(labels), 28, 28), np.uint8)
    for image, lean, label in zip(images, leaning, labels, strict=True):
        for y in range(4 + label, 20 + label):
            image[y, int(14 + np.clip(lean, -3, 3) * (y - 12 - label) / 5)] = 255
    return images


class Seen:
    """Takes where a line begins for its class."""

    def look(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        first = images.any(2).argmax(1) - 4
        features = np.stack([first, images.reshape(len(images), -1).argmax(1) % 28], 1).astype(float)
        return features, np.eye(2)[first]


def drawn(z: np.ndarray) -> np.ndarray:
    return strokes(z[:, 0], z[:, DIM:].argmax(1))


def figures(confused: bool) -> dict[str, Any]:
    rng, labels = np.random.default_rng(0), np.arange(80) % 2
    reals = strokes(rng.standard_normal(80), labels)
    data = Digits(reals, labels.astype(np.uint8), reals, labels.astype(np.uint8))
    fakes = strokes(np.where(labels, 0, rng.standard_normal(80)), labels * (0 if confused else 1))
    classifier: Any = Seen()
    return conditional_figures(drawn, fakes, labels, data, classifier, DIM)


def test_each_class_has_its_own_figures():
    found = figures(confused=False)
    assert found["class_right"] == 1 and found["class_right_by_class"] == [1, 1]
    varied, one_picture = found["spread_by_class"]
    assert 0.7 < varied < 1.3 and one_picture == 0
    assert found["frechet_floor_by_class"] == pytest.approx([0, 0], abs=1e-6)
    assert found["frechet_by_class"][1] > found["frechet_by_class"][0]
    assert found["hand"]["slant"] == pytest.approx(1) and found["hand_n"] == 500


def test_another_class_than_was_asked_for_is_told():
    found = figures(confused=True)
    assert found["class_right"] == 0.5 and found["class_right_by_class"] == [1, 0]


def test_what_rises_in_one_class_and_falls_in_another_is_not_alike():
    up = np.arange(5.0)
    assert alike([up, 2 * up + 1]) == pytest.approx(1) and alike([up, -up]) == pytest.approx(-1)


def test_the_card_tells_what_it_began_with():
    more = {"n": 80, "seed": 1, "frechet": 2.0, "frechet_floor": 1.0, "frechet_ratio": 2.0, "mean_confidence": 0.9}
    more |= {"seeds": 3, "frechet_low": 1.5, "frechet_high": 2.5}
    more |= {"mean_confidence_real": 0.99, "classifier_accuracy": 0.99}
    more["discriminator"] = {"accuracy_real": 0.5, "accuracy_fake": 0.6}
    training = {"epochs": 2.0, "steps": 9, "digits": 80, "seed": 0, "backend": "tensorflow", "started_from": "best"}
    recipe = {"batch": 8, "conditioning": "auxiliary"}
    spec = {"training": training, "recipe": recipe, "figures": {**figures(confused=False), **more}}
    told = " ".join(card("some-digit", spec).text("some-digit").split())  # wherever a line ends
    assert "the weights of `best`" in told and "| the class that was asked for | 1.0000 |" in told
    assert "mean of 3 seeds (lowest to highest) | 2.00 (1.50 to 2.50) |" in told
    assert "right 1.000, 1.000" in told and "spread of the least varied class, of real digits' | 0.00" in told
    assert "Nothing was measured" in card("some-digit", {**spec, "figures": None}).text("some-digit")
