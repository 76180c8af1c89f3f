"""What the two start pages show, gathered from the apps."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.care import queries as care
from trellis.care.groups import GROUPS
from trellis.care.models import CheckIn
from trellis.care.signals import Standing
from trellis.common.dates import today
from trellis.home import figures, guides, thoughts
from trellis.home.asks import Ask, next_step
from trellis.learning import queries as learning
from trellis.matching.circles.queries import places_asked
from trellis.matching.models import MentorRequest, Proposal
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Role, TeamMember
from trellis.recruitment.models import Application
from trellis.relationships.agreements import queries as agreements
from trellis.relationships.goals import queries as goals
from trellis.relationships.meetings import queries as meetings
from trellis.relationships.models import Goal, Meeting, Relationship, Review
from trellis.relationships.reviews import queries as reviews
from trellis.ui.brand import brand

MOST_GOALS = 5
UNMATCHED = (Participation.State.PREPARING, Participation.State.READY)
GUIDE_OF: dict[str, str] = {
    Role.MENTOR: "mentors",
    Role.MENTEE: "mentees",
    TeamMember.Role.MANAGER: "managers",
    TeamMember.Role.COORDINATOR: "managers",
    TeamMember.Role.SPONSOR: "sponsors",
    TeamMember.Role.EVALUATOR: "sponsors",
}
PLOTS = {Standing.THRIVING: "held", Standing.SETTLING: "quiet", Standing.NUDGE: "watch", Standing.STALLED: "stalled"}


# ── A participant ─────────────────────────────────────────────────────────────────────────


def mentoring(person: Person) -> dict[str, Any]:
    """A participant's start page."""
    relationships = list(Relationship.objects.visible_to(person).open().with_people().order_by("-started_at")[:6])
    own = [one for pair in relationships for one in goals.goals_of(pair) if one.goal.state == Goal.State.OPEN]
    next_meeting = meetings.next_for(person)
    lessons = learning.mine(person)
    return {
        "relationships": relationships,
        "meeting": next_meeting,
        "partner": next_meeting.meeting.relationship.partner_called(person) if next_meeting else "",
        "zone": next_meeting.meeting.relationship.zone_of(person) if next_meeting else None,
        "goals": own[:MOST_GOALS],
        "weeks": (relationships[0].ends_on - today()).days // 7 if len(relationships) == 1 else 0,
        "to_dos": meetings.to_dos_for(person, most=8),
        "asks": [*asks_of(person), *_pairs(person, relationships), *_training(lessons)],
        "lessons": lessons,
        "thought": thoughts.of_week(today(), has_pair=bool(relationships)),
        "participations": [one for one in _participations(person) if not relationships or one.state in UNMATCHED],
        "applied": list(_applied(person)),
    }


def asks_of(person: Person) -> list[Ask]:
    """Answers that others wait for, the most pressing first."""
    asked = [*_proposals(person), *_circles(person), *_requests(person)]
    return [*asked, *_check_ins(person), *_applications(person)]


def _participations(person: Person) -> Any:
    """The programs they take part in, newest first."""
    rows = Participation.objects.filter(person=person, state__in=Participation.TAKING_PART)
    return rows.select_related("cohort__program").order_by("-joined_at")[:10]


def _applied(person: Person) -> Any:
    """Applications that wait for an answer from us."""
    sent = Application.objects.filter(person=person).undecided().select_related("cohort__program")
    return sent.order_by("-submitted_at")[:5]


def _proposals(person: Person) -> list[Ask]:
    waiting = Proposal.objects.waiting_for(person).with_people().order_by("expires_on", "pk")[:5]
    return [
        Ask(
            _("%(program)s proposes somebody to you") % {"program": one.cohort.program},
            _("Read why, and say yes or no."),
            one.get_absolute_url(),
            _("Read and answer"),
            "watch",
        )
        for one in waiting
    ]


def _circles(person: Person) -> list[Ask]:
    return [
        Ask(
            _("%(program)s has a place for you") % {"program": one.grouping.cohort.program},
            _("Look who else is asked, and say yes or no."),
            reverse("matching:asked_to_circle", args=[one.pk]),
            _("Read and answer"),
            "watch",
        )
        for one in places_asked(person)
    ]


def _requests(person: Person) -> list[Ask]:
    waiting = MentorRequest.objects.waiting_for(person).with_people().order_by("expires_on", "pk")[:5]
    return [
        Ask(
            _("%(mentee)s would like you as a mentor") % {"mentee": one.mentee.person},
            _("Read what they wrote, and say yes or no."),
            one.get_absolute_url(),
            _("Read and answer"),
            "watch",
        )
        for one in waiting
    ]


def _check_ins(person: Person) -> list[Ask]:
    return [_check_in(one) for one in care.asks_of(person)]


def _check_in(one: CheckIn) -> Ask:
    program = {"program": one.relationship.cohort.program}
    url = reverse("care:check_in", args=[one.pk])
    if one.kind == CheckIn.Kind.MIDPOINT:
        text = _("A few questions, about four minutes, for %(program)s.") % program
        return Ask(_("Half way: how has it been?"), text, url, _("Answer now"))
    text = _("Three questions, about a minute, for %(program)s.") % program
    return Ask(_("How is it going?"), text, url, _("Answer now"))


def _pairs(person: Person, relationships: list[Relationship]) -> list[Ask]:
    """What a pair needs from this person: an answer, a log, a signature, a first meeting, a look back. Four queries."""
    running = {pair.pk: pair for pair in relationships if pair.state == Relationship.State.ACTIVE}
    waiting = [one for one in meetings.waiting_for(person) if one.relationship_id in running]
    agreeing = agreements.waiting_for(person, [pk for pk, pair in running.items() if pair.needs_agreement])
    begun = meetings.ever_planned(running)
    looking_back = reviews.waiting_for(person, running)
    return [
        *(_meeting(one, running[one.relationship_id].partner_called(person)) for one in waiting),
        *(_agreement(running[pk], is_written, person) for pk, is_written in agreeing.items()),
        *(_first_meeting(pair, person) for pk, pair in running.items() if pk not in begun),
        *(_review(one, running[one.relationship_id].partner_called(person)) for one in looking_back),
        *(_ending(pair, person) for pair in relationships if pair.state == Relationship.State.CLOSING),
    ]


def _meeting(meeting: Meeting, partner: str) -> Ask:
    if meeting.state == Meeting.State.PROPOSED:
        title, text = _("%(partner)s would like to meet"), _("Take one of the times, or propose others.")
        return Ask(title % {"partner": partner}, text, meeting.get_absolute_url(), _("Choose a time"), "watch")
    title, text = _("You and %(partner)s have met?"), _("Two clicks say that it took place. The rest is up to you.")
    url = reverse("relationships:log_meeting", args=[meeting.relationship_id, meeting.pk])
    return Ask(title % {"partner": partner}, text, url, _("Log the meeting"))


def _agreement(pair: Relationship, is_written: bool, person: Person) -> Ask:
    partner = {"partner": pair.partner_called(person)}
    if is_written:
        title = _("Your agreement with %(partner)s waits for you") % partner
        url = reverse("relationships:agreement", args=[pair.pk])
        return Ask(title, _("Read it, then sign it or suggest a change."), url, _("Read and sign"), "watch")
    title = _("Agree with %(partner)s how you work together") % partner
    url = reverse("relationships:change_agreement", args=[pair.pk])
    return Ask(title, _("One page that you both sign, in the first month."), url, _("Write your agreement"))


def _first_meeting(pair: Relationship, person: Person) -> Ask:
    title = _("Meet %(partner)s for the first time") % {"partner": pair.partner_called(person)}
    text = _("Propose two or three times. They take one, and it goes into both calendars.")
    return Ask(title, text, reverse("relationships:propose_meeting", args=[pair.pk]), _("Propose times"))


def _review(review: Review, partner: str) -> Ask:
    title = _("Half way with %(partner)s") if review.kind == Review.Kind.MIDPOINT else _("Two months with %(partner)s")
    text = _("A few questions for each of you; then you read the answers together.")
    return Ask(title % {"partner": partner}, text, review.get_absolute_url(), _("Look back"))


def _ending(pair: Relationship, person: Person) -> Ask:
    title = _("Your time with %(partner)s comes to its end") % {"partner": pair.partner_called(person)}
    text = _("Look back, say thanks, and agree how you stay in touch.")
    return Ask(title, text, reverse("relationships:end", args=[pair.pk]), _("End it well"))


def _training(lessons: learning.Mine) -> list[Ask]:
    return [
        Ask(
            _("A short training, then you can be matched"),
            _("%(program)s asks for it. You can stop anywhere and go on another day.")
            % {"program": one.participation.cohort.program},
            reverse("learning:list"),
            _("Open the training"),
        )
        for one in lessons.standings
        if one.left and one.participation.state == Participation.State.PREPARING
    ]


def _applications(person: Person) -> list[Ask]:
    drafts = Application.objects.filter(person=person, state=Application.State.DRAFT).select_related("cohort__program")
    return [
        Ask(
            _("Your application to %(program)s isn’t sent yet") % {"program": one.cohort.program},
            _("What you wrote is kept."),
            one.get_absolute_url(),
            _("Go on"),
            "watch",
        )
        for one in drafts.order_by("pk")[:5]
    ]


# ── Help ──────────────────────────────────────────────────────────────────────────────────


def help_for(person: Person) -> dict[str, Any]:
    """The guides for what this person does, the others, and whom to write to. Two queries."""
    parts = list(Participation.objects.filter(person=person).select_related("cohort__program"))
    seats = list(TeamMember.objects.filter(person=person).values_list("role", flat=True))
    mine = {GUIDE_OF[part.role] for part in parts} | {GUIDE_OF[role] for role in seats}
    mine |= {"administrators"} if person.is_administrator else set()
    everything = guides.guides().values()
    addresses = {part.cohort.program.contact_email: str(part.cohort.program) for part in parts}
    addresses |= {brand().contact_email: brand().name}
    return {
        "mine": [guide for guide in everything if guide.slug in mine],
        "others": [guide for guide in everything if guide.slug not in mine],
        "contacts": [(name, address) for address, name in addresses.items() if address],
    }


# ── A program ─────────────────────────────────────────────────────────────────────────────


def program(cohort: Cohort, *, viewer: Person, leads: bool) -> dict[str, Any]:
    """A program's start page. Who doesn't lead it sees figures only."""
    shown: dict[str, Any] = {"targets": figures.targets_of(cohort), "weeks": figures.meetings_by_week(cohort)}
    if not leads:
        return shown
    looks = care.looks(cohort, viewer=viewer)
    counts = {standing: sum(look.standing == standing for look in looks.values()) for standing in PLOTS}
    step = next_step(cohort)
    return shown | {
        "needs": [*_team_asks(cohort), *care.needs_attention(cohort, looks), *([step] if step else [])],
        "pairs": len(looks),
        "plots": [plot for standing, plot in PLOTS.items() for _pair in range(counts[standing])],
        "standings": [(group, counts[Standing(group.key)]) for group in reversed(GROUPS)],
        "coming_up": _coming_up(cohort),
    }


def _team_asks(cohort: Cohort) -> list[Ask]:
    """What waits for a decision, and steps of the plan that are late."""
    found = []
    waiting = Application.objects.filter(cohort=cohort, state=Application.State.SUBMITTED).count()
    if waiting:
        title = (
            ngettext("%d application waits for a decision", "%d applications wait for a decision", waiting) % waiting
        )
        url = reverse("recruitment:board", args=cohort.address)
        found.append(Ask(title, _("People were told that they hear from you soon."), url, _("Decide"), "watch"))
    late = cohort.plan.filter(done_at=None, due_on__lt=today()).order_by("due_on").values_list("title", "due_on")[:3]
    url = reverse("programs:plan", args=cohort.address)
    found += [Ask(title, _late(due_on), url, _("Open the plan"), "watch") for title, due_on in late]
    return found


def _late(due_on: date | None) -> str:
    days = (today() - due_on).days if due_on else 0
    return ngettext("It was due yesterday.", "It was due %d days ago.", days) % days if days > 1 else _("It is due.")


def _coming_up(cohort: Cohort) -> list[dict[str, Any]]:
    steps = cohort.plan.filter(done_at=None, due_on__gte=today()).order_by("due_on", "pk")[:5]
    entries = [{"at": step.due_on, "text": step.title, "ahead": True} for step in steps]
    if cohort.applications_close_on and today() <= cohort.applications_close_on:
        entries.append({"at": cohort.applications_close_on, "text": _("Applications close"), "ahead": True})
    return sorted(entries, key=lambda entry: entry["at"] or date.max)[:5]
