"""An ending, the steps of a good one, and what each side leaves behind."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.relationships.pairs.models import Party, Relationship
from trellis.relationships.sealed import Sealed


class Ending(models.Model):
    """A relationship comes to its end. Whose wish that was is kept only so that they can take it back."""

    relationship = models.OneToOneField(Relationship, models.CASCADE, related_name="ending")
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=12, choices=Relationship.Reason)
    begun_at = models.DateTimeField()
    closes_on = models.DateField()

    class Meta:
        verbose_name = _("ending")

    def __str__(self) -> str:
        return f"{self.relationship_id}: {self.closes_on}"


class ClosingStep(models.Model):
    """One line of the closing checklist, ticked by one of the pair for both."""

    class Code(models.TextChoices):
        GOALS = "goals", _("Look at the goals once more: what was reached, what goes on without this mentoring")
        UNFINISHED = "unfinished", _("Name what is unfinished, and who carries it from here")
        LEARNED = "learned", _("Tell each other one thing you learned from the other")
        CELEBRATE = "celebrate", _("Celebrate what went well, in whatever way suits you")
        THANKS = "thanks", _("Say thanks, aloud or in writing")
        RECORDS = "records", _("Keep what you want to keep: your notes stay readable here")

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="closing_steps")
    code = models.CharField(max_length=12, choices=Code)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("relationship", "code", name="one_tick_per_closing_step")]

    def __str__(self) -> str:
        return f"{self.relationship_id}: {self.code}"


class Renewal(models.Model):
    """One side would like to go on for some months more. The other learns it when they wish the same."""

    party = models.OneToOneField(Party, models.CASCADE, related_name="renewal")
    months = models.PositiveSmallIntegerField()
    wished_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(months__range=(1, 12)), name="renewed_for_a_year_at_most")
        ]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.months}"


class FarewellQuerySet(models.QuerySet["Farewell"]):
    def readable_by(self, person: Person) -> Self:
        """One's own, and what the other chose to share."""
        own = models.Q(party__person=person)
        shared = models.Q(is_shared=True, party__relationship__in=Relationship.objects.visible_to(person))
        return self.filter(own | shared)


class Farewell(Sealed):
    """What one side looks back on, and whether they would like to stay in touch."""

    class Contact(models.TextChoices):
        UNSAID = "", _("I’d rather not say yet")
        NONE = "none", _("Nothing planned: we let it rest here")
        SOMETIMES = "sometimes", _("Now and then, when one of us has a reason")
        REGULAR = "regular", _("Yes, I’d like us to keep meeting on our own")

    CLOSENESS = (Contact.NONE, Contact.SOMETIMES, Contact.REGULAR)

    party = models.OneToOneField(Party, models.CASCADE, related_name="farewell")
    is_shared = models.BooleanField(default=False)
    contact = models.CharField(_("afterwards"), max_length=10, choices=Contact, blank=True)
    written_at = models.DateTimeField(auto_now=True)

    objects = FarewellQuerySet.as_manager()

    class Meta:
        verbose_name = _("farewell")

    def __str__(self) -> str:
        return f"{self.party_id}"
