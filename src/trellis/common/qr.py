"""QR codes as SVG: dark on white, with the quiet zone of four modules, in numbers and no style."""

from itertools import groupby

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET = 4


def qr_svg(address: str, label: object) -> SafeString:
    """The code of an address; `label` is what is read aloud."""
    rows = segno.make(address, error="m", micro=False).matrix
    side = len(rows) + 2 * QUIET
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<rect width="{0}" height="{0}" fill="#fff"/><path d="{2}" fill="#0c3a32"/></svg>',
        side,
        label,
        "".join(_run(y, row) for y, row in enumerate(rows, QUIET)),
    )


def _run(y: int, row: bytearray) -> str:
    """The dark stretches of one row."""
    drawn, x = "", QUIET
    for dark, modules in groupby(row):
        width = len(list(modules))
        drawn += f"M{x} {y}h{width}v1h-{width}z" if dark else ""
        x += width
    return drawn
