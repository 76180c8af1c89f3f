"""Files that go with a message: looked at by their content, pictures drawn anew, sealed before they are kept."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image

from trellis.common import pictures
from trellis.common.errors import Kind, Refused
from trellis.common.words import clean

MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 3
SIDE = 2400
TEXTS = {".txt", ".md", ".csv"}
OFFICE = {
    "word/document.xml": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "xl/workbook.xml": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    "ppt/presentation.xml": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx"),
}
OPEN = {
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
}
ACCEPT = ".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt,.md,.csv"


@dataclass(frozen=True)
class Looked:
    """A file as we keep it: its name with the ending that is true, its kind, and what is in it."""

    name: str
    kind: str
    content: bytes


def look_at(uploaded: BinaryIO, name: str) -> Looked:
    """What the file is, by what is in it. Refused when it is too large, or nothing that we pass on."""
    content = uploaded.read(MOST_BYTES + 1)
    shown = clean(PurePath(name.replace("\\", "/")).name)[-120:] or "file"
    if len(content) > MOST_BYTES:
        raise Refused(
            _("“%(name)s” is larger than 10 MB. Send a smaller file, or where it can be found.") % {"name": shown},
            kind=Kind.INVALID,
        )
    for look in (_picture, _pdf, _office, _text):
        if found := look(content, PurePath(shown).suffix.lower()):
            kind, ending, kept = found
            return Looked((PurePath(shown).stem or "file") + ending, kind, kept)
    raise Refused(
        _("“%(name)s” can’t be sent. Pictures, PDF, office documents without macros and plain text can.")
        % {"name": shown},
        kind=Kind.INVALID,
    )


type _Found = tuple[str, str, bytes] | None


def _picture(content: bytes, _ending: str) -> _Found:
    """Drawn anew as JPEG: no place, no date, nothing behind the picture."""
    if not content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) and content[8:12] != b"WEBP":
        return None
    drawn = pictures.made_anew(BytesIO(content), _smaller, name="picture.jpg", format="JPEG", quality=88)
    return "image/jpeg", ".jpg", drawn.read()


def _smaller(picture: Image.Image) -> Image.Image:
    """On white where it is transparent, and no larger than a screen needs."""
    picture.thumbnail((SIDE, SIDE))
    seen = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")


def _pdf(content: bytes, _ending: str) -> _Found:
    return ("application/pdf", ".pdf", content) if content.startswith(b"%PDF-") else None


def _office(content: bytes, _ending: str) -> _Found:
    """A zip that names itself a document and brings no macros; it is never unpacked."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            names = set(parts.namelist()[:5000])
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js", ".vbs")) or "Basic/" in name for name in names):
        return None
    for part, (kind, ending) in OFFICE.items():
        if part in names and "[Content_Types].xml" in names:
            return kind, ending, content
    return _open_document(content) if "content.xml" in names else None


def _open_document(content: bytes) -> _Found:
    """Its first part says what it is, uncompressed (OpenDocument 1.3, part 2, section 3.3)."""
    for kind, ending in OPEN.items():
        if content[30:38] == b"mimetype" and content[38:].startswith(kind.encode() + b"PK"):
            return kind, ending, content
    return None


def _text(content: bytes, ending: str) -> _Found:
    """What is called a text and is one."""
    if ending not in TEXTS or b"\0" in content:
        return None
    try:
        content.decode()
    except UnicodeDecodeError:
        return None
    return "text/plain; charset=utf-8", ending, content
