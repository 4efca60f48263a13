"""Moulds with weights poured in are the networks again, in LiteRT."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import pytest

from gan_core.__main__ import main
from gan_core.digits.in_browser import MOULDS, layers_of
from tests.tiny import TINY, tiny_networks, tiny_registry

pytestmark = pytest.mark.slow


def filled(mould: dict[str, Any], layers: Any) -> bytes:
    """As demo_ui/generate/own/moulds.js pours them."""
    held = []
    for layer in layers:
        rows = layer.kernel.transpose(layer.axes)
        held.append(rows * layer.scale.reshape(-1, *[1] * (rows.ndim - 1)))
        held += [layer.bias] if layer.bias is not None else []
    data, rest, taken = bytearray(mould["bytes"]), base64.b64decode(mould["rest"]), 0
    at = 0
    for (start, *_), weight in sorted(zip(mould["holes"], held, strict=True), key=lambda pair: pair[0]):
        data[at:start] = rest[taken : (taken := taken + start - at)]
        numbers = np.ascontiguousarray(weight, np.float32).tobytes()
        data[start : start + len(numbers)] = numbers
        at = start + len(numbers)
    data[at:] = rest[taken:]
    assert len(data) == mould["bytes"]
    return bytes(data)


def through(model: bytes, x: np.ndarray) -> np.ndarray:
    import tensorflow as tf

    lite = tf.lite.Interpreter(model_content=model)
    lite.allocate_tensors()
    lite.set_tensor(lite.get_input_details()[0]["index"], x)
    lite.invoke()
    return lite.get_tensor(lite.get_output_details()[0]["index"])


def test_the_moulds_beside_a_checkpoint_take_its_weights(tmp_path, capsys):
    registry = tiny_registry(tmp_path)
    assert main(["export", "--checkpoints", str(tmp_path)]) == 0
    assert "browser.json" in capsys.readouterr().out
    moulds = json.loads(registry.read("best", MOULDS))
    rng = np.random.default_rng(1)
    for step in (None, 40):
        networks = tiny_networks(step or 0)
        weights = registry.load("best", step)
        for name, network in networks.items():
            network.set_weights(weights[name])
            x = rng.standard_normal((1, *network.input_shape[1:])).astype(np.float32)
            found = through(filled(moulds[name], layers_of(TINY, weights)[name]), x)
            assert np.allclose(found, np.asarray(network(x, training=False)), atol=1e-4)


def test_a_weight_that_is_not_in_the_file_is_told():
    from gan_core.models.moulds import mould

    with pytest.raises(ValueError, match="not in the file"):
        mould(b"nothing of it", [np.ones((2, 2), np.float32)])
