"""Look for circles or pairs of peers, change them, ask the people, begin."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pairing import ProblemError
from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.history.actions import record, undoes
from trellis.history.models import Event
from trellis.jobs.actions import Run, background, enqueue
from trellis.matching import rules, words
from trellis.matching.actions.runs import refusal
from trellis.matching.circles import forming, notices
from trellis.matching.circles.models import Circle, CircleWish, Grouping, Seat, is_asked
from trellis.matching.inputs import settings_for
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Program, Role
from trellis.relationships.pairs import actions as relationships
from trellis.relationships.pairs.models import Relationship

State, Answer = Grouping.State, Circle.Answer
FORMS = (Program.Format.GROUP, Program.Format.PEER)


@transaction.atomic
def look_for_circles(cohort: Cohort, *, by: Person, least: int = 4, most: int = 6, kind: str = "") -> Grouping:
    """Start a search; it waits for review when it is done. Peers come in twos, whatever was asked."""
    cohort = Cohort.objects.select_for_update(of=("self",)).select_related("program").get(pk=cohort.pk)
    if cohort.program.format not in FORMS:
        raise Refused(_("This program brings pairs together, not circles."), kind=Kind.INVALID)
    if cohort.groupings.filter(state=State.WORKING).exists():
        raise Refused(_("A search is going on already."), kind=Kind.TOO_LATE)
    if least > most:
        raise Refused(_("The most must not be less than the least."), kind=Kind.INVALID)
    if cohort.program.format == Program.Format.PEER:
        least = most = 2
    grouping = Grouping.objects.create(
        cohort=cohort, by=by, least=least, most=most, kind=kind, seed=settings_for(cohort).seed
    )
    grouping.job = enqueue("matching.circles", by=by, key=f"matching.circles-{grouping.pk}", grouping_id=grouping.pk)
    grouping.save(update_fields=["job"])
    record("matching.circles_looked_for", grouping, by=by, program=cohort.program)
    return grouping


@background("matching.circles", title=gettext_lazy("Find circles"), long=True)
def find_circles(job: Run, grouping_id: int) -> None:
    """Nothing is kept until the end, so that it may begin anew."""
    grouping = Grouping.objects.select_related("cohort__program").get(pk=grouping_id)
    if grouping.state != State.WORKING:
        return

    def tell(done: int, total: int, _what: str) -> None:
        job.progress(done, total, note=_("Comparing everybody with everybody"))
        job.check()

    try:
        formed = forming.form(grouping, progress=tell)
    except ProblemError as error:
        _give_up(grouping)
        raise refusal(error) from error
    except Refused:
        _give_up(grouping)
        raise
    if formed.findings:
        raise RuntimeError(f"The circles of grouping {grouping.pk} don’t add up: {formed.findings}")
    job.check()
    _keep(grouping, formed)


def _give_up(grouping: Grouping) -> None:
    move(grouping, State.SET_ASIDE)


@transaction.atomic
def _keep(grouping: Grouping, formed: forming.Formed) -> None:
    """Put the new circles under review, and those before them aside."""
    cohort = Cohort.objects.select_for_update().get(pk=grouping.cohort_id)
    for before in cohort.groupings.filter(state=State.REVIEW):
        move(before, State.SET_ASIDE)
    grouping.placed, grouping.possible = formed.placed, formed.possible
    grouping.points, grouping.bound, grouping.engine = formed.points, formed.bound, formed.engine
    grouping.save()
    rows = [
        Circle(grouping=grouping, number=number, topic=topic[:120], facilitator_id=leader)
        for number, (leader, topic, _members) in enumerate(formed.circles, 1)
    ]
    Circle.objects.bulk_create(rows)
    seats = [
        Seat(grouping=grouping, circle=circle, participation_id=one, fit=formed.fits[one])
        for circle, (_leader, _topic, members) in zip(rows, formed.circles, strict=True)
        for one in members
    ]
    seats += [Seat(grouping=grouping, participation_id=one, nobody=why) for one, why in formed.nobody.items()]
    Seat.objects.bulk_create(seats, batch_size=500)
    move(grouping, State.REVIEW)
    record(
        "matching.circles_found",
        grouping,
        by=grouping.by,
        program=grouping.cohort.program,
        facts={"circles": len(rows), "placed": formed.placed},
    )


@transaction.atomic
def put(seat: Seat, circle: Circle | None, *, by: Person) -> Event:
    """Into another circle, or out of all. The rules hold here too."""
    grouping = _under_review(seat.grouping)
    seat.refresh_from_db(fields=["circle"])
    if seat.circle_id == (circle.pk if circle else None):
        raise Refused(_("That is where this person is already."), kind=Kind.TOO_LATE)
    if circle is not None:
        _require_room(grouping, circle)
        _require_allowed(grouping, circle, seat)
    before = seat.circle_id
    seat.circle, seat.nobody = circle, "" if circle else "hand"
    seat.save(update_fields=["circle", "nobody"])
    _fit_again(grouping, {before, seat.circle_id})
    facts = {"seat": seat.pk, "before": before, "after": seat.circle_id}
    return record("matching.seat_moved", grouping, by=by, program=grouping.cohort.program, facts=facts)


@undoes("matching.seat_moved")
def put_back(event: Event, by: Person) -> None:
    """Where the person was before, if nobody moved them since and there is room."""
    seat = Seat.objects.select_related("grouping__cohort__program").get(pk=event.facts["seat"])
    if seat.circle_id != event.facts["after"]:
        raise Refused(_("This person was moved again since."), kind=Kind.TOO_LATE)
    before = event.facts["before"]
    put(seat, Circle.objects.get(pk=before) if before else None, by=by)


def _under_review(grouping: Grouping) -> Grouping:
    row = Grouping.objects.select_for_update(of=("self",)).select_related("cohort__program").get(pk=grouping.pk)
    if row.state != State.REVIEW:
        raise Refused(_("These circles aren’t under review any more."), kind=Kind.TOO_LATE)
    return row


def _require_room(grouping: Grouping, circle: Circle) -> None:
    most = grouping.most
    if circle.facilitator is not None:
        most = min(most, circle.facilitator.capacity)
    if circle.seats.count() >= most:
        sentence = ngettext("This circle has its %d member.", "This circle has its %d members.", most) % most
        raise Refused(sentence, kind=Kind.FULL)


def _require_allowed(grouping: Grouping, circle: Circle, seat: Seat) -> None:
    ground = forming.ground_of(grouping)
    if not ground.knows(seat.participation_id):
        raise Refused(_("This person isn’t taking part any more."), kind=Kind.TOO_LATE)
    for other in circle.seats.select_related("participation__person"):
        code = ground.against(seat.participation_id, other.participation_id)
        if code in rules.AMONG:
            sentence = _("Not with %(person)s: %(rule)s") % {
                "person": other.participation.person,
                "rule": words.rule(code),
            }
            raise Refused(sentence, kind=Kind.NOT_ALLOWED)
    if leader := circle.facilitator:
        now = rules.look(grouping.cohort, [seat.participation_id], [leader.pk], asked=False)
        rules.require(now, seat.participation_id, leader.pk)


def _fit_again(grouping: Grouping, changed: set[int | None]) -> None:
    ground = forming.ground_of(grouping)
    seats = list(grouping.seats.filter(circle__in=[pk for pk in changed if pk]))
    by_circle: dict[int | None, list[int]] = {}
    for seat in seats:
        by_circle.setdefault(seat.circle_id, []).append(seat.participation_id)
    for seat in seats:
        seat.fit = ground.fit(seat.participation_id, by_circle[seat.circle_id])
    Seat.objects.bulk_update(seats, ["fit"])


@transaction.atomic
def name_circle(circle: Circle, topic: str, *, by: Person) -> None:
    """What it is about; people see it when they are asked."""
    grouping = _under_review(circle.grouping)
    circle.topic = topic
    circle.save(update_fields=["topic"])
    record("matching.circle_named", grouping, by=by, program=grouping.cohort.program, facts={"circle": circle.number})


@transaction.atomic
def ask(grouping: Grouping, *, by: Person) -> int:
    """Ask everybody in the circles whether they would like to; returns how many."""
    grouping = _under_review(grouping)
    rows = list(grouping.circles.with_people().order_by("number"))
    small = [str(one) for one in rows if len(one.seats.all()) < _least(grouping)]
    if small:
        raise Refused(
            _("Too few people are in: %(circles)s. Move somebody in, or take everybody out.")
            % {"circles": ", ".join(small)},
            kind=Kind.INVALID,
        )
    days = settings_for(grouping.cohort).answer_days
    move(grouping, State.ASKED, expires_on=timezone.now().date() + timedelta(days=days))
    for circle in rows:
        circle.grouping = grouping
        move(circle, Circle.State.ASKED)
        notices.asked_to_circle(circle)
    asked = sum(len(one.seats.all()) + (one.facilitator_id is not None) for one in rows)
    record("matching.circles_asked", grouping, by=by, program=grouping.cohort.program, facts={"people": asked})
    return asked


def _least(grouping: Grouping) -> int:
    """With how many a circle begins: its least; of peers, both."""
    return grouping.least


@transaction.atomic
def answer_circle(circle: Circle, *, by: Person, yes: bool) -> Circle:
    """Say yes or no. When everybody has answered it begins with those who said yes, if they are enough."""
    Circle.objects.select_for_update(of=("self",)).get(pk=circle.pk)
    circle = _with_people(circle.pk)
    role = is_asked(circle, by)
    if role is None:
        raise Refused(_("Only who is asked can answer."), kind=Kind.NOT_ALLOWED)
    if circle.state != Circle.State.ASKED:
        raise Refused(_("This was settled already. Nothing more is asked of you."), kind=Kind.TOO_LATE)
    _set_answer(circle, by, role, Answer.ACCEPTED if yes else Answer.DECLINED)
    record("matching.circle_answered", circle, by=by, program=circle.grouping.cohort.program)
    circle = _with_people(circle.pk)
    if not _waits(circle):
        _settle(circle)
    return circle


def _with_people(pk: int) -> Circle:
    return Circle.objects.with_people().select_related("grouping__cohort__program__organization").get(pk=pk)


def _set_answer(circle: Circle, by: Person, role: Role, answer: str) -> None:
    if role == Role.MENTOR:
        rows = Circle.objects.filter(pk=circle.pk, facilitator_answer=Answer.WAITING)
        changed = rows.update(facilitator_answer=answer)
    else:
        changed = circle.seats.filter(participation__person=by, answer=Answer.WAITING).update(answer=answer)
    if not changed:
        raise Refused(_("You have answered this already."), kind=Kind.TOO_LATE)


def _waits(circle: Circle) -> bool:
    if any(seat.answer == Answer.DECLINED for seat in circle.seats.all()) and circle.grouping.is_of_peers:
        return False
    if circle.facilitator_id and circle.facilitator_answer == Answer.DECLINED:
        return False
    waiting = any(seat.answer == Answer.WAITING for seat in circle.seats.all())
    return waiting or bool(circle.facilitator_id and circle.facilitator_answer == Answer.WAITING)


def _settle(circle: Circle) -> None:
    """Begin with those who said yes, or say that it didn’t come about; much may have changed since."""
    coming = [seat.participation for seat in circle.seats.all() if seat.answer == Answer.ACCEPTED]
    led = not circle.facilitator_id or circle.facilitator_answer == Answer.ACCEPTED
    if led and len(coming) >= _least(circle.grouping):
        try:
            with transaction.atomic():
                relationship = _begin(circle, coming)
                move(circle, Circle.State.STARTED, relationship=relationship)
                return
        except Refused:
            pass  # somebody left, or got a place elsewhere: those who said yes hear that it didn't come about
    move(circle, Circle.State.FELL)
    record("matching.circle_fell", circle, by=None, program=circle.grouping.cohort.program)
    notices.circle_fell(circle)


def _begin(circle: Circle, coming: list[Participation]) -> Relationship:
    leading = [circle.facilitator] if circle.facilitator else []
    name = "" if circle.grouping.is_of_peers else str(circle)
    return rules.begin(circle.grouping.cohort, mentors=leading, mentees=coming, by=None, name=name)


def settle_circles(*, today: date | None = None) -> int:
    """After the last day to answer: no answer counts as no."""
    today = today or timezone.now().date()
    due = Circle.objects.filter(state=Circle.State.ASKED, grouping__expires_on__lt=today).order_by("pk")
    return sum(_settle_late(pk) for pk in due.values_list("pk", flat=True)[:200])


@transaction.atomic
def _settle_late(pk: int) -> bool:
    Circle.objects.select_for_update(of=("self",)).get(pk=pk)
    circle = _with_people(pk)
    if circle.state != Circle.State.ASKED:
        return False
    _settle(circle)
    return True


@transaction.atomic
def join_circle(relationship: Relationship, participation: Participation, *, by: Person) -> None:
    """One more in a circle that runs, under the same rules as in a search."""
    cohort = relationship.cohort
    here = [party.participation_id for party in relationship.here()]
    leaders = [party.participation_id for party in relationship.here() if party.role == Role.MENTOR]
    rules.require_among(cohort, [*(one for one in here if one not in leaders), participation.pk])
    now = rules.look(cohort, [participation.pk], leaders, asked=False, hold=True)
    for leader in leaders:
        rules.require(now, participation.pk, leader)
    relationships.join(relationship, participation, by=by)


@transaction.atomic
def wish_for_company(participation: Participation, *, not_alone: bool, by: Person) -> None:
    """Whether somebody would rather not be the only one of their kind in a circle."""
    CircleWish.objects.update_or_create(participation=participation, defaults={"not_alone": not_alone})
    record("matching.company_wished", participation, by=by, program=participation.cohort.program)
