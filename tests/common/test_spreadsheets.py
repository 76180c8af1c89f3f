"""Files from anybody's hand end in rows, in rows with faults, or in a clear no. Never in a guess that nobody sees."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from trellis.common import spreadsheets
from trellis.common.errors import Refused
from trellis.common.spreadsheets import Limits, harmless, read, unharmed, write_csv, write_xlsx

TABLE = "Name,E-mail\nInês Carvalho,ines@x.example\n"


def table(content: bytes, **asked: str) -> list[list[str]]:
    """Header and rows, as read."""
    sheet = read(content, **asked)  # type: ignore[arg-type]
    return [sheet.header, *(row.cells for row in sheet.rows)]


def book(*rows: list[object], **more: list[list[object]]) -> bytes:
    """A workbook as a spreadsheet program saves it; `more` are further sheets."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for title, further in more.items():
        other = made.create_sheet(title)
        for row in further:
            other.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16-LE"),
        ("utf-16-be", "UTF-16-BE"),
        ("utf-32", "UTF-32"),
        ("cp1252", "Western European"),
    ],
)
def test_letters_are_read_right_and_it_says_how(encoding: str, note: str) -> None:
    sheet = read(TABLE.encode(encoding))

    assert [row.cells for row in sheet.rows] == [["Inês Carvalho", "ines@x.example"]]
    assert note in sheet.notes[0]


def test_letters_that_had_to_be_found_out_are_pointed_at_and_may_be_chosen() -> None:
    polish = "Imię,E-mail\nŁucja Dąbrowska,lucja@x.example\n".encode("cp1250")

    assert "doesn’t say how its letters are written" in read(polish).notes[0]
    assert table(polish, encoding="cp1250")[1] == ["Łucja Dąbrowska", "lucja@x.example"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found_out_and_said(delimiter: str) -> None:
    sheet = read(TABLE.replace(",", delimiter).encode())

    assert (sheet.header, len(sheet.rows)) == (["Name", "E-mail"], 1)
    assert str(spreadsheets.DELIMITERS[delimiter]) in sheet.notes[1]


def test_commas_inside_cells_do_not_mislead() -> None:
    content = 'Name;Office;E-mail\n"Carvalho, Inês";"1, Quay St, 2nd floor";i@x.example\nWren;3, Hill;w@x.example\n'

    assert table(content.encode())[1] == ["Carvalho, Inês", "1, Quay St, 2nd floor", "i@x.example"]


def test_a_separator_told_in_the_first_line_is_believed() -> None:
    assert table(b"sep=;\nName;E-mail\nWren;w@x.example\n")[0] == ["Name", "E-mail"]


def test_one_column_is_a_table_too() -> None:
    assert table(b"E-mail\nw@x.example\n") == [["E-mail"], ["w@x.example"]]


def test_lines_may_end_in_any_way() -> None:
    assert table(b"Name,E-mail\r\nA,a@x\rB,b@x\nC,c@x") == [
        ["Name", "E-mail"],
        ["A", "a@x"],
        ["B", "b@x"],
        ["C", "c@x"],
    ]


def test_rows_keep_the_numbers_of_the_spreadsheet() -> None:
    sheet = read(b'Name,E-mail\n\n"A\nA",a@x\n,\nB,b@x\n')

    assert [(row.number, row.cells[1]) for row in sheet.rows] == [(3, "a@x"), (5, "b@x")]


def test_what_can_not_be_seen_is_taken_out_and_said() -> None:
    sheet = read("Name,E-mail\nW\u202eren\u200b\x00,w@x.example\nOsei,o@x.example\n".encode())

    assert sheet.rows[0].cells == ["Wren", "w@x.example"]
    assert "taken out of 1 cells" in sheet.notes[-1]


def test_shorter_rows_are_filled_and_longer_ones_keep_what_is_too_much() -> None:
    assert table(b"Name,E-mail\nWren\nOsei,o@x,extra,\n") == [
        ["Name", "E-mail"],
        ["Wren", ""],
        ["Osei", "o@x", "extra"],
    ]


def test_a_cell_far_beyond_the_header_is_not_lost_in_silence() -> None:
    found = read(b"Name,E-mail\nOsei,o@x" + b"," * 2_000_000 + b"far away\nWren,w@x" + b"," * 2_000_000 + b"\n")

    assert len(found.rows[0].cells) == 101
    assert found.rows[0].cells[-1] == "…"
    assert found.rows[1].cells == ["Wren", "w@x"]


def many(rows: int) -> bytes:
    return b"Name,E-mail\n" + b"A,a@x.example\n" * rows


def bomb() -> bytes:
    """A small file that unfolds to 300 megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as folded:
        folded.writestr("[Content_Types].xml", "<x/>")
        folded.writestr("xl/workbook.xml", "<x/>")
        with folded.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(300):
                part.write(b"\x00" * 1024 * 1024)
    return out.getvalue()


def packed(name: str, text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as folded:
        folded.writestr(name, text)
    return out.getvalue()


def laughing() -> bytes:
    """A workbook whose text entity unfolds without end."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    sheet = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><worksheet>&a9;</worksheet>'
    made = io.BytesIO(book(["Name"], ["A"]))
    out = io.BytesIO()
    with zipfile.ZipFile(made) as folded, zipfile.ZipFile(out, "w") as other:
        for part in folded.infolist():
            content = folded.read(part)
            other.writestr(part, sheet if part.filename.endswith("sheet1.xml") else content)
    return out.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "empty"),
    "blank": (lambda: b" \n\n ", "empty"),
    "header only": (lambda: b"Name,E-mail\n", "no rows"),
    "unclosed quotation mark": (lambda: b'Name,E-mail\n"Wren,w@x\nOsei,o@x\n', "In row 2"),
    "quotation mark inside": (lambda: b'Name,E-mail\nA,a@x\n"Wr"en,w@x\n', "In row 3"),
    "quotation mark over many lines": (lambda: b'Name,E-mail\n"W' + b"\nx,y" * 200 + b'",w@x\n', "In row 2"),
    "huge cell": (lambda: b"Name,E-mail\n" + b"x" * 40_000 + b",w@x\n", "40,000 characters"),
    "too many bytes": (lambda: b"a,b\n" + b"x" * (20 * 1024 * 1024), "larger than 20 MB"),
    "a million rows": (lambda: many(1_000_000), "more than 50,000 rows"),
    "too many columns": (lambda: b",".join([b"x"] * 200) + b"\n1\n", "more than 100 columns"),
    "a person for a header": (lambda: b"Wren,w@x.example\nOsei,o@x.example\n", "first row must name"),
    "old Excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old Excel"),
    "PDF": (lambda: b"%PDF-1.7 ...", "a PDF"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n", "a picture"),
    "web page": (lambda: b"<html><table><tr><td>Name</td></tr></table>", "web page"),
    "noise": (lambda: bytes(range(256)) * 20, "not a text file"),
    "torn UTF-16": (lambda: "Name,E-mail\nA,a@x\n".encode("utf-16")[:-1], "letters"),
    "packed text": (lambda: packed("list.csv", TABLE), "not an XLSX"),
    "open document": (lambda: packed("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "not an XLSX"),
    "torn workbook": (lambda: book(["Name"], ["A"])[:-200], "broken"),
    "workbook of nonsense": (lambda: packed("xl/workbook.xml", "<x/>"), "broken"),
    "bomb": (bomb, "unfolds to more"),
    "billion laughs": (laughing, "broken"),
    "workbook without rows": (lambda: book(["Name", "E-mail"]), "no rows"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_broken_file_is_refused_with_what_to_do(name: str) -> None:
    make, said = HOSTILE[name]
    content = make()
    started = time.monotonic()

    with pytest.raises(Refused) as refused:
        read(content)

    assert said in refused.value.sentence
    assert time.monotonic() - started < 20


def test_a_workbook_is_read_as_people_would_write_it() -> None:
    content = book(
        ["Name", "Number", "Start", "Share", "Part", "Yes"],
        ["Wren", 20418, date(2026, 3, 17), 0.5, datetime(2026, 3, 17, 14, 30), True],  # noqa: DTZ001  cells have no zone
    )

    assert table(content)[1] == ["Wren", "20418", "2026-03-17", "0.5", "2026-03-17T14:30:00", "TRUE"]


def test_only_the_first_sheet_is_read_and_it_says_so() -> None:
    sheet = read(book(["Name"], ["Wren"], Leavers=[["Name"], ["Osei"]]))

    assert [row.cells for row in sheet.rows] == [["Wren"]]
    assert "the first of 2" in sheet.notes[0]


def test_a_formula_without_its_result_is_a_fault_of_its_cell() -> None:
    sheet = read(book(["Name", "E-mail"], ["Wren", '=A2&"@x.example"'], ["#REF!", "o@x.example"]))

    assert list(sheet.rows[0].faults) == [1]
    assert "formula" in sheet.rows[0].faults[1]
    assert sheet.rows[1].cells[1] == "o@x.example"


def test_a_stray_cell_far_below_is_not_a_million_errors() -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["Name"])
    sheet.append(["Wren"])
    sheet["A1000000"] = "stray"
    out = io.BytesIO()
    made.save(out)

    found = read(out.getvalue())

    assert [row.cells for row in found.rows] == [["Wren"]]
    assert "stopped at row 202" in found.notes[0]


def test_two_hundred_empty_rows_end_a_text_too() -> None:
    found = read(b"Name,E-mail\nA,a@x\n" + b",\n" * 200 + b"B,b@x\n")

    assert [row.cells[0] for row in found.rows] == ["A"]
    assert "stopped at row 202" in found.notes[-1]


def test_limits_can_be_smaller() -> None:
    with pytest.raises(Refused):
        read(many(4), limits=Limits(rows=3))


ACTING = ["=1+1", "+49 170", "-5", "@cmd", "\tx", "\rx", "＝1", "＋1", "－1", "＠1", "'quoted", "'=1+1"]


@pytest.mark.parametrize("write", [write_csv, write_xlsx], ids=["csv", "xlsx"])
def test_nothing_that_is_written_acts_and_it_comes_back(write: Callable[..., bytes]) -> None:
    texts = [text.strip() for text in ACTING]

    content = write(["Text"], [[text] for text in texts])

    assert [row.cells[0] for row in read(content).rows] == texts
    assert not any(harmless(text).startswith(spreadsheets.ACTING) for text in ACTING)


@given(st.text(max_size=40))
def test_the_mark_comes_and_goes_without_a_trace(text: str) -> None:
    assert unharmed(harmless(text)) == text
    assert not harmless(text).startswith(spreadsheets.ACTING)


@given(st.binary(max_size=400))
def test_whatever_bytes_come_it_is_rows_or_a_refusal(content: bytes) -> None:
    with suppress(Refused):
        sheet = read(content)
        assert all(len(row.cells) >= len(sheet.header) for row in sheet.rows)


@pytest.mark.parametrize(
    ("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_named_as_in_a_spreadsheet(place: int, name: str) -> None:
    assert spreadsheets.column_name(place) == name
