"""Inviting somebody by a signed link, and their first step inside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.history.actions import record
from trellis.people import links, notices
from trellis.people.models import Invitation, Person

from . import accounts
from .keeping import keep

WELCOME = "welcome"
DAYS = 14
PAUSE = timedelta(minutes=10)


@transaction.atomic
def invite(email: str, name: str, *, by: Person, **fields: Any) -> Invitation:
    """Make an account and send its owner a link to it."""
    return invite_again(accounts.add(email, name, by=by, **fields), by=by)


@transaction.atomic
def invite_again(person: Person, *, by: Person | None) -> Invitation:
    """Send a link to somebody who has an account and was never inside."""
    if person.last_login:
        raise Refused(_("%s has been here already and can sign in.") % person, kind=Kind.TOO_LATE)
    if not person.is_active:
        raise Refused(_("This account is closed. Open it first."))
    if Invitation.objects.filter(person=person, created_at__gt=timezone.now() - PAUSE).exists():
        raise Refused(_("%s was invited a few minutes ago. Give the e-mail time to arrive.") % person)
    invitation = Invitation.objects.create(person=person, by=by)
    record("people.invited", person, by=by)
    notices.invitation(invitation, token=links.sign(WELCOME, person, invitation.pk), days=DAYS)
    return invitation


@transaction.atomic
def welcome(invitation: Invitation, *, name: str, password: str = "") -> Person:
    """The first step inside: how they write their name, and a password if they want one. Once."""
    person = invitation.person
    taken = Invitation.objects.filter(person=person, welcomed_at=None).update(welcomed_at=timezone.now())
    if person.last_login or not taken:
        raise Refused(_("This invitation was used. Sign in to go on."), kind=Kind.TOO_LATE)
    keep(person, {"name": name})
    if password:
        person.set_password(password)
        person.save(update_fields=["password"])
    record("people.welcomed", person, by=person)
    return person
