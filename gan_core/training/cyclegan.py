"""The CycleGAN's training step: adversarial, cycle and identity losses, image pools, and the optimizers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import keras
import numpy as np
from keras import ops

from gan_core.base.ranks import own_share
from gan_core.models import losses
from gan_core.models.collectives import all_rows, mean_gradients
from gan_core.models.cyclegan import build_discriminator, build_generator, picture_and_mask
from gan_core.models.gradients import compiled, own_gradients
from gan_core.models.imagenet import ImageNetClassifier
from gan_core.photos.domains import DIRECTIONS
from gan_core.recipes.cyclegan import CycleGANRecipe
from gan_core.training.adversarial import AdversarialTrainer
from gan_core.training.pool import Exchange, ImagePool
from gan_core.training.projected import DRAWS, ProjectedDiscriminators

Tensor = Any
T = TypeVar("T")
NEITHER_CHANGE = 5.0  # weight of |G(x) - x| beside the mean of the mask, on photographs of neither domain


class CycleGANTrainer(AdversarialTrainer):
    """G_AB, G_BA, D_A, D_B and, if the recipe averages, a copy of each generator that follows it.

    A recipe may train one direction alone: its generator and the discriminator of its target, while the others stay
    as they began.

    `step` updates the generators on one forward pass for all their losses, then the discriminators on
    photographs and pooled translations. What is random comes in from outside, so that `variables` is the
    whole state.

    Args:
        recipe: what to train and how.
        seed: of the first weights.
        network: what the recipe's discriminators on features look through; they are left out without it.
    """

    recipe: CycleGANRecipe

    def __init__(self, recipe: CycleGANRecipe, seed: int = 0, network: ImageNetClassifier | None = None) -> None:
        keras.utils.set_random_seed(seed)
        spec, precision = recipe.spec, recipe.precision
        self.g_ab, self.g_ba = (build_generator(spec, f"generator_{way}", precision) for way in ("ab", "ba"))
        self.d_a, self.d_b = (build_discriminator(spec, f"discriminator_{domain}", precision) for domain in "ab")
        self._into = [1 - DIRECTIONS.index(recipe.alone)] if recipe.alone else [0, 1]  # domains: A, B
        for domain in {0, 1} - set(self._into):
            (self.g_ba, self.g_ab)[domain].trainable = (self.d_a, self.d_b)[domain].trainable = False
        letters = "".join("ab"[domain] for domain in self._into)
        super().__init__(
            recipe,
            [self.g_ab, self.g_ba],
            [self.d_a, self.d_b],
            [build_generator(spec, g.name) for g in (self.g_ab, self.g_ba)] if recipe.average else [],
            ProjectedDiscriminators(recipe.features, network, letters) if recipe.features and network else None,
        )
        self.pools = [ImagePool(recipe.pool, recipe.crop) for _ in self._into] if recipe.pool else []
        self._step = compiled(self._raw_step)

    @property
    def variables(self) -> list[keras.Variable]:
        """Those of the networks and their optimizers, and the pictures in the pools."""
        return super().variables + [pool.images for pool in self.pools]

    def step(
        self,
        a: np.ndarray,
        b: np.ndarray,
        exchanges: tuple[Exchange, Exchange] | None = None,
        draws: np.ndarray | None = None,
        neither: np.ndarray | None = None,
    ) -> dict[str, float]:
        """One update of all networks.

        Args:
            a, b: photographs of the two domains, float32 (n, crop, crop, 3) in [-1, 1]: this rank's own.
            exchanges: what the translations of all ranks into A and into B do with their pools; None without pools.
            draws: (2, `DRAWS`) numbers in [-1, 1]: how pictures are disturbed before their features are looked at.
            neither: photographs of neither domain, like `a`; None in most steps.

        Returns:
            The losses as they were during the step, unweighted, each the mean of the directions that are trained
            (of both ways back, always):
            'd_loss', 'g_loss' (adversarial), 'cycle' (L1 in units of [-1, 1]) and, if there is one, 'identity',
            'patches', 'mask' (its mean), 'roughness', 'neither', 'features' (the discriminators' on features).
        """
        plans = [[ops.convert_to_tensor(part) for part in exchange] for exchange in exchanges or ()]
        draws = np.zeros((2, DRAWS)) if draws is None else draws
        others = [] if neither is None else [ops.convert_to_tensor(neither)]
        batch = (ops.convert_to_tensor(a), ops.convert_to_tensor(b))
        found = self._step(batch, plans, ops.convert_to_tensor(draws, "float32"), others)
        return {name: float(ops.convert_to_numpy(loss)) for name, loss in found.items()}

    def _raw_step(
        self, batch: tuple[Tensor, Tensor], plans: list[list[Tensor]], draws: Tensor, others: list[Tensor]
    ) -> dict[str, Tensor]:
        def compute() -> Any:
            return self._generators(batch, draws, others)

        (g_gradients,), (fakes, terms) = own_gradients(compute, (self._g_variables,))
        fakes = [ops.stop_gradient(x) for x in fakes]
        reals, shown = self._chosen(batch), fakes
        if self.pools:
            whole = zip(self.pools, map(all_rows, fakes), self._chosen(plans), strict=True)  # each rank keeps all of it
            shown = [own_share(pool.exchange(x, *plan)) for pool, x, plan in whole]
        (d_gradients,), d_loss = own_gradients(lambda: self._discriminators(reals, shown), (self._d_variables,))
        found = [g_gradients, d_gradients]
        if self.projected:
            heads_gradients, terms["features"] = self.projected.gradients(reals, fakes, draws)
            found.append(heads_gradients)
        self._apply(*mean_gradients(found))
        return {"d_loss": d_loss / len(self._into), **terms}

    def _generators(
        self, batch: tuple[Tensor, Tensor], draws: Tensor, others: list[Tensor]
    ) -> tuple[tuple[Tensor], Any]:
        """Equation 3 of Zhu et al. 2017, the identity loss and those of the mask; and the translations, into A before
        into B, of the directions that are trained."""
        into_b, into_a = (picture_and_mask(g, x) for g, x in zip((self.g_ab, self.g_ba), batch, strict=True))
        made = [into_a, into_b]
        fakes, masks = zip(*self._chosen(made), strict=True)
        judged = zip(self._chosen(self.discriminators), fakes, strict=True)
        terms = {"g_loss": _mean(losses.least_squares_generator_loss(d(x)) for d, x in judged)}
        back = self._ways_back(batch, [picture for picture, _ in made])
        terms["cycle"] = _mean(back)
        if self.recipe.identity:
            terms["identity"] = self._identity(batch)
        if self.recipe.patches:
            before = self._chosen(batch[::-1])
            terms["patches"] = _mean(losses.uneven_colours(x, y) for x, y in zip(before, fakes, strict=True))
        if masks[0] is not None:
            terms["mask"], terms["roughness"] = _mean(map(ops.mean, masks)), _mean(map(losses.roughness, masks))
        if others:
            terms["neither"] = self._neither(others[0])
        total = sum(weight * terms[name] for name, weight in self._weights().items() if name in terms)
        if self.projected:
            total += self.projected.generator_loss(list(fakes), draws)
        total *= len(fakes)
        total += sum(weight * lost for weight, lost in zip(self._cycle_weights(), back, strict=True) if weight)
        return (total,), (fakes, terms)

    def _weights(self) -> dict[str, float]:
        """What each term of a generator's loss but the ways back is multiplied by."""
        r = self.recipe
        masks = {"mask": r.mask, "roughness": r.mask_roughness, "neither": r.neither}
        return {"g_loss": 1.0, "identity": r.cycle * r.identity, "patches": r.patches, **masks}

    def _cycle_weights(self) -> tuple[float, float]:
        """Of what is lost on the way back to A and to B."""
        r = self.recipe
        return r.cycle, r.cycle if r.cycle_b is None else r.cycle_b

    def _ways_back(self, batch: tuple[Tensor, Tensor], made: list[Tensor]) -> list[Tensor]:
        """How much of photographs of A and of B is lost, `made` their translations into A and into B; without a
        gradient where it weighs nothing."""
        back = zip(self._cycle_weights(), (self.g_ba, self.g_ab), made[::-1], batch, strict=True)
        return [self._changed(g, x if weight else ops.stop_gradient(x), towards) for weight, g, x, towards in back]

    def _changed(self, generator: keras.Model, images: Tensor, towards: Tensor) -> Tensor:
        """How far from `towards` a generator's translation of `images` is."""
        return losses.absolute_difference(towards, picture_and_mask(generator, images)[0])

    def _identity(self, batch: tuple[Tensor, Tensor]) -> Tensor:
        """How far each generator changes what is in its target domain already (section 5.2 of the paper)."""
        side = self.recipe.identity_side or self.recipe.crop
        corners = [x[:, :side, :side] for x in batch]  # crops are flipped at random, so any corner is as good
        chosen = zip(self._chosen((self.g_ba, self.g_ab)), self._chosen(corners), strict=True)
        return _mean(self._changed(generator, x, x) for generator, x in chosen)

    def _neither(self, images: Tensor) -> Tensor:
        """What the generators would change where there is nothing to change."""
        found = [picture_and_mask(generator, images) for generator in self._chosen((self.g_ba, self.g_ab))]
        return _mean(
            ops.mean(mask) + NEITHER_CHANGE * losses.absolute_difference(picture, images) for picture, mask in found
        )

    def _discriminators(self, reals: list[Tensor], fakes: list[Tensor]) -> tuple[tuple[Tensor], Tensor]:
        """The losses of the discriminators that are trained, added up."""
        loss = 0.0
        for d, real, fake in zip(self._chosen(self.discriminators), reals, fakes, strict=True):
            scores = d(ops.concatenate([real, fake]))
            n = real.shape[0]
            loss += losses.least_squares_discriminator_loss(scores[:n], scores[n:])
        return (loss,), loss

    def _chosen(self, of_domains: Sequence[T]) -> list[T]:
        """Of what there is for A and for B: that of the domains into which is trained."""
        return [of_domains[domain] for domain in self._into]


def _mean(terms: Iterable[Tensor]) -> Tensor:
    found = list(terms)
    return sum(found) / len(found)
