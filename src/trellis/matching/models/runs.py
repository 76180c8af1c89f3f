"""Searches for the best pairs, and what they found."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.jobs.models import Job
from trellis.matching.models.settings import MatchSettings
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation

AIMS: dict[str, str | Promise] = {
    MatchSettings.Aim.PEOPLE: _("Most people"),
    MatchSettings.Aim.FAIREST: _("Fairest"),
    MatchSettings.Aim.CHOICES: _("Choices first"),
    MatchSettings.Aim.TOTAL: _("Best total"),
}  # what a scenario without a name is called


class MatchRun(models.Model):
    """One search for the best pairs, with all it was made from, and what people then changed by hand."""

    class State(models.TextChoices):
        WORKING = "working", _("Looking for pairs")
        READY = "ready", _("To compare")
        REVIEW = "review", _("Under review")
        SET_ASIDE = "set aside", _("Set aside")

    NEXT: ClassVar = {
        State.WORKING: {State.READY, State.REVIEW, State.SET_ASIDE},
        State.READY: {State.REVIEW, State.SET_ASIDE},
        State.REVIEW: {State.READY, State.SET_ASIDE},
    }

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="match_runs")
    state = models.CharField(max_length=10, choices=State, default=State.WORKING)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(_("name"), max_length=60, blank=True)  # of a scenario
    is_scenario = models.BooleanField(default=False)  # kept beside the plan under review until somebody chooses it

    aim = models.CharField(max_length=8, choices=MatchSettings.Aim, default=MatchSettings.Aim.PEOPLE)
    mark = models.PositiveIntegerField(null=True)  # thousandths that no pair is under: a point on the trade-off
    seconds_allowed = models.PositiveSmallIntegerField(null=True)
    seed = models.PositiveIntegerField(default=1)
    weights = models.JSONField(default=dict)
    floor = models.PositiveSmallIntegerField(default=40)
    load = models.PositiveSmallIntegerField(default=5)
    inputs = models.BinaryField(null=True)  # what was known of people then, packed; never names
    inputs_hash = models.CharField(max_length=64, blank=True)
    people_hash = models.CharField(max_length=64, blank=True)  # the same people under other rules have the same
    rules = models.JSONField(default=list)  # codes of the rules that held
    engine = models.CharField(max_length=20, blank=True)

    mentees = models.PositiveIntegerField(default=0)
    mentors = models.PositiveIntegerField(default=0)
    places = models.PositiveIntegerField(default=0)
    placed = models.PositiveIntegerField(default=0)
    total = models.BigIntegerField(default=0)  # thousandths of a point, as everywhere in a plan
    lowest = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)

    version = models.PositiveIntegerField(default=1)  # counts changes by hand
    prices = models.JSONField(default=list)
    bound = models.BigIntegerField(default=0)
    worth = models.BigIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)  # a second piece of code looked at this very version
    findings = models.JSONField(default=list)  # what it found wrong: codes
    worst = models.JSONField(null=True)  # the proof that no plan has a better worst pair
    effort = models.JSONField(default=dict)  # {"rounds": 3, "pairs": 50000000}
    search: models.JSONField[Any, Any] = models.JSONField(  # before anybody changed it: {"problem", "pairs"}, hashes
        default=dict
    )
    repeated_at = models.DateTimeField(null=True)  # when the same search was made once more
    repeats = models.BooleanField(null=True)  # and whether it gave the same
    curve = models.JSONField(default=list)  # the trade-off: [{"worst": 57312, "matched": 23, "total": …}]

    class Meta:
        verbose_name = _("matching run")
        indexes = [models.Index(fields=["cohort", "state"], name="run_of_cohort")]
        constraints = [
            models.UniqueConstraint(
                "cohort", "aim", condition=Q(state="working", mark=None), name="one_search_of_a_kind_at_a_time"
            ),
            models.UniqueConstraint("cohort", condition=Q(state="review"), name="one_run_under_review"),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.created_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("matching:studio", args=self.cohort.address)

    @property
    def program_id(self) -> int:
        return self.cohort.program_id

    @property
    def is_whole(self) -> bool:
        """The search went on until nothing better could exist; it did not stop because its time was over."""
        return self.worth == self.bound

    def asks_like(self, other: MatchRun) -> bool:
        """The same question, so that the newer answer takes the place of the older."""
        asked = ("aim", "mark", "floor", "load", "weights", "seconds_allowed")
        return all(getattr(self, name) == getattr(other, name) for name in asked)

    @property
    def gap(self) -> float:
        """How much better another plan could be at most, as a share of this one."""
        return (self.bound - self.worth) / max(1, abs(self.worth))

    @property
    def called(self) -> str:
        """The name somebody gave it, or else what came first."""
        return self.name or str(AIMS.get(self.aim, self.aim))

    @property
    def is_proven(self) -> bool:
        """A second program found every rule kept and nothing better possible, for this version."""
        return self.checked_at is not None and not self.findings

    @property
    def average(self) -> float:
        return self.total / self.placed / 1000 if self.placed else 0.0

    @property
    def lowest_fit(self) -> int:
        return round(self.lowest / 1000)

    @property
    def total_fit(self) -> int:
        return round(self.total / 1000)


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def placed(self) -> Self:
        return self.exclude(mentor=None)

    def unpublished(self) -> Self:
        return self.placed().filter(proposal=None)

    def with_people(self) -> Self:
        return self.select_related("mentee__person", "mentor__person", "proposal")


class Suggestion(models.Model):
    """What a run has for one mentee: a mentor with the reasons, or nobody with the reason."""

    run = models.ForeignKey(MatchRun, models.CASCADE, related_name="suggestions")
    mentee = models.ForeignKey(Participation, models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Participation, models.CASCADE, null=True, related_name="+")
    points = models.PositiveIntegerField(default=0)
    parts = models.JSONField(default=list)  # points of goals, time, choices, place, background
    reasons = models.JSONField(default=list)  # [{"key", "points", "maximum", "code", "facts"}]
    unknown = models.JSONField(default=list)  # criteria about which nobody said anything
    known = models.PositiveSmallIntegerField(default=100)  # percent of all weight
    note = models.JSONField(default=dict)  # {"code", "kind", …}: the one thing to know
    nobody = models.JSONField(default=dict)  # why there is no mentor
    is_worth_a_look = models.BooleanField(default=False)
    is_locked = models.BooleanField(default=False)
    is_by_hand = models.BooleanField(default=False)
    proposal = models.OneToOneField("Proposal", models.SET_NULL, null=True, related_name="suggestion")

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        constraints = [
            models.UniqueConstraint("run", "mentee", name="one_suggestion_per_mentee"),
            models.CheckConstraint(
                condition=Q(mentor__isnull=False) | Q(is_locked=False, proposal=None), name="nobody_is_never_locked"
            ),
        ]
        indexes = [models.Index(F("run"), F("points").desc(), name="suggestions_by_fit")]

    def __str__(self) -> str:
        return f"{self.mentee_id}: {self.mentor_id}"

    @property
    def fit(self) -> int:
        return round(self.points / 1000)
