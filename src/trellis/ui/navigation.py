"""What the frame around a page shows. The app `home` fills it in, base.html draws it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.module_loading import import_string

type Words = str | Promise


@dataclass(frozen=True)
class Item:
    """One link. `count` is shown after it, in marigold when it waits on you (`attention`)."""

    label: Words
    url: str
    icon: str = ""
    count: int | None = None
    attention: bool = False
    current: bool = False
    state: Literal["", "done", "now", "later"] = ""
    note: Words = ""
    person: object = None  # drawn as an avatar in place of the icon


@dataclass(frozen=True)
class Group:
    """Links under one name; `stages` hang on an upright. The name is shown when `titled`."""

    label: Words
    items: Sequence[Item]
    kind: Literal["plain", "stages"] = "plain"
    titled: bool = False


@dataclass(frozen=True)
class Shell:
    """Everything around the work: empty for somebody who is not signed in."""

    switcher_title: Words = ""
    switcher_note: Words = ""
    switcher_links: Sequence[Item] = ()
    groups: Sequence[Group] = ()
    foot: Sequence[Item] = ()
    bottom: Sequence[Item] = ()
    home: str = "/"
    stylesheet: str = ""  # an organization's own colour of the fence, as an address
    links: Sequence[Item] = field(default=())  # on public pages, in the bar at the top


def shell_of(request: HttpRequest) -> Shell:
    """The shell for this request, made once."""
    if not hasattr(request, "shell"):
        request.shell = _maker(settings.NAVIGATION)(request)  # type: ignore[attr-defined]
    shell: Shell = request.shell  # type: ignore[attr-defined]
    return shell


@cache
def _maker(dotted: str) -> Callable[[HttpRequest], Shell]:
    if not dotted:
        return lambda _request: Shell()
    made: Callable[[HttpRequest], Shell] = import_string(dotted)
    return made
