"""Every answer that a test of the app gets is held against the type that the browser side declares for it."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session", autouse=True)
def all_held(held_to_their_types: None) -> None:
    """Also what is asked of a room's functions without `services`."""
