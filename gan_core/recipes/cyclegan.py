"""CycleGAN hyperparameters as data: recipes and presets. No code depends on a preset's name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from gan_core.base.errors import GanError
from gan_core.recipes.dcgan import tuples

UPSAMPLINGS = ("transposed", "resize", "subpixel")


@dataclass(frozen=True)
class CycleGANSpec:
    """The shape of the four networks (Zhu et al. 2017, arXiv:1703.10593, appendix 7.2).

    A generator is a 7x7 convolution, two of stride 2, residual blocks, two upsamplings and a 7x7
    convolution to RGB and, if `masked`, to how much of it is taken. A discriminator is a PatchGAN: 4x4
    convolutions of stride 2, the last two of 1.
    """

    filters: int = 64  # of the first convolution; the residual blocks have four times as many
    blocks: int = 9
    separable: bool = False  # depthwise and pointwise residual blocks (Li et al. 2020, arXiv:2003.08936)
    separable_norm: bool = True  # instance norm between the two, as published there
    upsampling: str = "transposed"  # "resize": nearest neighbour, then a convolution; "subpixel": the other way round
    up_kernel: int = 3  # 4, a multiple of the stride, leaves transposed convolutions without checkerboard
    separable_up: bool = False  # for "resize" and "subpixel"
    edge_kernel: int = 7  # of the first and the last convolution
    low_pass: bool = False  # nothing at a period of 2 pixels leaves the last convolution
    masked: bool = False  # a fourth channel says where the new picture is laid over the photograph
    residual: bool = False  # what is drawn is added to the photograph (before the last tanh), not put in its place
    d_filters: tuple[int, ...] = (64, 128, 256, 512)

    def __post_init__(self) -> None:
        if self.masked and self.residual:
            raise ValueError("what is drawn is laid over the photograph or added to it, not both")
        if self.upsampling not in UPSAMPLINGS:
            raise ValueError(f"upsampling must be one of {UPSAMPLINGS}, not {self.upsampling!r}")
        if self.separable_up and self.upsampling == "transposed":
            raise ValueError("transposed convolutions are not separable here")


@dataclass(frozen=True)
class FeaturesRecipe:
    """Discriminators that look through frozen features, beside the PatchGAN (Sauer et al. 2021, "Projected GANs
    Converge Faster", arXiv:2111.01007; Kumari et al. 2022, arXiv:2112.09130).

    They are needed for training alone; nothing that ships holds them.
    """

    network: str = "efficientnet-lite1"  # a file that tools/build_features.py writes
    side: int | None = None  # that crops are brought up to, as their section 4 does with 224; None: as they are
    channels: int = 64  # that the features of each level are mixed to, by fixed random convolutions
    mixing_seed: int = 0
    filters: int = 96  # of the small discriminator on each level
    depths: tuple[int, ...] = (3, 3, 2, 1)  # their convolutions, from the finest level (a stride of 4 pixels) on
    weight: float = 0.25  # of the sum of all levels' hinge terms in a generator's loss
    rate: float = 4e-4  # Adam's, whose beta2 is 0.99
    beta1: float = 0.0
    brightness: float = 0.2  # most that is added to both reals and fakes, in units of [-1, 1] ...
    saturation: float = 0.5  # ... that colours are strengthened or weakened by ...
    shift: float = 0.12  # ... and that pictures are moved by, as a share of their side (Zhao et al. 2020)
    style: float = 0.0  # weight of what a discriminator says that sees no places: means and spreads of all channels
    style_filters: int = 256  # of its hidden layer
    style_memory: int = 64  # pictures of either kind that it learns from in each step


@dataclass(frozen=True)
class CycleGANRecipe:
    """How a CycleGAN is trained. Rates are Adam's; losses are weighted as in equation 3 of the paper."""

    spec: CycleGANSpec = CycleGANSpec()
    batch: int = 1
    epochs: float = 200  # passes over the larger domain
    g_rate: float = 2e-4
    d_rate: float = 2e-4
    beta1: float = 0.5
    rate_decay: bool = True  # linear decay of both rates to zero over the second half
    cycle: float = 10.0  # lambda
    cycle_b: float | None = None  # that of photographs of B where it is another one
    alone: str = ""  # "ab" or "ba": that direction is trained, the other one stays as it began
    identity: float = 0.5  # in units of lambda; 0 leaves the term and its cost out
    identity_side: int | None = None  # side of the corner of each crop that the identity loss looks at; None: all
    pool: int = 50  # translated images that the discriminators are shown again (section 4); 0: none
    patches: float = 0.0  # weight of colours that change in one place and not in another, each over 16 x 16 pixels
    mask: float = 0.0  # weight of the mean of the mask: as little as possible is changed
    mask_roughness: float = 0.0  # weight of |mask - its mean over 8x8 pixels|: stripes belong into the picture
    neither: float = 0.0  # weight of mask and change on photographs of neither domain, where there are such
    neither_every: int = 6  # steps
    features: FeaturesRecipe | None = None
    average: float = 0.0  # decay of averaged generator weights; 0: the generators' own play and are measured
    precision: str = "float32"  # or "mixed_bfloat16": float32 weights, sums and losses, bfloat16 products
    crop: int = 256  # side of the square crops
    scales: tuple[int, ...] = (286,)  # short sides that photographs are resized to before cropping, drawn alike
    view: int = 256  # side of the square that is measured and shown

    def __post_init__(self) -> None:
        if min(self.scales) < self.crop or self.crop % 4 or self.view % 4:
            raise ValueError("crop and view must be multiples of 4, and no scale smaller than the crop")
        if 0 < self.pool < self.batch:
            raise ValueError("the pool must hold at least one batch")
        if self.alone not in ("", "ab", "ba"):
            raise ValueError(f"alone must be 'ab' or 'ba', not {self.alone!r}")
        if not self.spec.masked and (self.mask or self.mask_roughness or self.neither):
            raise ValueError("losses of the mask need a spec that is masked")
        side = self.identity_side or self.crop
        if side % 4 or not 16 <= side <= self.crop:
            raise ValueError("identity_side must be a multiple of 4 from 16 to the crop's side")


# The paper's, with the identity loss that its authors' program has by default.
REFERENCE = CycleGANRecipe()

# What ships: cheap on two cores. Small crops make a step cheap; several scales of them show both a whole animal
# and the texture of its coat at the sizes that are served, 256 pixels and 512 on the long side. Colours can be
# kept by looking at a quarter of a crop. Discriminators that look through features find what makes a zebra, so the
# mask may be held small; with it, half of the paper's cycle weight is enough.
# Dense blocks: separable ones of 32 filters take as long on a processor, with a third of the weights.
# float32: without AMX or AVX-512 BF16, bfloat16 takes more than three times as long.
COMPACT = CycleGANRecipe(
    spec=CycleGANSpec(
        filters=24, blocks=6, upsampling="resize", low_pass=True, masked=True, d_filters=(32, 64, 128, 256)
    ),
    epochs=50,
    cycle=7.0,
    identity_side=64,
    pool=0,
    mask=0.25,
    mask_roughness=0.3,
    neither=2.0,
    neither_every=4,
    features=FeaturesRecipe(weight=0.45, side=224),
    average=0.998,
    crop=128,
    scales=(144, 200, 286),
)

# Zebras to horses alone, to begin with the weights of `COMPACT`: tried, and not better than painting near ones smaller
# (docs/trials/horses-and-zebras.md). Larger scales, since a zebra that fills the photograph has stripes that are wider
# than any in its crops. Which stripes it had cannot be seen in a horse, so their way back weighs less.
HORSES = replace(
    COMPACT,
    alone="ba",
    cycle_b=3.0,
    features=FeaturesRecipe(weight=0.6, side=224),
    scales=(144, 200, 286, 400),
)

# What the cycle loss buys: the same without it, and without the identity loss that it weighs.
NO_CYCLE = replace(COMPACT, cycle=0.0, identity=0.0)

# Where everything is to be painted anew, such as a photograph as a painting, nothing is masked. What is drawn is added
# to the photograph: a start from a trained network begins with the photograph as it is, and departs from it as far as
# the discriminators ask and the way back allows. A larger scale is among those of the crops: strokes are small beside
# a landscape.
WHOLE = replace(
    COMPACT,
    spec=replace(COMPACT.spec, masked=False, residual=True),
    cycle=5.0,
    features=FeaturesRecipe(weight=0.35),
    mask=0.0,
    mask_roughness=0.0,
    neither=0.0,
    scales=(144, 200, 286, 384),
)

# A photograph as a painting that one sees. To begin with the weights of `WHOLE`: its way back has room to spare, so
# the cycle weighs little and the features much, with a discriminator among them that sees no places. Colours are kept
# from coming in patches, so nothing needs to be said of pictures that are paintings already.
PAINTING = replace(
    WHOLE,
    cycle=0.7,
    identity=0.0,
    patches=6.0,
    features=FeaturesRecipe(weight=1.0, style=6.0, saturation=0.25, brightness=0.1),
    scales=(144, 200, 256, 320),
)

# Two unpaired sets, grey and colour, beside `recipes.pix2pix.PAIRS`: the same crops and as many steps.
UNPAIRED = CycleGANRecipe(
    spec=CycleGANSpec(filters=24, blocks=6, upsampling="resize", low_pass=True, d_filters=(32, 64, 128)),
    epochs=1,
    identity=0.0,
    pool=0,
    average=0.998,
    crop=128,
    scales=(144,),
    view=128,
)

CYCLEGAN_PRESETS: dict[str, CycleGANRecipe] = {
    "reference": REFERENCE,
    "compact": COMPACT,
    "horses": HORSES,
    "no-cycle": NO_CYCLE,
    "whole": WHOLE,
    "painting": PAINTING,
    "unpaired": UNPAIRED,
}


def cyclegan_preset(name: str) -> CycleGANRecipe:
    """The recipe called `name`; raises GanError('preset_unknown')."""
    try:
        return CYCLEGAN_PRESETS[name]
    except KeyError:
        raise GanError("preset_unknown", name=name, known=", ".join(sorted(CYCLEGAN_PRESETS))) from None


def cyclegan_recipe_from_json(values: dict[str, Any]) -> CycleGANRecipe:
    """The inverse of `presets.recipe_to_json`; raises TypeError on unknown fields, ValueError on wrong ones."""
    features = values.get("features")
    parts = {
        "spec": CycleGANSpec(**tuples(values["spec"])),
        "features": FeaturesRecipe(**tuples(features)) if features else None,
    }
    return CycleGANRecipe(**{**tuples(values), **parts})
