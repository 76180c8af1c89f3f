"""Spreadsheets in and out: CSV and XLSX from anybody's hand, read with limits; written so that nothing in them acts.

`read` answers with a `Sheet` that says how it was read, or raises `Refused` with what to do. Nothing is guessed in
silence: what was found out (letters, separators, which sheet) stands in `Sheet.notes`.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from trellis.common import workbooks
from trellis.common.errors import Kind, Refused
from trellis.common.words import clean


@dataclass(frozen=True)
class Limits:
    """How much one file may hold."""

    bytes: int = 20 * 1024 * 1024
    rows: int = 50_000
    columns: int = 100
    cell: int = 32_767  # what a spreadsheet program allows
    lines: int = 50  # in one cell; more is a quotation mark that was never closed
    blank_rows: int = 200


@dataclass(frozen=True)
class Row:
    """One row, with its number as a spreadsheet program shows it. `faults` are cells that could not be read."""

    number: int
    cells: list[str]
    faults: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """What was read, and how."""

    kind: str
    header: list[str]
    rows: list[Row]
    notes: list[str]


ENCODINGS = {
    "utf-8": gettext_lazy("UTF-8"),
    "cp1252": gettext_lazy("Western European (Windows-1252)"),
    "cp1250": gettext_lazy("Central European (Windows-1250)"),
    "cp1251": gettext_lazy("Cyrillic (Windows-1251)"),
    "cp1253": gettext_lazy("Greek (Windows-1253)"),
    "cp1254": gettext_lazy("Turkish (Windows-1254)"),
    "cp1256": gettext_lazy("Arabic (Windows-1256)"),
    "mac-roman": gettext_lazy("Western European (old Macintosh)"),
}
MARKS = [  # the longer first
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
DELIMITERS = {
    ",": gettext_lazy("commas"),
    ";": gettext_lazy("semicolons"),
    "\t": gettext_lazy("tabs"),
    "|": gettext_lazy("upright strokes"),
}
FOREIGN = [
    (b"\xd0\xcf\x11\xe0", gettext_lazy("an old Excel file, or one with a password")),
    (b"%PDF", gettext_lazy("a PDF")),
    (b"\x89PNG", gettext_lazy("a picture")),
    (b"\xff\xd8\xff", gettext_lazy("a picture")),
    (b"GIF8", gettext_lazy("a picture")),
    (b"{\\rtf", gettext_lazy("a text document")),
    (b"\x1f\x8b", gettext_lazy("a packed file")),
    (b"Rar!", gettext_lazy("a packed file")),
    (b"7z\xbc\xaf", gettext_lazy("a packed file")),
]
ACTING = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def read(content: bytes, *, encoding: str = "", limits: Limits = Limits()) -> Sheet:
    """Read a file of people typed, exported or forged elsewhere. The type is told by its content, not its name."""
    if len(content) > limits.bytes:
        raise refused(
            _("This file is larger than %(most)d MB. Split it, or take out columns we don’t need.")
            % {"most": limits.bytes // 1024 // 1024}
        )
    if not content.strip():
        raise refused(_("This file is empty. Save the list as CSV or XLSX and upload that."))
    for mark, what in FOREIGN:
        if content.startswith(mark):
            raise refused(_("This is %(what)s. Save the list as CSV or XLSX and upload that.") % {"what": what})
    if content.startswith(b"PK"):
        return _read_workbook(content, limits)
    return _read_text(content, encoding, limits)


def refused(sentence: str) -> Refused:
    return Refused(sentence, kind=Kind.INVALID)


# ── CSV ───────────────────────────────────────────────────────────────────────────────────
def _read_text(content: bytes, encoding: str, limits: Limits) -> Sheet:
    text, notes = _decoded(content, encoding)
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<table", "<?xml")):
        raise refused(_("This is a web page with the ending of a spreadsheet. Save it as CSV or XLSX and upload that."))
    delimiter, text = _delimiter_of(text, limits)
    if delimiter:
        notes.append(_("Cells are separated by %(delimiter)s.") % {"delimiter": DELIMITERS[delimiter]})
    return _sheet("csv", _records(text, delimiter or ",", limits), notes, limits)


def _decoded(content: bytes, encoding: str) -> tuple[str, list[str]]:
    """The text, and how its letters were read."""
    marked = next((name for mark, name in MARKS if content.startswith(mark)), "")
    name = encoding or marked or _without_mark(content)
    try:
        text = content.decode(name)
    except UnicodeDecodeError as problem:
        raise refused(
            _("The letters of this file can’t be read. Save it as “CSV UTF-8” and upload it again.")
        ) from problem
    shown = ENCODINGS.get(name, name.upper().removesuffix("-SIG"))
    if marked or name == "utf-8":
        return text, [_("Letters are read as %(encoding)s.") % {"encoding": shown}]
    sentence = _(
        "The file doesn’t say how its letters are written. They are read as %(encoding)s. "
        "Look at the names below; if they look wrong, upload the file again and choose another kind."
    )
    return text, [sentence % {"encoding": shown}]


def _without_mark(content: bytes) -> str:
    """UTF-8 when it fits, UTF-16 when every other byte is empty, else what Windows writes in western Europe."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if b"\x00" not in content[:4000]:
            return "utf-8"
    sample = content[:4000]
    for name, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        if sample[offset::2].count(0) > len(sample) * 0.4:
            return name
    if sample.count(0) > 3:
        raise refused(_("This is not a text file. Save the list as CSV or XLSX and upload that."))
    return "utf-8" if _fits(content, "utf-8") else "cp1252"


def _fits(content: bytes, name: str) -> bool:
    try:
        content.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter_of(text: str, limits: Limits) -> tuple[str, str]:
    """The separator with which the first rows have most cells alike; none for a single column."""
    first, _newline, rest = text.partition("\n")
    if told := re.fullmatch(r"sep=([,;\t|])", first.strip("\r ")):
        return told.group(1), rest
    best, most = "", (0, 0)
    for delimiter in DELIMITERS:
        widths = _widths(text, delimiter, limits)
        if widths and widths[0] > 1:
            alike = sum(1 for width in widths if width == widths[0])
            if (score := (alike * 100 // len(widths), widths[0])) > most:
                best, most = delimiter, score
    return best, text


def _widths(text: str, delimiter: str, limits: Limits) -> list[int]:
    try:
        first = [row for row, _number in zip(_records(text[:200_000], delimiter, limits), range(50), strict=False)]
    except Refused:
        return []
    return [len(row.cells) for row in first if any(row.cells)]


def _records(text: str, delimiter: str, limits: Limits) -> Iterator[Row]:
    """The rows of a text. Lines may end in any way, also mixed; a quotation mark that is never closed is refused."""
    csv.field_size_limit(limits.bytes)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as problem:
            raise refused(_unclosed(number)) from problem
        if any(cell.count("\n") + cell.count("\r") > 2 * limits.lines for cell in cells):
            raise refused(_unclosed(number))
        yield Row(number, _narrowed(cells, limits.columns + 1))


def _narrowed(cells: list[str], most: int) -> list[str]:
    """Enough cells to see that they are too many. Millions of empty ones are no reason to run out of memory."""
    if any(cells[most:]):
        cells[most - 1] = cells[most - 1] or "…"
    return cells[:most]


def _unclosed(number: int) -> str:
    return _("In row %(row)d a quotation mark is opened and not closed where it should be. Mend it in the file.") % {
        "row": number
    }


# ── XLSX ──────────────────────────────────────────────────────────────────────────────────
def _read_workbook(content: bytes, limits: Limits) -> Sheet:
    """In a process of its own, with little memory and time, because a small file may unfold without end."""
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as problem:
        raise refused(_("This file is broken. Open it in a spreadsheet program and save it again.")) from problem
    if "xl/workbook.xml" not in names:
        raise refused(_("This is a packed file, but not an XLSX. Save the list as CSV or XLSX and upload that."))
    try:
        book = workbooks.unfold(content, rows=limits.rows + 2, columns=limits.columns + 1, blank_rows=limits.blank_rows)
    except workbooks.Unreadable as problem:
        raise refused(str(UNREADABLE[str(problem)])) from problem
    notes = []
    if book.sheets > 1:
        told = _("Only the sheet “%(name)s” is read, the first of %(count)d.")
        notes.append(told % {"name": book.name, "count": book.sheets})
    rows = (
        Row(line.number, line.cells, {n: str(FAULTS[kind]) for n, kind in line.faults.items()}) for line in book.lines
    )
    return _sheet("xlsx", rows, notes, limits)


FAULTS = {
    "formula": gettext_lazy(
        "A formula stands here without its result. Open the file in a spreadsheet program, save it."
    ),
    "error": gettext_lazy("The spreadsheet shows an error here."),
}
UNREADABLE = {
    "broken": gettext_lazy("This file is broken. Open it in a spreadsheet program and save it again."),
    "large": gettext_lazy("This file unfolds to more than a list of people can hold. Save only the list, as CSV."),
    "slow": gettext_lazy("This file takes too long to read. Save only the list, as CSV."),
    "empty": gettext_lazy("This file has no sheet that is shown."),
}


# ── Both ──────────────────────────────────────────────────────────────────────────────────
def _sheet(kind: str, records: Iterable[Row], notes: list[str], limits: Limits) -> Sheet:
    """Header and rows, cleaned, within the limits."""
    rows: list[Row] = []
    header: list[str] = []
    blank = hidden = 0
    for row in records:
        hidden += sum(1 for cell in row.cells if INVISIBLE.search(cell))
        cells = _cleaned(row, limits)
        if not any(cells) and not row.faults:
            blank += 1
            if blank >= limits.blank_rows and header:
                notes.append(
                    _("We stopped at row %(row)d, after %(blank)d empty rows.") % {"row": row.number, "blank": blank}
                )
                break
            continue
        blank = 0
        if not header:
            header = _header(cells, limits)
        elif len(rows) >= limits.rows:
            raise refused(
                _("This file has more than %(most)s rows. Split it into several.") % {"most": f"{limits.rows:,}"}
            )
        else:
            rows.append(Row(row.number, _squared(cells, len(header), limits), row.faults))
    if hidden:
        notes.append(_("Signs that can’t be seen were taken out of %(hidden)d cells.") % {"hidden": hidden})
    if not rows:
        raise refused(_("This file has no rows below its first one. The first row names the columns."))
    return Sheet(kind, header, rows, notes)


def _cleaned(row: Row, limits: Limits) -> list[str]:
    for place, cell in enumerate(row.cells):
        if len(cell) > limits.cell:
            raise refused(
                _("In row %(row)d, column %(column)s holds %(length)s characters. Is a quotation mark missing?")
                % {"row": row.number, "column": column_name(place), "length": f"{len(cell):,}"}
            )
    return [unharmed(cell if _is_clean(cell) else clean(cell)) for cell in row.cells]


def _is_clean(cell: str) -> bool:
    return cell.isascii() and cell.isprintable() and cell.strip() == cell


def _header(cells: list[str], limits: Limits) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > limits.columns:
        raise refused(
            _("This file has more than %(most)d columns. Take out those that say nothing about people.")
            % {"most": limits.columns}
        )
    if any("@" in cell for cell in cells):
        raise refused(_("The first row must name the columns, like “Name” and “E-mail”. Here it holds a person."))
    return [cell[:200] for cell in cells]


def _squared(cells: list[str], width: int, limits: Limits) -> list[str]:
    """As many cells as the header has. Cells beyond it stay when they hold something, to be told as an error."""
    beyond = cells[width:]
    while beyond and not beyond[-1]:
        beyond.pop()
    return cells[:width] + [""] * (width - len(cells)) + beyond


def column_name(place: int) -> str:
    """0 is A, 26 is AA, as spreadsheet programs count."""
    name = ""
    while place >= 0:
        name = chr(ord("A") + place % 26) + name
        place = place // 26 - 1
    return name


# ── Writing ───────────────────────────────────────────────────────────────────────────────
def harmless(cell: object) -> str:
    """The cell as text that no spreadsheet program takes for a formula. `unharmed` takes the mark away again."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith((*ACTING, "'")) else text


def unharmed(text: str) -> str:
    """What was there before `harmless`."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*ACTING, "'")) else text


def write_csv(header: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with its mark, so that spreadsheet programs read the letters right."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([harmless(cell) for cell in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return codecs.BOM_UTF8 + out.getvalue().encode()


def write_xlsx(header: Sequence[object], rows: Iterable[Sequence[object]], *, title: str = "List") -> bytes:
    """One sheet of texts; whole numbers stay numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.append([_text_cell(sheet, cell) for cell in header])
    for row in rows:
        sheet.append([cell if isinstance(cell, int) else _text_cell(sheet, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text_cell(sheet: Any, cell: object) -> Any:
    text = WriteOnlyCell(sheet, value=INVISIBLE.sub("", harmless(cell)))
    text.data_type = "s"
    return text
