import gc
import weakref
from collections.abc import Iterator

import pytest

from gan_core.base import memory


class Networks:
    """They refer to themselves, as Keras models do: only a garbage collection lets go of them."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_collections_pass_by_what_has_settled_and_still_give_back_what_was_let_go() -> None:
    networks = Networks()
    seen = weakref.ref(networks)
    memory.settle()
    del networks
    gc.collect()
    assert seen() is not None  # passed by: that is what makes collections quick
    memory.give_back(collect=True)
    assert seen() is None and gc.get_freeze_count() > 0


def test_what_comes_and_goes_after_that_is_collected_as_ever() -> None:
    memory.settle()
    visitor = Networks()
    seen = weakref.ref(visitor)
    del visitor
    gc.collect()
    assert seen() is None
