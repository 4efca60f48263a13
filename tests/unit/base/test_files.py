"""Where something lies already, nothing is written unasked."""

from __future__ import annotations

import pytest

from gan_core.base.errors import GanError
from gan_core.base.files import check_free


def test_what_exists_is_named_and_not_replaced_unasked(tmp_path):
    for name in "abcde":
        (tmp_path / name).write_text("mine")
    with pytest.raises(GanError, match="and 2 more exists already") as fault:
        check_free([tmp_path / name for name in "abcdex"])
    assert fault.value.code == "path_taken"
    check_free([tmp_path / "a"], overwrite=True)
    check_free([tmp_path / "x"])


def test_a_link_that_leads_nowhere_exists(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(GanError, match="link"):
        check_free([tmp_path / "link"])
