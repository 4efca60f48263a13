"""translate, evaluate cyclegan and card on tiny untrained networks and tiny folders."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gan_core.__main__ import main
from gan_core.commands import card_cyclegan, card_template
from gan_core.commands.card_template import Card
from gan_core.photos.engine import PhotoEngine
from tests.tiny import PHOTO_SPEC, add_tiny_photo_classifier, tiny_photo_registry
from tests.tiny_features import tiny_features

pytestmark = pytest.mark.slow

RNG = np.random.default_rng(2)


def photograph(path: Path, height: int = 40, width: int = 56) -> Path:
    path.parent.mkdir(exist_ok=True)
    Image.fromarray(RNG.integers(0, 256, (height, width, 3), np.uint8)).save(path)
    return path


def picture(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path))


def one_line(card: Card) -> str:
    return " ".join(card.text("x").split())


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    registry = tiny_photo_registry(tmp_path_factory.mktemp("checkpoints"))
    add_tiny_photo_classifier(registry)
    return registry


@pytest.fixture
def translate(registry):
    return lambda *words: main(["translate", *map(str, words), "--checkpoints", str(registry.root)])


def test_one_photograph_becomes_one_marked_picture(translate, registry, tmp_path, capsys):
    source, out = photograph(tmp_path / "a.png"), tmp_path / "b.png"
    assert translate(source, "--direction", "zebra-to-horse", "--out", out) == 0
    np.testing.assert_array_equal(picture(out), PhotoEngine(registry).translate(picture(source), "ba"))
    told = getattr(Image.open(out), "text", {})["Description"]
    assert "Made by a model" in told and "zebra-to-horse" in told
    assert "1 translated, 0 skipped" in capsys.readouterr().out


def test_the_way_back_lies_beside_it(translate, registry, tmp_path):
    source, out = photograph(tmp_path / "a.png"), tmp_path / "out" / "b.png"
    assert translate(source, "--direction", "horse-to-zebra", "--out", out, "--cycle") == 0
    board = PhotoEngine(registry).board(picture(source), "ab")
    assert board is not None
    np.testing.assert_array_equal(picture(out), board.result)
    np.testing.assert_array_equal(picture(out.with_name("b.cycle.png")), board.reconstructed)
    assert sorted(p.name for p in out.parent.iterdir()) == ["b.cycle.png", "b.png"]


def test_of_a_folder_what_cannot_be_read_is_skipped_and_counted(translate, tmp_path, capsys):
    folder, out = tmp_path / "in", tmp_path / "out"
    for name in ("one.png", "two.jpg", "two.png"):
        photograph(folder / name)
    whole = (folder / "two.jpg").read_bytes()
    (folder / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    (folder / "empty.jpg").write_bytes(b"")
    (folder / ".hidden").write_bytes(b"a system's own")
    assert translate(folder, "--direction", "horse-to-zebra", "--out", out) == 0
    assert sorted(p.name for p in out.iterdir()) == ["one.png", "two.jpg.png", "two.png.png"]
    told = capsys.readouterr()
    assert "3 translated, 2 skipped" in told.out
    assert "cut.jpg" in told.err and "empty.jpg" in told.err and "hidden" not in told.err


def test_the_direction_is_found_by_itself(translate, registry, tmp_path, capsys):
    from gan_core.photos.guard import Guard

    source = photograph(tmp_path / "a.png")
    verdict = Guard(registry).verdict(picture(source))
    assert verdict.label in ("horse", "zebra") and verdict.strangeness < verdict.threshold
    assert (verdict.label, verdict.direction) == (("zebra", "ba") if verdict.zebra > 0.5 else ("horse", "ab"))
    assert translate(source, "--out", tmp_path / "b.png") == 0
    assert f"{verdict.label}-to-" in capsys.readouterr().out


def test_what_is_neither_is_said_and_translated_all_the_same(tmp_path, capsys):
    registry = tiny_photo_registry(tmp_path / "checkpoints")
    add_tiny_photo_classifier(registry, threshold=-100.0)
    source = photograph(tmp_path / "a.png")
    words = ["translate", str(source), "--out", str(tmp_path / "b.png"), "--checkpoints", str(registry.root)]
    assert main(words) == 0
    assert "neither" in capsys.readouterr().err and (tmp_path / "b.png").exists()


@pytest.mark.parametrize("names", [(), ("cut.jpg",)])
def test_where_nothing_can_be_done_nothing_is_left_behind(translate, tmp_path, capsys, names):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(b"\xff\xd8\xff broken")
    assert translate(folder, "--direction", "horse-to-zebra", "--out", out) == 2
    assert f"{len(names)} files" in capsys.readouterr().err and not out.exists()


def test_photographs_are_never_replaced(translate, tmp_path, capsys):
    source = photograph(tmp_path / "in" / "a.png")
    before = source.read_bytes()
    for out in (source, source.parent):
        assert translate(source, "--direction", "horse-to-zebra", "--out", out) == 2
        assert "a.png" in capsys.readouterr().err
    assert source.read_bytes() == before and len(list(source.parent.iterdir())) == 1


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    for i in range(5):
        for part in ("testA", "testB"):
            photograph(folder / part / f"{i}.png", 64, 80)
    (folder / "testA" / "broken.jpg").write_bytes(b"\xff\xd8\xff")
    return folder


def test_evaluate_tells_both_directions(registry, data, capsys):
    words = ["evaluate", "cyclegan", "--data", str(data), "--json", "--checkpoints", str(registry.root)]
    assert main(words) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["n"], figures["size"], figures["photographs"]) == ({"horse": 5, "zebra": 5}, 256, "test")
    assert 0 <= figures["classifier_accuracy"] <= 1
    for name in ("horse-to-zebra", "zebra-to-horse"):
        found = figures[name]
        assert found["n"] == 5 and found["frechet_n"] == 2
        shares = (found[k] for k in ("called_target_before", "called_target", "called_neither", "cycle_l1", "change"))
        assert all(0 <= share <= 1 for share in shares)
        assert found["power_at_2px"] > 0 and found["power_at_4px"] > 0
    # noise is what was photographed in both domains, so both are called the same before
    before = [figures[name]["called_target_before"] for name in ("horse-to-zebra", "zebra-to-horse")]
    assert figures["classifier_accuracy"] == pytest.approx(1 - sum(before) / 2)


def test_a_card_holds_every_example_and_every_figure(registry, data, tmp_path, capsys):
    examples = tmp_path / "examples"
    for name in ("horse-1.jpg", "zebra-1.jpg", "zebra-2.jpg", "cow.jpg"):
        photograph(examples / name)
    (examples / "credits.json").write_text(json.dumps({"horse-1": "A. Person, CC0"}))
    made = card_template.examples(("horse", "zebra"), examples)
    assert next(told for _, told in made) == "horse-1: A. Person, CC0" and len(made) == 3
    (tmp_path / "card.png").write_bytes(card_cyclegan.picture(registry, "horse2zebra", examples))
    assert picture(tmp_path / "card.png").shape == (3 * 192, 4 * 192, 3)
    assert main(["card", "--checkpoint", "horse2zebra", "--data", str(data), "--checkpoints", str(registry.root)]) == 0
    text = " ".join((registry.root / "horse2zebra" / "MODEL_CARD.md").read_text().split())
    figures = registry.spec("horse2zebra")["figures"]
    assert f"{figures['horse-to-zebra']['cycle_l1']:.3f} | {figures['zebra-to-horse']['cycle_l1']:.3f}" in text
    epochs, steps = (PHOTO_SPEC["training"][k] for k in ("epochs", "steps"))
    assert f"{epochs:g} epochs ({steps} steps" in text and "keeps the horse's build" in text
    again = {**PHOTO_SPEC, "training": {**PHOTO_SPEC["training"], "started_from": "horse2zebra", "epochs_before": 24.0}}
    told = one_line(card_cyclegan.card("x", again | {"figures": figures}))
    assert "from the weights of `horse2zebra`. Those had 24 epochs." in told
    without = {**PHOTO_SPEC, "recipe": {**PHOTO_SPEC["recipe"], "cycle": 0.0}}
    told = one_line(card_cyclegan.card("without", without | {"figures": figures}))
    assert "trained without cycle loss" in told and "keeps the horse's build" not in told


def test_an_evaluator_and_other_photographs_are_measured_too(registry, data, tmp_path, capsys):
    evaluator = tiny_features(tmp_path / "evaluator.npz")
    for i in range(3):
        photograph(tmp_path / "neither" / f"{i}.png", 64, 64)
    words = ["--imagenet", str(evaluator), "--neither", str(tmp_path / "neither"), "--checkpoints", str(registry.root)]
    assert main(["card", "--checkpoint", "horse2zebra", "--data", str(data), *words]) == 0
    figures, text = (
        registry.spec("horse2zebra")["figures"],
        (registry.root / "horse2zebra" / "MODEL_CARD.md").read_text(),
    )
    assert (
        figures["imagenet_evaluator"] == "tiny"
        and "The ImageNet classifier is `tiny`" in text
        and "it is fooled" in text
    )
    for name in ("horse-to-zebra", "zebra-to-horse"):
        found = figures[name]
        assert all(0 <= found[k] <= 1 for k in ("foreign_called_target", "foreign_of_real", "both_of_passed"))
        assert 0 < found["neither_change"] < 1


def test_domains_that_no_classifier_knows_are_measured_by_distances_and_a_probe(data, tmp_path):
    for side in "AB":
        shutil.copytree(data / f"test{side}", tmp_path / "data" / f"test{side}")
        shutil.copytree(data / f"test{side}", tmp_path / "data" / f"train{side}")
    registry = tiny_photo_registry(tmp_path / "checkpoints")  # without a classifier
    spec = registry.spec("horse2zebra")
    training = spec["training"] | {"domains": ["photo", "monet"]}
    told = spec | {"training": training, "smoothing": {"ab": 0.004}}
    registry.write("horse2zebra", {"spec.json": json.dumps(told).encode()})
    evaluator = tiny_features(tmp_path / "evaluator.npz")
    words = ["--data", str(tmp_path / "data"), "--imagenet", str(evaluator), "--checkpoints", str(registry.root)]
    assert main(["card", "--checkpoint", "horse2zebra", *words]) == 0
    figures = registry.spec("horse2zebra")["figures"]
    assert "classifier" not in figures and "foreign_called_target" not in figures["photo-to-monet"]
    # both domains are noise: what is not translated lies at the floor
    for name in ("photo-to-monet", "monet-to-photo"):
        found = figures[name]
        assert found["foreign_frechet"] > found["foreign_frechet_before"] > 0
        assert all(0 <= found[k] <= 1 for k in ("probe_called_target", "probe_before", "probe_of_real"))
    text = (registry.root / "horse2zebra" / "MODEL_CARD.md").read_text()
    assert "a photo into a monet" in text and "sorrel" not in text and "it is fooled" not in text
    assert "The probe is a line" in text
    alone = [figures["photo-to-monet"][name] for name in ("probe_smoothed", "probe_unsmoothed")]
    assert all(0 <= share <= 1 for share in alone) and "probe_smoothed" not in figures["monet-to-photo"]
    words = " ".join(text.split())
    assert "Before the network paints a monet, a filter" in words and "of those that the filter alone" in words
    assert "| the same of pictures that are only smoothed |" in text
    assert "shapes stay where they are. Skies" in words  # text does not: the filter smears it


def test_a_missing_classifier_is_told_before_anything_is_read(registry, tmp_path, capsys):
    words = ["--data", str(tmp_path), "--imagenet", str(tmp_path / "no.npz"), "--checkpoints", str(registry.root)]
    assert main(["evaluate", "cyclegan", *words]) == 2
    assert "tools/build_features.py" in capsys.readouterr().err


def test_training_tells_where_features_come_from_and_works_without_them(tmp_path, capsys, monkeypatch):
    from gan_core.recipes import cyclegan as recipes
    from gan_core.recipes.cyclegan import FeaturesRecipe

    tiny = recipes.CycleGANRecipe(
        spec=recipes.CycleGANSpec(filters=4, blocks=1, upsampling="resize", masked=True, d_filters=(4, 4)),
        features=FeaturesRecipe(channels=4, filters=4, depths=(1, 1, 1, 1)),
        **{"pool": 0, "crop": 32, "scales": (32,), "view": 32},
    )
    monkeypatch.setitem(recipes.CYCLEGAN_PRESETS, "tiny", tiny)
    for part in ("trainA", "trainB"):
        for i in range(3):
            photograph(tmp_path / part / f"{i}.png")
    words = ["train", "cyclegan", "--preset", "tiny", "--data", str(tmp_path), "--epochs", "1"]
    missing = ["--features", str(tmp_path / "no.npz"), "--out", str(tmp_path / "a")]
    assert main([*words, *missing]) == 2
    told = capsys.readouterr().err
    assert "tools/build_features.py" in told and "--no-features" in told
    assert main([*words, "--no-features", "--out", str(tmp_path / "b")]) == 0
    features = tiny_features(tmp_path / "tiny.npz")
    assert main([*words, "--features", str(features), "--out", str(tmp_path / "c")]) == 0
    runs = [json.loads((tmp_path / name / "record" / "run.json").read_text()) for name in "bc"]
    assert [run["features"] for run in runs] == [False, True]


def test_one_direction_alone_is_trained_only_with_another_one_that_is(tmp_path, capsys):
    words = ["train", "cyclegan", "--preset", "horses", "--data", str(tmp_path), "--out", str(tmp_path / "out")]
    assert main(words) == 2
    told = capsys.readouterr().err
    assert "horses" in told and "--start" in told and not (tmp_path / "out").exists()
