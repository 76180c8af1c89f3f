"""Modules to learn from, how far each person came, and what each program asks for."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.programs.models import Participation, Program, Role


class ModuleQuerySet(models.QuerySet["Module"]):
    def in_order(self) -> Self:
        return self.order_by("role", "order", "pk")

    def visible_to(self, person: Person) -> Self:
        """Those of one's own roles, in programs that use them; all of them for who leads a program."""
        if Program.objects.led_by(person).exists():
            return self
        hidden = Choice.objects.filter(
            module=OuterRef(OuterRef("pk")), program=OuterRef("cohort__program"), use=Choice.Use.HIDDEN
        )
        own = Participation.objects.filter(person=person, role=OuterRef("role"))
        taking_part = own.exclude(state=Participation.State.WITHDRAWN).exclude(Exists(hidden))
        return self.filter(Exists(taking_part))


class Module(models.Model):
    """A short text in parts with a few questions at its end. Ours come as files, see `content/`."""

    key = models.SlugField(max_length=60, unique=True)
    version = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=10, default="en")
    role = models.CharField(max_length=6, choices=Role)
    order = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField()
    is_required = models.BooleanField(default=False)  # until a program chooses otherwise
    title = models.CharField(max_length=150)
    summary = models.CharField(max_length=300)
    author = models.CharField(max_length=120)
    license = models.CharField(max_length=40)
    reviewed_on = models.DateField()
    parts = models.JSONField(default=list)  # [{"title", "text", "scenarios": [{"title", "story", "thought"}]}]
    questions = models.JSONField(default=list)  # [{"text", "options": […], "right": 2, "why"}], counted from 1
    needed_right = models.PositiveSmallIntegerField(default=0)

    objects = ModuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("module")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("learning:module", args=[self.key])


class ProgressQuerySet(models.QuerySet["Progress"]):
    def visible_to(self, person: Person) -> Self:
        """One's own; that somebody finished is also for those who run the program they take part in."""
        led = Participation.objects.filter(cohort__program__in=Program.objects.led_by(person))
        return self.filter(Q(person=person) | Q(person__in=led.values("person")))

    def finished(self) -> Self:
        return self.filter(finished_at__isnull=False)


class Progress(models.Model):
    """How far one person came in one module. Answers and score are for that person only."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="learning")
    module = models.ForeignKey(Module, models.CASCADE, related_name="progress")
    part = models.PositiveSmallIntegerField(default=0)  # the last part that was read, 0 before the first
    answers: models.JSONField[Any, Any] = models.JSONField(default=dict)  # {"1": 2}: question → option
    right = models.PositiveSmallIntegerField(null=True)  # how many were right, the last time
    tries = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveSmallIntegerField(default=1)  # of the module, when it was finished
    started_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True)

    objects = ProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress")
        constraints = [models.UniqueConstraint("person", "module", name="one_progress_per_module")]

    def __str__(self) -> str:
        return f"{self.person_id}, {self.module_id}: {self.part}"


class Waiver(models.Model):
    """Somebody who runs the program lets a person off one module, with a reason."""

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="waivers")
    module = models.ForeignKey(Module, models.CASCADE, related_name="waivers")
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("waiver")
        constraints = [models.UniqueConstraint("participation", "module", name="one_waiver_per_module")]

    def __str__(self) -> str:
        return f"{self.participation_id}, {self.module_id}"


class Choice(models.Model):
    """How one program uses a module; without a row, as the module itself says."""

    class Use(models.TextChoices):
        REQUIRED = "required", _("Needed before matching")
        OPTIONAL = "optional", _("Offered")
        HIDDEN = "hidden", _("Not used")

    ORDER: ClassVar = (Use.REQUIRED, Use.OPTIONAL, Use.HIDDEN)

    program = models.ForeignKey(Program, models.CASCADE, related_name="learning_choices")
    module = models.ForeignKey(Module, models.CASCADE, related_name="choices")
    use = models.CharField(max_length=8, choices=Use)

    class Meta:
        verbose_name = _("choice of a module")
        constraints = [models.UniqueConstraint("program", "module", name="one_choice_per_module")]

    def __str__(self) -> str:
        return f"{self.program_id}, {self.module_id}: {self.use}"
