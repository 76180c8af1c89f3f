"""Take back by itself what a rule forbids since people were asked: somebody left, or came into one reporting line."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from trellis.common.errors import Refused
from trellis.common.states import move
from trellis.history.actions import record
from trellis.jobs.actions import Run, background, enqueue
from trellis.matching import notices
from trellis.matching.actions import following
from trellis.matching.models import Proposal
from trellis.matching.rules import look
from trellis.programs.models import Cohort

State = Proposal.State
PATIENT = {"H8", "H10", "H11", "H12", "H15"}  # what may be otherwise tomorrow


def look_again() -> None:
    """Have every cohort with live proposals looked at, in the background."""
    live = Proposal.objects.live().values("cohort")
    for pk in Cohort.objects.filter(pk__in=live).order_by("pk").values_list("pk", flat=True):
        enqueue("matching.lapse", key=f"matching.lapse-{pk}", cohort_id=pk)


@background("matching.lapse", title=gettext_lazy("Take back proposals that a rule forbids now"))
def lapse_forbidden(job: Run, cohort_id: int) -> None:
    """Those whose pair a rule forbids now, one by one."""
    cohort = Cohort.objects.select_related("program").get(pk=cohort_id)
    live = list(cohort.proposals.live().with_people().order_by("pk"))
    now = look(cohort, [one.mentee_id for one in live], [one.mentor_id for one in live], asked=False)
    for proposal in live:
        job.check()
        if {broken.code for broken in now.forbidden(proposal.mentee_id, proposal.mentor_id)} - PATIENT:
            lapse(proposal)


@transaction.atomic
def lapse(proposal: Proposal) -> bool:
    """End a proposal that can't come about any more. Who was told hears that something changed, not what."""
    try:
        move(proposal, State.WITHDRAWN, ended_at=timezone.now(), goes_on=True)
    except Refused:  # somebody answered at this very moment
        return False
    record("matching.lapsed", proposal, by=None, program=proposal.cohort.program, facts=proposal.as_json())
    if proposal.opened_at:
        notices.withdrawn(proposal)
    following.go_on(proposal.cohort)
    return True
