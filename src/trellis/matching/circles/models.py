"""Circles and pairs of peers: what a search made of people, whom it asks, and what they said."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.jobs.models import Job
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Program, Role
from trellis.relationships.pairs.models import Relationship


class Grouping(models.Model):
    """One search for circles, or for pairs of peers, of a cohort."""

    class State(models.TextChoices):
        WORKING = "working", _("Looking for circles")
        REVIEW = "review", _("Under review")
        ASKED = "asked", _("People are asked")
        SET_ASIDE = "set aside", _("Set aside")

    class Kind(models.TextChoices):
        """What nobody should be the only one of who asked for that."""

        NONE = "", _("Nothing")
        DEPARTMENT = "department", _("Their department")
        SITE = "site", _("Their site")
        LEVEL = "level", _("Their level")

    NEXT: ClassVar = {
        State.WORKING: {State.REVIEW, State.SET_ASIDE},
        State.REVIEW: {State.ASKED, State.SET_ASIDE},
        State.ASKED: set(),
    }

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="groupings")
    state = models.CharField(max_length=10, choices=State, default=State.WORKING)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    least = models.PositiveSmallIntegerField(
        _("members at least"), default=4, validators=[MinValueValidator(2), MaxValueValidator(20)]
    )
    most = models.PositiveSmallIntegerField(
        _("members at most"), default=6, validators=[MinValueValidator(2), MaxValueValidator(20)]
    )
    kind = models.CharField(_("nobody alone by"), max_length=10, choices=Kind, blank=True, default=Kind.NONE)
    seed = models.PositiveIntegerField(default=1)
    engine = models.CharField(max_length=20, blank=True)
    placed = models.PositiveIntegerField(default=0)
    possible = models.PositiveIntegerField(default=0)  # nobody could place more
    points = models.BigIntegerField(default=0)  # thousandths
    bound = models.BigIntegerField(default=0)  # no circles are worth more
    expires_on = models.DateField(null=True)  # the last day to answer

    class Meta:
        verbose_name = _("search for circles")
        constraints = [
            models.UniqueConstraint("cohort", condition=Q(state="working"), name="one_grouping_at_a_time"),
            models.UniqueConstraint("cohort", condition=Q(state="review"), name="one_grouping_under_review"),
            models.CheckConstraint(condition=Q(least__lte=F("most")), name="a_circle_has_room_for_its_least"),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.created_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("matching:circles", args=self.cohort.address)

    @property
    def program_id(self) -> int:
        return self.cohort.program_id

    @property
    def is_of_peers(self) -> bool:
        return self.cohort.program.format == Program.Format.PEER

    @property
    def gap(self) -> float:
        """By how many percent other circles could be better at most."""
        return 100 * (self.bound - self.points) / self.bound if self.bound else 0.0


class CircleQuerySet(models.QuerySet["Circle"]):
    def with_people(self) -> Self:
        """Everything a page says of circles, in two queries."""
        seats = Seat.objects.select_related("participation__person").order_by("participation__person__name", "pk")
        return self.select_related("facilitator__person", "relationship").prefetch_related(
            models.Prefetch("seats", seats)
        )


class Circle(models.Model):
    """Several people, or two, whom a search put together."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Nobody is asked yet")
        ASKED = "asked", _("Waiting for answers")
        STARTED = "started", _("Has begun")
        FELL = "fell", _("Didn’t come about")

    class Answer(models.TextChoices):
        WAITING = "waiting", _("No answer yet")
        ACCEPTED = "accepted", _("Yes")
        DECLINED = "declined", _("No")

    NEXT: ClassVar = {State.DRAFT: {State.ASKED}, State.ASKED: {State.STARTED, State.FELL}}

    grouping = models.ForeignKey(Grouping, models.CASCADE, related_name="circles")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    topic = models.CharField(_("topic"), max_length=120, blank=True)
    facilitator = models.ForeignKey(Participation, models.CASCADE, null=True, related_name="+")
    facilitator_answer = models.CharField(max_length=8, choices=Answer, default=Answer.WAITING)
    relationship = models.OneToOneField(Relationship, models.SET_NULL, null=True, related_name="circle")

    objects = CircleQuerySet.as_manager()

    class Meta:
        verbose_name = _("circle")
        constraints = [models.UniqueConstraint("grouping", "number", name="circles_are_numbered")]

    def __str__(self) -> str:
        return self.topic or gettext("Circle %(number)s") % {"number": self.number}

    @property
    def program_id(self) -> int:
        return self.grouping.cohort.program_id


class SeatQuerySet(models.QuerySet["Seat"]):
    def placed(self) -> Self:
        return self.exclude(circle=None)


class Seat(models.Model):
    """Where a search has put somebody: in a circle, or nowhere and why."""

    grouping = models.ForeignKey(Grouping, models.CASCADE, related_name="seats")
    circle = models.ForeignKey(Circle, models.CASCADE, null=True, related_name="seats")
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="+")
    answer = models.CharField(max_length=8, choices=Circle.Answer, default=Circle.Answer.WAITING)
    fit = models.PositiveSmallIntegerField(default=0)  # of 100: the mean with the others, or with who leads
    nobody = models.CharField(max_length=10, blank=True)  # why not: "few", "line", "alone", "fit"

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat in a circle")
        constraints = [models.UniqueConstraint("grouping", "participation", name="one_seat_each")]
        indexes = [models.Index(fields=["participation"], name="seats_of_participation")]

    def __str__(self) -> str:
        return f"{self.participation_id}: {self.circle_id}"


class CircleWish(models.Model):
    """Somebody would rather not be the only one of their kind in a circle. Only who runs the program sees it."""

    participation = models.OneToOneField(Participation, models.CASCADE, related_name="circle_wish")
    not_alone = models.BooleanField(_("not the only one"), default=False)

    def __str__(self) -> str:
        return str(self.participation_id)


def is_asked(circle: Circle, person: Person) -> Role | None:
    """As what this person is asked; nothing when they are not in it."""
    if circle.facilitator and circle.facilitator.person_id == person.pk:
        return Role.MENTOR
    return Role.MENTEE if any(seat.participation.person_id == person.pk for seat in circle.seats.all()) else None
