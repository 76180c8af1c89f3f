"""A person's tokens: make one, see it once, revoke it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from trellis.api import actions
from trellis.api.forms import TokenForm
from trellis.api.models import Token
from trellis.api.problems import KINDS
from trellis.common.types import Request
from trellis.ui.pages import page


@login_required
@never_cache
def tokens(request: Request) -> HttpResponse:
    """The list and the form; a new secret is shown on the answer to the post, and never again."""
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        _token, secret = actions.create_token(**form.cleaned_data, by=request.user)
        form = TokenForm()
    mine = list(Token.objects.visible_to(request.user).order_by("-pk")[:100])
    status = 422 if form.is_bound and not secret else 200
    return page(request, "api/tokens.html", {"form": form, "tokens": mine, "secret": secret}, status=status)


@login_required
@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    token = get_object_or_404(Token.objects.visible_to(request.user), pk=pk)
    actions.revoke_token(token, by=request.user)
    messages.success(request, _("%s opens nothing any more.") % token)
    return redirect("api_tokens:list")


def problems(request: HttpRequest) -> HttpResponse:
    """What each type of an error means, for whoever writes the other software."""
    return page(request, "api/problems.html", {"kinds": KINDS})
