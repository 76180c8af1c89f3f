"""Accounts: made, corrected, closed and opened again by those who run the installation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.common.words import clean
from trellis.history.actions import record, undoes
from trellis.history.models import Event
from trellis.people.models import Person
from trellis.people.queries import chain_above, managers

from . import sessions
from .keeping import keep


@transaction.atomic
def add(email: str, name: str, *, by: Person | None, **fields: Any) -> Person:
    """Make an account without a password and tell nobody. Refused when the address is taken."""
    person = Person(email=email.strip().lower(), name=clean(name), **fields)
    person.set_unusable_password()
    person.search_text = person.clean_search_text()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as problem:
        raise Refused(_("Somebody has this address or employee number already."), kind=Kind.CONFLICT) from problem
    record("people.added", person, by=by)
    return person


@transaction.atomic
def edit_account(person: Person, values: Mapping[str, Any], *, by: Person, seen: int | None = None) -> None:
    """Correct what comes from personnel records. A new address replaces the old one for signing in at once."""
    manager = values.get("manager", person.manager)
    if manager and (manager == person or person.pk in chain_above(manager.pk, managers())):
        raise Refused(_("%s would be their own manager, directly or in a circle.") % person, kind=Kind.INVALID)
    try:
        with transaction.atomic():
            changed = keep(person, values, seen=seen)
    except IntegrityError as problem:
        raise Refused(_("Somebody has this address or employee number already."), kind=Kind.CONFLICT) from problem
    if "email" in changed:
        EmailAddress.objects.filter(user=person).delete()
    if changed:
        record("people.edited", person, by=by, facts={"fields": changed})


@transaction.atomic
def deactivate(person: Person, *, by: Person) -> Event:
    """Close the account and every session of it. What the person wrote stays."""
    if person == by:
        raise Refused(_("You can’t close your own account. Ask another administrator."))
    _lock_out(person)
    if not Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        raise Refused(_("This account is closed already."), kind=Kind.TOO_LATE)
    person.is_active = False
    sessions.end(person)
    return record("people.deactivated", person, by=by)


@transaction.atomic
def reactivate(person: Person, *, by: Person) -> None:
    """Open a closed account again, as it was."""
    if not Person.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        raise Refused(_("This account is open already."), kind=Kind.TOO_LATE)
    person.is_active = True
    record("people.reactivated", person, by=by)


@undoes("people.deactivated")
def undo_deactivation(event: Event, by: Person) -> None:
    reactivate(Person.objects.get(pk=event.target_id), by=by)


@transaction.atomic
def make_administrator(person: Person, *, by: Person) -> None:
    """Let somebody run this installation with you."""
    if not Person.objects.filter(pk=person.pk, is_active=True, is_administrator=False).update(is_administrator=True):
        raise Refused(_("This can’t be done any more. Load the page again."), kind=Kind.TOO_LATE)
    person.is_administrator = True
    record("people.administrator_made", person, by=by)


@transaction.atomic
def end_administrator(person: Person, *, by: Person) -> None:
    """Take the running of this installation away from somebody."""
    _lock_out(person)
    if not Person.objects.filter(pk=person.pk, is_administrator=True).update(is_administrator=False):
        raise Refused(_("This can’t be done any more. Load the page again."), kind=Kind.TOO_LATE)
    person.is_administrator = False
    record("people.administrator_ended", person, by=by)


def _lock_out(person: Person) -> None:
    """Never leave the installation without an administrator."""
    others = Person.objects.select_for_update().filter(is_administrator=True, is_active=True).exclude(pk=person.pk)
    if person.is_administrator and not others.exists():
        raise Refused(_("Somebody must run this installation. Name another administrator first."))
