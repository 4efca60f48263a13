"""Who is given away: by fakes that lie near to what was learned, by scores that are higher for it."""

from __future__ import annotations

import numpy as np
import pytest

from gan_core.commands.evaluate_membership import FEW, PICTURES, beside, parted
from gan_core.data.digits import Digits
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


def test_few_digits_and_the_others_are_all_there_once() -> None:
    rng = np.random.default_rng(5)
    labels = np.arange(200).astype(np.uint8) % 10
    train, test = pictures(rng, 200), pictures(rng, 200)
    few, rest = parted(Digits(train, labels, test, labels))
    assert len(few.train) == len(few.test) == FEW
    assert np.bincount(few.train_labels).tolist() == np.bincount(few.test_labels).tolist() == [FEW // 10] * 10
    both = np.concatenate([few.train, rest.train])
    assert sorted(both.sum((1, 2))) == sorted(train.sum((1, 2)))


def test_each_fake_stands_above_its_nearest() -> None:
    reals = pictures(np.random.default_rng(6), 20)
    sheet = beside(reals[::-1].copy(), reals)
    assert sheet.shape == (56, PICTURES * 28) and np.array_equal(sheet[:28], sheet[28:])
