"""The bell, the choices, the link that turns e-mail off, and the preview of every text."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.csp import CSP
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.notifications import actions, rendering, samples
from trellis.notifications.models import Notice, Preference
from trellis.ui.brand import brand
from trellis.ui.pages import page

PREVIEW_CSP: dict[str, list[str]] = {**settings.SECURE_CSP, "frame-src": [CSP.SELF]}
MAIL_FRAME_CSP = {"default-src": [CSP.NONE], "style-src": [CSP.UNSAFE_INLINE], "frame-ancestors": [CSP.SELF]}


@login_required
def inbox(request: Request) -> HttpResponse:
    notices = Notice.objects.visible_to(request.user).order_by("-created_at")
    return page(request, "notifications/inbox.html", {"page": page_of(request, notices)})


@login_required
@require_POST
def read(request: Request) -> HttpResponse:
    actions.mark_read(request.user)
    return redirect("notifications:inbox")


@login_required
def follow(request: Request, pk: int) -> HttpResponse:
    """Open what a notice is about, and mark it read."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    actions.mark_read(request.user, [notice.pk])
    return redirect(notice.link or "notifications:inbox")


@login_required
def choices(request: Request) -> HttpResponse:
    if request.method == "POST":
        wanted = {name: f"email-{name}" in request.POST for name in samples.optional()}
        actions.choose(request.user, wanted=wanted)
        messages.success(request, _("Your choices are kept."))
        return redirect("notifications:choices")
    off = set(Preference.objects.filter(person=request.user, by_email=False).values_list("name", flat=True))
    groups = [
        (about, [(name, _kind(name), name not in off) for name in names]) for about, names in samples.by_subject()
    ]
    return page(request, "notifications/choices.html", {"groups": groups})


@csrf_exempt  # RFC 8058: mail programs post here without cookies; the token is the permission
def off(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the button and changes nothing; POST turns this kind of e-mail off."""
    if request.method != "POST":
        return page(request, "notifications/off.html", {"token": token})
    try:
        name = actions.turn_off(token)
    except BadSignature as problem:
        raise Http404 from problem
    return page(request, "notifications/off.html", {"done": _kind(name)})


@login_required
@csp_override(PREVIEW_CSP)
def previews(request: Request) -> HttpResponse:
    """Every text we send, with made-up values."""
    _only_staff(request)
    groups = samples.all_by_subject()
    chosen = request.GET.get("name") or groups[0][1][0]
    if chosen not in samples.samples():
        raise Http404
    shown = [(about, [(name, _title(name)) for name in names], chosen in names) for about, names in groups]
    return page(request, "notifications/previews.html", {"groups": shown, "chosen": chosen})


@login_required
@xframe_options_sameorigin
@csp_override(MAIL_FRAME_CSP)
def preview_mail(request: Request, app: str, notice: str) -> HttpResponse:
    """One e-mail as it arrives, shown inside the preview page."""
    _only_staff(request)
    text = _sample_text(f"{app}/{notice}")
    frame = {"sender": brand().name, "choose": settings.PUBLIC_URL}
    if "plain" in request.GET:
        return HttpResponse(rendering.mail_text(text, **frame), content_type="text/plain; charset=utf-8")
    return HttpResponse(rendering.mail_html(text, **frame))


def _only_staff(request: Request) -> None:
    if not request.user.is_administrator:
        raise PermissionDenied


def _sample_text(name: str) -> rendering.Text:
    context = samples.samples().get(name)
    if context is None:
        raise Http404
    values = {"called": "Noor", "link": settings.PUBLIC_URL + "/", **context}
    return rendering.text_of(name, values)


def _title(name: str) -> str:
    return _sample_text(name).subject


def _kind(name: str) -> str:
    """Its subject, without anybody's name."""
    return capfirst(rendering.text_of(name, samples.samples()[name] | samples.kind_values()).subject)
