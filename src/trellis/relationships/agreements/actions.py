"""Write a version, sign it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.common.words import fold
from trellis.history.actions import record
from trellis.people.models import Person
from trellis.relationships.agreements import notices
from trellis.relationships.agreements.models import Agreement, Signature
from trellis.relationships.agreements.queries import latest
from trellis.relationships.pairs.actions import require_open
from trellis.relationships.pairs.models import Relationship


@transaction.atomic
def write(
    relationship: Relationship, *, by: Person, based_on: int, every_weeks: int, minutes: int, **texts: str
) -> Agreement:
    """The next version, for both to sign. `based_on` is the number of the one that was changed, 0 for none."""
    require_open(relationship)
    before = latest(relationship)
    if (before.number if before else 0) != based_on:
        raise Refused(
            _("There is a newer version. Your text is still here; compare the two and send it again."),
            kind=Kind.CONFLICT,
        )
    agreement = Agreement(
        relationship=relationship, number=based_on + 1, by=by, every_weeks=every_weeks, minutes=minutes
    )
    agreement.put(relationship.key, **texts)
    agreement.save()
    record("relationships.agreement_written", agreement, by=by, facts={"version": agreement.number})
    notices.written(relationship, by=by)
    return agreement


@transaction.atomic
def sign(agreement: Agreement, *, by: Person, name: str, digest: str) -> Signature:
    """Put one's name under exactly what one has read. When all have, it holds and sets the rhythm."""
    relationship = agreement.relationship
    require_open(relationship)
    _check(agreement, by=by, name=name, digest=digest)
    signature = Signature.objects.create(agreement=agreement, person=by, name=name, digest=digest)
    record("relationships.agreement_signed", agreement, by=by, facts={"version": agreement.number})
    complete = _complete(agreement)
    if complete:
        _put_in_force(agreement)
    notices.signed(relationship, by=by, complete=complete)
    return signature


def _check(agreement: Agreement, *, by: Person, name: str, digest: str) -> None:
    newest = latest(agreement.relationship)
    if newest != agreement or digest != agreement.digest(agreement.relationship.key):
        raise Refused(
            _("The agreement was changed while you were reading. Read the new version before you sign."),
            kind=Kind.CONFLICT,
        )
    if agreement.signatures.filter(person=by).exists():
        raise Refused(_("You have signed this version already."), kind=Kind.TOO_LATE)
    if fold(name) not in (fold(by.name), fold(by.called_in_full())):
        raise Refused(
            _("Type your name as your profile has it: %(name)s.") % {"name": by.called_in_full()}, kind=Kind.INVALID
        )


def _complete(agreement: Agreement) -> bool:
    signed = set(agreement.signatures.values_list("person", flat=True))
    present = agreement.relationship.parties.filter(left_at=None).values_list("person", flat=True)
    return set(present) <= signed


def _put_in_force(agreement: Agreement) -> None:
    agreement.signed_at = timezone.now()
    agreement.save(update_fields=["signed_at"])
    relationship = agreement.relationship
    relationship.meeting_every_weeks, relationship.meeting_minutes = agreement.every_weeks, agreement.minutes
    relationship.save(update_fields=["meeting_every_weeks", "meeting_minutes"])
    record("relationships.agreement_complete", agreement, by=None, facts={"version": agreement.number})
