"""The folder of a plan: written whole or not at all, and read again with everything it was made from."""

import csv
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

import numpy as np

from pairing import criteria, rules, texts
from pairing.certificate import certificate, read_certificate
from pairing.explain import why_nobody, why_pair
from pairing.problem import MILLI, Problem, ProblemError, Result
from pairing.reading import Aim, Case, read, read_rules
from pairing.report import report
from pairing.words import say_nobody, say_pair

PAIRS = ("mentee_id", "mentor_id", "score", "reason")
UNMATCHED = ("mentee_id", "name", "reason")
OURS = {"pairs.csv", "unmatched.csv", "certificate.json", "report.html"}
ROWS = 256


class Occupied(Exception):
    """The folder holds other things than a plan."""


@dataclass(frozen=True)
class Inputs:
    """The files that a plan is made from, and what is asked of it."""

    people: Path
    rules: Path | None
    aim: Aim

    def read(self, model: str | None = None) -> Case:
        """Everything in them; texts are compared by a model with this name, or by the best there is."""
        try:
            asked = read_rules(self.rules.read_text(encoding="utf-8-sig") if self.rules else "{}")
        except UnicodeDecodeError as error:
            raise ProblemError("json", "The rules are not UTF-8.") from error
        return read(self.people.read_bytes(), asked, lambda known: texts.best(known, model))

    def plain(self, beside: Path) -> dict[str, Any]:
        return {
            "objective": self.aim,
            "people": _named(self.people, beside),
            "rules": _named(self.rules, beside) if self.rules else None,
        }


@dataclass(frozen=True)
class Kept:
    """A plan read from its folder, which nobody has checked yet."""

    case: Case
    result: Result
    changed: tuple[str, ...]  # what does not fit together


def _named(path: Path, beside: Path) -> dict[str, str]:
    """A file by its way from the plan, and its hash."""
    way = os.path.relpath(path.resolve(), beside.resolve())
    return {"file": Path(way).as_posix(), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def write(out: Path, inputs: Inputs, case: Case, result: Result, findings: list[str]) -> None:
    """Into a folder beside, which then takes the place of an older plan. Raises Occupied."""
    check_free(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as room:
        new, old = Path(room) / "new", Path(room) / "old"
        new.mkdir()
        problem = case.problem
        _write(new / "pairs.csv", PAIRS, _pairs(problem, result))
        left_out = [*_unmatched(problem, result, case.names)]
        _write(new / "unmatched.csv", UNMATCHED, left_out)
        proof = {**certificate(problem, result), "made_from": inputs.plain(out), "texts": case.model}
        del proof["pairs"]  # they stand in pairs.csv
        (new / "certificate.json").write_text(json.dumps(proof, indent=1, ensure_ascii=False), encoding="utf-8")
        (new / "report.html").write_text(report(case, result, inputs.aim, findings), encoding="utf-8")
        if out.exists():
            out.rename(old)
        new.rename(out)


def check_free(out: Path) -> None:
    if out.exists() and (not out.is_dir() or {path.name for path in out.iterdir()} - OURS):
        raise Occupied(f"{out} holds other things than a plan. Choose another folder.")


def dump_scores(path: Path, problem: Problem) -> None:
    """Mentees down, mentors across, in the order of the file; NaN where a pair is forbidden."""
    beside = path.with_name(f".{path.name}.part")
    shape = (len(problem.mentees), len(problem.mentors))
    try:
        if 0 in shape:
            with beside.open("wb") as file:
                np.save(file, np.zeros(shape))
        else:
            _fill(np.lib.format.open_memmap(beside, mode="w+", dtype=np.float64, shape=shape), problem)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _fill(table: np.memmap, problem: Problem) -> None:
    for start in range(0, len(table), ROWS):
        rows = slice(start, min(start + ROWS, len(table)))
        points = criteria.points(problem, rows, slice(None)) / MILLI
        table[rows] = np.where(rules.forbidden(problem, rows, slice(None)), np.nan, points)
    table.flush()


def _pairs(problem: Problem, result: Result) -> Iterator[tuple[str, ...]]:
    for (mentee, mentor), points in zip(result.pairs, result.points, strict=True):
        reason = say_pair(why_pair(problem, mentee, mentor))
        yield problem.mentees.ids[mentee], problem.mentors.ids[mentor], f"{points / MILLI:.3f}", reason


def _unmatched(problem: Problem, result: Result, names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    placed = {mentee for mentee, _ in result.pairs}
    for mentee, person in enumerate(problem.mentees.ids):
        if mentee not in placed:
            yield person, names[person], say_nobody(why_nobody(problem, result, mentee))


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *([safe(cell) for cell in row] for row in rows)])


def safe(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


# ── And back ─────────────────────────────────────────────────────────────────
def load(folder: Path) -> Kept:
    """The plan in a folder, with its inputs read anew. Raises ProblemError when it can’t be read at all."""
    plain = _certificate(folder)
    inputs, changed = _inputs(folder, plain)
    case = inputs.read(str(plain.get("texts", "")))
    pairs = _read_pairs(folder, case.problem)
    unmatched = {row[0] for row in _table(folder / "unmatched.csv", UNMATCHED)}
    placed = {mentee for mentee, *_ in pairs}
    if unmatched != {safe(one) for one in case.problem.mentees.ids if one not in placed}:
        changed.append("unmatched.csv does not name exactly the mentees without a pair.")
    result = read_certificate(case.problem, {**plain, "pairs": pairs})
    if result.objective != case.objective(inputs.aim):
        changed.append("The certificate is for another objective than its own name or the rules say.")
    return Kept(case, _in_order(result), tuple(changed))


def _in_order(result: Result) -> Result:
    order = sorted(range(len(result.pairs)), key=lambda at: result.pairs[at])
    pairs = tuple(result.pairs[at] for at in order)
    return replace(result, pairs=pairs, points=tuple(result.points[at] for at in order))


def _certificate(folder: Path) -> dict[str, Any]:
    path = folder / "certificate.json"
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ProblemError("certificate", f"{path} is damaged.") from error
    if not isinstance(plain, dict):
        raise ProblemError("certificate", f"{path} is damaged.")
    return plain


def _inputs(folder: Path, plain: dict[str, Any]) -> tuple[Inputs, list[str]]:
    changed: list[str] = []

    def path_of(named: Mapping[str, str]) -> Path:
        path = folder / named["file"]
        if hashlib.sha256(path.read_bytes()).hexdigest() != named["sha256"]:
            changed.append(f"{path.name} has changed since the plan was made.")
        return path

    try:
        made = plain["made_from"]
        if made["objective"] not in get_args(Aim.__value__):
            raise ValueError(made["objective"])
        asked = path_of(made["rules"]) if made["rules"] else None
        return Inputs(path_of(made["people"]), asked, made["objective"]), changed
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProblemError("certificate", f"{folder / 'certificate.json'} does not say what it is for.") from error


def _read_pairs(folder: Path, problem: Problem) -> list[tuple[str, str, int]]:
    mentees, mentors = ({safe(one): one for one in side.ids} for side in (problem.mentees, problem.mentors))
    found = []
    for number, (mentee, mentor, score, _reason) in enumerate(_table(folder / "pairs.csv", PAIRS), 2):
        if mentee not in mentees or mentor not in mentors:
            raise ProblemError(
                "unknown_person", f"pairs.csv, row {number}: {mentee} with {mentor} names somebody unknown."
            )
        try:
            points = round(float(score) * MILLI)
        except (ValueError, OverflowError) as error:
            raise ProblemError("number", f"pairs.csv, row {number}: “{score}” is not a score.") from error
        found.append((mentees[mentee], mentors[mentor], points))
    return found


def _table(path: Path, header: tuple[str, ...]) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ProblemError("csv", f"{path.name} can’t be read.") from error
    if not rows or tuple(rows[0]) != header:
        raise ProblemError("column", f"{path.name}: the first row is not {', '.join(header)}.")
    if wrong := [number for number, row in enumerate(rows, 1) if len(row) != len(header)]:
        raise ProblemError("cells", f"{path.name}, row {wrong[0]}: there should be {len(header)} cells.")
    return rows[1:]
