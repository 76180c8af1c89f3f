"""What the engine is asked about a rematch: pairs that stand keep a bonus, people who wait are in, leavers are out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pairing import Objective, Problem
from pairing.criteria import points_of
from pairing.rules import broken
from pairing.variants.rematch import Rematch, curve
from trellis.matching.inputs import Inputs, day_of, gather, in_pool, kept_apart, settings_for
from trellis.matching.models import Proposal
from trellis.programs.models import Cohort, Participation
from trellis.relationships.pairs.models import Party, Relationship

STAYS = (0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 101.0)  # the last keeps whatever can stay
type Standing = dict[int, int]  # mentee’s participation → mentor’s


def standing_pairs(cohort: Cohort) -> Standing:
    """One mentor with one mentee, running or resting; groups and what is ending are left alone."""
    open_now = (Relationship.State.ACTIVE, Relationship.State.PAUSED)
    rows = Party.objects.filter(relationship__cohort=cohort, relationship__state__in=open_now, left_at=None)
    by_pair: dict[int, dict[str, list[int]]] = {}
    for pair, role, participation in rows.values_list("relationship", "role", "participation").order_by("pk"):
        by_pair.setdefault(pair, {"mentee": [], "mentor": []})[role].append(participation)
    single = [sides for sides in by_pair.values() if len(sides["mentee"]) == len(sides["mentor"]) == 1]
    return {sides["mentee"][0]: sides["mentor"][0] for sides in single}


def choices_of(cohort: Cohort) -> list[dict[str, Any]]:
    """The best plan for several bonuses for what stands, each number of changes once, the fewest changes first."""
    ready = (Participation.State.READY, Participation.State.MATCHED)
    rows = in_pool(Participation.objects.filter(cohort=cohort)).filter(state__in=ready)
    asked = Proposal.objects.live().filter(cohort=cohort).values("mentee")
    settings = settings_for(cohort)
    inputs = gather(rows.mentees().exclude(pk__in=asked), rows.mentors(), settings, on=day_of(cohort))
    standing = {
        mentee: mentor
        for mentee, mentor in standing_pairs(cohort).items()
        if mentee in inputs.mentee_rows and mentor in inputs.mentor_rows
    }
    if not inputs.mentee_rows or not inputs.mentor_rows:
        return []
    problem, movable = _question(cohort, inputs, standing, floor=settings.floor)
    named = [(_person(inputs, mentee), _person(inputs, mentor)) for mentee, mentor in movable.items()]
    plans = curve(problem, named, Objective(floor=settings.floor), stays=STAYS, seed=settings.seed)
    found = {plan.changed: _choice(inputs, plan, movable) for plan in plans}
    return [found[changed] for changed in sorted(found)]


def _question(cohort: Cohort, inputs: Inputs, standing: Standing, *, floor: int) -> tuple[Problem, Standing]:
    """The problem with the places of standing pairs free. A pair that a rule parts by now, or that fits less than
    the lowest allowed, is left alone: whether it works is for people to say."""
    problem = _freed(inputs, standing).problem(apart=kept_apart(cohort.pk))
    rows = {pk: at for at, pk in enumerate(inputs.mentee_rows)}
    columns = {pk: at for at, pk in enumerate(inputs.mentor_rows)}
    movable = {}
    for mentee, mentor in standing.items():
        pair = rows[mentee], columns[mentor]
        if not broken(problem, *pair) and points_of(problem, *pair) >= floor * 1000:
            movable[mentee] = mentor
    if len(movable) < len(standing):
        problem = _freed(inputs, movable).problem(apart=kept_apart(cohort.pk))
    return problem, movable


def _freed(inputs: Inputs, standing: Mapping[int, int]) -> Inputs:
    """As if these pairs were not together: their places are free, and that they met is no reason against them."""
    freed = Counter(standing.values())
    mentees = tuple(
        1 if pk in standing else places for pk, places in zip(inputs.mentee_rows, inputs.mentees.places, strict=True)
    )
    mentors = tuple(places + freed[pk] for pk, places in zip(inputs.mentor_rows, inputs.mentors.places, strict=True))
    named = {(_person(inputs, mentee), _person(inputs, mentor)) for mentee, mentor in standing.items()}
    both_ways = named | {(mentor, mentee) for mentee, mentor in named}
    return replace(
        inputs,
        mentees=replace(inputs.mentees, places=mentees),
        mentors=replace(inputs.mentors, places=mentors),
        policy=replace(inputs.policy, apart=inputs.policy.apart - both_ways),
    )


def _person(inputs: Inputs, participation: int) -> str:
    if participation in inputs.mentee_rows:
        return inputs.mentees.ids[inputs.mentee_rows.index(participation)]
    return inputs.mentors.ids[inputs.mentor_rows.index(participation)]


def _choice(inputs: Inputs, plan: Rematch, standing: Standing) -> dict[str, Any]:
    placed = {inputs.mentee_rows[mentee]: inputs.mentor_rows[mentor] for mentee, mentor in plan.pairs}
    everybody = {*placed, *standing}
    moves = [[pk, standing.get(pk), placed.get(pk)] for pk in sorted(everybody) if standing.get(pk) != placed.get(pk)]
    return {"changed": plan.changed, "placed": len(plan.pairs), "total": sum(plan.points), "moves": moves}
