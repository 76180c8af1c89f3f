"""Certificates, what they take, and thanks."""

from __future__ import annotations

import secrets
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Program, Role
from trellis.relationships.models import Relationship
from trellis.relationships.sealed import Sealed

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that looks like another


def new_code() -> str:
    """Eight letters and digits: too many to try out."""
    return "".join(secrets.choice(LETTERS) for _place in range(8))


class CertificateRule(models.Model):
    """What a program's certificate takes, and who signs it."""

    LEAST_MEETINGS = 3

    program = models.OneToOneField(Program, models.CASCADE, related_name="certificate_rule")
    least_meetings = models.PositiveSmallIntegerField(
        _("meetings held, at least"), default=LEAST_MEETINGS, validators=[MaxValueValidator(60)]
    )
    signer = models.CharField(_("signed by"), max_length=120, blank=True)
    signer_title = models.CharField(_("their title"), max_length=120, blank=True)
    second_signer = models.CharField(_("and by"), max_length=120, blank=True)
    second_signer_title = models.CharField(_("their title"), max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.program_id}: {self.least_meetings}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def valid(self) -> Self:
        return self.filter(taken_back_at=None)

    def visible_to(self, person: Person) -> Self:
        """One's own, and those of programs one leads."""
        return self.filter(Q(person=person) | Q(cohort__program__in=Program.objects.led_by(person)))


class Certificate(models.Model):
    """What somebody did, as it was on the day it was issued. Its code proves it to anybody."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="certificates")  # it is theirs and goes with them
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="certificates")
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="certificates")
    role = models.CharField(max_length=6, choices=Role)
    code = models.CharField(max_length=8, unique=True, default=new_code)
    name = models.CharField(max_length=150)
    program_name = models.CharField(max_length=120)
    organization_name = models.CharField(max_length=150)
    role_name = models.CharField(max_length=80)
    meetings = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    started_on = models.DateField()
    ended_on = models.DateField()
    signatures = models.JSONField(default=list)  # [["Adaeze Oyelaran", "Chief Nurse"], …]
    issued_on = models.DateField()
    issued_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        constraints = [
            models.UniqueConstraint(
                "participation", condition=Q(taken_back_at=None), name="one_certificate_per_participation"
            )
        ]
        indexes = [models.Index(fields=["cohort", "issued_on"], name="certificate_of_cohort")]

    def __str__(self) -> str:
        return f"{self.name}, {self.program_name}"

    def get_absolute_url(self) -> str:
        return reverse("recognition:certificate", args=[self.written_code])

    @property
    def program_id(self) -> int:
        return self.cohort.program_id

    @property
    def written_code(self) -> str:
        """The code as people read it: 7KQ4-M2XD."""
        return f"{self.code[:4]}-{self.code[4:]}"

    @property
    def hours(self) -> int:
        """Full hours, rounded to the nearest; a first short meeting counts as one."""
        return max(round(self.minutes / 60), 1 if self.minutes else 0)


class ThanksQuerySet(models.QuerySet["Thanks"]):
    def visible_to(self, person: Person) -> Self:
        """Who wrote it and who got it; the program's team when the writer said so."""
        shown = Q(may_be_shown=True, relationship__cohort__program__in=Program.objects.led_by(person))
        return self.filter(Q(by=person) | Q(to=person) | shown)

    def newest_first(self) -> Self:
        return self.select_related("by", "to", "relationship__key", "relationship__cohort__program").order_by("-pk")


class Thanks(Sealed):
    """A few words from one of a pair to the other. Texts: text."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="thanks")
    by = models.ForeignKey(Person, models.PROTECT, related_name="thanks_written")
    to = models.ForeignKey(Person, models.PROTECT, related_name="thanks_received")
    may_be_shown = models.BooleanField(default=False)
    written_at = models.DateTimeField(auto_now_add=True)

    objects = ThanksQuerySet.as_manager()

    class Meta:
        verbose_name = _("thanks")
        constraints = [models.UniqueConstraint("relationship", "by", "to", name="one_thanks_each_way")]

    def __str__(self) -> str:
        return f"thanks {self.pk}"

    @property
    def program_id(self) -> int:
        return self.relationship.program_id

    @property
    def text(self) -> str:
        return self.texts(self.relationship.key).get("text", "")
