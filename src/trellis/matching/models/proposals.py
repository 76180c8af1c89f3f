"""Two people who are asked."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.privacy.models import Key
from trellis.programs.models import Cohort, Participation, Program, Role
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.sealed import Sealed


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
        APPROVAL = "approval", _("Both said yes, waits for approval")
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
        State.OPEN: {State.APPROVAL, State.ACCEPTED, State.DECLINED, State.EXPIRED, State.WITHDRAWN},
        State.APPROVAL: {State.ACCEPTED, State.WITHDRAWN},
    }
    NEXT_MENTEE_ANSWER: ClassVar = {Answer.WAITING: {Answer.ACCEPTED, Answer.DECLINED}}
    NEXT_MENTOR_ANSWER: ClassVar = NEXT_MENTEE_ANSWER
    LIVE = (State.HELD, State.OPEN, State.APPROVAL)

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
    is_next = models.BooleanField(default=False)  # proposed by itself, after one that came to nothing
    goes_on = models.BooleanField(default=False)  # it came to nothing, and the mentee should be asked about another
    approved_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
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
                "mentee",
                "mentor",
                condition=Q(state__in=["held", "open", "approval"]),
                name="one_live_proposal_per_pair",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "approval"])
                | Q(mentee_answer="accepted", mentor_answer="accepted"),
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


class ProposalPolicy(models.Model):
    """How proposals of a cohort go on. Without a row the usual holds."""

    cohort = models.OneToOneField(Cohort, models.CASCADE, related_name="proposal_policy")
    goes_on = models.BooleanField(_("propose the next best automatically"), default=True)
    most = models.PositiveSmallIntegerField(
        _("automatic proposals for one person at most"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    needs_approval = models.BooleanField(_("the team approves each pair before it begins"), default=False)
    tells_managers = models.BooleanField(_("tell people’s managers that they take part"), default=False)

    class Meta:
        verbose_name = _("how proposals go on")

    def __str__(self) -> str:
        return str(self.cohort)


class ProposalQuestion(Sealed):
    """Somebody who is asked wants to know more before they answer. Between them and the team, and sealed."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="questions")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    key = models.ForeignKey(Key, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("question about a proposal")
        constraints = [
            models.UniqueConstraint(
                "proposal", "person", condition=Q(answered_at=None), name="one_open_question_about_a_proposal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}, {self.person_id}"

    def get_absolute_url(self) -> str:
        return reverse("matching:question", args=[self.pk])

    @property
    def program_id(self) -> int:
        return self.proposal.program_id


class LineConflict(models.Model):
    """A pair that came into one reporting line after it began. The team is told the day it is found."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="line_conflicts")
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("pair in one reporting line")
        constraints = [
            models.UniqueConstraint("relationship", condition=Q(gone_at=None), name="one_line_conflict_at_a_time")
        ]

    def __str__(self) -> str:
        return str(self.relationship_id)
