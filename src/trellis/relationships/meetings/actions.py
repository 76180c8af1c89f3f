"""Find a time, meet, and say in a minute what came of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.common.states import move as step
from trellis.history.actions import record
from trellis.people.models import Person
from trellis.relationships.clocks import eyes_of, moment_for
from trellis.relationships.meetings import notices, series
from trellis.relationships.meetings.models import AgendaItem, CalendarFeed, Meeting, Option, TimeVote, ToDo
from trellis.relationships.meetings.queries import (
    all_have_voted,
    clashing,
    first_that_suits_all,
    is_among_several,
)
from trellis.relationships.meetings.rooms import place_for
from trellis.relationships.pairs.actions import require_open
from trellis.relationships.pairs.models import Relationship

MOST_TIMES = 3
MOST_ITEMS = 50
LATEST = timedelta(days=400)
State = Meeting.State


@transaction.atomic
def propose(
    relationship: Relationship,
    *,
    by: Person,
    times: Sequence[datetime],
    minutes: int,
    mode: str = Meeting.Mode.IN_PERSON,
    where: str = "",
    number: int = 1,
    every_weeks: int = 1,
) -> Meeting:
    """Offer up to three times; the other one takes one of them. With `number`, for as many meetings, weeks apart."""
    require_open(relationship)
    _check_partners(relationship, by)
    chosen = _check_times(relationship, times, minutes, by=by)
    meeting = Meeting(relationship=relationship, by=by, minutes=minutes, mode=mode)
    meeting.series = series.begin(relationship, by=by, every_weeks=every_weeks, number=number)
    meeting.put(relationship.key, where=place_for(relationship, mode, where))
    meeting.save()
    _offer(meeting, chosen)
    record("relationships.meeting_proposed", meeting, by=by, facts={"times": len(chosen)})
    notices.proposed(meeting, times=chosen, by=by)
    return meeting


@transaction.atomic
def propose_others(
    meeting: Meeting, *, by: Person, times: Sequence[datetime], minutes: int, mode: str, where: str
) -> None:
    """None of these suits me, but one of those would."""
    relationship = meeting.relationship
    require_open(relationship)
    _require_state(meeting, State.PROPOSED)
    chosen = _check_times(relationship, times, minutes, by=by)
    meeting.by, meeting.minutes, meeting.mode = by, minutes, mode
    place = place_for(relationship, mode, where)
    meeting.put(relationship.key, **(meeting.texts(relationship.key) | {"where": place}))
    meeting.save()
    meeting.options.all().delete()
    _offer(meeting, chosen)
    record("relationships.meeting_proposed", meeting, by=by, facts={"times": len(chosen)})
    notices.proposed(meeting, times=chosen, by=by)


@transaction.atomic
def accept(meeting: Meeting, option: Option, *, by: Person) -> None:
    """Take one of the times. Both get it for their calendars. Among several the one who proposed settles it."""
    require_open(meeting.relationship)
    if is_among_several(meeting.relationship):
        if meeting.by_id != by.pk:
            raise Refused(_("Say which of the times suit you; they are settled when all have."))
    elif meeting.by_id == by.pk:
        raise Refused(_("These are your own times. The other one chooses, or you propose others."))
    _settle(meeting, option, by=by)


@transaction.atomic
def vote(meeting: Meeting, *, by: Person, suiting: Collection[int]) -> None:
    """Say which of the times suit. When all have, the first that suits everybody is settled."""
    require_open(meeting.relationship)
    _require_state(meeting, State.PROPOSED)
    if meeting.by_id == by.pk or not is_among_several(meeting.relationship):
        raise Refused(_("There is nothing for you to say to these times."))
    for option in meeting.options.all():
        TimeVote.objects.update_or_create(option=option, person=by, defaults={"suits": option.pk in suiting})
    if not all_have_voted(meeting):
        return
    best = first_that_suits_all(meeting)
    if best and not _somebody_meets(meeting, best.starts_at):
        _settle(meeting, best, by=by)
    else:
        notices.no_common_time(meeting)


def _settle(meeting: Meeting, option: Option, *, by: Person) -> None:
    if option.starts_at <= timezone.now():
        raise Refused(_("This time has passed. Propose another."), kind=Kind.TOO_LATE)
    _check_free(meeting.relationship, option.starts_at, meeting.minutes, by=by, leave_out=meeting.pk)
    ends_at = option.starts_at + timedelta(minutes=meeting.minutes)
    known = _said(option.starts_at)
    original_at = option.starts_at if meeting.series_id else None
    step(
        meeting,
        State.PLANNED,
        starts_at=option.starts_at,
        ends_at=ends_at,
        reminded_at=known,
        original_at=original_at,
    )
    further = series.plan_rest(meeting)
    for one in [meeting, *further]:
        record("relationships.meeting_planned", one, by=by, facts=_facts(one))
    notices.planned(meeting, further=further)


@transaction.atomic
def move(
    meeting: Meeting, *, by: Person, starts_at: datetime, minutes: int, mode: str, where: str, sequence: int
) -> None:
    """Give a planned meeting another time or place. Everybody's calendar follows.

    `sequence` is the one that was moved: who moves what the other has just moved is told so.
    """
    relationship = meeting.relationship
    require_open(relationship)
    meeting.refresh_from_db(fields=["state", "sequence", "starts_at", "ends_at"])
    _require_state(meeting, State.PLANNED)
    if meeting.sequence != sequence:
        raise Refused(
            _("This meeting was moved while you were writing. Look at its new time first."), kind=Kind.CONFLICT
        )
    _check_times(relationship, [starts_at], minutes, by=by, leave_out=meeting.pk)
    meeting.set_time(starts_at, minutes)
    meeting.mode, meeting.sequence = mode, sequence + 1
    meeting.asked_at, meeting.reminded_at = None, _said(starts_at)
    place = place_for(relationship, mode, where)
    meeting.put(relationship.key, **(meeting.texts(relationship.key) | {"where": place}))
    meeting.save()
    record("relationships.meeting_moved", meeting, by=by, facts=_facts(meeting))
    notices.moved(meeting)


@transaction.atomic
def cancel(meeting: Meeting, *, by: Person, following: bool = False) -> None:
    """Call it off, or say no to what was proposed; `following` those after it in its series too."""
    require_open(meeting.relationship)
    was_planned = meeting.state == State.PLANNED
    further = series.left_of(meeting) if following and was_planned else []
    for one in [meeting, *further]:
        one.relationship = meeting.relationship
        step(one, State.CANCELED, sequence=one.sequence + 1)
        record("relationships.meeting_canceled", one, by=by)
    notices.canceled(meeting, was_planned=was_planned, by=by, further=further)


@transaction.atomic
def call_off(relationship: Relationship) -> None:
    """What was still to come, because the mentoring ends. Who expected a meeting is told."""
    coming = Meeting.objects.filter(relationship=relationship, state__in=(State.PROPOSED, State.PLANNED))
    planned: dict[object, list[Meeting]] = {}
    for meeting in coming.exclude(starts_at__lt=timezone.now()).order_by("starts_at", "pk"):
        if meeting.state == State.PLANNED:
            planned.setdefault(meeting.series_id or -meeting.pk, []).append(meeting)
        step(meeting, State.CANCELED, sequence=meeting.sequence + 1)
        record("relationships.meeting_canceled", meeting, by=None)
    for first, *further in planned.values():
        notices.canceled(first, was_planned=True, by=None, further=further)


@transaction.atomic
def log(
    meeting: Meeting,
    *,
    by: Person,
    held: bool,
    minutes: int | None = None,
    mode: str = "",
    topics: str = "",
    to_dos: Sequence[tuple[Person, str]] = (),
    correct: bool = False,
) -> None:
    """Say that it was, or wasn't, and who will do what. Who changes a log says `correct`: a link used twice doesn't."""
    relationship = meeting.relationship
    require_open(relationship)
    meeting.refresh_from_db(fields=["state", "ends_at", "logged_at"])
    if meeting.logged_at is not None and not correct:
        raise Refused(_("This meeting is logged already."), kind=Kind.TOO_LATE)
    if meeting.starts_at is not None and meeting.starts_at > timezone.now():
        raise Refused(_("This meeting is still to come. You can log it when it has begun."), kind=Kind.TOO_LATE)
    if held and minutes and meeting.starts_at:
        meeting.set_time(meeting.starts_at, minutes)
    meeting.mode = mode or meeting.mode
    meeting.put(relationship.key, **(meeting.texts(relationship.key) | {"topics": topics}))
    meeting.logged_at, meeting.logged_by = timezone.now(), by
    step(meeting, State.HELD if held else State.MISSED)
    meeting.save()
    record("relationships.meeting_logged", meeting, by=by, facts={"held": held} | _facts(meeting))
    _keep(meeting, to_dos, by=by)


@transaction.atomic
def log_past(
    relationship: Relationship,
    *,
    by: Person,
    starts_at: datetime,
    minutes: int,
    mode: str,
    topics: str = "",
    where: str = "",
    to_dos: Sequence[tuple[Person, str]] = (),
) -> Meeting:
    """Enter a meeting that nobody had planned here."""
    require_open(relationship)
    now = timezone.now()
    if starts_at > now:
        raise Refused(_("This day is still to come. Propose a meeting instead."), kind=Kind.INVALID)
    if starts_at < relationship.started_at - timedelta(days=31):
        raise Refused(_("This was before you came together."), kind=Kind.INVALID)
    if relationship.meetings.filter(state=State.HELD, starts_at=starts_at).exists():
        raise Refused(_("This meeting is logged already."), kind=Kind.CONFLICT)
    meeting = Meeting(relationship=relationship, by=by, mode=mode, state=State.HELD, logged_at=now, logged_by=by)
    meeting.set_time(starts_at, minutes)
    meeting.put(relationship.key, where=where, topics=topics)
    meeting.save()
    record("relationships.meeting_logged", meeting, by=by, facts={"held": True} | _facts(meeting))
    _keep(meeting, to_dos, by=by)
    return meeting


@transaction.atomic
def put_on_agenda(meeting: Meeting, *, by: Person, text: str) -> AgendaItem:
    """Something to talk about."""
    require_open(meeting.relationship)
    if meeting.agenda.count() >= MOST_ITEMS:
        raise Refused(_("This agenda is full. Keep some of it for the next meeting."), kind=Kind.FULL)
    item = AgendaItem(meeting=meeting, by=by)
    item.put(meeting.relationship.key, text=text)
    item.save()
    return item


@transaction.atomic
def use_guide(meeting: Meeting, lines: Sequence[str], *, by: Person) -> int:
    """Put the lines of a guide on the agenda, without those that stand there; returns how many."""
    require_open(meeting.relationship)
    key = meeting.relationship.key
    there = {item.texts(key).get("text") for item in meeting.agenda.all()}
    new = [line for line in lines if line not in there]
    for line in new:
        put_on_agenda(meeting, by=by, text=line)
    return len(new)


@transaction.atomic
def take_off_agenda(item: AgendaItem) -> None:
    """It is done, or it was nothing."""
    require_open(item.meeting.relationship)
    item.delete()


@transaction.atomic
def add_to_do(
    relationship: Relationship,
    *,
    by: Person,
    person: Person,
    title: str,
    due_on: date | None = None,
    meeting: Meeting | None = None,
) -> ToDo:
    """Keep what somebody said they would do, until it is done."""
    require_open(relationship)
    if relationship.to_dos.filter(done_at=None).count() >= MOST_ITEMS:
        raise Refused(_("Fifty things are open already. Finish one of them first."), kind=Kind.FULL)
    to_do = ToDo(relationship=relationship, person=person, due_on=due_on, meeting=meeting)
    to_do.put(relationship.key, title=title)
    to_do.save()
    record("relationships.to_do_added", to_do, by=by)
    return to_do


@transaction.atomic
def finish_to_do(to_do: ToDo, *, by: Person) -> None:
    """Done. Twice is once."""
    require_open(to_do.relationship)
    if ToDo.objects.filter(pk=to_do.pk, done_at=None).update(done_at=timezone.now()):
        record("relationships.to_do_done", to_do, by=by)


@transaction.atomic
def reopen_to_do(to_do: ToDo, *, by: Person) -> None:
    """Not done after all."""
    require_open(to_do.relationship)
    if ToDo.objects.filter(pk=to_do.pk).exclude(done_at=None).update(done_at=None):
        record("relationships.to_do_reopened", to_do, by=by)


@transaction.atomic
def renew_feed(person: Person) -> CalendarFeed:
    """Give the person an address; one they had before stops working."""
    feed, _new = CalendarFeed.objects.update_or_create(person=person, defaults={"uid": uuid4()})
    record("relationships.feed_made", feed, by=person)
    return feed


@transaction.atomic
def revoke_feed(person: Person) -> None:
    """Take the address away."""
    for feed in CalendarFeed.objects.filter(person=person):
        record("relationships.feed_revoked", feed, by=person)
        feed.delete()


def ask_for_logs() -> int:
    """For the clock: meetings that were over two hours ago and nobody has logged; each is asked for once."""
    now = timezone.now()
    due = Meeting.objects.over().filter(
        asked_at=None,
        ends_at__lte=now - timedelta(hours=2),
        ends_at__gte=now - timedelta(days=14),
        relationship__state__in=(Relationship.State.ACTIVE, Relationship.State.CLOSING),
    )
    return sum(_once(pk, "asked_at", notices.log_wanted) for pk in due.values_list("pk", flat=True)[:200])


def remind() -> int:
    """For the clock: meetings within a day that were settled more than a day ago; each once."""
    now = timezone.now()
    due = Meeting.objects.planned().filter(
        reminded_at=None, starts_at__gt=now + timedelta(hours=1), starts_at__lte=now + timedelta(hours=24)
    )
    return sum(_once(pk, "reminded_at", notices.reminder) for pk in due.values_list("pk", flat=True)[:200])


@transaction.atomic
def _once(pk: int, mark: str, say: notices.Saying) -> bool:
    """Whoever sets the mark tells; of two clocks only one does."""
    if not Meeting.objects.planned().filter(pk=pk, **{mark: None}).update(**{mark: timezone.now()}):
        return False
    meeting = Meeting.objects.get(pk=pk)
    meeting.relationship = Relationship.objects.with_people().get(pk=meeting.relationship_id)
    say(meeting)
    return True


def _keep(meeting: Meeting, to_dos: Sequence[tuple[Person, str]], *, by: Person) -> None:
    for person, title in to_dos:
        add_to_do(meeting.relationship, by=by, person=person, title=title, meeting=meeting)


def _said(starts_at: datetime) -> datetime | None:
    """Who settles a meeting for tomorrow needs no reminder of it."""
    now = timezone.now()
    return now if starts_at < now + timedelta(hours=36) else None


def _offer(meeting: Meeting, times: Sequence[datetime]) -> None:
    Option.objects.bulk_create(Option(meeting=meeting, starts_at=one) for one in times)


def _check_partners(relationship: Relationship, by: Person) -> None:
    if relationship.state == Relationship.State.PAUSED:
        raise Refused(_("Your mentoring is paused. Take it up again first."))
    for party in relationship.parties.all():
        if party.person_id != by.pk and party.left_at is None and not party.person.is_active:
            raise Refused(
                _("%(name)s’s account is closed, so nobody can answer. Ask who runs the program.")
                % {"name": party.person.called()}
            )


def _check_times(
    relationship: Relationship, times: Sequence[datetime], minutes: int, *, by: Person, leave_out: int | None = None
) -> list[datetime]:
    """Ordered, each once, all to come, and nobody is in another meeting then."""
    now = timezone.now()
    chosen = sorted({one.replace(second=0, microsecond=0) for one in times})
    if not 1 <= len(chosen) <= MOST_TIMES:
        raise Refused(_("Propose one, two or three times."), kind=Kind.INVALID)
    if chosen[0] <= now:
        raise Refused(_("A time that you propose lies in the future."), kind=Kind.INVALID)
    if chosen[-1] > now + LATEST:
        raise Refused(_("That is more than a year away. Choose an earlier day."), kind=Kind.INVALID)
    for one in chosen:
        _check_free(relationship, one, minutes, by=by, leave_out=leave_out)
    return chosen


def _check_free(
    relationship: Relationship, starts_at: datetime, minutes: int, *, by: Person, leave_out: int | None = None
) -> None:
    """Nobody is asked to be in two meetings at once. Whom the other meets is not said."""
    zone = relationship.zone_of(by)
    for party in sorted(relationship.parties.all(), key=lambda one: one.person_id != by.pk):
        if party.left_at is None and clashing(party.person, starts_at, minutes, leave_out=leave_out):
            with eyes_of(by, zone):
                said = {"time": moment_for(starts_at, zone), "name": party.person.called()}
            if party.person_id == by.pk:
                raise Refused(_("You have another meeting at that time: %(time)s.") % said, kind=Kind.CONFLICT)
            raise Refused(_("%(name)s has another meeting at that time: %(time)s.") % said, kind=Kind.CONFLICT)


def _somebody_meets(meeting: Meeting, starts_at: datetime) -> bool:
    """Somebody else: told to who proposed, with the times that suited."""
    present = [party.person for party in meeting.relationship.parties.all() if party.left_at is None]
    return any(clashing(person, starts_at, meeting.minutes, leave_out=meeting.pk) for person in present)


def _require_state(meeting: Meeting, state: Meeting.State) -> None:
    if meeting.state != state:
        raise Refused(
            _("This can’t be done any more: it is now “%(state)s”.") % {"state": meeting.get_state_display()},
            kind=Kind.TOO_LATE,
        )


def _facts(meeting: Meeting) -> dict[str, object]:
    """Date, length and kind: what the program may know."""
    day = meeting.starts_at.date().isoformat() if meeting.starts_at else None
    return {"day": day, "minutes": meeting.minutes, "mode": meeting.mode}
