"""The command makes a plan for a spreadsheet, and names what is wrong with one."""

import csv
import json
from pathlib import Path

import pytest

from pairing.command import main

HEADER = "id,name,role,manager_id,seniority,utc_offset,skills_offered,skills_wanted,availability,capacity_max\n"
PEOPLE = """\
a,Ana,mentee,x,1,1,,writing:3;budgets,mon08;tue14,
b,=Ben,mentee,,2,0,,writing,mon08,
x,Xavi,mentor,,4,0,writing:5,,mon07;tue13,2
y,Yael,mentor,,5,0,writing:3;budgets:2,,mon07,1
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(HEADER + PEOPLE, encoding="utf-8")
    return path


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_it_writes_a_checked_plan(sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", str(sheet), "--out", str(tmp_path / "plan")]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "2 of 2 mentees have a mentor.",
        "No better set of pairs exists under these rules.",
    ]
    pairs = table(tmp_path / "plan" / "pairs.csv")
    assert pairs[0] == ["mentee_id", "mentor_id", "score", "reason"]
    assert [row[:2] for row in pairs[1:]] == [["a", "y"], ["b", "x"]]
    assert "covers 2 of 2 goals (writing, budgets)" in pairs[1][3]
    certificate = json.loads((tmp_path / "plan" / "certificate.json").read_text())
    assert certificate["bound"] == certificate["worth"]


def test_people_left_out_have_a_reason(sheet: Path, tmp_path: Path) -> None:
    sheet.write_text(HEADER + "b,=Ben,mentee,x,,,,writing,,\nx,Xavi,mentor,,,,writing:5,,,1\n", encoding="utf-8")

    assert main(["match", str(sheet), "--out", str(tmp_path / "plan")]) == 0

    assert table(tmp_path / "plan" / "unmatched.csv")[1:] == [
        ["b", "'=Ben", "Every mentor is ruled out: One is the other’s manager (1)."]
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("a,Twice,mentee,,,,,,,", "Row 6: “id” is used twice."),
        (",Noid,mentee,,,,,,,", "Row 6: “id” is missing."),
        ("c,Cy,chief,,,,,,,", "Row 6, column role: “chief” is not a role."),
        ("c,Cy,mentee,boss,,,,,,", "Nobody has the id boss, named as a manager."),
        ("c,Cy,mentee,,high,,,,,", "Row 6, column seniority: “high” is not a number."),
        ("c,Cy,mentee,,nan,,,,,", "Row 6, column seniority: “nan” is not a number."),
        ("c,Cy,mentee,,,,,writing:much,,", "Row 6, column skills_wanted: “writing:much” should look like name:3."),
        ("c,Cy,mentee,,,,,,funday,", "Row 6, column availability: “funday” should look like mon08."),
        ("c,Cy,mentor,,,,,,,-1", "Places can’t be fewer than none."),
    ],
)
def test_a_broken_file_is_named_by_row_and_column(
    row: str, words: str, sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet.write_text(HEADER + PEOPLE + row + "\n", encoding="utf-8")

    assert main(["match", str(sheet), "--out", str(tmp_path / "plan")]) == 2

    assert capsys.readouterr().err == f"pairing: {words}\n"


def test_a_missing_file_is_no_crash(tmp_path: Path) -> None:
    assert main(["match", str(tmp_path / "nowhere.csv")]) == 2
