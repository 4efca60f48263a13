"""Digits as other tools and courses hand them out: each kind is read as what it means, or refused in a sentence."""

from __future__ import annotations

import gzip
import io
import pickle
import struct
import zipfile

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.data import digits

RNG = np.random.default_rng(0)


def drawn(count: int) -> np.ndarray:
    """Ink in the middle of black paper, some of it full white."""
    images = np.zeros((count, 28, 28), np.uint8)
    images[:, 4:24, 4:24] = RNG.integers(0, 256, (count, 20, 20))
    images[:, 10, 10] = 255
    return images


X, U = drawn(40), drawn(12)
Y, V = (np.arange(40) % 10).astype(np.uint8), (np.arange(12) % 10).astype(np.uint8)
KERAS = {"x_train": X, "y_train": Y, "x_test": U, "y_test": V}


def npz(**arrays: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=True, **arrays)
    return buffer.getvalue()


def both(change, **others: np.ndarray) -> dict[str, np.ndarray]:
    return {**KERAS, "x_train": change(X), "x_test": change(U), **others}


def idx(array: np.ndarray) -> bytes:
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()


def csv(images: np.ndarray, labels: np.ndarray | None, head: str = "", separator: str = ",") -> bytes:
    rows = images.reshape(len(images), -1)
    table = rows if labels is None else np.c_[labels, rows]
    lines = [separator.join(map(str, row)) for row in table.tolist()]
    return "\n".join([*([head] if head else []), *lines, ""]).encode()


PIXELS = ",".join(f"pixel{i}" for i in range(784))
LINED = np.c_[Y, X.reshape(40, -1)]


@pytest.mark.parametrize(
    ("arrays", "noted"),
    [
        (KERAS, ""),
        (both(lambda x: (x / 255).astype(np.float32)), "0 to 1 made"),
        (both(lambda x: x / 255), "0 to 1 made"),
        (both(lambda x: (x / 127.5 - 1).astype(np.float32)), "-1 to 1 made"),
        (both(lambda x: x.astype(np.float32)), ""),
        (both(lambda x: x.astype(">f4")), ""),
        (both(lambda x: x.astype(np.int64), y_train=Y.astype(np.int64)), ""),
        (both(lambda x: x[..., None]), ""),
        (both(lambda x: x[:, None]), ""),
        (both(lambda x: x[..., None].repeat(3, -1)), ""),
        (both(lambda x: x.reshape(len(x), 784)), ""),
        (both(lambda x: x.reshape(len(x), 784).T), ""),
        (both(lambda x: np.moveaxis(x, 0, 2)), ""),
        (both(lambda x: np.pad(x, ((0, 0), (2, 2), (2, 2)))), "margin of 2 pixels"),
        (both(lambda x: np.pad(x, ((0, 0), (2, 2), (2, 2))).reshape(len(x), 1024) / 255), "margin of 2 pixels"),
        (both(lambda x: 255 - x), "white paper"),
        (both(lambda x: 1 - x / 255), "white paper"),
        (both(np.asfortranarray), ""),
        ({**KERAS, "y_train": np.eye(10)[Y], "y_test": np.eye(10, dtype=bool)[V]}, "one-hot"),
        ({**KERAS, "y_train": Y[:, None], "y_test": V.astype(np.float32)}, ""),
        ({**KERAS, "y_train": Y.astype(str), "y_test": V.astype("S1")}, ""),
        ({**KERAS, "x_val": U, "y_val": V}, "x_val, y_val left aside"),
        ({**KERAS, "description": np.array("from a course")}, "description"),
        ({"train_images": X, "train_labels": Y, "test_images": U, "test_labels": V}, ""),
        ({"trainX": X, "trainY": Y, "testX": U, "testY": V}, ""),
        ({"training_images": X, "training_labels": Y, "t10k_images": U, "t10k_labels": V}, ""),
        ({"arr_0": X, "arr_1": Y, "arr_2": U, "arr_3": V}, ""),
    ],
)
def test_every_layout_means_the_same_digits(arrays, noted):
    found = digits.read(npz(**arrays), "some.npz")
    check(found)
    assert noted in found.told and found.told.startswith("40 to train on, 12 held back; read from some.npz")
    found.check_classes()


def test_black_and_white_is_black_and_white():
    found = digits.read(npz(**both(lambda x: x > 127)), "bool.npz")
    np.testing.assert_array_equal(found.train, np.where(X > 127, 255, 0))


@pytest.mark.parametrize("arrays", [{"x_train": X, "y_train": Y}, {"images": X, "labels": Y}, {"data": X, "target": Y}])
def test_without_test_digits_a_tenth_is_held_back_by_their_content(arrays):
    found = digits.read(npz(**arrays), "some.npz")
    again = digits.read(npz(**{name: array[::-1] for name, array in arrays.items()}), "some.npz")
    held = {image.tobytes() for image in found.test}
    assert held == {image.tobytes() for image in again.test} and 0 < len(held) < 40
    assert len(found.train) + len(found.test) == 40 and "one in 10 held back" in found.told
    labelled = {image.tobytes(): label for image, label in zip(X, Y, strict=True)}
    assert all(labelled[image.tobytes()] == label for image, label in zip(found.test, found.test_labels, strict=True))


@pytest.mark.parametrize("arrays", [{"arr_0": X}, {"x_train": X, "x_test": U}])
def test_a_dcgan_needs_no_labels_and_a_classifier_does(arrays):
    found = digits.read(npz(**arrays), "kmnist-train-imgs.npz")
    assert "without labels" in found.told
    with pytest.raises(GanError, match="no label") as fault:
        found.check_classes()
    assert fault.value.code == "digits_labels"


def test_letters_are_read_and_are_no_digits():
    found = digits.read(npz(**{**KERAS, "y_train": (np.arange(40) + 7).astype(np.uint8)}), "emnist.npz")
    assert "40 classes" in found.told
    with pytest.raises(GanError, match="up to 46"):
        found.check_classes()


FOUR = {
    "train-images-idx3-ubyte": idx(X),
    "train-labels-idx1-ubyte": idx(Y),
    "t10k-images-idx3-ubyte": idx(U),
    "t10k-labels-idx1-ubyte": idx(V),
}
SETS = {
    "idx": FOUR,
    "idx.gz": {f"{name}.gz": gzip.compress(data) for name, data in FOUR.items()},
    "both": FOUR | {f"{name}.gz": gzip.compress(data) for name, data in FOUR.items()},
    "dots": {name.replace("-idx", ".idx"): data for name, data in FOUR.items()},
    "csv": {"mnist_train.csv": csv(X, Y), "mnist_test.csv": csv(U, V)},
    "csv.gz": {"mnist_train.csv.gz": gzip.compress(csv(X, Y)), "mnist_test.csv.gz": gzip.compress(csv(U, V))},
    "kaggle": {"train.csv": csv(X, Y, f"label,{PIXELS}"), "test.csv": csv(U, V, f"label,{PIXELS}")},
    "label last": {
        "train.csv": "\n".join(",".join(map(str, [*row[1:], row[0]])) for row in LINED.tolist()).encode(),
        "test.csv": csv(U, V, f"label,{PIXELS}"),
    },
    "semicolons": {"train.csv": csv(X, Y, separator=";"), "test.csv": csv(U, V, separator="\t")},
    "kmnist": {
        f"kmnist-{name}.npz": npz(arr_0=array)
        for name, array in zip(("train-imgs", "train-labels", "test-imgs", "test-labels"), (X, Y, U, V), strict=True)
    },
    "npz pair": {"train.npz": npz(x=X, y=Y), "test.npz": npz(x=U, y=V)},
}


def array_bytes(array: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


SETS["npy"] = {f"{name}.npy": array_bytes(array) for name, array in KERAS.items()}
SETS["columns"] = SETS["npy"] | {"x_train.npy": array_bytes(np.asfortranarray(X))}


def check(found: digits.Digits) -> None:
    given = (found.train, found.train_labels, found.test, found.test_labels)
    for array, expected in zip(given, KERAS.values(), strict=True):
        assert array.dtype == np.uint8
        np.testing.assert_array_equal(array, expected)


@pytest.mark.parametrize("kind", list(SETS))
def test_a_set_of_files_is_found_by_its_folder_by_any_of_them_and_in_a_zip(tmp_path, kind):
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for name, data in SETS[kind].items():
        (raw / name).write_bytes(data)
    (raw / "readme.txt").write_text("from a course")
    for place in (raw, raw.parent, tmp_path, *(raw / name for name in SETS[kind])):
        check(digits.load(place))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in SETS[kind].items():
            archive.writestr(f"archive/{name}", data)
    if kind not in ("npy", "columns"):  # a zip of these is an npz, whose names say no folder
        check(digits.read(packed.getvalue(), "archive.zip"))


def test_files_of_emnist_are_stood_up(tmp_path):
    for name, array in zip(FOUR, (X.swapaxes(1, 2).copy(), Y, U.swapaxes(1, 2).copy(), V), strict=True):
        (tmp_path / f"emnist-digits-{name.replace('t10k', 'test')}").write_bytes(idx(array))
    found = digits.load(tmp_path)
    check(found)
    assert "stood up" in found.told


def test_of_several_sets_none_is_guessed(tmp_path):
    for name in ("a.npz", "b.npz"):
        (tmp_path / name).write_bytes(npz(**KERAS))
    with pytest.raises(GanError, match=r"several sets .* a\.npz, b\.npz"):
        digits.load(tmp_path)
    check(digits.load(tmp_path / "a.npz"))


REFUSED = {
    "unlabelled": (npz(**{**KERAS, "y_train": np.full(40, -1, np.int8)}), "labels of -1"),
    "words": (npz(**{**KERAS, "y_train": np.array(["seven"] * 40)}), "whole numbers"),
    "halves": (npz(**{**KERAS, "y_train": Y + 0.5}), "whole numbers"),
    "fewer labels": (npz(**{**KERAS, "y_train": Y[1:]}), "40 pictures of train have labels of shape"),
    "standardised": (npz(**both(lambda x: (x / 255 - 0.1307) / 0.3081)), "run from -0.42"),
    "nan": (npz(**both(lambda x: np.where(x > 0, np.nan, 0.0))), "finite"),
    "blank": (npz(**both(np.zeros_like)), "blank"),
    "small": (npz(**both(lambda x: x[:, :8, :8])), "8 x 8"),
    "full 32": (
        npz(
            **both(
                lambda x: (
                    np.pad(x, ((0, 0), (2, 2), (2, 2)), constant_values=7) * (x.max() > 0)
                    + np.arange(32, dtype=np.uint8)
                )
            )
        ),
        "up to the edge",
    ),
    "colour": (npz(**both(lambda x: np.stack([x, x // 2, x], -1))), "in colour"),
    "objects": (npz(x_train=np.array([X, None], object)), "allow_pickle"),
    "one": (npz(x_train=X[:1], y_train=Y[:1]), "single"),
    "none": (npz(**both(lambda x: x[:0])), "no pictures"),
    "twins": (npz(x_train=X, train_images=X), "both train images"),
    "doubtful": (npz(a=X, b=X + 1), "cannot be told"),
    "labels alone": (npz(y_train=Y, y_test=V), "none of its arrays"),
    "test alone": (npz(x_test=U, y_test=V), "train on"),
    "pickle": (gzip.compress(pickle.dumps(((X, Y), (U, V)))), "pickle"),
    "text": (b"import numpy as np\nprint()\n", "neither|not whole"),
    "empty": (b"", "empty"),
    "lying idx": (struct.pack(">HBB3I", 0, 8, 3, 2**31, 28, 28) + b"\0" * 99, "its head says"),
    "cut idx": (idx(X)[:-1], "cut off"),
    "long idx": (idx(X) + b"\0", "longer than its head says"),
    "lying gz": (gzip.compress(struct.pack(">HBB3I", 0, 8, 3, 1_300_000, 28, 28) + b"\0" * 99), "its head says"),
    "gzip bomb": (gzip.compress(b"1," * 2**24), "grows more than 100 times"),
    "twice": (gzip.compress(gzip.compress(b"1,2")), "packed twice"),
    "ragged": (csv(X, Y)[:-9] + b"\n", "not whole"),
}


@pytest.mark.parametrize("kind", list(REFUSED))
def test_what_is_no_set_of_digits_is_refused_with_its_reason(kind):
    data, reason = REFUSED[kind]
    with pytest.raises(GanError, match=reason) as fault:
        digits.read(data, "some.file")
    assert fault.value.code == "data_wrong" and "some.file" in str(fault.value)


def test_a_zip_bomb_and_a_torch_file_are_refused_before_they_are_unpacked():
    for member, reason in (("x_train.npy", "grow more than 100 times"), ("mnist/data.pkl", "PyTorch")):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(member, array_bytes(np.zeros((40_000, 28, 28), np.uint8)) if "npy" in member else b"x")
        with pytest.raises(GanError, match=reason):
            digits.read(packed.getvalue(), "some.zip")


def test_more_than_is_allowed_is_not_read():
    with pytest.raises(GanError, match="more than 20000 bytes"):
        digits.read(npz(**KERAS), "some.npz", most=20_000)
