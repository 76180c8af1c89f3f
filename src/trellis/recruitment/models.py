"""A cohort's call for people, and those who answer it."""

from __future__ import annotations

import secrets
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.programs.models import Cohort, Program, Role
from trellis.questions.models import Response


def new_token() -> str:
    return secrets.token_urlsafe(16)


class Call(models.Model):
    """How a cohort asks for people: whether it is open, and its own words on the public page."""

    cohort = models.OneToOneField(Cohort, models.CASCADE, related_name="call")
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    headline = models.CharField(_("headline"), max_length=90, blank=True)
    lede = models.CharField(_("two sentences under it"), max_length=300, blank=True)
    mentee_hours = models.PositiveSmallIntegerField(
        _("hours a month for a mentee"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(40)]
    )
    mentor_hours = models.PositiveSmallIntegerField(
        _("hours a month for a mentor"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(40)]
    )
    mentee_points: models.JSONField[Any, Any] = models.JSONField(_("for mentees"), default=list, blank=True)  # ["…"]
    mentor_points: models.JSONField[Any, Any] = models.JSONField(_("for mentors"), default=list, blank=True)
    ratio = models.DecimalField(
        _("mentor places for each mentee"),
        max_digits=3,
        decimal_places=1,
        default=Decimal("1.3"),
        validators=[MinValueValidator(Decimal("0.1")), MaxValueValidator(Decimal(10))],
    )
    contact_name = models.CharField(_("whom to ask"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    domains = models.CharField(_("e-mail addresses must end in"), max_length=200, blank=True)  # "kestrelbay.example"
    mentor_token = models.CharField(max_length=40, unique=True, default=new_token)
    mentee_token = models.CharField(max_length=40, unique=True, default=new_token)

    class Meta:
        verbose_name = _("call for applications")

    def __str__(self) -> str:
        return str(self.cohort)

    def token(self, role: str) -> str:
        return self.mentor_token if role == Role.MENTOR else self.mentee_token

    def allows(self, email: str) -> bool:
        """May somebody with this address apply? Without a list everybody may."""
        endings = self.domains.replace(",", " ").lower().split()
        return not endings or email.lower().rpartition("@")[2] in {ending.lstrip("@") for ending in endings}


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, person: Person) -> Self:
        """One's own; and those that were sent to a program one leads."""
        led = Q(cohort__program__in=Program.objects.led_by(person)) & ~Q(state=Application.State.DRAFT)
        return self.filter(Q(person=person) | led)

    def of(self, cohort: Cohort, role: str) -> Self:
        return self.filter(cohort=cohort, role=role)

    def sent(self) -> Self:
        return self.exclude(state=Application.State.DRAFT)

    def undecided(self) -> Self:
        return self.filter(state__in=Application.UNDECIDED)


class Application(models.Model):
    """Somebody would like to mentor, or to learn, in a cohort. One for each role."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("application", "Begun")
        SUBMITTED = "submitted", pgettext_lazy("application", "To decide")
        WAITING = "waiting", pgettext_lazy("application", "Waiting list")
        ACCEPTED = "accepted", pgettext_lazy("application", "Accepted")
        DECLINED = "declined", pgettext_lazy("application", "Declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")

    class Reason(models.TextChoices):
        NO_PLACE = "no-place", _("No place left")
        NOT_FOR = "not-for", _("Isn’t whom the program is for")
        NO_TIME = "no-time", _("Too little time for it now")
        NO_FIT = "no-fit", _("Nobody suits what they look for")
        OTHER = "other", _("Another reason")

    class Came(models.TextChoices):
        VOLUNTEERED = "volunteered", _("Came by themselves")
        INVITED = "invited", _("Was invited")

    NEXT: ClassVar = {
        State.DRAFT: {State.SUBMITTED},
        State.SUBMITTED: {State.ACCEPTED, State.WAITING, State.DECLINED, State.WITHDRAWN},
        State.WAITING: {State.ACCEPTED, State.DECLINED, State.WITHDRAWN, State.SUBMITTED},
        State.ACCEPTED: {State.SUBMITTED, State.WAITING},
        State.DECLINED: {State.SUBMITTED, State.WAITING},
        State.WITHDRAWN: {State.DRAFT},
    }
    UNDECIDED = (State.SUBMITTED, State.WAITING)
    DECIDED = (State.ACCEPTED, State.WAITING, State.DECLINED)

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="applications")
    role = models.CharField(max_length=6, choices=Role)
    person = models.ForeignKey(  # nobody yet while somebody without an account writes a draft
        Person, models.CASCADE, null=True, related_name="applications"
    )
    email = models.EmailField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    about: models.JSONField[Any, Any] = models.JSONField(default=dict)  # {"name": …} of somebody without an account
    response = models.ForeignKey(Response, models.SET_NULL, null=True, related_name="+")
    capacity = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(20)])
    source = models.SlugField(max_length=40, blank=True)  # the way they came: "flyer", "link"
    came = models.CharField(max_length=12, choices=Came, default=Came.VOLUNTEERED)
    reviewer = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason, blank=True)  # for the team alone
    reason_note = models.TextField(_("more about the reason"), blank=True, max_length=1000)  # for the team alone
    words = models.TextField(_("a few words to them"), blank=True, max_length=1500)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        constraints = [
            models.UniqueConstraint("cohort", "role", "person", name="one_application_per_person"),
            models.UniqueConstraint(
                "cohort", "role", "email", condition=Q(person__isnull=True), name="one_draft_per_address"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(person__isnull=False), name="who_applied_is_somebody"
            ),
        ]
        indexes = [models.Index(fields=["cohort", "state", "submitted_at"], name="applications_to_decide")]

    def __str__(self) -> str:
        who = self.person or self.about.get("name") or self.email
        return gettext("%(person)s as %(role)s") % {"person": who, "role": self.get_role_display()}

    def get_absolute_url(self) -> str:
        return reverse("recruitment:mine", args=[self.pk])

    @property
    def program_id(self) -> int:
        return self.cohort.program_id

    @property
    def applicant(self) -> Person:
        """Who applied. A draft of somebody without an account has nobody yet."""
        if self.person is None:
            raise ValueError("nobody has sent this application")
        return self.person

    @property
    def is_mentor(self) -> bool:
        return self.role == Role.MENTOR

    def role_word(self) -> str:
        """The role in the program's own word."""
        return self.cohort.program.word(self.role)


class Proof(models.Model):
    """Somebody without an account asked to apply; the link in their e-mail proves the address."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="+")
    role = models.CharField(max_length=6, choices=Role)
    email = models.EmailField(db_index=True)
    source = models.SlugField(max_length=40, blank=True)
    origin = models.CharField(max_length=64, db_index=True)  # where it was asked from, as a keyed hash
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("proof of an address")

    def __str__(self) -> str:
        return str(self.pk)


class Invitation(models.Model):
    """Somebody of the team asked a person to apply."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=6, choices=Role)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("invitation")
        constraints = [models.UniqueConstraint("cohort", "role", "person", name="invited_once")]

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.person_id}"
