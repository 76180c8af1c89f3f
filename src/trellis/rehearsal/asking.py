"""Proposals of a cohort in every state: accepted, declined and followed, not answered, taken back, open, to approve."""

from __future__ import annotations

from datetime import date, timedelta

from trellis.common.dates import at
from trellis.matching import actions, waiting
from trellis.matching.actions.publishing import propose_pairs
from trellis.matching.models import Proposal
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation
from trellis.rehearsal import clock
from trellis.rehearsal.backstage import do_jobs

NIGHTS = "We share night shifts. I would rather learn from somebody outside them."
QUESTION = "Would we meet on site, or can it be online?"


def early_birds(cohort: Cohort, *, by: Person, today: date) -> None:
    """Some who were ready first are asked before the big search, with every kind of answer."""
    pairs = _fitting(cohort)
    first = today - timedelta(days=9)
    accepted, declined, _silent, back = asked(cohort, pairs[:4], by=by, on=first)
    with clock.at(at(first + timedelta(days=1), 9)):
        both_say_yes(accepted)
        reason = Proposal.Reason.CLOSE
        actions.decline(declined, by=declined.mentee.person, reason=reason, note=NIGHTS)
        actions.withdraw(back, by=by)
        do_jobs()
    with clock.at(at(today - timedelta(days=1), 8)):
        actions.expire()
        actions.change_policy(cohort, by=by, needs_approval=True)
    _still_open(cohort, _fitting(cohort), by=by, today=today)


def _fitting(cohort: Cohort) -> waiting.Pairs:
    """Who could be asked now; others may have been proposed by themselves since."""
    ready = cohort.participations.filter(state=Participation.State.READY).order_by("pk")
    mentees, mentors = (list(side.values_list("pk", flat=True)) for side in (ready.mentees(), ready.mentors()))
    return waiting.place(cohort, mentees, mentors)


def _still_open(cohort: Cohort, pairs: waiting.Pairs, *, by: Person, today: date) -> None:
    """One waits with a question, one for the team, and one has not been sent."""
    yesterday = today - timedelta(days=1)
    with_question, to_approve = asked(cohort, pairs[:2], by=by, on=yesterday)
    with clock.at(at(yesterday, 17)):
        actions.accept(with_question, by=with_question.mentor.person)
        actions.ask(with_question, by=with_question.mentee.person, text=QUESTION)
        both_say_yes(to_approve)
    propose_pairs(cohort, pairs[2:3], by=by)


def asked(cohort: Cohort, pairs: waiting.Pairs, *, by: Person, on: date) -> list[Proposal]:
    """These pairs, proposed by hand and told half an hour later."""
    with clock.at(at(on, 10)):
        made = propose_pairs(cohort, pairs, by=by)
    with clock.at(at(on, 10, 30)):
        do_jobs()
    return list(Proposal.objects.with_people().filter(pk__in=[one.pk for one in made]).order_by("pk"))


def both_say_yes(proposal: Proposal) -> None:
    for person in (proposal.mentee.person, proposal.mentor.person):
        proposal = actions.accept(proposal, by=person)
