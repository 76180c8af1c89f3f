"""Administrators see and steer all work; everybody else sees what they asked for and may stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from .models import Job

if TYPE_CHECKING:
    from collections.abc import Callable

    from trellis.people.models import Person


def can_see_all(person: Person) -> bool:
    return person.is_administrator


def can_stop(person: Person, job: Job) -> bool:
    return person.is_administrator or job.owner_id == person.pk


def can_retry(person: Person, job: Job) -> bool:
    return person.is_administrator


def get_job(person: Person, pk: int, *, may: Callable[[Person, Job], bool] | None = None) -> Job:
    """Not found for strangers, forbidden for those who may only look."""
    job = get_object_or_404(Job.objects.visible_to(person).select_related("owner"), pk=pk)
    if may and not may(person, job):
        raise PermissionDenied
    return job


def require_administrator(person: Person) -> None:
    """Other people don't learn that there is such a page."""
    if not can_see_all(person):
        raise Http404
