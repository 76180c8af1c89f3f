"""Spreadsheets as columns of text: CSV and XLSX, with limits against files that mean harm."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pairing.problem import ProblemError

MOST_BYTES = 256 * 1024**2
MOST_PARTS = 2_000
MOST_ROWS = 1_000_000
MOST_COLUMNS = 200
BLANK_ROWS = 1_000  # after so many empty rows a sheet has ended
CHUNK = 256 * 1024


@dataclass(frozen=True)
class Sheet:
    """The columns that were asked for, stripped; `numbers` are rows as a spreadsheet counts them."""

    columns: dict[str, list[str]]
    numbers: list[int]
    ignored: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.numbers)

    def column(self, name: str) -> list[str]:
        return self.columns.get(name) or [""] * len(self)


def read(content: bytes, wanted: Sequence[str], needed: Sequence[str]) -> Sheet:
    """The wanted columns of a file, found by their names in its first row."""
    if len(content) > MOST_BYTES:
        raise ProblemError("large", "The file is larger than 256 MB.")
    rows = _workbook(content) if content[:4] == b"PK\x03\x04" else _csv(content)
    header = [name.strip().lower() for name in next(rows, [])]
    if missing := [name for name in needed if name not in header]:
        raise ProblemError("column", f"The first row has no column “{missing[0]}”.")
    if twice := [name for name in wanted if header.count(name) > 1]:
        raise ProblemError("column", f"There are two columns “{twice[0]}”.")
    return _sheet(header, rows, wanted)


def _sheet(header: list[str], rows: Iterable[list[str]], wanted: Sequence[str]) -> Sheet:
    numbers: list[int] = []
    lines: list[list[str]] = []
    for number, row in enumerate(rows, 2):
        if not any(row):
            continue
        if len(row) > len(header) and any(row[len(header) :]):
            raise ProblemError("cells", f"Row {number} has more cells than the first row.")
        if number > MOST_ROWS:
            raise ProblemError("large", "The file has more than a million rows.")
        numbers.append(number)
        lines.append(row)
    columns: dict[str, list[str]] = {}
    for name in wanted:
        if name in header:
            at = header.index(name)
            columns[name] = [row[at].strip() if at < len(row) else "" for row in lines]
    ignored = tuple(name for name in header if name and name not in wanted)
    return Sheet(columns, numbers, ignored)


def _csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise ProblemError("encoding", f"Row {row} is not UTF-8. Save the file as “CSV UTF-8”.") from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from rows
    except csv.Error as error:
        raise ProblemError("csv", f"Line {rows.line_num} can’t be read: {error}.") from error


def _workbook(content: bytes) -> Iterator[list[str]]:
    """The first sheet that is shown."""
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 only needed for workbooks
    except ImportError as error:
        raise ProblemError("xlsx", "Reading XLSX needs the package openpyxl. Save the file as CSV.") from error
    try:
        _weigh(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        shown[0].reset_dimensions()
        found = [*_rows(shown[0].iter_rows(max_col=MOST_COLUMNS, values_only=True))]
    except ProblemError:
        raise
    except Exception as error:  # a broken workbook fails in any way it likes
        raise ProblemError("xlsx", "The workbook can’t be read. Open it, save it anew, or save it as CSV.") from error
    yield from found


def _weigh(content: bytes) -> None:
    """Unfold every part once and throw it away: sizes that a file tells of itself may lie."""
    unfolded = 0
    with zipfile.ZipFile(io.BytesIO(content)) as folded:
        if len(folded.infolist()) > MOST_PARTS:
            raise ProblemError("large", "The workbook has too many parts.")
        for part in folded.infolist():
            with folded.open(part) as opened:
                while chunk := opened.read(CHUNK):
                    unfolded += len(chunk)
                    if unfolded > MOST_BYTES:
                        raise ProblemError("large", "The workbook unfolds to more than 256 MB.")


def _rows(rows: Iterable[Iterable[object]]) -> Iterator[list[str]]:
    blank = 0
    for row in rows:
        cells = [_text(cell) for cell in row]
        blank = 0 if any(cells) else blank + 1
        if blank > BLANK_ROWS:
            return
        yield cells


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
