"""`pairing match people.csv`: a plan for a spreadsheet, checked before it is written."""

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from pairing.criteria import Want
from pairing.explain import why_nobody, why_pair
from pairing.people import People, Policy, build, half_hours
from pairing.problem import MILLI, Objective, Problem, ProblemError, Result
from pairing.solve import solve
from pairing.verify import verify
from pairing.words import say_nobody, say_pair

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
type Row = Mapping[str, str]


def main(arguments: list[str] | None = None) -> int:
    """Match, and say how it went: 0 all is proven, 1 the plan failed its check, 2 the file is wrong."""
    options = _options(arguments)
    try:
        problem, names = read(options.people.read_text(encoding="utf-8-sig"))
        result = solve(problem, Objective(floor=options.floor), seed=options.seed)
    except (ProblemError, ValueError, OSError) as error:
        sys.stderr.write(f"pairing: {error}\n")
        return 2
    findings = verify(problem, result)
    options.out.mkdir(parents=True, exist_ok=True)
    _write(options.out / "pairs.csv", ("mentee_id", "mentor_id", "score", "reason"), _pairs(problem, result))
    _write(options.out / "unmatched.csv", ("mentee_id", "name", "reason"), _unmatched(problem, result, names))
    certificate = {"problem": result.problem_hash, "bound": result.bound, "worth": result.worth, "seed": result.seed}
    certificate |= {"prices": list(result.prices), "version": result.version}
    (options.out / "certificate.json").write_text(json.dumps(certificate, indent=1), encoding="utf-8")
    for finding in findings:
        sys.stderr.write(f"pairing: {finding.sentence}\n")
    sys.stdout.write(f"{len(result.pairs)} of {len(problem.mentees)} mentees have a mentor.\n")
    if not findings:
        sys.stdout.write("No better set of pairs exists under these rules.\n")
    return 1 if findings else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="pairing", description="Match mentees with mentors.")
    match = parser.add_subparsers(dest="verb", required=True).add_parser("match", help="make a plan and check it")
    match.add_argument("people", type=Path, help="a CSV file, one person a row")
    match.add_argument("--out", type=Path, default=Path("plan"), help="the folder for the answer")
    match.add_argument("--floor", type=float, default=40.0, help="no pair is made under this fit")
    match.add_argument("--seed", type=int, default=0, help="decides between plans of equal worth")
    return parser.parse_args(arguments)


def read(text: str) -> tuple[Problem, dict[str, str]]:
    """The problem in a CSV file, and everybody's name."""
    rows = list(csv.DictReader(text.splitlines()))
    ids = [row.get("id", "") for row in rows]
    for number, person in enumerate(ids, 2):
        if not person or ids.index(person) != number - 2:
            raise ProblemError("id", f"Row {number}: “id” is {'missing' if not person else 'used twice'}.")
    sides: dict[str, list[tuple[int, Row]]] = {"mentee": [], "mentor": []}
    for number, row in enumerate(rows, 2):
        role = row.get("role", "").strip().lower()
        if role not in {"mentee", "mentor", "both", "none", ""}:
            raise ProblemError("role", f"Row {number}, column role: “{role}” is not a role.")
        for side, people in sides.items():
            if role in {side, "both"}:
                people.append((number, row))
    managers = {row["id"]: row.get("manager_id", "").strip() for row in rows}
    if unknown := sorted({boss for boss in managers.values() if boss} - set(ids)):
        raise ProblemError("unknown_manager", f"Nobody has the id {unknown[0]}, named as a manager.")
    policy = Policy(manager_of={one: boss for one, boss in managers.items() if boss})
    problem = build(_people(sides["mentee"], "mentee"), _people(sides["mentor"], "mentor"), policy)
    return problem, {row["id"]: row.get("name", "") for row in rows}


def _people(rows: list[tuple[int, Row]], role: str) -> People:
    cells = [row for _, row in rows]
    offsets = tuple(_number(number, row, "utc_offset") for number, row in rows)
    minutes = tuple(None if hours is None else round(hours * 60) for hours in offsets)
    column = "preferences" if role == "mentee" else "mentor_preferences"
    one = ((1.0,) * len(rows)) if role == "mentee" else tuple(_number(n, r, "capacity_max") for n, r in rows)
    return People(
        ids=tuple(row["id"] for row in cells),
        places=tuple(1 if places is None else int(places) for places in one),
        departments=tuple(row.get("department", "") for row in cells),
        sites=tuple(row.get("location", "") for row in cells),
        levels=tuple(_number(number, row, "seniority") for number, row in rows),
        offsets=minutes,
        languages=tuple(frozenset(_items(row, "languages")) for row in cells),
        wanted=tuple(tuple(_wants(number, row)) for number, row in rows),
        offered=tuple(dict(_skills(number, row, "skills_offered", 3)) for number, row in rows),
        interests=tuple(frozenset(_items(row, "interests")) for row in cells),
        styles=tuple(row.get("comm_style", "") for row in cells),
        free=tuple(_free(number, row, ahead or 0) for (number, row), ahead in zip(rows, minutes, strict=True)),
        prefers=tuple(tuple(_items(row, column)) for row in cells),
    )


def _items(row: Row, column: str) -> list[str]:
    return [item.strip() for item in (row.get(column) or "").split(";") if item.strip()]


def _number(number: int, row: Row, column: str) -> float | None:
    text = (row.get(column) or "").strip()
    try:
        value = float(text) if text else None
    except ValueError:
        value = float("nan")
    if value is not None and not abs(value) < 1e6:
        raise ProblemError("number", f"Row {number}, column {column}: “{text}” is not a number.")
    return value


def _skills(number: int, row: Row, column: str, default: int) -> Iterable[tuple[str, int]]:
    for item in _items(row, column):
        name, _, level = item.partition(":")
        if level and not level.strip().isdecimal():
            raise ProblemError("skill", f"Row {number}, column {column}: “{item}” should look like name:3.")
        yield name.strip(), int(level) if level else default


def _wants(number: int, row: Row) -> Iterable[Want]:
    return (Want(name, priority) for name, priority in dict(_skills(number, row, "skills_wanted", 2)).items())


def _free(number: int, row: Row, ahead: int) -> frozenset[int]:
    found: set[int] = set()
    for item in _items(row, "availability"):
        day, hour = item[:3].lower(), item[3:]
        if day not in DAYS or not hour.isdecimal() or int(hour) > 23:
            raise ProblemError("availability", f"Row {number}, column availability: “{item}” should look like mon08.")
        found |= half_hours(DAYS.index(day), int(hour) * 60, int(hour) * 60 + 60, ahead)
    return frozenset(found)


def _pairs(problem: Problem, result: Result) -> Iterable[tuple[str, ...]]:
    for (mentee, mentor), points in zip(result.pairs, result.points, strict=True):
        reason = say_pair(why_pair(problem, mentee, mentor))
        yield problem.mentees.ids[mentee], problem.mentors.ids[mentor], f"{points / MILLI:.3f}", reason


def _unmatched(problem: Problem, result: Result, names: Mapping[str, str]) -> Iterable[tuple[str, ...]]:
    placed = {mentee for mentee, _ in result.pairs}
    for mentee, person in enumerate(problem.mentees.ids):
        if mentee not in placed:
            yield person, names[person], say_nobody(why_nobody(problem, result, mentee))


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *([_safe(cell) for cell in row] for row in rows)])


def _safe(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


if __name__ == "__main__":
    sys.exit(main())
