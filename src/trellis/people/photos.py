"""Photos: whatever came, what is kept is a small square JPEG made anew, without places or dates inside."""

from __future__ import annotations

from typing import BinaryIO

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from trellis.common import pictures

SIDE = 512


def made_anew(uploaded: BinaryIO) -> ContentFile[bytes]:
    """The picture as we keep it."""
    return pictures.made_anew(uploaded, _square, name="photo.jpg", format="JPEG", quality=85)


def _square(picture: Image.Image) -> Image.Image:
    """Cut to a square; what is transparent lies on white, since a JPEG would show it black."""
    seen = picture.convert("RGBA")
    return ImageOps.fit(Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB"), (SIDE, SIDE))
