"""An organization of any size for the engine: mentees, half as many mentors, rules that bite, and a seed."""

from collections.abc import Sequence

import numpy as np

from pairing import People, Policy, Problem, build
from pairing.criteria import Want
from pairing.problem import Floats, Ints

SKILLS = tuple(f"skill {number}" for number in range(200))
INTERESTS = tuple(f"interest {number}" for number in range(60))
LANGUAGES = ("en", "es", "fr", "de", "ar", "hi", "zh", "pt")
STYLES = ("", "direct", "gentle", "structured", "open")
SPEAK = np.array([0.5, 0.14, 0.1, 0.08, 0.06, 0.05, 0.04, 0.03])
SEATS = 1.15  # for each mentee


def crowd(mentees: int, mentors: int | None = None, *, seed: int = 1, complete: bool = False) -> Problem:
    """A problem with so many mentees; `complete` means that everybody answered everything."""
    mentors = mentors or mentees // 2
    chance = np.random.default_rng(seed)
    managers = _managers(mentees + mentors, chance)
    places = _places(mentees, mentors, chance)
    left = _people([f"e{number:06d}" for number in range(mentees)], (1,) * mentees, chance, complete=complete)
    right = _people([f"m{number:06d}" for number in range(mentors)], places, chance, complete=complete)
    ids = (*left.ids, *right.ids)
    policy = Policy(
        language=True,
        same_team=True,
        manager_of={ids[one]: ids[boss] for one, boss in managers.items()},
        apart=frozenset(
            (left.ids[one], right.ids[other])
            for one, other in zip(
                chance.integers(mentees, size=mentees).tolist(),
                chance.integers(mentors, size=mentees).tolist(),
                strict=True,
            )
        ),
    )
    return build(left, right, policy)


def _places(mentees: int, mentors: int, chance: np.random.Generator) -> tuple[int, ...]:
    """From 1 to 4, as many in all as there should be."""
    places = np.ones(mentors, dtype=np.int64)
    wanted = max(0, round(SEATS * mentees) - mentors)
    np.add.at(places, chance.integers(mentors, size=wanted), 1)
    return tuple(np.minimum(places, 4).tolist())


def _managers(count: int, chance: np.random.Generator) -> dict[int, int]:
    """Everybody reports to somebody earlier in a shuffled order, about eight to each."""
    order = chance.permutation(count).tolist()
    return {order[at]: order[(at - 1) // 8] for at in range(1, count)}


def _people(ids: list[str], places: tuple[int, ...], chance: np.random.Generator, *, complete: bool) -> People:
    count = len(ids)

    def says(share: float) -> list[bool]:
        return [True] * count if complete else (chance.random(count) < share).tolist()

    def some(names: Sequence[str], low: int, high: int, weights: Floats | None = None) -> list[list[str]]:
        drawn = chance.choice(len(names), size=(count, high), p=weights)
        sizes = chance.integers(low, high + 1, size=count)
        return [[names[at] for at in row[:size]] for row, size in zip(drawn.tolist(), sizes.tolist(), strict=True)]

    def where[T](known: list[bool], values: Sequence[T], nothing: T) -> tuple[T, ...]:
        return tuple(value if yes else nothing for yes, value in zip(known, values, strict=True))

    skills, levels = some(SKILLS, 2, 5), chance.integers(1, 6, size=(count, 5)).tolist()
    rated = [list(zip(names, level, strict=False)) for names, level in zip(skills, levels, strict=True)]
    wanted = [tuple(Want(name, 1 + at % 3, level) for at, (name, level) in enumerate(one[:3])) for one in rated]
    zones = chance.choice((-300, 0, 60, 120, 330), size=count)
    offered = [dict(one) for one in rated]
    return People(
        ids=tuple(ids),
        places=places,
        teams=tuple(f"t{team}" for team in chance.integers(max(1, count // 8), size=count).tolist()),
        departments=tuple(f"d{number}" for number in chance.integers(30, size=count).tolist()),
        sites=where(says(0.9), [f"s{number}" for number in chance.integers(25, size=count).tolist()], ""),
        levels=where(says(0.9), chance.integers(1, 9, size=count).astype(float).tolist(), None),
        offsets=tuple(zones.tolist()),
        languages=tuple(frozenset(names) for names in some(LANGUAGES, 1, 3, SPEAK)),
        wanted=where(says(0.95), wanted, ()),
        offered=where(says(0.95), offered, {}),
        interests=where(says(0.8), [frozenset(names) for names in some(INTERESTS, 1, 6)], frozenset()),
        styles=where(says(0.8), [STYLES[at] for at in chance.integers(1, 5, size=count).tolist()], ""),
        free=where(says(0.9), _hours(zones, chance), frozenset()),
    )


def _hours(zones: Ints, chance: np.random.Generator) -> list[frozenset[int]]:
    """Three to eight hours between 8:00 and 18:00 of local working days, as half hours of Greenwich."""
    days = chance.integers(5, size=(len(zones), 8))
    hours = chance.integers(8, 18, size=(len(zones), 8))
    starts = (days * 48 + hours * 2 - zones[:, None] // 30) % 336
    sizes = chance.integers(3, 9, size=len(zones)).tolist()
    return [
        frozenset(half for start in row[:size] for half in (start, (start + 1) % 336))
        for row, size in zip(starts.tolist(), sizes, strict=True)
    ]
