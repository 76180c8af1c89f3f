"""Notes and messages of one relationship."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as banners
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from trellis.common.downloads import file_download
from trellis.common.errors import Refused
from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.relationships.conversations import actions, queries
from trellis.relationships.conversations.forms import EditForm, MessageForm, NoteForm
from trellis.relationships.conversations.models import Note
from trellis.relationships.conversations.permissions import get_attachment, get_note, get_own_note
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.pages import pair_page
from trellis.relationships.pairs.permissions import can_read, can_write, get_relationship

NOTES = "relationships/conversations/notes.html"


@login_required
def notes(request: Request, pk: int) -> HttpResponse:
    """Read and write notes: an envelope for oneself, a page on the table for both."""
    relationship = get_relationship(request.user, pk, may=can_read)
    form = NoteForm(request.POST or None, initial={"who": Note.Audience.PRIVATE})
    if request.method == "POST" and form.is_valid():
        get_relationship(request.user, pk, may=can_write)
        try:
            actions.write_note(
                relationship, by=request.user, text=form.cleaned_data["text"], audience=form.cleaned_data["who"]
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            banners.success(request, _written(relationship, request, form.cleaned_data["who"]))
            return redirect("relationships:notes", pk)
    return pair_page(request, relationship, NOTES, _notes(request, relationship, form), tab="notes")


def _written(relationship: Relationship, request: Request, who: str) -> str:
    if who == Note.Audience.PRIVATE:
        return _("Kept. Only you can read it.")
    return _("Shared with %(name)s.") % {"name": relationship.partner_called(request.user)}


def _notes(request: Request, relationship: Relationship, form: NoteForm) -> dict[str, Any]:
    show = request.GET.get("show", "")
    page = page_of(request, queries.notes_for(request.user, relationship, show=show), size=20)
    counts = queries.counts(relationship, request.user)
    return {
        "form": form,
        "who": form["who"].value() or Note.Audience.PRIVATE,
        "page": page,
        "notes": queries.open_notes(page, relationship, request.user),
        "kinds": [
            ("", _("All"), counts["all"]),
            ("shared", _("Shared"), counts["shared"], "users"),
            ("private", _("Private"), counts["private"], "lock"),
        ],
        "has_private": counts["private"],
    }


@login_required
def edit_note(request: Request, pk: int, note_pk: int) -> HttpResponse:
    note = get_own_note(request.user, pk, note_pk)
    form = EditForm(request.POST or None, initial={"version": note.version, "text": queries.read_note(note)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_note(note, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            banners.success(request, _("The note is changed. How it read before is kept."))
            return redirect(note)
    context = {"form": form, "note": note}
    return pair_page(request, note.relationship, "relationships/conversations/edit.html", context, tab="notes")


@login_required
def note_history(request: Request, pk: int, note_pk: int) -> HttpResponse:
    """How a note read before."""
    note = get_note(request.user, pk, note_pk)
    context = {"note": note, "text": queries.read_note(note), "versions": queries.versions_of(note)}
    return pair_page(request, note.relationship, "relationships/conversations/history.html", context, tab="notes")


@login_required
def share_note(request: Request, pk: int, note_pk: int) -> HttpResponse:
    """Asks a second time, showing what will be read."""
    note = get_own_note(request.user, pk, note_pk)
    if request.method == "POST":
        actions.share_note(note, by=request.user)
        partner = note.relationship.partner_called(request.user)
        banners.success(request, _("Shared with %(name)s.") % {"name": partner})
        return redirect("relationships:notes", pk)
    context = {"note": note, "text": queries.read_note(note)}
    return pair_page(request, note.relationship, "relationships/conversations/share.html", context, tab="notes")


@login_required
def remove_note(request: Request, pk: int, note_pk: int) -> HttpResponse:
    """Asks first; then it is gone."""
    note = get_own_note(request.user, pk, note_pk)
    if request.method == "POST":
        actions.remove_note(note, by=request.user)
        banners.success(request, _("The note is gone."))
        return redirect("relationships:notes", pk)
    context = {"note": note, "text": queries.read_note(note)}
    return pair_page(request, note.relationship, "relationships/conversations/remove.html", context, tab="notes")


@login_required
def take_along(request: Request, pk: int) -> HttpResponse:
    """One's private notes as a text file."""
    relationship = get_relationship(request.user, pk, may=can_read)
    headers = {"Content-Disposition": 'attachment; filename="notes.txt"', "Cache-Control": "private, no-store"}
    text = queries.notes_to_take_along(relationship, request.user)
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


@login_required
def messages(request: Request, pk: int) -> HttpResponse:
    """The conversation. htmx asks again every ten seconds, and gets what is new since then, or nothing."""
    relationship = get_relationship(request.user, pk, may=can_read)
    form = MessageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        get_relationship(request.user, pk, may=can_write)
        try:
            text, enclosed = form.cleaned_data["text"], form.cleaned_data["enclosed"]
            actions.send(relationship, by=request.user, text=text, files=enclosed)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("relationships:messages", pk)
    rows = relationship.messages.order_by("-pk").select_related("author")
    newest = rows.values_list("pk", flat=True).first() or 0
    since = _number(request.GET.get("since", ""))
    if since == newest:
        return HttpResponse(status=204)
    actions.mark_read(relationship, by=request.user, last=newest)
    page = page_of(request, rows if since is None else rows.filter(pk__gt=since), size=50)
    context = {
        "form": form,
        "page": page,
        "newest": newest,
        "said": queries.open_messages(reversed(page.object_list), relationship.key),
        "supervised": relationship.cohort.program.has_minors,
        "is_news": since is not None,
    }
    template = "relationships/conversations/messages.html"
    return pair_page(request, relationship, template, context, tab="messages", part="news")


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 18 else None


@login_required
def attachment(request: Request, pk: int, attachment_pk: int) -> HttpResponse:
    """A file of the conversation, to keep; no browser opens it here."""
    found = get_attachment(request.user, pk, attachment_pk)
    content = queries.content_of(found)
    if content is None:
        raise Http404
    name = found.texts(found.message.relationship.key).get("name", "file")
    return file_download(content, found.kind, name)
