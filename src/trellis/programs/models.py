"""The organization, its programs, and who takes part in which cohort as what."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar, Self
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    type Words = str | _StrPromise


def logo_name(_organization: Organization, _uploaded: str = "") -> str:
    """A name that no older picture had, so that it may be kept by browsers."""
    return f"organization/{uuid4().hex}.png"


class Organization(models.Model):
    """The one organization of this installation."""

    name = models.CharField(_("name"), max_length=150)
    contact_email = models.EmailField(_("contact address"), blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    logo = models.ImageField(_("logo"), upload_to=logo_name, blank=True)
    fence = models.CharField(_("color of the sidebar"), max_length=6, blank=True)

    class Meta:
        verbose_name = _("organization")

    def __str__(self) -> str:
        return self.name

    @property
    def logo_mark(self) -> str:
        return PurePath(self.logo.name or "").stem

    def logo_address(self) -> str:
        return reverse("programs:logo", args=[self.logo_mark]) if self.logo else ""


class Role(models.TextChoices):
    """What a participation is."""

    MENTOR = "mentor", _("Mentor")
    MENTEE = "mentee", _("Mentee")

    def other(self) -> Role:
        return Role.MENTEE if self is Role.MENTOR else Role.MENTOR


class Stage(models.TextChoices):
    """The eight stages of a cohort, in order."""

    STRATEGY = "strategy", pgettext_lazy("stage", "Strategy")
    DESIGN = "design", pgettext_lazy("stage", "Design")
    RECRUIT = "recruit", pgettext_lazy("stage", "Recruit")
    TRAIN = "train", pgettext_lazy("stage", "Train")
    MATCH = "match", pgettext_lazy("stage", "Match")
    SUPPORT = "support", pgettext_lazy("stage", "Support")
    EVALUATE = "evaluate", pgettext_lazy("stage", "Evaluate")
    CELEBRATE = "celebrate", pgettext_lazy("stage", "Celebrate")

    def number(self) -> int:
        """1 to 8."""
        return list(Stage).index(self) + 1


class ProgramQuerySet(models.QuerySet["Program"]):
    def led_by(self, person: Person) -> Self:
        """Programs in which the person is manager or coordinator."""
        return self.filter(
            pk__in=TeamMember.objects.filter(person=person, role__in=TeamMember.LEADING).values("program")
        )

    def visible_to(self, person: Person) -> Self:
        """On the team, taking part, or running the installation."""
        if person.is_administrator:
            return self
        team = TeamMember.objects.filter(person=person).values("program")
        own = Participation.objects.filter(person=person).values("cohort__program")
        return self.filter(Q(pk__in=team) | Q(pk__in=own))

    def public(self) -> Self:
        return self.filter(is_public=True)


class Program(models.Model):
    """A mentoring program: why, for whom, in what form. Its cohorts run it."""

    class Format(models.TextChoices):
        ONE_TO_ONE = "one-to-one", _("One to one")
        GROUP = "group", _("Group or circle")
        PEER = "peer", _("Peer")
        REVERSE = "reverse", _("Reverse")
        FLASH = "flash", _("Flash")
        TEAM = "team", _("Mentor team")

    class MatchMode(models.TextChoices):
        COORDINATOR = "coordinator", _("A coordinator decides")
        HYBRID = "hybrid", _("People say what they wish, a coordinator decides")
        SELF = "self", _("Mentees choose and ask")

    class Confidentiality(models.TextChoices):
        TOPICS = "topics", _("Topics may be named, nothing else")
        PAIR = "pair", _("Everything stays between mentor and mentee")
        PERMISSION = "permission", _("Nothing leaves without the other’s permission")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="programs")
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    preset = models.CharField(max_length=40, blank=True)
    format = models.CharField(_("form"), max_length=12, choices=Format, default=Format.ONE_TO_ONE)
    promise = models.CharField(_("in one sentence"), max_length=200, blank=True)
    purpose = models.TextField(_("why this program exists"), blank=True, max_length=4000)
    audience = models.TextField(_("who it is for"), blank=True, max_length=4000)
    description = models.TextField(_("what people read on the public page"), blank=True, max_length=8000)
    length_months = models.PositiveSmallIntegerField(
        _("length in months"), default=9, validators=[MinValueValidator(1), MaxValueValidator(36)]
    )
    meeting_every_weeks = models.PositiveSmallIntegerField(
        _("weeks between meetings"), default=2, validators=[MinValueValidator(1), MaxValueValidator(13)]
    )
    meeting_minutes = models.PositiveSmallIntegerField(
        _("minutes of a meeting"), default=60, validators=[MinValueValidator(15), MaxValueValidator(240)]
    )
    mentor_capacity = models.PositiveSmallIntegerField(
        _("mentees per mentor at most"), default=2, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    match_mode = models.CharField(_("who matches"), max_length=12, choices=MatchMode, default=MatchMode.COORDINATOR)
    confidentiality = models.CharField(
        _("what stays between mentor and mentee"),
        max_length=12,
        choices=Confidentiality,
        default=Confidentiality.PAIR,
    )
    has_minors = models.BooleanField(_("people under 18 take part"), default=False)
    video_link = models.CharField(_("link of video calls"), max_length=200, blank=True)  # {room} is each pair’s own
    words = models.JSONField(_("own words"), default=dict, blank=True)  # {"mentor": "guide", "mentors": …}
    contact_email = models.EmailField(_("contact address"), blank=True)
    is_public = models.BooleanField(_("the public page is open"), default=False)
    is_archived = models.BooleanField(_("archived"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProgramQuerySet.as_manager()

    DEFAULT_WORDS: ClassVar[dict[str, Words]] = {
        "mentor": _("mentor"),
        "mentors": _("mentors"),
        "mentee": _("mentee"),
        "mentees": _("mentees"),
    }

    class Meta:
        verbose_name = _("program")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programs:program", args=[self.slug])

    def word(self, key: str) -> str:
        """The program's own word for "mentor", "mentors", "mentee" or "mentees"."""
        return str(self.words.get(key) or self.DEFAULT_WORDS[key])

    @property
    def roles(self) -> tuple[Role, ...]:
        """As what people join: peers are all the same."""
        return (Role.MENTEE,) if self.format == self.Format.PEER else (Role.MENTOR, Role.MENTEE)

    def is_led_by(self, person: Person) -> bool:
        return self.team.filter(person=person, role__in=TeamMember.LEADING).exists()


class CohortQuerySet(models.QuerySet["Cohort"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(program__in=Program.objects.visible_to(person))

    def led_by(self, person: Person) -> Self:
        return self.filter(program__in=Program.objects.led_by(person))


class Cohort(models.Model):
    """One run of a program, from its first date to its last."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="cohorts")
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(max_length=80)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.STRATEGY)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    applications_open_on = models.DateField(_("applications open"), null=True, blank=True)
    applications_close_on = models.DateField(_("applications close"), null=True, blank=True)
    places = models.PositiveIntegerField(_("mentees expected"), default=20)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        constraints = [models.UniqueConstraint("program", "slug", name="one_cohort_per_address")]

    def __str__(self) -> str:
        return f"{self.program}, {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("home:program", args=[self.program.slug, self.slug])

    @property
    def address(self) -> list[str]:
        """The two parts of every address of this cohort: `reverse("…", args=cohort.address)`."""
        return [self.program.slug, self.slug]


class StageEntry(models.Model):
    """When a cohort came to a stage."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="entries")
    stage = models.CharField(max_length=10, choices=Stage)
    entered_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.stage}"


class PlanStep(models.Model):
    """One thing to do by a day, drawn up from the preset and edited by the team."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="plan")
    stage = models.CharField(max_length=10, choices=Stage)
    title = models.CharField(_("what"), max_length=200)
    due_on = models.DateField(_("by"), null=True, blank=True)
    owner = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who"))
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.title


class TeamMember(models.Model):
    """Somebody who runs or watches over a program."""

    class Role(models.TextChoices):
        MANAGER = "manager", _("Program manager")
        COORDINATOR = "coordinator", _("Coordinator")
        SAFEGUARDING = "safeguarding", _("Safeguarding lead")
        SPONSOR = "sponsor", _("Sponsor")
        EVALUATOR = "evaluator", _("Evaluator")

    LEADING = (Role.MANAGER, Role.COORDINATOR)

    program = models.ForeignKey(Program, models.CASCADE, related_name="team")
    person = models.ForeignKey(Person, models.CASCADE, related_name="teams")
    role = models.CharField(max_length=12, choices=Role)

    class Meta:
        constraints = [models.UniqueConstraint("program", "person", "role", name="one_row_per_team_role")]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def visible_to(self, person: Person) -> Self:
        """One's own, and those of programs one leads."""
        return self.filter(Q(person=person) | Q(cohort__program__in=Program.objects.led_by(person)))

    def mentors(self) -> Self:
        return self.filter(role=Role.MENTOR)

    def mentees(self) -> Self:
        return self.filter(role=Role.MENTEE)

    def taking_part(self) -> Self:
        return self.filter(state__in=Participation.TAKING_PART)


class Participation(models.Model):
    """A person in a cohort, as mentor or as mentee; one person may hold both."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("Preparing")
        READY = "ready", _("Ready to be matched")
        MATCHED = "matched", _("Matched")
        COMPLETED = "completed", _("Finished")
        WITHDRAWN = "withdrawn", _("Left")

    NEXT: ClassVar = {
        State.PREPARING: {State.READY, State.WITHDRAWN},
        State.READY: {State.PREPARING, State.MATCHED, State.WITHDRAWN},
        State.MATCHED: {State.READY, State.COMPLETED, State.WITHDRAWN},
        State.COMPLETED: {State.MATCHED},
        State.WITHDRAWN: {State.PREPARING},
    }
    TAKING_PART = (State.PREPARING, State.READY, State.MATCHED)

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="participations")
    person = models.ForeignKey(Person, models.CASCADE, related_name="participations")
    role = models.CharField(max_length=6, choices=Role)
    state = models.CharField(max_length=10, choices=State, default=State.PREPARING)
    capacity = models.PositiveSmallIntegerField(  # how many partners at once
        default=1, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    taken = models.PositiveSmallIntegerField(default=0)  # partners now, kept by relationships.pairs.places
    is_paused = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    ready_at = models.DateTimeField(null=True)
    matched_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        constraints = [
            models.UniqueConstraint("cohort", "person", "role", name="one_participation_per_role"),
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="nobody_has_more_than_their_places"),
        ]
        indexes = [models.Index(fields=["cohort", "role", "state"], name="participation_pool")]

    def __str__(self) -> str:
        return gettext("%(person)s as %(role)s") % {"person": self.person, "role": self.get_role_display()}

    @property
    def program_id(self) -> int:
        return self.cohort.program_id
