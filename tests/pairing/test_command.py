"""The command makes a plan for a spreadsheet, checks one, answers about it, and names what is wrong with a file."""

import csv
import io
import json
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from openpyxl import Workbook

from pairing import sheets
from pairing.command import main

HEADER = "id,name,role,manager_id,seniority,utc_offset,skills_offered,skills_wanted,availability,capacity_max\n"
PEOPLE = """\
a,Ana,mentee,x,1,1,,writing:3;budgets,mon08;tue14,
b,=Ben,mentee,,2,0,,writing,mon08,
x,Xavi,mentor,,4,0,writing:5,,mon07;tue13,2
y,Yael,mentor,,5,0,writing:3;budgets:4,,mon07,1
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(HEADER + PEOPLE, encoding="utf-8")
    return path


def match(sheet: Path, rules: object = None, *more: str) -> int:
    """Into the folder `plan` beside the sheet."""
    arguments = ["match", str(sheet), "--out", str(sheet.parent / "plan"), *more]
    if rules is not None:
        path = sheet.with_name("rules.json")
        path.write_text(rules if isinstance(rules, str) else json.dumps(rules), encoding="utf-8")
        arguments += ["--rules", str(path)]
    return main(arguments)


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def pairs(plan: Path) -> list[list[str]]:
    return [row[:2] for row in table(plan / "pairs.csv")[1:]]


def test_it_writes_a_checked_plan(sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert match(sheet) == 0

    assert capsys.readouterr().out.splitlines() == [
        "2 of 2 mentees have a mentor.",
        "No better set of pairs exists under these rules.",
    ]
    assert table(tmp_path / "plan" / "pairs.csv")[0] == ["mentee_id", "mentor_id", "score", "reason"]
    assert pairs(tmp_path / "plan") == [["a", "y"], ["b", "x"]]
    assert "covers 2 of 2 goals (writing, budgets)" in table(tmp_path / "plan" / "pairs.csv")[1][3]
    certificate = json.loads((tmp_path / "plan" / "certificate.json").read_text())
    assert certificate["bound"] == certificate["worth"]
    page = (tmp_path / "plan" / "report.html").read_text(encoding="utf-8")
    assert "Proven." in page
    assert "http" not in page
    assert main(["verify", str(tmp_path / "plan")]) == 0


def test_people_left_out_have_a_reason(sheet: Path, tmp_path: Path) -> None:
    sheet.write_text(HEADER + "b,=Ben,mentee,x,,,,writing,,\nx,Xavi,mentor,,,,writing:5,,,1\n", encoding="utf-8")

    assert match(sheet) == 0

    assert table(tmp_path / "plan" / "unmatched.csv")[1:] == [
        ["b", "'=Ben", "Every mentor is ruled out: One is the other’s manager (1)."]
    ]


def test_a_workbook_is_as_good(sheet: Path, tmp_path: Path) -> None:
    book = Workbook()
    for row in csv.reader(io.StringIO(HEADER + PEOPLE)):
        book.active.append([int(cell) if cell.isdecimal() else cell for cell in row])  # type: ignore[union-attr]
    book.save(tmp_path / "people.xlsx")

    assert match(tmp_path / "people.xlsx") == 0

    assert pairs(tmp_path / "plan") == [["a", "y"], ["b", "x"]]


def test_columns_it_does_not_know_are_left_out(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet.write_text("id;role;shoe size\na;mentee;41\nx;mentor;44\n", encoding="utf-8")

    assert match(sheet) == 0

    assert capsys.readouterr().err == "pairing: Column “shoe size” is not known and was left out.\n"


def test_scores_are_dumped_in_the_order_of_the_file(sheet: Path, tmp_path: Path) -> None:
    scores = tmp_path / "scores.npy"

    assert match(sheet, {"weights": {"goals": 1}, "locks": {"forbid": [["b", "y"]]}}, "--dump-scores", str(scores)) == 0

    assert np.array_equal(np.load(scores), [[np.nan, 100.0], [100.0, np.nan]], equal_nan=True)


def test_objectives_differ(sheet: Path, tmp_path: Path) -> None:
    rules = {"weights": {"goals": 1}}
    sheet.write_text(
        "id,role,skills_offered,skills_wanted\na,mentee,,w;s;s2\nb,mentee,,w\nx,mentor,w:3,\ny,mentor,s:1,\n",
        encoding="utf-8",
    )

    assert match(sheet, rules, "--objective", "sum") == 0
    assert pairs(tmp_path / "plan") == [["a", "y"], ["b", "x"]]
    assert match(sheet, {**rules, "threshold": 30}, "--objective", "lex") == 0
    assert pairs(tmp_path / "plan") == [["b", "x"]]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("a,Twice,mentee,,,,,,,", "Row 6, column id: “a” is in row 2 already."),
        (",Noid,mentee,,,,,,,", "Row 6, column id: it is missing."),
        ("c,Cy,chief,,,,,,,", "Row 6, column role: “chief” is not mentee, mentor, both or none."),
        ("c,Cy,mentee,boss,,,,,,", "Row 6, column manager_id: nobody has the id “boss”."),
        ("c,Cy,mentee,c,,,,,,", "The managers above c go round in a circle."),
        ("c,Cy,mentee,,high,,,,,", "Row 6, column seniority: “high” is not a number."),
        ("c,Cy,mentee,,nan,,,,,", "Row 6, column seniority: “nan” is not a number."),
        ("c,Cy,mentee,,inf,,,,,", "Row 6, column seniority: “inf” is not a number."),
        ("c,Cy,mentee,,,far,,,,", "Row 6, column utc_offset: “far” should look like 1, −5.5 or +05:30."),
        ("c,Cy,mentee,,,,,writing:much,,", "Row 6, column skills_wanted: “writing:much” should look like name:3."),
        ("c,Cy,mentee,,,,,,funday,", "Row 6, column availability: “funday” should look like mon08."),
        ("c,Cy,mentor,,,,,,,-1", "Row 6, column capacity_max: “-1” is not a whole number from 0 up."),
        ("c,Cy,mentor,,,,,,,1,surplus", "Row 6 has more cells than the first row."),
        ('c,"Cy', "Line 6 can’t be read: unexpected end of data."),
    ],
)
def test_a_broken_file_is_named_by_row_and_column(
    row: str, words: str, sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet.write_text(HEADER + PEOPLE + row + "\n", encoding="utf-8")

    assert match(sheet) == 2

    assert capsys.readouterr().err == f"pairing: {words}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ("{", "The rules are not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)."),
        ({"hard": {"same_floor": True}}, "There is no “same_floor” in hard; there are reporting_line, same_team,"),
        ({"hard": {"same_team": "yes"}}, "hard.same_team is true or false."),
        ({"weights": {"goals": 0, "time": 0}}, "Every weight is 0; at least one must be above."),
        ({"weights": {"goals": -1}}, "weights.goals is -1; a weight is a number from 0 up."),
        ('{"weights": {"goals": NaN}}', "weights.goals is nan; a weight is a number from 0 up."),
        ('{"weights": {"goals": 1e999}}', "weights.goals is inf; a weight is a number from 0 up."),
        ({"threshold": 101}, "threshold is a number from 0 to 100."),
        ({"hard": {"blocked_pairs": [["a", "q"]]}}, "hard.blocked_pairs, pair 1: nobody has the id “q”."),
        ({"hard": {"previous_pairs": [["q", "x"]]}}, "hard.previous_pairs, pair 1: nobody has the id “q”."),
        ({"locks": {"require": [["x", "a"]]}}, "locks.require, pair 1: x is no mentee."),
        ({"locks": {"forbid": [["a"]]}}, "locks.forbid, pair 1: it should look like"),
        (
            {"locks": {"require": [["b", "y"]], "forbid": [["b", "y"]]}},
            "locks.require, pair 1: b with y is both required and forbidden.",
        ),
        ({"locks": {"require": [["a", "x"]]}}, "locks.require: a with x can’t be: One is the other’s manager."),
        (
            {"locks": {"require": [["a", "y"], ["b", "y"]]}},
            "locks.require: a with y, b with y are more than the 1 places there.",
        ),
        (
            {"locks": {"require": [["b", "x"], ["b", "y"]]}},
            "locks.require: b with x, b with y are more than the 1 mentors wanted there.",
        ),
    ],
)
def test_broken_rules_are_named(rules: object, words: str, sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert match(sheet, rules) == 2

    assert capsys.readouterr().err.startswith(f"pairing: {words}")


def test_a_minimum_over_the_maximum_is_named(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet.write_text("id,role,capacity_min,capacity_max\nx,mentor,3,2\n", encoding="utf-8")

    assert match(sheet) == 2

    assert "Row 2, column capacity_min: 3 is more than the 2 of capacity_max." in capsys.readouterr().err


def test_a_minimum_that_no_plan_reaches_is_told(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet.write_text("id,role,capacity_min,capacity_max\na,mentee,,\nx,mentor,2,2\n", encoding="utf-8")

    assert match(sheet) == 0

    assert "x should have 2 mentees and has 1." in capsys.readouterr().out


@pytest.mark.parametrize("rows", ["", "a,mentee\n", "x,mentor\n", "a,none\n"])
def test_empty_sides_give_an_empty_plan(rows: str, sheet: Path, tmp_path: Path) -> None:
    sheet.write_text(f"id,role\n{rows}", encoding="utf-8")

    assert match(sheet, None, "--dump-scores", str(tmp_path / "scores.npy")) == 0

    assert pairs(tmp_path / "plan") == []
    assert main(["verify", str(tmp_path / "plan")]) == 0


def test_a_thousand_people_alike(sheet: Path, tmp_path: Path) -> None:
    rows = [f"p{at},{'mentor' if at % 2 else 'mentee'},en,writing:3,writing:3\n" for at in range(1000)]
    sheet.write_text("id,role,languages,skills_offered,skills_wanted\n" + "".join(rows), encoding="utf-8")

    assert match(sheet, {"hard": {"common_language": True}}) == 0

    assert len(pairs(tmp_path / "plan")) == 500


def test_a_file_that_is_no_spreadsheet(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for content in (b"PK\x03\x04 nothing", b"id,role\n\xff\xfe,mentee\n", b"", b"name\nAna\n"):
        sheet.write_bytes(content)
        assert match(sheet) == 2
    assert [line.partition(": ")[2] for line in capsys.readouterr().err.splitlines()] == [
        "The workbook can’t be read. Open it, save it anew, or save it as CSV.",
        "Row 2 is not UTF-8. Save the file as “CSV UTF-8”.",
        "The first row has no column “id”.",
        "The first row has no column “id”.",
    ]


def test_a_workbook_that_unfolds_without_end_is_refused(
    sheet: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sheets, "MOST_BYTES", 100_000)
    with zipfile.ZipFile(sheet, "w", zipfile.ZIP_DEFLATED) as folded:
        folded.writestr("xl/worksheets/sheet1.xml", b"0" * 1_000_000)

    assert match(sheet) == 2

    assert "unfolds to more than 256 MB" in capsys.readouterr().err


def test_a_missing_file_is_no_crash(tmp_path: Path) -> None:
    assert main(["match", str(tmp_path / "nowhere.csv")]) == 2
    assert main(["verify", str(tmp_path)]) == 2


def test_other_files_are_never_replaced(sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "thesis.txt").write_text("years of work")

    assert match(sheet) == 1

    assert "holds other things than a plan" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "plan").iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("pairs.csv", "a,y,", "a,x,", "breaks rule H2"),
        ("pairs.csv", "b,x,", "b,y,", "has 2 mentees and 1 places"),
        ("pairs.csv", "a,y,", "a,y,9", "do not add up"),
        ("pairs.csv", "a,y,", "q,y,", "names somebody unknown"),
        ("pairs.csv", "mentee_id", "mentee", "the first row is not"),
        ("unmatched.csv", "reason\n", "reason\na,Ana,none\n", "does not name exactly"),
        ("certificate.json", '"seed"', '"sed"', "damaged"),
        ("certificate.json", '"bound": ', '"bound": 9', "bound in the certificate"),
        ("certificate.json", '"worst": true', '"worst": false', "another objective"),
        ("../people.csv", "Ana", "Anna", "people.csv has changed"),
        ("../people.csv", "writing:3;budgets", "writing", "other people, rules or weights"),
    ],
)
def test_a_plan_that_was_touched_is_found_out(
    name: str, old: str, new: str, words: str, sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert match(sheet) == 0
    path = tmp_path / "plan" / name
    text = path.read_bytes().decode().replace("\r\n", "\n")
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())

    assert main(["verify", str(tmp_path / "plan")]) > 0

    assert words in capsys.readouterr().err


def test_prices_that_prove_nothing_are_found_out(sheet: Path, tmp_path: Path) -> None:
    assert match(sheet) == 0
    path = tmp_path / "plan" / "certificate.json"
    plain = json.loads(path.read_text())
    plain["prices"] = {person: price + 7 for person, price in plain["prices"].items()}
    path.write_text(json.dumps(plain))

    assert main(["verify", str(tmp_path / "plan")]) == 1


def test_questions_have_answers(sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet.write_text(HEADER + PEOPLE.replace(",2\n", ",1\n") + "c,Cem,mentee,,1,0,,writing,mon09,\n", encoding="utf-8")
    assert match(sheet, {"weights": {"goals": 1}, "locks": {"require": [["c", "x"]]}}) == 0
    capsys.readouterr()

    def answer(*question: str) -> list[str]:
        assert main(["explain", str(tmp_path / "plan"), *question]) == 0
        return capsys.readouterr().out.splitlines()

    assert answer("--pair", "a", "y") == [
        "Ana (a) with Yael (y): 100.000 of 100 points.",
        "  goals        100.0 of 100.0   covers 2 of 2 goals (writing, budgets)",
        "Nobody else may be their mentor.",
    ]
    assert answer("--why-not", "a", "x") == [
        "Ana (a) with Xavi (x) may not be:",
        "  One is the other’s manager.",
        "  They are in the same reporting chain.",
    ]
    assert answer("--why-not", "b", "y") == [
        "=Ben (b) with Yael (y) fits by 100.000 points. With it, everybody together loses 0.000 points.",
        "  =Ben (b): from nobody to Yael (y)",
        "  Ana (a): from Yael (y) to nobody",
    ]
    assert answer("--unmatched", "b")[1] == "The smallest change that would match them: one place more with Xavi (x)."
    assert answer("--lock", "c", "x")[0] == (
        "Without the lock the plan would have 0 more mentees matched and +0.000 points."
    )
    assert answer("--trade-off")[0].split() == ["worst", "pair", "matched", "total"]
    assert main(["explain", str(tmp_path / "plan"), "--unmatched", "q"]) == 2


def test_a_terminal_sees_a_bar(sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    screen.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stderr", screen)

    assert match(sheet) == 0

    assert "scoring [██████████████████████████████] 100%" in screen.getvalue()
