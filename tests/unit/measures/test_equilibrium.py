"""Scores with known answers: what the accuracies, AUC and bands must be."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gan_core.measures import equilibrium
from tests import theory


def test_a_discriminator_that_always_says_real_averages_one_half_and_is_not_balanced():
    found = equilibrium.measure(np.full(100, 3.0), np.full(100, 3.0))
    assert (found.accuracy_real, found.accuracy_fake, found.balanced, found.auc) == (1.0, 0.0, 0.5, 0.5)


def test_a_shifted_threshold_is_not_blindness():
    rng = np.random.default_rng(0)
    found = equilibrium.measure(rng.normal(12, 1, 2000), rng.normal(9, 1, 2000))
    assert (found.accuracy_real, found.accuracy_fake) == (1.0, 0.0)
    assert found.auc == pytest.approx(0.983, abs=0.005)  # Phi(3 / sqrt 2)


def test_at_equilibrium_the_losses_are_those_of_the_theorem():
    found = equilibrium.measure(np.zeros(10), np.zeros(10))
    assert found.d_loss == pytest.approx(2 * log(2))
    assert found.g_loss == pytest.approx(log(2))
    assert (found.mean_real, found.mean_fake) == (0.5, 0.5)


def test_the_optimal_discriminator_is_p_over_p_plus_q():
    p, q = np.array([0.2, 0.8]), np.array([0.6, 0.2])
    assert theory.optimal_discriminator(p, q) == pytest.approx([0.25, 0.8])


def test_the_value_of_the_optimal_discriminator_is_minus_log_4_when_q_is_p():
    p = np.array([0.1, 0.2, 0.7])
    d = theory.optimal_discriminator(p, p)
    assert np.sum(p * np.log(d) + p * np.log(1 - d)) == pytest.approx(-log(4))


def histograms(seed: int, cells: int = 40) -> tuple[np.ndarray, np.ndarray]:
    p, q = np.random.default_rng(seed).dirichlet(np.ones(cells), size=2)
    return p, q


@pytest.mark.parametrize("seed", range(5))
def test_the_best_accuracy_is_one_half_and_half_the_total_variation(seed: int):
    """By Goodfellow's D*, asked cell by cell, and by the formula."""
    p, q = histograms(seed)
    says_real = theory.optimal_discriminator(p, q) > 0.5
    asked = (p[says_real].sum() + q[~says_real].sum()) / 2
    assert theory.best_accuracy(p, q) == pytest.approx(asked)
    assert theory.best_accuracy(p, p) == 0.5


@pytest.mark.parametrize("seed", range(5))
def test_the_value_of_the_optimal_discriminator_is_twice_the_divergence_less_log_4(seed: int):
    p, q = histograms(seed)
    d = theory.optimal_discriminator(p, q)
    value = np.sum(p * np.log(d)) + np.sum(q * np.log(1 - d))
    assert value == pytest.approx(2 * theory.jensen_shannon(p, q) - log(4))


def test_divergences_have_their_ends():
    p, q = np.array([0.5, 0.5, 0.0]), np.array([0.0, 0.0, 1.0])
    assert (theory.jensen_shannon(p, p), theory.total_variation(p, p)) == (0.0, 0.0)
    assert theory.jensen_shannon(p, q) == pytest.approx(log(2))
    assert theory.best_accuracy(p, q) == 1.0


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=40), st.lists(st.integers(-5, 5), min_size=1, max_size=40))
def test_auc_counts_the_pairs_that_stand_in_the_right_order(real, fake):
    wins = sum((r > f) + (r == f) / 2 for r in real for f in fake)
    assert equilibrium.auc(np.array(real), np.array(fake)) == pytest.approx(wins / (len(real) * len(fake)))


@pytest.mark.parametrize("n", [100, 1000])
def test_chance_leaves_each_band_about_five_times_in_a_hundred(n):
    rng = np.random.default_rng(n)
    runs = [equilibrium.measure(rng.normal(size=n), rng.normal(size=n)) for _ in range(600)]
    for figure, band in (
        ("accuracy_real", equilibrium.accuracy_band(n)),
        ("balanced", equilibrium.balanced_band(n)),
        ("auc", equilibrium.auc_band(n)),
    ):
        outside = np.mean([abs(getattr(run, figure) - 0.5) > band for run in runs])
        assert 0.02 < outside < 0.09, figure


def test_huge_logits_do_not_overflow():
    found = equilibrium.measure(np.array([1e4, -1e4]), np.array([1e4, -1e4]))
    assert found.mean_real == 0.5
    assert found.d_loss == pytest.approx(1e4)


def test_label_smoothing_moves_the_reference_lines():
    hard, soft = equilibrium.reference(), equilibrium.reference(0.9)
    assert (hard["accuracy_real"], hard["d_loss"]) == (0.5, pytest.approx(2 * log(2)))
    assert (soft["accuracy_real"], soft["accuracy_fake"], soft["probability"]) == (0.0, 1.0, 0.45)
    assert soft["accuracy"] == soft["auc"] == 0.5


@pytest.mark.parametrize(("looks", "z"), [(1, 1.960), (47, 3.273), (400, 3.836)])
def test_bands_are_left_by_chance_in_one_run_of_twenty(looks, z):
    assert equilibrium.deviations(looks) == pytest.approx(z, abs=5e-4)
