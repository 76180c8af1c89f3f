"""Open and close applications, and say in one's own words what people read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.dates import today
from trellis.common.errors import Kind, Refused
from trellis.history.actions import record
from trellis.people.models import Person
from trellis.programs import actions as programs
from trellis.programs.models import Cohort, Program, Role, Stage
from trellis.questions import actions as questions
from trellis.questions import queries as asked
from trellis.questions.models import Questionnaire
from trellis.recruitment import questionnaires
from trellis.recruitment.models import Call, new_token
from trellis.recruitment.ownership import OWNER


def form_key(program: Program, role: str) -> str:
    """Under this key lie the versions of a role's application form."""
    return f"apply-{program.pk}-{role}"


@transaction.atomic
def form_of(program: Program, role: str) -> Questionnaire:
    """The form in use; written from ours when the program has none yet."""
    key = form_key(program, role)
    found = asked.live(key)
    if found is None:
        title = _("Apply as %(role)s") % {"role": program.word(role)}
        found = questions.make_questionnaire(
            key, title, questionnaires.of(program, role), owner=OWNER, by=None, about=program
        )
    return found


@transaction.atomic
def prepare(cohort: Cohort) -> Call:
    """The call, its links and both forms, made once."""
    call, _new = Call.objects.get_or_create(cohort=cohort)
    for role in Role:
        form_of(cohort.program, role)
    return call


@transaction.atomic
def open_recruiting(cohort: Cohort, *, by: Person, closes_on: date | None = None) -> Call:
    """Let people apply from now on, until the end of that day, and show the public page."""
    program = cohort.program
    if closes_on is not None and closes_on < today(program.organization.time_zone):
        raise Refused(_("Choose a last day that isn’t over yet."), kind=Kind.INVALID)
    call = prepare(cohort)
    call.opened_at, call.closed_at = timezone.now(), None
    call.save(update_fields=["opened_at", "closed_at"])
    cohort.applications_close_on = closes_on
    cohort.save(update_fields=["applications_close_on"])
    if not program.is_public:
        programs.design(program, by=by, is_public=True)
    if Stage(cohort.stage).number() < Stage.RECRUIT.number():
        programs.enter_stage(cohort, Stage.RECRUIT, by=by)
    record("recruitment.opened", call, by=by, program=program)
    return call


@transaction.atomic
def close_recruiting(cohort: Cohort, *, by: Person) -> None:
    """Nobody can apply any more; the page stays and says so. What was sent can still be decided."""
    closed = Call.objects.filter(cohort=cohort, closed_at=None, opened_at__isnull=False).update(
        closed_at=timezone.now()
    )
    if not closed:
        raise Refused(_("Applications are closed already."), kind=Kind.TOO_LATE)
    record("recruitment.closed", Call.objects.get(cohort=cohort), by=by, program=cohort.program)


@transaction.atomic
def describe(call: Call, *, by: Person, **words: Any) -> None:
    """Change what the public page and the flyer say."""
    for name, value in words.items():
        setattr(call, name, value)
    call.save(update_fields=list(words))
    record("recruitment.described", call, by=by, program=call.cohort.program, facts={"fields": sorted(words)})


@transaction.atomic
def renew_link(call: Call, role: Role, *, by: Person) -> None:
    """A new join link; the one given out until now leads nowhere."""
    setattr(call, f"{role}_token", new_token())
    call.save(update_fields=[f"{role}_token"])
    record("recruitment.link_renewed", call, by=by, program=call.cohort.program, facts={"role": str(role)})
