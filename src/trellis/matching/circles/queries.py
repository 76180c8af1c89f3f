"""What the pages of circles show."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.matching.circles.models import Circle, Grouping, Seat, is_asked
from trellis.matching.inputs import in_pool
from trellis.people.models import Person, PersonSkill
from trellis.programs.models import Cohort, Participation, ParticipationQuerySet, Role

_NOBODY = {
    "line": gettext_lazy("In one reporting line with somebody in the only circle that was left."),
    "alone": gettext_lazy("Would have been the only one of their kind, and asked not to be."),
    "fit": gettext_lazy("Nobody who is free fits well enough, or their number is odd."),
    "hand": gettext_lazy("Was taken out by hand."),
}


def ready_for_circles(cohort: Cohort) -> tuple[int, int]:
    """How many could be put in a circle now, and how many could lead one."""
    pool = in_pool(Participation.objects.filter(cohort=cohort))
    leading = pool.mentors().filter(state__in=(Participation.State.READY, Participation.State.MATCHED))
    return waiting_for_circle(cohort).count(), leading.count()


def waiting_for_circle(cohort: Cohort) -> ParticipationQuerySet:
    """Ready, and in none."""
    pool = in_pool(Participation.objects.filter(cohort=cohort)).mentees()
    return pool.filter(state=Participation.State.READY).select_related("person", "cohort__program")


def with_wanting(circles: list[Circle]) -> list[tuple[Circle, int]]:
    """Each circle, and how many of it want to learn its topic. One query."""
    people = {seat.participation.person_id for circle in circles for seat in circle.seats.all()}
    rows = PersonSkill.objects.filter(person__in=people, kind=PersonSkill.Kind.WANTED)
    wanted = set(rows.values_list("person", "skill__name"))
    return [
        (circle, sum((seat.participation.person_id, circle.topic) in wanted for seat in circle.seats.all()))
        for circle in circles
    ]


def circle_choices(grouping: Grouping) -> list[tuple[int, str, int]]:
    """Where somebody could be put: every circle with how many are in it."""
    rows = list(grouping.circles.order_by("number"))
    sizes = Counter(grouping.seats.placed().values_list("circle", flat=True))
    return [(one.pk, str(one), sizes[one.pk]) for one in rows]


def without_circle(grouping: Grouping) -> list[tuple[Seat, str]]:
    """Who is in none, with the reason; the first hundred."""
    rows = grouping.seats.filter(circle=None).select_related("participation__person")
    rows = rows.order_by("participation__person__name", "pk")[:100]
    return [(seat, why_in_none(seat, grouping)) for seat in rows]


def asked_context(circle: Circle, person: Person) -> dict[str, Any]:
    """What somebody who is asked sees: the others, the topic, and where their own answer stands."""
    role = is_asked(circle, person)
    seats = list(circle.seats.all())
    own = next((seat for seat in seats if seat.participation.person_id == person.pk), None)
    answer = circle.facilitator_answer if role == Role.MENTOR else own.answer if own else ""
    return {
        "circle": circle,
        "program": circle.grouping.cohort.program,
        "leads": role == Role.MENTOR,
        "of_peers": circle.grouping.is_of_peers,
        "others": [seat.participation.person for seat in seats if seat.participation.person_id != person.pk],
        "leader": circle.facilitator.person if circle.facilitator and role != Role.MENTOR else None,
        "answer": answer,
        "waits": circle.state == Circle.State.ASKED and answer == Circle.Answer.WAITING,
    }


def why_in_none(seat: Seat, grouping: Grouping) -> str:
    """One sentence, with what would help."""
    if seat.nobody in _NOBODY:
        return str(_NOBODY[seat.nobody])
    least = ngettext(
        "Too few are free who may be together; a circle needs %d.",
        "Too few are free who may be together; a circle needs %d.",
        grouping.least,
    )
    return (least % grouping.least) + " " + _("Choose a smaller least, a greater most, or find somebody who leads.")


def places_asked(person: Person) -> list[Circle]:
    """Circles in which this person still has to say yes or no."""
    waiting = Circle.objects.filter(state=Circle.State.ASKED)
    member = Seat.objects.filter(participation__person=person, answer=Circle.Answer.WAITING).values("circle")
    leads = Q(facilitator__person=person, facilitator_answer=Circle.Answer.WAITING)
    found = waiting.filter(Q(pk__in=member) | leads).select_related("grouping__cohort__program")
    return list(found.order_by("pk")[:20])
