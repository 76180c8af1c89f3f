"""The steps of the design, in order, and which of them are done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.programs import forms
from trellis.programs.models import Cohort
from trellis.ui.navigation import Item

type Words = str | Promise


@dataclass(frozen=True)
class Step:
    """One page of the design. The step with dates changes the cohort, the others the program."""

    slug: str
    label: Words
    title: Words
    lede: Words
    form: type[forms.DesignForm | forms.DatesForm]
    is_done: Callable[[Cohort], bool]


def _always(_cohort: Cohort) -> bool:
    """There is always a value, from the preset or the default."""
    return True


STEPS: tuple[Step, ...] = (
    Step(
        "purpose",
        _("Purpose and people"),
        _("Why does this program exist?"),
        _("Everything after it is measured by this. Write it so that a mentee would nod."),
        forms.PurposeForm,
        lambda cohort: bool(cohort.program.purpose and cohort.program.audience),
    ),
    Step(
        "form",
        _("Form"),
        _("What form does it take?"),
        _("The form shapes everything after it. You can change it until people are matched."),
        forms.FormatForm,
        _always,
    ),
    Step(
        "rhythm",
        _("Length and rhythm"),
        _("How long, and how often?"),
        _("People should know what they say yes to. Rather a little, kept, than much, missed."),
        forms.RhythmForm,
        _always,
    ),
    Step(
        "matching",
        _("Who matches"),
        _("How will people be paired?"),
        _("Whoever decides: nobody is ever paired with somebody above or below them in the same line."),
        forms.MatchingForm,
        _always,
    ),
    Step(
        "rules",
        _("Privacy and words"),
        _("What stays private, and what are people called?"),
        _("The rule stands in every agreement. Your own words appear everywhere in this program."),
        forms.RulesForm,
        _always,
    ),
    Step(
        "dates",
        _("Dates"),
        _("When does it happen?"),
        _("The plan, the reminders and the report count from these days."),
        forms.DatesForm,
        lambda cohort: bool(cohort.starts_on and cohort.ends_on and cohort.applications_open_on),
    ),
    Step(
        "public",
        _("Public page"),
        _("What do people read before they apply?"),
        _("It appears once applications open, at an address anybody can share."),
        forms.PublicForm,
        lambda cohort: bool(cohort.program.description),
    ),
)


def get(slug: str) -> Step | None:
    return next((step for step in STEPS if step.slug == slug), None)


def after(step: Step) -> Step | None:
    """The next step; nothing after the last."""
    at = STEPS.index(step) + 1
    return STEPS[at] if at < len(STEPS) else None


def before(step: Step) -> Step | None:
    at = STEPS.index(step) - 1
    return STEPS[at] if at >= 0 else None


def address(cohort: Cohort, step: Step | None) -> str:
    """The page of a step, or the whole design after the last."""
    if step is None:
        return reverse("programs:design", args=cohort.address)
    return reverse("programs:design_step", args=[*cohort.address, step.slug])


def items(cohort: Cohort, current: Step | None) -> list[Item]:
    """The steps beside the page, and the check at the end."""
    drawn = []
    for step in STEPS:
        state = "now" if step is current else "done" if step.is_done(cohort) else "later"
        drawn.append(Item(step.label, address(cohort, step), state=state))  # type: ignore[arg-type]
    drawn.append(Item(_("Check and open"), address(cohort, None), state="later" if current else "now"))
    return drawn
