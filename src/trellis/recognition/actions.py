"""Issue certificates, take one back, say thanks."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.common.errors import Kind, Refused
from trellis.history.actions import record
from trellis.jobs.actions import Run, background, enqueue
from trellis.jobs.models import Job
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Program, TeamMember
from trellis.recognition import notices, queries
from trellis.recognition.models import Certificate, CertificateRule, Thanks
from trellis.relationships.models import Relationship


@transaction.atomic
def issue(participation: Participation, *, by: Person | None) -> Certificate:
    """Give somebody who finished their certificate, and tell them."""
    program = participation.cohort.program
    given = queries.given_by([participation.pk]).get(participation.pk, queries.Given())
    _check(participation, given, queries.rule_of(program))
    try:
        with transaction.atomic():
            certificate = _make(participation, given, by=by)
    except IntegrityError as problem:
        raise Refused(_("There is a certificate already."), kind=Kind.CONFLICT) from problem
    record("recognition.issued", certificate, by=by, facts={"role": participation.role})
    notices.issued(certificate)
    return certificate


def issue_all(cohort: Cohort, *, by: Person) -> Job:
    """Give everybody who finished theirs, in the background."""
    return enqueue("recognition.issue_all", by=by, key=f"issue-all-{cohort.pk}", cohort_id=cohort.pk)


@background("recognition.issue_all", title=gettext_lazy("Issue certificates"))
def run_issue_all(run: Run, cohort_id: int) -> None:
    """One after the other; run again it goes on with who has none."""
    waiting = queries.to_issue(Cohort.objects.select_related("program").get(pk=cohort_id))
    done = 0
    for number, pk in enumerate(waiting, start=1):
        run.check()
        done += _issue_quietly(pk, by=run.by)
        run.progress(number, len(waiting))
    note = ngettext("%(count)s certificate issued.", "%(count)s certificates issued.", done) % {"count": done}
    run.progress(len(waiting), len(waiting), note=note)


def _issue_quietly(participation_id: int, *, by: Person | None) -> bool:
    """Whether one was issued; somebody may have left or got one since the list was made."""
    participation = Participation.objects.select_related("cohort__program__organization", "person").get(
        pk=participation_id
    )
    try:
        issue(participation, by=by)
    except Refused:
        return False
    return True


@transaction.atomic
def take_back(certificate: Certificate, *, by: Person) -> None:
    """Its check says from now on that it isn't valid. A right one can be issued afterwards."""
    if not Certificate.objects.valid().filter(pk=certificate.pk).update(taken_back_at=timezone.now()):
        raise Refused(_("This certificate was taken back already."), kind=Kind.TOO_LATE)
    certificate.refresh_from_db()
    record("recognition.taken_back", certificate, by=by)


@transaction.atomic
def set_rule(program: Program, *, by: Person, **fields: Any) -> CertificateRule:
    """What a certificate takes, and who signs it; those issued stay as they are."""
    rule, _new = CertificateRule.objects.update_or_create(program=program, defaults=fields)
    record("recognition.rule_set", rule, by=by, program=program)
    return rule


@transaction.atomic
def thank(relationship: Relationship, *, by: Person, to: Person, text: str, may_be_shown: bool = False) -> Thanks:
    """Write the other thanks; once each, and changed by writing again."""
    if relationship.party_of(by) is None or relationship.party_of(to) is None or by == to:
        raise Refused(_("You can thank those you are together with."))
    thanks = Thanks.objects.filter(relationship=relationship, by=by, to=to).first()
    is_new = thanks is None
    thanks = thanks or Thanks(relationship=relationship, by=by, to=to)
    thanks.may_be_shown = may_be_shown
    thanks.put(relationship.key, text=text)
    thanks.save()
    if is_new:
        record("recognition.thanked", thanks, by=by)
        notices.thanked(thanks)
    return thanks


@transaction.atomic
def show(thanks: Thanks, *, by: Person, may_be_shown: bool) -> None:
    """Change one's mind about who may see it, at any time."""
    if thanks.by_id != by.pk:
        raise Refused(_("Only who wrote it decides who may see it."))
    thanks.may_be_shown = may_be_shown
    thanks.save(update_fields=["may_be_shown"])
    record("recognition.consented" if may_be_shown else "recognition.consent_withdrawn", thanks, by=by)


def _check(participation: Participation, given: queries.Given, rule: CertificateRule) -> None:
    if participation.state != Participation.State.COMPLETED:
        raise Refused(_("A certificate comes when somebody has finished."), kind=Kind.INVALID)
    if given.meetings < rule.least_meetings:
        raise Refused(
            ngettext(
                "This takes %(least)s meeting, and there is no record of it.",
                "This takes %(least)s meetings, and there are %(met)s on record.",
                rule.least_meetings,
            )
            % {"least": rule.least_meetings, "met": given.meetings},
            kind=Kind.INVALID,
        )


def _make(participation: Participation, given: queries.Given, *, by: Person | None) -> Certificate:
    cohort, today = participation.cohort, timezone.now().date()
    return Certificate.objects.create(
        person=participation.person,
        cohort=cohort,
        participation=participation,
        role=participation.role,
        name=participation.person.called_in_full(),
        program_name=cohort.program.name,
        organization_name=cohort.program.organization.name,
        role_name=cohort.program.word(participation.role),
        meetings=given.meetings,
        minutes=given.minutes,
        started_on=given.first_on or today,
        ended_on=given.last_on or today,
        signatures=_signatures(cohort.program),
        issued_on=today,
        issued_by=by,
    )


def _signatures(program: Program) -> list[list[str]]:
    """Whom the rule names, else the program's manager."""
    rule = queries.rule_of(program)
    named = [[rule.signer, rule.signer_title], [rule.second_signer, rule.second_signer_title]]
    found = [[name, title] for name, title in named if name]
    if found:
        return found
    managers = program.team.filter(role=TeamMember.Role.MANAGER).select_related("person").order_by("pk")
    return [[member.person.called_in_full(), str(member.get_role_display())] for member in managers[:2]]
