"""A cohort big enough to say something about."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.factories import make_person
from tests.pairs import make_pair, meet, reload
from trellis.care import actions as care
from trellis.care.models import CheckIn
from trellis.people.models import Person
from trellis.programs.actions import add_to_team
from trellis.programs.models import Cohort, Program, TeamMember
from trellis.relationships.models import Relationship


@pytest.fixture
def paula(program: Program, olga: Person) -> Person:
    """Paula sponsors it."""
    found = make_person("Paula Reyes", email="paula@kestrelbay.example")
    add_to_team(program, found, TeamMember.Role.SPONSOR, by=olga)
    return found


@pytest.fixture
def pairs(cohort: Cohort) -> list[Relationship]:
    """Eight pairs that began six weeks ago; six met after a week, four of them twice."""
    with time_machine.travel(timezone.now() - timedelta(weeks=6), tick=False):
        made = [make_pair(cohort) for _number in range(8)]
        start = timezone.now()
    for number, pair in enumerate(made[:6]):
        meet(pair, start + timedelta(weeks=1, hours=number), minutes=60)
    for number, pair in enumerate(made[:4]):
        meet(pair, start + timedelta(weeks=4, hours=number), minutes=30)
    return [reload(pair) for pair in made]


def check_in(pair: Relationship, worth: int, *, role: str = "mentee") -> None:
    """One side answers its first check-in."""
    care.draw_up(pair)
    rows = CheckIn.objects.filter(relationship=pair, role=role, kind=CheckIn.Kind.PULSE, state=CheckIn.State.PLANNED)
    one = rows.select_related("person").order_by("due_on")[0]
    one.relationship = pair
    care.ask(one)
    care.answer(one, {"worth": worth, "next": worth, "help": False}, by=one.person)
