"""The reporting line both ways, the devices a person is signed in on, how complete a profile is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from trellis.people.models import Person, PersonSkill

BROWSERS = [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]
SYSTEMS = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
]


@dataclass(frozen=True)
class Device:
    """One place where a person is signed in."""

    pk: int
    key: str
    name: str
    network: str
    seen_at: datetime


def managers() -> dict[int, int | None]:
    """Every person's manager, by ids: one query, for the whole reporting line."""
    return dict(Person.objects.values_list("pk", "manager_id"))


def chain_above(person_id: int, manager_of: dict[int, int | None]) -> list[int]:
    """The manager, the manager's manager and so on; stops at a cycle."""
    chain: list[int] = []
    above = manager_of.get(person_id)
    while above is not None and above not in chain and above != person_id:
        chain.append(above)
        above = manager_of.get(above)
    return chain


def in_one_line(one: int, other: int, manager_of: dict[int, int | None]) -> bool:
    """True when either is above the other at any depth."""
    return other in chain_above(one, manager_of) or one in chain_above(other, manager_of)


def cycle_in(manager_of: dict[int, int | None], starts: Iterable[int]) -> list[int]:
    """The ids of one circle of managers reachable from `starts`, or nothing."""
    checked: set[int] = set()
    for start in starts:
        path: list[int] = []
        here: int | None = start
        while here is not None and here not in checked:
            if here in path:
                return path[path.index(here) :]
            path.append(here)
            here = manager_of.get(here)
        checked.update(path)
    return []


def sessions_of(person: Person) -> list[Device]:
    """Where the person is signed in, the newest first; sessions that ended by themselves are dropped."""
    living = UserSession.objects.purge_and_list(person)
    living.sort(key=lambda session: session.last_seen_at, reverse=True)
    return [Device(row.pk, row.session_key, _device(row.user_agent), row.ip, row.last_seen_at) for row in living]


def _device(agent: str) -> str:
    """“Firefox on Android”, as far as a browser says so itself."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A device that doesn’t say what it is")


@dataclass(frozen=True)
class Part:
    """One thing a profile can say, and whether it does. `url_name` is where it is said."""

    label: str
    url_name: str
    is_there: bool


@dataclass(frozen=True)
class Completeness:
    """How much of a profile is there."""

    parts: list[Part]

    @property
    def percent(self) -> int:
        return round(100 * sum(part.is_there for part in self.parts) / len(self.parts))

    @property
    def missing(self) -> list[Part]:
        return [part for part in self.parts if not part.is_there]


def completeness(person: Person) -> Completeness:
    """What matching and other people go by. A photo doesn't count: it is nobody's duty."""
    kinds = set(person.skills.values_list("kind", flat=True))
    said = [
        (_("A few sentences about you"), "people:about", bool(person.biography)),
        (_("The languages you speak"), "people:about", bool(person.languages)),
        (_("What interests you"), "people:about", bool(person.interests)),
        (_("How you like to talk"), "people:about", bool(person.communication)),
        (_("Your time zone"), "people:settings", bool(person.time_zone)),
        (_("What you can pass on"), "people:skills", PersonSkill.Kind.OFFERED in kinds),
        (_("What you want to learn"), "people:skills", PersonSkill.Kind.WANTED in kinds),
        (_("When you can meet"), "people:times", person.availability.exists()),
    ]
    return Completeness([Part(*part) for part in said])


def weekly_times(person: Person) -> list[tuple[str, str]]:
    """Each weekday on which the person can meet, with its times: (“Monday”, “09:00–12:00, 14:00–16:00”)."""
    days: dict[int, list[str]] = {}
    for row in person.availability.order_by("weekday", "starts"):
        days.setdefault(row.weekday, []).append(f"{row.starts:%H:%M}–{row.ends:%H:%M}")
    return [(str(WEEKDAYS[weekday]), ", ".join(spans)) for weekday, spans in days.items()]
