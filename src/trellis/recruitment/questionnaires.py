"""The application forms we begin with, one for each role. A program changes its own copy.

Some codes mean something to us, wherever the team moves the question: see `Code`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from trellis.programs.models import Program, Role
from trellis.questions.models import Question

Type, Audience = Question.Type, Question.Audience

type Asked = dict[str, Any]


class Code(StrEnum):
    """Questions whose answers do something."""

    OFFERED = "skills-offered"  # → profile
    WANTED = "skills-wanted"  # → profile
    TIMES = "times"  # → profile
    LANGUAGES = "languages"  # → profile
    CAPACITY = "capacity"  # → how many mentees
    AVOID = "avoid"  # → never matched with
    HEARD = "heard"  # → counted
    PROFILE = "profile"  # may it go to the profile?


# weekday → code; which part of the day → its hours
DAYS = ("mon", "tue", "wed", "thu", "fri")
HALVES = {"am": ("08:00", "12:00"), "pm": ("12:00", "17:00")}
EVENINGS = ("17:00", "20:00")
WEEKEND = ("09:00", "17:00")
LANGUAGES = ("en", "es", "fr", "de", "pt", "it", "nl", "pl", "tr", "uk", "ar", "hi", "zh", "tl")


def of(program: Program, role: str) -> list[Asked]:
    """The questions of one role, in the language that is spoken now."""
    mentoring = role == Role.MENTOR
    return [
        *(_giving(program) if mentoring else _wanting()),
        *_meeting(),
        *([_capacity(program)] if mentoring else []),
        *_with_whom(program.word("mentee" if mentoring else "mentor")),
        *_last(program),
    ]


def _giving(program: Program) -> list[Asked]:
    return [
        _heading(_("What you bring")),
        {
            "code": Code.OFFERED,
            "type": Type.SKILLS,
            "text": _("What could you help somebody with?"),
            "help": _("The strongest first. Level 1 is a little, 5 is very well."),
            "most": 5,
            "required": True,
            "seen_by": Audience.PARTNER,
        },
        {
            "code": "help-offered",
            "type": Type.SEVERAL,
            "text": _("What kind of help do you like to give?"),
            "options": _kinds_of_help(
                _("Talk about careers and choices"),
                _("Teach a skill"),
                _("Explain how things work here"),
                _("Listen and think along"),
                _("Introduce people and open doors"),
            ),
            "required": True,
            "seen_by": Audience.PARTNER,
        },
        {
            "code": "path",
            "type": Type.LONG,
            "text": _("What have you been through that may help somebody else?"),
            "help": _("A change of direction, a first year, a return after leave. A few lines are enough."),
            "most": 1500,
            "seen_by": Audience.PARTNER,
        },
        {
            "code": "why",
            "type": Type.LONG,
            "text": _("Why would you like to be a %(mentor)s?") % {"mentor": program.word("mentor")},
            "most": 1500,
            "required": True,
        },
    ]


def _wanting() -> list[Asked]:
    return [
        _heading(_("What you are looking for")),
        {
            "code": "goals",
            "type": Type.LONG,
            "text": _("What would you like to be different a year from now?"),
            "help": _("A wish is enough. You’ll turn it into goals together."),
            "most": 1500,
            "required": True,
            "seen_by": Audience.PARTNER,
        },
        {
            "code": Code.WANTED,
            "type": Type.SKILLS,
            "text": _("What would you like to get better at?"),
            "help": _("The most important first, with the level you’d like to reach: 1 is a little, 5 is very well."),
            "most": 5,
            "required": True,
            "seen_by": Audience.PARTNER,
        },
        {
            "code": "help-wanted",
            "type": Type.SEVERAL,
            "text": _("What kind of help would you like?"),
            "options": _kinds_of_help(
                _("Talking about careers and choices"),
                _("Learning a skill"),
                _("Understanding how things work here"),
                _("Somebody who listens and thinks along"),
                _("Meeting people and finding open doors"),
            ),
            "required": True,
            "seen_by": Audience.PARTNER,
        },
        {
            "code": "before",
            "type": Type.LONG,
            "text": _("What have you tried so far?"),
            "most": 1500,
        },
    ]


def _meeting() -> list[Asked]:
    return [
        _heading(_("When and how you can meet")),
        {
            "code": Code.TIMES,
            "type": Type.SEVERAL,
            "text": _("When are you usually free to meet?"),
            "options": _times(),
            "required": True,
        },
        {
            "code": "mode",
            "type": Type.SEVERAL,
            "text": _("How would you like to meet?"),
            "options": [
                {"code": "in-person", "label": _("In person")},
                {"code": "video", "label": _("By video")},
                {"code": "phone", "label": _("By phone")},
                {"code": "writing", "label": _("In writing")},
            ],
            "required": True,
            "seen_by": Audience.PARTNER,
        },
        {
            "code": Code.LANGUAGES,
            "type": Type.SEVERAL,
            "text": _("In which languages could you have these conversations?"),
            "options": [{"code": code, "label": label} for code, label in _languages()],
            "required": True,
            "seen_by": Audience.PARTNER,
        },
    ]


def _capacity(program: Program) -> Asked:
    return {
        "code": Code.CAPACITY,
        "type": Type.NUMBER,
        "text": _("How many %(mentees)s could you take at the same time?") % {"mentees": program.word("mentees")},
        "help": _("Be kind to yourself. You can change it later."),
        "least": 1,
        "most": program.mentor_capacity,
        "required": True,
    }


def _with_whom(other: str) -> list[Asked]:
    return [
        _heading(_("With whom")),
        {
            "code": "wishes",
            "type": Type.LONG,
            "text": _("What would you wish for in your %(other)s?") % {"other": other},
            "help": _("Like somebody from another department, or somebody who has children too."),
            "most": 1000,
        },
        {
            "code": Code.AVOID,
            "type": Type.LONG,
            "text": _("Is there anybody you should not be matched with?"),
            "help": _(
                "One name or e-mail address on each line. Kept sealed and shown to nobody; "
                "only the matching looks at it. Your own managers are left out anyway."
            ),
            "most": 500,
            "seen_by": Audience.AUTHOR,
            "is_sealed": True,
        },
    ]


def _last(program: Program) -> list[Asked]:
    return [
        _heading(_("Last things")),
        {
            "code": "accommodations",
            "type": Type.LONG,
            "text": _("Is there anything we should arrange so that you can take part well?"),
            "help": _("Like captions, a step-free room, or large print. You don’t have to say why."),
            "most": 1000,
            "is_sealed": True,
        },
        {
            "code": Code.HEARD,
            "type": Type.ONE,
            "text": _("How did you hear of this?"),
            "options": [
                {"code": "colleague", "label": _("From a colleague")},
                {"code": "manager", "label": _("From my manager")},
                {"code": "email", "label": _("By e-mail")},
                {"code": "poster", "label": _("From a poster or flyer")},
                {"code": "intranet", "label": _("On the intranet")},
                {"code": "event", "label": _("At an event")},
                {"code": "other", "label": _("Another way")},
            ],
        },
        {
            "code": Code.PROFILE,
            "type": Type.CONSENT,
            "text": _("Put my competencies, times and languages into my profile when I’m accepted"),
            "help": _("The matching reads them there. You can change or remove them at any time."),
        },
        {
            "code": "commitment",
            "type": Type.CONSENT,
            "text": _("I can give it the time it takes, take the short training, and keep what I’m told to myself"),
            "help": _("About %(minutes)s minutes every %(weeks)s weeks, for %(months)s months.")
            % {
                "minutes": program.meeting_minutes,
                "weeks": program.meeting_every_weeks,
                "months": program.length_months,
            },
            "required": True,
        },
    ]


def _heading(text: str) -> Asked:
    return {"type": Type.HEADING, "text": text}


def _kinds_of_help(career: str, skill: str, information: str, sounding: str, sponsor: str) -> list[dict[str, str]]:
    labels = {"career": career, "skill": skill, "information": information, "sounding": sounding, "sponsor": sponsor}
    return [{"code": code, "label": label} for code, label in labels.items()]


def _times() -> list[dict[str, str]]:
    names = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"))
    found = []
    for day, name in zip(DAYS, names, strict=True):
        found.append({"code": f"{day}-am", "label": _("%(day)s morning") % {"day": name}})
        found.append({"code": f"{day}-pm", "label": _("%(day)s afternoon") % {"day": name}})
    return [
        *found,
        {"code": "evenings", "label": _("Evenings on weekdays")},
        {"code": "weekend", "label": _("At the weekend")},
    ]


def _languages() -> list[tuple[str, str]]:
    """Each in its own name, so that its speakers find it."""
    names = {
        "en": "English", "es": "Español", "fr": "Français", "de": "Deutsch", "pt": "Português", "it": "Italiano",
        "nl": "Nederlands", "pl": "Polski", "tr": "Türkçe", "uk": "Українська", "ar": "العربية", "hi": "हिन्दी",
        "zh": "中文", "tl": "Tagalog",
    }  # fmt: skip
    return [(code, names[code]) for code in LANGUAGES]
