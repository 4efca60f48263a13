"""The maps are what the networks' layers give; the shapes told without them are theirs."""

import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.digits.engine import DigitEngine
from gan_core.digits.feature_maps import MOST, discriminator_layers, generator_layers, sheet
from gan_core.digits.latent import latents
from gan_core.recipes.dcgan import DCGAN_PRESETS
from tests.tiny import REALS, STEPS, tiny_networks, tiny_registry

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    return tiny_registry(tmp_path_factory.mktemp("checkpoints"), "tiny")


@pytest.fixture(scope="module")
def engine(registry):
    return DigitEngine(registry, "tiny", REALS)


def test_the_maps_are_what_the_layers_give(engine, registry):
    z = latents(7, 1)
    for step in (None, *STEPS):
        maps = engine.feature_maps(z[0], step)
        shapes = [(network, values.shape) for network, values in maps]
        assert shapes == [
            ("generator", (7, 7, 8)),
            ("generator", (7, 7, 4)),
            ("generator", (14, 14, 4)),
            ("generator", (28, 28, 1)),
            ("discriminator", (14, 14, 4)),
            ("discriminator", (7, 7, 4)),
        ]
        networks = tiny_networks(0)
        for name, weights in registry.load("tiny", step).items():
            networks[name].set_weights(weights)
        digit = networks["generator"](z, training=False)
        assert np.allclose(maps[3].values, np.asarray(digit)[0], atol=1e-4)
        logit = networks["discriminator"](digit, training=False)
        dense = networks["discriminator"].layers[-1]
        assert np.allclose(dense(maps[-1].values.reshape(1, -1)), logit, atol=1e-4)  # what D's last layer is given


def test_the_sheet_shows_each_map_at_the_size_of_a_digit(engine):
    maps = engine.feature_maps(latents(7, 1)[0])
    picture, counts = sheet(maps)
    assert picture.shape == (28 * len(maps), 28 * MOST) and counts == [8, 4, 4, 1, 4, 4]
    block = picture[:28, :28].reshape(7, 4, 7, 4)
    assert (block == block[:, :1, :, :1]).all()  # a pixel of a 7 x 7 map is four by four
    assert picture[:28, : 28 * 8].max() == 255 and picture[:28, 28 * 8 :].max() == 0


def test_unreadable_wishes_are_faults(engine):
    with pytest.raises(GanError):
        engine.feature_maps(np.zeros(7, np.float32))
    with pytest.raises(GanError):
        engine.feature_maps(latents(7, 1)[0], 41)


@pytest.mark.parametrize("name", DCGAN_PRESETS)
def test_the_shapes_told_are_those_of_the_networks(name):
    import keras

    from gan_core.models.dcgan import build_discriminator, build_generator

    spec = DCGAN_PRESETS[name].spec
    kinds = {"Dense": "dense", "Conv2DTranspose": "transposed", "Conv2D": "convolution"}
    for build, told in ((build_generator, generator_layers), (build_discriminator, discriminator_layers)):
        heavy = [layer for layer in build(spec).layers if type(layer).__name__ in kinds]
        built = [(kinds[type(x).__name__], tuple(x.output.shape[1:]), x.count_params()) for x in heavy]
        assert [tuple(layer) for layer in told(spec)] == built
    keras.utils.clear_session()
