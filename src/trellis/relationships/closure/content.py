"""The closing questions: three sets, in our own words. Codes stay; reports count by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from trellis.programs.models import Role
from trellis.questions.models import Question, Questionnaire
from trellis.relationships.pairs.models import Relationship

OWNER = "closure"
EARLY = "closing-early"
KEYS = {Role.MENTEE: "closing-mentee", Role.MENTOR: "closing-mentor"}
PLANNED = {
    Relationship.Reason.TERM_COMPLETE,
    Relationship.Reason.GOALS_MET,
    Relationship.Reason.PROGRAM_ENDED,
    Relationship.Reason.AGREED,
}

Type, NUMBERS = Question.Type, Question.Audience.NUMBERS


def keys_of(relationship: Relationship) -> list[str]:
    """The sets that a relationship may have answered: an early end that was taken back leaves its own behind."""
    return [EARLY] if is_early(relationship) else list(KEYS.values())


def key_for(relationship: Relationship, role: str) -> str:
    """Which set this side is asked."""
    return EARLY if is_early(relationship) else KEYS[Role(role)]


def is_early(relationship: Relationship) -> bool:
    return bool(relationship.closure_reason) and relationship.closure_reason not in PLANNED


def _ask(code: str, type_: Question.Type, text: object, **more: Any) -> dict[str, Any]:
    return {"code": code, "type": type_, "text": text, "seen_by": NUMBERS, **more}


def _agree(code: str, text: object) -> dict[str, Any]:
    ends = {"low_label": _("not at all"), "high_label": _("completely")}
    return _ask(code, Type.SCALE_5, text, **ends)


def _heading(code: str, text: object) -> dict[str, Any]:
    return _ask(code, Type.HEADING, text)


_RECOMMEND = _ask(
    "recommend",
    Type.TO_TEN,
    _("How likely are you to recommend this program to a colleague?"),
    low_label=_("not at all likely"),
    high_label=_("extremely likely"),
)
_WHY = _ask("recommend-why", Type.LONG, _("What is the main reason for that?"))
_MOST = _ask("most-useful", Type.LONG, _("What helped you most?"))
_LEAST = _ask("least-useful", Type.LONG, _("What helped you least, or got in the way?"))
_QUOTE = _ask("may-quote", Type.CONSENT, _("You may quote my words in a report, without my name."))
_HARM = _ask(
    "harm",
    Type.ONE,
    _("Did anything happen that should not have happened?"),
    help=_(
        "For example pressure, a misused position, or somebody who was never there. This answer is only counted. "
        "If you want somebody to help, write to the coordinator from your page: Ask for help."
    ),
    options=[
        {"code": "no", "label": _("No")},
        {"code": "yes", "label": _("Yes")},
        {"code": "unsaid", "label": _("I’d rather not say")},
    ],
)

MENTEE: Sequence[Mapping[str, Any]] = (
    _heading("h-time", _("Your time together")),
    _agree("worth", _("My mentoring was worth the time I gave it.")),
    _agree("fit", _("My mentor was a good fit for what I needed.")),
    _agree("rhythm", _("We met often enough.")),
    _agree("prepared", _("I was well prepared for my part.")),
    _agree("open", _("I could speak openly, and what I said stayed between us.")),
    _agree("supported", _("When I needed the people who run the program, they were there.")),
    _heading("h-learned", _("What you take with you")),
    _agree("direction", _("I see more clearly where I am going.")),
    _agree("skills", _("I can do things now that I couldn’t do when we began.")),
    _agree("people", _("I know more people I can ask.")),
    _agree("confidence", _("I trust myself with harder tasks.")),
    _agree("feedback", _("I ask for feedback and use it.")),
    _ask(
        "skill-now",
        Type.SCALE_7,
        _("How well can you do what you set out to learn?"),
        low_label=_("a first idea"),
        high_label=_("well enough to teach it"),
    ),
    _ask(
        "skill-then",
        Type.SCALE_7,
        _("And looking back: how well could you do it when you began?"),
        low_label=_("a first idea"),
        high_label=_("well enough to teach it"),
    ),
    _heading("h-work", _("What is different")),
    _ask(
        "goals",
        Type.SCALE_5,
        _("How far did you get with your goals?"),
        low_label=_("not begun"),
        high_label=_("all reached"),
    ),
    _agree("differently", _("I do my work differently because of this mentoring.")),
    _agree("belong", _("I feel part of this place.")),
    _agree("stay", _("I expect to be here in a year.")),
    _heading("h-next", _("Looking ahead")),
    _RECOMMEND,
    _WHY,
    _ask(
        "next",
        Type.SEVERAL,
        _("What would you like next?"),
        options=[
            {"code": "mentor", "label": _("To mentor somebody myself")},
            {"code": "again", "label": _("Another mentor, for another goal")},
            {"code": "peers", "label": _("To meet others who took part")},
            {"code": "nothing", "label": _("Nothing for now")},
        ],
    ),
    _MOST,
    _LEAST,
    _HARM,
    _QUOTE,
)

MENTOR: Sequence[Mapping[str, Any]] = (
    _heading("h-time", _("Your time together")),
    _agree("worth", _("Mentoring was worth the time I gave it.")),
    _agree("fit", _("What I know fitted what my mentee needed.")),
    _agree("rhythm", _("We met often enough.")),
    _agree("prepared", _("I was well prepared to mentor.")),
    _agree("open", _("We could speak openly with each other.")),
    _agree("supported", _("When I needed the people who run the program, they were there.")),
    _agree("load", _("I had enough time for it beside my work.")),
    _heading("h-learned", _("What you take with you")),
    _agree("listening", _("I listen better than I did.")),
    _agree("questions", _("I ask more and advise less.")),
    _agree("perspective", _("I understand people in another position better.")),
    _agree("reflection", _("Explaining my work made me think about it anew.")),
    _heading("h-work", _("What is different")),
    _agree("growth", _("I saw my mentee grow.")),
    _agree("differently", _("I work with others differently because of mentoring.")),
    _agree("belong", _("I feel part of this place.")),
    _heading("h-next", _("Looking ahead")),
    _RECOMMEND,
    _WHY,
    _ask("again", Type.YES_NO, _("Would you mentor again?")),
    _MOST,
    _LEAST,
    _HARM,
    _QUOTE,
)

ENDED_EARLY: Sequence[Mapping[str, Any]] = (
    _agree("worth", _("The time I gave it was worth it.")),
    _agree("fit", _("We were a good fit for each other.")),
    _ask(
        "hindered",
        Type.SEVERAL,
        _("What made it hard?"),
        options=[
            {"code": "time", "label": _("Finding time")},
            {"code": "distance", "label": _("Distance or place")},
            {"code": "aims", "label": _("We wanted different things from it")},
            {"code": "expertise", "label": _("The knowledge that was needed was not there")},
            {"code": "trust", "label": _("Trust did not grow")},
            {"code": "change", "label": _("A change at work or at home")},
            {"code": "other", "label": _("Something else")},
        ],
    ),
    _agree("supported", _("When I needed the people who run the program, they were there.")),
    _agree("ending", _("The ending was handled with respect.")),
    _ask(
        "next",
        Type.ONE,
        _("What would you like now?"),
        options=[
            {"code": "rematch", "label": _("To be matched with somebody else")},
            {"code": "later", "label": _("To pause and come back later")},
            {"code": "leave", "label": _("To leave the program")},
        ],
    ),
    _ask("most-useful", Type.LONG, _("What should we do differently next time?")),
    _HARM,
)

INTRO = _("About five minutes. Answer what you can and leave the rest.")
SETS: Mapping[str, tuple[Any, Sequence[Mapping[str, Any]]]] = {
    KEYS[Role.MENTEE]: (_("Closing questions for mentees"), MENTEE),
    KEYS[Role.MENTOR]: (_("Closing questions for mentors"), MENTOR),
    EARLY: (_("Questions after an early end"), ENDED_EARLY),
}
CONFIDENTIALITY = Questionnaire.Confidentiality.CONFIDENTIAL
