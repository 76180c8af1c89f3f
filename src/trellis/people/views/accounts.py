"""Accounts, for administrators: corrected, closed, opened again, given and taken the running of it all."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.errors import Refused
from trellis.common.types import Request
from trellis.history.models import Event
from trellis.history.toasts import undo_message
from trellis.people import permissions
from trellis.people.actions import accounts
from trellis.people.forms.accounts import AccountForm
from trellis.people.freshness import fresh_sign_in_required
from trellis.people.models import Person
from trellis.ui.pages import confirm, page


@login_required
def account(request: Request, pk: int) -> HttpResponse:
    """What comes from personnel records, and what was done with the account."""
    person = permissions.get_person(request.user, pk, may=permissions.can_edit_account)
    instance = Person.objects.get(pk=pk)
    seen = instance.version
    form = AccountForm(request.POST if request.method == "POST" else None, instance=instance)
    if form.is_bound and form.is_valid():
        try:
            accounts.edit_account(person, form.values(), by=request.user, seen=seen)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The account of %s is kept.") % person)
            return redirect(person)
    events = list(Event.objects.about(person).newest_first().select_related("by")[:20])
    context = {"form": form, "person": person, "events": events, "is_own": person == request.user}
    return page(request, "people/account.html", context, status=422 if form.errors else 200)


@login_required
def close(request: Request, pk: int) -> HttpResponse:
    """Ask, then close the account; Undo opens it again."""
    person = permissions.get_person(request.user, pk, may=permissions.can_edit_account)
    if request.method != "POST":
        return confirm(
            request,
            title=_("Close the account of %s?") % person,
            text=_("They are signed out everywhere and can’t come in. What they wrote stays. You can open it again."),
            submit=_("Close the account"),
            cancel=_("Leave it open"),
            back=person.get_absolute_url(),
            danger=True,
        )
    event = accounts.deactivate(person, by=request.user)
    undo_message(request, _("The account of %s is closed.") % person, event)
    return redirect(person)


@login_required
@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    person = permissions.get_person(request.user, pk, may=permissions.can_edit_account)
    accounts.reactivate(person, by=request.user)
    messages.success(request, _("The account of %s is open again.") % person)
    return redirect(person)


@login_required
@fresh_sign_in_required
def administrator(request: Request, pk: int) -> HttpResponse:
    """Ask, then give somebody the running of the installation, or take it away."""
    person = permissions.get_person(request.user, pk, may=permissions.can_edit_account)
    ends = person.is_administrator
    if request.method != "POST":
        return _ask_about(request, person, ends=ends)
    if ends:
        accounts.end_administrator(person, by=request.user)
        messages.success(request, _("%s no longer runs this installation.") % person)
    else:
        accounts.make_administrator(person, by=request.user)
        messages.success(request, _("%s runs this installation with you.") % person)
    return redirect("people:person", pk=pk)


def _ask_about(request: Request, person: Person, *, ends: bool) -> HttpResponse:
    if ends:
        title, submit = _("End that %s runs this installation?"), _("End it")
        text = _("Their account stays, with everything they do in programs.")
    else:
        title, submit = _("Let %s run this installation?"), _("Make an administrator")
        text = _("Administrators see all accounts, import and export people, and name other administrators.")
    back = person.get_absolute_url()
    return confirm(request, title=title % person, text=text, submit=submit, cancel=_("Leave it"), back=back)
