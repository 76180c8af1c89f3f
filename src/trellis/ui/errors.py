"""Pages for when something is wrong. They say what happened and what to do, never a code alone."""

import errno
import logging
import secrets
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from .pages import page

log = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return bare("400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return framed(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return framed(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open so long that its form is no longer ours."""
    return framed(request, "csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database: it may be what broke. The reference is in the log."""
    if is_out_of_reach(sys.exception()):
        return unavailable(request)
    reference = secrets.token_hex(4)
    log.error("Reference %s: %s %s", reference, request.method, request.path)
    return bare("500.html", status=500, reference=reference)


def unavailable(request: HttpRequest) -> HttpResponse:
    """While the database or the disk is away; browsers ask again in half a minute."""
    response = bare("503.html", status=503)
    response.headers["Retry-After"] = "30"
    return response


def is_out_of_reach(error: BaseException | None) -> bool:
    """The database is locked or gone, or the disk is full or read-only: it comes back without a change of code."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}
    return isinstance(error, OperationalError | InterfaceError)


def bare(template: str, *, status: int, reference: str = "") -> HttpResponse:
    return HttpResponse(render_to_string(f"ui/errors/{template}", {"reference": reference}), status=status)


def framed(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    """Inside the frame for somebody signed in, on a page of its own for a stranger."""
    known = getattr(getattr(request, "user", None), "is_authenticated", False)
    context = {"frame": "base.html" if known else "column.html"}
    return page(request, f"ui/errors/{template}", context, status=status)
