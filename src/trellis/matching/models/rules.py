"""Pairs that a rule forbids because somebody declared it, and rules that two people set aside for one pair."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation


class Tie(models.Model):
    """Two people who are never paired because one decides about the other (H4), or they are close (H5)."""

    class Kind(models.TextChoices):
        POWER = "power", _("One decides about the other: marks, pay, discipline or money")
        CLOSE = "close", _("They are family, or close in private")

    person = models.ForeignKey(Person, models.CASCADE, related_name="ties")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(_("what ties them"), max_length=5, choices=Kind)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("tie between two people")
        constraints = [
            models.UniqueConstraint("person", "other", "kind", name="one_tie_of_a_kind"),
            models.CheckConstraint(condition=Q(person__lt=F("other")), name="a_tie_is_kept_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}, {self.other_id}: {self.kind}"


class ExceptionQuerySet(models.QuerySet["RuleException"]):
    def holding(self, on: date) -> Self:
        """Approved, and not yet due to be looked at again."""
        return self.filter(state=RuleException.State.APPROVED, review_on__gte=on)

    def waiting(self) -> Self:
        return self.filter(state=RuleException.State.ASKED)


class RuleException(models.Model):
    """One rule that does not count for one pair: one person asks, another approves, and it ends on a day."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waits for a second person")
        APPROVED = "approved", _("Holds")
        REFUSED = "refused", _("Refused")
        ENDED = "ended", _("Taken back")

    NEXT: ClassVar = {
        State.ASKED: {State.APPROVED, State.REFUSED, State.ENDED},
        State.APPROVED: {State.ENDED},
    }

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="rule_exceptions")
    mentee = models.ForeignKey(Participation, models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Participation, models.CASCADE, related_name="+")
    rule = models.CharField(max_length=10)  # "H3"
    reason = models.TextField(_("why the rule shall not count for them"), max_length=1000)
    review_on = models.DateField(_("to be looked at again on"))
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = ExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exception from a rule")
        constraints = [
            models.UniqueConstraint(
                "mentee", "mentor", "rule", condition=Q(state__in=["asked", "approved"]), name="one_live_exception"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(decided_by=F("asked_by")), name="a_second_person_approves"
            ),
            models.CheckConstraint(
                condition=~Q(rule__in=["H1", "H7", "H8", "H9", "H14"]), name="some_rules_hold_for_everybody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.mentee_id}, {self.mentor_id}"

    def get_absolute_url(self) -> str:
        return reverse("matching:rules", args=self.cohort.address)

    @property
    def program_id(self) -> int:
        return self.cohort.program_id
