"""Ask to open what a pair wrote, decide with a second person, look for an hour, and tell the pair."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.history.actions import record
from trellis.people.models import Person
from trellis.privacy.keys import new_key
from trellis.privacy.models import Look
from trellis.programs.models import TeamMember
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.safeguarding import notices
from trellis.relationships.safeguarding.models import NOTICE, QUIET, Opening
from trellis.relationships.safeguarding.permissions import can_decide, can_seal

State = Opening.State


@transaction.atomic
def ask(relationship: Relationship, *, by: Person, reason: str, why: str) -> Opening:
    """Ask a second person to let what this pair wrote be read."""
    opening = Opening(relationship=relationship, asked_by=by, reason=reason, key=new_key())
    deciders = _deciders(opening)
    if not deciders:
        raise Refused(_("Nobody could decide on it. Name a safeguarding lead on the page of the team first."))
    if relationship.openings.filter(state=State.ASKED).exists():
        raise Refused(_("Somebody has asked already. Wait until that is decided."), kind=Kind.CONFLICT)
    opening.put(opening.key, why=why)
    opening.save()
    record("relationships.opening_asked", opening, by=by)
    notices.asked(opening, deciders)
    return opening


@transaction.atomic
def allow(opening: Opening, *, by: Person, sealed: bool = False) -> None:
    """Let it be read for an hour: a day after the pair is told, or at once when a safeguarding lead seals it."""
    if sealed and not can_seal(by, opening):
        raise Refused(_("Only a safeguarding lead may keep it from the pair for a while."))
    now = timezone.now()
    opens_at, told_at = (now, None) if sealed else (now + NOTICE, now)
    move(opening, State.ALLOWED, decided_by=by, decided_at=now, opens_at=opens_at, told_at=told_at)
    record("relationships.opening_allowed", opening, by=by)
    notices.decided(opening)
    if not sealed:
        notices.told(opening)


@transaction.atomic
def refuse(opening: Opening, *, by: Person) -> None:
    """Not enough to open what was promised to stay between two people."""
    move(opening, State.REFUSED, decided_by=by, decided_at=timezone.now())
    record("relationships.opening_refused", opening, by=by)
    notices.decided(opening)


@transaction.atomic
def begin(opening: Opening, *, by: Person) -> None:
    """Open it now: the hour runs, once."""
    opening.refresh_from_db(fields=["state", "opens_at", "begun_at"])
    if not opening.may_begin:
        raise Refused(_("It can’t be opened now: it isn’t time yet, or its time is over."), kind=Kind.TOO_LATE)
    now = timezone.now()
    if not Opening.objects.filter(pk=opening.pk, begun_at=None).update(begun_at=now):
        raise Refused(_("It was opened already."), kind=Kind.TOO_LATE)
    opening.begun_at = now
    record("relationships.opening_begun", opening, by=by)


def note_look(relationship: Relationship, *, by: Person, reason: str) -> None:
    """Before anything is shown: who looks at what, and by which right."""
    Look.objects.create(
        by=by, target_type=relationship._meta.label_lower, target_id=str(relationship.pk), reason=reason
    )


def tell_late() -> int:
    """For the clock: what was sealed for thirty days is told to the pair now."""
    due = Opening.objects.filter(state=State.ALLOWED, told_at=None, decided_at__lte=timezone.now() - QUIET)
    return sum(_tell(pk) for pk in due.values_list("pk", flat=True)[:50])


@transaction.atomic
def _tell(pk: int) -> bool:
    if not Opening.objects.filter(pk=pk, told_at=None).update(told_at=timezone.now()):
        return False
    opening = Opening.objects.select_related("asked_by", "decided_by").get(pk=pk)
    opening.relationship = Relationship.objects.with_people().get(pk=opening.relationship_id)
    notices.told(opening)
    return True


def _deciders(opening: Opening) -> list[Person]:
    """Everybody on the team who may be the second person."""
    team = TeamMember.objects.filter(program=opening.relationship.cohort.program_id).values("person")
    people = Person.objects.active().filter(pk__in=team).order_by("pk")
    parties = {party.person_id for party in opening.relationship.parties.all()}
    return [person for person in people if person.pk not in parties and can_decide(person, opening)]
