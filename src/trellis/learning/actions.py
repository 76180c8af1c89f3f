"""What happens while people learn. The last module that is needed makes a person ready to be matched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.common.words import clean
from trellis.history.actions import read_outbox, record, undoes
from trellis.history.models import Event
from trellis.learning import content, notices, queries
from trellis.learning.models import Choice, Module, Progress, Waiver
from trellis.people.models import Person
from trellis.programs import actions as programs
from trellis.programs.models import Participation, Program

REMIND_AGAIN_AFTER = timedelta(days=3)
MOST_AT_ONCE = 50


@transaction.atomic
def sync() -> int:
    """Bring the modules that come with Trellis up to their files' versions; returns how many changed."""
    known = dict(Module.objects.values_list("key", "version"))
    changed = [module for module in content.written() if known.get(module.key, 0) < module.version]
    for module in changed:
        Module.objects.update_or_create(key=module.key, defaults={"version": module.version, **module.fields})
    return len(changed)


@transaction.atomic
def read_part(module: Module, number: int, *, person: Person) -> Progress:
    """Keep that a person came to this part. Going back loses nothing."""
    progress, _new = Progress.objects.get_or_create(person=person, module=module)
    if number > progress.part:
        progress.part = min(number, len(module.parts))
        progress.save(update_fields=["part", "saved_at"])
    return progress


@transaction.atomic
def answer(module: Module, answers: Mapping[int, int], *, person: Person) -> Progress:
    """Keep the answers to the questions at the end, numbered from 1. They may be given again and again."""
    progress = _read_to_the_end(module, person)
    if set(answers) != set(range(1, len(module.questions) + 1)):
        raise Refused(_("Answer every question first."), kind=Kind.INVALID)
    right = sum(answers[n] == question["right"] for n, question in enumerate(module.questions, start=1))
    progress.answers = {str(number): option for number, option in answers.items()}
    progress.right, progress.tries = right, progress.tries + 1
    progress.save(update_fields=["answers", "right", "tries", "saved_at"])
    if right >= module.needed_right:
        finish(module, person=person)
        progress.refresh_from_db()
    return progress


@transaction.atomic
def finish(module: Module, *, person: Person) -> None:
    """The module is done, once and for all; with the last one that is needed the person is ready."""
    progress = _read_to_the_end(module, person)
    if module.questions and (progress.right is None or progress.right < module.needed_right):
        raise Refused(_("Answer the questions at the end first."), kind=Kind.INVALID)
    rows = Progress.objects.filter(pk=progress.pk, finished_at=None)
    if rows.update(finished_at=timezone.now(), version=module.version):
        record("learning.finished", progress, by=person, facts={"module": module.key})
        own = Participation.objects.filter(person=person, role=module.role)
        make_ready(own, by=person)


@transaction.atomic
def waive(participation: Participation, module: Module, *, by: Person, reason: str) -> Event:
    """Let a person off one module, for a reason that is kept."""
    reason = clean(reason)
    if not reason:
        raise Refused(_("Say why this person doesn’t need the module."), kind=Kind.INVALID)
    if module.pk not in {one.pk for one in queries.left_for(participation)}:
        raise Refused(_("This module isn’t asked of them any more."), kind=Kind.TOO_LATE)
    Waiver.objects.create(participation=participation, module=module, by=by, reason=reason[:200])
    program = participation.cohort.program
    event = record("learning.waived", participation, by=by, program=program, facts={"module": module.key})
    make_ready(Participation.objects.filter(pk=participation.pk), by=by)
    return event


@undoes("learning.waived")
def unwaive(event: Event, by: Person) -> None:
    """The module is asked for again. Who became ready by it goes back to preparing, unless matched by now."""
    participation = Participation.objects.select_related("cohort__program").get(pk=event.target_id)
    Waiver.objects.filter(participation=participation, module__key=event.facts["module"]).delete()
    record("learning.unwaived", participation, by=by, program=participation.cohort.program)
    if participation.state == Participation.State.READY and queries.left_for(participation):
        move(participation, Participation.State.PREPARING, ready_at=None)


@transaction.atomic
def choose(program: Program, uses: Mapping[Module, Choice.Use], *, by: Person) -> None:
    """Say which modules a program needs, offers, or doesn't use; who has all that is needed becomes ready."""
    for module, use in uses.items():
        Choice.objects.update_or_create(program=program, module=module, defaults={"use": use})
    facts = {module.key: str(use) for module, use in uses.items()}
    record("learning.chosen", program, by=by, facts=facts)
    make_ready(Participation.objects.filter(cohort__program=program), by=by, quietly=True)


def remind(participations: Iterable[Participation], *, by: Person) -> int:
    """Write to those who have something left and weren't written to in the last days; returns how many."""
    waiting = list(participations)
    if len(waiting) > MOST_AT_ONCE:
        raise Refused(
            _("That is more than %(most)s people at once. Narrow the list with the filters first.")
            % {"most": MOST_AT_ONCE}
        )
    lately = _reminded_lately(waiting)
    told = 0
    for participation in waiting:
        if participation.pk not in lately:
            told += _remind(participation, by=by)
    return told


def follow_admissions() -> int:
    """Who was let in and has nothing to learn, or learned it before, is ready at once; returns how many."""
    admitted = [event.target_id for event in read_outbox("learning") if event.verb == "programs.admitted"]
    return make_ready(Participation.objects.filter(pk__in=admitted), by=None, quietly=True)


def make_ready(rows: QuerySet[Participation], *, by: Person | None, quietly: bool = False) -> int:
    """Mark those ready who are preparing and have nothing left; returns how many. They are told, unless `quietly`."""
    preparing = rows.filter(state=Participation.State.PREPARING).select_related("cohort__program", "person")
    found: list[Participation] = []
    for program in Program.objects.filter(cohorts__participations__in=preparing).distinct():
        own = preparing.filter(cohort__program=program)
        found += queries.with_training(own, queries.required_in(program)).filter(queries.DONE)
    for participation in found:
        programs.mark_ready(participation, by=by)
        if not quietly:
            notices.ready(participation)
    return len(found)


@transaction.atomic
def _remind(participation: Participation, *, by: Person) -> bool:
    left = queries.left_for(participation)
    if not left:
        return False
    notices.reminder(participation, left=len(left), minutes=sum(module.minutes for module in left))
    record("learning.reminded", participation, by=by, program=participation.cohort.program)
    return True


def _reminded_lately(participations: Iterable[Participation]) -> set[int]:
    since = timezone.now() - REMIND_AGAIN_AFTER
    ids = [str(one.pk) for one in participations]
    events = Event.objects.filter(verb="learning.reminded", target_type="programs.participation", at__gt=since)
    return {int(pk) for pk in events.filter(target_id__in=ids).values_list("target_id", flat=True)}


def _read_to_the_end(module: Module, person: Person) -> Progress:
    """The person's progress; refused while parts are still unread."""
    progress = Progress.objects.filter(person=person, module=module).first()
    if progress is None or progress.part < len(module.parts):
        raise Refused(_("Read the module to its end first."), kind=Kind.INVALID)
    return progress
