"""What is suggested to a cohort, and what is proposed to people."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pairing.people import WEIGHTS
from trellis.jobs.models import Job
from trellis.people.models import Person
from trellis.privacy.models import Key
from trellis.programs.models import Cohort, Participation, Program, Role
from trellis.relationships.pairs.models import Relationship


def standard_weights() -> dict[str, float]:
    return dict(WEIGHTS)


class MatchSettings(models.Model):
    """What counts how much when a cohort is matched."""

    cohort = models.OneToOneField(Cohort, models.CASCADE, related_name="match_settings")
    weights = models.JSONField(default=standard_weights)  # {"goals": 35, …}, see pairing.people.CRITERIA
    floor = models.PositiveSmallIntegerField(
        _("lowest fit that is suggested"), default=40, validators=[MaxValueValidator(100)]
    )
    load = models.PositiveSmallIntegerField(
        _("points off for each mentee a mentor has already"), default=5, validators=[MaxValueValidator(50)]
    )
    needs_language = models.BooleanField(_("a language in common is needed"), default=False)
    prefers_other_department = models.BooleanField(_("another department is better"), default=False)
    answer_days = models.PositiveSmallIntegerField(
        _("days to answer a proposal"), default=7, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    seed = models.PositiveIntegerField(default=1)  # decides between plans of equal worth

    class Meta:
        verbose_name = _("settings of matching")

    def __str__(self) -> str:
        return str(self.cohort)


class MatchRun(models.Model):
    """One search for the best pairs, with all it was made from, and what people then changed by hand."""

    class State(models.TextChoices):
        WORKING = "working", _("Looking for pairs")
        REVIEW = "review", _("Under review")
        SET_ASIDE = "set aside", _("Set aside")

    NEXT: ClassVar = {
        State.WORKING: {State.REVIEW, State.SET_ASIDE},
        State.REVIEW: {State.SET_ASIDE},
    }

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="match_runs")
    state = models.CharField(max_length=10, choices=State, default=State.WORKING)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    seed = models.PositiveIntegerField(default=1)
    weights = models.JSONField(default=dict)
    floor = models.PositiveSmallIntegerField(default=40)
    load = models.PositiveSmallIntegerField(default=5)
    inputs = models.BinaryField(null=True)  # what was known of people then, packed; never names
    inputs_hash = models.CharField(max_length=64, blank=True)
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

    class Meta:
        verbose_name = _("matching run")
        indexes = [models.Index(fields=["cohort", "state"], name="run_of_cohort")]
        constraints = [
            models.UniqueConstraint("cohort", condition=Q(state="working"), name="one_search_at_a_time"),
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


class KeptApart(models.Model):
    """A coordinator’s decision that two people of a cohort are not paired."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="kept_apart")
    mentee = models.ForeignKey(Participation, models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Participation, models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("pair kept apart")
        constraints = [models.UniqueConstraint("mentee", "mentor", name="kept_apart_once")]

    def __str__(self) -> str:
        return f"{self.mentee_id}, {self.mentor_id}"


class Wish(models.Model):
    """Whom somebody would like to be paired with, the first choice is 1."""

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="wishes")
    other = models.ForeignKey(Participation, models.CASCADE, related_name="wished_by")
    rank = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])

    class Meta:
        verbose_name = _("wish")
        constraints = [
            models.UniqueConstraint("participation", "other", name="one_wish_per_person"),
            models.UniqueConstraint("participation", "rank", name="one_wish_per_rank"),
        ]

    def __str__(self) -> str:
        return f"{self.participation_id}: {self.rank}"


class Avoidance(models.Model):
    """Somebody asked not to be paired with somebody. Nobody else is ever shown who asked, or that they did."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="avoidances")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("avoidance")
        constraints = [
            models.UniqueConstraint("person", "other", name="avoided_once"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="nobody_avoids_themselves"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, person: Person) -> Self:
        """To both sides once they are told, and to those who lead the program."""
        told = ~Q(state=Proposal.State.HELD) & ~Q(opened_at=None)
        own = told & (Q(mentee__person=person) | Q(mentor__person=person))
        return self.filter(own | Q(cohort__program__in=Program.objects.led_by(person)))

    def live(self) -> Self:
        return self.filter(state__in=Proposal.LIVE)

    def waiting_for(self, person: Person) -> Self:
        """Open ones that this person still has to answer."""
        mentee = Q(mentee__person=person, mentee_answer=Proposal.Answer.WAITING)
        mentor = Q(mentor__person=person, mentor_answer=Proposal.Answer.WAITING)
        return self.filter(mentee | mentor, state=Proposal.State.OPEN)

    def with_people(self) -> Self:
        return self.select_related("mentee__person", "mentor__person", "cohort__program__organization")


class Proposal(models.Model):
    """Two people are asked whether they would like to work together."""

    class State(models.TextChoices):
        HELD = "held", _("Not sent yet")
        OPEN = "open", _("Waiting for answers")
        ACCEPTED = "accepted", _("Both said yes")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Not answered in time")
        WITHDRAWN = "withdrawn", _("Taken back")

    class Answer(models.TextChoices):
        WAITING = "waiting", _("No answer yet")
        ACCEPTED = "accepted", _("Yes")
        DECLINED = "declined", _("No")

    class Reason(models.TextChoices):
        """Why somebody says no; for those who run the program alone."""

        UNSAID = "", _("I’d rather not say")
        TIME = "time", _("I don’t have the time now")
        TOPIC = "topic", _("I can’t help with these topics, or need others")
        CLOSE = "close", _("We know each other too well or work too closely")
        OTHER = "other", _("Something else")

    NEXT: ClassVar = {
        State.HELD: {State.OPEN, State.WITHDRAWN},
        State.OPEN: {State.ACCEPTED, State.DECLINED, State.EXPIRED, State.WITHDRAWN},
    }
    NEXT_MENTEE_ANSWER: ClassVar = {Answer.WAITING: {Answer.ACCEPTED, Answer.DECLINED}}
    NEXT_MENTOR_ANSWER: ClassVar = NEXT_MENTEE_ANSWER
    LIVE = (State.HELD, State.OPEN)

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="proposals")
    batch = models.UUIDField(default=uuid.uuid4, db_index=True)  # what was published together
    mentee = models.ForeignKey(Participation, models.CASCADE, related_name="proposals_as_mentee")
    mentor = models.ForeignKey(Participation, models.CASCADE, related_name="proposals_as_mentor")
    state = models.CharField(max_length=10, choices=State, default=State.HELD)
    mentee_answer = models.CharField(max_length=8, choices=Answer, default=Answer.WAITING)
    mentor_answer = models.CharField(max_length=8, choices=Answer, default=Answer.WAITING)
    points = models.PositiveIntegerField(default=0)
    parts = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    held_until = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    expires_on = models.DateField()
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(max_length=8, choices=Reason, blank=True)
    decline_note = models.BinaryField(null=True)  # sealed, for those who run the program
    key = models.ForeignKey(Key, models.SET_NULL, null=True, related_name="+")
    relationship = models.OneToOneField(Relationship, models.SET_NULL, null=True, related_name="proposal")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        indexes = [
            models.Index(fields=["cohort", "state"], name="proposals_of_cohort"),
            models.Index(fields=["state", "expires_on"], name="proposals_ending"),
        ]
        constraints = [
            models.UniqueConstraint(
                "mentee", "mentor", condition=Q(state__in=["held", "open"]), name="one_live_proposal_per_pair"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(mentee_answer="accepted", mentor_answer="accepted"),
                name="accepted_by_both",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentee.person}, {self.mentor.person}"

    def get_absolute_url(self) -> str:
        return reverse("matching:proposal", args=[self.pk])

    @property
    def program_id(self) -> int:
        return self.cohort.program_id

    @property
    def fit(self) -> int:
        return round(self.points / 1000)

    def side_of(self, person: Person) -> Role | None:
        """As what this person is asked."""
        if self.mentee.person_id == person.pk:
            return Role.MENTEE
        return Role.MENTOR if self.mentor.person_id == person.pk else None

    def participation_of(self, side: Role) -> Participation:
        return self.mentee if side == Role.MENTEE else self.mentor

    def answer_of(self, side: Role) -> str:
        return str(getattr(self, f"{side}_answer"))

    def sealed_at(self) -> tuple[str, str, str]:
        """What the note of a no is bound to."""
        return ("matching_proposal", str(self.pk), "decline_note")

    def as_json(self) -> dict[str, Any]:
        """The facts of it for history: never why."""
        return {"mentee": self.mentee_id, "mentor": self.mentor_id}
