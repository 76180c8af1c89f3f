"""After a proposal that came to nothing, the next best is proposed without anybody typing."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.common.errors import Kind, Refused
from trellis.jobs.actions import Run, background, enqueue
from trellis.matching import waiting
from trellis.matching.actions.publishing import propose_pairs
from trellis.matching.models import Proposal
from trellis.matching.queries import policy_of
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation


def go_on(cohort: Cohort) -> None:
    """Ask for the next best proposals, where the cohort wants that."""
    if policy_of(cohort).goes_on:
        enqueue("matching.next", key=f"matching.next-{cohort.pk}", cohort_id=cohort.pk)


def go_on_everywhere() -> None:
    """Once an hour: somebody may have become free for those who still wait."""
    ended = Proposal.objects.filter(goes_on=True).values("cohort")
    for cohort in Cohort.objects.filter(pk__in=ended).order_by("pk"):
        if waiting.followers(cohort, most=policy_of(cohort).most):
            go_on(cohort)


@background("matching.next", title=gettext_lazy("Propose the next best"))
def propose_next(job: Run, cohort_id: int) -> None:
    """For everybody whose proposal came to nothing, as well as can be for all of them together."""
    cohort = Cohort.objects.select_related("program").get(pk=cohort_id)
    policy = policy_of(cohort)
    if not policy.goes_on:
        return
    pairs = waiting.next_best(cohort, most=policy.most)
    job.check()
    with transaction.atomic():
        propose_pairs(cohort, pairs, by=None, is_next=True)


@transaction.atomic
def fill(mentor: Participation, *, by: Person) -> list[Proposal]:
    """Propose waiting people to one mentor who is free: the best for all who wait, who waits long a little sooner."""
    pairs = waiting.for_mentor(mentor)
    made = propose_pairs(mentor.cohort, pairs, by=by)
    if not made:
        said = _("Nobody who waits fits %(person)s under the rules, or no place is free.")
        raise Refused(said % {"person": mentor.person}, kind=Kind.INVALID)
    return made
