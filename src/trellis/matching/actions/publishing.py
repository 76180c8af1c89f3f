"""Propose pairs to people: those of a plan, or one by hand. Every way leads through the same check."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pairing import why_pair
from trellis.common.errors import Kind, Refused
from trellis.history.actions import record, undoes
from trellis.history.models import Event
from trellis.jobs.actions import Run, background, enqueue
from trellis.matching import notices, words
from trellis.matching.actions.changes import certify_again
from trellis.matching.actions.reviews import require_approved
from trellis.matching.inputs import settings_for
from trellis.matching.models import MatchRun, Proposal, Suggestion
from trellis.matching.rules import Now, look, require
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation

HELD_FOR = timedelta(minutes=10)
State = Proposal.State


@dataclass
class Published:
    """What came of publishing: what is proposed now, and what had to stay behind, with the reason."""

    proposals: list[Proposal] = field(default_factory=list)
    left_out: list[tuple[Suggestion, str]] = field(default_factory=list)
    event: Event | None = None


@transaction.atomic
def publish(run: MatchRun, *, by: Person, only: Sequence[int] | None = None) -> Published:
    """Propose the pairs of a plan, or `only` these suggestions. People are told in ten minutes; until then undo works.

    Everything is looked at as it is now: who left, or got a place or a manager since, stays behind.
    """
    run = MatchRun.objects.select_for_update().select_related("cohort__program").get(pk=run.pk)
    if run.state != MatchRun.State.REVIEW:
        raise Refused(_("A newer search has replaced this plan."), kind=Kind.TOO_LATE)
    require_approved(run, by)
    rows = run.suggestions.unpublished().with_people().order_by("pk")
    chosen = list(rows if only is None else rows.filter(pk__in=only))
    if not chosen:
        raise Refused(_("There is nothing left to publish."), kind=Kind.TOO_LATE)
    published = _propose_all(run.cohort, chosen, by=by)
    if published.proposals:
        certify_again(run)
        batch = published.proposals[0].batch
        facts = {"batch": str(batch), "pairs": len(published.proposals)}
        published.event = record("matching.published", run, by=by, program=run.cohort.program, facts=facts)
        _send_later(batch, published.proposals[0].held_until)
    return published


@transaction.atomic
def propose(cohort: Cohort, *, mentee: Participation, mentor: Participation, by: Person) -> Proposal:
    """Propose a pair that a coordinator knows. The rules hold here as everywhere; the lowest fit doesn't."""
    now = look(cohort, [mentee.pk], [mentor.pk], hold=True)
    require(now, mentee.pk, mentor.pk)
    proposal = Batch.begin(cohort, by).proposal(now, mentee.pk, mentor.pk)
    proposal.save()
    record("matching.proposed", proposal, by=by, program=cohort.program, facts=proposal.as_json())
    _send_later(proposal.batch, proposal.held_until)
    return proposal


def propose_pairs(
    cohort: Cohort, pairs: Sequence[tuple[int, int]], *, by: Person | None, is_next: bool = False
) -> list[Proposal]:
    """Propose these pairs of participations together, as far as the rules still allow each when its turn comes."""
    now = look(cohort, [one for one, _ in pairs], [other for _, other in pairs], hold=True)
    batch, free, made = Batch.begin(cohort, by), dict(now.free), []
    for mentee, mentor in pairs:
        if against(now, mentee, mentor, free):
            continue
        free[mentor] -= 1
        proposal = batch.proposal(now, mentee, mentor)
        proposal.is_next = is_next
        proposal.save()
        verb = "matching.next_proposed" if is_next else "matching.proposed"
        record(verb, proposal, by=by, program=cohort.program, facts=proposal.as_json())
        made.append(proposal)
    if made:
        _send_later(batch.number, batch.held_until)
    return made


def _propose_all(cohort: Cohort, chosen: list[Suggestion], *, by: Person) -> Published:
    mentors = [one.mentor_id for one in chosen if one.mentor_id]
    now = look(cohort, [one.mentee_id for one in chosen], mentors, hold=True)
    published, batch, free = Published(), Batch.begin(cohort, by), dict(now.free)
    for suggestion in chosen:
        mentor = suggestion.mentor_id or 0
        if reason := against(now, suggestion.mentee_id, mentor, free):
            published.left_out.append((suggestion, reason))
            continue
        free[mentor] -= 1
        published.proposals.append(batch.proposal(now, suggestion.mentee_id, mentor))
    _save_all(chosen, published)
    return published


def against(now: Now, mentee: int, mentor: int, free: Mapping[int, int]) -> str:
    """The first thing that forbids a pair, as a sentence, when others of the same batch took places before it."""
    if found := now.forbidden(mentee, mentor):
        return found[0].sentence
    return "" if free[mentor] else words.rule("H9")


def _save_all(chosen: list[Suggestion], published: Published) -> None:
    Proposal.objects.bulk_create(published.proposals, batch_size=500)
    by_mentee = {proposal.mentee_id: proposal for proposal in published.proposals}
    done = [suggestion for suggestion in chosen if suggestion.mentee_id in by_mentee]
    for suggestion in done:
        suggestion.proposal = by_mentee[suggestion.mentee_id]
    Suggestion.objects.bulk_update(done, ["proposal"], batch_size=500)


@dataclass(frozen=True)
class Batch:
    """What proposals published together share."""

    cohort: Cohort
    by: Person | None
    held_until: datetime
    expires_on: date
    number: uuid.UUID = field(default_factory=uuid.uuid4)

    @classmethod
    def begin(cls, cohort: Cohort, by: Person | None) -> Batch:
        held_until = timezone.now() + HELD_FOR
        last_day = held_until + timedelta(days=settings_for(cohort).answer_days)
        return cls(cohort, by, held_until, last_day.date())

    def proposal(self, now: Now, mentee: int, mentor: int) -> Proposal:
        return Proposal(
            cohort=self.cohort,
            batch=self.number,
            mentee_id=mentee,
            mentor_id=mentor,
            by=self.by,
            held_until=self.held_until,
            expires_on=self.expires_on,
            **_fit(now, mentee, mentor),
        )


def _fit(now: Now, mentee: int, mentor: int) -> dict[str, Any]:
    reasons = why_pair(now.problem, *now.at(mentee, mentor))
    return {"points": reasons.points, "parts": words.parts_of(reasons), "reasons": words.stored(reasons)}


def _send_later(batch: uuid.UUID, at: datetime) -> None:
    enqueue("matching.send", key=f"matching.send-{batch}", due_at=at, batch=str(batch))


@background("matching.send", title=gettext_lazy("Tell people about their proposals"))
def send(job: Run, batch: str) -> None:
    """Open every proposal of a batch that nobody took back, and tell both sides. One by one, so that it can go on."""
    held = Proposal.objects.filter(batch=batch, state=State.HELD).order_by("pk")
    total = held.count()
    for done, pk in enumerate(list(held.values_list("pk", flat=True)), 1):
        job.check()
        _open(pk)
        job.progress(done, total)


@transaction.atomic
def _open(pk: int) -> None:
    opened = Proposal.objects.filter(pk=pk, state=State.HELD).update(state=State.OPEN, opened_at=timezone.now())
    if opened:
        notices.proposed(Proposal.objects.with_people().get(pk=pk))


@undoes("matching.published", within=HELD_FOR)
def _undo_publish(event: Event, by: Person) -> None:
    """Take the whole batch back while nobody has heard of it."""
    batch = Proposal.objects.select_for_update().filter(batch=event.facts["batch"])
    if batch.exclude(state=State.HELD).exists():
        raise Refused(_("People have been told already. Take proposals back one by one."), kind=Kind.TOO_LATE)
    batch.delete()
    run = MatchRun.objects.select_for_update().get(pk=event.target_id)
    if run.state == MatchRun.State.REVIEW:
        certify_again(run)
