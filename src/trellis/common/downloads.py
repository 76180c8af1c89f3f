"""Files that people take away: tables for spreadsheets, and what somebody uploaded."""

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.http import content_disposition_header

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_MARK = "\ufeff"  # tells Excel that the file is UTF-8


def csv_download(name: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """`name`.csv as an attachment. Texts that a spreadsheet would run as a formula get a quote before them."""
    response = HttpResponse(_MARK, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(response)
    writer.writerow([_harmless(cell) for cell in header])
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return response


def _harmless(cell: object) -> object:
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.lstrip().startswith(_DANGEROUS) else text


def file_download(content: bytes, kind: str, name: str) -> HttpResponse:
    """As an attachment that no browser opens, guesses at or keeps."""
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return kept_nowhere(response)


def kept_nowhere(response: HttpResponse) -> HttpResponse:
    """Neither the browser nor anything between keeps a copy."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
