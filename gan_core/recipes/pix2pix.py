"""Pix2Pix hyperparameters as data: recipes and presets. No code depends on a preset's name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from gan_core.base.errors import GanError
from gan_core.recipes.cyclegan import FeaturesRecipe
from gan_core.recipes.dcgan import tuples

UPSAMPLINGS = ("transposed", "resize")
DARKER = 0.75  # ink is the coat's colour times this, so that even a white coat's is seen on white
KINDS = ((1, 2), (3, 3))  # (inputs, outputs): lightness to chroma, picture to picture


@dataclass(frozen=True)
class EyesSpec:
    """A frozen network that a generator looks through: an EfficientNet-lite (Tan and Le 2019, arXiv:1905.11946) without
    its head. The defaults are lite0.
    """

    checkpoint: str = "efficientnet-lite0"
    stem: int = 32
    repeats: tuple[int, ...] = (1, 2, 2, 3, 3, 4, 1)  # blocks in each of the seven stages
    widths: tuple[int, ...] = (16, 24, 40, 80, 112, 192, 320)  # channels that a stage gives
    kernels: tuple[int, ...] = (3, 3, 5, 3, 5, 5, 3)
    expansion: int = 6  # of the channels inside a block, but for the first stage

    def __post_init__(self) -> None:
        if any(len(stages) != 7 or min(stages) < 1 for stages in (self.repeats, self.widths, self.kernels)):
            raise ValueError("eyes have seven stages, each of whole numbers from 1")
        if min(self.stem, self.expansion) < 1:
            raise ValueError("stem and expansion must be whole numbers from 1")


@dataclass(frozen=True)
class Pix2PixSpec:
    """The shape of both networks (Isola et al. 2017, arXiv:1611.07004, appendix 6.1).

    The generator is a U-Net: convolutions of stride 2 down, as many up again, and what went down at a size is laid
    beside what comes up at it. With `eyes` the way down is a frozen network's, and what comes up is, at a quarter of
    the size, how likely each cell of colours is. The discriminator is a PatchGAN that sees input and output together.
    """

    inputs: int = 1  # channels: 1 (lightness) or 3 (a picture)
    outputs: int = 2  # 2 (chroma, laid over the lightness that came in) or 3 (a picture)
    filters: tuple[int, ...] = (64, 128, 256, 512, 512, 512, 512, 512)  # of the convolutions down
    kernel: int = 4
    upsampling: str = "transposed"  # of 4x4; "resize": nearest neighbour, then a 3x3 convolution
    dropout: int = 3  # how many of the innermost convolutions up lose half of their values in training
    d_filters: tuple[int, ...] = (64, 128, 256, 512)
    eyes: EyesSpec | None = None
    decoder: tuple[int, ...] = (160, 112, 80, 64)  # behind eyes: at strides 32, 16, 8 and 4; `filters` is not used
    ink: bool = False  # is a drawing's colour that of the coat, times DARKER? Lines then count alike in any colour

    def __post_init__(self) -> None:
        if (self.inputs, self.outputs) not in KINDS:
            raise ValueError(f"inputs and outputs must be one of {KINDS}")
        if self.upsampling not in UPSAMPLINGS:
            raise ValueError(f"upsampling must be one of {UPSAMPLINGS}, not {self.upsampling!r}")
        if len(self.filters) < 2 or min(*self.filters, *self.d_filters, self.kernel) < 1:
            raise ValueError("filters and kernel must be whole numbers from 1, and of filters two or more")
        if self.eyes and (self.outputs != 2 or len(self.decoder) != 4 or min(self.decoder) < 1):
            raise ValueError("a generator with eyes colours, and its decoder has four widths from 1")
        if self.ink and self.colours:
            raise ValueError("only a generator of whole pictures reads the colour of ink")

    @property
    def stride(self) -> int:
        """Sides of pictures must be multiples of it."""
        return 32 if self.eyes else 2 ** len(self.filters)

    @property
    def colours(self) -> bool:
        """Does the generator colour its input rather than draw a new picture?"""
        return self.outputs == 2


@dataclass(frozen=True)
class ClassesRecipe:
    """How likely colours are learned (Zhang et al. 2016, arXiv:1603.08511): cross entropy over cells of a and b."""

    neighbours: int = 5  # cells that share a true colour
    spread: float = 5.0  # of their shares: a Gaussian's, in units of a and b
    uniform: float = 0.5  # lambda: what an even distribution adds to that of photographs, by which rare colours count
    temperature: float = 0.38  # of the annealed mean
    weight_decay: float = 1e-3
    judged: int = 2  # photographs of each batch that the discriminator sees


@dataclass(frozen=True)
class Pix2PixRecipe:
    """How a Pix2Pix is trained. Rates are Adam's; losses are weighted as in equation 4 of the paper.

    The adversarial term is that of least squares (Mao et al. 2017, arXiv:1611.04076) where the paper has cross
    entropy, so that scores mean the same as a CycleGAN's.
    """

    spec: Pix2PixSpec = Pix2PixSpec()
    batch: int = 1
    epochs: float = 200  # passes over the pairs
    g_rate: float = 2e-4
    d_rate: float = 2e-4
    beta1: float = 0.5
    rate_decay: bool = False  # linear decay of both rates to zero over the second half
    l1: float = 100.0  # lambda
    adversarial: float = 1.0  # 0: L1 alone; the discriminator looks on and learns, and G does not listen
    features: FeaturesRecipe | None = None
    classes: ClassesRecipe | None = None  # for a generator with eyes, in place of `l1` and `features`
    average: float = 0.0  # decay of averaged generator weights; 0: the generator's own play and are measured
    precision: str = "float32"  # or "mixed_bfloat16": float32 weights, sums and losses, bfloat16 products
    crop: int = 256  # side of the square crops
    scales: tuple[int, ...] = (286,)  # short sides that pictures are resized to before cropping, drawn alike
    view: int = 256  # side of the square that is measured and shown
    shuffled: bool = False  # each input is shown with the partner of another one, anew in every step

    def __post_init__(self) -> None:
        if min(self.scales) < self.crop or self.crop % self.spec.stride or self.view % self.spec.stride:
            raise ValueError("crop and view must be multiples of the stride, and no scale smaller than the crop")
        if self.crop <= 0 or self.view <= 0 or self.batch < 1:
            raise ValueError("crop, view and batch must be above 0")
        if bool(self.spec.eyes) != bool(self.classes):
            raise ValueError("a generator has eyes if it learns classes, and only then")


REFERENCE = Pix2PixRecipe()

# What ships: colours need less detail and fewer filters than whole pictures, and several small crops a step teach more
# than one large one in the same time. At a short side of 144 a crop shows nearly all of a photograph. Resizing leaves
# no checkerboard in the colours. Features know what a meadow is; they see colours nearly as strong as they are.
# Averaged weights give averaged colours, pale ones, at any weight of L1 (docs/trials/colours.md); a checkpoint's gain
# makes up for it.
COMPACT = Pix2PixRecipe(
    spec=Pix2PixSpec(
        filters=(32, 64, 128, 192, 256, 192), upsampling="resize", dropout=0, d_filters=(32, 64, 128, 256)
    ),
    batch=3,
    epochs=7,
    rate_decay=True,
    l1=50.0,
    features=FeaturesRecipe(weight=0.7, saturation=0.2),
    average=0.998,
    crop=128,
    scales=(144, 200, 256),
)

# What the discriminator buys: the same without it.
L1 = replace(COMPACT, adversarial=0.0, features=None)

# What pairs are for: a small network that draws whole colour pictures from grey ones, once with their true partners,
# once with those of others. `recipes.cyclegan.UNPAIRED` has a generator of as many weights, the same crops and steps.
PAIRS = Pix2PixRecipe(
    spec=Pix2PixSpec(
        inputs=3,
        outputs=3,
        filters=(20, 40, 80, 104, 104, 104),
        upsampling="resize",
        dropout=0,
        d_filters=(32, 64, 128),
    ),
    epochs=1,
    rate_decay=True,
    average=0.998,
    crop=128,
    scales=(144,),
    view=128,
)
SHUFFLED = replace(PAIRS, shuffled=True)

# Drawings made animals (tools/build_drawings.py): the whole animal is in sight, since head and tail are told apart by
# where they are, and its pairs are of this size already. What a coat looks like no drawing says, so features count for
# more and L1 for less than where a photograph tells most of the answer. D, which wins at once on pairs, learns slower.
DRAWINGS = Pix2PixRecipe(
    spec=Pix2PixSpec(
        inputs=3,
        outputs=3,
        filters=(28, 56, 112, 160, 192),
        upsampling="resize",
        dropout=0,
        d_filters=(32, 64, 128, 128),
        ink=True,
    ),
    epochs=3,
    d_rate=1e-4,
    rate_decay=True,
    l1=40.0,
    features=FeaturesRecipe(weight=0.6, saturation=0.2),
    average=0.998,
    crop=160,
    scales=(160,),
    view=160,
)

# Colours that people take for true: an ImageNet network knows what a meadow is before the first step, and whoever says
# how likely each colour is need not settle for the brown between them. The discriminator looks on. At a short side of
# 256 photographs are as large as they are served; smaller crops leave time for more of them.
CLASSES = Pix2PixRecipe(
    spec=Pix2PixSpec(eyes=EyesSpec(), d_filters=(32, 64, 128, 256)),
    batch=12,
    epochs=8,
    g_rate=1e-3,
    rate_decay=True,
    adversarial=0.0,
    l1=0.0,
    classes=ClassesRecipe(),
    average=0.998,
    precision="mixed_bfloat16",
    crop=192,
    scales=(192, 224, 256, 320),
)

PIX2PIX_PRESETS: dict[str, Pix2PixRecipe] = {
    "reference": REFERENCE,
    "compact": COMPACT,
    "l1": L1,
    "pairs": PAIRS,
    "shuffled": SHUFFLED,
    "drawings": DRAWINGS,
    "classes": CLASSES,
}


def pix2pix_preset(name: str) -> Pix2PixRecipe:
    """The recipe called `name`; raises GanError('preset_unknown')."""
    try:
        return PIX2PIX_PRESETS[name]
    except KeyError:
        raise GanError("preset_unknown", name=name, known=", ".join(sorted(PIX2PIX_PRESETS))) from None


def for_pictures(recipe: Pix2PixRecipe) -> Pix2PixRecipe:
    """The same recipe for pairs of any two pictures; raises ValueError for a generator with eyes, which colours."""
    return replace(recipe, spec=replace(recipe.spec, inputs=3, outputs=3))


def pix2pix_recipe_from_json(values: dict[str, Any]) -> Pix2PixRecipe:
    """The inverse of `presets.recipe_to_json`; raises TypeError on unknown fields, ValueError on wrong ones."""
    features, classes, eyes = values.get("features"), values.get("classes"), values["spec"].get("eyes")
    spec = {**tuples(values["spec"]), "eyes": EyesSpec(**tuples(eyes)) if eyes is not None else None}
    parts = {
        "spec": Pix2PixSpec(**spec),
        "features": FeaturesRecipe(**tuples(features)) if features else None,
        "classes": ClassesRecipe(**tuples(classes)) if classes is not None else None,
    }
    return Pix2PixRecipe(**{**tuples(values), **parts})
