"""Wrapped keys, and who looked at what."""

from django.conf import settings
from django.db import models


class Key(models.Model):
    """The key of one relationship's or one person's sealed texts, itself wrapped.

    Deleting the row makes every text under it unreadable, in old backups too.
    """

    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    rotated_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"key {self.pk}"


class Look(models.Model):
    """Somebody opened a sealed thing that was not their own."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="looks")
    target_type = models.CharField(max_length=80)
    target_id = models.CharField(max_length=40)
    reason = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["target_type", "target_id"], name="look_target")]

    def __str__(self) -> str:
        return f"{self.target_type} {self.target_id}"
