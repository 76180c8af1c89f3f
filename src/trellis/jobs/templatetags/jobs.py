"""{% load jobs %}: what a job is called, and the look of its state."""

from django import template
from django.utils.safestring import SafeString

from trellis.jobs.handlers import title_of
from trellis.jobs.models import Job
from trellis.ui.tags.signs import Kind, badge

register = template.Library()

KINDS: dict[str, Kind] = {
    Job.State.READY: "quiet",
    Job.State.RUNNING: "info",
    Job.State.DONE: "good",
    Job.State.FAILED: "problem",
    Job.State.CANCELED: "quiet",
}


@register.filter
def job_title(job: Job) -> str:
    """{{ job|job_title }}: “Import people”."""
    return title_of(job.kind)


@register.simple_tag
def job_state(job: Job) -> SafeString:
    """{% job_state job %}: a badge."""
    return badge(job.get_state_display(), KINDS[job.state])
