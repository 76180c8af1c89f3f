"""A vision, the goals that come from it, and their steps."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.relationships.needs.models import Need
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.sealed import Sealed


class Vision(Sealed):
    """Why somebody is here and where they want to be at the end. Texts: why, destination."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="visions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("vision")
        constraints = [models.UniqueConstraint("relationship", "person", name="one_vision_each")]

    def __str__(self) -> str:
        return f"{self.relationship_id}: {self.person_id}"

    @property
    def program_id(self) -> int:
        return self.relationship.program_id


class GoalQuerySet(models.QuerySet["Goal"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(relationship__in=Relationship.objects.visible_to(person))

    def kept(self) -> Self:
        """Those that still count: open or reached."""
        return self.exclude(state=Goal.State.WITHDRAWN)

    def counted(self) -> Self:
        """With `steps_all` and `steps_done`."""
        return self.annotate(
            steps_all=Count("steps"), steps_done=Count("steps", filter=Q(steps__done_at__isnull=False))
        )

    def in_order(self) -> Self:
        return self.order_by(F("closed_at").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")


class Level(models.TextChoices):
    """How far it went, against what was expected: goal-attainment scaling. The code names its text."""

    MUCH_LESS = "level_0", _("Much less than expected (−2)")
    LESS = "level_1", _("Less than expected (−1)")
    EXPECTED = "level_2", _("As expected (0)")
    MORE = "level_3", _("More than expected (+1)")
    MUCH_MORE = "level_4", _("Much more than expected (+2)")

    @property
    def figure(self) -> int:
        return list(Level).index(self) - 2

    @classmethod
    def of(cls, figure: int) -> Level:
        return list(cls)[figure + 2]


class Goal(Sealed):
    """Something to reach by a day. Texts: title, why, measure, support, one per Level, reason (of withdrawing)."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        REACHED = "reached", _("Reached")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Progress(models.TextChoices):
        STEPS = "steps", _("By the steps that are done")
        JUDGED = "judged", _("By your own judgment")

    NEXT: ClassVar = {
        State.OPEN: {State.REACHED, State.WITHDRAWN},
        State.REACHED: {State.OPEN},
        State.WITHDRAWN: {State.OPEN},
    }
    steps_all: int
    steps_done: int

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="goals")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, models.SET_NULL, null=True, related_name="goals")  # what it closes the gap of
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    progress_by = models.CharField(max_length=6, choices=Progress, default=Progress.STEPS)
    judged = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(100)])
    attained = models.SmallIntegerField(null=True, validators=[MinValueValidator(-2), MaxValueValidator(2)])
    due_on = models.DateField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal")
        indexes = [models.Index(fields=["relationship", "state"], name="goal_of_relationship")]
        constraints = [
            models.CheckConstraint(condition=Q(judged__lte=100), name="progress_ends_at_100"),
            models.CheckConstraint(
                condition=Q(attained=None) | Q(attained__range=(-2, 2)), name="attainment_from_minus_2_to_2"
            ),
        ]

    def __str__(self) -> str:
        return f"goal {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("relationships:goal", args=[self.relationship_id, self.pk])

    @property
    def program_id(self) -> int:
        return self.relationship.program_id

    @property
    def percent(self) -> int:
        """How far along, of a row that was `counted()`."""
        if self.state == self.State.REACHED:
            return 100
        if self.progress_by == self.Progress.JUDGED:
            return self.judged
        return round(100 * self.steps_done / self.steps_all) if self.steps_all else 0


class Step(Sealed):
    """One step of a goal. Texts: title."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("step")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"step {self.pk}"


class GoalVersion(Sealed):
    """How a goal read before it was changed. Texts: those of the goal."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")  # who changed it
    due_on = models.DateField(null=True)
    replaced_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint("goal", "number", name="one_goal_per_version")]

    def __str__(self) -> str:
        return f"goal {self.goal_id}, version {self.number}"
