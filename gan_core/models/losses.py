"""Loss functions, each named after its equation: adversarial losses, the cycle loss, mask roughness.

Goodfellow et al. 2014 (arXiv:1406.2661): V(D, G) = E log D(x) + E log(1 - D(G(z))), which D climbs.
"""

from __future__ import annotations

from typing import Any

from keras import ops

Tensor = Any  # a tensor of whichever Keras backend is in use


def binary_cross_entropy(target: float, logits: Tensor) -> Tensor:
    """BCE(target, sigmoid(logits)), averaged; the stable form max(l, 0) - l*t + log(1 + exp(-|l|))."""
    return ops.mean(ops.softplus(logits) - target * logits)


def cross_entropy(classes: Tensor, scores: Tensor) -> Tensor:
    """-E log softmax(scores) at the class: classes one-hot, scores (n, k); log k where nothing is known."""
    return -ops.mean(ops.sum(classes * ops.log_softmax(scores, axis=-1), axis=-1))


def discriminator_loss(real_logits: Tensor, fake_logits: Tensor, real_label: float = 1.0) -> Tensor:
    """BCE(real_label, D(x)) + BCE(0, D(G(z))); 2 log 2 at equilibrium with real_label 1."""
    return binary_cross_entropy(real_label, real_logits) + binary_cross_entropy(0.0, fake_logits)


def generator_loss(fake_logits: Tensor) -> Tensor:
    """The non-saturating BCE(1, D(G(z))) = -E log D(G(z)); log 2 at equilibrium."""
    return binary_cross_entropy(1.0, fake_logits)


def saturating_generator_loss(fake_logits: Tensor) -> Tensor:
    """G's part of V: E log(1 - D(G(z))); -log 2 at equilibrium. Flat where D is sure of a fake (Goodfellow et al.,
    section 3), which is why `generator_loss` is used instead."""
    return -binary_cross_entropy(0.0, fake_logits)


def value(real_logits: Tensor, fake_logits: Tensor) -> Tensor:
    """V(D, G) = E log D(x) + E log(1 - D(G(z))); -log 4 when D = 1/2 everywhere."""
    return -discriminator_loss(real_logits, fake_logits)


def least_squares(target: float, scores: Tensor) -> Tensor:
    """E (D(x) - target)^2 (Mao et al. 2017, arXiv:1611.04076)."""
    return ops.mean(ops.square(scores - target))


def least_squares_discriminator_loss(real_scores: Tensor, fake_scores: Tensor) -> Tensor:
    """E (D(x) - 1)^2 / 2 + E D(G(z))^2 / 2: equation 9 of Mao et al. with a = 0, b = 1; 1/4 at equilibrium."""
    return (least_squares(1.0, real_scores) + least_squares(0.0, fake_scores)) / 2


def least_squares_generator_loss(fake_scores: Tensor) -> Tensor:
    """E (D(G(z)) - 1)^2, without the half, as Zhu et al. 2017 (section 4) have it; 1/4 at equilibrium."""
    return least_squares(1.0, fake_scores)


def absolute_difference(x: Tensor, y: Tensor) -> Tensor:
    """E |x - y|_1 per value: the cycle loss of x and its reconstruction (Zhu et al. 2017, equation 2),
    the identity loss of x and its identity output (section 5.2)."""
    return ops.mean(ops.abs(x - y))


def uneven_colours(x: Tensor, y: Tensor, side: int = 16) -> Tensor:
    """E |c - (mean of c over the picture)|, c the change of colour from x to y, less that of grey, over side x side
    pixels: free where all of a picture moves from one colour to another. `side` divides h and w."""
    change = ops.average_pool(y - x, side)
    change = change - ops.mean(change, axis=3, keepdims=True)
    return ops.mean(ops.abs(change - ops.mean(change, axis=(1, 2), keepdims=True)))


def hinge_discriminator_loss(real_scores: Tensor, fake_scores: Tensor) -> Tensor:
    """E max(0, 1 - D(x)) + E max(0, 1 + D(G(z))) (Lim and Ye 2017, arXiv:1705.02894); 2 where D says 0."""
    return ops.mean(ops.relu(1.0 - real_scores)) + ops.mean(ops.relu(1.0 + fake_scores))


def hinge_generator_loss(fake_scores: Tensor) -> Tensor:
    """-E D(G(z)), G's part of the hinge loss."""
    return -ops.mean(fake_scores)


def roughness(masks: Tensor, side: int = 8) -> Tensor:
    """E |m - (mean of m over side x side pixels, smoothly brought up)| of masks (n, h, w, 1); `side` divides h and w.

    It keeps stripes out of a mask and lets it have edges.
    """
    height, width = masks.shape[1:3]
    means = ops.average_pool(masks, side)
    return absolute_difference(masks, ops.image.resize(means, (height, width), interpolation="bilinear"))
