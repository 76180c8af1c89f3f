"""A certificate as PDF, made by Typst: tagged for screen readers (PDF/UA-1), with our fonts inside."""

from __future__ import annotations

import io
import json
from pathlib import Path

import segno
import typst
from django.utils import translation
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.recognition.models import Certificate
from trellis.recognition.wording import Wording, wording_of

FOLDER = Path(__file__).parent / "pdf"
PAPERS = {"a4": "a4", "letter": "us-letter"}
FENCE = "#0c3a32"


def pdf_of(certificate: Certificate, *, paper: str = "a4") -> bytes:
    """The sheet in the language in use.

    Raises Refused when no font on this server has one of its letters: an empty box in a name is worse than no PDF.
    """
    words = _words(certificate, paper=PAPERS.get(paper, "a4"))
    try:
        made = typst.compile(
            str(FOLDER / "certificate.typ"),
            root=str(FOLDER),
            font_paths=[str(FOLDER / "fonts")],
            sys_inputs={"words": json.dumps(words)},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as problem:
        if "could not be displayed" not in problem.message:
            raise
        raise Refused(
            _(
                "This server has no font for some letters on this certificate, so it can’t make the PDF. "
                "The page itself shows them and prints well. An administrator can add the Noto fonts."
            ),
            kind=Kind.INVALID,
        ) from problem
    return bytes(made)


def qr_svg(address: str) -> str:
    """The address as a picture, dark on white, with its quiet margin."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=4, dark=FENCE, light="#fff", xmldecl=False, nl=False, omitsize=True, svgclass="qr"
    )
    return drawn.getvalue().decode()


def _words(certificate: Certificate, *, paper: str) -> dict[str, object]:
    words: Wording = wording_of(certificate)
    return {
        "title": _("Certificate, %(name)s") % {"name": words.name},
        "description": words.body,
        "organization": words.organization,
        "language": (translation.get_language() or "en").split("-")[0],
        "rtl": translation.get_language_bidi(),
        "paper": paper,
        "lead": words.lead,
        "name": words.name,
        "body": words.body,
        "facts": words.facts,
        "signatures": [{"name": name, "title": title} for name, title in words.signatures],
        "qr": qr_svg(words.address),
        "check": _("Check it is real"),
        "check_alt": _("QR code for %(address)s") % {"address": words.address},
        "code": words.code,
    }
