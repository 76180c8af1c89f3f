"""Pictures from strangers: looked at before a single pixel is unpacked, and refused in words."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from trellis.common.errors import Kind, Refused

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000


def made_anew(
    uploaded: BinaryIO, drawn: Callable[[Image.Image], Image.Image], *, name: str, **options: Any
) -> ContentFile[bytes]:
    """What `drawn` makes of the picture, as a new file. Refused when it is none, or one that would fill the memory."""
    content = uploaded.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused(_("This picture is larger than 10 MB. Choose a smaller one."), kind=Kind.INVALID)
    made = BytesIO()
    try:
        picture = drawn(ImageOps.exif_transpose(_opened(content)))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise _too_large() from problem
    except (OSError, SyntaxError, ValueError) as problem:
        raise Refused(_not_a_picture(), kind=Kind.INVALID) from problem
    picture.save(made, optimize=True, **options)
    return ContentFile(made.getvalue(), name=name)


def _opened(content: bytes) -> Image.Image:
    with Image.open(BytesIO(content), formats=FORMATS) as look:
        if look.width * look.height > MOST_PIXELS:
            raise _too_large()
        look.verify()
    return Image.open(BytesIO(content), formats=FORMATS)


def _too_large() -> Refused:
    return Refused(_("This picture has more than 40 megapixels. Choose a smaller one."), kind=Kind.INVALID)


def _not_a_picture() -> str:
    return _("We can’t read this as a picture. Choose a JPEG, PNG or WebP file.")
