"""Personal tokens, and answers kept so that a request sent twice acts once."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person


class TokenQuerySet(models.QuerySet["Token"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(person=person)

    def valid(self) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now(), person__is_active=True)


class Token(models.Model):
    """Lets other software act as a person, within scopes, until a day. Only its hash is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    scopes = models.JSONField(default=list)
    hash = models.CharField(max_length=64, unique=True)
    ends_in = models.CharField(max_length=4)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("token")

    def __str__(self) -> str:
        return f"{self.name} …{self.ends_in}"

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class KeptAnswer(models.Model):
    """The answer to a request with an Idempotency-Key; without a status while it is being made."""

    token = models.ForeignKey(Token, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("token", "key", name="one_answer_per_key")]

    def __str__(self) -> str:
        return self.key
