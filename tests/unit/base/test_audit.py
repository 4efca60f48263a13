"""make audit: no silence is taken for an all-clear."""

from __future__ import annotations

from tools.audit import FINE, HOLES, UNKNOWN, judged

CLEAN = {"name": "six", "version": "1.17.0", "vulns": []}
SKIPPED = {"name": "six", "skip_reason": "Dependency not found on PyPI"}


def holed(name: str) -> dict:
    return {"name": name, "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}


def told(*packages: dict) -> tuple[int, str]:
    code, lines = judged({"dependencies": list(packages)})
    return code, "\n".join(lines)


def test_an_audit_that_looked_nothing_up_knows_nothing():
    code, words = told(SKIPPED, SKIPPED)
    assert code == UNKNOWN and "out of reach" in words


def test_holes_are_named_and_those_that_are_borne_with_their_reason():
    assert told(CLEAN)[0] == FINE
    code, words = told(CLEAN, holed("flask"))
    assert code == HOLES and "flask 1.0: PYSEC-1, mended in 1.1" in words
    code, words = told(CLEAN, holed("pillow"))
    assert code == FINE and "Gradio" in words


def test_what_was_not_looked_up_is_named():
    code, words = told(CLEAN, SKIPPED)
    assert code == FINE and "Not looked up" in words and "1 packages looked up" in words
