"""Draw up and ask check-ins, take their answers, nudge, note, snooze, and answer who asks for help."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.care import content, notices, queries
from trellis.care.models import CarePolicy, CaseNote, CheckIn, HelpMessage, HelpRequest, Nudge, Watch
from trellis.care.permissions import can_answer
from trellis.care.schedule import days_to_ask
from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.common.types import JSON
from trellis.history.actions import record
from trellis.jobs.actions import Run, background, enqueue
from trellis.people.models import Person
from trellis.privacy.keys import new_key
from trellis.programs.models import Cohort, Program, TeamMember
from trellis.questions import actions as questions
from trellis.questions.models import Questionnaire
from trellis.questions.sets import live_or_made
from trellis.relationships.models import Relationship

State = CheckIn.State


# ── Check-ins ─────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def draw_up(relationship: Relationship) -> int:
    """Write down when both sides will be asked; returns how many check-ins that makes."""
    days = days_to_ask(relationship.started_at.date(), relationship.ends_on)
    parties = list(relationship.parties.filter(left_at=None))
    made = CheckIn.objects.bulk_create(
        (
            CheckIn(relationship=relationship, person_id=party.person_id, role=party.role, kind=kind, due_on=due_on)
            for kind, due_on in days
            for party in parties
        ),
        ignore_conflicts=True,
    )
    return len(made)


def follow_starts() -> int:
    """Draw up check-ins for every running relationship that has none; returns for how many."""
    new = Relationship.objects.filter(state=Relationship.State.ACTIVE, check_ins=None).order_by("pk")
    drawn = [draw_up(relationship) for relationship in new[:500]]
    return sum(count > 0 for count in drawn)


def enqueue_asking() -> None:
    """For the clock, every morning."""
    if CheckIn.objects.due().filter(due_on__lte=timezone.now().date()).exists() or CheckIn.objects.open().exists():
        enqueue("care.ask", key="care.ask")


@background("care.ask", title=gettext_lazy("Ask how pairs are doing"))
def run_asking(run: Run) -> None:
    """Each is asked in a transaction of its own, so a second run goes on with the rest."""
    asked = ask_due(timezone.now().date())
    run.progress(asked, asked)


def ask_due(today: date) -> int:
    """Ask what is due, remind once, and let go of what came too late; returns how many were asked."""
    _let_go()
    due = CheckIn.objects.due().filter(due_on__lte=today, relationship__state=Relationship.State.ACTIVE)
    asked = 0
    for check_in in _whole(due.order_by("due_on", "pk")[:2000]):
        asked += ask(check_in)
    _remind(today)
    return asked


@transaction.atomic
def ask(check_in: CheckIn) -> bool:
    """Ask one person; older questions of the same relationship that still wait are let go."""
    waiting = CheckIn.objects.open().filter(relationship=check_in.relationship_id, person=check_in.person_id)
    waiting.update(state=State.LAPSED)
    taken = CheckIn.objects.due().filter(pk=check_in.pk).update(state=State.ASKED, asked_at=timezone.now())
    if taken:
        check_in.refresh_from_db(fields=["state", "asked_at"])
        notices.asked(check_in)
    return bool(taken)


@transaction.atomic
def answer(check_in: CheckIn, answers: Mapping[str, JSON], *, by: Person, help_text: str = "") -> HelpRequest | None:
    """Keep the answers. A yes to help opens a request to the team, named and sealed, and returns it."""
    if check_in.person_id != by.pk:
        raise Refused(_("These questions are for somebody else."))
    questionnaire = questions_for(check_in)
    response = questions.begin(questionnaire, by, about=check_in)
    questions.submit(response, answers)
    CheckIn.objects.filter(relationship=check_in.relationship_id, person=by, is_latest=True).update(is_latest=False)
    move(
        check_in,
        State.ANSWERED,
        answered_at=timezone.now(),
        response=response,
        pulse=_pulse(answers),
        is_latest=True,
    )
    record("care.answered", check_in, by=by, program=check_in.relationship.cohort.program)
    if answers.get(content.HELP) is not True:
        return None
    return ask_for_help(
        check_in.relationship.cohort, by=by, text=help_text or _("I’d like to talk."), about=check_in.relationship
    )


@transaction.atomic
def skip(check_in: CheckIn, *, by: Person) -> None:
    """Not this time; nobody asks why."""
    if check_in.person_id != by.pk:
        raise Refused(_("These questions are for somebody else."))
    move(check_in, State.SKIPPED)


def questions_for(check_in: CheckIn) -> Questionnaire:
    """The questions of this kind for this side, in the version in use."""
    key, title, intro, asked = content.SETS[check_in.kind, check_in.role]
    return live_or_made(key, title, asked, owner=content.OWNER, intro=intro, confidentiality=content.NAMED)


def _whole(rows: Any) -> list[CheckIn]:
    """With everything that a notice about them names."""
    found = list(rows.select_related("person"))
    pairs = Relationship.objects.with_people().in_bulk({check_in.relationship_id for check_in in found})
    for check_in in found:
        check_in.relationship = pairs[check_in.relationship_id]
    return found


def _let_go() -> None:
    """What was planned for a relationship that has ended is never asked."""
    ended = Relationship.objects.filter(state__in=(Relationship.State.CLOSING, Relationship.State.CLOSED))
    CheckIn.objects.filter(state__in=(State.PLANNED, State.ASKED), relationship__in=ended).update(state=State.LAPSED)


def _remind(today: date) -> None:
    """Once, some days after it was asked."""
    waiting = CheckIn.objects.open().filter(
        reminded_at=None,
        asked_at__lt=timezone.now() - timedelta(days=4),
        due_on__gt=today - timedelta(days=21),
        relationship__state=Relationship.State.ACTIVE,
    )
    for check_in in _whole(waiting.order_by("pk")[:2000]):
        with transaction.atomic():
            if CheckIn.objects.filter(pk=check_in.pk, reminded_at=None).update(reminded_at=timezone.now()):
                notices.asked(check_in, again=True)


def _pulse(answers: Mapping[str, JSON]) -> int | None:
    """The lower of the two scores: one good answer must not hide a bad one."""
    scores = [score for code in content.PULSE_CODES if isinstance(score := answers.get(code), int)]
    return min(scores) if scores else None


# ── Help ──────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def ask_for_help(
    cohort: Cohort, *, by: Person, text: str, about: Relationship | None = None, to: Person | None = None
) -> HelpRequest:
    """Open a private conversation with the team, or with the other person the program names."""
    if to is not None and to != queries.policy_of(cohort.program).someone_else:
        raise Refused(_("You can ask the coordinators, or the person the program names."), kind=Kind.INVALID)
    request = HelpRequest.objects.create(
        cohort=cohort, relationship=about, person=by, to=to, key=new_key(), waits_since=timezone.now()
    )
    _write(request, by, text)
    record("care.help_asked", request, by=None, program=cohort.program)
    for person in _answerers(request):
        notices.help_asked(request, person)
    return request


@transaction.atomic
def write(request: HelpRequest, *, by: Person, text: str) -> HelpMessage:
    """Write back, from either side. An answer opens what was closed."""
    if request.person_id != by.pk:
        return _reply(request, by=by, text=text)
    if request.state != HelpRequest.State.OPEN:
        move(request, HelpRequest.State.OPEN, waits_since=timezone.now())
    message = _write(request, by, text)
    for person in _answerers(request):
        notices.help_asked(request, person)
    return message


def _reply(request: HelpRequest, *, by: Person, text: str) -> HelpMessage:
    if not can_answer(by, request):
        raise Refused(_("This conversation is between others."))
    if request.state != HelpRequest.State.ANSWERED:
        move(request, HelpRequest.State.ANSWERED, waits_since=None)
    message = _write(request, by, text)
    record("care.help_answered", request, by=by)
    notices.help_written(request)
    return message


@transaction.atomic
def close_request(request: HelpRequest, *, by: Person) -> None:
    """It is settled, says who asked or who answered. Writing again opens it again."""
    if request.person_id != by.pk and not can_answer(by, request):
        raise Refused(_("This conversation is between others."))
    move(request, HelpRequest.State.CLOSED, waits_since=None)
    record("care.help_closed", request, by=None)


def _write(request: HelpRequest, by: Person, text: str) -> HelpMessage:
    message = HelpMessage(request=request, by=by)
    message.put(request.key, text=text)
    message.save()
    return message


def _answerers(request: HelpRequest) -> list[Person]:
    if request.to is not None:
        return [request.to]
    team = TeamMember.objects.filter(
        program=request.cohort.program, role__in=TeamMember.LEADING, person__is_active=True
    )
    ids = team.exclude(person=request.person).values("person")
    return list(Person.objects.filter(pk__in=ids).order_by("pk"))


# ── What the team does for a pair ─────────────────────────────────────────────────────────


@transaction.atomic
def nudge(relationship: Relationship, *, by: Person) -> Nudge:
    """A friendly word to both, the same for each, and not again for some days."""
    policy = queries.policy_of(relationship.cohort.program)
    if relationship.state != Relationship.State.ACTIVE:
        raise Refused(_("They rest or have ended, so nobody is nudged."), kind=Kind.TOO_LATE)
    Relationship.objects.select_for_update().filter(pk=relationship.pk).first()
    last = relationship.nudges.order_by("-pk").first()
    free_on = last.at + timedelta(days=policy.nudge_gap_days) if last else None
    if free_on and free_on > timezone.now():
        raise Refused(
            _("They were nudged already. You can nudge them again on %(day)s.")
            % {"day": date_format(timezone.localtime(free_on))},
            kind=Kind.TOO_LATE,
        )
    found = queries.looks(relationship.cohort, viewer=None, only=[relationship.pk])[relationship.pk]
    made = Nudge.objects.create(relationship=relationship, by=by)
    for person in _people(relationship):
        notices.nudged(relationship, person, by=by, is_first=not found.facts.held)
    record("care.nudged", relationship, by=by)
    return made


@transaction.atomic
def note(relationship: Relationship, *, by: Person, text: str, kind: str = CaseNote.Kind.NOTE) -> CaseNote:
    """Keep something about a pair, for the team alone."""
    watch = _watch(relationship)
    made = CaseNote(relationship=relationship, by=by, kind=kind)
    made.put(watch.key, text=text)
    made.save()
    record("care.noted", relationship, by=by)
    return made


@transaction.atomic
def snooze(relationship: Relationship, *, by: Person, until: date) -> None:
    """Look away until that day; requests for help still show."""
    if not timezone.localdate() < until <= timezone.localdate() + timedelta(days=180):
        raise Refused(_("Choose a day in the next six months."), kind=Kind.INVALID)
    watch = _watch(relationship)
    watch.snoozed_until, watch.snoozed_by = until, by
    watch.save(update_fields=["snoozed_until", "snoozed_by"])
    record("care.snoozed", relationship, by=by, facts={"until": until.isoformat()})


@transaction.atomic
def wake(relationship: Relationship, *, by: Person) -> None:
    """Show its signals again."""
    if Watch.objects.filter(relationship=relationship, snoozed_until__isnull=False).update(snoozed_until=None):
        record("care.woken", relationship, by=by)


@transaction.atomic
def set_policy(program: Program, *, by: Person, **fields: Any) -> CarePolicy:
    """What counts as late, low and stalled in this program."""
    policy, _new = CarePolicy.objects.update_or_create(program=program, defaults=fields)
    record("care.policy_set", policy, by=by, program=program)
    return policy


def _watch(relationship: Relationship) -> Watch:
    watch = Watch.objects.select_related("key").filter(relationship=relationship).first()
    return watch or Watch.objects.create(relationship=relationship, key=new_key())


def _people(relationship: Relationship) -> list[Person]:
    return [party.person for party in relationship.parties.all() if party.left_at is None]
