"""What a run remembers of its data, and how differing data is told."""

from __future__ import annotations

import json

import numpy as np

from gan_core.data.marks import differences, mark_of_array, mark_of_files

IMAGES = np.arange(5 * 4, dtype=np.uint8).reshape(5, 2, 2)
MARK = mark_of_array(IMAGES)


def saved(**marks):
    return json.loads(json.dumps(marks))


def test_the_same_content_has_the_same_mark_however_it_lies_in_memory():
    assert mark_of_array(np.asfortranarray(IMAGES)) == MARK == mark_of_array(IMAGES.copy())
    assert differences(saved(a=MARK), {"a": MARK}) == ""


def test_content_count_and_order_are_told_apart():
    other = IMAGES.copy()
    other[3, 1, 1] += 1
    assert "5 as before, but with other content" in differences(saved(a=MARK), {"a": mark_of_array(other)})
    assert "another order" in differences(saved(a=MARK), {"a": mark_of_array(IMAGES[::-1])})
    assert differences(saved(a=MARK), {"a": mark_of_array(IMAGES[1:])}) == "a: 5 then, 4 now"
    assert len({mark_of_files(*sides) for sides in ((["ab", "cd"], []), (["cd", "ab"], []), (["ab"], ["cd"]))}) == 3


def test_parts_that_come_or_go_are_named():
    assert differences(saved(a=MARK, b=MARK), {"a": MARK}) == "b: none now"
    assert differences(saved(a=MARK), {"a": MARK, "b": MARK}) == "b: none then"


def test_a_run_from_before_marks_were_kept_goes_on():
    assert differences({}, {"a": MARK}) == ""
