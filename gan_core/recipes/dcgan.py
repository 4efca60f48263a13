"""DCGAN hyperparameters as data: recipes and presets. No code depends on a preset's name."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from gan_core.base.errors import GanError

BATCH_NORM_EPSILON = 1e-3


@dataclass(frozen=True)
class DCGANSpec:
    """The shape of a DCGAN's two networks (Radford et al. 2016, arXiv:1511.06434).

    The generator grows `base_size` x `base_size` x `g_filters[0]` to 28 x 28 x 1: one transposed
    convolution for each entry of `g_strides`, with `g_filters[1:]` and then one filter.
    """

    latent: int = 100
    base_size: int = 7
    g_hidden: tuple[int, ...] = ()  # dense layers between z and the first block
    g_filters: tuple[int, ...] = (256, 128, 64)
    g_strides: tuple[int, ...] = (1, 2, 2)
    g_kernel: int = 5
    d_filters: tuple[int, ...] = (64, 128)
    d_kernel: int = 5
    d_dropout: float = 0.3
    batch_norm: bool = True  # in G; without it G's layers have biases instead
    batch_norm_momentum: float = 0.99
    leak: float = 0.2
    init_std: float | None = None  # None: Keras's own (Glorot uniform); DCGAN's paper: 0.02
    classes: int = 0  # above 0, G is told one of so many beside z, and D has a score for each beside its logit

    @property
    def inputs(self) -> int:
        """How many numbers G takes: z, and behind it the class as one of `classes` (1, the others 0)."""
        return self.latent + self.classes


@dataclass(frozen=True)
class DCGANRecipe:
    """How a DCGAN is trained. Learning rates are Adam's; `average` is the decay of averaged G weights."""

    spec: DCGANSpec = DCGANSpec()
    batch: int = 256
    epochs: int = 50
    g_rate: float = 1e-4
    d_rate: float = 1e-4
    beta1: float = 0.9
    average: float = 0.0  # 0: G's own weights play and are measured
    r1: float = 0.0  # weight of the R1 penalty (Mescheder et al. 2018, arXiv:1801.04406)
    r1_every: int = 1  # take the penalty at every k-th step, k times as heavy (Karras et al. 2020, section 3.1)
    precision: str = "float32"  # or "mixed_bfloat16": float32 weights, sums and losses, bfloat16 products
    real_label: float = 1.0  # below 1: one-sided label smoothing (Salimans et al. 2016)
    rate_decay: bool = False  # linear decay of both rates to zero over the second half
    d_steps: int = 1  # updates of D for each of G, each on reals and fakes of its own (Goodfellow et al. 2014)
    saturating: bool = False  # G lowers log(1 - D(G(z))) as in V, and learns nothing from a D that is sure
    conditioning: str = ""  # of a spec with classes, what D's scores of them are: one of CONDITIONINGS
    class_weight: float = 1.0  # of the class in G's loss, where D tells classes apart
    hand: float = 0.0  # weight of what keeps slant and weight of strokes of one z alike in all classes


# The lesson's networks and rates. Keras's LeakyReLU default of the lesson's day was 0.3. Mixed precision
# takes 0.69 of float32's time a step on two cores with AVX-512 BF16.
CLASSIC = DCGANRecipe(spec=DCGANSpec(leak=0.3), precision="mixed_bfloat16")

# What ships to visitors. Convolutions of stride 1 at 14 x 14 and 28 x 28 draw what strides alone cannot: a 4x4 filter
# of stride 2 sees four places at a time. A hidden layer and 4x4 filters (a multiple of the stride, against
# checkerboards) keep a step cheap; a third layer gives D more to say; a light R1, scaled to so few pixels, keeps it
# from winning without dropout's noise; averaged weights play.
BEST = DCGANRecipe(
    spec=DCGANSpec(
        g_hidden=(256,),
        g_filters=(96, 48, 48, 32),
        g_strides=(2, 1, 2, 1),
        g_kernel=4,
        d_filters=(48, 96, 192),
        d_kernel=4,
        d_dropout=0.0,
        batch_norm_momentum=0.9,
    ),
    batch=64,
    epochs=16,
    g_rate=1.5e-3,
    d_rate=1.5e-3,
    beta1=0.5,
    average=0.999,
    r1=0.05,
    r1_every=8,
    rate_decay=True,
)

# Made to be watched: digits within half a minute on two cores. What is cheap comes first: a hidden layer, half of
# `best`'s filters in G, and a D of three narrow layers, which costs less than two wide ones and says more.
EXPRESS = DCGANRecipe(
    spec=DCGANSpec(
        g_hidden=(256,),
        g_filters=(64, 32),
        g_strides=(2, 2),
        g_kernel=4,
        d_filters=(16, 32, 64),
        d_kernel=4,
        d_dropout=0.0,
        batch_norm_momentum=0.9,
    ),
    batch=32,
    epochs=10,
    g_rate=2e-3,
    d_rate=2e-3,
    beta1=0.5,
    average=0.99,
    r1=0.05,
    r1_every=8,
)

# Few pictures learned by heart, by a network that draws already: `best`. Rates that fall to zero end the swinging from
# picture to picture. Four times the R1 of `best` leaves G a way to what D knows at once; at twenty times its pictures
# stay blends for longer.
MEMORISER = replace(BEST, batch=50, epochs=1600, g_rate=1e-3, d_rate=1e-3, r1=0.2)

# How D looks at classes: it tells them apart besides telling real from fake (auxiliary classifier, Odena et al. 2017,
# arXiv:1610.09585), or each class moves its logit (projection, Miyato and Koyama 2018, arXiv:1802.05637).
AUXILIARY, PROJECTION = CONDITIONINGS = ("auxiliary", "projection")
HAND = 0.1
CLASS_WEIGHT = 0.04
GENTLE = 0.5  # of the rates, for networks that draw already
LONG_AVERAGE = 0.9998  # over some 5,000 steps


def gentle(recipe: DCGANRecipe) -> DCGANRecipe:
    """The recipe for a run that begins with a checkpoint's weights."""
    return replace(recipe, g_rate=recipe.g_rate * GENTLE, d_rate=recipe.d_rate * GENTLE)


def trained_on(recipe: DCGANRecipe) -> DCGANRecipe:
    """The recipe for a network that goes on as it was: gentle, and without an end that the rates run out towards.

    A decay to zero let D get ahead again; a long average does what a decay is for (docs/trials/digits.md).
    """
    return replace(gentle(recipe), rate_decay=False, average=LONG_AVERAGE)


def conditional(recipe: DCGANRecipe, conditioning: str = AUXILIARY, classes: int = 10) -> DCGANRecipe:
    """The recipe for networks that are asked for a class; raises GanError('number_wrong') where D has more steps."""
    if recipe.d_steps != 1:
        raise GanError("number_wrong", name="d_steps", low=1, high=1, value=recipe.d_steps)
    spec = replace(recipe.spec, classes=classes)
    asked = replace(recipe, spec=spec, conditioning=conditioning, class_weight=CLASS_WEIGHT, hand=HAND)
    return gentle(asked)  # it begins with a network that draws already


DCGAN_PRESETS: dict[str, DCGANRecipe] = {
    "classic": CLASSIC,
    "best": BEST,
    "express": EXPRESS,
    "memoriser": MEMORISER,
}


def dcgan_preset(name: str) -> DCGANRecipe:
    """The recipe called `name`; raises GanError('preset_unknown')."""
    try:
        return DCGAN_PRESETS[name]
    except KeyError:
        raise GanError("preset_unknown", name=name, known=", ".join(sorted(DCGAN_PRESETS))) from None


def recipe_to_json(recipe: Any) -> dict[str, Any]:
    """A recipe (a dataclass) as a plain dict that `dcgan_recipe_from_json` or its like turns back into an equal one."""
    return asdict(recipe)


def tuples(values: dict[str, Any]) -> dict[str, Any]:
    """JSON's lists as the tuples that recipes hold."""
    return {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}


def dcgan_recipe_from_json(values: dict[str, Any]) -> DCGANRecipe:
    """The inverse of `recipe_to_json`; raises TypeError on unknown fields."""
    return DCGANRecipe(**{**values, "spec": DCGANSpec(**tuples(values["spec"]))})
