"""Other ways to match, in an environment of their own; `bench.pairing` starts this file with that Python.

    python bench/pairing_peers.py PEER gains.npy places.npy

The table holds whole numbers, mentees down, −1 where a pair may not be. It is ready before the clock starts,
also as the peer wants it, but for `mentor-match`, which scores its own people by a single rule.
"""

from __future__ import annotations

import importlib
import json
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

type Ints = npt.NDArray[np.int64]
type Run = Callable[[], int]  # the total, or how many were matched


def scipy_places(gains: Ints, places: Ints) -> Run:
    """`linear_sum_assignment` on a column for each place."""
    optimize = importlib.import_module("scipy.optimize")
    table = np.maximum(gains, 0)[:, np.repeat(np.arange(len(places)), places)].astype(np.float64)

    def run() -> int:
        return int(table[optimize.linear_sum_assignment(table, maximize=True)].sum())

    return run


def lap_places(gains: Ints, places: Ints) -> Run:
    """`lapjv` on a column for each place."""
    lap = importlib.import_module("lap")
    wide = np.maximum(gains, 0)[:, np.repeat(np.arange(len(places)), places)]
    costs = (wide.max() - wide).astype(np.float64)

    def run() -> int:
        _cost, columns, _rows = lap.lapjv(costs, extend_cost=True)
        found = np.flatnonzero(columns >= 0)
        return int(wide[found, columns[found]].sum())

    return run


def ortools_arcs(gains: Ints, places: Ints) -> Run:
    """`SimpleMinCostFlow` on all arcs, and one from each mentee to nobody."""
    flows = importlib.import_module("ortools.graph.python.min_cost_flow")
    count, width = gains.shape
    rows, columns = np.nonzero(gains >= 0)
    earned, everybody, sink = gains[rows, columns], np.arange(count), count + width

    def run() -> int:
        flow = flows.SimpleMinCostFlow()
        pairs = flow.add_arcs_with_capacity_and_unit_cost(rows, count + columns, np.ones_like(rows), -earned)
        seats = count + np.arange(width)
        flow.add_arcs_with_capacity_and_unit_cost(seats, np.full(width, sink), places, np.zeros_like(places))
        alone = np.ones_like(everybody)
        flow.add_arcs_with_capacity_and_unit_cost(everybody, np.full(count, sink), alone, np.zeros_like(alone))
        flow.set_nodes_supplies(np.arange(sink + 1), np.concatenate([alone, np.zeros(width, dtype=np.int64), [-count]]))
        if flow.solve() != flow.OPTIMAL:
            raise RuntimeError("No plan was found.")
        return int((flow.flows(pairs) * earned).sum())

    return run


def mentor_match(gains: Ints, _places: Ints) -> Run:
    """One rule in three rounds, as its own application has it: a mentor gets one mentee in each."""
    process, rule = (importlib.import_module(f"matching.{name}") for name in ("process", "rules.rule"))
    kinds = importlib.import_module("matching.mentee").Mentee, importlib.import_module("matching.mentor").Mentor
    chance = random.Random(1)

    def people(kind: Callable[..., object], side: str, count: int) -> list[object]:
        return [
            kind(grade=chance.randrange(9), organisation=f"o{chance.randrange(30)}", email=f"{side}{at}")
            for at in range(count)
        ]

    mentees, mentors = (people(kind, name, size) for kind, name, size in zip(kinds, "em", gains.shape, strict=True))
    differ = rule.Generic({True: 3, False: 0}, lambda match: match.mentee.organisation != match.mentor.organisation)

    def run() -> int:
        process.process_data(mentors, mentees, [[differ, rule.UnmatchedBonus(50)] for _ in range(3)])
        return sum(bool(one.mentors) for one in mentees)  # type: ignore[attr-defined]  # the peer has no types

    return run


PEERS = {"SciPy": scipy_places, "lap": lap_places, "OR-Tools": ortools_arcs, "mentor-match": mentor_match}


def main() -> None:
    peer, table, places = sys.argv[1:]
    run = PEERS[peer](np.load(Path(table)), np.load(Path(places)))
    wall, processor = time.perf_counter(), time.process_time()
    total = run()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    print(json.dumps({"wall": wall, "processor": processor, "megabytes": most_memory(), "total": total}))


def most_memory() -> int:
    """The most megabytes that this process held; on Linux without those of the process that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        told = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(told.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
