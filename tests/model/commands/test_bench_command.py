import json

import pytest

from gan_core.__main__ import main
from tests.tiny import tiny_registry

pytestmark = pytest.mark.slow


def test_every_way_is_measured_against_the_traced_generator(tmp_path, capsys):
    registry = tiny_registry(tmp_path)
    assert main(["bench", "--checkpoints", str(registry.root), "--rounds", "10", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    ways = told["ways"]
    assert told["rounds"] == 10 and len(ways) == 7
    assert all(way["p95_ms"] >= way["p50_ms"] > 0 for way in ways.values())
    base = ways["generator, traced once"]
    assert base["ratio"] == 1 and all(
        abs(way["ratio"] - way["p50_ms"] / base["p50_ms"]) < 0.01 for way in ways.values()
    )


def test_too_few_rounds(capsys):
    assert main(["bench", "--rounds", "1"]) == 2
    assert "--rounds" in capsys.readouterr().err


def test_live_training_is_measured_as_visitors_see_it(capsys):
    assert main(["bench", "--live", "express", "--seconds", "0.1,0.2", "--seeds", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told["confident"]) == ["0.1", "0.2"] and told["runs"][0]["steps"] >= 1
    assert all(0 <= share <= 1 for share in told["confident"].values())


def test_a_time_that_is_none(capsys):
    assert main(["bench", "--live", "express", "--seconds", "soon"]) == 2
    assert "--seconds" in capsys.readouterr().err
