"""Links that act for a person without signing in: signed, dated, for one purpose."""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.people.models import Person


@dataclass(frozen=True)
class Signed:
    """Whom a link acts for, and what it names."""

    person: Person
    parts: tuple[str, ...]


def sign(purpose: str, person: Person, *parts: object) -> str:
    """The token of a link: for this purpose, this person and these ids only."""
    content = [person.pk, *(str(part) for part in parts)]
    return signing.dumps(content, salt=f"link.{purpose}", compress=True)


def read(token: str, purpose: str, *, days: int = 14) -> Signed:
    """Who and what the token names. Raises Refused when it is changed, too old, or the account closed.

    A link may be opened twice; what it leads to refuses to happen twice.
    """
    try:
        content = signing.loads(token, salt=f"link.{purpose}", max_age=timedelta(days=days))
    except signing.SignatureExpired as problem:
        raise Refused(
            _("This link has expired. Sign in to go on, or ask for a new one."), kind=Kind.EXPIRED
        ) from problem
    except signing.BadSignature as problem:
        raise Refused(
            _("This link isn’t complete. Copy the whole address from the e-mail."), kind=Kind.INVALID
        ) from problem
    person = Person.objects.active().filter(pk=content[0]).first()
    if person is None:
        raise Refused(_("This link doesn’t work any more."), kind=Kind.EXPIRED)
    return Signed(person, tuple(content[1:]))
