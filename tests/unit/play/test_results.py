"""The file of results under many hands, a sudden end, a lock, a full disk, and other people's files."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gan_core.base.errors import GanError
from gan_core.play import keeping
from gan_core.play.keeping import Keeper
from gan_core.play.results import COLUMNS, ResultsFile
from gan_core.play.rounds import Answer, Deck, Rounds


def answer(round: str = "r", place: int = 0, fake: bool = True, said: bool = True, epoch: float = 16.0) -> Answer:
    return Answer(round, place, "digits", "best", None, epoch, fake, said, False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "play.sqlite3"


@pytest.fixture
def keeper(path: Path) -> Iterator[Keeper]:
    made = Keeper(ResultsFile(path), again=3600)
    yield made
    made.close()


def count(path: Path) -> int:
    return len(ResultsFile(path).rows())


def code_of(act: Callable[..., object], *args: object) -> str:
    with pytest.raises(GanError) as fault:
        act(*args)
    return fault.value.code


def test_what_is_kept_is_there_after_a_restart(path: Path) -> None:
    file = ResultsFile(path)
    file.add([answer("a", 0), answer("a", 1, fake=False, said=False)], day="2026-11-26")
    file.close()
    first, second = ResultsFile(path).rows()
    assert tuple(first) == COLUMNS
    assert list(first.values()) == ["a", 0, "2026-11-26", "digits", "best", None, 16.0, 1, 1, 0]
    assert (second["fake"], second["said_fake"]) == (0, 0)


def test_an_answer_is_on_the_disk_when_it_is_acknowledged(path: Path) -> None:
    file = ResultsFile(path)
    file.add([answer()])
    settings = {
        name: file._opened().execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
    }
    assert settings == {"journal_mode": "wal", "synchronous": 2}  # 2: FULL


def test_nothing_in_the_file_says_who_played(path: Path) -> None:
    file = ResultsFile(path)
    file.add([answer()])
    tables = sqlite3.connect(path).execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    assert sorted(tables) == [("answers",), ("counts",)]
    assert set(COLUMNS) == {
        "round", "place", "day", "subject", "checkpoint", "step", "epoch", "fake", "said_fake", "machine_fake"
    }  # fmt: skip


def test_a_picture_has_one_answer_in_the_file_too(path: Path) -> None:
    file = ResultsFile(path)
    file.add([answer(said=True)])
    file.add([answer(said=False), answer(place=1)])
    assert [(row["place"], row["said_fake"]) for row in file.rows()] == [(0, 1), (1, 1)]


def test_counts_are_split_by_truth_and_epoch(path: Path) -> None:
    file = ResultsFile(path)
    file.add([answer("a", i, fake=i < 3, said=i % 2 == 0) for i in range(5)])
    file.add([answer("b", 0, epoch=1.0)])
    assert [list(row.values()) for row in file.counted()] == [
        ["digits", "best", 1.0, 0, 0, 1, 1],
        ["digits", "best", 16.0, 2, 1, 3, 2],
    ]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans(), st.booleans()), max_size=30))
@settings(max_examples=20, deadline=None)
def test_the_sums_are_those_of_the_answers(taken: list[tuple[int, int, bool, bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = ResultsFile(Path(folder) / "play.sqlite3")
        for round, place, fake, said in taken:  # some of them answer a picture again
            file.add([answer(str(round), place, fake, said, epoch=float(round % 2))])
        expected: dict[float, list[int]] = {}
        for row in file.rows() if taken else []:
            sums = expected.setdefault(row["epoch"], [0, 0, 0, 0])
            sums[2 * row["fake"]] += 1
            sums[2 * row["fake"] + 1] += row["fake"] == row["said_fake"]
        assert {row["epoch"]: [*row.values()][3:] for row in (file.counted() if taken else [])} == expected
        file.close()


@pytest.mark.slow
def test_a_thousand_rounds_in_parallel_lose_none(path: Path, keeper: Keeper) -> None:
    rounds = Rounds(keeper.keep)
    deck = Deck(
        "digits", "best", None, 16.0, np.zeros((10, 1, 1), np.uint8), np.arange(10) % 2 == 0, np.zeros(10, bool)
    )

    def play(_: int) -> int:
        id = rounds.begin(deck)
        for place in range(10):
            rounds.answer(id, place, True)
        return rounds.finished(id).you.right

    with ThreadPoolExecutor(32) as pool:
        assert list(pool.map(play, range(1000))) == [5] * 1000
    assert keeper.trouble is None
    rows = ResultsFile(path).rows()
    assert len(rows) == 10_000 and len({row["round"] for row in rows}) == 1000


KILLED = """
import os, sys
from pathlib import Path
from gan_core.play.results import ResultsFile
from tests.unit.play.test_results import answer
file = ResultsFile(Path(sys.argv[1]))
for i in range(100000):
    file.add([answer("killed", 2 * i), answer("killed", 2 * i + 1)])
    print(i, flush=True)
"""


def test_a_sudden_end_loses_nothing_that_was_acknowledged(path: Path) -> None:
    """A process that is killed in the middle of writing leaves every acknowledged pair whole, and no half of one."""
    root = Path(__file__).parents[3]
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], cwd=root, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) == 40:
            process.kill()  # SIGKILL
            break
    acknowledged = 41 + len(process.stdout.readlines())
    process.wait()
    places = [row["place"] for row in ResultsFile(path).rows()]
    assert len(places) % 2 == 0 and places == list(range(len(places)))
    assert 2 * acknowledged <= len(places) <= 2 * acknowledged + 2
    assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_two_apps_may_share_a_file(path: Path, keeper: Keeper) -> None:
    root, kept = Path(__file__).parents[3], 0
    keeper.keep(answer("first"))
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], cwd=root, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for kept, line in enumerate(process.stdout, 1):
        keeper.keep(answer("ours", int(line)))
        if kept == 30:
            process.kill()
            break
    process.wait()
    keeper._try_again()  # if the other one was in the way for longer than is waited
    rows = [row["round"] for row in ResultsFile(path).rows()]
    assert rows.count("ours") == 30 and rows.count("killed") >= 60 and keeper.trouble is None


LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
"""


def test_another_programs_lock_loses_nothing(path: Path, keeper: Keeper, caplog: pytest.LogCaptureFixture) -> None:
    keeper.keep(answer("before"))
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen([sys.executable, "-c", LOCK, str(path)], **pipes)
    assert process.stdin and process.stdout and process.stdout.readline() == "locked\n"
    with caplog.at_level(logging.WARNING):
        for place in range(5):
            keeper.keep(answer("during", place))
    trouble = keeper.trouble
    assert trouble and (trouble.fault.code, trouble.waiting, trouble.lost) == ("results_locked", 5, 0)
    assert [record.levelname for record in caplog.records] == ["WARNING"]  # said once, not five times
    process.communicate("")
    keeper._try_again()
    assert keeper.trouble is None and count(path) == 6


def test_what_waits_is_written_by_itself_when_it_goes_again(path: Path) -> None:
    path.mkdir(parents=True)  # no file can be made here
    keeper = Keeper(ResultsFile(path), again=0.01)
    keeper.keep(answer())
    assert keeper.trouble and keeper.trouble.fault.code == "results_unwritable"
    path.rmdir()
    written = threading.Event()
    add = keeper._file.add

    def noticed(*args: object) -> None:
        add(*args)  # type: ignore[arg-type]
        written.set()

    keeper._file.add = noticed  # type: ignore[method-assign]
    assert written.wait(30)
    keeper.close()
    assert keeper.trouble is None and count(path) == 1


class Narrow(ResultsFile):
    """A file on a disk that has room for some pages, or that nobody may write to."""

    pages, uri = 4, ""

    def _connect(self) -> sqlite3.Connection:
        connection = super()._connect()
        connection.execute(f"PRAGMA max_page_count = {self.pages}")
        if self.uri:
            connection.close()
            connection = sqlite3.connect(f"file:{self.path}?{self.uri}", uri=True, isolation_level=None)
        return connection


def test_a_full_disk_takes_whole_answers_only_and_goes_on_later(path: Path) -> None:
    file = Narrow(path)
    keeper = Keeper(file, again=3600)
    many = [answer(f"round {i}", place) for i in range(30) for place in range(10)]
    for one in many:
        keeper._next_try = 0.0
        keeper.keep(one)
    trouble = keeper.trouble
    assert trouble and trouble.fault.code == "results_full"
    assert 0 < trouble.waiting < 300 and count(path) == 300 - trouble.waiting
    file.pages = 10_000
    keeper._try_again()
    assert keeper.trouble is None and count(path) == 300


def test_a_file_that_may_not_be_written_is_told(path: Path) -> None:
    ResultsFile(path).add([answer()])
    file = Narrow(path)
    file.uri = "mode=ro"
    keeper = Keeper(file, again=3600)
    keeper.keep(answer("later"))
    trouble = keeper.trouble
    assert trouble and (trouble.fault.code, trouble.waiting) == ("results_unwritable", 1)
    file.uri = ""
    keeper._try_again()
    assert keeper.trouble is None and count(path) == 2


def test_memory_for_what_waits_has_an_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_WAITING", 10)
    path.mkdir(parents=True)
    keeper = Keeper(ResultsFile(path), again=3600)
    for place in range(25):
        keeper.keep(answer(place=place))
    trouble = keeper.trouble
    assert trouble and (trouble.waiting, trouble.lost) == (10, 15)


def test_a_file_that_was_taken_away_is_made_anew(path: Path, keeper: Keeper) -> None:
    keeper.keep(answer("gone"))
    parts = list(path.parent.iterdir())
    assert path in parts
    for part in parts:
        part.unlink()
    keeper.keep(answer("new"))
    assert [row["round"] for row in ResultsFile(path).rows()] == ["new"]


def test_wiping_leaves_nothing_of_an_answer(path: Path) -> None:
    file = ResultsFile(path)
    file.add([answer("tell-tale-round", place) for place in range(500)])
    other = Keeper(ResultsFile(path))
    other.keep(answer("of an app that runs"))
    assert file.wipe() == 501
    assert file.rows() == file.counted() == []
    assert not any(b"tell-tale" in part.read_bytes() for part in path.parent.iterdir())
    other.keep(answer("later"))
    assert [row["round"] for row in file.rows()] == ["later"]
    other.close()


def test_everybodys_answers_are_counted_now_and_then(
    path: Path, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert keeper.counted() == [] and keeper.trouble is None  # nobody has played yet, and no file was made
    assert not path.exists()
    keeper.keep(answer())
    keeper._counted = (float("inf"), [])
    assert keeper.counted() == []  # as counted a moment ago
    keeper._counted = (0.0, [])
    assert keeper.counted()[0]["fakes"] == 1


def test_reading_what_is_not_there_is_told(path: Path) -> None:
    assert code_of(ResultsFile(path).rows) == "results_missing"
    assert code_of(ResultsFile(path).wipe) == "results_missing"
    assert not path.parent.exists()
