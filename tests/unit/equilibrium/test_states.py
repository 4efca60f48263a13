"""What the Equilibrium room says of made figures: no sentence denies the figures beside it."""

from __future__ import annotations

import pytest

from demo_ui.page import i18n
from tests.lab import ask, denied

FLOOR = 0.011
MOMENT = {
    "step": 100,
    "accuracyReal": 0.5,
    "accuracyFake": 0.5,
    "auc": 0.5,
    "best": 0.52,
    "divergence": 0.012,
    "covered": 1.0,
    "bells": 9,
    "push": 0.5,
}
WRONG = {"divergence": 0.3, "best": 0.9}


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, "equilibrium"),
        ({"step": 3}, "early"),
        ({"accuracyReal": 1.0, "accuracyFake": 0.96, "auc": 0.99, "push": 0.01, **WRONG}, "strong"),
        ({"accuracyReal": 1.0, "accuracyFake": 0.96, "auc": 0.99, "push": 0.9, **WRONG}, "pushed"),
        (WRONG, "asleep"),  # 0.5 alone is no success
        ({"accuracyReal": 1.0, "accuracyFake": 0.0, **WRONG}, "asleep"),
        ({"accuracyReal": 1.0, "accuracyFake": 0.0, "auc": 0.9, **WRONG}, "leaning"),
        ({"auc": 0.4, **WRONG}, "turned"),
        ({"accuracyReal": 0.8, "accuracyFake": 0.7, "auc": 0.8, **WRONG}, "apart"),
        ({"accuracyReal": 0.6, "accuracyFake": 0.1, "auc": 0.3, **WRONG}, "behind"),
        ({"accuracyReal": 0.81, "accuracyFake": 0.24, "best": 0.5}, "unsettled"),
        ({"accuracyReal": 0.54, "accuracyFake": 0.55, "auc": 0.56, "best": 0.52}, "unsettled"),
        ({"accuracyReal": 0.54, "accuracyFake": 0.54, "best": 0.62, "divergence": 0.03}, "nearly"),
        ({"divergence": 0.6, "best": 0.9, "covered": 0.11}, "collapse"),
    ],
)
def test_a_moment_has_its_name(changed: dict[str, float], state: str) -> None:
    trace = [{**MOMENT, **changed}] * 10
    assert ask("return diagnose(trace, floor);", trace=trace, floor=FLOOR) == state


@pytest.mark.parametrize("out", [{"accuracyReal": 0.56}, {"auc": 0.55}, {"best": 0.54}])
def test_one_look_outside_its_band_ends_the_equilibrium_for_all_that_count_it(out: dict[str, float]) -> None:
    looks = [{**MOMENT, "step": 100 + i} for i in range(30)]
    looks[12] |= out
    said = ask("return trace.map((_, i) => diagnose(trace.slice(0, i + 1), floor));", trace=looks, floor=FLOOR)
    at = [i for i, state in enumerate(said) if state == "equilibrium"]
    assert at == [9, 10, 11, *range(22, 30)]


def test_needles_that_change_sides_run_in_circles() -> None:
    leans = [(1.0, 0.0), (0.0, 1.0)] * 3
    trace = [{**MOMENT, **WRONG, "accuracyReal": r, "accuracyFake": f} for r, f in leans]
    assert ask("return diagnose(trace, floor);", trace=trace, floor=FLOOR) == "circles"


def test_no_sentence_is_denied_by_figures_that_can_occur_together() -> None:
    """Both accuracies and AUC on a grid of 0.05, as far as a curve through that point allows."""
    looks, said = ask(
        """const looks = [], said = [], grid = Array.from({ length: 21 }, (_, i) => i / 20);
        for (const accuracyReal of grid) for (const accuracyFake of grid) for (const auc of grid) {
            const wrong = 1 - accuracyFake; // the curve goes through (wrong, accuracyReal)
            if (auc < accuracyReal * accuracyFake - 1e-9 || auc > 1 - wrong * (1 - accuracyReal) + 1e-9) continue;
            for (const best of [0.5, 0.54, 0.9]) for (const times of [1, 10]) for (const covered of [0.2, 1]) {
                const beside = { best, divergence: times * floor, covered, push: 1 - covered };
                const look = { ...moment, accuracyReal, accuracyFake, auc, ...beside };
                looks.push(look);
                said.push(diagnose(Array(10).fill(look), floor));
            }
        }
        return [looks, said];""",
        moment=MOMENT,
        floor=FLOOR,
    )
    assert len(looks) > 20_000 and None not in said
    wrong = [(state, look) for state, look in zip(said, looks, strict=True) if denied(state, [look] * 10, FLOOR)]
    assert wrong == []


def test_every_state_has_its_two_sentences() -> None:
    for state in ask("return Object.keys(STATES);"):
        for language in i18n.LANGUAGES:
            assert i18n.table(language)[f"equilibrium.state.{state}"]
            assert i18n.table(language)[f"equilibrium.why.{state}"]
