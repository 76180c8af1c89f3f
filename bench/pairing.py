"""How fast the engine is, beside what it can't beat and what others need: ratios from one run.

    python -m bench.pairing [--people 1000 2000 10000] [--peers 2000] [--check]

Every number is measured in a process of its own: seconds on the wall, seconds of the processor, peak memory.
"One pass" scores every tile once and keeps nothing; "SciPy" is `linear_sum_assignment` on a ready table with a
column for each place, and without the time to score it. `--check` verifies each plan by the other way of computing.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from bench.crowd import crowd
from pairing import Objective, Problem, solve, verify
from pairing.candidates import best
from pairing.field import Field
from pairing.search import KEPT, TASK, Budget
from pairing.solve import THREADS
from pairing.solvers import one_thread_each
from pairing.tiles import TALL, WIDE, sheet_of

AIM = Objective()


@dataclass(frozen=True)
class Figure:
    """One measurement."""

    what: str
    people: int
    wall: float
    processor: float
    megabytes: int
    note: str = ""


def table(people: int) -> Callable[[], str]:
    return lambda: f"{len(crowd(people).mentors)} mentors"


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
        for at in range(start, min(start + TASK, len(sheet.field.rows)), TALL):
            block = sheet.block(np.arange(at, min(at + TALL, len(sheet.field.rows))))
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


def scipy_places(people: int) -> Callable[[], str]:
    field = Field.of(crowd(people), AIM, 0)
    network = field.every_pair(lambda *_told: None)
    whole = np.zeros((len(field.rows), len(field.columns)))
    whole[network.rows, network.columns] = network.worth + network.match
    places = np.ascontiguousarray(whole[:, np.repeat(field.seats.mentors, field.seats.counts)])
    del whole, network
    return lambda: f"{len(linear_sum_assignment(places, maximize=True)[0])} rows"


def checked(people: int) -> Callable[[], str]:
    problem: Problem = crowd(people)
    result = solve(problem, AIM)
    return lambda: ", ".join(finding.code for finding in verify(problem, result)) or "nothing wrong"


WHAT = {
    "people to problem": table,
    "solved and proven": proof,
    "gap of 1e-4": nearly,
    "one pass": one_pass,
    "pass, best 20 kept": best_pass,
    "SciPy": scipy_places,
    "verify": checked,
}


def measured(what: str, people: int) -> Figure:
    """In a process of its own."""
    command = [sys.executable, "-m", "bench.pairing", "--only", what, "--people", str(people)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Figure(**json.loads(done.stdout))


def only(what: str, people: int) -> Figure:
    run = WHAT[what](people)
    wall, processor = time.perf_counter(), time.process_time()
    note = run()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024)
    return Figure(what, people, wall, processor, peak, note)


def main() -> None:
    options = argparse.ArgumentParser(description="How fast the engine is.")
    options.add_argument("--people", type=int, nargs="+", default=[1000, 2000, 10_000], help="how many mentees")
    options.add_argument("--peers", type=int, default=2000, help="SciPy runs up to so many")
    options.add_argument("--check", action="store_true", help="verify the plans too")
    options.add_argument("--only", choices=WHAT, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.only:
        print(json.dumps(asdict(only(chosen.only, chosen.people[0]))))
        return
    print(f"{'mentees':>8} {'what':20} {'wall s':>8} {'cpu s':>8} {'MB':>6} {'ours/this':>9}")
    for people in chosen.people:
        skipped = {"SciPy": people > chosen.peers, "verify": not chosen.check}
        figures = [measured(what, people) for what in WHAT if not skipped.get(what)]
        ours = next(figure for figure in figures if figure.what == "solved and proven")
        for one in figures:
            ratio = f"{ours.wall / one.wall:9.2f}" if one is not ours else " " * 9
            print(
                f"{people:8} {one.what:20} {one.wall:8.2f} {one.processor:8.2f} {one.megabytes:6} {ratio} {one.note}",
                flush=True,
            )


if __name__ == "__main__":
    main()
