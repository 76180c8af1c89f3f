"""Small worlds of people, drawn by hypothesis or by hand."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import strategies as st

from pairing import Objective, People, Policy, Problem, build
from pairing.criteria import Choice, Want, points_of
from pairing.likeness import Answers, Given, Near, whole_vectors
from pairing.people import CRITERIA
from pairing.problem import MILLI, Criterion
from pairing.rules import SomethingShared, broken

SKILLS = ("budgets", "coaching", "writing", "statistics")
PERSONS = tuple("abcdefgh")


def some(chance: Random, options: tuple[str, ...]) -> frozenset[str]:
    return frozenset(chance.sample(options, min(len(options), chance.randrange(3))))


def people(chance: Random, count: int, *, mentors: bool, rich: bool = False) -> People:
    """People who say little or much about themselves; the same person may stand on both sides."""
    ids = tuple(chance.sample(PERSONS, count))
    each = (0, 1, 2) if mentors else (0, 1, 2, 2) if rich else (0, 1, 1, 1)
    places = tuple(chance.choice(each) for _ in ids)

    def column[T](draw: Callable[[], T]) -> tuple[T, ...]:
        return tuple(draw() for _ in ids)

    def want(skill: str) -> Want:
        return Want(skill, chance.randint(1, 3), chance.randint(1, 5))

    return People(
        ids=ids,
        places=places,
        load=column(lambda: chance.randrange(3)),
        least=tuple(chance.randint(0, number) for number in places) if mentors and rich else (),
        ready=column(lambda: chance.random() < 0.8),
        flagged=column(lambda: rich and chance.random() < 0.1),
        away=column(lambda: rich and chance.random() < 0.1),
        teams=column(lambda: chance.choice(("", "North", "South"))),
        groups=column(lambda: chance.choice(("", "Acme", "Bolt"))),
        age_groups=column(lambda: chance.choice(("", "", "", "young")) if rich and not mentors else ""),
        cleared=column(lambda: some(chance, ("young",))),
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
        stressed=column(lambda: chance.choice(("", "", "goals", "time"))) if rich and not mentors else (),
    )


def world(mentees: int, mentors: int, seed: int, *, rich: bool = False) -> Problem:
    """A problem drawn by chance; managers always come earlier in the alphabet, so never in a circle.

    A `rich` one has people who want two mentors, least numbers, all rules and criteria of every kind.
    """
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
    if rich:
        policy = stricter(chance, policy)
    left = people(chance, mentees, mentors=False, rich=rich)
    right = people(chance, mentors, mentors=True, rich=rich)
    if not rich:
        return build(left, right, policy)
    differ = SomethingShared(left.interests, right.interests) if chance.random() < 0.3 else None
    return build(left, right, policy, more=more(chance, mentees, mentors), also=(differ,) if differ else ())


def stricter(chance: Random, policy: Policy) -> Policy:
    return replace(
        policy,
        depth=chance.choice((None, 1, 2)),
        hours=chance.random() < 0.1,
        ahead_at_least=chance.choice((None, None, 1.0)),
        same_team=chance.random() < 0.3,
        powers=frozenset({(chance.choice(PERSONS), chance.choice(PERSONS))}),
        ties=frozenset({(chance.choice(PERSONS), chance.choice(PERSONS))}),
        between=frozenset({("Acme", "Bolt")} if chance.random() < 0.3 else ()),
        excused=frozenset(
            (code, chance.choice(PERSONS), chance.choice(PERSONS)) for code in ("H2", "H3", "H6", "H12", "H13")
        ),
    )


def more(chance: Random, mentees: int, mentors: int) -> tuple[Criterion, ...]:
    """Texts, answers and a table computed elsewhere."""
    draw = np.random.default_rng(chance.randrange(2**32))
    texts = [whole_vectors(draw.normal(size=(size, 5)) * (draw.random((size, 1)) < 0.8)) for size in (mentees, mentors)]
    answers = [tuple(tuple(row) for row in draw.integers(0, 6, size=(size, 2)).tolist()) for size in (mentees, mentors)]
    said = [tuple(tuple(one or None for one in row) for row in side) for side in answers]
    table = np.where(draw.random((mentees, mentors)) < 0.7, draw.random((mentees, mentors)), np.nan)
    return (Near(texts[0], texts[1], 3.0), Answers(said[0], said[1], 2.0), Given(table, 2.0))


def problems(*, rich: bool = False) -> st.SearchStrategy[Problem]:
    most = 3 if rich else 4
    return st.builds(
        lambda mentees, mentors, seed: world(mentees, mentors, seed, rich=rich),
        st.integers(0, most),
        st.integers(0, most),
        st.integers(0, 2**32),
    )


def objectives(*, rich: bool = False) -> st.SearchStrategy[Objective]:
    plain = st.builds(
        Objective,
        floor=st.sampled_from((0.0, 40.0, 60.0)),
        strict=st.booleans(),
        load=st.sampled_from((0.0, 5.0)),
    )
    if not rich:
        return plain
    firsts = st.sampled_from(("people", "choices", "total"))
    bands = st.sampled_from(((), (50.0,), (30.0, 55.0, 70.0)))
    return st.builds(
        lambda aim, first, over, worst: replace(aim, first=first, bands=over, worst=worst and first != "total"),
        plain,
        firsts,
        bands,
        st.booleans(),
    )


def every_plan(problem: Problem, objective: Objective) -> Iterator[list[tuple[int, int]]]:
    """All plans there are, one by one: slow, and known to be right."""
    floor = round(objective.floor * MILLI)
    choices: list[list[tuple[int, ...]]] = []
    for mentee, places in enumerate(problem.mentees.places):
        held = {mentor for one, mentor in problem.locked if one == mentee}
        allowed = {
            mentor
            for mentor in range(len(problem.mentors))
            if not broken(problem, mentee, mentor)
            and (points_of(problem, mentee, mentor) >= floor or not objective.strict)
        }
        free = sorted(allowed - held)
        sizes = range(max(0, places - len(held)) + 1)
        choices.append([(*sorted(held), *new) for size in sizes for new in itertools.combinations(free, size)])
    for choice in itertools.product(*choices):
        plan = [(mentee, mentor) for mentee, mentors in enumerate(choice) for mentor in mentors]
        used = Counter(mentor for _, mentor in plan)
        if all(used[mentor] <= places for mentor, places in enumerate(problem.mentors.places)):
            yield plan


def value_of_plan(problem: Problem, objective: Objective, plan: list[tuple[int, int]]) -> tuple[int, ...]:
    """What a plan is judged by, the first aim first."""
    floor, load = round(objective.floor * MILLI), round(objective.load * MILLI)
    points = [points_of(problem, *pair) for pair in plan]
    used = Counter(mentor for _, mentor in plan)
    now = problem.mentors.load or (0,) * len(problem.mentors)
    total = sum(points) - sum(load * (now[mentor] + place) for mentor in used for place in range(used[mentor]))
    least = sum(min(used[mentor], wanted) for mentor, wanted in enumerate(problem.mentors.least))
    if objective.first == "total":
        return least, total
    people = len({mentee for mentee, _ in plan})
    wished = sum(tenths(problem, *pair) for pair in plan) if objective.first == "choices" else 0
    over = 0 if objective.strict else sum(point >= floor for point in points)
    bands = [sum(point >= band * MILLI for point in points) for band in sorted(objective.bands)]
    worst = min(points, default=0) if objective.worst else 0
    return least, people, len(plan) - people, wished, over, worst, *bands, total


def tenths(problem: Problem, mentee: int, mentor: int) -> int:
    chosen = next(one for one in problem.criteria if isinstance(one, Choice))
    ranks = chosen.mentee_ranks[mentee].get(mentor), chosen.mentor_ranks[mentor].get(mentee)
    return sum((10, 8, 6, 5, 4)[min(rank, 5) - 1] for rank in ranks if rank)


def best_value(problem: Problem, objective: Objective) -> tuple[int, ...]:
    """The best value that any plan has, found by trying everything."""
    return max(value_of_plan(problem, objective, plan) for plan in every_plan(problem, objective))
