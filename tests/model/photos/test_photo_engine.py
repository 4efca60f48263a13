"""The CycleGAN's engine on tiny untrained networks: sizes, and that the parts of a board belong together."""

from __future__ import annotations

import json
import threading
from dataclasses import replace

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.photos.engine import PAINTED, PhotoEngine, spread
from gan_core.photos.figures import difference
from gan_core.photos.files import seen
from gan_core.photos.masks import covered, enlarged, strengthened
from gan_core.photos.near import NEAR
from gan_core.photos.smoothing import smoothed
from tests.tiny import TINY_MASKED, TINY_PHOTOS, tiny_photo_registry

pytestmark = pytest.mark.slow

RNG = np.random.default_rng(1)


def photograph(height: int, width: int) -> np.ndarray:
    return RNG.integers(0, 256, (height, width, 3), np.uint8)


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> PhotoEngine:
    return PhotoEngine(tiny_photo_registry(tmp_path_factory.mktemp("checkpoints")))


@pytest.mark.parametrize("shape", [(64, 64), (37, 50), (9, 121), (700, 90)])
def test_any_size_comes_back_at_its_size(engine, shape):
    image = photograph(*shape)
    translated = engine.translate(image, "ab")
    assert (translated.shape, translated.dtype) == (image.shape, np.uint8)
    assert difference(translated, image).mean() > 0.01


def test_both_directions_differ_and_others_are_refused(engine):
    image = photograph(32, 32)
    assert (engine.translate(image, "ab") != engine.translate(image, "ba")).any()
    for call in (engine.translate, engine.board):
        with pytest.raises(GanError, match="sideways") as fault:
            call(image, "sideways")
        assert fault.value.code == "option_unknown"


def test_one_trace_serves_all_sizes(engine, monkeypatch):
    import keras

    monkeypatch.setattr(keras.Model, "__call__", lambda *_, **__: pytest.fail("a network is traced again"))
    for shape in ((20, 20), (24, 40), (41, 33), (600, 300)):
        assert engine.translate(photograph(*shape), "ab").shape == (*shape, 3)


def is_made_of_single_translations(board, engine, image, direction):
    np.testing.assert_array_equal(board.input, image)
    np.testing.assert_array_equal(board.translated, engine.translate(image, direction))
    np.testing.assert_array_equal(board.reconstructed, engine.translate(board.translated, direction[::-1]))
    np.testing.assert_array_equal(board.identity, engine.translate(image, direction[::-1]))


@pytest.mark.parametrize("direction", ["ab", "ba"])
def test_a_board_is_made_of_single_translations(engine, direction):
    """Whatever goes through one network is what a visitor could hand in again."""
    image = photograph(45, 66)
    board = engine.board(image, direction)
    is_made_of_single_translations(board, engine, image, direction)
    np.testing.assert_array_equal(board.result, board.translated)
    np.testing.assert_allclose(board.error, np.abs(image - board.reconstructed.astype(float)).mean(-1) / 255, atol=1e-6)


def test_scores_come_from_the_discriminator_of_the_right_domain(engine):
    image = photograph(32, 32)
    there = engine.board(image, "ab")
    back = engine.board(there.translated, "ba")  # its input is there's translation, and its source there's target
    np.testing.assert_allclose(back.maps["input"], there.maps["translated"], atol=1e-5)
    np.testing.assert_allclose(back.maps["translated"], there.maps["reconstructed"], atol=0.05)


def test_figures_are_the_means_of_what_is_shown(engine):
    board = engine.board(photograph(40, 60), "ab")
    assert board.figures["cycle_l1"] == pytest.approx(board.error.mean())
    assert board.figures["change"] == pytest.approx(difference(board.input, board.translated).mean())
    for name, found in board.maps.items():
        assert board.figures[f"score_{name}"] == pytest.approx(found.mean())
    assert 0 < board.figures["ms_translate"] < board.figures["ms"]


def test_a_large_photograph_is_seen_small_and_given_back_large(engine):
    board = engine.board(photograph(300, 1000), "ab")
    assert board.input.shape == board.translated.shape == (154, 512, 3)
    assert board.result.shape == (300, 1000, 3)


@pytest.mark.parametrize("strength", [0, 0.4, 2])
def test_at_another_strength_the_figures_are_those_of_what_is_shown(engine, strength):
    image = photograph(40, 60)
    board = engine.board(image, "ab")
    found = engine.at_strength(board, image, strength)
    np.testing.assert_array_equal(found.translated, strengthened(image, board.translated, strength))
    np.testing.assert_array_equal(found.result, found.translated)
    np.testing.assert_array_equal(found.reconstructed, engine.translate(found.translated, "ba"))
    assert found.figures["change"] == pytest.approx(difference(image, found.translated).mean())
    assert found.figures["cycle_l1"] == pytest.approx(found.error.mean())
    assert found.figures["score_translated"] == pytest.approx(found.maps["translated"].mean())
    for name in ("score_input", "score_identity", "identity_l1", "ms"):
        assert found.figures[name] == board.figures[name]


def test_many_threads_get_their_own_pictures(engine):
    images = [photograph(20 + 4 * i, 40) for i in range(6)]
    wanted = [engine.translate(image, "ab") for image in images]
    found = {}
    threads = [
        threading.Thread(target=lambda i=i: found.update({i: engine.translate(images[i], "ab")})) for i in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for i, image in enumerate(wanted):
        np.testing.assert_array_equal(found[i], image)


def test_a_patch_map_lies_over_its_picture():
    found = np.zeros((6, 8), np.float32)
    found[:, 4:] = 1
    over = spread(found, (45, 62, 3))
    assert over.shape == (45, 62)
    assert over[:, :20].max() < 0.01 and over[:, -20:].min() > 0.99


def test_a_checkpoint_of_another_kind_is_explained(tmp_path):
    registry = tiny_photo_registry(tmp_path)
    for recipe in ({}, {"spec": {"filters": "many"}}, {"spec": {}, "batch": 0, "speed": 9}):
        registry.save("wrong", registry.load("horse2zebra"), {"kind": "cyclegan", "recipe": recipe})
        with pytest.raises(GanError) as fault:
            PhotoEngine(registry, "wrong")
        assert fault.value.code == "checkpoint_mismatch"
    networks = registry.load("horse2zebra")
    del networks["generator_ba"]
    registry.save("half", networks, registry.spec("horse2zebra"))
    with pytest.raises(GanError, match="generator_ba"):
        PhotoEngine(registry, "half")


@pytest.fixture(scope="module")
def masked(tmp_path_factory) -> PhotoEngine:
    return PhotoEngine(tiny_photo_registry(tmp_path_factory.mktemp("checkpoints"), spec=TINY_MASKED))


def test_a_board_holds_the_mask_of_what_was_seen(masked, engine):
    image = photograph(45, 66)
    board = masked.board(image, "ab")
    assert board.mask.shape == (45, 66) and board.mask.dtype == np.float32
    assert 0 <= board.mask.min() < board.mask.max() <= 1
    assert board.figures["mask"] == pytest.approx(board.mask.mean())
    np.testing.assert_array_equal(masked.translation(image, "ab").mask, board.mask)
    plain = engine.board(image, "ab")
    assert plain.mask is None and "mask" not in plain.figures and engine.translation(image, "ab").mask is None


def test_a_large_photograph_keeps_what_the_networks_cannot_see_where_nothing_changes(masked):
    image = photograph(300, 700)
    made = masked.translation(image, "ab")
    assert made.picture.shape == image.shape and made.mask.shape == (300, 700)
    np.testing.assert_array_equal(masked.board(image, "ab").result, made.picture)
    change, order = difference(made.picture, image).ravel(), made.mask.ravel().argsort()
    tenth = len(order) // 10
    assert change[order[:tenth]].mean() < change[order[-tenth:]].mean()


@pytest.mark.parametrize(("share", "side"), [(0.01, NEAR), (0.99, PAINTED)])
def test_what_fills_a_photograph_is_painted_smaller_in_its_direction_alone(tmp_path, masked, share, side):
    registry = tiny_photo_registry(tmp_path, spec=TINY_MASKED)
    spec = registry.spec("horse2zebra") | {"near": {"ba": share}}
    registry.write("horse2zebra", {"spec.json": json.dumps(spec).encode()})
    engine, image = PhotoEngine(registry), photograph(300, 400)
    x = seen(image, side)
    small, made = masked.translation(x, "ba"), engine.translation(image, "ba")
    assert small.mask is not None and made.mask is not None
    np.testing.assert_array_equal(made.picture, covered(image, x, small.picture, small.mask))
    np.testing.assert_allclose(made.mask, enlarged(small.mask, (300, 400)))
    np.testing.assert_array_equal(engine.translate(image, "ab"), masked.translate(image, "ab"))
    board = engine.board(image, "ab")
    assert board
    np.testing.assert_array_equal(board.reconstructed, engine.translate(board.translated, "ba"))
    frame = photograph(144, 192)  # of a live camera
    np.testing.assert_array_equal(engine.mirror(frame, "ba"), masked.mirror(frame, "ba"))
    tiny = photograph(NEAR // 2, NEAR)
    np.testing.assert_array_equal(engine.translate(tiny, "ba"), masked.translate(tiny, "ba"))


def test_what_is_added_to_a_large_photograph_leaves_its_details(tmp_path):
    engine = PhotoEngine(tiny_photo_registry(tmp_path, spec=replace(TINY_PHOTOS, residual=True)))
    fine = np.kron(np.indices((300, 300)).sum(0) % 2, np.ones((2, 2)))  # squares of 2 pixels: nothing of them at 256
    image = np.repeat((100 + 60 * fine).astype(np.uint8)[..., None], 3, axis=-1)
    made = engine.translation(image, "ab")
    assert (made.picture.shape, made.mask) == (image.shape, None)
    details = made.picture.astype(int) - np.roll(made.picture, 2, axis=1)
    assert difference(made.picture, image).mean() > 0.01
    assert np.median(np.abs(details)) > 40
    board = engine.board(image, "ab")
    assert board
    np.testing.assert_array_equal(board.result, made.picture)


@pytest.fixture(scope="module")
def broad(tmp_path_factory) -> PhotoEngine:
    """The networks of `engine` with a spec.json that has photographs smoothed first."""
    registry = tiny_photo_registry(tmp_path_factory.mktemp("checkpoints"))
    spec = registry.spec("horse2zebra") | {"smoothing": {"ab": 0.004}}
    registry.write("horse2zebra", {"spec.json": json.dumps(spec).encode()})
    return PhotoEngine(registry)


def test_what_is_smoothed_is_painted_smooth_in_its_direction_alone(broad, engine):
    image = photograph(48, 72)
    smooth = smoothed(image, 0.004)
    assert (smooth != image).any()
    np.testing.assert_array_equal(broad.translate(image, "ab"), engine.translate(smooth, "ab"))
    np.testing.assert_array_equal(broad.mirror(image, "ab"), broad.translate(image, "ab"))
    np.testing.assert_array_equal(broad.translate(image, "ab", smooths=False), engine.translate(image, "ab"))
    np.testing.assert_array_equal(broad.translate(image, "ba"), engine.translate(image, "ba"))


@pytest.mark.parametrize("direction", ["ab", "ba"])
def test_a_board_of_smoothed_pictures_is_compared_with_the_photograph_itself(broad, direction):
    image = photograph(48, 72)
    board = broad.board(image, direction)
    is_made_of_single_translations(board, broad, image, direction)
    np.testing.assert_allclose(board.error, difference(image, board.reconstructed), atol=1e-6)
    assert board.figures["change"] == pytest.approx(difference(image, board.translated).mean())
    alone = {"smoothed": pytest.approx(difference(image, smoothed(image, 0.004)).mean())}
    taken = alone if direction == "ab" else {}
    assert {name: board.figures[name] for name in board.figures if name == "smoothed"} == taken
    none = broad.at_strength(board, image, 0)
    np.testing.assert_array_equal(none.result, image)
    assert none.figures["change"] == 0


def test_a_large_photograph_is_smoothed_at_its_own_size_while_others_have_the_networks(broad, engine, monkeypatch):
    image, waits = photograph(90, 700), []

    def watched(x: np.ndarray, share: float) -> np.ndarray:
        waits.append(broad._lock._busy)  # would others wait for this?
        return smoothed(x, share)

    monkeypatch.setattr("gan_core.photos.engine.smoothed", watched)
    board = broad.board(image, "ab")
    assert waits == [False]  # the way to A smooths nothing
    assert 0 < board.figures["ms_translate"] < board.figures["ms"]
    np.testing.assert_array_equal(board.result, broad.translate(image, "ab"))
    np.testing.assert_array_equal(board.result, engine.translate(smoothed(image, 0.004), "ab"))
    assert board.input.shape == board.translated.shape
