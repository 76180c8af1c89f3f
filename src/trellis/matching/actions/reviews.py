"""What the team says about a plan, and the second pair of eyes before it is published."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.history.actions import record, undoes
from trellis.history.models import Event
from trellis.matching.actions.changes import require_seen
from trellis.matching.inputs import settings_for
from trellis.matching.models import Approval, MatchRun, Remark
from trellis.people.models import Person
from trellis.programs.models import Participation, TeamMember


@transaction.atomic
def remark(run: MatchRun, *, text: str, by: Person, about: Participation | None = None) -> Remark:
    """Say something to the others who lead the program, about the plan or about one mentee’s pair."""
    if run.state != MatchRun.State.REVIEW:
        raise Refused(_("A newer search has replaced this plan."), kind=Kind.TOO_LATE)
    said = Remark.objects.create(run=run, mentee=about, by=by, text=text.strip())
    record("matching.remarked", run, by=by, facts={"mentee": about.pk if about else None})
    return said


@transaction.atomic
def approve(run: MatchRun, *, by: Person, seen: int | None = None) -> Event:
    """A second person agrees with the plan as it is. Moving somebody afterwards ends it."""
    run = MatchRun.objects.select_for_update().select_related("cohort").defer("inputs").get(pk=run.pk)
    if run.state != MatchRun.State.REVIEW:
        raise Refused(_("A newer search has replaced this plan."), kind=Kind.TOO_LATE)
    require_seen(run, seen)
    if run.approvals.standing().filter(by=by).exists():
        raise Refused(_("You approved this already."), kind=Kind.TOO_LATE)
    approval = Approval.objects.create(run=run, by=by)
    return record("matching.approved", run, by=by, facts={"approval": approval.pk, "version": run.version})


@undoes("matching.approved")
def _undo_approve(event: Event, by: Person) -> None:
    Approval.objects.standing().filter(pk=event.facts["approval"]).update(ended_at=timezone.now())


def require_approved(run: MatchRun, by: Person) -> None:
    """Where the program wants it: somebody else who leads it approved these very pairs."""
    if not settings_for(run.cohort).needs_approval:
        return
    leading = TeamMember.objects.filter(program=run.program_id, role__in=TeamMember.LEADING)
    if not run.approvals.standing().exclude(by=by).filter(by__in=leading.values("person")).exists():
        raise Refused(_("Somebody else who leads this program has to approve these pairs first."))
