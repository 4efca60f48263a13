"""Loss terms as pure functions of logits, each named after its equation. All return a scalar tensor.

Goodfellow et al. 2014 (arXiv:1406.2661): V(D, G) = E log D(x) + E log(1 - D(G(z))), which D climbs.
"""

from __future__ import annotations

from typing import Any

from keras import ops

Tensor = Any  # a tensor of whichever Keras backend is in use


def binary_cross_entropy(target: float, logits: Tensor) -> Tensor:
    """BCE(target, sigmoid(logits)), averaged; the stable form max(l, 0) - l*t + log(1 + exp(-|l|))."""
    return ops.mean(ops.softplus(logits) - target * logits)


def discriminator_loss(real_logits: Tensor, fake_logits: Tensor, real_label: float = 1.0) -> Tensor:
    """BCE(real_label, D(x)) + BCE(0, D(G(z))); 2 log 2 at equilibrium with real_label 1."""
    return binary_cross_entropy(real_label, real_logits) + binary_cross_entropy(0.0, fake_logits)


def generator_loss(fake_logits: Tensor) -> Tensor:
    """The non-saturating BCE(1, D(G(z))) = -E log D(G(z)); log 2 at equilibrium."""
    return binary_cross_entropy(1.0, fake_logits)


def value(real_logits: Tensor, fake_logits: Tensor) -> Tensor:
    """V(D, G) = E log D(x) + E log(1 - D(G(z))); -log 4 when D = 1/2 everywhere."""
    return -discriminator_loss(real_logits, fake_logits)
