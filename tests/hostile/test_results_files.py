"""Files that are handed in as results: nothing of another's file is changed, and its owner is told why."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path

import pytest

from gan_core.__main__ import main
from gan_core.base.errors import GanError
from gan_core.play.keeping import Keeper
from gan_core.play.results import APPLICATION, VERSION, ResultsFile
from tests.unit.play.test_results import answer


def no_database(path: Path) -> None:
    path.write_bytes(b"Dear diary, " * 1000)


def another_programs(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE answers (question, answer)")


def anothers_number(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA application_id = 7")


def a_later_version(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")


def cut_off(path: Path) -> None:
    file = ResultsFile(path)
    file.add([answer(f"round {i}", place) for i in range(100) for place in range(10)])
    file.close()
    path.write_bytes(path.read_bytes()[:9000])


FILES = [
    (no_database, "results_foreign"),
    (another_programs, "results_foreign"),
    (anothers_number, "results_foreign"),
    (a_later_version, "results_version"),
    (cut_off, "results_foreign"),
]


@pytest.mark.parametrize(("make", "code"), FILES, ids=[make.__name__ for make, _ in FILES])
def test_a_file_that_is_not_ours_is_refused_and_left_alone(tmp_path: Path, make, code: str) -> None:
    path = tmp_path / "play.sqlite3"
    make(path)
    before = path.read_bytes()
    file = ResultsFile(path)
    for act in (file.rows, file.wipe, lambda: file.add([answer()])):
        with pytest.raises(GanError) as fault:
            act()
        assert fault.value.code == code
        assert str(path) in str(fault.value)
    assert path.read_bytes() == before
    assert [part.name for part in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("make", [make for make, _ in FILES], ids=[make.__name__ for make, _ in FILES])
def test_the_answers_wait_until_the_file_is_put_right(tmp_path: Path, make) -> None:
    path = tmp_path / "play.sqlite3"
    make(path)
    keeper = Keeper(ResultsFile(path), again=3600)
    keeper.keep(answer())
    assert keeper.counted() == []
    trouble = keeper.trouble
    assert trouble and trouble.waiting == 1
    path.unlink()
    keeper.close()
    assert len(ResultsFile(path).rows()) == 1


def test_an_empty_file_becomes_ours(tmp_path: Path) -> None:
    path = tmp_path / "play.sqlite3"
    path.touch()
    ResultsFile(path).add([answer()])
    assert len(ResultsFile(path).rows()) == 1


@pytest.mark.parametrize("suffix", [".csv", ".json"])
def test_an_export_holds_every_answer(tmp_path: Path, suffix: str, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "play.sqlite3", tmp_path / f"answers{suffix}"
    ResultsFile(path).add([answer("a", place, epoch=0.2081) for place in range(10)])
    assert main(["results", "export", "--results", str(path), "--out", str(out)]) == 0
    assert "10 answers of 1 rounds" in capsys.readouterr().out
    text = out.read_text(encoding="utf-8")
    rows = json.loads(text)["answers"] if suffix == ".json" else list(csv.DictReader(text.splitlines()))
    assert [int(row["place"]) for row in rows] == list(range(10))
    assert {float(row["epoch"]) for row in rows} == {0.2081}


def test_an_export_adds_the_files_of_several_servers_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths, out = [tmp_path / f"{host}.sqlite3" for host in "abc"], tmp_path / "all.csv"
    for path, name in zip(paths, ("z", "a", "m"), strict=True):
        ResultsFile(path).add([answer(name, place) for place in range(10)], day="2026-11-01")
    ResultsFile(paths[1]).add([answer("z", place) for place in range(3)], day="2026-11-01")  # copied from the first
    assert main(["results", "export", "--results", *map(str, paths), "--out", str(out)]) == 0
    assert "30 answers of 3 rounds" in capsys.readouterr().out
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert [(row["round"], int(row["place"])) for row in rows] == [(r, place) for r in "amz" for place in range(10)]


def test_an_export_from_under_a_running_server_is_added_up_elsewhere(tmp_path: Path) -> None:
    running = ResultsFile(tmp_path / "play.sqlite3")
    running.add([answer("a", place) for place in range(10)])
    running.add([answer("b", 0)])
    taken = tmp_path / "a.sqlite3"
    assert main(["results", "export", "--results", str(running.path), "--out", str(taken)]) == 0
    assert list(tmp_path.glob("a.*")) == [taken]
    assert ResultsFile(taken).rows() == running.rows()
    assert ResultsFile(taken).counted() == running.counted()


def test_a_wipe_says_how_many(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "play.sqlite3"
    ResultsFile(path).add([answer("a", place) for place in range(7)])
    assert main(["results", "wipe", "--results", str(path)]) == 0
    assert capsys.readouterr().out.startswith("7 answers wiped")
    assert ResultsFile(path).rows() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("export --results NONE --out OUT.csv", "none"),
        ("wipe --results NONE", "none"),
        ("export --results FILE --out OUT.xlsx", ".csv"),
        ("export --results FOREIGN --out OUT.csv", "no results file"),
        ("wipe --results FOREIGN", "no results file"),
        ("export --results FILE NONE --out OUT.csv", "none"),
        ("export --results FILE --out FILE/x.csv", "Cannot write"),
    ],
)
def test_a_wrong_word_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str, said: str) -> None:
    ResultsFile(tmp_path / "file").add([answer()])
    no_database(tmp_path / "foreign")
    before = sorted(tmp_path.iterdir())
    for name in ("NONE", "FILE", "FOREIGN", "OUT"):
        words = words.replace(name, str(tmp_path / name.lower()))
    assert main(["results", *words.split()]) == 2
    told = capsys.readouterr().err
    assert told.startswith("error: ") and told.count("\n") == 1 and said in told
    assert {path.name for path in tmp_path.iterdir()} - {path.name for path in before} <= {"file-wal", "file-shm"}
