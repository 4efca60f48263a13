"""Converts images to sRGB from whatever colour profile (ICC) they carry."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

from PIL import Image, ImageCms

_MODES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}  # which profiles are for which of Pillow's modes


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """An image in RGB, L or CMYK as sRGB; untouched where there is no profile, or one that is broken or of others."""
    if not profile:
        return image
    try:
        transform = _transform(profile, image.mode)
        return image if transform is None else transform.apply(image)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


@lru_cache(maxsize=8)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    source: Any = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    if _MODES.get(source.profile.xcolor_space) != mode:
        return None
    intent = ImageCms.Intent.PERCEPTUAL  # as browsers do; profiles of three colours alone know no difference
    return ImageCms.buildTransform(source, _srgb(), mode, "RGB", intent, ImageCms.Flags.BLACKPOINTCOMPENSATION)


@lru_cache(maxsize=1)
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
