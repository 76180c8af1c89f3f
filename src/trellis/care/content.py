"""The questions of check-ins and the midpoint, in our own words. Codes stay; reports count by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from trellis.care.models import CheckIn
from trellis.programs.models import Role
from trellis.questions.models import Question, Questionnaire

OWNER = "care"
HELP = "help"  # the answer that opens a request
PULSE_CODES = ("worth", "next")
Type, TEAM, NUMBERS = Question.Type, Question.Audience.TEAM, Question.Audience.NUMBERS


def _agree(code: str, text: object, seen_by: str = NUMBERS) -> dict[str, Any]:
    ends = {"low_label": _("not at all"), "high_label": _("completely")}
    return {"code": code, "type": Type.SCALE_5, "text": text, "seen_by": seen_by, **ends}


_HELP = {
    "code": HELP,
    "type": Type.YES_NO,
    "text": _("Is there anything you want help with?"),
    "help": _("Yes opens a private message to the people who run the program. Your partner doesn’t see it."),
    "seen_by": TEAM,
}

PULSE: Sequence[Mapping[str, Any]] = (
    {**_agree("worth", _("Our last meeting was worth the time."), TEAM), "required": True},
    {**_agree("next", _("I know what I will do next."), TEAM), "required": True},
    _HELP,
)

_WANTED = {
    "code": "wanted",
    "type": Type.SEVERAL,
    "text": _("What would you like to change for the second half?"),
    "seen_by": NUMBERS,
    "options": [
        {"code": "nothing", "label": _("Nothing, go on like this")},
        {"code": "rhythm", "label": _("How often we meet")},
        {"code": "length", "label": _("How long we meet")},
        {"code": "topic", "label": _("What we talk about")},
        {"code": "goal", "label": _("The goals")},
        {"code": "partner", "label": _("Somebody else to work with")},
        {"code": "end", "label": _("To end it")},
    ],
}
_WIN = {"code": "win", "type": Type.LONG, "text": _("One thing that went well"), "seen_by": NUMBERS}
_OBSTACLE = {"code": "obstacle", "type": Type.LONG, "text": _("One thing that got in the way"), "seen_by": NUMBERS}

MIDPOINT_MENTEE: Sequence[Mapping[str, Any]] = (
    _agree("rhythm", _("We meet as often as we agreed.")),
    _agree("prepared", _("I come prepared, with something I want to talk about.")),
    _agree("moving", _("I am moving towards my goals.")),
    _agree("expected", _("It is what I hoped for when I joined.")),
    _agree("useful", _("What I hear from my mentor is useful to me.")),
    _agree("challenge", _("My mentor asks me questions that make me think.")),
    _agree("open", _("I can say what I think.")),
    _agree("feedback", _("We tell each other what helps and what doesn’t.")),
    _agree("supported", _("I know whom to ask when something is wrong.")),
    _agree("overall", _("All in all, this mentoring is good for me.")),
    _WANTED,
    _WIN,
    _OBSTACLE,
    _HELP,
)

MIDPOINT_MENTOR: Sequence[Mapping[str, Any]] = (
    _agree("rhythm", _("We meet as often as we agreed.")),
    _agree("prepared", _("My mentee comes with something to talk about.")),
    _agree("moving", _("I see movement towards the goals.")),
    _agree("expected", _("It is what I hoped for when I joined.")),
    _agree("useful", _("What I know is of use here.")),
    _agree("load", _("I have enough time for it.")),
    _agree("open", _("We can speak openly.")),
    _agree("feedback", _("We tell each other what helps and what doesn’t.")),
    _agree("supported", _("I know whom to ask when something is wrong.")),
    _agree("overall", _("All in all, this mentoring is good for me too.")),
    _WANTED,
    _WIN,
    _OBSTACLE,
    _HELP,
)

_ONE_MINUTE = _("One minute. Your partner never sees your answers.")
_FOUR_MINUTES = _(
    "About four minutes, half way through. Nobody sees your answers beside your name, except a yes to help."
)
NAMED = Questionnaire.Confidentiality.NAMED

# The answer about help has a name on it, so the sets are named; all else in the midpoint is only counted.
SETS: Mapping[tuple[str, str], tuple[str, Any, Any, Sequence[Mapping[str, Any]]]] = {
    (CheckIn.Kind.PULSE, Role.MENTEE): ("check-in", _("How is your mentoring going?"), _ONE_MINUTE, PULSE),
    (CheckIn.Kind.PULSE, Role.MENTOR): ("check-in", _("How is your mentoring going?"), _ONE_MINUTE, PULSE),
    (CheckIn.Kind.MIDPOINT, Role.MENTEE): ("midpoint-mentee", _("Half way"), _FOUR_MINUTES, MIDPOINT_MENTEE),
    (CheckIn.Kind.MIDPOINT, Role.MENTOR): ("midpoint-mentor", _("Half way"), _FOUR_MINUTES, MIDPOINT_MENTOR),
}
