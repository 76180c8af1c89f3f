"""Seconds of the processor and the gap of every variant, by number of people: python -m bench.variants [1000 10000]."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from time import process_time

import numpy as np

from bench.crowd import INTERESTS, LANGUAGES, SKILLS, crowd
from pairing import Objective, People, Policy, Problem, build, solve
from pairing.criteria import Want
from pairing.variants.circles import solve_circles
from pairing.variants.groups import solve_groups
from pairing.variants.peers import solve_peers
from pairing.variants.rematch import rematch
from pairing.variants.rounds import solve_rounds
from pairing.variants.stable import price_of_stability, solve_stable
from pairing.variants.teams import Function, solve_teams
from pairing.variants.waiting import place_waiting

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


def pool(size: int) -> Problem:
    """Peers, who offer skills and want others, in teams and offices."""
    chance = np.random.default_rng(1)

    def some(names: Sequence[str], most: int) -> list[frozenset[str]]:
        drawn = chance.integers(len(names), size=(size, most)).tolist()
        return [frozenset(names[at] for at in row) for row in drawn]

    people = People(
        ids=tuple(f"p{number:06d}" for number in range(size)),
        places=(1,) * size,
        teams=tuple(f"t{team}" for team in chance.integers(max(1, size // 8), size=size).tolist()),
        sites=tuple(f"s{site}" for site in chance.integers(25, size=size).tolist()),
        levels=tuple(chance.integers(1, 9, size=size).astype(float).tolist()),
        languages=tuple(some(LANGUAGES, 3)),
        interests=tuple(some(INTERESTS, 5)),
        wanted=tuple(tuple(Want(name) for name in sorted(names)) for names in some(SKILLS, 3)),
        offered=tuple(dict.fromkeys(sorted(names), 3) for names in some(SKILLS, 8)),
    )
    return build(people, people, Policy(chain=False, language=True, same_team=True))


def peers(size: int) -> str:
    problem, start = pool(size), process_time()
    found = solve_peers(problem, AIMS)
    return row(process_time() - start, found.value, found.gap, f"{len(found.sets)} odd sets")


def stable(size: int) -> str:
    """With the same points on both sides, and what the best plan has more."""
    problem, start = crowd(size), process_time()
    found = solve_stable(problem, objective=AIMS)
    seconds = process_time() - start
    price = price_of_stability(problem, found, solve(problem, AIMS))
    return row(seconds, found.value, 0, f"best: {price.points / 1000:,.0f} more, {price.blocking:,} blocking pairs")


def season(size: int) -> tuple[Problem, list[tuple[str, str]]]:
    """A plan that stands, and the same people after one mentor in twenty has left."""
    problem = crowd(size)
    before = [(problem.mentees.ids[row], problem.mentors.ids[at]) for row, at in solve(problem, AIMS).pairs]
    gone = tuple(0 if at % 20 == 0 else count for at, count in enumerate(problem.mentors.places))
    return replace(problem, mentors=replace(problem.mentors, places=gone)), before


def rematched(size: int) -> str:
    problem, before = season(size)
    start = process_time()
    found = rematch(problem, before, AIMS)
    return row(process_time() - start, found.value, found.gap, f"{found.changed} of {len(found.standing)} change")


def limited(size: int) -> str:
    problem, before = season(size)
    start = process_time()
    found = rematch(problem, before, AIMS, most_changes=size // 100)
    return row(process_time() - start, found.value, found.gap, f"{found.changed} of {len(found.standing)} change")


def waiting(size: int) -> str:
    """The mentees of those who left, and the places that are free."""
    problem, before = season(size)
    here = {one for one, places in zip(problem.mentors.ids, problem.mentors.places, strict=True) if places}
    standing = [pair for pair in before if pair[1] in here]
    start = process_time()
    found = place_waiting(problem, standing, AIMS)
    return row(process_time() - start, found.value, found.gap, f"{len(found.waiting)} wait on")


def circles(size: int) -> str:
    problem = pool(size)
    start = process_time()
    found = solve_circles(problem, (4, 5), objective=Objective(floor=0))
    return row(process_time() - start, found.value, found.gap, f"{len(found.circles):,} circles, a search and a bound")


def rotation(size: int) -> str:
    """Six rounds."""
    problem = crowd(size)
    start = process_time()
    found = solve_rounds(problem, 6, AIMS)
    return row(process_time() - start, found.value, found.gap, "six rounds")


def teams(size: int) -> str:
    """Two functions judged differently; every mentor has two places in all."""
    problem = crowd(size)
    career = replace(problem, criteria=tuple(one for one in problem.criteria if one.key != "goals"))
    start = process_time()
    found = solve_teams([Function("skills", problem), Function("career", career)], [2] * (size // 2), AIMS)
    return row(process_time() - start, found.value, found.gap, f"{found.firsts:,} people")


VARIANTS: dict[str, Callable[[int], str]] = {
    "groups": groups,
    "peers": peers,
    "stable": stable,
    "rematch": rematched,
    "limited": limited,
    "waiting": waiting,
    "circles": circles,
    "rounds": rotation,
    "teams": teams,
}

if __name__ == "__main__":
    main()
