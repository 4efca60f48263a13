"""Files that are handed in as saved runs: what is not exactly one is refused, and nothing of it is used."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.live import loading
from gan_core.live.knobs import Knobs
from tests.saved import Files, packed, saved_files


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """What a saved run holds."""
    return saved_files(Knobs.of("express"), tmp_path_factory.mktemp("saved"))


def code(path: Path) -> str:
    with pytest.raises(GanError) as fault:
        loading.read(path)
    return fault.value.code


def run_with(files: Files, **changed: object) -> Files:
    run = {**json.loads(files["record/run.json"]), **changed}
    return {**files, "record/run.json": json.dumps(run).encode()}


def test_what_was_saved_is_read_as_zip_and_as_folder(files: Files, tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", files)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "folder")
    for source in (path, tmp_path / "folder"):
        saved = loading.read(source)
        assert [s["step"] for s in saved.snapshots] == [0, 1, 2, 3, 4, 5]
        assert saved.has_state


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/evil", "record/../../evil", "record\\run.json", "evil.pkl", "record/run.json/x"]
)
def test_no_file_is_written_but_those_that_belong(files: Files, tmp_path: Path, name: str) -> None:
    assert code(packed(tmp_path / "a.zip", {**files, name: b"x"})) == "saved_wrong"
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]


def test_what_unpacks_to_more_than_it_looks_is_refused(files: Files, tmp_path: Path) -> None:
    bomb = {**files, "state.npz": bytes(50 * 2**20)}
    path = packed(tmp_path / "a.zip", bomb, zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 2**20
    assert code(path) == "saved_wrong"
    inner = io.BytesIO()
    np.savez_compressed(inner, step=np.zeros(10**6))
    assert code(packed(path, {**files, "state.npz": inner.getvalue()})) == "saved_wrong"


def test_a_file_that_is_too_large(files: Files, tmp_path: Path) -> None:
    assert code(packed(tmp_path / "a.zip", {**files, "record/run.json": b" " * (5 * 2**20)})) == "saved_wrong"


def test_nothing_is_unpickled(files: Files, tmp_path: Path) -> None:
    harmful = io.BytesIO()
    np.savez(harmful, allow_pickle=True, step=np.array([{"a": 1}], object))
    evil = {**files, "checkpoints/live/weights.npz": harmful.getvalue()}
    evil["checkpoints/live/snapshots/step-000005.npz"] = harmful.getvalue()
    assert code(packed(tmp_path / "a.zip", evil)) == "checkpoint_damaged"
    assert code(packed(tmp_path / "b.zip", {**files, "state.npz": pickle.dumps({})})) == "saved_wrong"


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.99])
def test_a_file_that_is_cut_off(files: Files, tmp_path: Path, kept: float) -> None:
    path = packed(tmp_path / "a.zip", files)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    assert code(path) == "saved_wrong"


def test_another_kind_of_file_and_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello")
    assert code(tmp_path / "a.txt") == "saved_wrong"
    assert code(tmp_path / "nothing.zip") == "saved_wrong"
    assert code(tmp_path) == "saved_wrong"


def test_a_record_of_another_schema_or_cut_off(files: Files, tmp_path: Path) -> None:
    assert code(packed(tmp_path / "a.zip", run_with(files, schema=99))) == "run_damaged"
    half = files["record/run.json"][:300]
    assert code(packed(tmp_path / "b.zip", {**files, "record/run.json": half})) == "run_damaged"


def test_knobs_that_are_absurd_or_not_those_of_the_recipe(files: Files, tmp_path: Path) -> None:
    knobs = Knobs.of("express").to_json()
    for wrong in (None, {**knobs, "batch": 10**9}, {**knobs, "g_rate": "fast"}, {**knobs, "batch": 64}):
        assert code(packed(tmp_path / "a.zip", run_with(files, knobs=wrong))) == "saved_wrong"


def test_facts_are_made_anew(files: Files, tmp_path: Path) -> None:
    evil = run_with(files, id="<script>", measured_on="<script>", backend="<script>" * 1000, more="<script>")
    facts = loading.read(packed(tmp_path / "a.zip", evil)).facts
    assert (facts["id"], facts["measured_on"], len(facts["backend"])) == ("live", "averaged weights", 20)
    assert "more" not in facts


@pytest.mark.parametrize("value", [10**30, 2**64, -(2**60)])
def test_figures_that_no_encoder_takes(files: Files, tmp_path: Path, value: int) -> None:
    """They would be refused on the way to every visitor who watches, long after they were let in."""
    rows = json.loads(files["record/run.json"])["snapshots"]
    rows[0]["d_loss"] = value
    assert code(packed(tmp_path / "a.zip", run_with(files, snapshots=rows))) == "run_damaged"


def test_words_that_no_encoder_takes(files: Files, tmp_path: Path) -> None:
    facts = loading.read(packed(tmp_path / "a.zip", run_with(files, backend="\ud800x", version="\udfff"))).facts
    assert (facts["backend"], facts["version"]) == ("?x", "?")
