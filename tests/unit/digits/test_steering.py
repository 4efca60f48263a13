import numpy as np
import pytest

from gan_core.base.errors import GanError
from gan_core.digits.directions import FRAMES, Directions
from gan_core.digits.latent import move
from gan_core.digits.steering import EFFECT, FURTHEST, Effort, Network, aim, find_directions
from gan_core.digits.strokes import slant
from gan_core.store.checkpoints import Registry

LATENT = 12
Y, X = np.mgrid[:28, :28] - 13.5


def images(z):
    """Bars: z[0] leans them, z[1] thickens them, z[2] makes them long; z[3] puts a speck in a corner: another class."""
    lean, half_width, length = 0.15 * z[:, 0], 2 + 0.4 * z[:, 1], 8 + 0.7 * z[:, 2]
    across = np.abs(X + lean[:, None, None] * Y)
    ink = np.clip(half_width[:, None, None] + 0.5 - across, 0, 1)
    ink *= np.clip(length[:, None, None] + 0.5 - np.abs(Y), 0, 1)
    ink[z[:, 3] > 0, 0, 0] = 0.05
    return (255 * ink).astype(np.uint8)


NETWORK = Network(
    images=images,
    first_block=lambda z: z @ np.eye(LATENT, 20),
    classify=lambda x: np.eye(2)[(x[:, 0, 0] > 0).astype(int)],
    latent=LATENT,
)
EFFORT = Effort(regression=1500, activations=500, differences=10, measuring=100)


@pytest.fixture(scope="module")
def found():
    return find_directions(NETWORK, 1, EFFORT)


def test_what_moves_a_statistic_is_found_and_named(found):
    for name, axis in (("slant", 0), ("weight", 1), ("height", 2)):
        vector = found.vectors[found.names.index(name)]
        assert vector[axis] > 0.75, name
        assert abs(vector[3]) < 0.2, name  # what changes the class is left alone


def test_the_figures_are_what_the_sliders_do(found):
    i = found.names.index("slant")
    z = np.random.default_rng(0).standard_normal((2000, LATENT)).astype(np.float32)
    low, high = (images(move(z, found.vectors[i : i + 1], end[None])) for end in found.ranges[i])
    effect = (slant(high) - slant(low)).mean() / slant(images(z)).std()
    assert effect == pytest.approx(found.effects[i], rel=0.15) and effect == pytest.approx(EFFECT, rel=0.15)
    assert found.kept[i] > 0.8
    assert (np.abs(found.ranges) <= FURTHEST).all() and np.array_equal(found.ranges[:, 0], -found.ranges[:, 1])


def test_the_best_come_first_and_every_film_runs_from_end_to_end(found):
    scores = found.effects * found.kept
    assert (np.diff(scores) <= 0).all() and found.n == 100
    assert np.allclose(np.linalg.norm(found.vectors, axis=1), 1, atol=1e-5)
    films = found.filmstrips[found.names.index("slant")]
    assert films.shape == (FRAMES, 28, 28) and (np.diff(slant(films)) > 0).all()


def test_the_same_seed_finds_the_same(found):
    again = find_directions(NETWORK, 1, EFFORT)
    assert again.names == found.names and np.array_equal(again.vectors, found.vectors)
    assert np.array_equal(again.filmstrips, found.filmstrips)


def test_aiming_leaves_the_other_statistics_alone():
    rng = np.random.default_rng(3)
    gradients = rng.standard_normal((4, 30)) + 1  # far from orthogonal
    gradients /= np.linalg.norm(gradients, axis=1, keepdims=True)
    moved = aim(gradients, np.eye(30)) @ gradients.T
    along, aside = np.abs(np.diag(moved)), np.abs(moved - np.diag(np.diag(moved))).max(1)
    assert (np.diag(moved) > 0).all() and (aside < along / 4).all()


def test_a_network_that_does_nothing_has_no_sliders():
    still = Network(lambda z: images(np.zeros((len(z), LATENT))), NETWORK.first_block, NETWORK.classify, LATENT)
    assert find_directions(still, 0, Effort(50, 50, 2, 20)).names == []


@pytest.fixture
def registry(tmp_path):
    registry = Registry(tmp_path)
    registry.save("best", {"generator": [np.zeros(1)]}, {"recipe": {"spec": {"latent": LATENT}}})
    return registry


def test_sliders_are_kept_beside_the_weights(found, registry):
    nothing = Directions.load(registry, "best")
    assert nothing.names == [] and nothing.vectors.shape == (0, LATENT) and len(nothing.filmstrips) == 0
    found.save(registry, "best")
    loaded = Directions.load(registry, "best")
    assert loaded.names == found.names and loaded.n == found.n
    for part in ("vectors", "ranges", "effects", "kept", "filmstrips"):
        assert np.array_equal(getattr(loaded, part), getattr(found, part))


def test_no_sliders_of_no_checkpoint(registry):
    with pytest.raises(GanError) as caught:
        Directions.load(registry, "worst")
    assert caught.value.code == "checkpoint_missing"


def test_damaged_sliders(found, registry):
    found.save(registry, "best")
    path = registry.root / "best" / "directions.npz"
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(GanError, match="damaged"):
        Directions.load(registry, "best")
    registry.write("best", {"directions.npz": b"no archive"})
    with pytest.raises(GanError, match="damaged"):
        Directions.load(registry, "best")
