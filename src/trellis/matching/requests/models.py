"""How people choose for themselves in a cohort, whom they keep in mind, and whom they asked."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.privacy.models import Key
from trellis.programs.models import Cohort, Participation
from trellis.relationships.sealed import Sealed


class ChoosingSettings(models.Model):
    """How much may be asked at once, and how long an answer may take."""

    cohort = models.OneToOneField(Cohort, models.CASCADE, related_name="choosing")
    open_requests = models.PositiveSmallIntegerField(
        _("requests a mentee may have open at once"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )
    answer_days = models.PositiveSmallIntegerField(
        _("days a mentor has to answer"), default=7, validators=[MinValueValidator(3), MaxValueValidator(7)]
    )
    choices_until = models.DateField(_("last day to name choices"), null=True, blank=True)

    class Meta:
        verbose_name = _("settings of choosing")

    def __str__(self) -> str:
        return str(self.cohort)

    def takes_choices(self, today: date) -> bool:
        return self.choices_until is None or today <= self.choices_until


class Bookmark(models.Model):
    """A mentor whom a mentee keeps in mind. Nobody else sees it."""

    mentee = models.ForeignKey(Participation, models.CASCADE, related_name="bookmarks")
    mentor = models.ForeignKey(Participation, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("bookmark")
        constraints = [models.UniqueConstraint("mentee", "mentor", name="kept_in_mind_once")]

    def __str__(self) -> str:
        return f"{self.mentee_id}: {self.mentor_id}"


class RequestPause(models.Model):
    """A mentor takes no new requests for now; whoever they have stays."""

    mentor = models.OneToOneField(Participation, models.CASCADE, related_name="request_pause")
    back_on = models.DateField(_("takes requests again on"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("pause of requests")

    def __str__(self) -> str:
        return str(self.mentor_id)


class MentorRequestQuerySet(models.QuerySet["MentorRequest"]):
    def visible_to(self, person: Person) -> Self:
        """To who asked; to who is asked, as soon as they are. Those who lead the program see facts elsewhere."""
        asked = ~Q(asked_at=None) & Q(mentor__person=person)
        return self.filter(Q(mentee__person=person) | asked)

    def live(self) -> Self:
        return self.filter(state__in=MentorRequest.LIVE)

    def open(self) -> Self:
        return self.filter(state=MentorRequest.State.OPEN)

    def queued(self) -> Self:
        return self.filter(state=MentorRequest.State.QUEUED)

    def waiting_for(self, person: Person) -> Self:
        """Open ones that this mentor still has to answer."""
        return self.open().filter(mentor__person=person)

    def with_people(self) -> Self:
        return self.select_related("mentee__person", "mentor__person", "cohort__program__organization", "key")


class MentorRequest(Sealed):
    """A mentee asks one mentor. Texts: message, for the two of them; note of a no, for those who run the program."""

    class State(models.TextChoices):
        QUEUED = "queued", _("In line")
        OPEN = "open", _("Asked")
        ACCEPTED = "accepted", _("Said yes")
        DECLINED = "declined", _("Said no")
        EXPIRED = "expired", _("Not answered in time")
        WITHDRAWN = "withdrawn", _("Taken back")
        LAPSED = "lapsed", _("No longer needed")

    class Reason(models.TextChoices):
        """Why a mentor says no; for those who run the program alone."""

        UNSAID = "", _("I’d rather not say")
        TIME = "time", _("I don’t have the time now")
        TOPIC = "topic", _("I can’t help with these topics")
        CLOSE = "close", _("We know each other too well or work too closely")
        OTHER = "other", _("Something else")

    NEXT: ClassVar = {
        State.QUEUED: {State.OPEN, State.WITHDRAWN, State.LAPSED},
        State.OPEN: {State.ACCEPTED, State.DECLINED, State.EXPIRED, State.WITHDRAWN, State.LAPSED},
    }
    LIVE = (State.QUEUED, State.OPEN)

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="mentor_requests")
    mentee = models.ForeignKey(Participation, models.CASCADE, related_name="requests_sent")
    mentor = models.ForeignKey(Participation, models.CASCADE, related_name="requests_received")
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    key = models.ForeignKey(Key, models.SET_NULL, null=True, related_name="+")
    asks_on = models.BooleanField(default=False)  # the next on the mentee's list is asked if this comes to nothing
    before = models.OneToOneField("self", models.SET_NULL, null=True, related_name="after")  # it follows this one
    created_at = models.DateTimeField(auto_now_add=True)
    asked_at = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(max_length=8, choices=Reason, blank=True)
    proposal = models.OneToOneField("matching.Proposal", models.SET_NULL, null=True, related_name="request")

    objects = MentorRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        indexes = [
            models.Index(fields=["mentor", "state"], name="requests_of_mentor"),
            models.Index(fields=["cohort", "state"], name="requests_of_cohort"),
            models.Index(fields=["state", "expires_on"], name="requests_ending"),
        ]
        constraints = [
            models.UniqueConstraint(
                "mentee", "mentor", condition=Q(state__in=["queued", "open"]), name="asked_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "withdrawn", "lapsed"])
                | Q(asked_at__isnull=False, expires_on__isnull=False),
                name="an_open_request_has_its_last_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentee.person}, {self.mentor.person}"

    def get_absolute_url(self) -> str:
        return reverse("matching:request", args=[self.pk])

    @property
    def program_id(self) -> int:
        return self.cohort.program_id

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    def message(self) -> str:
        """What the mentee wrote; empty once its key is gone."""
        return self.texts(self.key).get("message", "")

    def note(self) -> str:
        """What the mentor wrote with a no, for those who run the program."""
        return self.texts(self.key).get("note", "")

    def as_json(self) -> dict[str, Any]:
        """The facts of it for history: never what was written."""
        return {"mentee": self.mentee_id, "mentor": self.mentor_id}
