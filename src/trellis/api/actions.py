"""Make and revoke tokens."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.api.models import KeptAnswer, Token
from trellis.common.errors import Kind, Refused
from trellis.common.rest import SCOPES
from trellis.history.actions import record
from trellis.people.models import Person

PREFIX = "trellis_"
ANSWERS_KEPT = timedelta(hours=24)


@transaction.atomic
def create_token(name: str, *, scopes: list[str], days: int, by: Person) -> tuple[Token, str]:
    """A new token and its secret, which is shown once and never kept."""
    if unknown := set(scopes) - set(SCOPES):
        raise Refused(_("There is no scope %s.") % ", ".join(sorted(unknown)), kind=Kind.INVALID)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        person=by,
        name=name,
        scopes=sorted(scopes),
        hash=hash_of(secret),
        ends_in=secret[-4:],
        expires_at=timezone.now() + timedelta(days=days),
    )
    record("api.token_created", token, by=by, facts={"scopes": token.scopes})
    return token, secret


@transaction.atomic
def revoke_token(token: Token, *, by: Person) -> None:
    """From the next request on, the token opens nothing. Twice is once."""
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        record("api.token_revoked", token, by=by)


def hash_of(secret: str) -> str:
    """SHA-256 is enough: the secret has 256 bits of chance."""
    return hashlib.sha256(secret.encode()).hexdigest()


def forget_answers() -> int:
    """Drop kept answers after a day; called by the clock."""
    deleted, _rows = KeptAnswer.objects.filter(created_at__lt=timezone.now() - ANSWERS_KEPT).delete()
    return deleted
