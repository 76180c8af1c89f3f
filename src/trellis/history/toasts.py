"""A message with an Undo button."""

from django.contrib import messages
from django.http import HttpRequest

from trellis.history.models import Event


def undo_message(request: HttpRequest, sentence: str, event: Event) -> None:
    """Say what was done and offer to take it back."""
    messages.success(request, sentence, extra_tags=f"undo:{event.pk}")
