"""Around the API: every error is problem+json, and the same request sent twice acts once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from trellis.api import actions
from trellis.api.models import KeptAnswer, Token
from trellis.api.problems import KINDS
from trellis.api.root import kind_of, problem

LONGEST_KEY = 200


class ProblemMiddleware:
    """An error that was answered outside the routes, as a wrong address or method, reads like the others."""

    KEPT = ("Allow", "Retry-After")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kind = response.headers.get("Content-Type", "")
        if response.status_code < 400 or not request.path.startswith("/api/") or kind == "application/problem+json":
            return response
        found = KINDS.get(kind_of(response.status_code), "")
        answer = problem(request, response.status_code, str(found))
        for name in self.KEPT:
            if name in response.headers:
                answer.headers[name] = response.headers[name]
        return answer


class IdempotencyMiddleware:
    """Idempotency-Key: for unsafe requests to /api/ that carry the header and a valid token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")
        if not key or request.method in ("GET", "HEAD", "OPTIONS") or not request.path.startswith("/api/"):
            return self.get_response(request)
        token = _token_of(request)
        if token is None:
            return self.get_response(request)
        if len(key) > LONGEST_KEY or "\0" in key:
            return problem(request, 400, _("The Idempotency-Key is too long; 200 characters at most."))
        return self._once(request, token, key)

    def _once(self, request: HttpRequest, token: Token, key: str) -> HttpResponse:
        fingerprint = hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.body).hexdigest()
        try:
            with transaction.atomic():
                kept = KeptAnswer.objects.create(token=token, key=key, fingerprint=fingerprint)
        except IntegrityError:
            return _kept_answer(request, token, key, fingerprint)
        try:
            response = self.get_response(request)
        except BaseException:
            kept.delete()
            raise
        if response.status_code >= 500:
            kept.delete()
        else:
            body = response.content.decode()
            KeptAnswer.objects.filter(pk=kept.pk).update(status=response.status_code, body=body)
        return response


def _token_of(request: HttpRequest) -> Token | None:
    word, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if word.lower() != "bearer":
        return None
    return Token.objects.valid().filter(hash=actions.hash_of(secret)).first()


def _kept_answer(request: HttpRequest, token: Token, key: str, fingerprint: str) -> HttpResponse:
    kept = KeptAnswer.objects.filter(token=token, key=key).first()
    if kept is None or kept.status is None:
        return problem(request, 409, _("The same request is being answered right now."), kind="conflict")
    if kept.fingerprint != fingerprint:
        return problem(request, 422, _("This Idempotency-Key was used for another request."))
    kind = "application/json" if kept.status < 400 else "application/problem+json"
    return HttpResponse(kept.body, status=kept.status, content_type=kind)
