"""A questionnaire with one of everything, owned by a small test app that Olga edits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from trellis.people.models import Person, Skill
from trellis.programs.models import Cohort
from trellis.questions import actions, permissions
from trellis.questions.models import Questionnaire, Response

QUESTIONS: list[dict[str, Any]] = [
    {"code": "about", "type": "heading", "text": "About you"},
    {"code": "name", "type": "short", "text": "What should we call you?", "required": True},
    {
        "code": "mode",
        "type": "one",
        "text": "How would you like to meet?",
        "options": ["By video", "In person"],
        "required": True,
        "seen_by": "partner",
    },
    {
        "code": "room",
        "type": "short",
        "text": "Which room suits you?",
        "required": True,
        "condition": {"question": "mode", "op": "is", "value": "in-person"},
    },
    {
        "code": "sure",
        "type": "scale-5",
        "text": "How sure are you?",
        "low_label": "not at all",
        "high_label": "completely",
        "seen_by": "numbers",
    },
    {"code": "worry", "type": "long", "text": "What worries you?", "is_sealed": True, "seen_by": "author"},
]


@pytest.fixture
def owned(olga: Person) -> Iterator[None]:
    """Olga, and nobody else, edits what the owner “test” has."""
    permissions.register_owner("test", may_edit=lambda person, questionnaire: person == olga, page=lambda q: "/")
    yield
    permissions._OWNERS.pop("test")


@pytest.fixture
def form(olga: Person, owned: None) -> Questionnaire:
    return actions.make_questionnaire("check", "Before you start", QUESTIONS, owner="test", by=olga)


@pytest.fixture
def noor_answers(form: Questionnaire, noor: Person, cohort: Cohort) -> Response:
    return actions.begin(form, noor, about=cohort)


@pytest.fixture
def skills(db: None) -> list[Skill]:
    return [Skill.objects.create(name=name, is_listed=True) for name in ("Beekeeping", "Caving")]
