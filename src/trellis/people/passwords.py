"""How passwords are kept: argon2id, as many at a time as there are cores."""

import os
from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_CORES = BoundedSemaphore(os.cpu_count() or 1)


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id with 46 MiB a hash. Many people at once wait in line and don't fill the memory."""

    time_cost = 2
    memory_cost = 47104
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _CORES:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _CORES:
            return super().verify(password, encoded)


class LongEnough:
    """At least 15 characters, no rules about which."""

    SHORTEST = 15

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002  Django hands it over
        if len(password) < self.SHORTEST:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        return _("Use %(shortest)d characters or more. A few words in a row are easy to remember.") % {
            "shortest": self.SHORTEST
        }
