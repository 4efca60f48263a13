"""Who is given away: by fakes that lie near to what was learned, by scores that are higher for it."""

from __future__ import annotations

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.commands.evaluate_membership import beside, found
from gan_core.data.digits import Digits, learned_by_heart
from gan_core.measures.membership import guessed, nearer


def pictures(rng: np.random.Generator, n: int) -> np.ndarray:
    return rng.integers(0, 256, (n, 28, 28)).astype(np.uint8)


def test_a_memoriser_is_found_and_an_honest_one_is_not() -> None:
    rng = np.random.default_rng(0)
    seen, unseen = pictures(rng, 60), pictures(rng, 60)
    learned = seen[rng.integers(0, 60, 600)].astype(int) + rng.integers(-9, 10, (600, 28, 28))
    found = nearer(np.clip(learned, 0, 255).astype(np.uint8), seen, unseen)
    assert found.value == 1 and found.low > 0.99 and found.n == 600
    # one that draws something new each time; of so few reals one set may lie better than the other by chance
    honest = nearer(pictures(rng, 600), seen, unseen)
    assert 0.3 < honest.value < 0.7


def test_ties_count_half_and_none_is_compared_with_itself() -> None:
    rng = np.random.default_rng(1)
    one = pictures(rng, 30)
    assert nearer(pictures(rng, 50), one, one.copy()).value == 0.5
    assert nearer(one, one, pictures(rng, 30)).value < 1


def test_scores_that_give_away_are_told_from_those_that_do_not() -> None:
    rng = np.random.default_rng(3)
    same = guessed(rng.normal(size=400), rng.normal(size=400))
    assert same.low < 0.5 < same.high and same.n == 800
    higher = guessed(rng.normal(size=400) + 1, rng.normal(size=400))
    assert higher.low > 0.7 and higher.low < higher.value < higher.high < 0.85
    sure = guessed(np.arange(100) + 1.0, -np.arange(100.0))
    assert sure.value == sure.high == 1 and 0.9 < sure.low < 0.999
    few = guessed(np.arange(10) + 1.0, -np.arange(10.0))
    assert few.low < sure.low


def test_the_band_of_an_auc_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(4)
    truth = 0.7602  # of normals that lie 1 apart: Phi(1 / sqrt 2)
    bands = [guessed(rng.normal(size=80) + 1, rng.normal(size=80)) for _ in range(300)]
    assert np.mean([band.low <= truth <= band.high for band in bands]) == pytest.approx(0.95, abs=0.04)


def test_few_digits_to_learn_and_the_others_are_all_there_once() -> None:
    rng = np.random.default_rng(5)
    labels, images = np.arange(200).astype(np.uint8) % 10, pictures(rng, 200)
    few, rest = learned_by_heart(Digits(pictures(rng, 5), labels[:5], images, labels), 30)
    assert len(few.train) == len(few.test) == 30 and len(rest.train) == len(rest.test) == 70
    assert np.bincount(few.train_labels).tolist() == np.bincount(few.test_labels).tolist() == [3] * 10
    parts = np.concatenate([few.train, few.test, rest.train, rest.test])
    assert sorted(parts.sum((1, 2))) == sorted(images.sum((1, 2)))
    with pytest.raises(GanError, match="few"):
        learned_by_heart(Digits(images, labels, images, labels), 67)


def test_what_gives_somebody_away_is_told_of_whom_it_gives_away() -> None:
    """A network that hands out its digits and knows them by score, beside one that does neither."""
    rng = np.random.default_rng(7)
    labels = np.arange(90).astype(np.uint8) % 10
    data = Digits(pictures(rng, 60), labels[:60], pictures(rng, 90), labels)
    few, rest = learned_by_heart(data, 20)
    known = {image.tobytes() for image in few.train}

    def remembers(images: np.ndarray) -> np.ndarray:
        return np.array([1.0 if image.tobytes() in known else 0.0 for image in images])

    def doubts(images: np.ndarray) -> np.ndarray:
        return np.full((len(images), 10), 0.1)

    fakes = {"memoriser": np.concatenate([few.train] * 5), "checkpoint": pictures(rng, 100)}
    scores = {"memoriser": remembers, "checkpoint": lambda images: np.zeros(len(images))}
    told = found(fakes, scores, doubts, data, few, rest)
    assert told["nearer"]["memoriser"]["value"] == 1 and told["nearer"]["unseen"]["n"] == 50
    assert told["nearer"]["training"]["n"] == 60 and told["nearer"]["test"]["n"] == 90
    values = {name: one["value"] for name, one in told["guessed"].items()}
    assert values == {"memoriser": 1, "neither": 0.5, "checkpoint": 0.5}
    assert {name: (one["value"], one["n"]) for name, one in told["sure"].items()} == dict.fromkeys(fakes, (0, 100))
    sheet = beside(fakes["memoriser"][:6], few.train)
    assert sheet.shape == (56, 6 * 28) and np.array_equal(sheet[:28], sheet[28:])
