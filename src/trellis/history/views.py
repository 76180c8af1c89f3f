"""The Undo button of a toast."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.types import Request
from trellis.history import actions
from trellis.history.models import Event


@login_required
@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    event = get_object_or_404(Event, pk=pk, by=request.user)
    actions.undo(event, by=request.user)
    messages.success(request, _("Undone."))
    back = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if safe else "/")
