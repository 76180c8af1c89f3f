"""Who may do or see what with people."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from trellis.people.models import Person

type Check = Callable[[Person, Person], bool]


def is_administrator(person: Person) -> bool:
    return person.is_active and person.is_administrator


def can_edit(person: Person, other: Person) -> bool:
    """The profile is the person's own."""
    return person == other


def can_edit_account(person: Person, other: Person) -> bool:
    """What comes from personnel records: name, address, department, manager."""
    return is_administrator(person)


def can_see(person: Person, other: Person) -> bool:
    return True


def can_see_profile(person: Person, other: Person) -> bool:
    """Running the installation is no reason to read what somebody wrote about themselves."""
    return Person.objects.found_by(person).filter(pk=other.pk).exists()


def can_see_photo(person: Person, other: Person) -> bool:
    """Whoever finds the person, once the person shows it; always oneself."""
    return person == other or (other.is_photo_shown and can_see_profile(person, other))


def can_invite(person: Person, other: Person) -> bool:
    """Somebody who was never inside."""
    return is_administrator(person) and other.is_active and other.last_login is None


def who_sees(other: Person) -> list[str]:
    """Who reads this profile, as sentences."""
    always = [
        _("Those who run a program %(name)s takes part in, and their manager at work."),
        _("Administrators see name, address and what comes from personnel records, not the rest."),
    ]
    opted = {
        Person.Visibility.EVERYONE: _("Everybody in the organization who has an account."),
        Person.Visibility.PROGRAMS: _("People in the same programs."),
        Person.Visibility.NOBODY: _("The people %(name)s is matched with."),
    }
    first = opted[Person.Visibility(other.visibility)]
    return [sentence % {"name": other.called()} for sentence in (first, *always)]


def get_person(person: Person, pk: int, *, may: Check) -> Person:
    """Not found for strangers, forbidden for those who may only look."""
    other = get_object_or_404(Person.objects.visible_to(person), pk=pk)
    if not may(person, other):
        raise PermissionDenied
    return other


def require_administrator(person: Person) -> None:
    """For pages of the whole installation. Other people don't learn that there is such a page."""
    if not is_administrator(person):
        raise Http404
