"""Rules that don't count for one pair, by two people and until a day; and people who are tied."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.history.actions import record
from trellis.matching import rulebook
from trellis.matching.models import RuleException, Tie
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation

State = RuleException.State


@transaction.atomic
def ask_exception(
    cohort: Cohort,
    *,
    mentee: Participation,
    mentor: Participation,
    rule: str,
    reason: str,
    review_on: date,
    by: Person,
) -> RuleException:
    """Ask that a rule shall not count for one pair. Nothing changes until a second person approves."""
    if rule not in rulebook.EXCEPTED:
        raise Refused(_("This rule holds for everybody; nobody can set it aside."), kind=Kind.NOT_ALLOWED)
    if review_on <= timezone.now().date():
        raise Refused(_("Choose a day in the future on which somebody looks at this again."), kind=Kind.INVALID)
    live = RuleException.objects.filter(mentee=mentee, mentor=mentor, rule=rule)
    if live.filter(state__in=(State.ASKED, State.APPROVED)).exists():
        raise Refused(_("This was asked already. See it among the exceptions."), kind=Kind.CONFLICT)
    found = RuleException.objects.create(
        cohort=cohort, mentee=mentee, mentor=mentor, rule=rule, reason=reason, review_on=review_on, asked_by=by
    )
    record("matching.exception_asked", found, by=by, program=cohort.program, facts=_facts(found))
    return found


@transaction.atomic
def approve_exception(exception: RuleException, *, by: Person) -> None:
    """The rule doesn't count for this pair from now on. Whoever asked can't approve."""
    if exception.asked_by_id == by.pk:
        raise Refused(
            _("You asked for this. Somebody else who runs the program has to approve."), kind=Kind.NOT_ALLOWED
        )
    if exception.review_on <= timezone.now().date():
        raise Refused(_("Its day has passed. Ask anew with a later one."), kind=Kind.TOO_LATE)
    _decide(exception, State.APPROVED, by)
    record("matching.exception_approved", exception, by=by, program=exception.cohort.program, facts=_facts(exception))


@transaction.atomic
def refuse_exception(exception: RuleException, *, by: Person) -> None:
    """The rule goes on counting for this pair."""
    _decide(exception, State.REFUSED, by)
    record("matching.exception_refused", exception, by=by, program=exception.cohort.program, facts=_facts(exception))


@transaction.atomic
def end_exception(exception: RuleException, *, by: Person) -> None:
    """Take it back: the rule counts again from the next search on."""
    move(exception, State.ENDED)
    record("matching.exception_ended", exception, by=by, program=exception.cohort.program, facts=_facts(exception))


def _decide(exception: RuleException, state: RuleException.State, by: Person) -> None:
    move(exception, state)
    exception.decided_by, exception.decided_at = by, timezone.now()
    exception.save(update_fields=["decided_by", "decided_at"])


def _facts(exception: RuleException) -> dict[str, object]:
    return {"rule": exception.rule, "mentee": exception.mentee_id, "mentor": exception.mentor_id}


@transaction.atomic
def tie(cohort: Cohort, one: Person, other: Person, *, kind: str, by: Person) -> Tie:
    """Note that two people are never paired: one decides about the other, or they are close."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    if first.pk == second.pk:
        raise Refused(_("Choose two different people."), kind=Kind.INVALID)
    try:
        with transaction.atomic():
            found = Tie.objects.create(person=first, other=second, kind=kind, by=by)
    except IntegrityError:
        raise Refused(_("This is noted already."), kind=Kind.CONFLICT) from None
    record("matching.tied", found, by=by, program=cohort.program, facts={"kind": kind})
    return found


@transaction.atomic
def untie(found: Tie, cohort: Cohort, *, by: Person) -> None:
    """It was a mistake, or is over."""
    record("matching.untied", found, by=by, program=cohort.program, facts={"kind": found.kind})
    found.delete()
