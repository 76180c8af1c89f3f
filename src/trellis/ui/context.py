"""What every template may read beside its own context."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from . import brand, navigation


def shell(request: HttpRequest) -> dict[str, Any]:
    """`shell` and `brand` for the frame, `scheme` and `person_key` for <html>, `demo` when this is one."""
    person = getattr(request, "user", None)
    return {
        "shell": navigation.shell_of(request),
        "brand": brand_of(request),
        "scheme": getattr(person, "scheme", "") or "",
        "person_key": getattr(person, "pk", None) or "",
        "demo": settings.DEMO,
    }


def brand_of(request: HttpRequest) -> brand.Brand:
    """The organization's brand, asked for once a request."""
    if not hasattr(request, "brand"):
        request.brand = brand.brand()  # type: ignore[attr-defined]
    found: brand.Brand = request.brand  # type: ignore[attr-defined]
    return found


def prepare(request: HttpRequest, *, whole: bool) -> None:
    """Ask now for what the frame shows, so that no query runs while the page is drawn."""
    if whole:
        navigation.shell_of(request)
        brand_of(request)
    else:
        request.shell, request.brand = navigation.Shell(), brand.Brand()  # type: ignore[attr-defined]
