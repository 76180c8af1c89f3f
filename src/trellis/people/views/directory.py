"""The directory, which is “Everyone” for administrators, and one person's page."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _

from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.people import directory, permissions
from trellis.people.profile_page import shown_to
from trellis.ui.pages import page


@login_required
def people(request: Request) -> HttpResponse:
    """Those I find; for administrators everyone, with the state of their accounts."""
    wish = directory.Wish.of(request.GET)
    rows = directory.found(request.user, wish)
    context = {
        "wish": wish,
        "departments": directory.departments(request.user),
        "sites": directory.sites(request.user),
        "skills": directory.skills(),
    }
    if not permissions.is_administrator(request.user):
        context["page"] = page_of(request, directory.with_skills(rows))
        return page(request, "people/directory.html", context)
    shown = page_of(request, rows.defer("biography", "search_text", "password"), size=50)
    shown.object_list = directory.accounts(shown.object_list)
    states = [("", _("All"))] + [(key, text) for key, (text, __) in directory.STATES.items()]
    return page(request, "people/everyone.html", context | {"page": shown, "states": states})


@login_required
def person(request: Request, pk: int) -> HttpResponse:
    """One person, as far as I may see them."""
    other = permissions.get_person(request.user, pk, may=permissions.can_see)
    invited = other.invitations.order_by("-created_at").first()
    may = {
        "account": permissions.can_edit_account(request.user, other),
        "invite": permissions.can_invite(request.user, other),
    }
    state, kind = directory.account_state(other, invited=invited is not None)
    context: dict[str, Any] = {"may": may, "state": state, "state_kind": kind, "invited": invited}
    context |= {"shown": shown_to(request.user, other), "who_sees": permissions.who_sees(other)}
    return page(request, "people/person.html", context)
