"""Draft, change, send, sign and send back a charter."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.history.actions import record
from trellis.people.models import Person
from trellis.programs import actions as programs
from trellis.programs.models import Cohort, Program, Stage, TeamMember
from trellis.strategy import content, notices, queries
from trellis.strategy.models import AgreedAnswer, Charter

State = Charter.State
NEEDED = ("problem", "outcomes", "population")


@transaction.atomic
def draft(cohort: Cohort, *, by: Person) -> Charter:
    """The draft to work on: the one there is, else the next version. A version that waits for its
    signature is withdrawn; a signed one stays in force until the next is signed."""
    newest = queries.newest_charter(cohort)
    if newest and newest.state == State.DRAFT:
        return newest
    if newest and newest.state == State.SENT:
        move(newest, State.WITHDRAWN)
    charter = Charter.objects.create(
        cohort=cohort,
        version=newest.version + 1 if newest else 1,
        texts=newest.texts if newest else first_texts(cohort),
        sponsor=newest.sponsor if newest else None,
        changed_by=by,
    )
    record("strategy.charter_drafted", charter, by=by, program=cohort.program, facts={"version": charter.version})
    return charter


@transaction.atomic
def change(charter: Charter, texts: Mapping[str, str], *, by: Person, edits: int) -> None:
    """Rewrite the draft. `edits` is the count when it was read: who writes second is told."""
    known = {section.code for section in content.SECTIONS}
    texts = {code: text for code, text in texts.items() if code in known}
    rows = Charter.objects.filter(pk=charter.pk, state=State.DRAFT, edits=edits)
    if not rows.update(texts=texts, edits=edits + 1, changed_by=by, changed_at=timezone.now()):
        raise Refused(
            _("Somebody else changed this charter while you were writing. Copy your text, then load the page again."),
            kind=Kind.CONFLICT,
        )
    charter.refresh_from_db()
    record("strategy.charter_changed", charter, by=by, program=charter.cohort.program)


@transaction.atomic
def send(charter: Charter, *, sponsor: Person, by: Person) -> None:
    """Freeze the draft with its objectives and ask the sponsor to sign it."""
    _only_complete(charter)
    program = charter.cohort.program
    if sponsor.pk == by.pk or program.is_led_by(sponsor):
        raise Refused(_("The sponsor stands for the program from outside. Choose somebody who doesn’t run it."))
    move(
        charter,
        State.SENT,
        objectives=queries.snapshot(charter.cohort),
        sponsor=sponsor,
        sent_by=by,
        sent_at=timezone.now(),
    )
    programs.add_to_team(program, sponsor, TeamMember.Role.SPONSOR, by=by)
    facts = {"version": charter.version, "sponsor": sponsor.pk}
    record("strategy.charter_sent", charter, by=by, program=program, facts=facts)
    notices.charter_to_sign(charter, sponsor=sponsor, by=by)


@transaction.atomic
def sign(charter: Charter, *, name: str, by: Person) -> None:
    """The sponsor signs with the typed name; the version signed before is replaced, and design begins."""
    _only_sponsor(charter, by)
    before = Charter.objects.filter(cohort=charter.cohort, state=State.SIGNED).exclude(pk=charter.pk)
    before.update(state=State.REPLACED)
    move(charter, State.SIGNED, signed_at=timezone.now(), signed_name=name, signed_digest=charter.digest())
    facts = {"version": charter.version, "digest": charter.signed_digest}
    record("strategy.charter_signed", charter, by=by, program=charter.cohort.program, facts=facts)
    if charter.cohort.stage == Stage.STRATEGY:
        programs.enter_stage(charter.cohort, Stage.DESIGN, by=by)
    notices.charter_signed(charter, by=by)


@transaction.atomic
def send_back(charter: Charter, *, comment: str, by: Person) -> None:
    """The sponsor wants something changed first. The next draft begins with the same texts."""
    _only_sponsor(charter, by)
    move(charter, State.RETURNED, comment=comment)
    facts = {"version": charter.version}
    record("strategy.charter_returned", charter, by=by, program=charter.cohort.program, facts=facts)
    notices.charter_returned(charter, by=by)


def first_texts(cohort: Cohort) -> dict[str, str]:
    """What a charter begins with: the agreed answers, and what the design and the team already say."""
    agreed = dict(AgreedAnswer.objects.filter(session__cohort=cohort).values_list("code", "text"))
    texts = {section.code: agreed.get(section.question, "") for section in content.SECTIONS}
    program = cohort.program
    return texts | {
        "form": _form_of(program),
        "roles": _roles_of(program),
        "policies": content.policies_of(program.get_confidentiality_display()),
    }


def _form_of(program: Program) -> str:
    length = ngettext("%(count)s month", "%(count)s months", program.length_months) % {"count": program.length_months}
    rhythm = ngettext("every week", "every %(count)s weeks", program.meeting_every_weeks) % {
        "count": program.meeting_every_weeks
    }
    return _("%(form)s, for %(length)s. They meet %(rhythm)s for %(minutes)s minutes. Who matches: %(mode)s.") % {
        "form": program.get_format_display(),
        "length": length,
        "rhythm": rhythm,
        "minutes": program.meeting_minutes,
        "mode": program.get_match_mode_display(),
    }


def _roles_of(program: Program) -> str:
    team = program.team.select_related("person").order_by("role", "person__name")
    return "\n".join(f"{member.person}, {member.get_role_display()}" for member in team)


def _only_complete(charter: Charter) -> None:
    titles = {section.code: section.title for section in content.SECTIONS}
    missing = [str(titles[code]) for code in NEEDED if not charter.texts.get(code, "").strip()]
    if missing:
        raise Refused(_("Write these parts first: %s.") % ", ".join(missing), kind=Kind.INVALID)
    if not charter.cohort.objectives.exists():
        raise Refused(_("Set an objective first, so that everybody can see what was reached."), kind=Kind.INVALID)


def _only_sponsor(charter: Charter, person: Person) -> None:
    if charter.sponsor_id != person.pk:
        raise Refused(_("Only the sponsor it was sent to can do this."))
