"""Lists in pages."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest


def page_of[Row: Model](
    request: HttpRequest, rows: QuerySet[Row] | Sequence[Any], *, size: int = 25, name: str = "page"
) -> Page[Any]:
    """The page that `?page=` names, its rows read; the nearest one when that number is wrong."""
    page = Paginator(rows, size).get_page(request.GET.get(name))
    page.object_list = list(page.object_list)
    return page
