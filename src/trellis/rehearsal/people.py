"""Three hundred invented people with managers, skills and free hours; the same ones for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random
from typing import Any

from django.db import transaction

from trellis.common.dates import today
from trellis.common.words import fold
from trellis.people.models import Availability, Person, PersonSkill, Skill
from trellis.rehearsal import places
from trellis.rehearsal.names import FAMILY, GIVEN
from trellis.rehearsal.places import DEPARTMENTS, SITES, Department, Site

HIGHEST = 7


@dataclass(frozen=True)
class Part:
    """Somebody whom the demo needs by name."""

    key: str
    name: str
    department: str
    site: str
    title: str
    level: int
    pronouns: str = ""
    administrator: bool = False


PARTS = (
    Part("chief", "Annika Feldt", "Finance and people", "Harbour General", "Chief executive", 7, "she/her"),
    Part("sponsor", "Desmond Achterberg", "Critical care", "Harbour General", "Chief nursing officer", 6, "he/him"),
    Part(
        "manager",
        "Marisol Etxeberria",
        "Finance and people",
        "Harbour General",
        "Mentoring manager",
        4,
        "she/her",
        True,
    ),
    Part("coordinator", "Owen Prothero", "Research", "St Brannoc’s", "Learning partner", 4, "he/him"),
    Part("administrator", "Beatrix Lund", "Digital and data", "Harbour General", "Systems lead", 4, "she/her", True),
    Part("mentee", "Nomvula Dlamini", "Paediatrics", "St Brannoc’s", "Staff nurse", 1, "she/her"),
    Part(
        "mentor", "Grace Nakamura-Obi", "Critical care", "Harbour General", "Advanced nurse practitioner", 4, "she/her"
    ),
    Part("quiet mentee", "Ifeoma Adeyemi", "Emergency", "Harbour General", "Staff nurse", 1, "she/her"),
    Part("quiet mentor", "Jonas Lindqvist", "Renal", "Harbour General", "Clinical nurse specialist", 3, "he/him"),
    Part("asking", "Leila Haddad", "Maternity", "Moorside", "Midwife", 1, "she/her"),
    Part("applicant", "Thu-Trang Pham", "Research", "St Brannoc’s", "Research assistant", 1, "she/her"),
)

COUPLES = (("mentee", "mentor"), ("quiet mentee", "quiet mentor"))  # who is to be together in the end


@transaction.atomic
def make_people(count: int, *, seed: int = 7) -> dict[str, Person]:
    """Make the organization's people; returns those with a part, by its key."""
    chance = Random(seed)  # noqa: S311  for variety, not for secrets
    drafts = [_of_part(part, chance) for part in PARTS]
    drafts += _heads(chance)
    taken = {draft.name for draft in drafts}
    while len(drafts) < count:
        drafts.append(_anybody(chance, taken))
    for number, draft in enumerate(drafts, start=1):
        draft.external_id = f"KB-{20000 + number}"
        draft.set_unusable_password()
        draft.search_text = draft.clean_search_text()
    Person.objects.bulk_create(drafts)
    _report_to(drafts)
    _skills(drafts, chance)
    _hours(drafts, chance)
    cast = {part.key: draft for part, draft in zip(PARTS, drafts, strict=False)}
    for mentee, mentor in COUPLES:
        _fit(cast[mentee], cast[mentor])
    return cast


def _of_part(part: Part, chance: Random) -> Person:
    department = next(d for d in DEPARTMENTS if d.name == part.department)
    site = next(s for s in SITES if s.name == part.site)
    return _person(
        part.name,
        department,
        site,
        part.level,
        chance,
        title=part.title,
        pronouns=part.pronouns,
        is_administrator=part.administrator,
        visibility=Person.Visibility.EVERYONE,
    )


def _heads(chance: Random) -> list[Person]:
    taken = {part.name for part in PARTS}
    return [
        _person(_name(chance, taken), department, SITES[0], 5, chance, title=department.head)
        for department in DEPARTMENTS
    ]


def _anybody(chance: Random, taken: set[str]) -> Person:
    department = chance.choice(DEPARTMENTS)
    site = chance.choices(SITES, [site.share for site in SITES])[0]
    level = chance.choices([1, 2, 3, 4], [40, 28, 20, 12])[0]
    return _person(_name(chance, taken), department, site, level, chance)


def _person(name: str, department: Department, site: Site, level: int, chance: Random, **fields: Any) -> Person:
    years = chance.randint(level * 2 - 1, level * 4)
    given: dict[str, Any] = {
        "title": department.titles[min(level, len(department.titles)) - 1],
        "pronouns": chance.choice(["", "", "she/her", "he/him", "they/them"]),
        "visibility": chance.choice([Person.Visibility.EVERYONE, Person.Visibility.PROGRAMS]),
    }
    return Person(
        email=f"{fold(name).replace(' ', '.').replace('’', '').replace("'", '').replace('ı', 'i')}@{places.DOMAIN}",
        name=name,
        department=department.name,
        site=site.name,
        level=level,
        started_on=_start(years, chance),
        time_zone=site.time_zone,
        languages=["en", *chance.sample(places.LANGUAGES, chance.choice([0, 0, 1, 1, 2]))],
        interests=chance.sample(places.INTERESTS, chance.randint(1, 4)),
        biography=chance.choice(places.ABOUT).format(department=department.name.lower(), site=site.name, years=years),
        communication=chance.choice(Person.Communication.values),
        **(given | fields),
    )


def _start(years: int, chance: Random) -> date:
    return today() - timedelta(days=365 * years - chance.randint(0, 300))


def _name(chance: Random, taken: set[str]) -> str:
    while True:
        name = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"
        if chance.random() < 0.06:
            name += f"-{chance.choice(FAMILY)}"
        if name not in taken:
            taken.add(name)
            return name


def _report_to(people: list[Person]) -> None:
    """Everybody reports to somebody a step higher nearby, heads to the chief nursing officer, that one to the chief."""
    chief = next(person for person in people if person.level == HIGHEST)
    officer = next(person for person in people if person.level == HIGHEST - 1)
    for person in people:
        if person in (chief, officer):
            person.manager = None if person == chief else chief
        else:
            person.manager = _manager_of(person, people) or officer
    Person.objects.bulk_update(people, ["manager"])


def _manager_of(person: Person, people: list[Person]) -> Person | None:
    above = [
        other
        for other in people
        if other.department == person.department and (person.level or 0) < (other.level or 0) <= HIGHEST - 2
    ]
    near = [other for other in above if other.site == person.site] or above
    return min(near, key=lambda other: ((other.level or 0), (other.pk * 7919 + person.pk) % 97), default=None)


def _skills(people: list[Person], chance: Random) -> None:
    names = sorted({*places.SHARED_SKILLS, *(skill for d in DEPARTMENTS for skill in d.skills)})
    Skill.objects.bulk_create((Skill(name=name, is_listed=True) for name in names), ignore_conflicts=True)
    by_name = {skill.name: skill for skill in Skill.objects.filter(name__in=names)}
    rows = []
    for person in people:
        department = next(d for d in DEPARTMENTS if d.name == person.department)
        own = sorted({*department.skills, *chance.sample(places.SHARED_SKILLS, 3)})
        offered = chance.sample(own, min(len(own), 1 + (person.level or 1)))
        wanted = chance.sample(sorted(set(names) - set(offered)), 1 + (4 - min(person.level or 1, 4)) // 2 + 1)
        rows += [_skill(person, by_name[name], PersonSkill.Kind.OFFERED, chance) for name in offered]
        rows += [_skill(person, by_name[name], PersonSkill.Kind.WANTED, chance) for name in wanted]
    PersonSkill.objects.bulk_create(rows)


def _fit(mentee: Person, mentor: Person) -> None:
    """What the one would like to learn, the other knows well."""
    wanted = PersonSkill.objects.filter(person=mentee, kind=PersonSkill.Kind.WANTED)
    PersonSkill.objects.filter(person=mentor, kind=PersonSkill.Kind.OFFERED).delete()
    PersonSkill.objects.bulk_create(
        PersonSkill(person=mentor, skill_id=row.skill_id, kind=PersonSkill.Kind.OFFERED, level=5, priority=row.priority)
        for row in wanted
    )


def _skill(person: Person, skill: Skill, kind: PersonSkill.Kind, chance: Random) -> PersonSkill:
    if kind == PersonSkill.Kind.OFFERED:
        level = min(5, max(2, (person.level or 1) + chance.randint(-1, 1)))
    else:
        level = min(5, (person.level or 1) + 2)
    return PersonSkill(person=person, skill=skill, kind=kind, level=level, priority=chance.randint(1, 3))


def _hours(people: list[Person], chance: Random) -> None:
    rows = []
    for person in people:
        for weekday in sorted(chance.sample(range(5), chance.randint(2, 4))):
            start = chance.choice([8, 9, 11, 13, 14, 16])
            rows.append(Availability(person=person, weekday=weekday, starts=time(start), ends=time(start + 2)))
    Availability.objects.bulk_create(rows)
