"""Goals are the pair's: whoever may open the relationship may open them."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from trellis.people.models import Person
from trellis.programs.models import Program, Role
from trellis.relationships.goals.models import Goal, Step
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.permissions import Check, get_relationship


def get_goal(person: Person, relationship: int, pk: int, *, may: Check) -> Goal:
    """One goal with its counts, and its relationship with its people."""
    found = get_relationship(person, relationship, may=may)
    goal = get_object_or_404(found.goals.counted().select_related("owner"), pk=pk)
    goal.relationship = found
    return goal


def get_step(person: Person, relationship: int, goal: int, pk: int, *, may: Check) -> Step:
    """One step of a goal."""
    found = get_goal(person, relationship, goal, may=may)
    step: Step = get_object_or_404(found.steps, pk=pk)
    step.goal = found
    return step


def who_may_have_goals(person: Person, relationship: Relationship) -> list[Person]:
    """Mentees, and everybody where peers learn from each other; oneself first."""
    everybody = relationship.format in (Program.Format.PEER, Program.Format.GROUP)
    parties = [party for party in relationship.parties.all() if party.left_at is None]
    people = [party.person for party in parties if everybody or party.role == Role.MENTEE]
    return sorted(people, key=lambda one: one != person)
