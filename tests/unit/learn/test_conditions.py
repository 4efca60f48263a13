"""What the lesson's live parts say, at every position of their sliders: no sentence denies the figures beside it."""

from __future__ import annotations

import json
from itertools import pairwise, product
from math import log, sqrt
from pathlib import Path

import pytest

from demo_ui.learn.usefulness import price, recorded, traces
from demo_ui.page import i18n
from gan_core.measures.diagnosis import State, diagnose
from gan_core.measures.equilibrium import auc_band, balanced_band
from tests.web import in_node

CONDITIONS = {"rooms/learn/conditions.mjs": "CONDITIONS, standing"}
CHANCE = {"rooms/learn/chance.mjs": "bell, normals, totalVariation"}
ASSETS = Path(__file__).resolve().parents[3] / "assets"
PREFIX = {
    "race": "learn.race.say_",
    "beside_grey": "learn.race.grey_",
    "use": "learn.use.say_",
    "use_both": "learn.use.both_",
    "price_few": "learn.price.few_",
    "price_look": "learn.price.look_",
    "price_fakes": "learn.price.fakes_",
    "price_scores": "learn.price.scores_",
    "found": "learn.found.say_",
}


def said(part: str, figures: list[dict]) -> list[str | None]:
    """The sentence at each of these figures, null where none may stand."""
    code = "return figures.map((one) => standing(part, one) ?? null);"
    return in_node(CONDITIONS, code, part=part, figures=figures)


def test_every_sentence_has_its_words() -> None:
    names = in_node(CONDITIONS, "return Object.entries(CONDITIONS).map(([p, c]) => [p, Object.keys(c)]);")
    for part, keys in names:
        for key in keys:
            for language in i18n.LANGUAGES:
                assert f"{PREFIX.get(part, f'learn.{part}.')}{key}" in i18n.table(language)


def test_the_value_says_what_its_two_terms_are() -> None:
    grid = [{"real": r / 100, "fake": f / 100} for r, f in product(range(1, 100), repeat=2)]
    for at, name in zip(grid, said("value", grid), strict=True):
        real, fake = at["real"], at["fake"]
        value = log(real) + log(1 - fake)
        ruled_out = {
            "even": f"{value:.2f}" != f"{-log(4):.2f}",
            "perfect": value < -0.2,
            "fooled": log(1 - fake) > -1.5,
            "same": real != fake,
            "better": real <= fake,
            "worse": value > -log(4),  # worse than guessing
        }
        assert name is not None and not ruled_out[name], at


def test_the_best_d_is_nearly_always_right_only_where_it_is() -> None:
    code = """return Array.from({ length: 101 }, (_, i) => i / 100).map((trained) => {
            const between = (a, b) => a + trained * (b - a);
            const p = (x) => bell(x, 1.1, 0.55), q = (x) => bell(x, between(-1.6, 1.1), between(1.05, 0.55));
            return { trained, best: 0.5 + totalVariation(p, q, -8, 8) / 2 };
        });"""
    figures = in_node(CHANCE, code)
    names = said("noise", figures)
    assert names[0] == "far" and names[-1] == "there" and figures[-1]["best"] == pytest.approx(0.5)
    assert all((at["best"] >= 0.9) == (name == "far") for at, name in zip(figures, names, strict=True))


def test_each_of_the_five_halves_is_told_where_the_threshold_stands() -> None:
    shares = [i / 20 for i in range(21)]
    for which in ("true", "says", "threshold", "asleep", "few"):
        grid = [{"which": which, "onReal": r, "onFake": f} for r, f in product(shares, repeat=2)]
        for at, name in zip(grid, said("half", grid), strict=True):
            real, fake = at["onReal"], at["onFake"]
            assert name is not None and name.startswith(f"why_{which}")
            assert name != "why_says" or (real > 0.9 and fake < 0.1)  # one needle at 1, the other at 0
            assert name != "why_threshold" or real >= fake  # it lies too far to the left
            assert name != "why_threshold_found" or (real + fake) / 2 > 0.75
            assert name != "why_threshold_beyond" or fake > real


def test_the_four_steps_are_those_of_the_recorded_run() -> None:
    """The chapter shows the first snapshot, the one at which D knows best, one between, and the last."""
    run = json.loads((ASSETS / "runs" / "best" / "run.json").read_text("utf-8"))["snapshots"]
    surest, last = max(run, key=lambda one: one["accuracy_real"] + one["accuracy_fake"]), run[-1]
    n = last["n_real"]
    assert (
        min(surest["accuracy_real"], surest["accuracy_fake"]) > 0.95
    )  # "it classifies nearly every picture correctly"
    assert last["balanced"] < surest["balanced"]  # "nearer to guessing than it was"
    assert last["balanced"] > 0.5 + balanced_band(n) and last["auc"] > 0.5 + auc_band(n)  # "it still tells them apart"
    assert diagnose(last).state is State.TELLS_APART


def test_no_network_of_the_race_is_praised_for_what_grey_does_better() -> None:
    runs = {
        name: json.loads((ASSETS / "runs" / "pairing" / folder / "run.json").read_text("utf-8"))
        for name, folder in {"pairs": "pairs-true", "shuffled": "pairs-shuffled", "unpaired": "pairs-none"}.items()
    }
    grey, count = runs["pairs"]["reference"]["l1_grey"], len(runs["pairs"]["snapshots"])
    figures = []
    for index in range(count):
        off = {name: run["snapshots"][index]["l1"] for name, run in runs.items()}
        closest = min(off, key=off.__getitem__)
        figures.append(
            {"index": index, "closest": closest, "off": off[closest], "grey": grey, "ended": index == count - 1}
        )
    names, beside = said("race", figures), said("beside_grey", figures)
    assert names[0] == "begin" and names[-1] == "end"
    assert all(name == at["closest"] for name, at in zip(names[1:-1], figures[1:-1], strict=True))
    assert all((name == "ahead") == (at["off"] < grey) for name, at in zip(beside, figures, strict=True))


def test_a_few_pictures_are_told_how_good_their_d_is() -> None:
    """Logits 0.8 and -0.8 with a spread of 1.2: right on 75 of 100 with the threshold at 0.5."""
    code = "return normals(1, 40000).filter((v) => 0.8 + 1.2 * v > 0).length / 40000;"
    assert in_node(CHANCE, code) == pytest.approx(0.75, abs=0.01)
    assert 1.96 * sqrt(0.25 / 12) > 0.25  # "the band of chance is wide"


def test_fakes_are_not_praised_for_what_reals_do_better() -> None:
    made = [{"low": low, "high": low + 0.04} for low in (0.1, 0.3, 0.35, 0.5)]
    grid = [{"fakes": fakes, "reals": list(reals)} for fakes in made for reals in product(made, repeat=3)]
    for at, name in zip(grid, said("use", grid), strict=True):
        fakes, reals = at["fakes"], at["reals"]
        more = [one for one in reals if fakes["low"] > one["high"]]
        less = [one for one in reals if fakes["high"] < one["low"]]
        ruled_out = {
            "more_than_all": len(more) < 3,
            "less_than_all": len(less) < 3,
            "between": not (more and less),
            "more": not more or reals[-1] in more or bool(less),
            "less": not less or bool(more),
            "same": False,
        }
        assert name is not None and not ruled_out[name], at
    both = [{"both": one, "most": other} for one, other in product(made, repeat=2)]
    for at, name in zip(both, said("use_both", both), strict=True):
        apart = max(at["both"]["low"], at["most"]["low"]) > min(at["both"]["high"], at["most"]["high"])
        assert (name != "same") == apart
        assert name != "helps" or at["both"]["low"] > at["most"]["low"]
        assert name != "harms" or at["both"]["low"] < at["most"]["low"]


def test_fakes_alone_teach_what_was_asked_of_them() -> None:
    """As recorded: what the chapter's lead and its first sentence say."""
    record = recorded(ASSETS)
    assert record
    fakes, *reals, both = record["bars"]
    assert fakes["low"] >= 0.95
    assert all(less["right"] < more["right"] for less, more in pairwise(reals))
    names = said("use", [{"fakes": fakes, "reals": reals}]) + said("use_both", [{"both": both, "most": reals[-1]}])
    assert names == ["between", "same"]


def test_nobody_is_given_away_whom_the_bands_hide() -> None:
    made = [{"low": low, "high": low + 0.04} for low in (0.3, 0.45, 0.5, 0.52, 0.6)]

    def above(one: dict, other: dict) -> bool:
        return one["low"] > other["high"]

    few = [{"memoriser": one, "unseen": other} for one, other in product(made, repeat=2)]
    for at, name in zip(few, said("price_few", few), strict=True):
        assert (name == "told") == (above(at["memoriser"], at["unseen"]) and at["memoriser"]["low"] > 0.5), at
    looks = [{"memoriser": one, "checkpoint": other} for one, other in product(made, repeat=2)]
    for at, name in zip(looks, said("price_look", looks), strict=True):
        assert (name == "poor") == above(at["checkpoint"], at["memoriser"]), at
    names = ("checkpoint", "training", "test")
    fakes = [dict(zip(names, found, strict=True)) for found in product(made, repeat=3)]
    for at, name in zip(fakes, said("price_fakes", fakes), strict=True):
        assert (name == "told") == above(at["checkpoint"], at["training"]), at
        assert name != "untold" or not (above(at["checkpoint"], at["training"]) or above(at["checkpoint"], at["test"]))
    names = ("memoriser", "checkpoint", "neither")
    scores = [dict(zip(names, found, strict=True)) for found in product(made, repeat=3)]
    for at, name in zip(scores, said("price_scores", scores), strict=True):
        found = above(at["memoriser"], at["neither"]), above(at["checkpoint"], at["neither"])
        assert name == {(True, True): "both", (True, False): "few", (False, True): "checkpoint"}.get(found, "none"), at


def test_the_memoriser_is_found_as_recorded() -> None:
    record = price(ASSETS)
    assert record
    assert said("price_few", [record["nearer"]]) == ["told"]
    assert said("price_look", [record["sure"]]) == ["good"]
    assert record["nearer"]["memoriser"]["value"] >= 0.95
    assert said("price_scores", [record["guessed"]])[0] in ("both", "few")


def test_no_detector_is_praised_for_what_chance_allows() -> None:
    made = [{"low": low, "high": low + 0.04} for low in (0.4, 0.48, 0.52, 0.6, 0.7, 0.95)]
    pairs = product(made, made, (True, False))
    grid = [{"first": first, "again": again, "untouched": untouched} for first, again, untouched in pairs]
    for at, name in zip(grid, said("found", grid), strict=True):
        first, again = at["first"], at["again"]
        sees, learns = first["low"] > 0.5, again["low"] > 0.5
        ruled_out = {
            "nearly": first["low"] < 0.94,
            "hardly": not sees or first["high"] >= 0.6,
            "some": not sees,
            "none": sees,
            "lasts": not sees or again["low"] > first["high"],
            "weaker": not sees or again["low"] <= first["high"],
            "blind": sees or not learns,
            "gone": sees or learns,
        }
        assert name is not None and not ruled_out[name], at
        assert (name in ("nearly", "hardly", "some", "none")) == at["untouched"]


def test_fakes_are_found_as_the_chapter_says() -> None:
    """As recorded: its lead, and what its text says of haze and of halves."""
    record = traces(ASSETS)
    assert record and list(record["kinds"]) == ["best", "any-digit", "classic", "horse2zebra"]
    names = {
        (id, by, treated): said("found", [{**of[by], "untouched": treated == "none"}])[0]
        for id, kind in record["kinds"].items()
        for treated, of in kind["after"].items()
        for by in ("spectrum", "haze")
        if by in of
    }
    digits = ("best", "any-digit", "classic")
    assert all(names[id, "haze", "none"] == "nearly" for id in digits)
    assert all(names[id, "haze", "jpeg95"] == "blind" for id in digits)  # "some do not outlive a JPEG"
    assert names["horse2zebra", "spectrum", "none"] == "some"
