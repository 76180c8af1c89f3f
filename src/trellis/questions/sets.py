"""Questionnaires that come with Trellis: made the first time somebody is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.functional import Promise

from trellis.questions import queries
from trellis.questions.actions import make_questionnaire
from trellis.questions.models import Questionnaire


def live_or_made(
    key: str, title: object, questions: Sequence[Mapping[str, Any]], *, owner: str, intro: object = "", **more: Any
) -> Questionnaire:
    """The version in use under this key; the shipped one, in the installation's language, when there is none yet."""
    if found := queries.live(key):
        return found
    try:
        with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
            said = [said_now(question) for question in questions]
            return make_questionnaire(key, str(title), said, owner=owner, by=None, intro=str(intro), **more)
    except IntegrityError:  # somebody else was first to be asked
        return Questionnaire.objects.live().get(key=key)


def said_now(value: Any) -> Any:
    """Lazily translated texts, at any depth, as they read now."""
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Mapping):
        return {name: said_now(one) for name, one in value.items()}
    if isinstance(value, list):
        return [said_now(one) for one in value]
    return value
