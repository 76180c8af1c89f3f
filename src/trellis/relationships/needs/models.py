"""What somebody needs for where they want to be, rated at the start, in the middle and at the end."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.sealed import Sealed

LOWEST, HIGHEST = 1, 5


class Moment(models.TextChoices):
    """When somebody looked at themselves."""

    START = "start", _("Start")
    MIDDLE = "middle", _("Middle")
    END = "end", _("End")

    @classmethod
    def of(cls, relationship: Relationship, today: date) -> Moment:
        """Which one it is now: the first two fifths are the start, the last fifth is the end."""
        if relationship.state in (Relationship.State.CLOSING, Relationship.State.CLOSED):
            return cls.END
        began_on = relationship.started_at.date()
        share = (today - began_on).days / max(1, (relationship.ends_on - began_on).days)
        return cls.START if share < 0.4 else cls.MIDDLE if share < 0.8 else cls.END


class Need(Sealed):
    """One thing it takes: a competency, an experience, something to know. Texts: name."""

    class Kind(models.TextChoices):
        COMPETENCY = "competency", _("Something to be able to do")
        EXPERIENCE = "experience", _("Something to have done")
        KNOWLEDGE = "knowledge", _("Something to know")

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="needs")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COMPETENCY)
    comes_first = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("need")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"need {self.pk}"

    @property
    def program_id(self) -> int:
        return self.relationship.program_id


class Rating(models.Model):
    """How much of it somebody says they have, and how much they need; a figure without its name says nothing."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="ratings")
    moment = models.CharField(max_length=6, choices=Moment)
    have = models.PositiveSmallIntegerField(null=True)
    want = models.PositiveSmallIntegerField(null=True)
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("need", "moment", name="one_rating_per_moment"),
            models.CheckConstraint(
                condition=(Q(have=None) | Q(have__range=(LOWEST, HIGHEST)))
                & (Q(want=None) | Q(want__range=(LOWEST, HIGHEST))),
                name="ratings_go_from_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} {self.moment}: {self.have} of {self.want}"
