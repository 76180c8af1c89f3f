"""Ask a mentor, answer, wait in line, take back, go on to the next.

Whoever changes a request first holds the two participations, always in one order, so that nobody waits in a ring and
no place is given twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pairing import why_pair
from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.history.actions import record
from trellis.jobs.actions import Run, background, enqueue
from trellis.matching import words
from trellis.matching.actions import answers
from trellis.matching.actions.wishes import choose
from trellis.matching.models import Proposal
from trellis.matching.requests import notices
from trellis.matching.requests.finding import asked_now
from trellis.matching.requests.models import Bookmark, ChoosingSettings, MentorRequest, RequestPause
from trellis.matching.requests.queries import MOST_WAITING, settings_of
from trellis.matching.rules import Now, look, require
from trellis.people.models import Person
from trellis.privacy.keys import new_key
from trellis.programs.models import Cohort, Participation, Role

State = MentorRequest.State
REMIND_BEFORE = timedelta(days=2)
AT_ONCE = 200  # rows that one round of the clock takes


@transaction.atomic
def ask(
    mentee: Participation, mentor: Participation, *, by: Person, message: str, asks_on: bool = False
) -> MentorRequest:
    """Ask one mentor, in words for them alone. Who is full or has enough to answer is asked when one's turn comes."""
    now = look(mentee.cohort, [mentee.pk], [mentor.pk], hold=True)
    _check_room_to_ask(mentee, mentor)
    _check_rules(now, mentee, mentor)
    request = MentorRequest(cohort=mentee.cohort, mentee=mentee, mentor=mentor, asks_on=asks_on, key=new_key())
    request.put(request.key, message=message)
    if _is_heard(now, mentor):
        _set_open(request)
    else:
        request.state = State.QUEUED
    request.save()
    record("matching.asked", request, by=by, facts=request.as_json())
    if request.state == State.OPEN:
        notices.asked(request)
    return request


def _check_room_to_ask(mentee: Participation, mentor: Participation) -> None:
    live = list(mentee.requests_sent.live().select_related("mentor__person"))
    most = settings_of(mentee.cohort).open_requests
    if any(one.mentor_id == mentor.pk for one in live):
        raise Refused(_("You have asked %(person)s already.") % {"person": mentor.person.called()}, kind=Kind.CONFLICT)
    if len(live) >= most:
        names = ", ".join(one.mentor.person.called() for one in live)
        said = ngettext(
            "You have %(number)d request open (%(names)s). Take it back first, or wait for an answer.",
            "You have %(number)d requests open (%(names)s). Take one back first, or wait for an answer.",
            len(live),
        )
        raise Refused(said % {"number": len(live), "names": names}, kind=Kind.FULL)


def _check_rules(now: Now, mentee: Participation, mentor: Participation) -> None:
    """Every rule but the one about places: who is full has a line."""
    if RequestPause.objects.filter(mentor=mentor).exists():
        said = _("%(person)s takes no new requests for now.") % {"person": mentor.person.called()}
        raise Refused(said, kind=Kind.TOO_LATE)
    mentee.refresh_from_db(fields=["state"])
    if mentee.state == Participation.State.PREPARING:
        raise Refused(_("You can ask as soon as you are ready to be matched."), kind=Kind.TOO_LATE)
    if found := [one for one in now.forbidden(mentee.pk, mentor.pk) if one.code != "H9"]:
        raise Refused(found[0].said_openly, kind=Kind.NOT_ALLOWED)


def _is_heard(now: Now, mentor: Participation) -> bool:
    """There is room, not too much to answer, and nobody stands in line already."""
    asked = asked_now([mentor.pk]).get(mentor.pk, 0)
    return now.free[mentor.pk] > 0 and asked < MOST_WAITING and not mentor.requests_received.queued().exists()


def _set_open(request: MentorRequest) -> None:
    now = timezone.now()
    request.state, request.asked_at = State.OPEN, now
    request.expires_on = now.date() + timedelta(days=settings_of(request.cohort).answer_days)


@transaction.atomic
def accept(request: MentorRequest, *, by: Person) -> MentorRequest:
    """Say yes. Their mentoring begins, or a coordinator looks at it first where the program wants that."""
    now = _hold(request)
    _require_open(request)
    require(now, request.mentee_id, request.mentor_id, openly=True)
    proposal = _proposal(request, now)
    move(request, State.ACCEPTED, ended_at=timezone.now(), proposal=proposal)
    record("matching.request_accepted", request, by=by, facts=request.as_json())
    answers.settle(proposal, by=by)
    if proposal.state == Proposal.State.OPEN:
        notices.accepted(request)
    _follow_soon()
    return request


def _proposal(request: MentorRequest, now: Now) -> Proposal:
    """What both have said yes to, as a proposal: from here on it goes the way that every pair goes."""
    reasons = why_pair(now.problem, *now.at(request.mentee_id, request.mentor_id))
    yes, moment = Proposal.Answer.ACCEPTED, timezone.now()
    pair = Proposal.objects.live().filter(mentee=request.mentee_id, mentor=request.mentor_id)
    if pair.exists():
        raise Refused(_("The program proposes the two of you to each other already. Answer there."), kind=Kind.CONFLICT)
    return Proposal.objects.create(
        cohort=request.cohort,
        mentee=request.mentee,
        mentor=request.mentor,
        by=request.mentee.person,
        state=Proposal.State.OPEN,
        mentee_answer=yes,
        mentor_answer=yes,
        held_until=moment,
        opened_at=moment,
        expires_on=moment.date() + timedelta(days=30),
        points=reasons.points,
        parts=words.parts_of(reasons),
        reasons=words.stored(reasons),
    )


@transaction.atomic
def decline(
    request: MentorRequest,
    *,
    by: Person,
    reason: str = "",
    note: str = "",
    pause: bool = False,
    back_on: date | None = None,
) -> MentorRequest:
    """Say no. Why is for those who run the program; with `pause` nobody else asks until the mentor is back."""
    _hold(request)
    _require_open(request)
    request.put(request.key, message=request.message(), note=note)
    move(request, State.DECLINED, ended_at=timezone.now(), decline_reason=reason, sealed=request.sealed)
    record("matching.request_declined", request, by=by, facts=request.as_json())
    notices.declined(request)
    if pause:
        pause_requests(request.mentor, by=by, back_on=back_on)
    _follow_soon()
    return request


@transaction.atomic
def take_back(request: MentorRequest, *, by: Person) -> None:
    """The mentee doesn't ask any more. Who was asked is told; who stood in line leaves it quietly."""
    _hold(request)
    was_open = request.state == State.OPEN
    move(request, State.WITHDRAWN, ended_at=timezone.now(), asks_on=False)
    record("matching.request_withdrawn", request, by=by, facts=request.as_json())
    if was_open:
        notices.taken_back(request)
    _follow_soon()


def _hold(request: MentorRequest) -> Now:
    """Both sides as they are now, kept from others; then the request as it is now."""
    now = look(request.cohort, [request.mentee_id], [request.mentor_id], asked=False, hold=True)
    request.refresh_from_db(fields=["state", "sealed", "asks_on"])
    return now


def _require_open(request: MentorRequest) -> None:
    if request.state != State.OPEN:
        raise Refused(over(request), kind=Kind.TOO_LATE)


def over(request: MentorRequest) -> str:
    """Why a request can't be answered any more."""
    match request.state:
        case State.ACCEPTED:
            return _("You said yes to this already.")
        case State.DECLINED:
            return _("You said no to this already.")
        case State.EXPIRED:
            return _("This request wasn’t answered in time, so it has ended.")
    return _("This request has ended. Nothing more is asked of you.")


# ── What the clock does ───────────────────────────────────────────────────────────────────


def expire(*, today: date | None = None) -> int:
    """End what was not answered by its last day; returns how many."""
    today = today or timezone.now().date()
    late = MentorRequest.objects.open().filter(expires_on__lt=today).with_people().order_by("pk")
    ended = sum(_end(request, State.EXPIRED) for request in late[:AT_ONCE])
    if ended:
        _follow_soon()
    return ended


def remind(*, today: date | None = None) -> int:
    """Two days before the end, once, remind mentors who have not answered."""
    today = today or timezone.now().date()
    ending = MentorRequest.objects.open().filter(reminded_at=None, expires_on__lte=today + REMIND_BEFORE)
    return sum(_remind(request) for request in ending.with_people().order_by("pk")[:AT_ONCE])


@transaction.atomic
def _remind(request: MentorRequest) -> bool:
    rows = MentorRequest.objects.open().filter(pk=request.pk, reminded_at=None)
    if not rows.update(reminded_at=timezone.now()):
        return False
    notices.reminder(request)
    return True


@background("matching.requests", title=gettext_lazy("Ask the next mentor, and let people move up in line"))
def follow_up(job: Run) -> None:
    """After something ended: end what can't come about any more, ask the next on people's lists, move lines up."""
    for step in (_let_lapse, _ask_on, _move_up):
        job.check()
        step()


def follow() -> None:
    """From time to time, for what changed elsewhere: a place came free, somebody left or found a mentor."""
    if MentorRequest.objects.live().exists():
        _follow_soon()


def _follow_soon() -> None:
    enqueue("matching.requests", key="matching.requests")


def _let_lapse() -> None:
    """Live requests of people who have found somebody or left, and those to mentors who have left."""
    live = MentorRequest.objects.live().with_people().order_by("pk")
    for request in live.iterator(chunk_size=500):
        if _is_pointless(request):
            _end(request, State.LAPSED)


def _is_pointless(request: MentorRequest) -> bool:
    mentee, mentor = request.mentee, request.mentor
    left = [one for one in (mentee, mentor) if one.state not in Participation.TAKING_PART or not one.person.is_active]
    return bool(left) or mentee.taken >= mentee.capacity


@transaction.atomic
def _end(request: MentorRequest, state: MentorRequest.State) -> bool:
    """The clock ends it; nobody did, so both learn as much as they need."""
    _hold(request)
    was_open = request.state == State.OPEN
    try:
        move(request, state, ended_at=timezone.now())
    except Refused:  # somebody answered at this very moment
        return False
    record(f"matching.request_{state}", request, by=None, facts=request.as_json())
    if state == State.EXPIRED:
        notices.expired(request)
    elif was_open:
        notices.lapsed(request, Role.MENTOR)
    if state == State.LAPSED and request.mentee.taken < request.mentee.capacity:
        notices.lapsed(request, Role.MENTEE)
    return True


def _ask_on() -> None:
    """For each that came to nothing and wishes it: the next on the mentee's list, once."""
    ended = MentorRequest.objects.filter(state__in=(State.DECLINED, State.EXPIRED), asks_on=True)
    for request in ended.with_people().order_by("pk")[:AT_ONCE]:
        _ask_next(request)


@transaction.atomic
def _ask_next(request: MentorRequest) -> None:
    if not MentorRequest.objects.filter(pk=request.pk, asks_on=True).update(asks_on=False):
        return
    asked = request.mentee.requests_sent.values("mentor")
    wishes = request.mentee.wishes.exclude(other__in=asked).select_related("other__person").order_by("rank")
    for wish in wishes:
        try:
            with transaction.atomic():
                after = ask(
                    request.mentee, wish.other, by=request.mentee.person, message=request.message(), asks_on=True
                )
        except Refused:  # full of requests, away, or not possible: the one after that
            continue
        MentorRequest.objects.filter(pk=after.pk).update(before=request)
        notices.asked_next(after)
        return


def _move_up() -> None:
    """Whoever has waited longest is asked as soon as the mentor has room and little enough to answer."""
    mentors = MentorRequest.objects.queued().order_by("mentor").values_list("mentor", flat=True).distinct()
    for pk in list(mentors):
        queued = MentorRequest.objects.queued().filter(mentor=pk).with_people().order_by("pk")
        for request in list(queued):
            _open_in_turn(request)


@transaction.atomic
def _open_in_turn(request: MentorRequest) -> None:
    """Ask now, if there is room. Who can’t be taken at this moment keeps their place in line."""
    now = look(request.cohort, [request.mentee_id], [request.mentor_id], hold=True)
    request.refresh_from_db(fields=["state"])
    paused = RequestPause.objects.filter(mentor=request.mentor_id).exists()
    asked = asked_now([request.mentor_id]).get(request.mentor_id, 0)
    forbidden = now.forbidden(request.mentee_id, request.mentor_id)
    if request.state != State.QUEUED or paused or asked >= MOST_WAITING or forbidden:
        return
    _set_open(request)
    move(request, State.OPEN, asked_at=request.asked_at, expires_on=request.expires_on)
    record("matching.request_opened", request, by=None, facts=request.as_json())
    notices.asked(request)
    notices.opened(request)


# ── What people set for themselves ────────────────────────────────────────────────────────


@transaction.atomic
def pause_requests(mentor: Participation, *, by: Person, back_on: date | None = None) -> None:
    """Take no new requests for now. Those that wait already can still be answered."""
    if back_on is not None and back_on <= timezone.now().date():
        raise Refused(_("The day you come back lies in the future."), kind=Kind.INVALID)
    RequestPause.objects.update_or_create(mentor=mentor, defaults={"back_on": back_on})
    record("matching.requests_paused", mentor, by=by, program=mentor.cohort.program)


@transaction.atomic
def take_requests(mentor: Participation, *, by: Person | None) -> None:
    """Be asked again."""
    ended, _rows = RequestPause.objects.filter(mentor=mentor).delete()
    if not ended:
        raise Refused(_("You take requests already."), kind=Kind.TOO_LATE)
    record("matching.requests_resumed", mentor, by=by, program=mentor.cohort.program)
    _follow_soon()


def end_pauses(*, today: date | None = None) -> int:
    """Mentors who said when they would be back are asked again from that day."""
    today = today or timezone.now().date()
    over = RequestPause.objects.filter(back_on__lte=today).select_related("mentor__cohort__program")
    for pause in list(over[:AT_ONCE]):
        take_requests(pause.mentor, by=None)
    return len(over)


def keep(mentee: Participation, mentor: Participation) -> bool:
    """Keep a mentor in mind, or let them go again; returns whether they are kept now. It is nobody else's business."""
    bookmark, is_new = Bookmark.objects.get_or_create(mentee=mentee, mentor=mentor)
    if not is_new:
        bookmark.delete()
    return is_new


@transaction.atomic
def set_choices(mentee: Participation, mentors: Sequence[Participation], *, by: Person) -> None:
    """Whom one would like, the first choice first, until the program's last day for it."""
    if not settings_of(mentee.cohort).takes_choices(timezone.now().date()):
        said = _("The day to name choices has passed. Talk to the people who run the program.")
        raise Refused(said, kind=Kind.TOO_LATE)
    choose(mentee, mentors)
    record("matching.wished", mentee, by=by, program=mentee.cohort.program)


@transaction.atomic
def change_settings(
    cohort: Cohort, *, by: Person, open_requests: int, answer_days: int, choices_until: date | None
) -> None:
    """How mentees choose in this cohort. Requests that are open keep the days they were given."""
    values = {"open_requests": open_requests, "answer_days": answer_days, "choices_until": choices_until}
    ChoosingSettings.objects.update_or_create(cohort=cohort, defaults=values)
    record("matching.choosing_changed", cohort, by=by, program=cohort.program)
