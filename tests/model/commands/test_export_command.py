"""Templates with weights poured in are the networks again, in LiteRT."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import pytest

from gan_core.__main__ import main
from gan_core.digits.in_browser import TEMPLATES, layers_of
from gan_core.recipes.cyclegan import CycleGANRecipe
from tests.litert import through
from tests.tiny import ASKED, TINY, TINY_MASKED, add_tiny_writer, tiny_networks, tiny_registry

pytestmark = pytest.mark.slow


def filled(template: dict[str, Any], layers: Any) -> bytes:
    """As demo_ui/web/rooms/generate/in_browser/networks.mjs pours them."""
    held = []
    for layer in layers:
        rows = layer.kernel.transpose(layer.axes)
        held.append(rows * layer.scale.reshape(-1, *[1] * (rows.ndim - 1)))
        held += [layer.bias] if layer.bias is not None else []
    data, rest, taken = bytearray(template["bytes"]), base64.b64decode(template["rest"]), 0
    at = 0
    for (start, *_), weight in sorted(zip(template["holes"], held, strict=True), key=lambda pair: pair[0]):
        data[at:start] = rest[taken : (taken := taken + start - at)]
        numbers = np.ascontiguousarray(weight, np.float32).tobytes()
        data[start : start + len(numbers)] = numbers
        at = start + len(numbers)
    data[at:] = rest[taken:]
    assert len(data) == template["bytes"]
    return bytes(data)


@pytest.mark.parametrize(("id", "spec", "steps"), [("best", TINY, (None, 40)), ("any-digit", ASKED.spec, (None,))])
def test_the_templates_beside_a_checkpoint_take_its_weights(tmp_path, capsys, id, spec, steps):
    registry = tiny_registry(tmp_path)
    add_tiny_writer(registry)
    assert main(["export", "--checkpoint", id, "--checkpoints", str(tmp_path)]) == 0
    assert "browser.json" in capsys.readouterr().out
    templates = json.loads(registry.read(id, TEMPLATES))
    rng = np.random.default_rng(1)
    for step in steps:
        networks = tiny_networks(0, spec)
        weights = registry.load(id, step)
        for name, network in networks.items():
            network.set_weights(weights[name])
            x = rng.standard_normal((1, *network.input_shape[1:])).astype(np.float32)
            found = through(filled(templates[name], layers_of(spec, weights)[name]), x)
            assert np.allclose(found, np.asarray(network(x, training=False)), atol=1e-4)


def test_photographs_networks_of_all_shapes_share_their_weights(tmp_path):
    from gan_core.models.templates import constants, lite, template
    from gan_core.photos.in_browser import joined
    from gan_core.photos.networks import build_networks

    network = build_networks(CycleGANRecipe(spec=TINY_MASKED))[0]
    rng = np.random.default_rng(2)
    network.set_weights([rng.standard_normal(w.shape).astype(np.float32) for w in network.get_weights()])
    files = {shape: lite(joined(network), [1, *shape, 3]) for shape in ((32, 48), (48, 32))}
    numbers = {shape: constants(data, 256) for shape, data in files.items()}
    one, other = ([part.tobytes() for part in found] for found in numbers.values())
    assert one == other and len(one) > 3
    for shape, data in files.items():
        x = rng.uniform(-1, 1, (1, *shape, 3)).astype(np.float32)
        made = template(data, numbers[shape])
        assert len(base64.b64decode(made["rest"])) == len(data) - sum(map(len, one))
        assert np.allclose(through(data, x), np.concatenate(network(x, training=False), -1), atol=1e-4)


def test_a_weight_that_is_not_in_the_file_is_told():
    from gan_core.models.templates import template

    with pytest.raises(ValueError, match="not in the file"):
        template(b"nothing of it", [np.ones((2, 2), np.float32)])
