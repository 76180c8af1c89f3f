"""An import of people, from the file to what it did."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.jobs.models import Job

if TYPE_CHECKING:
    from trellis.people.models import Person

KEPT = timedelta(days=7)


class PeopleImportQuerySet(models.QuerySet["PeopleImport"]):
    def visible_to(self, person: Person) -> Self:
        """Those who run the installation see every import."""
        return self if person.is_administrator else self.none()

    def outlived(self) -> Self:
        """Older than what can be undone, with rows still kept. A week begins when the rows went in."""
        began = Coalesce("committed_at", "created_at")
        return self.alias(began=began).filter(began__lt=timezone.now() - KEPT, forgotten_at=None)


class PeopleImport(models.Model):
    """One uploaded list and how far it came."""

    class State(models.TextChoices):
        READING = "reading", _("Reading the file")
        UNREADABLE = "unreadable", _("Could not be read")
        COLUMNS = "columns", _("Columns to match")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Ready to look at")
        COMMITTING = "committing", _("Being imported")
        DONE = "done", _("Imported")
        UNDOING = "undoing", _("Being taken back")
        UNDONE = "undone", _("Taken back")

    NEXT: ClassVar = {
        State.READING: {State.COLUMNS, State.UNREADABLE},
        State.COLUMNS: {State.CHECKING},
        State.CHECKING: {State.CHECKED, State.COLUMNS},
        State.CHECKED: {State.CHECKING, State.COMMITTING},
        State.COMMITTING: {State.CHECKED, State.DONE},
        State.DONE: {State.UNDOING},
        State.UNDOING: {State.DONE, State.UNDONE},
    }
    WORKING = (State.READING, State.CHECKING, State.COMMITTING, State.UNDOING)

    class Existing(models.TextChoices):
        UPDATE = "update", _("Update them from the file. Empty cells change nothing.")
        LEAVE = "leave", _("Leave them as they are")

    class DateOrder(models.TextChoices):
        DAY = "day", _("Day first: 03/04 is 3 April")
        MONTH = "month", _("Month first: 03/04 is March 4")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="people_imports")
    state = models.CharField(max_length=12, choices=State, default=State.READING)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")  # the work of now, or the last
    file_name = models.CharField(max_length=120)
    content = models.BinaryField(null=True)  # until it is read
    encoding = models.CharField(max_length=20, blank=True)  # chosen by hand
    kind = models.CharField(max_length=4, blank=True)
    header = models.JSONField(default=list)
    notes = models.JSONField(default=list)  # how the file was read, as sentences
    columns = models.JSONField(default=list)  # the field behind each column; "" for none
    date_order = models.CharField(max_length=5, choices=DateOrder, blank=True)
    existing = models.CharField(max_length=6, choices=Existing, default=Existing.UPDATE)
    row_count = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)  # outcome → how many rows
    is_cut = models.BooleanField(default=False)  # the check stopped at too many problems
    problem = models.CharField(max_length=500, blank=True)
    report = models.JSONField(default=dict)  # what taking it back did
    created_at = models.DateTimeField(auto_now_add=True)
    committed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)  # its rows are gone

    objects = PeopleImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of people")
        indexes = [models.Index(fields=["-created_at"], name="import_newest")]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("exchange:import", args=[self.pk])

    @property
    def is_working(self) -> bool:
        return self.state in self.WORKING

    @property
    def ready(self) -> int:
        """How many people a commit would make or change."""
        return int(self.counts.get("new", 0)) + int(self.counts.get("changed", 0))

    @property
    def problems(self) -> int:
        return int(self.counts.get("problem", 0))

    @property
    def can_be_undone(self) -> bool:
        if self.state != self.State.DONE or self.committed_at is None or self.forgotten_at is not None:
            return False
        return timezone.now() - self.committed_at < KEPT


class ImportRow(models.Model):
    """One row of the file, as typed there or mended here."""

    of = models.ForeignKey(PeopleImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    faults = models.JSONField(default=dict)  # place of a cell → why it could not be read
    is_left_out = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint("of", "number", name="one_row_per_number")]

    def __str__(self) -> str:
        return f"{self.number}"


class Outcome(models.Model):
    """What would happen to one row, from the last check."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changes")
        SAME = "same", _("Stays as it is")
        PROBLEM = "problem", _("Needs you")
        LEFT_OUT = "left out", _("Left out")

    of = models.ForeignKey(PeopleImport, models.CASCADE, related_name="outcomes")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State)
    title = models.CharField(max_length=254, blank=True)
    place = models.CharField(max_length=254, blank=True)
    person_id = models.BigIntegerField(null=True)
    problems = models.JSONField(default=list)  # {"key", "said", "value", "other"}
    changes = models.JSONField(default=dict)  # field → [before, after]

    class Meta:
        constraints = [models.UniqueConstraint("of", "number", name="one_outcome_per_row")]
        indexes = [models.Index(fields=["of", "state", "number"], name="outcome_by_state")]

    def __str__(self) -> str:
        return f"{self.number}: {self.state}"


class Trace(models.Model):
    """What an import did to one person: made them (nothing before), or changed some fields.

    No foreign key: whether something depends on a person must not hang on this.
    """

    of = models.ForeignKey(PeopleImport, models.CASCADE, related_name="traces")
    person_id = models.BigIntegerField()
    is_new = models.BooleanField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["of", "is_new"], name="trace_of_import")]

    def __str__(self) -> str:
        return f"{self.person_id}"
