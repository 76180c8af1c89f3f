"""The five questions with their probes, and the sections of a charter with what each should say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

type Words = str | Promise


def questions() -> list[dict[str, Any]]:
    """The five strategy questions in the reader's language, as fields of questions.Question."""
    return [
        {"code": code, "type": "long", "text": str(text), "help": str(probes), "seen_by": "team", "most": 4000}
        for code, text, probes in _FIVE
    ]


_FIVE: tuple[tuple[str, Words, Words], ...] = (
    (
        "problem",
        gettext_lazy("What could mentoring help with here?"),
        gettext_lazy(
            "Which problem do you see, and who feels it most? What shows it: a number, a story, a complaint that "
            "returns? What was tried already? Why mentoring, and not training, better pay or a change of managers?"
        ),
    ),
    (
        "people",
        gettext_lazy("Who should take part, as mentor and as mentee?"),
        gettext_lazy(
            "Describe one mentee who would gain, and one mentor you would trust with them. Who is usually missed? "
            "Who must not be paired? About how many people in the first year? Do people volunteer, or is everybody "
            "of a group in unless they say no?"
        ),
    ),
    (
        "experience",
        gettext_lazy("What has mentoring been like here before?"),
        gettext_lazy(
            "Who mentors whom now, without a program? Which programs were there, and why did they fade? Do people "
            "believe that what they say stays private? What do managers think of the hours?"
        ),
    ),
    (
        "change",
        gettext_lazy("What should be different afterwards?"),
        gettext_lazy(
            "What will mentees do better, and what do mentors gain? By when? How would we see it? Which result would "
            "make us stop?"
        ),
    ),
    (
        "strategy",
        gettext_lazy("How does it serve our long-term plan?"),
        gettext_lazy(
            "Which goal of the organization does it serve: people who stay, people ready for the next post, "
            "knowledge that is passed on, a fairer start? Who at the top would stand for it? What may it cost?"
        ),
    ),
)


@dataclass(frozen=True)
class Section:
    """A part of the charter: its heading, what to write, and the question it draws on."""

    code: str
    title: Words
    hint: Words
    question: str = ""


SECTIONS: tuple[Section, ...] = (
    Section(
        "problem",
        gettext_lazy("The problem"),
        gettext_lazy("Two or three sentences that somebody from outside would understand."),
        "problem",
    ),
    Section(
        "outcomes",
        gettext_lazy("What will change"),
        gettext_lazy("For mentees, for mentors, for the organization. The objectives below put figures to it."),
        "change",
    ),
    Section(
        "population",
        gettext_lazy("Who it is for"),
        gettext_lazy("Mentees and mentors, how many, and who is in though often missed."),
        "people",
    ),
    Section(
        "form",
        gettext_lazy("Form and length"),
        gettext_lazy("One to one or in groups, how long, how often, who matches."),
    ),
    Section("roles", gettext_lazy("Who does what"), gettext_lazy("Sponsor, manager, coordinators, who advises.")),
    Section(
        "policies",
        gettext_lazy("Rules we keep"),
        gettext_lazy("What stays private and its limits, reporting lines, ending without blame, whom to turn to."),
    ),
    Section(
        "experience",
        gettext_lazy("What we build on"),
        gettext_lazy("What earlier mentoring taught us, and what we do otherwise now."),
        "experience",
    ),
    Section(
        "case",
        gettext_lazy("Why it is worth it"),
        gettext_lazy("Which goal of the organization it serves, and what it saves or brings."),
        "strategy",
    ),
    Section(
        "budget",
        gettext_lazy("What it costs"),
        gettext_lazy("Hours of mentors and mentees, hours of coordination, money for anything else."),
    ),
    Section(
        "risks",
        gettext_lazy("What could go wrong"),
        gettext_lazy("Each risk in a line, with what we do about it and who watches it."),
    ),
)
LONGEST = 2000


def policies_of(confidentiality: str) -> str:
    """A first text of the rules, from what the design says about confidentiality."""
    return "\n".join(
        [
            _("What stays private: %s.") % confidentiality,
            _("Its limits: danger to somebody, a crime, what the law makes us report. The person hears of it first."),
            _("Nobody is paired with a person above or below them in the same line."),
            _("Either side may end a pair without giving a reason and without blame."),
        ]
    )
