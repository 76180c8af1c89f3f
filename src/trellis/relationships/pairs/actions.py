"""Begin a relationship, let it rest, take it up again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.dates import add_months
from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.history.actions import record
from trellis.people.models import Person
from trellis.privacy.keys import new_key
from trellis.programs.models import Cohort, Participation, Program, Role
from trellis.relationships.pairs import notices
from trellis.relationships.pairs.models import Party, Pause, Relationship
from trellis.relationships.pairs.places import settle, take
from trellis.relationships.pairs.queries import is_used, loads

State = Relationship.State


@transaction.atomic
def start(
    cohort: Cohort,
    *,
    mentors: Sequence[Participation],
    mentees: Sequence[Participation],
    by: Person | None,
    functions: Sequence[str] = (),
    started_on: date | None = None,
    name: str = "",
) -> Relationship:
    """Bring people together, with a key of their own, and tell them.

    Everybody must be ready and have room; of two who bring the same person together at once, the
    second waits for the first and then sees what is left. `functions` names each mentor's part in a team,
    `name` a circle; `started_on` is an earlier day, for what runs already. Peers, in pairs or circles, need no mentor.
    """
    everybody = _lock([*mentors, *mentees])
    _check(cohort, mentors=len(mentors), mentees=len(mentees), everybody=everybody)
    now = _beginning(started_on)
    program = cohort.program
    relationship = Relationship.objects.create(
        cohort=cohort,
        format=program.format,
        name=name,
        key=new_key(),
        meeting_every_weeks=program.meeting_every_weeks,
        meeting_minutes=program.meeting_minutes,
        started_at=now,
        ends_on=_end_of(cohort, timezone.now().date()),
    )
    for number, participation in enumerate(everybody):
        function = functions[number] if number < len(functions) else ""
        partners = len(mentees) if number < len(mentors) else 1
        _join(relationship, participation, function=function, partners=partners)
    record("relationships.started", relationship, by=by, program=program)
    for party in relationship.parties.select_related("person", "relationship__cohort__program"):
        notices.started(party)
    return relationship


@transaction.atomic
def join(relationship: Relationship, participation: Participation, *, by: Person | None) -> Party:
    """One more in a circle that runs. From now on they read what it wrote, earlier things too."""
    require_open(relationship)
    if not relationship.is_group:
        raise Refused(_("Only a circle takes in one more."), kind=Kind.INVALID)
    (locked,) = _lock([participation])
    person, load = locked.person, loads([locked])[locked.pk]
    before = Party.objects.filter(relationship=relationship, person=person).first()
    if before is not None and before.left_at is None:
        raise Refused(_("%(person)s is in this circle already.") % {"person": person}, kind=Kind.TOO_LATE)
    _check_one(relationship.cohort, locked, Role.MENTEE, person, load + 1)
    for leader in _leaders(relationship):
        take(leader, 1)
    if before is not None:
        take(locked, 1)
        Party.objects.filter(pk=before.pk).update(left_at=None, participation=locked)
        party = Party.objects.select_related("person").get(pk=before.pk)
        _matched(locked, timezone.now())
    else:
        party = _join(relationship, locked, function="", partners=1)
    record("relationships.joined", relationship, by=by, facts={"person": person.pk})
    notices.joined(relationship, person)
    return party


@transaction.atomic
def leave(relationship: Relationship, *, by: Person, person: Person | None = None) -> None:
    """Go, without a reason; the circle goes on while two are left. What one wrote for all stays with them."""
    require_open(relationship)
    leaver = person or by
    if not relationship.is_group:
        raise Refused(_("A pair ends together. Choose “End it well” instead."), kind=Kind.INVALID)
    left = Party.objects.filter(relationship=relationship, person=leaver, left_at=None)
    party = left.select_related("participation").first()
    if party is None or not left.update(left_at=timezone.now()):
        raise Refused(_("%(person)s isn’t in this circle any more.") % {"person": leaver}, kind=Kind.TOO_LATE)
    settle([party.participation_id, *(leader.pk for leader in _leaders(relationship))])
    alone = not loads([party.participation])[party.participation_id]
    if alone and party.participation.state == Participation.State.MATCHED:
        move(party.participation, Participation.State.READY, matched_at=None)
    record("relationships.left", relationship, by=by, facts={"person": leaver.pk})
    notices.left(relationship, leaver)


@transaction.atomic
def take_back(relationship: Relationship, *, by: Person) -> None:
    """Undo a beginning that nobody has made use of, as if it had never been."""
    if is_used(relationship):
        said = _("%(pair)s have begun to work on their page. End that pair by itself instead.")
        raise Refused(said % {"pair": relationship}, kind=Kind.TOO_LATE)
    record("relationships.taken_back", relationship, by=by)
    participations = [party.participation for party in relationship.parties.select_related("participation")]
    relationship.delete()
    settle([one.pk for one in participations])
    elsewhere = loads(participations)
    for one in participations:
        if not elsewhere[one.pk] and one.state == Participation.State.MATCHED:
            move(one, Participation.State.READY)


@transaction.atomic
def pause(relationship: Relationship, *, by: Person, back_on: date | None = None) -> None:
    """Stop the clocks: leave, illness, a hard season. No reason is asked for."""
    now = timezone.now()
    if back_on is not None and back_on <= now.date():
        raise Refused(_("The day you come back lies in the future."), kind=Kind.INVALID)
    move(relationship, State.PAUSED)
    Pause.objects.create(relationship=relationship, by=by, starts_at=now, back_on=back_on)
    record("relationships.paused", relationship, by=by)
    for other in relationship.others(by):
        notices.paused(relationship, other)


@transaction.atomic
def resume(relationship: Relationship, *, by: Person) -> None:
    """Set the clocks going again."""
    if relationship.state != State.PAUSED:
        raise Refused(_("This mentoring isn’t paused."), kind=Kind.TOO_LATE)
    move(relationship, State.ACTIVE)
    relationship.pauses.filter(ends_at=None).update(ends_at=timezone.now())
    record("relationships.resumed", relationship, by=by)
    for other in relationship.others(by):
        notices.resumed(relationship, other)


def require_open(relationship: Relationship) -> None:
    """First in every action that writes: others who write here wait, and an ended relationship refuses."""
    rows = Relationship.objects.select_for_update().filter(pk=relationship.pk)
    if rows.values_list("state", flat=True).get() not in Relationship.OPEN:
        raise Refused(_("This mentoring has ended. You can read everything, but not change it."), kind=Kind.TOO_LATE)


def _lock(participations: Sequence[Participation]) -> list[Participation]:
    """The rows as they are now, kept from others until the end; always in one order, so that nobody waits in a ring."""
    ids = [one.pk for one in participations]
    locked = Participation.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    by_id = {one.pk: one for one in locked.select_related(None)}
    return [by_id[pk] for pk in ids]


def _check(cohort: Cohort, *, mentors: int, mentees: int, everybody: list[Participation]) -> None:
    peers = cohort.program.format in (Program.Format.PEER, Program.Format.GROUP) and mentees > 1
    if not mentees or not (mentors or peers):
        raise Refused(_("A relationship needs a mentor and a mentee."), kind=Kind.INVALID)
    people = Person.objects.in_bulk([one.person_id for one in everybody])
    if len(people) < len(everybody):
        raise Refused(_("Nobody can be in the same relationship twice."), kind=Kind.INVALID)
    roles = [Role.MENTOR] * mentors + [Role.MENTEE] * mentees
    load = loads(everybody)
    for participation, role in zip(everybody, roles, strict=True):
        partners = mentees if role == Role.MENTOR else 1
        _check_one(cohort, participation, role, people[participation.person_id], load[participation.pk] + partners)
    _check_not_together(everybody)


def _check_one(cohort: Cohort, participation: Participation, role: Role, person: Person, partners: int) -> None:
    ready = (Participation.State.READY, Participation.State.MATCHED)
    if participation.cohort_id != cohort.pk or participation.role != role:
        raise Refused(_("%(person)s doesn’t take part here as that.") % {"person": person}, kind=Kind.INVALID)
    if participation.state not in ready or participation.is_paused or not person.is_active:
        raise Refused(_("%(person)s isn’t ready to be matched.") % {"person": person}, kind=Kind.TOO_LATE)
    if partners > participation.capacity:
        raise Refused(_("%(person)s has no room for another.") % {"person": person}, kind=Kind.FULL)


def _leaders(relationship: Relationship) -> list[Participation]:
    """Who leads a circle, kept from others until the end."""
    leading = Participation.objects.filter(
        parties__relationship=relationship, parties__left_at=None, parties__role=Role.MENTOR
    )
    return list(leading.select_for_update(of=("self",)).select_related("person").order_by("pk"))


def _check_not_together(everybody: list[Participation]) -> None:
    """The same people can't begin twice what they have already."""
    together = Relationship.objects.open()
    for participation in everybody:
        together = together.filter(parties__participation=participation, parties__left_at=None)
    if together.exists():
        raise Refused(_("They are together already."), kind=Kind.CONFLICT)


def _join(relationship: Relationship, participation: Participation, *, function: str, partners: int) -> Party:
    take(participation, partners)
    party = Party.objects.create(
        relationship=relationship,
        participation=participation,
        person_id=participation.person_id,
        role=participation.role,
        function=function,
        key=new_key(),
    )
    _matched(participation, relationship.started_at)
    return party


def _matched(participation: Participation, at: datetime) -> None:
    if participation.state == Participation.State.READY:
        move(participation, Participation.State.MATCHED, matched_at=at)


def _beginning(started_on: date | None) -> datetime:
    """Now, or noon of the day on which they began by themselves."""
    now = timezone.now()
    if started_on is None or started_on == now.date():
        return now
    if started_on > now.date():
        raise Refused(_("The day they began can’t lie in the future."), kind=Kind.INVALID)
    return datetime.combine(started_on, time(12), tzinfo=UTC)


def _end_of(cohort: Cohort, today: date) -> date:
    """With the cohort; who begins when that is over gets the program's length."""
    if cohort.ends_on and cohort.ends_on > today:
        return cohort.ends_on
    return add_months(today, cohort.program.length_months)
