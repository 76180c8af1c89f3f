"""The groups of the board in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.care.signals import Standing


@dataclass(frozen=True)
class Group:
    """A standing: its name, what it means, how it is drawn."""

    key: str
    title: str | Promise
    meaning: str | Promise
    kind: str
    icon: str


GROUPS = (
    Group(Standing.STALLED, _("Stalled"), _("Something has been off for long"), "problem", "circle-x"),
    Group(Standing.NUDGE, _("Needs a nudge"), _("Something small is off"), "watch", "triangle-alert"),
    Group(Standing.SETTLING, _("Settling"), _("New, resting, or coming to their end"), "quiet", "circle-dashed"),
    Group(Standing.THRIVING, _("Thriving"), _("Leave them be"), "good", "circle-check"),
)


def group_of(standing: Standing) -> Group:
    return next(group for group in GROUPS if group.key == standing)
