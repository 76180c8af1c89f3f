"""The pages that belong to no app: the navigation on a phone, and every component on one page."""

import re

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import fence, samples
from .brand import brand
from .pages import page

COLOR = re.compile(r"[0-9a-f]{6}")
ICONS = [
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("maskable-512.png", "512x512", "maskable"),
]


@login_required
@require_safe
def more(request: HttpRequest) -> HttpResponse:
    """All links of the sidebar as a page: "More" in the bar of a phone leads here."""
    return page(request, "ui/more.html")


@require_safe
def look(request: HttpRequest, color: str) -> HttpResponse:
    """The sidebar in this color, as a style sheet that never changes."""
    if not COLOR.fullmatch(color) or not fence.is_readable(color):
        raise Http404
    cached = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(fence.stylesheet(color), content_type="text/css; charset=utf-8", headers=cached)


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """So that a phone can put Trellis beside its other apps."""
    ours = brand()
    facts = {
        "name": ours.name,
        "short_name": _("Mentoring"),
        "start_url": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": f"#{ours.fence or fence.OWN}",
        "icons": [
            {"src": static(f"ui/icons/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
    }
    return JsonResponse(facts, content_type="application/manifest+json", headers={"Cache-Control": "max-age=3600"})


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Everything a page is made of, for those who build pages; ?dir=rtl turns it round."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    request.shell = samples.SHELL  # type: ignore[attr-defined]
    with translation.override("ar" if request.GET.get("dir") == "rtl" else translation.get_language()):
        return page(request, "ui/components.html", samples.context())
