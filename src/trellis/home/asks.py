"""What waits for somebody, and what takes a program on from the stage it is in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.matching.circles.actions import FORMS
from trellis.matching.circles.models import Circle, Grouping
from trellis.matching.models import MatchRun, Proposal
from trellis.programs.models import Cohort, Participation, Stage
from trellis.recruitment import queries as recruitment
from trellis.ui.navigation import Words


@dataclass(frozen=True)
class Ask:
    """Something that waits for this person: what, why, where."""

    title: Words
    text: Words
    url: str
    action: Words
    severity: str = "info"


def next_step(cohort: Cohort) -> Ask | None:
    """The one thing that takes the cohort on; nothing while its pairs are together."""
    stage = Stage(cohort.stage)
    if stage in COUNTED:
        return COUNTED[stage](cohort)
    return _ask(cohort, *ALWAYS[stage]) if stage in ALWAYS else None


def _recruiting(cohort: Cohort) -> Ask:
    window = recruitment.window_of(recruitment.call_of(cohort))
    joined = Participation.objects.filter(cohort=cohort).taking_part().count()
    if not window.is_open and not joined:
        text = _("The public page gets its two buttons, and you can invite people.")
        return _ask(cohort, _("Open applications"), text, "recruitment:open", _("Open applications"))
    if not joined:
        text = _("A personal word brings more people than a poster, and mentors come first.")
        return _ask(cohort, _("Invite people"), text, "recruitment:invite", _("Invite people"))
    text = ngettext("%d person is in so far.", "%d people are in so far.", joined) % joined
    return _on(cohort, _("Go on to training when enough people are in"), text)


def _training(cohort: Cohort) -> Ask:
    left = Participation.objects.filter(cohort=cohort, state=Participation.State.PREPARING).count()
    if not left:
        return _on(cohort, _("Go on to matching"), _("Everybody who is in has finished the training."))
    title = ngettext("%d person still has training to do", "%d people still have training to do", left) % left
    return _ask(cohort, title, _("You see who, and can remind them."), "learning:board", _("See who"))


def _circling(cohort: Cohort) -> Ask:
    latest = Grouping.objects.filter(cohort=cohort).exclude(state=Grouping.State.SET_ASIDE).order_by("-pk").first()
    if latest and latest.state == Grouping.State.REVIEW:
        title = _("Circles wait for you to look at them")
        return _ask(cohort, title, _("Nobody hears anything before you ask."), "matching:circles", _("Look at them"))
    waiting = Circle.objects.filter(grouping__cohort=cohort, state=Circle.State.ASKED).count()
    if waiting:
        title = ngettext("%d circle waits for answers", "%d circles wait for answers", waiting) % waiting
        text = _("Everybody says yes or no for themselves.")
        return _ask(cohort, title, text, "matching:circles", _("See who has answered"))
    if latest and latest.state == Grouping.State.ASKED:
        return _on(cohort, _("Go on to support"), _("Everybody who was asked has answered."))
    text = _("One search looks at everybody who is ready together.")
    return _ask(cohort, _("Put people together"), text, "matching:circles", _("Go there"))


def _matching(cohort: Cohort) -> Ask:
    if cohort.program.format in FORMS:
        return _circling(cohort)
    run = MatchRun.objects.filter(cohort=cohort, state=MatchRun.State.REVIEW).first()
    left = run.suggestions.filter(proposal=None).exclude(mentor=None).count() if run else 0
    if left:
        title = ngettext("%d suggested pair to review", "%d suggested pairs to review", left) % left
        return _ask(cohort, title, _("Nobody hears anything before you publish."), "matching:studio", _("Review them"))
    proposals = Proposal.objects.filter(cohort=cohort)
    waiting = proposals.live().count()
    if waiting:
        title = ngettext("%d proposal waits for answers", "%d proposals wait for answers", waiting) % waiting
        text = _("Each side says yes or no for itself.")
        return _ask(cohort, title, text, "matching:proposals", _("See the proposals"))
    if proposals.exists():
        return _on(cohort, _("Go on to support"), _("Everybody who was asked has answered."))
    text = _("One search compares everybody with everybody.")
    return _ask(cohort, _("Find the best pairs"), text, "matching:studio", _("Go to the match studio"))


def _on(cohort: Cohort, title: str, text: str) -> Ask:
    return _ask(cohort, title, text, "programs:stage", _("Choose the stage"))


def _ask(cohort: Cohort, title: Words, text: Words, address: str, action: Words) -> Ask:
    return Ask(title, text, reverse(address, args=cohort.address), action)


ALWAYS: dict[Stage, tuple[Words, Words, str, Words]] = {
    Stage.STRATEGY: (
        gettext_lazy("Prepare the charter"),
        gettext_lazy("Leaders answer five questions, and a sponsor signs the page that comes of it."),
        "strategy:overview",
        gettext_lazy("Go to the strategy"),
    ),
    Stage.DESIGN: (
        gettext_lazy("Settle the design"),
        gettext_lazy("Form, length, dates and public page, step by step. Then people can be asked."),
        "programs:design",
        gettext_lazy("Go to the design"),
    ),
    Stage.EVALUATE: (
        gettext_lazy("Read the report"),
        gettext_lazy("What changed, for whom, and how sure that is."),
        "insights:report",
        gettext_lazy("Open the report"),
    ),
    Stage.CELEBRATE: (
        gettext_lazy("Hand out the certificates"),
        gettext_lazy("Everybody who finished gets one, with a page that proves it."),
        "recognition:board",
        gettext_lazy("Go to the certificates"),
    ),
}
COUNTED: dict[Stage, Callable[[Cohort], Ask]] = {
    Stage.RECRUIT: _recruiting,
    Stage.TRAIN: _training,
    Stage.MATCH: _matching,
}
