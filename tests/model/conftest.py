"""What is slow to trace is traced once for all tests of a file."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator

import pytest

from tests.lent import Lent

TRACED = {
    "session": ["DCGANTrainer", "Probe"],
    "conditional_session": ["ConditionalTrainer"],
    "forger": ["DiscriminatorTrainer", "Probe"],
    "referee": ["DiscriminatorTrainer", "Probe"],
    "cyclegan_session": ["CycleGANTrainer", "TranslationProbe"],
    "pix2pix_session": ["Pix2PixTrainer", "PairProbe"],
}  # what sessions build, by module of gan_core.training


@pytest.fixture(scope="module")
def lenders() -> Iterator[list[Lent]]:
    """One for every class of `TRACED`, in its place while the tests of a file run."""
    made = []
    with pytest.MonkeyPatch.context() as patch:
        for name, classes in TRACED.items():
            module = importlib.import_module(f"gan_core.training.{name}")
            for each in classes:
                made.append(Lent(getattr(module, each)))
                patch.setattr(module, each, made[-1])
        yield made


@pytest.fixture(autouse=True)
def give_back(lenders: list[Lent]) -> Iterator[Callable[[], None]]:
    """What a test's sessions were lent is free for the next test; by `give_back()` for the test's own next session."""

    def free() -> None:
        for lender in lenders:
            lender.give_back()

    yield free
    free()
