"""The one NinjaAPI: who asks, what errors look like, which routes there are."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer
from ninja.throttling import AuthRateThrottle

from trellis.api import actions
from trellis.api.models import Token
from trellis.common.errors import Refused
from trellis.common.rest import PROBLEMS
from trellis.common.types import Request

TYPES = "/docs/problems#"


class PersonalToken(HttpBearer):
    """`Authorization: Bearer trellis_…`"""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        found = Token.objects.valid().filter(hash=actions.hash_of(token)).select_related("person").first()
        if found is None:
            return None
        request.user = found.person
        if found.used_at is None or timezone.now() - found.used_at > timedelta(minutes=1):
            Token.objects.filter(pk=found.pk).update(used_at=timezone.now())
        return found


class TrellisAPI(NinjaAPI):
    """Ninja's, with errors described as what they are: problem+json."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400:
                        response["content"] = {"application/problem+json": response["content"]["application/json"]}
        return schema


api = TrellisAPI(
    title="Trellis",
    version="1",
    description="Facts about people, programs, applications and relationships. Never what pairs write to each other.",
    urls_namespace="api",
    auth=PersonalToken(),
    throttle=[AuthRateThrottle(settings.API_RATE)],
    docs_url=None,
)


def problem(request: HttpRequest, status: int, detail: str, *, kind: str = "", **more: Any) -> HttpResponse:
    """An error as problem+json (RFC 9457)."""
    body = {
        "type": TYPES + (kind or kind_of(status)),
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    response = api.create_response(request, body, status=status)
    response.headers["Content-Type"] = "application/problem+json"
    return response


def kind_of(status: int) -> str:
    """The end of the type when there is no closer one."""
    return HTTPStatus(status).phrase.lower().replace(" ", "-")


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return problem(request, 409, error.sentence, kind=str(error.kind))


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, 404, _("There is nothing at this address."))


@api.exception_handler(PermissionDenied)
def forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(request, 403, _("You may see this, but not do that."))


@api.exception_handler(AuthenticationError)
def unknown_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = problem(request, 401, _("Send a valid token: Authorization: Bearer trellis_…"))
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(HttpError)
def other(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code, str(error))


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [{"where": list(map(str, one["loc"])), "what": one["msg"]} for one in error.errors]
    return problem(request, 422, _("Some values can’t be taken."), errors=errors)


@api.exception_handler(OperationalError)
def out_of_reach(request: HttpRequest, error: OperationalError) -> HttpResponse:
    response = problem(request, 503, _("Trellis can’t reach its data right now. Try again in half a minute."))
    response.headers["Retry-After"] = "30"
    return response


class Me(Schema):
    """Whose token this is."""

    id: int
    name: str
    email: str
    scopes: list[str]
    expires_at: str


@api.get("/me", response={200: Me, **PROBLEMS}, tags=["me"], operation_id="me")
def me(request: Request) -> dict[str, Any]:
    """Whose token this is, what it may do and until when."""
    token: Token = request.auth  # type: ignore[attr-defined]
    return {
        "id": token.person.pk,
        "name": token.person.name,
        "email": token.person.email,
        "scopes": token.scopes,
        "expires_at": token.expires_at.isoformat(),
    }


for app in settings.TRELLIS_APPS:
    if app != "trellis.api" and find_spec(f"{app}.api"):
        api.add_router("", import_module(f"{app}.api").router)
