"""Keep what a pair taught, look for a rematch, propose its new pairs."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pairing import ProblemError
from trellis.common.errors import Kind, Refused
from trellis.history.actions import record
from trellis.jobs.actions import Run, background, enqueue
from trellis.matching.actions.publishing import propose_pairs
from trellis.matching.models import Proposal
from trellis.matching.rematch.models import Lesson, RematchPlan
from trellis.matching.rematch.planning import choices_of
from trellis.people.models import Person
from trellis.privacy.keys import new_key
from trellis.programs.models import Cohort
from trellis.relationships.pairs.models import Relationship


@transaction.atomic
def keep_lesson(relationship: Relationship, *, by: Person, lesson: str, weighed: str) -> Lesson:
    """Keep what the team learned, and what speaks for and against somebody new."""
    if relationship.state != Relationship.State.CLOSED:
        raise Refused(_("This pair has not ended. What it taught is written down afterwards."), kind=Kind.TOO_LATE)
    found = Lesson.objects.filter(relationship=relationship).select_related("key").first()
    found = found or Lesson(relationship=relationship, key=new_key())
    found.by = by
    found.put(found.key, lesson=lesson, weighed=weighed)
    found.save()
    record("matching.lesson_kept", relationship, by=by)
    return found


@transaction.atomic
def look_for(cohort: Cohort, *, by: Person) -> RematchPlan:
    """See in the background what a rematch would change. Pressed twice it is one search."""
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    going_on = cohort.rematch_plans.filter(found_at=None, job__state__in=("ready", "running")).first()
    if going_on:
        return going_on
    plan = RematchPlan.objects.create(cohort=cohort, by=by)
    plan.job = enqueue("matching.rematch", by=by, key=f"matching.rematch-{plan.pk}", plan_id=plan.pk)
    plan.save(update_fields=["job"])
    record("matching.rematch_started", plan, by=by)
    return plan


@background("matching.rematch", title=gettext_lazy("See what a rematch would change"), long=True)
def find_choices(job: Run, plan_id: int) -> None:
    plan = RematchPlan.objects.select_related("cohort__program").get(pk=plan_id)
    try:
        choices = choices_of(plan.cohort)
    except ProblemError as error:
        raise Refused(_("This can’t be matched: %(problem)s") % {"problem": error}, kind=Kind.INVALID) from error
    job.check()
    RematchPlan.objects.filter(pk=plan_id).update(choices=choices, found_at=timezone.now())


@transaction.atomic
def propose_new(plan: RematchPlan, number: int, *, by: Person) -> list[Proposal]:
    """Propose the pairs of one choice for people who have nobody. Who would change partners is for people to end."""
    if not 0 <= number < len(plan.choices):
        raise Refused(_("There is no such choice."), kind=Kind.INVALID)
    new = [(mentee, after) for mentee, before, after in plan.choices[number]["moves"] if before is None and after]
    made = propose_pairs(plan.cohort, new, by=by)
    if not made:
        said = _("No new pair of this choice can be proposed now: a place has to come free first.")
        raise Refused(said, kind=Kind.INVALID)
    return made
