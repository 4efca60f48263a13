"""Model cards: every network that ships has one, which says what its spec.json holds."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from gan_core.__main__ import main
from gan_core.base.errors import GanError
from gan_core.commands.card import CARD, card
from gan_core.commands.card_template import PICTURE, Card
from gan_core.store.checkpoints import CHECKPOINTS, Registry

SHIPPED = Registry()
WITHOUT_FIGURES = ("efficientnet-lite0",)  # it is judged by what grey2colour makes of it
LIGHT = shutil.ignore_patterns("*.npz")


@pytest.fixture
def copy(tmp_path: Path) -> Registry:
    """What ships, without the weights."""
    return Registry(shutil.copytree(CHECKPOINTS, tmp_path / "networks", ignore=LIGHT))


@pytest.mark.parametrize("id", SHIPPED.ids())
def test_a_card_is_what_the_command_writes(id: str) -> None:
    place, told = CHECKPOINTS / id, card(SHIPPED, id)
    assert (place / CARD).read_text(encoding="utf-8") == told.text(id)
    assert (place / PICTURE).is_file() == bool(told.shown)


@pytest.mark.parametrize("id", SHIPPED.ids())
def test_a_card_tells_figures_cost_and_failures(id: str) -> None:
    told = card(SHIPPED, id)
    assert bool(told.rows) == (id not in WITHOUT_FIGURES)
    assert len(told.training.split()) > 10
    assert len(told.fails.split()) > 10


def test_the_command_writes_every_card_anew(copy: Registry) -> None:
    before = {id: (copy.root / id / CARD).read_bytes() for id in copy.ids()}
    spec = copy.spec("best")
    spec["figures"] |= {
        "frechet": 1.07,
        "frechet_low": 0.9,
        "frechet_high": 1.2,
        "frechet_floor": 1,
        "frechet_ratio": 1.07,
    }
    copy.write("best", {"spec.json": json.dumps(spec).encode()})
    (copy.root / "classic" / CARD).unlink()
    assert main(["card", "--checkpoints", str(copy.root)]) == 0
    after = {id: (copy.root / id / CARD).read_bytes() for id in copy.ids()}
    assert [id for id in before if before[id] != after[id]] == ["best"]
    assert b"| times the floor | 1.07 (0.90 to 1.20) | 2.5 or less: reached |" in after["best"]


def test_a_checkpoint_that_was_not_measured_says_so(copy: Registry) -> None:
    for id in copy.ids():
        spec = copy.spec(id)
        spec.pop("figures", None)
        copy.write(id, {"spec.json": json.dumps(spec).encode()})
    unmeasured = [id for id in copy.ids() if "Nothing was measured yet." in card(copy, id).text(id)]
    assert unmeasured == [id for id in copy.ids() if id != "efficientnet-lite0"]


@pytest.mark.parametrize("spec", [{"kind": "orrery"}, {}, {"kind": "cyclegan"}, {"kind": "digit-classifier"}])
def test_a_spec_that_says_too_little_has_no_card(copy: Registry, spec: dict[str, str]) -> None:
    copy.write("best", {"spec.json": json.dumps(spec).encode()})
    with pytest.raises(GanError) as fault:
        card(copy, "best")
    assert fault.value.code == "checkpoint_mismatch"


def test_what_card_cannot_measure_is_refused(copy: Registry, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["card", "--checkpoint", "pairs-true", "--measure", "--checkpoints", str(copy.root)]) == 2
    assert "card measures" in capsys.readouterr().err


def test_sentences_are_wrapped_and_all_else_is_left_alone() -> None:
    code, row = "    python -m gan_core " + "x" * 200, ("name", "y" * 200)
    told = Card(about="word " * 90, columns=("value",), rows=[row], measured=f"How.\n\n{code}", training="t", fails="f")
    text = told.text("id")
    assert code in text and f"| name | {'y' * 200} |" in text
    assert all(len(line) <= 120 for line in text.splitlines() if re.match("word", line))
