"""The product's addresses, and a page with nothing in it."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from trellis.config.urls import handler400, handler403, handler404, handler500
from trellis.config.urls import urlpatterns as product

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def empty(request: HttpRequest) -> HttpResponse:
    """What any Django page costs here: the same server and middleware, and nothing to show."""
    return HttpResponse("<!doctype html><title>Empty</title>")


urlpatterns = [path("bench/empty/", empty), *product]
