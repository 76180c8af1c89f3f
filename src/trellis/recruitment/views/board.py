"""The team's board: supply and demand, and every application in its state."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.common.words import fold
from trellis.people.models import Person
from trellis.programs.models import Cohort, Role
from trellis.programs.permissions import can_manage, can_see_figures, get_cohort
from trellis.recruitment import queries, words
from trellis.recruitment.actions import calls, deciding, inviting
from trellis.recruitment.forms import InviteForm, OpenForm, PageForm
from trellis.recruitment.models import Application, Invitation
from trellis.ui.charts import Bar, BarChart
from trellis.ui.pages import page

State = Application.State
ORDERS = {"name": "person__name", "role": "role", "sent": "submitted_at", "reviewer": "reviewer__name"}
ICONS = {
    State.SUBMITTED: "circle-dot",
    State.WAITING: "circle-dashed",
    State.ACCEPTED: "circle-check",
    State.DECLINED: "circle-x",
    State.WITHDRAWN: "circle",
}
SKILLS_SHOWN = 3
SMALLEST = 5  # figures about fewer people are for those who may see the people


@login_required
def board(request: Request, program: str, cohort: str) -> HttpResponse:
    found = get_cohort(request.user, program, cohort, may=can_manage)
    call = queries.call_of(found)
    rows = _narrowed(request, Application.objects.filter(cohort=found).sent())
    listed = page_of(request, _sorted(request, rows).select_related("person", "reviewer"))
    gists = queries.gists(listed.object_list)
    for application in listed.object_list:
        named = gists.get(application.pk, [])
        application.gist, application.more = named[:SKILLS_SHOWN], max(0, len(named) - SKILLS_SHOWN)
    counts = queries.count_states(found)
    context = {
        "cohort": found,
        "call": call,
        "window": queries.window_of(call),
        "supply": queries.supply_of(call),
        "states": _states(counts),
        "counts": counts,
        "roles": [("", _("Both roles")), *((role, capfirst(found.program.word(f"{role}s"))) for role in Role)],
        "mentees": found.program.word("mentees"),
        "page": listed,
        "is_grouped": "sort" not in request.GET,
        "oldest": _oldest(found),
        "links": _links(call) if call.pk else [],
        "me": request.user,
    }
    return page(request, "recruitment/board.html", context, part="applications")


@login_required
def figures(request: Request, program: str, cohort: str) -> HttpResponse:
    """Numbers for the whole team, sponsors too. Small ones only for those who may see the people."""
    found = get_cohort(request.user, program, cohort, may=can_see_figures)
    call, leads = queries.call_of(found), can_manage(request.user, found.program)
    counts = queries.count_states(found)
    shown = counts if leads else {}
    context = {
        "cohort": found,
        "leads": leads,
        "supply": queries.supply_of(call),
        "sent": sum(number for state, number in counts.items() if state != State.DRAFT),
        "counts": [(State(state).label, number) for state, number in shown.items() if state != State.DRAFT],
        "ways": _large_enough(queries.ways(found), everything=leads),
        "followed": queries.links_followed(found).items() if leads else [],
        "chart": _chart(found) if leads else None,
        "smallest": SMALLEST,
    }
    return page(request, "recruitment/figures.html", context)


@login_required
def opening(request: Request, program: str, cohort: str) -> HttpResponse:
    """Open applications, or change their last day."""
    found = get_cohort(request.user, program, cohort, may=can_manage)
    form = OpenForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        calls.open_recruiting(found, by=request.user, closes_on=form.cleaned_data["applications_close_on"])
        messages.success(request, _("Applications are open. The public page shows it."))
        return redirect("recruitment:board", program, cohort)
    context = {"cohort": found, "form": form, "window": queries.window_of(queries.call_of(found))}
    return page(request, "recruitment/opening.html", context)


@login_required
@require_POST
def closing(request: Request, program: str, cohort: str) -> HttpResponse:
    found = get_cohort(request.user, program, cohort, may=can_manage)
    calls.close_recruiting(found, by=request.user)
    messages.success(request, _("Applications are closed. What was sent waits for your decision."))
    return redirect("recruitment:board", program, cohort)


@login_required
def words_page(request: Request, program: str, cohort: str) -> HttpResponse:
    """The team's own words on the public page and the flyer."""
    found = get_cohort(request.user, program, cohort, may=can_manage)
    form = PageForm(request.POST or None, instance=queries.call_of(found))
    if request.method == "POST" and form.is_valid():
        calls.describe(calls.prepare(found), by=request.user, **form.words())
        messages.success(request, _("Your words are kept."))
        return redirect("recruitment:board", program, cohort)
    sides = [
        {
            "role": role,
            "title": found.program.word(f"{role}s"),
            "points": [form[f"{role}_point_{number}"] for number in range(1, 4)],
            "standard": words.standard_points(found.program, role),
        }
        for role in Role
    ]
    return page(request, "recruitment/words.html", {"cohort": found, "form": form, "sides": sides})


@login_required
@require_POST
def questions(request: Request, program: str, cohort: str) -> HttpResponse:
    """To the editor of a role's application form."""
    found = get_cohort(request.user, program, cohort, may=can_manage)
    return redirect(calls.form_of(found.program, _role(request)))


@login_required
@require_POST
def renew_link(request: Request, program: str, cohort: str) -> HttpResponse:
    found = get_cohort(request.user, program, cohort, may=can_manage)
    calls.renew_link(calls.prepare(found), _role(request), by=request.user)
    messages.success(request, _("The link is new. The one you gave out before leads nowhere now."))
    return redirect("recruitment:board", program, cohort)


@login_required
def invite(request: Request, program: str, cohort: str) -> HttpResponse:
    """Ask people personally; and see what became of it."""
    found = get_cohort(request.user, program, cohort, may=can_manage)
    form = InviteForm(request.POST or None, initial={"role": Role.MENTOR})
    if request.method == "POST" and form.is_valid():
        addresses = form.cleaned_data["addresses"]
        people = list(Person.objects.active().filter(email__in=addresses))
        outcome = inviting.invite(found, Role(form.cleaned_data["role"]), people, by=request.user)
        unknown = sorted(set(addresses) - {person.email for person in people})
        _say_invited(request, outcome, unknown)
        return redirect("recruitment:invite", program, cohort)
    invitations = Invitation.objects.filter(cohort=found).select_related("person", "by").order_by("-pk")
    listed = page_of(request, invitations)
    context = {
        "cohort": found,
        "form": form,
        "page": listed,
        "rows": queries.invited(found, listed.object_list),
        "window": queries.window_of(queries.call_of(found)),
    }
    return page(request, "recruitment/invite.html", context)


@login_required
def accept_many(request: Request, program: str, cohort: str) -> HttpResponse:
    """First who it will be, then the button that does it."""
    found = get_cohort(request.user, program, cohort, may=can_manage)
    ids = [int(one) for one in request.POST.getlist("application") if one.isdecimal()]
    chosen = (
        Application.objects.filter(cohort=found, pk__in=ids).undecided().select_related("person", "cohort__program")
    )
    applications = list(chosen.order_by("role", "person__name"))
    if not applications:
        messages.warning(request, _("Tick the applications first. Decided ones can’t be accepted again."))
        return redirect("recruitment:board", program, cohort)
    if "sure" in request.POST or len(applications) > deciding.MOST_AT_ONCE:
        _say_accepted(request, deciding.accept_many(applications, by=request.user))
        return redirect("recruitment:board", program, cohort)
    context = {"cohort": found, "applications": applications, "after": _after(found, applications)}
    return page(request, "recruitment/accept_many.html", context)


def _role(request: Request) -> Role:
    """The role a button names."""
    return Role.MENTOR if request.POST.get("role") == Role.MENTOR else Role.MENTEE


def _narrowed(request: Request, rows: QuerySet[Application]) -> QuerySet[Application]:
    """What the filters of the address ask for."""
    if (state := request.GET.get("state")) in State.values:
        rows = rows.filter(state=state)
    if (role := request.GET.get("role")) in Role.values:
        rows = rows.filter(role=role)
    if request.GET.get("mine"):
        rows = rows.filter(reviewer=request.user)
    for word in fold(request.GET.get("q", "")).split()[:8]:
        rows = rows.filter(person__search_text__contains=word)
    return rows


def _sorted(request: Request, rows: QuerySet[Application]) -> QuerySet[Application]:
    """By state, the oldest first, unless a column was asked for."""
    asked = request.GET.get("sort", "")
    if column := ORDERS.get(asked.removeprefix("-")):
        order = F(column).desc(nulls_last=True) if asked.startswith("-") else F(column).asc(nulls_last=True)
        return rows.order_by(order, "pk")
    return rows.annotate(rank=queries.RANK).order_by("rank", "submitted_at", "pk")


def _states(counts: dict[str, int]) -> list[tuple[str, str, int, str]]:
    sent = sum(number for state, number in counts.items() if state != State.DRAFT)
    chips = [(state.value, str(state.label), counts[state], ICONS[state]) for state in ICONS]
    return [("", _("All"), sent, ""), *chips]


def _oldest(cohort: Cohort) -> Application | None:
    """The application that has waited longest for a decision."""
    return Application.objects.filter(cohort=cohort, state=State.SUBMITTED).order_by("submitted_at").first()


def _links(call: Any) -> list[dict[str, Any]]:
    """The join link of each role, whole."""
    return [
        {
            "role": role,
            "title": call.cohort.program.word(f"{role}s"),
            "address": f"{settings.PUBLIC_URL}{reverse('recruitment:join', args=[call.token(role)])}",
        }
        for role in Role
    ]


def _large_enough(ways: list[queries.Way], *, everything: bool) -> list[queries.Way]:
    """Small numbers gathered into one; and left out when that is small itself."""
    if everything:
        return ways
    large = [way for way in ways if way.number >= SMALLEST]
    rest = sum(way.number for way in ways if way.number < SMALLEST)
    return [*large, queries.Way(_("Other ways"), rest)] if rest >= SMALLEST else large


def _chart(cohort: Cohort) -> BarChart | None:
    weeks = queries.weeks_of(cohort)
    if not weeks:
        return None
    most = max(number for _day, number in weeks)
    return BarChart(
        title=_("Applications each week"),
        summary=_("%(weeks)d weeks, %(most)d applications in the fullest.") % {"weeks": len(weeks), "most": most},
        columns=(_("Week of"), _("Applications")),
        bars=[Bar(label=day.isoformat(), value=number) for day, number in weeks],
    )


def _say_invited(request: Request, outcome: inviting.Outcome, unknown: list[str]) -> None:
    number = len(outcome.invited)
    told = ngettext("One person is invited.", "%(count)d people are invited.", number) % {"count": number}
    if number:
        messages.success(request, told)
    if outcome.left_out:
        names = ", ".join(person.called_in_full() for person in outcome.left_out)
        messages.info(request, _("Not asked again, because they are in, applied, or were asked: %s.") % names)
    if unknown:
        listed = ", ".join(unknown)
        messages.warning(request, _("No account has this address: %s. Send them the join link instead.") % listed)


def _say_accepted(request: Request, outcome: deciding.Outcome) -> None:
    number = len(outcome.accepted)
    told = ngettext("One person is in.", "%(count)d people are in.", number) % {"count": number}
    if number:
        messages.success(request, told)
    for application, sentence in outcome.left_out:
        messages.warning(request, f"{application}: {sentence}")


def _after(cohort: Cohort, chosen: list[Application]) -> dict[str, Any]:
    """What supply and demand will be once these are in."""
    supply = queries.supply_of(queries.call_of(cohort))
    mentors = [one for one in chosen if one.is_mentor]
    return {
        "mentors": len(mentors),
        "mentees": len(chosen) - len(mentors),
        "places": supply.places + sum(one.capacity for one in mentors),
        "learners": supply.mentees + len(chosen) - len(mentors),
    }
