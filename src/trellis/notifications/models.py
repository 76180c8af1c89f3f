"""Notices, their way out by e-mail, and what each person wants to get."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, person: models.Model) -> Self:
        return self.filter(person=person)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One thing we told one person, in the words and language it was told in."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    name = models.CharField(max_length=80)  # "recruitment/accepted"
    subject = models.CharField(max_length=200)
    body = models.TextField()  # Markdown
    link = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-created_at"], name="notice_newest")]
        verbose_name = _("notice")

    def __str__(self) -> str:
        return self.subject


class Delivery(models.Model):
    """One e-mail on its way. The row is written with the notice, so a crash loses none."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        GIVEN_UP = "given up", _("Given up")
        SKIPPED = "skipped", _("Turned off")

    NEXT = {
        State.WAITING: {State.SENT, State.GIVEN_UP, State.SKIPPED},
        State.GIVEN_UP: {State.WAITING},
    }

    notice = models.OneToOneField(Notice, models.CASCADE, related_name="delivery")
    address = models.EmailField()
    message_id = models.CharField(max_length=120, unique=True)  # fixed, so that a copy can be dropped
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)
    reply_to = models.EmailField(blank=True)
    calendar = models.BinaryField(null=True)
    calendar_method = models.CharField(max_length=10, blank=True)

    class Meta:
        verbose_name = _("e-mail")
        indexes = [models.Index(fields=["state", "not_before"], name="delivery_due")]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.state}"


class Preference(models.Model):
    """A person turned e-mail off (or on again) for one kind of notice."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences")
    name = models.CharField(max_length=80)
    by_email = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint("person", "name", name="one_preference_per_notice")]

    def __str__(self) -> str:
        return f"{self.name}: {self.by_email}"
