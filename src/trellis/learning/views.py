"""Learning, part by part, and the board of those who look after it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.common.words import fold
from trellis.history.toasts import undo_message
from trellis.learning import actions, content, queries
from trellis.learning.forms import CheckForm, ChoicesForm
from trellis.learning.models import Module, Progress
from trellis.learning.permissions import get_module, get_trainee, is_learning
from trellis.programs.models import Cohort, Participation, Role
from trellis.programs.permissions import can_manage, get_cohort
from trellis.ui.navigation import Item
from trellis.ui.pages import page


@login_required
def mine(request: Request) -> HttpResponse:
    return page(request, "learning/mine.html", {"mine": queries.mine(request.user)})


@login_required
def module(request: Request, key: str) -> HttpResponse:
    """Where the person left off."""
    found = get_module(request.user, key)
    progress = Progress.objects.filter(person=request.user, module=found).first()
    if progress and progress.finished_at:
        return redirect("learning:part", key, 1)
    read = progress.part if progress else 0
    if read >= len(found.parts) and found.questions:
        return redirect("learning:check", key)
    return redirect("learning:part", key, min(read + 1, len(found.parts)))


@login_required
def part(request: Request, key: str, number: int) -> HttpResponse:
    """One part to read. Its button says that it was read and leads on."""
    found = get_module(request.user, key)
    number = min(max(number, 1), len(found.parts))
    is_mine = is_learning(request.user, found)
    if request.method == "POST":
        if is_mine:
            actions.read_part(found, number, person=request.user)
        return redirect(_after(found, number))
    progress = Progress.objects.filter(person=request.user, module=found).first()
    context = _frame(found, progress, number) | _text(found, number) | {"is_mine": is_mine}
    return page(request, "learning/part.html", context)


@login_required
def check(request: Request, key: str) -> HttpResponse:
    """The questions at the end."""
    found = get_module(request.user, key)
    if not is_learning(request.user, found):
        return redirect("learning:result", key)
    form = CheckForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer(found, form.answers(), person=request.user)
        return redirect("learning:result", key)
    progress = Progress.objects.filter(person=request.user, module=found).first()
    context = _frame(found, progress, len(found.parts) + 1) | {"form": form}
    return page(request, "learning/check.html", context)


@login_required
def result(request: Request, key: str) -> HttpResponse:
    """How the questions went, each with its reason; and what comes next."""
    found = get_module(request.user, key)
    progress = Progress.objects.filter(person=request.user, module=found).first()
    if is_learning(request.user, found) and (progress is None or not progress.tries):
        return redirect("learning:check", key)
    context = _frame(found, progress, len(found.parts) + 1) | {
        "rows": _answered(found, progress),
        "mine": queries.mine(request.user),
    }
    return page(request, "learning/result.html", context)


@login_required
def board(request: Request, program: str, cohort: str) -> HttpResponse:
    """Who has finished the training, and who has not."""
    found = get_cohort(request.user, program, cohort, may=can_manage)
    required = queries.required_in(found.program)
    everybody = queries.trainees(found, required)
    rows = _narrowed(request, everybody)
    tallies = queries.tallies(everybody)
    context = {
        "cohort": found,
        "required": required,
        "tallies": [(found.program.word(f"{one.role}s"), one) for one in tallies],
        "stands": _stands(tallies),
        "roles": [("", _("Both roles")), *((role, capfirst(found.program.word(f"{role}s"))) for role in Role)],
        "page": page_of(request, _sorted(request, rows).select_related("person")),
        "unfinished": _unfinished(request, rows, tallies),
        "most": actions.MOST_AT_ONCE,
        "query": _query(request),
    }
    return page(request, "learning/board.html", context, part="people")


@login_required
@require_POST
def remind(request: Request, program: str, cohort: str) -> HttpResponse:
    """Write to one person, or to everybody in the narrowed list who isn’t done."""
    found = get_cohort(request.user, program, cohort, may=can_manage)
    rows = queries.trainees(found, queries.required_in(found.program)).exclude(queries.DONE)
    one = request.POST.get("person", "")
    rows = rows.filter(pk=one) if one.isdecimal() else _narrowed(request, rows)
    told = actions.remind(rows.select_related("person", "cohort__program"), by=request.user)
    messages.success(request, _told(told))
    return redirect(f"{reverse('learning:board', args=found.address)}{_query(request)}")


@login_required
def trainee(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    """One person's training, and letting them off a module."""
    found = get_cohort(request.user, program, cohort, may=can_manage)
    participation = get_trainee(request.user, found.program, pk)
    context = {
        "cohort": found,
        "participation": participation,
        "lessons": queries.training_of(participation),
    }
    return page(request, "learning/trainee.html", context)


@login_required
@require_POST
def waive(request: Request, program: str, cohort: str, pk: int, key: str) -> HttpResponse:
    found = get_cohort(request.user, program, cohort, may=can_manage)
    participation = get_trainee(request.user, found.program, pk)
    module = get_object_or_404(Module, key=key)
    event = actions.waive(participation, module, by=request.user, reason=request.POST.get("reason", ""))
    sentence = _("%(person)s doesn’t need “%(module)s” any more.")
    undo_message(request, sentence % {"person": participation.person, "module": module}, event)
    return redirect("learning:trainee", program, cohort, pk)


@login_required
def choices(request: Request, program: str, cohort: str) -> HttpResponse:
    """Which modules the program needs, offers or leaves out."""
    found = get_cohort(request.user, program, cohort, may=can_manage)
    modules = list(Module.objects.in_order())
    uses = queries.uses_of([found.program_id], modules)
    form = ChoicesForm(modules, {pk: use for (_program, pk), use in uses.items()}, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if changed := form.uses():
            actions.choose(found.program, changed, by=request.user)
        messages.success(request, _("What people learn is kept."))
        return redirect("learning:board", program, cohort)
    context = {"cohort": found, "form": form, "groups": _by_role(found, modules, form)}
    return page(request, "learning/choices.html", context)


def _after(found: Module, number: int) -> str:
    """The next part, or the questions."""
    if number < len(found.parts):
        return reverse("learning:part", args=[found.key, number + 1])
    return reverse(
        "learning:check" if found.questions else "learning:list", args=[found.key] if found.questions else []
    )


def _frame(found: Module, progress: Progress | None, now: int) -> dict[str, Any]:
    """What stands around every page of a module: the steps and how far it is."""
    read = progress.part if progress else 0
    steps = [
        _step(part["title"], reverse("learning:part", args=[found.key, n]), n, now=now, done=n <= read)
        for n, part in enumerate(found.parts, start=1)
    ]
    if found.questions:
        is_done = bool(progress and progress.finished_at)
        last = len(found.parts) + 1
        where = reverse("learning:check", args=[found.key]) if read >= len(found.parts) else ""
        steps.append(_step(_("Check yourself"), where, last, now=now, done=is_done))
    return {"module": found, "progress": progress, "steps": steps, "number": now, "read": read}


def _step(label: str, url: str, number: int, *, now: int, done: bool) -> Item:
    if number == now:
        return Item(label, url, state="now")
    return Item(label, url, state="done" if done else "later")


def _text(found: Module, number: int) -> dict[str, Any]:
    """The part as safe HTML."""
    part = found.parts[number - 1]
    scenarios = [
        {"title": one["title"], "story": content.html_of(one["story"]), "thought": content.html_of(one["thought"])}
        for one in part["scenarios"]
    ]
    return {"title": part["title"], "html": content.html_of(part["text"]), "scenarios": scenarios}


def _answered(found: Module, progress: Progress | None) -> list[dict[str, Any]]:
    """Each question with the answer given and the right one, in words."""
    given = progress.answers if progress else {}
    rows = []
    for number, question in enumerate(found.questions, start=1):
        chosen = given.get(str(number))
        options = question["options"]
        rows.append(
            {
                "text": question["text"],
                "chosen": options[chosen - 1] if chosen and chosen <= len(options) else "",
                "best": options[question["right"] - 1],
                "is_right": chosen == question["right"],
                "why": question["why"],
            }
        )
    return rows


def _narrowed(request: Request, rows: QuerySet[Participation]) -> QuerySet[Participation]:
    """What the filters of the address ask for."""
    if (role := request.GET.get("role")) in {"mentor", "mentee"}:
        rows = rows.filter(role=role)
    if stand := queries.STANDS.get(request.GET.get("stand", "")):
        rows = rows.filter(stand)
    for word in fold(request.GET.get("q", "")).split()[:8]:
        rows = rows.filter(person__search_text__contains=word)
    return rows


def _sorted(request: Request, rows: QuerySet[Participation]) -> QuerySet[Participation]:
    orders = {"name": "person__name", "role": "role", "done": "done", "joined": "joined_at"}
    asked = request.GET.get("sort", "name")
    order = orders.get(asked.removeprefix("-"), "person__name")
    return rows.order_by(f"-{order}" if asked.startswith("-") else order, "person__name", "pk")


def _unfinished(request: Request, rows: QuerySet[Participation], tallies: list[queries.Tally]) -> int:
    """How many of those on the list aren’t done; the tallies know it for the whole list."""
    if any(request.GET.get(name) for name in ("role", "stand", "q")):
        return rows.exclude(queries.DONE).count()
    return sum(one.everybody - one.done for one in tallies)


def _stands(tallies: list[queries.Tally]) -> list[tuple[str, str, int, str]]:
    return [
        ("", _("Everybody"), sum(one.everybody for one in tallies), ""),
        ("new", _("Not started"), sum(one.new for one in tallies), "circle-dashed"),
        ("begun", _("Under way"), sum(one.begun for one in tallies), "circle-dot"),
        ("done", _("Done"), sum(one.done for one in tallies), "circle-check"),
    ]


def _told(number: int) -> str:
    if not number:
        return _("Nobody was written to: everybody on this list is done, or heard from us in the last three days.")
    return ngettext("One person was reminded.", "%(count)d people were reminded.", number) % {"count": number}


def _query(request: Request) -> str:
    return f"?{request.GET.urlencode()}" if request.GET else ""


def _by_role(cohort: Cohort, modules: list[Module], form: ChoicesForm) -> list[tuple[str, list[Any]]]:
    """The fields under each role, named in the program's own words."""
    return [
        (cohort.program.word(f"{role}s"), [form[f"use-{module.key}"] for module in modules if module.role == role])
        for role in Role
    ]
