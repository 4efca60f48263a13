"""Files of pictures as other programs write them: what the page reads of them is what `train dcgan --data` reads."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile
from typing import Any, cast

import numpy as np
import pytest

from gan_core.data import digits
from gan_core.data.doodles import doodles
from gan_core.digits.centring import centred_all
from tests.web import in_node

DRAWN, OTHERS = doodles(40), doodles(30, seed=1)
LABELS = np.arange(40, dtype=np.int64) % 10


def npz(**arrays: np.ndarray) -> bytes:
    data = io.BytesIO()
    np.savez_compressed(data, **cast(Any, arrays))
    return data.getvalue()


def npy(array: np.ndarray, **how: Any) -> bytes:
    data = io.BytesIO()
    np.save(data, array, **how)
    return data.getvalue()


def csv(labels: np.ndarray, pictures: np.ndarray) -> bytes:
    data = io.BytesIO()
    table = np.column_stack([labels, pictures.reshape(len(pictures), -1)])
    names = ",".join(["label", *(f"pixel{i}" for i in range(784))])
    np.savetxt(data, table, "%d", ",", header=names, comments="")
    return data.getvalue()


def zipped(**members: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("__MACOSX/._train.csv", b"left by a system")
        for name, content in members.items():
            archive.writestr(f"fashion/{name}.csv", content)
    return data.getvalue()


FILES = {
    "keras.npz": npz(x_train=DRAWN, y_train=LABELS, x_test=OTHERS, y_test=LABELS[:30]),
    "floats.npz": npz(x_train=(DRAWN / 255).astype(np.float32), x_test=OTHERS / 255),
    "signed.npz": npz(images=(DRAWN[..., None] / 127.5 - 1).astype(">f4")),
    "flat.npy": npy(DRAWN.reshape(40, 784).astype(np.int32)),
    "padded.npy": npy(np.pad(DRAWN, ((0, 0), (2, 2), (2, 2)))),
    "paper.npy": npy(255 - DRAWN),
    "train.csv": csv(LABELS, DRAWN),
    "train.csv.gz": gzip.compress(csv(LABELS, DRAWN)),
    "kaggle.zip": zipped(train=csv(LABELS, DRAWN), test=csv(LABELS[:30], OTHERS)),
}


def asked(name: str, data: bytes) -> dict[str, Any]:
    """What the page makes of a file: its pictures, or what is wrong."""
    code = """
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
        try {
            const heap = await heapOf([new File([bytes], name)], async () => {});
            return { pictures: heap.pictures, notes: heap.notes };
        } catch (wrong) {
            return { wrong: wrong.what ?? String(wrong) };
        }"""
    modules = {"rooms/training/files/heap.mjs": "heapOf"}
    return in_node(modules, code, name=name, data=base64.b64encode(data).decode())


@pytest.mark.parametrize("name", FILES)
def test_the_page_reads_what_the_command_reads(name: str) -> None:
    found = np.array(asked(name, FILES[name])["pictures"], np.uint8).reshape(-1, 28, 28)
    np.testing.assert_array_equal(found, DRAWN)
    read = digits.read(FILES[name], name)
    both = {picture.tobytes() for picture in (*read.train, *read.test)}
    assert {picture.tobytes() for picture in found} <= both


@pytest.mark.parametrize(
    ("name", "data", "wrong"),
    [
        ("objects.npy", npy(np.array([DRAWN, None], object), allow_pickle=True), "pickled"),
        ("small.npz", npz(x_train=DRAWN[:, :5, :5]), "sides"),
        ("large.npy", npy(np.zeros((2, 5000, 5000), np.uint8)), "sides"),
        ("colour.npy", npy(np.stack([DRAWN] * 3, -1)), "sides"),
        ("columns.npy", npy(np.asfortranarray(DRAWN)), "other"),
        ("words.npy", npy(np.full((20, 784), "ink")), "other"),
        ("labels.npy", npy(LABELS), "labels"),
        ("nan.npy", npy(np.full((20, 784), np.nan)), "no_number"),
        ("far.npy", npy(DRAWN.astype(np.float32) * 300), "range"),
    ],
)
def test_what_is_refused_is_told(name: str, data: bytes, wrong: str) -> None:
    assert asked(name, data) == {"wrong": wrong}


def test_the_page_centres_as_the_command_does() -> None:
    code = """
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
        return centredAll(bytes, async () => {});"""
    modules = {"rooms/training/files/heap.mjs": "centredAll"}
    pictures = np.concatenate([DRAWN, np.zeros((1, 28, 28), np.uint8)])
    found = in_node(modules, code, data=base64.b64encode(pictures.tobytes()).decode())
    np.testing.assert_array_equal(np.array(found, np.uint8).reshape(-1, 28, 28), centred_all(pictures))
