"""Seconds of the processor and the gap of every variant, by number of people: python -m bench.variants [1000 10000]."""

import sys
from collections.abc import Callable
from dataclasses import replace
from time import process_time

from bench.crowd import crowd
from pairing import Objective, Problem
from pairing.variants.groups import solve_groups

AIMS = Objective(floor=20)


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:] if size.isdigit()] or [1000]
    names = [name for name in sys.argv[1:] if name in VARIANTS] or list(VARIANTS)
    print("| variant | people | CPU s | placed, points | gap | proof |\n|---|---|---|---|---|---|")
    for name in names:
        for size in sizes:
            print(f"| {name} | {size:,} | {VARIANTS[name](size)} |", flush=True)


def row(seconds: float, value: tuple[int, int], gap: float, proof: str) -> str:
    return f"{seconds:.1f} | {value[0]:,}, {value[1] / 1000:,.3f} | {gap:.1e} | {proof}"


def grouped(size: int) -> Problem:
    problem = crowd(size)
    mentors = replace(problem.mentors, places=(10,) * len(problem.mentors), least=(4,) * len(problem.mentors))
    return replace(problem, mentors=mentors)


def groups(size: int) -> str:
    problem, start = grouped(size), process_time()
    found = solve_groups(problem, AIMS, seconds=60)
    return row(process_time() - start, found.value, found.gap, found.proof)


VARIANTS: dict[str, Callable[[int], str]] = {"groups": groups}

if __name__ == "__main__":
    main()
