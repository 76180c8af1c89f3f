"""The types that views and actions name most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from trellis.people.models import Person

type JSON = None | bool | int | float | str | list[JSON] | dict[str, JSON]


class Request(HttpRequest):
    """A request of somebody who has signed in: `user` is a Person."""

    user: Person
    htmx: HtmxDetails
