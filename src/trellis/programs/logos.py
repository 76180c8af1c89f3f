"""The organization's logo: whatever came, what is kept is a small PNG made anew, on white."""

from __future__ import annotations

from typing import BinaryIO

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from trellis.common import pictures

MOST = (640, 160)
MARGIN = 12


def made_anew(uploaded: BinaryIO) -> ContentFile[bytes]:
    """The logo as we keep it. An SVG is refused like anything else that isn't made of pixels: it may hold script."""
    return pictures.made_anew(uploaded, _on_white, name="logo.png", format="PNG")


def _on_white(picture: Image.Image) -> Image.Image:
    drawn = picture.convert("RGBA")
    drawn.thumbnail(MOST)
    ground = Image.new("RGBA", drawn.size, "white")
    ground.alpha_composite(drawn)
    return ImageOps.expand(ground.convert("RGB"), MARGIN, "white")
