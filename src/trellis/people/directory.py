"""The directory: whom somebody finds, narrowed and in order, cheap with twenty thousand people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from trellis.common.words import clean
from trellis.people.models import Invitation, Person, PersonQuerySet, PersonSkill, Skill

SORTS = {
    "name": ("name", "pk"),
    "department": ("department", "name", "pk"),
    "site": ("site", "name", "pk"),
    "seen": ("last_login", "name", "pk"),
}
STATES = {
    "in": (_("Has been here"), Q(is_active=True, last_login__isnull=False)),
    "invited": (_("Invited"), Q(is_active=True, last_login=None) & Q(pk__in=Invitation.objects.values("person"))),
    "new": (_("Not invited"), Q(is_active=True, last_login=None) & ~Q(pk__in=Invitation.objects.values("person"))),
    "closed": (_("Closed"), Q(is_active=False)),
    "administrators": (_("Administrators"), Q(is_administrator=True, is_active=True)),
}


@dataclass(frozen=True)
class Wish:
    """What somebody looks for."""

    words: str = ""
    department: str = ""
    site: str = ""
    skill: str = ""
    state: str = ""
    sort: str = "name"

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Wish:
        """From the query of an address."""
        typed = {name: clean(text[:200]) for name, text in asked.items()}
        words, sort = typed.pop("q", ""), typed.pop("sort", "") or "name"
        known = {name: typed.get(name, "") for name in ("department", "site", "skill", "state")}
        return cls(words=words, sort=sort, **known)

    @property
    def is_narrow(self) -> bool:
        return any([self.words, self.department, self.site, self.skill, self.state])


def found(person: Person, wish: Wish) -> PersonQuerySet:
    """The people that this person finds, narrowed and in the order wished for."""
    rows = Person.objects.visible_to(person).search(wish.words)
    if not person.is_administrator:
        rows = rows.filter(is_active=True)
    elif wish.state in STATES:
        rows = rows.filter(STATES[wish.state][1])
    if wish.department:
        rows = rows.filter(department=wish.department)
    if wish.site:
        rows = rows.filter(site=wish.site)
    if wish.skill.isdecimal() and len(wish.skill) < 10:
        offers = PersonSkill.objects.filter(kind=PersonSkill.Kind.OFFERED, skill=int(wish.skill), person=OuterRef("pk"))
        rows = rows.filter(Exists(offers))
    return rows.order_by(*order_of(wish.sort))


def order_of(sort: str) -> list[str]:
    """The columns behind `name` or `-name`; by name when that column isn't known."""
    down = sort.startswith("-")
    columns = SORTS.get(sort.removeprefix("-"), SORTS["name"])
    return [f"-{columns[0]}" if down else columns[0], *columns[1:]]


def with_skills(rows: PersonQuerySet) -> PersonQuerySet:
    """With what each of them offers, for the few on one page."""
    offers = PersonSkill.objects.filter(kind=PersonSkill.Kind.OFFERED).select_related("skill")
    return rows.defer("biography", "search_text", "password").prefetch_related(
        Prefetch("skills", offers.order_by("-level", "skill__name"), to_attr="offers")
    )


def departments(person: Person) -> list[str]:
    return _values(person, "department")


def sites(person: Person) -> list[str]:
    return _values(person, "site")


def skills() -> list[Skill]:
    """The competencies everybody knows of."""
    return list(Skill.objects.filter(is_listed=True).order_by("name"))


def _values(person: Person, column: str) -> list[str]:
    rows = Person.objects.visible_to(person).exclude(**{column: ""})
    return list(rows.order_by(column).values_list(column, flat=True).distinct()[:300])


@dataclass(frozen=True)
class Account:
    """A person as administrators see them in the list."""

    person: Person
    state: str
    kind: str


def accounts(people: Iterable[Person]) -> list[Account]:
    """With the state of each account: one query for all of them."""
    listed = list(people)
    invited = set(Invitation.objects.filter(person__in=listed).values_list("person_id", flat=True))
    return [Account(person, *account_state(person, invited=person.pk in invited)) for person in listed]


def account_state(person: Person, *, invited: bool) -> tuple[str, str]:
    """How far somebody is inside, in words, and the kind of sign it gets."""
    if not person.is_active:
        return str(_("Closed")), "quiet"
    if person.last_login:
        return str(_("Has been here")), "good"
    return (str(_("Invited")), "info") if invited else (str(_("Not invited")), "quiet")
