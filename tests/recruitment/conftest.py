"""First Year Forward looks for people; Mia and Noor apply."""

from __future__ import annotations

from typing import Any

import pytest

from trellis.common.types import JSON
from trellis.people.models import Person, Skill
from trellis.programs.models import Cohort, Role
from trellis.recruitment.actions import applying, calls
from trellis.recruitment.models import Application, Call
from trellis.recruitment.permissions import Applicant

BOARD = "/programs/first-year-forward/autumn-2026/recruit/"
PAGE = "/p/first-year-forward/"


@pytest.fixture
def skills(db: None) -> dict[str, Skill]:
    names = ("Feedback", "Planning", "Wound care")
    return {name: Skill.objects.update_or_create(name=name, defaults={"is_listed": True})[0] for name in names}


@pytest.fixture
def call(cohort: Cohort, olga: Person, skills: dict[str, Skill]) -> Call:
    """Applications are open."""
    return calls.open_recruiting(cohort, by=olga)


def pick(skill: Skill, level: int) -> dict[str, JSON]:
    return {"skill": skill.pk, "name": skill.name, "level": level}


def answers_as(role: str, skills: dict[str, Skill], **more: Any) -> dict[str, JSON]:
    """Everything that is needed, in the shape it is stored in."""
    shared: dict[str, JSON] = {
        "times": ["tue-pm"],
        "mode": ["video"],
        "languages": ["en", "pt"],
        "profile": True,
        "commitment": True,
        "heard": "poster",
    }
    own: dict[Role, dict[str, JSON]] = {
        Role.MENTOR: {
            "skills-offered": [pick(skills["Feedback"], 4), pick(skills["Planning"], 3)],
            "help-offered": ["sounding"],
            "why": "Somebody did it for me.",
            "capacity": 2,
        },
        Role.MENTEE: {
            "goals": "To lead a handover without prompts.",
            "skills-wanted": [pick(skills["Wound care"], 4), pick(skills["Feedback"], 3)],
            "help-wanted": ["skill"],
        },
    }
    return shared | own[Role(role)] | more


def apply_as(role: str, person: Person, call: Call, skills: dict[str, Skill], **more: Any) -> Application:
    """Apply the way the pages do it."""
    application = applying.begin(call.cohort, role, Applicant.of(person))
    applying.save_answers(application, answers_as(role, skills, **more))
    applying.submit(application)
    return application


def as_posted(role: str, skills: dict[str, Skill], **more: Any) -> dict[str, Any]:
    """The same answers as the form sends them."""
    posted: dict[str, Any] = {}
    for code, value in answers_as(role, skills, **more).items():
        if code.startswith("skills-") and isinstance(value, list):
            for place, one in enumerate(value):
                assert isinstance(one, dict)
                posted[f"q-{code}_{2 * place}"] = one["skill"]
                posted[f"q-{code}_{2 * place + 1}"] = one["level"]
        else:
            posted[f"q-{code}"] = "on" if value is True else value
    return posted


@pytest.fixture
def noor_applied(call: Call, noor: Person, skills: dict[str, Skill]) -> Application:
    return apply_as(Role.MENTEE, noor, call, skills)


@pytest.fixture
def mia_applied(call: Call, mia: Person, skills: dict[str, Skill]) -> Application:
    return apply_as(Role.MENTOR, mia, call, skills)
