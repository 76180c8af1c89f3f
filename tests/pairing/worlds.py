"""Small worlds of people, drawn by hypothesis or by hand."""

import itertools
from collections.abc import Callable, Iterator
from random import Random

from hypothesis import strategies as st

from pairing import Objective, People, Policy, Problem, build
from pairing.criteria import Want, points_of
from pairing.people import CRITERIA
from pairing.problem import MILLI
from pairing.rules import broken

SKILLS = ("budgets", "coaching", "writing", "statistics")
PERSONS = tuple("abcdefgh")


def some(chance: Random, options: tuple[str, ...]) -> frozenset[str]:
    return frozenset(chance.sample(options, chance.randrange(3)))


def people(chance: Random, count: int, *, mentors: bool) -> People:
    """People who say little or much about themselves; the same person may stand on both sides."""
    ids = tuple(chance.sample(PERSONS, count))

    def column[T](draw: Callable[[], T]) -> tuple[T, ...]:
        return tuple(draw() for _ in ids)

    def want(skill: str) -> Want:
        return Want(skill, chance.randint(1, 3), chance.randint(1, 5))

    return People(
        ids=ids,
        places=column(lambda: chance.randrange(3) if mentors else chance.choice((0, 1, 1, 1))),
        load=column(lambda: chance.randrange(3)),
        ready=column(lambda: chance.random() < 0.8),
        sites=column(lambda: chance.choice(("", "Harbour", "Moorside"))),
        departments=column(lambda: chance.choice(("", "Finance", "Care"))),
        levels=column(lambda: chance.choice((None, 1.0, 2.0, 4.0, 7.0))),
        offsets=column(lambda: chance.choice((None, -300, 0, 330))),
        languages=column(lambda: some(chance, ("English", "Spanish", "Arabic"))),
        wanted=column(lambda: tuple(want(skill) for skill in sorted(some(chance, SKILLS)))),
        offered=column(lambda: {skill: chance.randint(1, 5) for skill in sorted(some(chance, SKILLS))}),
        interests=column(lambda: some(chance, ("chess", "choirs", "hiking"))),
        styles=column(lambda: chance.choice(("", "direct", "gentle"))),
        free=column(lambda: frozenset(chance.sample(range(12), chance.randrange(6)))),
        prefers=column(lambda: tuple(chance.sample(PERSONS, chance.choice((0, 0, 2))))),
    )


def world(mentees: int, mentors: int, seed: int) -> Problem:
    """A problem drawn by chance; managers always come earlier in the alphabet, so never in a circle."""
    chance = Random(seed)
    managers = {one: chance.choice(PERSONS[:at]) for at, one in enumerate(PERSONS) if at and chance.random() < 0.5}
    pairs = [(chance.choice(PERSONS), chance.choice(PERSONS)) for _ in range(4)]
    policy = Policy(
        weights={"goals": 7.0} | {key: float(chance.randrange(5)) for key in CRITERIA if key != "goals"},
        chain=chance.random() < 0.5,
        language=chance.random() < 0.3,
        departments_differ=chance.random() < 0.5,
        manager_of=managers,
        apart=frozenset(pairs[:2]),
        forbidden=frozenset(pairs[2:]),
    )
    return build(people(chance, mentees, mentors=False), people(chance, mentors, mentors=True), policy)


def problems() -> st.SearchStrategy[Problem]:
    return st.builds(world, st.integers(0, 4), st.integers(0, 4), st.integers(0, 2**32))


def objectives() -> st.SearchStrategy[Objective]:
    return st.builds(
        Objective,
        floor=st.sampled_from((0.0, 40.0, 60.0)),
        strict=st.booleans(),
        load=st.sampled_from((0.0, 5.0)),
    )


def every_plan(problem: Problem, objective: Objective) -> Iterator[list[tuple[int, int]]]:
    """All plans there are, one by one: slow, and known to be right."""
    floor = round(objective.floor * MILLI)
    partners: list[list[int | None]] = []
    for mentee in range(len(problem.mentees)):
        allowed: list[int | None] = [
            mentor
            for mentor in range(len(problem.mentors))
            if not broken(problem, mentee, mentor)
            and (points_of(problem, mentee, mentor) >= floor or not objective.strict)
        ]
        partners.append([None, *(allowed if problem.mentees.places[mentee] else ())])
    for choice in itertools.product(*partners):
        if all(choice.count(mentor) <= places for mentor, places in enumerate(problem.mentors.places)):
            yield [(mentee, mentor) for mentee, mentor in enumerate(choice) if mentor is not None]


def best_value(problem: Problem, objective: Objective) -> tuple[int, int, int]:
    """The best people matched, over the floor, and points, found by trying everything."""
    floor, load = round(objective.floor * MILLI), round(objective.load * MILLI)
    values = []
    for plan in every_plan(problem, objective):
        points = [points_of(problem, mentee, mentor) for mentee, mentor in plan]
        now = {mentor: problem.mentors.load[mentor] for _, mentor in plan}
        after = {mentor: now[mentor] + sum(other == mentor for _, other in plan) for mentor in now}
        paid = sum(load * already for mentor in now for already in range(now[mentor], after[mentor]))
        over = 0 if objective.strict else sum(point >= floor for point in points)
        values.append((len(plan), over, sum(points) - paid))
    return max(values)
