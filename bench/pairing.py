"""How fast the engine is, beside what it can't beat and what others need: ratios from one run.

    python -m bench.pairing [--people 1000 2000 10000] [--peers .venv-peers] [--check] [--save bench/pairing.json]

Every number is measured in a process of its own: seconds on the wall, seconds of the processor, peak memory.
"One pass" scores every tile once and keeps nothing. Peers run in an environment of their own, which is made when it
is not there (`pairing_peers.txt`); they get a ready table, without the time to score it, and each only up to a size
that it can hold. `--check` verifies each plan by the other way of computing. `--save` keeps the figures, from which
`python -m bench.pairing_picture` draws how memory grows.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from bench.crowd import crowd
from bench.pairing_peers import most_memory
from pairing import Objective, Problem, solve, verify
from pairing.candidates import best
from pairing.changes import Changes
from pairing.field import Field
from pairing.folder import Inputs
from pairing.search import KEPT, TASK, Budget
from pairing.solve import THREADS
from pairing.solvers import one_thread_each
from pairing.tiles import TALL, WIDE, Desk, sheet_of

AIM = Objective()
ASKED = 40  # pairs that are forced, one at a time
HERE = Path(__file__).parent
PEERS = {"SciPy": 10_000, "lap": 10_000, "OR-Tools": 10_000, "mentor-match": 2000}  # how many mentees at most
DAYS = ("mon", "tue", "wed", "thu", "fri")


@dataclass(frozen=True)
class Figure:
    """One measurement."""

    what: str
    people: int
    wall: float
    processor: float
    megabytes: int
    note: str = ""


def spreadsheet(people: int) -> Callable[[], str]:
    """A file with all columns but texts, read as the command does."""
    folder = tempfile.TemporaryDirectory(prefix="trellis-bench-")
    path, rules = Path(folder.name) / "people.csv", Path(folder.name) / "rules.json"
    rules.write_text('{"hard": {"same_team": true, "common_language": true}}', encoding="utf-8")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(_rows(crowd(people)))

    def run() -> str:
        problem = Inputs(path, rules, "lex").read().problem
        sheet_of(Field.of(problem, AIM, 0))
        folder.cleanup()
        return f"{len(problem.mentees) + len(problem.mentors)} rows"

    return run


def _rows(problem: Problem) -> Iterator[tuple[object, ...]]:
    yield "id", "role", "manager_id", "team", "seniority", "languages", "interests", "availability", "capacity_max"
    chance = np.random.default_rng(1)
    people = [*((one, "mentee") for one in problem.mentees.ids), *((one, "mentor") for one in problem.mentors.ids)]
    draws = chance.integers(2**31, size=(len(people), 9)).tolist()
    for at, ((person, role), draw) in enumerate(zip(people, draws, strict=True)):
        boss = people[(at - 1) // 8][0] if at else ""
        languages = ("English", "Spanish", "French", "German")
        hours = ";".join(f"{DAYS[one % 5]}{8 + one // 5 % 10:02d}" for one in draw[:5])
        words = f"{languages[draw[5] % 4]};{languages[draw[6] % 4]}"
        likes = f"i{draw[7] % 60};i{draw[8] % 60}"
        yield person, role, boss, f"t{draw[5] % max(1, len(people) // 8)}", 1 + draw[6] % 8, words, likes, hours, 2


def proof(people: int) -> Callable[[], str]:
    problem = crowd(people)

    def run() -> str:
        result = solve(problem, AIM)
        passes = result.effort.pairs / (len(problem.mentees) * len(problem.mentors))
        state = "proven" if result.proven else f"gap {result.gap:.1e}"
        return f"{result.value.matched} matched, {state}, {result.effort.rounds} rounds, {passes:.2f} passes"

    return run


def nearly(people: int) -> Callable[[], str]:
    problem = crowd(people)
    return lambda: f"gap {solve(problem, AIM, budget=Budget(tolerance=1e-4)).gap:.1e}"


def one_pass(people: int) -> Callable[[], str]:
    sheet = sheet_of(Field.of(crowd(people), AIM, 0))
    view = sheet.view(np.zeros(len(sheet.field.columns), dtype=np.int64))

    def some(start: int) -> None:
        desk = Desk()
        for at in range(start, min(start + TASK, len(sheet.field.rows)), TALL):
            block = sheet.block(np.arange(at, min(at + TALL, len(sheet.field.rows))), desk)
            for column in range(0, len(view), WIDE):
                sheet.tile(block, view, column, min(column + WIDE, len(view)))

    return lambda: _spread(some, len(sheet.field.rows))


def best_pass(people: int) -> Callable[[], str]:
    sheet = sheet_of(Field.of(crowd(people), AIM, 0))
    view = sheet.view(np.zeros(len(sheet.field.columns), dtype=np.int64))

    def some(start: int) -> None:
        best(sheet, view, np.arange(start, min(start + TASK, len(sheet.field.rows))), KEPT)

    return lambda: _spread(some, len(sheet.field.rows))


def _spread(some: Callable[[int], None], rows: int) -> str:
    with one_thread_each(), ThreadPoolExecutor(THREADS) as executor:
        list(executor.map(some, range(0, rows, TASK)))
    return f"{THREADS} threads"


def forced(people: int) -> Callable[[], str]:
    """What single pairs would cost, of a plan about which one question was asked before."""
    problem = crowd(people)
    changes = Changes(problem, solve(problem, AIM))
    chance = np.random.default_rng(1)
    sizes = len(problem.mentees), len(problem.mentors)
    drawn = (chance.integers(size, size=4 * ASKED + 1).tolist() for size in sizes)
    pairs = [pair for pair in zip(*drawn, strict=True) if not any(rule.breaks(*pair) for rule in problem.rules)]
    changes.forced(*pairs[0])

    def run() -> str:
        took = []
        for pair in pairs[1 : ASKED + 1]:
            start = time.process_time()
            changes.forced(*pair)
            took.append(1000 * (time.process_time() - start))
        return f"median {statistics.median(took):.1f} ms, longest {max(took):.0f} ms, of {len(took)} pairs"

    return run


def checked(people: int) -> Callable[[], str]:
    problem: Problem = crowd(people)
    result = solve(problem, AIM)
    return lambda: ", ".join(finding.code for finding in verify(problem, result)) or "nothing wrong"


WHAT = {
    "table to arrays": spreadsheet,
    "solved and proven": proof,
    "gap of 1e-4": nearly,
    "one pass": one_pass,
    "pass, best 20 kept": best_pass,
    "what if": forced,
    "verify": checked,
}


def measured(what: str, people: int) -> Figure:
    """In a process of its own."""
    command = [sys.executable, "-m", "bench.pairing", "--only", what, "--people", str(people)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Figure(**json.loads(done.stdout))


def only(what: str, people: int) -> Figure:
    run = WHAT[what](people)
    solve(crowd(40))  # solvers are loaded once in the life of a process
    wall, processor = time.perf_counter(), time.process_time()
    note = run()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    return Figure(what, people, wall, processor, most_memory(), note)


def peers_of(people: int, environment: Path) -> Iterator[Figure]:
    """Each peer that can hold so many, with a ready table; whether it found the same total."""
    able = [name for name, most in PEERS.items() if people <= most]
    if not able:
        return
    python = _peers_python(environment)
    with tempfile.TemporaryDirectory(prefix="trellis-bench-") as folder:
        files = Path(folder) / "gains.npy", Path(folder) / "places.npy"
        ours = _ready_table(people, files)
        for name in able:
            command = [str(python), str(HERE / "pairing_peers.py"), name, *map(str, files)]
            done = subprocess.run(command, check=False, capture_output=True, text=True)
            if done.returncode:
                yield Figure(name, people, float("nan"), float("nan"), 0, "gave up")
                continue
            found = json.loads(done.stdout)
            total = found.pop("total")
            same = f"{total} matched, one rule" if name == "mentor-match" else _agrees(total, ours)
            yield Figure(name, people, **found, note=same)


def _agrees(total: int, ours: int) -> str:
    return "the same total" if total == ours else f"another total: {total - ours:+}"


def _ready_table(people: int, files: tuple[Path, Path]) -> int:
    """What every pair earns, as the engine weighs it; and what its own plan earns in all."""
    problem = crowd(people)
    field, plan = Field.of(problem, AIM, 0), solve(problem, AIM)
    table = np.full((len(field.rows), len(field.columns)), -1, dtype=np.int64)
    for start in range(0, len(table), TALL):
        rows = np.arange(start, min(start + TALL, len(table)))
        worth, allowed = field.weigh(rows[:, None], np.arange(len(field.columns))[None, :])
        table[rows] = np.where(allowed, worth + field.weigher.scale.match, -1)
    np.save(files[0], table)
    np.save(files[1], np.bincount(field.seats.mentors, field.seats.counts).astype(np.int64))
    return plan.worth


def _peers_python(environment: Path) -> Path:
    python = environment / "bin" / "python"
    if not python.exists():
        uv = Path(sys.executable).with_name("uv")
        subprocess.run([uv, "venv", "-q", "-p", sys.executable, environment], check=True)
        wanted = HERE / "pairing_peers.txt"
        subprocess.run([uv, "pip", "install", "-q", "-p", python, "-r", wanted], check=True)
    return python


def main() -> None:
    options = argparse.ArgumentParser(description="How fast the engine is.")
    options.add_argument("--people", type=int, nargs="+", default=[1000, 2000, 10_000], help="how many mentees")
    options.add_argument("--peers", type=Path, help="the environment of the peers; none are run without it")
    options.add_argument("--check", action="store_true", help="verify the plans too")
    options.add_argument("--save", type=Path, help="where to keep the figures; those of other sizes stay")
    options.add_argument("--only", choices=WHAT, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.only:
        print(json.dumps(asdict(only(chosen.only, chosen.people[0]))))
        return
    print(f"{'mentees':>8} {'what':20} {'wall s':>8} {'cpu s':>8} {'MB':>6} {'this/ours':>9}")
    for people in chosen.people:
        figures = [measured(what, people) for what in WHAT if what != "verify" or chosen.check]
        figures += [*peers_of(people, chosen.peers)] if chosen.peers else []
        ours = next(figure for figure in figures if figure.what == "solved and proven")
        for one in figures:
            _print(one, ours)
        if chosen.save:
            _save(chosen.save, people, figures)


def _print(one: Figure, ours: Figure) -> None:
    """The ratio is of processor seconds, which other work on the machine changes least."""
    ratio = f"{one.processor / ours.processor:9.2f}"
    told = f"{one.people:8} {one.what:20} {one.wall:8.2f} {one.processor:8.2f} {one.megabytes:6}"
    print(f"{told} {ratio} {one.note}", flush=True)


def _save(path: Path, people: int, figures: list[Figure]) -> None:
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    kept = [one for one in kept if one["people"] != people] + [asdict(one) for one in figures]
    kept.sort(key=lambda one: one["people"])
    path.write_text("[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in kept) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
