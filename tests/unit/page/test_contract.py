"""What the modules know of Python's limits is what Python says."""

from __future__ import annotations

import pytest

from demo_ui import contract
from demo_ui.page.addresses import WEB
from tests.web import in_node


def test_the_written_file_is_the_one_that_would_be_written() -> None:
    """If this fails: python -m demo_ui.contract"""
    assert contract.FILE.read_text(encoding="utf-8") == contract.written()


@pytest.mark.parametrize("name", contract.contract())
def test_the_modules_see_the_values(name: str) -> None:
    values = contract.contract()[name][1]
    found = in_node({"contract.mjs": name}, f"return {name};")
    assert found == {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


@pytest.mark.parametrize("name", contract.contract())
def test_every_value_is_used(name: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in WEB.rglob("*.mjs") if path != contract.FILE]
    asking = [text for text in texts if "contract.mjs" in text and name in text]
    unused = [key for key in contract.contract()[name][1] if not any(key in text for text in asking)]
    assert unused == []
