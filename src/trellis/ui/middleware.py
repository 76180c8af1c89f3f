"""Between the request and every view: a person's language and clock, refusals, and acting once."""

import re
import time
from collections.abc import Callable
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme

from trellis.common.errors import Refused

from .pages import page
from .tags import words

TOKEN = re.compile(r"[\w-]{1,64}")

type Answer = Callable[[HttpRequest], HttpResponse]


class PersonPreferencesMiddleware:
    """Speak the person's language and keep their clock while answering them."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = getattr(request, "user", None)
        if language := getattr(person, "language", ""):
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(zone_of(person)), words.dates_as(getattr(person, "date_style", "")):
            return self.get_response(request)


def zone_of(person: object) -> ZoneInfo | None:
    """Where the person lives; None, so the server's own, for strangers and unknown names."""
    try:
        return ZoneInfo(getattr(person, "time_zone", "") or "")
    except (ValueError, OSError):
        return None


class RefusalMiddleware:
    """Turn `Refused` into its sentence, on the page where the button was."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, refused: Exception) -> HttpResponse | None:
        if not isinstance(refused, Refused):
            return None
        if is_htmx(request):
            return refuse_part(refused)
        if request.method in {"GET", "HEAD"}:
            return page(request, "ui/refused.html", {"sentence": refused.sentence}, status=409)
        messages.error(request, refused.sentence)
        response = HttpResponseRedirect(came_from(request))
        response.refused = True  # type: ignore[attr-defined]
        return response


def refuse_part(refused: Refused) -> HttpResponse:
    """The sentence as a banner; htmx puts it on top of the page and leaves the rest alone."""
    banner = render_to_string("ui/refused.html#refusal", {"sentence": refused.sentence})
    return HttpResponse(banner, status=409, headers={"HX-Retarget": "#messages", "HX-Reswap": "innerHTML"})


def came_from(request: HttpRequest) -> str:
    """The page of ours they were on, else the start page."""
    page_before = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(page_before, {request.get_host()}, request.is_secure())
    return page_before if ours else "/"


class LeadOnMiddleware:
    """When a part of a page is answered with another page, as by signing in again, go there as a whole."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        place = response.headers.get("Location", "")
        if place and is_htmx(request) and leads_elsewhere(request, place):
            del response.headers["Location"]
            response.headers["HX-Redirect"] = place
            response.status_code = 204
        return response


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def leads_elsewhere(request: HttpRequest, place: str) -> bool:
    """Whether the address is of another page than the one they look at."""
    seen = request.headers.get("HX-Current-URL", "")
    return urlsplit(place).path != urlsplit(seen).path


class OnceMiddleware:
    """A form with {% once %} acts once, however often it is sent.

    The first request claims the token; a later one waits for its answer and is led to the same place.
    A form that came back with errors, or was refused, gives its token up again.
    """

    KEEP = 24 * 3600
    WAIT = 10.0
    PENDING = "…"

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request.POST.get("once") if request.method == "POST" else None
        if not token:
            return self.get_response(request)
        key = f"once:{self.who(request)}:{token[:64]}"
        if not cache.add(key, self.PENDING, self.KEEP):
            return self.again(request, key)
        response = self.get_response(request)
        if acted(request, response):
            cache.set(key, response.headers.get("Location", ""), self.KEEP)
            self.tell(response, token)
        else:
            cache.delete(key)
        return response

    def who(self, request: HttpRequest) -> str:
        return str(getattr(request.user, "pk", None) or request.session.session_key or "stranger")

    def tell(self, response: HttpResponse, token: str) -> None:
        """Let drafts.js know that what was typed into this form is safe."""
        if TOKEN.fullmatch(token):
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie("acted", token, max_age=300, secure=secure, samesite="Lax")

    def again(self, request: HttpRequest, key: str) -> HttpResponse:
        """Lead a second sending to the result of the first, once that is known."""
        end = time.monotonic() + self.WAIT
        while (place := cache.get(key)) == self.PENDING and time.monotonic() < end:
            time.sleep(0.05)
        if is_htmx(request):
            return HttpResponse(status=204)
        return HttpResponseRedirect(place if place and place != self.PENDING else came_from(request))


def acted(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the view did what was asked: it leads on, or answers htmx without an error."""
    if getattr(response, "refused", False) or asks_to_sign_in(response):
        return False
    if is_htmx(request):
        return response.status_code < 400 and not getattr(response, "has_errors", False)
    return 300 <= response.status_code < 400


def asks_to_sign_in(response: HttpResponse) -> bool:
    """Whether it leads to signing in first, and back here after that."""
    place = urlsplit(response.headers.get("Location", ""))
    return place.path == resolve_url(settings.LOGIN_URL) and "next=" in place.query
