"""Rows with unique names: a step that is done twice fails loudly."""

import time

from django.db import transaction
from django.utils import timezone

from trellis.jobs.actions import Run, background
from trellis.jobs.models import Timer


@background("crashing.count", title="Count slowly", long=True)
def count(run: Run, to: int) -> None:
    for number in range(run.saved.get("reached", 0) + 1, to + 1):
        with transaction.atomic():
            Timer.objects.create(name=f"step {number}", last_at=timezone.now())
            run.save(reached=number)
        time.sleep(0.1)


@background("crashing.follow", title="Follow a write")
def follow(run: Run, name: str) -> None:
    if run.saved.get("followed"):
        return
    with transaction.atomic():
        Timer.objects.create(name=f"followed {name}", last_at=timezone.now())
        run.save(followed=True)
