"""More people and programs than the cast, made the way the product makes them."""

from __future__ import annotations

from itertools import count
from typing import Any

from trellis.people.models import Person
from trellis.programs import actions
from trellis.programs.models import Cohort, Participation, Program, Role

_numbers = count(1)


def make_person(name: str = "", **fields: Any) -> Person:
    """Somebody with an account; without a name, “Person 7”."""
    number = next(_numbers)
    name = name or f"Person {number}"
    email = fields.pop("email", f"{name.split()[0].lower()}.{number}@kestrelbay.example")
    person = Person.objects.create_user(email, None, name=name, **fields)
    person.search_text = person.clean_search_text()
    person.save(update_fields=["search_text"])
    return person


def make_program(name: str = "Ward Leaders", *, by: Person, **fields: Any) -> Program:
    """A program with its first cohort, led by `by`."""
    return actions.create_program(name, by=by, **fields)


def make_participation(
    cohort: Cohort, role: Role, *, person: Person | None = None, ready: bool = True, capacity: int = 1
) -> Participation:
    """Somebody who was let in and, unless said otherwise, is ready to be matched."""
    found = actions.admit(cohort, person or make_person(), role, by=None, capacity=capacity)
    if ready and found.state == Participation.State.PREPARING:
        actions.mark_ready(found, by=None)
    return found
