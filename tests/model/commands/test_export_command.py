"""Templates with weights poured in are the networks again, in LiteRT."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import pytest

from gan_core.__main__ import main
from gan_core.digits.in_browser import TEMPLATES, discriminator_layers, layers_of
from gan_core.digits.projection import away, generator_of
from gan_core.models.gradients import input_gradient
from gan_core.recipes.cyclegan import CycleGANRecipe
from tests.litert import through
from tests.tiny import ASKED, TINY, TINY_MASKED, add_tiny_encoder, add_tiny_writer, tiny_networks, tiny_registry

pytestmark = pytest.mark.slow


def filled(template: dict[str, Any], layers: Any) -> bytes:
    """As demo_ui/web/rooms/generate/in_browser/networks.mjs pours them."""
    held = []
    for layer in layers:
        rows = layer.kernel.transpose(layer.axes)
        held.append(rows * layer.scale.reshape(-1, *[1] * (rows.ndim - 1)))
        held += [layer.bias] if layer.bias is not None else []
    data, rest, taken = bytearray(template["bytes"]), base64.b64decode(template["rest"]), 0
    backs = template.get("backs", [])  # each kernel once more, its input channels first
    solid = [weight for weight in held if weight.ndim > 1][: len(backs)]
    held += [np.moveaxis(weight.reshape(len(weight), -1, weight.shape[-1]), 2, 0).swapaxes(1, 2) for weight in solid]
    at = 0
    for (start, *_), weight in sorted(zip([*template["holes"], *backs], held, strict=True), key=lambda pair: pair[0]):
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


def test_the_page_takes_the_same_slope_as_the_server(tmp_path):
    """An encoder's templates: what it proposes, and how L1 and squared error change with z."""
    from keras import ops

    from gan_core.models.encoder import build_encoder

    registry = tiny_registry(tmp_path)
    add_tiny_encoder(registry)
    assert main(["export", "--checkpoint", "best-encoder", "--checkpoints", str(tmp_path)]) == 0
    templates = json.loads(registry.read("best-encoder", TEMPLATES))
    encoder, weights = build_encoder(TINY.latent), registry.load("best-encoder")["encoder"]
    encoder.set_weights(weights)
    rng = np.random.default_rng(1)
    x = rng.uniform(-1, 1, (1, 28, 28, 1)).astype(np.float32)
    found = through(filled(templates["encoder"], discriminator_layers(weights)), x)
    assert np.allclose(found, np.asarray(encoder(x, training=False)), atol=1e-4)
    generator = generator_of(registry, "best")
    z = rng.standard_normal((1, TINY.latent)).astype(np.float32)
    layers = layers_of(TINY, registry.load("best"))["generator"]
    both = through(filled(templates["descent"], layers), np.concatenate([z, x.reshape(1, -1)], 1))
    slope, drawn = both[0, : TINY.latent], both[0, TINY.latent :]
    assert np.allclose(drawn, np.asarray(generator(z, training=False)).ravel(), atol=1e-4)
    tensors = ops.convert_to_tensor(z), ops.convert_to_tensor(x)
    wanted = np.asarray(input_gradient(lambda z: away(generator, z, tensors[1]), tensors[0]))[0]
    assert np.allclose(slope, wanted, atol=1e-4 * np.abs(wanted).max())


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
