"""Ask people personally to apply."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.history.actions import record
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Role
from trellis.recruitment import notices, queries
from trellis.recruitment.actions import calls
from trellis.recruitment.models import Application, Invitation

MOST_AT_ONCE = 50


@dataclass
class Outcome:
    """Who was invited, and who wasn’t because they are in, applied, or were invited before."""

    invited: list[Person] = field(default_factory=list)
    left_out: list[Person] = field(default_factory=list)


@transaction.atomic
def invite(cohort: Cohort, role: Role, people: Iterable[Person], *, by: Person) -> Outcome:
    """Tell each of these people once that they are welcome to apply. Fifty at once at most."""
    chosen = list(dict.fromkeys(people))
    if len(chosen) > MOST_AT_ONCE:
        raise Refused(
            _("Invite %(most)s people at once at most: a personal word counts for more.") % {"most": MOST_AT_ONCE}
        )
    if not queries.window_of(queries.call_of(cohort)).is_open:
        raise Refused(_("Open applications first, so that the people you invite can apply."), kind=Kind.TOO_LATE)
    call = calls.prepare(cohort)
    outcome, known = Outcome(), _known(cohort, role)
    for person in chosen:
        if person.pk in known or not person.is_active:
            outcome.left_out.append(person)
            continue
        invitation = Invitation.objects.create(cohort=cohort, role=role, person=person, by=by)
        record("recruitment.invited", invitation, by=by, program=cohort.program, facts={"role": str(role)})
        notices.invited(invitation, call=call)
        outcome.invited.append(person)
    return outcome


def _known(cohort: Cohort, role: Role) -> set[int | None]:
    """People whom it would be silly to invite: invited before, applied, or taking part."""
    invited = Invitation.objects.filter(cohort=cohort, role=role).values_list("person", flat=True)
    applied = Application.objects.of(cohort, role).sent().exclude(state=Application.State.WITHDRAWN)
    inside = Participation.objects.filter(cohort=cohort, role=role, state__in=Participation.TAKING_PART)
    return {*invited, *applied.values_list("person", flat=True), *inside.values_list("person", flat=True)}
