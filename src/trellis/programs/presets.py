"""Program presets and the plan that comes with every program.

Lengths, rhythms and who matches follow common practice for each form; sources are listed in
docs/guide/presets.md. Every value is a start that the team changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.common.dates import add_months
from trellis.common.errors import Kind, Refused
from trellis.programs.models import Program, Stage


@dataclass(frozen=True)
class Preset:
    """A way to run a program: its name, when to take it, and the design it starts with."""

    key: str
    title: str | Promise
    when: str | Promise
    fields: Mapping[str, Any]

    def sentence(self) -> str:
        """When to take it, and what it sets."""
        length = ngettext("%(count)s month", "%(count)s months", self.fields["length_months"])
        rhythm = ngettext("every week", "every %(count)s weeks", self.fields["meeting_every_weeks"])
        return _("%(when)s %(length)s, %(rhythm)s, %(minutes)s minutes. %(mode)s.") % {
            "when": self.when,
            "length": length % {"count": self.fields["length_months"]},
            "rhythm": rhythm % {"count": self.fields["meeting_every_weeks"]},
            "minutes": self.fields["meeting_minutes"],
            "mode": Program.MatchMode(self.fields["match_mode"]).label,
        }


def _preset(
    key: str,
    title: str | Promise,
    when: str | Promise,
    *,
    months: int,
    weeks: int,
    minutes: int,
    mode: Program.MatchMode,
    capacity: int = 2,
    form: Program.Format = Program.Format.ONE_TO_ONE,
    words: Mapping[str, str | Promise] | None = None,
) -> Preset:
    fields = {
        "format": form,
        "length_months": months,
        "meeting_every_weeks": weeks,
        "meeting_minutes": minutes,
        "match_mode": mode,
        "mentor_capacity": capacity,
    } | ({"words": words} if words else {})
    return Preset(key, title, when, fields)


PRESETS = (
    _preset(
        "career",
        gettext_lazy("Career and development"),
        gettext_lazy("Experienced people help others grow, away from the reporting line."),
        months=12,
        weeks=4,
        minutes=60,
        mode=Program.MatchMode.HYBRID,
    ),
    _preset(
        "onboarding",
        gettext_lazy("First year in the job"),
        gettext_lazy("New starters settle in with somebody who knows the ropes."),
        months=9,
        weeks=2,
        minutes=45,
        mode=Program.MatchMode.COORDINATOR,
    ),
    _preset(
        "peer",
        gettext_lazy("Peer mentoring"),
        gettext_lazy("Two people of like experience learn from each other."),
        months=6,
        weeks=2,
        minutes=45,
        mode=Program.MatchMode.HYBRID,
        capacity=1,
        form=Program.Format.PEER,
        words={
            "mentor": gettext_lazy("partner"),
            "mentors": gettext_lazy("partners"),
            "mentee": gettext_lazy("peer"),
            "mentees": gettext_lazy("peers"),
        },
    ),
    _preset(
        "reverse",
        gettext_lazy("Reverse mentoring"),
        gettext_lazy("Leaders learn from people with a different view of the organization."),
        months=6,
        weeks=2,
        minutes=45,
        mode=Program.MatchMode.COORDINATOR,
        capacity=1,
        form=Program.Format.REVERSE,
    ),
    _preset(
        "circle",
        gettext_lazy("Mentoring circle"),
        gettext_lazy("Five to eight people meet around a topic with a facilitator."),
        months=6,
        weeks=3,
        minutes=90,
        mode=Program.MatchMode.COORDINATOR,
        capacity=8,
        form=Program.Format.GROUP,
        words={
            "mentor": gettext_lazy("facilitator"),
            "mentors": gettext_lazy("facilitators"),
            "mentee": gettext_lazy("member"),
            "mentees": gettext_lazy("members"),
        },
    ),
    _preset(
        "flash",
        gettext_lazy("Flash mentoring"),
        gettext_lazy("One meeting for one question, booked when it is needed."),
        months=1,
        weeks=1,
        minutes=30,
        mode=Program.MatchMode.SELF,
        capacity=4,
        form=Program.Format.FLASH,
    ),
    _preset(
        "students",
        gettext_lazy("Students and alumni"),
        gettext_lazy("Graduates open doors and share how working life really is."),
        months=9,
        weeks=4,
        minutes=60,
        mode=Program.MatchMode.HYBRID,
    ),
    _preset(
        "research",
        gettext_lazy("Research mentoring"),
        gettext_lazy("Early researchers plan their development beside the supervisor’s advice."),
        months=12,
        weeks=2,
        minutes=60,
        mode=Program.MatchMode.SELF,
        capacity=3,
    ),
    _preset(
        "team",
        gettext_lazy("Mentor team"),
        gettext_lazy("One person, several mentors, each with a part of their own."),
        months=12,
        weeks=4,
        minutes=60,
        mode=Program.MatchMode.HYBRID,
        form=Program.Format.TEAM,
    ),
)


def get(key: str) -> Preset:
    """The preset of that name. Raises Refused when there is none."""
    for preset in PRESETS:
        if preset.key == key:
            return preset
    raise Refused(_("There is no preset of this name. Choose one from the list."), kind=Kind.INVALID)


@dataclass(frozen=True)
class Step:
    """One line of a plan."""

    stage: Stage
    title: str
    due_on: date


# Weeks before (−) or after the first day of the cohort.
_BEFORE_AND_AFTER: tuple[tuple[int, Stage, str | Promise], ...] = (
    (-20, Stage.STRATEGY, gettext_lazy("Send the strategy questions to the leaders")),
    (-16, Stage.STRATEGY, gettext_lazy("Write the charter and have it signed")),
    (-12, Stage.DESIGN, gettext_lazy("Settle the design: form, length, rhythm, rules")),
    (-11, Stage.DESIGN, gettext_lazy("Check privacy and accessibility")),
    (-9, Stage.RECRUIT, gettext_lazy("Announce the program and ask mentors first")),
    (-7, Stage.RECRUIT, gettext_lazy("Open applications for mentees")),
    (-5, Stage.RECRUIT, gettext_lazy("Decide on every application")),
    (-3, Stage.TRAIN, gettext_lazy("Open the training for mentors and mentees")),
    (-2, Stage.MATCH, gettext_lazy("Match, review and publish the proposals")),
    (0, Stage.SUPPORT, gettext_lazy("Hold the kickoff")),
    (2, Stage.SUPPORT, gettext_lazy("Ask whether everybody has met once")),
    (4, Stage.SUPPORT, gettext_lazy("See that agreements are signed")),
    (9, Stage.SUPPORT, gettext_lazy("Offer the no-fault review")),
)
# Days before (−) or after the last day.
_AROUND_THE_END: tuple[tuple[int, Stage, str | Promise], ...] = (
    (-30, Stage.SUPPORT, gettext_lazy("Prepare people for a good ending")),
    (0, Stage.CELEBRATE, gettext_lazy("Celebrate, and hand out certificates")),
    (14, Stage.EVALUATE, gettext_lazy("Close the final questions")),
    (30, Stage.EVALUATE, gettext_lazy("Report to the sponsor")),
)


def plan_from(starts_on: date, *, months: int) -> list[Step]:
    """The whole plan, oldest step first; the midpoint lies half way."""
    ends_on = add_months(starts_on, months)
    middle = starts_on + (ends_on - starts_on) // 2
    steps = [Step(stage, str(title), starts_on + timedelta(weeks=weeks)) for weeks, stage, title in _BEFORE_AND_AFTER]
    steps.append(Step(Stage.SUPPORT, _("Hold the midpoint review"), middle))
    steps += [Step(stage, str(title), ends_on + timedelta(days=days)) for days, stage, title in _AROUND_THE_END]
    return sorted(steps, key=lambda step: step.due_on)
