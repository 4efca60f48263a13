"""The museum's failure modes as data: the perfect forger, and small runs that go wrong on purpose. No TensorFlow.

Each run is short, has small networks and learns from the digits that ship, so that anybody can record it again:
python -m gan_core record <id>.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from gan_core.base.errors import GanError
from gan_core.recipes.dcgan import DCGANRecipe, DCGANSpec

SEED = 0


@dataclass(frozen=True)
class Exhibit:
    """One recording.

    Args:
        recipe: what is trained and how; its `epochs` are those of the shipped digits.
        interval: steps between two snapshots, after the log-spaced first ones.
        n: held-out digits, and as many fresh fakes, that D is measured on; chosen with `interval` so that measuring
            takes less than a tenth of the time.
        frechet_n: samples of the Frechet distance.
        growth: how many times the steps so far pass until the Frechet distance is measured again.
        referee_at: shares of the run, each in (0, 1], at whose nearest snapshots a referee is asked.
        forger: real digits take the place of fakes, so that nothing of the recipe's G is used.
    """

    recipe: DCGANRecipe
    interval: int
    n: int = 400
    frechet_n: int = 500
    growth: float = 2.5
    referee_at: tuple[float, ...] = (1.0,)
    forger: bool = False


# A quarter of `express`'s products in G and in D.
_SMALL = DCGANSpec(
    g_filters=(64, 32),
    g_strides=(2, 2),
    g_kernel=4,
    d_filters=(16, 32),
    d_kernel=4,
    d_dropout=0.0,
    batch_norm_momentum=0.9,
)
_LEVEL = DCGANRecipe(spec=_SMALL, batch=64, epochs=6, g_rate=5e-4, d_rate=5e-4, beta1=0.5)  # nobody is favoured

MUSEUM: dict[str, Exhibit] = {
    # D in earnest, as large as `express` has it; the rate falls, so that its threshold comes to rest.
    "perfect-forger": Exhibit(
        replace(
            _LEVEL,
            spec=replace(_SMALL, d_filters=(32, 64), d_dropout=0.3),
            batch=128,
            epochs=24,
            d_rate=1e-3,
            rate_decay=True,
        ),
        interval=24,
        n=500,
        forger=True,
    ),
    # G's part of V is flat where D is sure, and D is sure before G has drawn anything.
    "d-too-strong": Exhibit(
        replace(
            _LEVEL,
            spec=replace(_SMALL, d_filters=(32, 64)),
            epochs=8,
            g_rate=1e-4,
            d_rate=1e-3,
            d_steps=2,
            saturating=True,
        ),
        interval=18,
    ),
    # Without batch norm, small first weights and depth: all of z's differences are lost on the way (Radford et al.
    # 2016, section 3, name batch norm as what keeps G from collapsing all samples to a single point).
    "mode-collapse": Exhibit(
        replace(
            _LEVEL,
            spec=replace(_SMALL, batch_norm=False, init_std=0.02, g_hidden=(128, 128), d_filters=(32, 64)),
            d_rate=3e-4,
            r1=0.05,
            r1_every=4,
        ),
        interval=30,
    ),
    # D without a hidden layer weighs each pixel by itself: right brightness on average is all it asks of G. A heavy
    # R1 and rates that fall bring the game to rest there.
    "d-asleep": Exhibit(
        replace(
            _LEVEL,
            spec=replace(_SMALL, d_filters=(), init_std=0.002),
            epochs=7,
            d_rate=2e-4,
            r1=100.0,
            average=0.998,
            rate_decay=True,
        ),
        interval=33,
        n=250,
        referee_at=(0.25, 0.5, 1.0),
    ),
    # High rates with momentum, and a D too small to hold what it has found out.
    "oscillation": Exhibit(
        replace(_LEVEL, spec=replace(_SMALL, d_filters=(8, 16)), g_rate=2.5e-3, d_rate=5e-4, beta1=0.9),
        interval=26,
        n=250,
    ),
}


def exhibit(id: str) -> Exhibit:
    """The exhibit called `id`; raises GanError('option_unknown')."""
    try:
        return MUSEUM[id]
    except KeyError:
        raise GanError("option_unknown", name="exhibit", value=id, known=", ".join(MUSEUM)) from None
