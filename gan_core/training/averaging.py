"""Exponential moving average (EMA) of weights: a copy of a network that follows the trained one.

Karras et al. 2018, section 6.1.
"""

from __future__ import annotations

from typing import Any

import keras
from keras import ops


def follow(average: keras.Model, network: keras.Model, decay: float, updates: Any) -> None:
    """Move `average` towards `network` after its `updates`-th update: m = d m + (1 - d) w.

    d is at most `decay`, and (1 + t) / (10 + t) while that is less: a short memory at first, or the average
    would still be the random first weights.
    """
    t = ops.cast(updates, "float32")
    decay = ops.minimum(decay, (1.0 + t) / (10.0 + t))
    for mean, now in zip(average.weights, network.weights, strict=True):
        mean.assign(decay * mean + (1.0 - decay) * now)
