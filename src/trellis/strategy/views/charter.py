"""The charter: build it, have it signed, read and print it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.errors import Refused
from trellis.common.types import Request
from trellis.programs.models import Cohort
from trellis.programs.permissions import get_cohort
from trellis.strategy import charters, content, queries
from trellis.strategy.forms import CharterForm, SendBackForm, SendForm, SignForm
from trellis.strategy.models import Charter
from trellis.strategy.permissions import can_prepare, can_read_charter, can_sign, get_charter, strategy_of
from trellis.ui.pages import page


def _version(request: Request) -> int | None:
    asked = request.GET.get("version", "")
    return int(asked) if asked.isdecimal() and len(asked) < 6 else None


@login_required
def charter(request: Request, program: str, cohort: str) -> HttpResponse:
    """One version to read and print; the sponsor signs here."""
    row = get_cohort(request.user, program, cohort, may=can_read_charter)
    shown = get_charter(request.user, row, _version(request))
    return page(request, "strategy/charter.html", reading(request, shown))


def reading(request: Request, shown: Charter, *, sign: SignForm | None = None) -> dict[str, object]:
    """What the page of one version shows."""
    versions = Charter.objects.filter(cohort=shown.cohort).newest_first()
    prepares = can_prepare(request.user, shown.cohort.program)
    if not prepares:
        versions = versions.exclude(state=Charter.State.DRAFT)
    return {
        "cohort": shown.cohort,
        "program": shown.cohort.program,
        "charter": shown,
        "parts": [(one, shown.texts.get(one.code, "")) for one in content.SECTIONS],
        "objectives": queries.shown_objectives(shown),
        "versions": list(versions),
        "may_sign": can_sign(request.user, shown),
        "prepares": prepares,
        "sign_form": sign or SignForm(),
        "back_form": SendBackForm(prefix="back"),
    }


@login_required
@require_POST
def draft(request: Request, program: str, cohort: str) -> HttpResponse:
    """Begin the first version, or the next one."""
    row = strategy_of(request.user, program, cohort)
    charters.draft(row, by=request.user)
    return redirect("strategy:edit", *row.address)


@login_required
def edit(request: Request, program: str, cohort: str) -> HttpResponse:
    """Write the draft, section by section, beside what the leaders said."""
    row = strategy_of(request.user, program, cohort)
    shown = queries.newest_charter(row)
    if shown is None or shown.state != Charter.State.DRAFT:
        return redirect("strategy:overview", *row.address)
    form = CharterForm(request.POST or None, initial={**shown.texts, "edits": shown.edits})
    if request.method == "POST" and form.is_valid():
        try:
            charters.change(shown, form.texts(), by=request.user, edits=form.cleaned_data["edits"])
        except Refused as refused:
            return page(request, "strategy/edit.html", _editing(row, form.refuse(refused)), status=409)
        messages.success(request, _("The draft is saved."))
        return redirect("strategy:overview", *row.address)
    return page(request, "strategy/edit.html", _editing(row, form))


def _editing(row: Cohort, form: CharterForm) -> dict[str, object]:
    session = queries.session_of(row)
    blocks = queries.side_by_side(session, queries.leaders_of(session)) if session else []
    said = {block.code: block for block in blocks}
    sections = [(form[one.code], said.get(one.question)) for one in content.SECTIONS]
    return {"cohort": row, "program": row.program, "form": form, "sections": sections}


@login_required
def send(request: Request, program: str, cohort: str) -> HttpResponse:
    """Name the sponsor, freeze the draft and ask for the signature."""
    row = strategy_of(request.user, program, cohort)
    shown = get_charter(request.user, row)
    form = SendForm(request.POST or None, program=row.program, initial={"sponsor": shown.sponsor_id})
    if request.method == "POST" and form.is_valid():
        sponsor = form.cleaned_data["sponsor"]
        charters.send(shown, sponsor=sponsor, by=request.user)
        messages.success(request, _("%s was asked to sign.") % sponsor)
        return redirect("strategy:overview", *row.address)
    context = {"cohort": row, "program": row.program, "charter": shown, "form": form}
    return page(request, "strategy/send.html", context)


def _to_sign(request: Request, program: str, cohort: str) -> Charter:
    row = get_cohort(request.user, program, cohort, may=can_read_charter)
    shown = get_charter(request.user, row)
    if shown.sponsor_id != request.user.pk:
        raise PermissionDenied
    return shown


@login_required
@require_POST
def sign(request: Request, program: str, cohort: str) -> HttpResponse:
    shown = _to_sign(request, program, cohort)
    form = SignForm(request.POST)
    if not form.is_valid():
        return page(request, "strategy/charter.html", reading(request, shown, sign=form))
    charters.sign(shown, name=form.cleaned_data["name"], by=request.user)
    messages.success(request, _("You signed version %s. Thank you.") % shown.version)
    return redirect("strategy:charter", *shown.cohort.address)


@login_required
@require_POST
def send_back(request: Request, program: str, cohort: str) -> HttpResponse:
    shown = _to_sign(request, program, cohort)
    form = SendBackForm(request.POST, prefix="back")
    if form.is_valid():
        charters.send_back(shown, comment=form.cleaned_data["comment"], by=request.user)
        messages.success(request, _("The charter went back with your comment."))
    else:
        messages.error(request, _("Write what should change, so that it can be changed."))
    return redirect("strategy:charter", *shown.cohort.address)
