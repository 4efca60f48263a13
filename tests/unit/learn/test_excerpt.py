"""The code that is explained is the code that runs: read from its file, with a note for each line that has one."""

from __future__ import annotations

from pathlib import Path

import pytest

import gan_core
from demo_ui.learn.excerpt import excerpt, training_step
from demo_ui.page import i18n


def test_every_line_is_one_of_its_file() -> None:
    for part in training_step():
        lines = (Path(gan_core.__file__).parents[1] / part["file"]).read_text(encoding="utf-8").splitlines()
        assert len(part["lines"]) > 3
        for line in part["lines"]:
            assert lines[line["number"] - 1].strip() == line["text"].strip()


def test_every_note_is_told_in_both_languages() -> None:
    notes = [line["note"] for part in training_step() for line in part["lines"] if line["note"]]
    assert len(notes) == len(set(notes)) >= 10
    for language in i18n.LANGUAGES:
        assert {f"learn.code.{note}" for note in notes} <= i18n.table(language).keys()


def test_notes_that_do_not_fit_are_faults() -> None:
    """A line that was rewritten must not leave its explanation behind."""
    good = {"fake = self.generator(z": "fake"}
    assert excerpt("training/dcgan.py", "DCGANTrainer._raw_step", good)["lines"]
    for file, name, notes in [
        ("training/dcgan.py", "DCGANTrainer._raw_step", {"real = self.generator(z": "fake"}),
        ("training/dcgan.py", "DCGANTrainer._raw_step", {"self.": "either"}),
        ("training/dcgan.py", "DCGANTrainer._no_step", good),
        ("training/dcgan.py", "nothing", good),
    ]:
        with pytest.raises(LookupError):
            excerpt(file, name, notes)
