"""Share a summary, note that it was opened, take it back."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.history.actions import record
from trellis.people import links
from trellis.people.models import Person
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.summaries import notices
from trellis.relationships.summaries.models import Summary, Visit
from trellis.relationships.summaries.sheet import Sheet

LINK = "relationships.summary"
DAYS = 90
SAME_VISIT = timedelta(hours=1)


@transaction.atomic
def share(relationship: Relationship, sheet: Sheet, *, by: Person, to: Person | None, seen: str) -> Summary:
    """Let somebody read this sheet. `seen` is the digest of what was looked at before: only that is shared."""
    if not sheet.goals and not sheet.words:
        raise Refused(_("Choose a goal, or write a few words: there is nothing to read yet."), kind=Kind.INVALID)
    if sheet.digest() != seen:
        raise Refused(
            _("Something changed while you were looking. Look once more before you share it."), kind=Kind.CONFLICT
        )
    summary = Summary(relationship=relationship, person=by, to=to)
    summary.put(relationship.key, body=sheet.frozen())
    summary.save()
    record("relationships.summary_shared", summary, by=by)
    if to is not None:
        notices.shared(summary, to, address(summary))
    return summary


@transaction.atomic
def withdraw(summary: Summary, *, by: Person) -> None:
    """Close the link. What was read can't be unread; nobody can read it again."""
    if not Summary.objects.filter(pk=summary.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        raise Refused(_("You took this back already."), kind=Kind.TOO_LATE)
    record("relationships.summary_withdrawn", summary, by=by)


def address(summary: Summary) -> str:
    """The link for who may read it; it works for ninety days without signing in."""
    return reverse("relationships:summary_link", args=[links.sign(LINK, summary.person, summary.uid)])


def open_link(token: str) -> Summary:
    """The summary a link names, unless it was taken back. Each visit is noted for whoever shared it."""
    signed = links.read(token, LINK, days=DAYS)
    rows = Summary.objects.select_related("relationship__key", "person")
    summary = rows.filter(uid=signed.parts[0], person=signed.person).first()
    if summary is None or summary.withdrawn_at is not None or summary.relationship.key is None:
        raise Refused(_("This summary was taken back. Ask whoever sent it if you still need it."), kind=Kind.EXPIRED)
    if not summary.openings.filter(at__gt=timezone.now() - SAME_VISIT).exists():
        Visit.objects.create(summary=summary, at=timezone.now())
    return summary
