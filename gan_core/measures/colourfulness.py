"""The colourfulness metric of Hasler and Suesstrunk. Plain numpy."""

from __future__ import annotations

import numpy as np


def colourfulness(image: np.ndarray) -> float:
    """M3 of Hasler and Suesstrunk 2003, "Measuring colourfulness in natural images", of uint8 (h, w, 3); 0 is grey.

    With rg = R - G and yb = (R + G) / 2 - B it is sqrt(s_rg^2 + s_yb^2) + 0.3 sqrt(m_rg^2 + m_yb^2), s and m being
    standard deviations and means over the picture. Photographs have about 10 to 80.
    """
    r, g, b = np.moveaxis(image.astype(np.float64), -1, 0)
    rg, yb = r - g, (r + g) / 2 - b
    return float(np.hypot(rg.std(), yb.std()) + 0.3 * np.hypot(rg.mean(), yb.mean()))
