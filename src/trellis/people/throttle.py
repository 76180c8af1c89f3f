"""Wrong passwords make the next try wait longer, for that account from that source.

Whoever guesses from elsewhere can't lock the owner out: the owner's own source has its own count. Only after
a hundred failures in a row from everywhere is the password itself at rest, until a code or a new password.
"""

from datetime import timedelta

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from trellis.people.models import FailedSignIn

FREE_TRIES = 5
MOST_TRIES = 100
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
KEPT = timedelta(days=1)


def wait_before(account: str, source: str) -> timedelta:
    """How long this source still has to wait before it may try this account again."""
    row = _rows(account, source).first()
    if row is None or row.failures < FREE_TRIES:
        return timedelta()
    doubled: int = 2 ** min(row.failures - FREE_TRIES, 10)
    return max(row.last_at + min(FIRST_WAIT * doubled, LONGEST_WAIT) - timezone.now(), timedelta())


def is_at_rest(account: str) -> bool:
    """True when so many tries failed in a row that the password alone no longer opens the account."""
    return _rows(account, "").filter(failures__gte=MOST_TRIES).exists()


def failed(account: str, source: str) -> None:
    """Count one wrong password."""
    for part in ("", source):
        FailedSignIn.objects.update_or_create(
            account=_hashed(account),
            source=_hashed(part) if part else "",
            defaults={"failures": F("failures") + 1, "last_at": timezone.now()},
            create_defaults={"failures": 1, "last_at": timezone.now()},
        )


def succeeded(account: str, source: str) -> None:
    """Somebody got in: both counts begin again."""
    _rows(account, "").delete()
    _rows(account, source).delete()


def forget_old() -> int:
    """Drop counts that nobody added to for a day, except those of a password at rest."""
    old = FailedSignIn.objects.filter(last_at__lt=timezone.now() - KEPT, failures__lt=MOST_TRIES)
    return old.delete()[0]


def _rows(account: str, source: str) -> QuerySet[FailedSignIn]:
    return FailedSignIn.objects.filter(account=_hashed(account), source=_hashed(source) if source else "")


def _hashed(value: str) -> str:
    return salted_hmac("people.throttle", value.strip().lower(), algorithm="sha256").hexdigest()
