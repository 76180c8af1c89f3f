"""The sections of an agreement, and how each begins under the program's rules."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.programs.models import Program
from trellis.relationships.pairs.models import Relationship
from trellis.ui.navigation import Words


@dataclass(frozen=True)
class Section:
    """One part of an agreement."""

    key: str
    title: Words
    help: Words


SECTIONS = (
    Section("purpose", gettext_lazy("Why we are doing this"), gettext_lazy("One or two sentences are enough.")),
    Section(
        "roles",
        gettext_lazy("What each of us brings"),
        gettext_lazy("Who prepares what, who keeps the time, what neither of you has to be for the other."),
    ),
    Section(
        "rhythm",
        gettext_lazy("How often"),
        gettext_lazy("Where and how you meet, who arranges it, and how one of you moves a meeting."),
    ),
    Section(
        "between",
        gettext_lazy("Between meetings"),
        gettext_lazy("Which channels you use, how fast you answer, and when you leave each other alone."),
    ),
    Section(
        "confidentiality",
        gettext_lazy("What stays between us"),
        gettext_lazy("What you want to add to the level you chose."),
    ),
    Section(
        "boundaries",
        gettext_lazy("What we don’t do"),
        gettext_lazy("Favors, money, decisions about the job: name what doesn’t belong here."),
    ),
    Section(
        "looking_back",
        gettext_lazy("When we look at it together"),
        gettext_lazy("The days on which you ask each other how it goes, and how you like to hear criticism."),
    ),
    Section(
        "stuck",
        gettext_lazy("If it isn’t working"),
        gettext_lazy("How you tell each other, and whom else you can turn to."),
    ),
    Section(
        "ending",
        gettext_lazy("How it ends"),
        gettext_lazy("When, what you do in the last meeting, and whether you stay in touch."),
    ),
)
LIMITS = gettext_lazy(
    "Two things go before every promise: when somebody is at risk of harm, and when the law asks for it. "
    "Then only as much is said as is needed, and you are told first whenever that is possible."
)


def beginnings(relationship: Relationship) -> dict[str, str]:
    """A first draft under the program's rules, to be changed by the pair."""
    program = relationship.cohort.program
    contact = program.contact_email or program.organization.contact_email
    stuck = _("We say so to each other first. Either of us can end it at any time, without a reason and without blame.")
    if contact:
        stuck = f"{stuck} " + _("Who runs the program helps: %(contact)s.") % {"contact": contact}
    return {
        "purpose": "",
        "roles": _(
            "The mentee brings what we talk about and does what was agreed; the mentor listens, asks and shares "
            "experience, and decides nothing for the other."
        ),
        "rhythm": _("Either of us can move a meeting with a day’s notice. We take turns to arrange the next one."),
        "between": _("Messages here, answered within three working days. No calls on days off."),
        "confidentiality": "",
        "boundaries": _(
            "No money, no gifts, no favors in decisions about jobs or ratings. Mentoring promises no promotion."
        ),
        "looking_back": _("Half way and at the end, and sooner whenever one of us asks."),
        "stuck": stuck,
        "ending": _(
            "When the agreed time is over we look back together, say what we take along, and say goodbye well."
        ),
    }


def level_words(level: str) -> str:
    """The chosen level of confidentiality as a sentence."""
    choices = dict(Program.Confidentiality.choices)
    return f"{choices[level]}." if level in choices else ""


def rhythm_words(weeks: int, minutes: int) -> str:
    """“Every 2 weeks, 45 minutes.”"""
    every = ngettext("Every week, %(minutes)s minutes.", "Every %(weeks)s weeks, %(minutes)s minutes.", weeks)
    return every % {"weeks": weeks, "minutes": minutes}
