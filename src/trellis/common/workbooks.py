"""XLSX files unfold in a process of their own: little memory, little time, no harm when it dies.

Started as a program, this file reads a workbook from its input and writes its rows as lines of JSON. It imports
nothing of ours, so that it starts fast and stands alone.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import repeat
from typing import Any

MOST_SECONDS = 60
MOST_MEMORY = 1024**3
MOST_UNFOLDED = 256 * 1024**2
MOST_TEXT = 64 * 1024**2
MOST_PARTS = 2_000
CHUNK = 256 * 1024


class Unreadable(Exception):
    """Why not: "broken", "large", "slow" or "empty"."""


@dataclass(frozen=True)
class Line:
    """One row: its number, its cells as text, and which of them held a formula without result, or an error."""

    number: int
    cells: list[str]
    faults: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Book:
    """The first sheet that is shown."""

    name: str
    sheets: int
    lines: list[Line]


def unfold(content: bytes, *, rows: int, columns: int, blank_rows: int) -> Book:
    """Read at most so many rows and columns, up to so many empty rows in a row. Raises Unreadable."""
    command = [sys.executable, "-I", __file__, str(rows), str(columns), str(blank_rows)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=MOST_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as problem:
        raise Unreadable("slow") from problem
    first, _newline, rest = done.stdout.decode(errors="replace").partition("\n")
    if done.returncode:
        raise Unreadable(first if first in {"large", "empty"} else "broken")
    found = json.loads(first)
    lines = [
        Line(number, cells, {int(n): kind for n, kind in faults.items()}) for number, cells, faults in _parsed(rest)
    ]
    return Book(found["name"], found["sheets"], lines)


def _parsed(text: str) -> Iterator[tuple[int, list[str], dict[str, str]]]:
    for line in text.splitlines():
        number, cells, faults = json.loads(line)
        yield number, cells, faults


# ── From here on, in the other process ────────────────────────────────────────────────────
def main(rows: int, columns: int, blank_rows: int) -> None:
    content = sys.stdin.buffer.read()
    has_formulas = weigh(content)
    sheet, name, sheets = open_sheet(content)
    formulas = open_sheet(content, values=False)[0] if has_formulas else None
    print(json.dumps({"name": name, "sheets": sheets}))  # noqa: T201  what the parent reads
    written = blank = 0
    for number, cells, faults in lines_of(sheet, formulas, columns):
        blank = 0 if any(cells) or faults else blank + 1
        line = json.dumps([number, cells, faults])
        written += len(line)
        if written > MOST_TEXT:
            raise Unreadable("large")
        print(line)  # noqa: T201
        if number > rows or blank >= blank_rows:
            return


def weigh(content: bytes) -> bool:
    """Unfold every part once and throw it away: sizes that a file tells of itself may lie. Are there formulas?"""
    unfolded, has_formulas = 0, False
    with zipfile.ZipFile(io.BytesIO(content)) as folded:
        parts = folded.infolist()
        if len(parts) > MOST_PARTS:
            raise Unreadable("large")
        for part in parts:
            with folded.open(part) as opened:
                while chunk := opened.read(CHUNK):
                    unfolded += len(chunk)
                    has_formulas = has_formulas or b"<f>" in chunk or b"<f " in chunk
                    if unfolded > MOST_UNFOLDED:
                        raise Unreadable("large")
    return has_formulas


def open_sheet(content: bytes, *, values: bool = True) -> tuple[Any, str, int]:
    """The first sheet that is shown, its name, and how many there are."""
    from openpyxl import load_workbook  # noqa: PLC0415  only here, after the limits are set

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not shown:
        raise Unreadable("empty")
    shown[0].reset_dimensions()
    return shown[0], shown[0].title, len(book.worksheets)


def lines_of(sheet: Any, formulas: Any, columns: int) -> Iterator[tuple[int, list[str], dict[int, str]]]:
    """Every row as text. A formula whose result was never saved is a fault, as is an error of the spreadsheet."""
    beside = formulas.iter_rows(max_col=columns) if formulas is not None else repeat(())
    for number, (cells, written) in enumerate(zip(sheet.iter_rows(max_col=columns), beside, strict=False), start=1):
        texts = [text_of(cell) for cell in cells]
        faults = {place: "error" for place, cell in enumerate(cells) if getattr(cell, "data_type", "") == "e"}
        for place, cell in enumerate(written):
            if getattr(cell, "data_type", "") == "f" and place < len(texts) and not texts[place]:
                faults[place] = "formula"
        yield number, texts, faults


def text_of(cell: Any) -> str:
    """As a person would write it: whole numbers without a point, days as 2026-03-17."""
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def be_small() -> None:
    """No more memory and processor time than a list of people needs."""
    try:
        import resource  # noqa: PLC0415  not on every system
    except ImportError:
        return
    for limit, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS)):
        try:
            resource.setrlimit(limit, (most, most))
        except (ValueError, OSError):
            continue  # some systems know the limit and don't let it be set


if __name__ == "__main__":
    be_small()
    sys.modules |= {"numpy": None}  # type: ignore[dict-item]  # openpyxl would load it for nothing
    try:
        main(*map(int, sys.argv[1:]))
    except Unreadable as unreadable:
        sys.stdout.write(f"{unreadable}\n")
        sys.exit(3)
    except MemoryError:
        sys.stdout.write("large\n")
        sys.exit(3)
