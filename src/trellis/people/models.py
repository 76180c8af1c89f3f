"""A person is an account and a profile in one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.common.words import fold
from trellis.people import visibility


def photo_name(_person: Person, _uploaded: str = "") -> str:
    """A name that tells nothing and can't be guessed."""
    return f"photos/{uuid4().hex}.jpg"


class PersonQuerySet(models.QuerySet["Person"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def visible_to(self, person: Person) -> Self:
        """Everybody for administrators, who then see account fields; else as `found_by`."""
        return self if person.is_administrator else self.found_by(person)

    def found_by(self, person: Person) -> Self:
        """Oneself, those who opted in, one's own reports, and whoever an upper app has a reason for."""
        open_to_all = Q(visibility=Person.Visibility.EVERYONE, is_active=True)
        own = Q(pk=person.pk) | Q(manager=person)
        return self.filter(open_to_all | own | visibility.reasons(person))

    def search(self, words: str) -> Self:
        """Every word somewhere in name, e-mail, title, department, site or skills."""
        found = self
        for word in fold(words).split()[:8]:
            found = found.filter(search_text__contains=word)
        return found


class PersonManager(BaseUserManager["Person"]):
    """What Django and allauth ask for to make accounts; everything else is on the queryset."""

    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=(username or "").strip().lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def active(self) -> PersonQuerySet:
        return self.get_queryset().active()

    def visible_to(self, person: Person) -> PersonQuerySet:
        return self.get_queryset().visible_to(person)

    def found_by(self, person: Person) -> PersonQuerySet:
        return self.get_queryset().found_by(person)

    def search(self, words: str) -> PersonQuerySet:
        return self.get_queryset().search(words)


class Person(AbstractBaseUser):
    """Somebody of the organization, or a guest from outside."""

    class Visibility(models.TextChoices):
        EVERYONE = "everyone", _("Everybody in the organization")
        PROGRAMS = "programs", _("Only people in my programs")
        NOBODY = "nobody", _("Only the people I am matched with")

    class Scheme(models.TextChoices):
        SYSTEM = "", _("As my device says")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class DateStyle(models.TextChoices):
        LANGUAGE = "", _("As my language does: 17 March 2026")
        ISO = "iso", _("2026-03-17")
        DAY_FIRST = "day", _("17/03/2026")
        MONTH_FIRST = "month", _("03/17/2026")

    class Communication(models.TextChoices):
        UNSAID = "", _("No preference")
        DIRECT = "direct", _("Direct and to the point")
        GENTLE = "gentle", _("Gentle and step by step")
        STRUCTURED = "structured", _("With a plan and an agenda")
        OPEN = "open", _("Open conversation")

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("full name"), max_length=150)
    preferred_name = models.CharField(_("preferred name"), max_length=80, blank=True)
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    photo = models.ImageField(_("photo"), upload_to=photo_name, blank=True)
    is_photo_shown = models.BooleanField(_("show my photo"), default=False)

    external_id = models.CharField(_("employee number"), max_length=80, null=True, blank=True, unique=True)
    title = models.CharField(_("job title"), max_length=120, blank=True)
    department = models.CharField(_("department"), max_length=120, blank=True, db_index=True)
    site = models.CharField(_("site"), max_length=120, blank=True, db_index=True)
    level = models.PositiveSmallIntegerField(
        _("level"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    manager = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="reports", verbose_name=_("manager")
    )
    started_on = models.DateField(_("start date"), null=True, blank=True)

    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    language = models.CharField(_("language of Trellis"), max_length=10, blank=True, choices=settings.LANGUAGES)
    date_style = models.CharField(_("dates"), max_length=10, blank=True, choices=DateStyle)
    scheme = models.CharField(_("colors"), max_length=10, blank=True, choices=Scheme)
    languages = models.JSONField(_("languages I speak"), default=list, blank=True)  # ["en", "pt"]

    interests = models.JSONField(_("interests"), default=list, blank=True)  # ["choir", "running"]
    biography = models.TextField(_("about me"), max_length=4000, blank=True)
    communication = models.CharField(_("how I like to talk"), max_length=12, blank=True, choices=Communication)
    visibility = models.CharField(
        _("who finds me in the directory"), max_length=10, choices=Visibility, default=Visibility.PROGRAMS
    )

    is_active = models.BooleanField(_("active"), default=True)
    is_administrator = models.BooleanField(_("administrator"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)
    search_text = models.TextField(editable=False, blank=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="email_is_lower_case"),
            models.CheckConstraint(condition=Q(manager=None) | ~Q(manager=F("pk")), name="nobody_manages_themselves"),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="person_by_name"),
            models.Index(fields=["visibility", "is_active"], name="person_found_by_all"),
        ]

    def __str__(self) -> str:
        return self.called_in_full()

    def get_absolute_url(self) -> str:
        return reverse("people:person", args=[self.pk])

    def photo_address(self) -> str:
        """Where the photo is; empty unless they show one. A new photo has a new address."""
        if not (self.is_photo_shown and self.photo):
            return ""
        return f"{reverse('people:photo_file', args=[self.pk])}?{PurePath(str(self.photo)).stem[:8]}"

    def called(self) -> str:
        """What to call them: preferred name, else the first word of the name."""
        return self.preferred_name or self.name.split(" ")[0] or self.email.split("@")[0]

    def called_in_full(self) -> str:
        return self.name or self.email.split("@")[0]

    def initials(self) -> str:
        words = [word for word in self.called_in_full().replace("-", " ").split() if word[0].isalnum()]
        letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
        return "".join(letters).upper()

    def works_at(self) -> str:
        """Department and site, as far as known."""
        return ", ".join(filter(None, [self.department, self.site]))

    def clean_search_text(self, skills: Iterable[str] = ()) -> str:
        """What the directory searches: who and where the person is, and what they offer."""
        said = [self.name, self.preferred_name, self.email, self.title, self.department, self.site]
        return fold(" ".join([*said, *skills]))


class Skill(models.Model):
    """One competency that people offer or want. Listed ones are suggested to everybody, core ones first."""

    class Source(models.TextChoices):
        TYPED = "", _("Typed by somebody")
        OURS = "ours", _("Came with Trellis")
        ONET = "onet", _("O*NET® database")
        OWN = "own", _("Your own")

    name = models.CharField(max_length=120, unique=True)
    is_listed = models.BooleanField(default=False)
    is_core = models.BooleanField(default=False)  # what this organization wants everybody to grow in
    source = models.CharField(max_length=4, choices=Source, blank=True)
    code = models.CharField(max_length=20, blank=True)  # in the catalogue it comes from: “2.B.1.d”

    class Meta:
        verbose_name = _("competency")
        verbose_name_plural = _("competencies")
        constraints = [models.UniqueConstraint(Lower("name"), name="one_competency_however_written")]

    def __str__(self) -> str:
        return self.name


class PersonSkill(models.Model):
    """A person offers a competency at a level, or wants it with a priority."""

    class Kind(models.TextChoices):
        OFFERED = "offered", _("Offered")
        WANTED = "wanted", _("Wanted")

    person = models.ForeignKey(Person, models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="people")
    kind = models.CharField(max_length=8, choices=Kind)
    level = models.PositiveSmallIntegerField(  # 1 beginner … 5 expert; the level wanted or offered
        default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    priority = models.PositiveSmallIntegerField(  # 3 most important … 1; only for wanted ones
        default=2, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )

    class Meta:
        constraints = [models.UniqueConstraint("person", "skill", "kind", name="one_row_per_skill_and_kind")]

    def __str__(self) -> str:
        return f"{self.skill} ({self.kind})"


class Availability(models.Model):
    """A weekly time in which a person can meet, on the clock of the person's time zone."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="availability")
    weekday = models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)])  # 0 Monday
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="available_time_goes_forward")]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts}–{self.ends}"


class Invitation(models.Model):
    """A person was asked in by a signed link. The newest one that nobody followed counts."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    welcomed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("invitation")

    def __str__(self) -> str:
        return str(self.person_id)


class FailedSignIn(models.Model):
    """Wrong passwords in a row, for an account from one source, and for it from everywhere (source "").

    Both are keyed hashes: neither addresses nor networks are kept.
    """

    account = models.CharField(max_length=64)
    source = models.CharField(max_length=64, blank=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint("account", "source", name="one_row_of_failures")]

    def __str__(self) -> str:
        return f"{self.failures}"


class Letter(models.Model):
    """An e-mail of signing in, with its code or link. The row goes away when it is sent."""

    address = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()  # Markdown
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("sign-in e-mail")

    def __str__(self) -> str:
        return self.subject
