"""Count people's answers anew, at night, so that figures move in steps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from trellis.insights import answers
from trellis.jobs.actions import Run, background, enqueue
from trellis.programs.models import Cohort
from trellis.questions.models import Response


def enqueue_refresh() -> None:
    """For the clock, every night."""
    if Response.objects.submitted().exists():
        enqueue("insights.refresh", key="insights.refresh")


@background("insights.refresh", title=_("Count answers for the reports"))
def run_refresh(run: Run) -> None:
    """Each cohort on its own; counted twice it shows the same."""
    cohorts = Cohort.objects.filter(program__is_archived=False, relationships__isnull=False).distinct().order_by("pk")
    total = cohorts.count()
    for done, cohort in enumerate(cohorts, start=1):
        run.check()
        answers.refresh(cohort)
        run.progress(done, total)
