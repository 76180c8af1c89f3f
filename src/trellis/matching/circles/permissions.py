"""Who may form circles, and who may answer."""

from __future__ import annotations

from django.db.models import Q
from django.shortcuts import get_object_or_404

from trellis.matching.circles.models import Circle, Seat
from trellis.people.models import Person
from trellis.programs.models import Cohort
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.permissions import get_facts_of


def get_seat(person: Person, pk: int) -> Seat:
    """Of a cohort that one leads; nobody else finds it."""
    led = Seat.objects.filter(grouping__cohort__in=Cohort.objects.led_by(person))
    return get_object_or_404(led.select_related("grouping__cohort__program", "participation__person"), pk=pk)


def get_led_circle(person: Person, pk: int) -> Circle:
    """Of a cohort that one leads."""
    led = Circle.objects.filter(grouping__cohort__in=Cohort.objects.led_by(person))
    return get_object_or_404(led.select_related("grouping__cohort__program"), pk=pk)


def get_asked_circle(person: Person, pk: int) -> Circle:
    """For those who are in it or would lead it, once they are asked."""
    own = Q(seats__participation__person=person) | Q(facilitator__person=person)
    told = Circle.objects.exclude(state=Circle.State.DRAFT).filter(own).distinct().with_people()
    return get_object_or_404(told.select_related("grouping__cohort__program"), pk=pk)


def get_led_relationship(person: Person, pk: int) -> Relationship:
    """A running circle of a program that one leads: who is in it, nothing that they wrote."""
    found = get_facts_of(person, pk)
    return get_object_or_404(Relationship.objects.open().with_people(), pk=found.pk, format="group")
