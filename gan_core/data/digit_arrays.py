"""Digit datasets as arrays: which array holds images and which labels, and how both are normalised to ours.

Ours are uint8 (n, 28, 28) with 0 for the background, and labels uint8 (n,). The meaning is inferred
from names and shapes; where that is ambiguous, nothing is guessed and an error says so.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from gan_core.base.files import some_of
from gan_core.data.digit_pixels import images_of
from gan_core.data.marks import HELD_BACK, held_back

FEW_TRAIN, FEW_TEST = 1000, 100

_PART = re.compile(r"train(?:ing)?|t10k|test(?:ing)?|valid(?:ation)?|val|dev")
_PARTS = {"t": "test", "v": "validation", "d": "validation"}
_ROLE = re.compile(
    r"(?P<images>image|img|pixel|picture|data|feature|(?<![a-z])x(?![a-z]))"
    r"|(?P<labels>label|target|class|(?<![a-z])y(?![a-z]))"
)
Key = tuple[str, str]  # part ("train", "test", "validation", "" unknown), role ("images", "labels")


class Normal(NamedTuple):
    """Pictures uint8 (n, 28, 28), labels uint8 (n,) or (0,) where there are none, and what was done, in words."""

    train: np.ndarray
    train_labels: np.ndarray
    test: np.ndarray
    test_labels: np.ndarray
    notes: tuple[str, ...]


def normalised(arrays: Mapping[str, np.ndarray], *, on_their_side: bool = False) -> Normal:
    """Convert digits of any layout to ours.

    Args:
        arrays: by name, of any kind: arrays that do not belong to a digit dataset are ignored and reported.
        on_their_side: rows and columns are exchanged, as in EMNIST's own files.

    Raises:
        ValueError: the meaning is ambiguous, or these are not digits; the message says why.
    """
    found, notes = _sorted(arrays)
    pictures = {part: array for (part, role), array in found.items() if role == "images"}
    labels = {part: array for (part, role), array in found.items() if role == "labels"}
    images = images_of(pictures, {part: len(array) for part, array in labels.items()}, notes, on_their_side)
    told: dict[str, np.ndarray] = {}
    for part, array in images.items():
        told[part] = _labels(labels[part], len(array), part, notes) if part in labels else np.zeros(0, np.uint8)
    if not all(len(told[part]) for part in images):
        notes.append("without labels" if not any(map(len, told.values())) else "labels of one part only")
    if "train" not in images:
        raise ValueError(f"it holds no pictures to train on, only {', '.join(images)}")
    if "test" not in images:
        return _split(images["train"], told["train"], notes)
    return Normal(images["train"], told["train"], images["test"], told["test"], tuple(_with_few(notes, images)))


def _sorted(arrays: Mapping[str, np.ndarray]) -> tuple[dict[Key, np.ndarray], list[str]]:
    """Each array's part and role."""
    found: dict[Key, np.ndarray] = {}
    names: dict[Key, str] = {}
    aside, unnamed = [], []
    for name, array in arrays.items():
        part, role = _key_of(name, array)
        if not role or (role == "images") == _like_labels(array):
            aside.append(f"{name} {array.dtype.str} {array.shape}")
        elif part == "":
            unnamed.append((name, role, array))
        elif part == "validation":
            aside.append(name)
        elif (part, role) in found:
            raise ValueError(f"{names[part, role]} and {name} are both {part} {role}; leave one")
        else:
            found[part, role], names[part, role] = array, name
    _place(unnamed, found)
    if not any(role == "images" for _, role in found):
        raise ValueError(f"none of its arrays holds pictures of digits: {some_of(aside) or 'there are none'}")
    return found, [f"{some_of(aside)} left aside"] if aside else []


def _key_of(name: str, array: np.ndarray) -> Key:
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    word = _PART.search(text)
    part = "" if word is None else _PARTS.get(word[0][0], "") if not word[0].startswith("train") else "train"
    found = _ROLE.search(text[: word.start()] + " " + text[word.end() :] if word else text)
    if found and found.lastgroup:
        return part, found.lastgroup
    if array.ndim == 0 or array.dtype.kind not in "biuf":
        return part, ""
    return part, "labels" if _like_labels(array) else "images"


def _place(unnamed: list[tuple[str, str, np.ndarray]], found: dict[Key, np.ndarray]) -> None:
    """Arrays whose names tell no part: one set is for training; of two the larger trains, if labels tell them apart."""
    images = [(name, array) for name, role, array in unnamed if role == "images"]
    labels = [(name, array) for name, role, array in unnamed if role == "labels"]
    parts = [part for part in ("train", "test") if (part, "images") not in found]
    counts = sorted({len(array) for _, array in images}, reverse=True)
    if len(images) > len(parts) or len(counts) < len(images) or (images and len(labels) > len(images)):
        raise ValueError(f"which of {some_of([name for name, *_ in unnamed], 6)} are for training cannot be told")
    for part, count in zip(parts, counts, strict=False):
        found[part, "images"] = next(array for _, array in images if len(array) == count)
        fitting = [array for _, array in labels if len(array) == count]
        if fitting:
            found[part, "labels"] = fitting[0]


def _labels(array: np.ndarray, count: int, part: str, notes: list[str]) -> np.ndarray:
    if _is_one_hot(array):
        array = array.argmax(1)
        notes.append("one-hot labels read") if "one-hot labels read" not in notes else None
    array = array.reshape(-1) if array.ndim == 2 and 1 in array.shape else array
    if array.shape != (count,):
        raise ValueError(f"{count:,} pictures of {part} have labels of shape {array.shape}")
    try:
        whole = array.astype(np.int64)
    except (TypeError, ValueError):
        raise ValueError(f"labels must be whole numbers, not {array.dtype}") from None
    if array.dtype.kind == "f" and not np.array_equal(whole, array):
        raise ValueError("labels must be whole numbers")
    if whole.min() < 0:
        raise ValueError(f"it has labels of {whole.min()}, that is none; without an array of labels it would be read")
    if whole.max() > 255:
        raise ValueError(f"it has labels up to {whole.max()}; 0 to 255 are read")
    if whole.max() > 9 and part == "train":
        notes.append(f"{len(np.unique(whole))} classes")
    return whole.astype(np.uint8)


def _like_labels(array: np.ndarray) -> bool:
    """One number for each picture, as (n,), (n, 1), (1, n) or one-hot."""
    return array.ndim < 2 or (array.ndim == 2 and 1 in array.shape) or _is_one_hot(array)


def _is_one_hot(array: np.ndarray) -> bool:
    """(n, k) with a single 1 in each row, k of at most 62 classes (those of EMNIST)."""
    if array.ndim != 2 or not 2 <= array.shape[1] <= 62 or array.dtype.kind not in "biuf":
        return False
    return bool((np.count_nonzero(array, axis=1) == 1).all() and (array.max(axis=1) == 1).all())


def _split(images: np.ndarray, labels: np.ndarray, notes: list[str]) -> Normal:
    """A tenth held back by the rule of photographs, on the pixels: alike digits stay on one side."""
    if len(images) < 2:
        raise ValueError("it holds a single picture; two are needed")
    digests = [hashlib.sha256(image).hexdigest() for image in images]
    held = held_back(set(digests)) if len(set(digests)) > 1 else set()
    if not held:
        raise ValueError("its pictures are all the same")
    apart = np.array([digest in held for digest in digests])
    sides = {"train": images[~apart], "test": images[apart]}
    notes.append(f"no test digits: one in {HELD_BACK} held back by a fixed rule")
    of = (lambda side: labels[side]) if len(labels) else (lambda side: labels)
    return Normal(sides["train"], of(~apart), sides["test"], of(apart), tuple(_with_few(notes, sides)))


def _with_few(notes: list[str], parts: Mapping[str, np.ndarray]) -> list[str]:
    few = []
    if len(parts["train"]) < FEW_TRAIN:
        few.append(f"{len(parts['train'])} to train on are few (MNIST has 60,000): G will draw these again")
    if (n := len(parts["test"])) < FEW_TEST:
        few.append(f"{n} held back are too few to measure D on: chance moves its accuracy by {98 / n**0.5:.0f} points")
    return notes + few
