"""For safeguarding: supervised conversations, and what two people let be opened for an hour."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.downloads import file_download, kept_nowhere
from trellis.common.errors import Refused
from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.programs.permissions import can_safeguard, get_cohort
from trellis.relationships.conversations.models import Attachment
from trellis.relationships.conversations.queries import content_of, open_messages
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.safeguarding import actions
from trellis.relationships.safeguarding.forms import AskForm, DecideForm
from trellis.relationships.safeguarding.models import Opening
from trellis.relationships.safeguarding.permissions import (
    can_decide,
    can_look,
    can_see,
    can_watch,
    get_file,
    get_opening,
    get_pair,
    others_pairs,
    supervised,
)
from trellis.relationships.safeguarding.queries import PARTS
from trellis.ui.pages import page

FOLDER = "relationships/safeguarding"


@login_required
def board(request: Request, program: str, cohort: str) -> HttpResponse:
    """What waits, what was opened, and every pair."""
    row = get_cohort(request.user, program, cohort, may=can_watch)
    openings = Opening.objects.visible_to(request.user).filter(relationship__cohort=row)
    pairs = page_of(request, others_pairs(request.user, row))
    context = {
        "cohort": row,
        "openings": list(openings.select_related("asked_by", "relationship").order_by("-pk")[:50]),
        "page": pairs,
        "is_lead": can_safeguard(request.user, row.program),
    }
    return page(request, f"{FOLDER}/board.html", context)


@login_required
def ask(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    """Say why; a second person decides."""
    row = get_cohort(request.user, program, cohort, may=can_watch)
    pair = get_pair(request.user, row, pk)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask(pair, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("A second person is asked. You will hear what they decide."))
            return redirect("relationships:opening", *row.address, asked.pk)
    return page(request, f"{FOLDER}/ask.html", {"cohort": row, "pair": pair, "form": form})


@login_required
def opening(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    """One request: why, who, what was decided, and the way in."""
    row = get_cohort(request.user, program, cohort, may=can_watch)
    found = get_opening(request.user, row, pk, may=can_see)
    decides = found.state == Opening.State.ASKED and can_decide(request.user, found)
    context = {
        "cohort": row,
        "opening": found,
        "why": found.texts(found.key).get("why", ""),
        "decides": decides,
        "form": DecideForm() if decides and can_safeguard(request.user, row.program) else None,
        "may_begin": found.may_begin and found.asked_by_id == request.user.pk,
        "parts": PARTS if can_look(request.user, found) else (),
    }
    return page(request, f"{FOLDER}/opening.html", context)


@login_required
@require_POST
def allow(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    row = get_cohort(request.user, program, cohort, may=can_watch)
    found = get_opening(request.user, row, pk, may=can_decide)
    actions.allow(found, by=request.user, sealed=request.POST.get("sealed") == "on")
    said = _("It may be opened. The pair is told.") if found.told_at else _("It may be opened at once. Nobody is told.")
    messages.success(request, said)
    return redirect("relationships:opening", *row.address, pk)


@login_required
@require_POST
def refuse(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    row = get_cohort(request.user, program, cohort, may=can_watch)
    actions.refuse(get_opening(request.user, row, pk, may=can_decide), by=request.user)
    messages.success(request, _("It stays closed. Who asked is told."))
    return redirect("relationships:opening", *row.address, pk)


@login_required
@require_POST
def begin(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    row = get_cohort(request.user, program, cohort, may=can_watch)
    found = get_opening(request.user, row, pk, may=lambda person, one: one.asked_by_id == person.pk)
    actions.begin(found, by=request.user)
    return redirect("relationships:read_opening", *row.address, pk, PARTS[0].name)


@login_required
def read(request: Request, program: str, cohort: str, pk: int, part: str) -> HttpResponse:
    """One part of what the pair wrote. That it was looked at is written down first."""
    row = get_cohort(request.user, program, cohort, may=can_watch)
    found = get_opening(request.user, row, pk, may=can_look)
    chosen = next((one for one in PARTS if one.name == part), None)
    if chosen is None:
        raise Http404
    actions.note_look(found.relationship, by=request.user, reason=f"opening {found.pk}: {part}")
    passages = page_of(request, chosen.read(found.relationship), size=50)
    context = {"cohort": row, "opening": found, "part": chosen, "parts": PARTS, "page": passages}
    return kept_nowhere(page(request, f"{FOLDER}/read.html", context))


@login_required
def opened_file(request: Request, program: str, cohort: str, pk: int, attachment_pk: int) -> HttpResponse:
    row = get_cohort(request.user, program, cohort, may=can_watch)
    found = get_opening(request.user, row, pk, may=can_look)
    attachment = get_file(found.relationship, attachment_pk, found.relationship.messages.all())
    return _file(request, found.relationship, attachment, reason=f"opening {found.pk}: file {attachment_pk}")


@login_required
def supervise(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    """What was written under supervision, for a safeguarding lead."""
    row = get_cohort(request.user, program, cohort, may=can_safeguard)
    pair = get_pair(request.user, row, pk)
    actions.note_look(pair, by=request.user, reason="supervision: messages")
    found = page_of(request, supervised(pair).order_by("-pk"), size=50)
    said = open_messages(found.object_list, pair.key)
    context = {"cohort": row, "pair": pair, "page": found, "said": said}
    return kept_nowhere(page(request, f"{FOLDER}/supervise.html", context))


@login_required
def supervised_file(request: Request, program: str, cohort: str, pk: int, attachment_pk: int) -> HttpResponse:
    row = get_cohort(request.user, program, cohort, may=can_safeguard)
    pair = get_pair(request.user, row, pk)
    attachment = get_file(pair, attachment_pk, supervised(pair))
    return _file(request, pair, attachment, reason=f"supervision: file {attachment_pk}")


def _file(request: Request, pair: Relationship, attachment: Attachment, *, reason: str) -> HttpResponse:
    content = content_of(attachment)
    if content is None:
        raise Http404
    actions.note_look(pair, by=request.user, reason=reason)
    return file_download(content, attachment.kind, attachment.texts(pair.key).get("name", "file"))
