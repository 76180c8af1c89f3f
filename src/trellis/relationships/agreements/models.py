"""Versions of an agreement, and who signed which."""

from __future__ import annotations

import hashlib
import json
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.privacy.models import Key
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.sealed import Sealed


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(relationship__in=Relationship.objects.visible_to(person))

    def newest_first(self) -> Self:
        return self.order_by("-number")


class Agreement(Sealed):
    """One version. Its texts never change; a change is the next version."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="agreements")
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    every_weeks = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    signed_at = models.DateTimeField(null=True)  # by everybody: from then on it holds

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        constraints = [models.UniqueConstraint("relationship", "number", name="one_agreement_per_number")]

    def __str__(self) -> str:
        return f"{self.relationship_id}, version {self.number}"

    @property
    def program_id(self) -> int:
        return self.relationship.program_id

    def digest(self, key: Key | None) -> str:
        """What a signature stands under: SHA-256 of this version and everything it says."""
        said = [str(self.uid), self.number, self.every_weeks, self.minutes, self.texts(key)]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


class Signature(models.Model):
    """Somebody typed their name under one version."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=150)
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("agreement", "person", name="one_signature_each")]

    def __str__(self) -> str:
        return f"{self.name}: {self.agreement_id}"
