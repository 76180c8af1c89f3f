"""The pages that belong to no app: the navigation on a phone, and every component on one page."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from . import samples
from .pages import page


@login_required
@require_safe
def more(request: HttpRequest) -> HttpResponse:
    """All links of the sidebar as a page: "More" in the bar of a phone leads here."""
    return page(request, "ui/more.html")


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Everything a page is made of, for those who build pages; ?dir=rtl turns it round."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    request.shell = samples.SHELL  # type: ignore[attr-defined]
    with translation.override("ar" if request.GET.get("dir") == "rtl" else translation.get_language()):
        return page(request, "ui/components.html", samples.context())
