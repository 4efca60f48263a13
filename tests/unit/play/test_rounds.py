"""Rounds: the truth stays here until a picture is answered, each picture has one answer, and memory has an end."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from gan_core.base.errors import GanError
from gan_core.play.dealing import PHOTO_SIZE, PlayedPhoto, deal_digits, deal_photos, translated_photo
from gan_core.play.finding import Tally
from gan_core.play.rounds import AGE, Answer, Deck, Rounds

FAKE = np.array([True, False, True, True])
MACHINE = np.array([True, True, False, True])


def deck(step: int | None = None, fake: np.ndarray = FAKE) -> Deck:
    return Deck("digits", "best", step, 16.0, np.zeros((4, 28, 28), np.uint8), fake, MACHINE)


def played(rounds: Rounds, dealt: Deck, says: bool = True, after: object = None) -> str:
    id = rounds.begin(dealt, after)
    for place in range(4):
        rounds.answer(id, place, says)
    return id


def code_of(act, *args: object) -> str:
    with pytest.raises(GanError) as fault:
        act(*args)
    return fault.value.code


def test_an_answer_brings_the_truth_and_is_kept() -> None:
    kept: list[Answer] = []
    rounds = Rounds(kept.append)
    id = rounds.begin(deck())
    assert rounds.answer(id, 0, False) == {"fake": True, "machine_fake": True}
    assert rounds.answer(id, 1, False) == {"fake": False, "machine_fake": True}
    assert [(a.round, a.place, a.fake, a.said_fake, a.machine_fake) for a in kept] == [
        (id, 0, True, False, True),
        (id, 1, False, False, True),
    ]
    assert code_of(rounds.finished, id) == "round_open"


def test_nobody_answers_twice_and_a_repeated_answer_counts_once() -> None:
    kept: list[Answer] = []
    rounds = Rounds(kept.append)
    id = rounds.begin(deck())
    first = rounds.answer(id, 0, True)
    assert rounds.answer(id, 0, True) == first and len(kept) == 1
    assert code_of(rounds.answer, id, 0, False) == "round_answered"
    assert len(kept) == 1 and kept[0].said_fake


@pytest.mark.parametrize("place", [1, 3])
def test_a_picture_is_answered_in_its_turn(place: int) -> None:
    rounds = Rounds()
    assert code_of(rounds.answer, rounds.begin(deck()), place, True) == "round_not_asked"


def test_a_round_that_is_over_stays_over() -> None:
    rounds = Rounds()
    id = played(rounds, deck())
    assert code_of(rounds.answer, id, 4, True) == "count_wrong"
    assert rounds.finished(id).you == Tally(1, 0, 3, 3)
    assert rounds.finished(id).machine == Tally(1, 0, 3, 2)
    assert rounds.finished(id).you == Tally(1, 0, 3, 3)  # asking changes nothing


def test_rounds_about_the_same_networks_add_up() -> None:
    rounds = Rounds()
    first = played(rounds, deck())
    assert rounds.finished(played(rounds, deck(), after=first)).you == Tally(2, 0, 6, 6)
    assert rounds.finished(played(rounds, deck(step=26), after=first)).you == Tally(1, 0, 3, 3)
    unfinished = rounds.begin(deck())
    rounds.answer(unfinished, 0, True)
    assert rounds.finished(played(rounds, deck(), after=unfinished)).you == Tally(1, 0, 3, 3)
    assert rounds.finished(played(rounds, deck(), after=["nonsense"])).you == Tally(1, 0, 3, 3)


def test_memory_has_an_end() -> None:
    now = [0.0]
    rounds = Rounds(most=3, clock=lambda: now[0])
    ids = [rounds.begin(deck()) for _ in range(3)]
    rounds.answer(ids[0], 0, True)  # so the second was left alone longest
    rounds.begin(deck())
    assert len(rounds) == 3
    assert code_of(rounds.answer, ids[1], 0, True) == "round_gone"
    assert rounds.answer(ids[0], 1, True)
    now[0] += AGE + 1
    assert len(rounds) == 0
    assert code_of(rounds.answer, ids[0], 2, True) == "round_gone"


def test_photographs_do_not_stay_with_their_round() -> None:
    """2,000 rounds of them would take 4.7 GB."""
    rounds, photos = Rounds(), np.zeros((4, 384, 512, 3), np.uint8)
    id = played(rounds, Deck("photos", "horse2zebra", None, 16.0, photos, FAKE, MACHINE))
    round = rounds.finished(id)
    assert round.deck.pictures.size == round.fakes.size == 0 and round.deck.pictures.base is None
    assert len(round.packed) < 100


def test_of_digits_the_fakes_stay_and_take_little_room() -> None:
    """2,000 rounds of whole sheets would grow by a megabyte a minute."""
    rounds, pictures = Rounds(), np.zeros((4, 28, 28), np.uint8)
    pictures[:, 4:24, 12:16] = np.random.default_rng(0).integers(0, 256, (4, 20, 4))
    round = rounds.finished(played(rounds, Deck("digits", "best", None, 16.0, pictures, FAKE, MACHINE)))
    assert np.array_equal(round.fakes, pictures[FAKE])
    assert len(round.packed) < round.fakes.nbytes / 4


def test_two_hands_on_one_picture_are_one_answer() -> None:
    kept: list[Answer] = []
    rounds = Rounds(kept.append)
    for _ in range(50):
        id, start = rounds.begin(deck()), threading.Barrier(2)

        def hand(says: bool, id: str = id, start: threading.Barrier = start) -> None:
            start.wait()
            try:
                rounds.answer(id, 0, says)
            except GanError as fault:
                assert fault.code == "round_answered"

        hands = [threading.Thread(target=hand, args=(says,)) for says in (True, False)]
        for thread in hands:
            thread.start()
        for thread in hands:
            thread.join()
    assert len(kept) == 50


class Drawn:
    """An engine whose fakes are white and whose discriminator believes in black."""

    latent = 100

    def images(self, z: np.ndarray, step: int | None = None) -> np.ndarray:
        return np.full((len(z), 28, 28), 255, np.uint8)

    def verdict(self, images: np.ndarray, step: int | None = None) -> np.ndarray:
        return np.where(images[:, 0, 0] > 127, -1.0, 1.0)


REALS = np.arange(100, dtype=np.uint8)[:, None, None].repeat(28, 1).repeat(28, 2)


def test_every_picture_is_real_or_fake_by_a_coin_of_its_own() -> None:
    """Over 2,000 pictures: half are fake, and neither the place nor the picture before tells which."""
    rng = np.random.default_rng(0)
    decks = [deal_digits(Drawn(), "best", None, 16.0, REALS, 10, rng) for _ in range(200)]
    fake = np.stack([one.fake for one in decks])
    for one in decks:
        assert np.array_equal(one.pictures[:, 0, 0] == 255, one.fake)
        assert np.array_equal(one.machine_fake, one.fake)
        shown = one.pictures[~one.fake, 0, 0]
        assert len(set(shown.tolist())) == len(shown)  # no real digit twice
    assert abs(fake.mean() - 0.5) < 0.035
    assert np.abs(fake.mean(axis=0) - 0.5).max() < 0.14
    assert abs((fake[:, 1:] == fake[:, :-1]).mean() - 0.5) < 0.035
    assert len(set(fake.sum(axis=1).tolist())) > 4  # counting the fakes so far foretells nothing


def test_two_rounds_are_dealt_apart() -> None:
    one, other = (deal_digits(Drawn(), "best", None, 16.0, REALS, 20) for _ in range(2))
    assert not np.array_equal(one.pictures, other.pictures)


class Plain:
    """Networks that make black of every photograph."""

    def board(self, image: np.ndarray, direction: str) -> SimpleNamespace:
        figures = {"score_input": 0.9, "score_translated": 0.2, "score_reconstructed": 0.6}
        black = np.zeros((20, 50, 3), np.uint8)
        return SimpleNamespace(input=image, translated=black, reconstructed=black, figures=figures)


def test_a_photograph_stands_whole_in_the_middle_of_its_frame(tmp_path: Path) -> None:
    width, height = PHOTO_SIZE
    for size, wanted in (((100, 300), (128, height)), ((300, 100), (width, 171))):
        Image.new("RGB", size, "white").save(tmp_path / "a.png")
        found = translated_photo(Plain(), tmp_path / "a.png", "ab")
        assert found.untouched.shape == (height, width, 3)
        lit = found.untouched[..., 0] > 127
        lines = [np.flatnonzero(lit.max(axis)) for axis in (0, 1)]
        assert tuple(len(line) for line in lines) == wanted
        for line, side in zip(lines, PHOTO_SIZE, strict=True):
            assert abs(line[0] - (side - 1 - line[-1])) <= 1
    assert (found.untouched_score, found.made_scores) == (0.9, [0.2, 0.6])


def test_photographs_are_asked_once_each_untouched_or_made() -> None:
    width, height = PHOTO_SIZE

    def flat(level: int) -> np.ndarray:
        return np.full((height, width, 3), level, np.uint8)

    translated = [PlayedPhoto(flat(10 * i), [flat(10 * i + 1), flat(10 * i + 2)], 0.9, [0.2, 0.6]) for i in range(4)]
    made = set()
    for seed in range(20):
        dealt = deal_photos("photos", translated, "horse2zebra", 36.0, np.random.default_rng(seed))
        levels = dealt.pictures[:, 0, 0, 0].astype(int)
        assert sorted(levels // 10) == [0, 1, 2, 3]
        assert np.array_equal(levels % 10 > 0, dealt.fake)
        assert np.array_equal(levels % 10 == 1, dealt.machine_fake)
        made |= set((levels % 10).tolist())
    assert made == {0, 1, 2}
    coloured = [one._replace(made=one.made[:1], made_scores=one.made_scores[:1]) for one in translated]
    dealt = deal_photos("coloured", coloured, "grey2colour", 8.0, np.random.default_rng(0))
    assert (dealt.pictures.max(axis=(1, 2, 3)) % 10 == dealt.fake).all() and dealt.subject == "coloured"
    with pytest.raises(GanError):
        deal_photos("photos", [], "horse2zebra", 36.0)
