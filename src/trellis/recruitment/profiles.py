"""Between an application and a profile: what is known is filled in, what was said is kept, with consent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from trellis.common.types import JSON
from trellis.people.actions import profiles as people
from trellis.people.models import Availability, Person, PersonSkill, Skill
from trellis.recruitment.questionnaires import DAYS, EVENINGS, HALVES, LANGUAGES, WEEKEND, Code

Kind = PersonSkill.Kind
KINDS = {Code.OFFERED: Kind.OFFERED, Code.WANTED: Kind.WANTED}
MOST_SKILLS = 5


def known(person: Person) -> dict[str, JSON]:
    """What the profile says already, as answers to begin with."""
    found: dict[str, JSON] = {}
    listed = PersonSkill.objects.filter(person=person, skill__is_listed=True).select_related("skill")
    rows = listed.order_by("-priority", "-level", "skill__name")
    for code, kind in KINDS.items():
        picks: list[JSON] = [
            {"skill": row.skill_id, "name": row.skill.name, "level": row.level} for row in rows if row.kind == kind
        ]
        if picks:
            found[code] = picks[:MOST_SKILLS]
    spoken: list[JSON] = [code for code in person.languages if code in LANGUAGES]
    return found | ({Code.LANGUAGES.value: spoken} if spoken else {})


def keep(person: Person, answers: Mapping[str, Any]) -> None:
    """Write competencies, times and languages into the profile. Nothing that is there is taken away."""
    for code, kind in KINDS.items():
        _keep_skills(person, kind, answers.get(code) or [])
    _keep_times(person, answers.get(Code.TIMES) or [])
    spoken = dict.fromkeys([*person.languages, *(answers.get(Code.LANGUAGES) or [])])
    people.change(person, {"languages": list(spoken)}, by=person)


def _keep_skills(person: Person, kind: Kind, picks: Iterable[Mapping[str, Any]]) -> None:
    """The first wanted one matters most (3), the second less (2), the others least (1)."""
    in_catalog = set(Skill.objects.filter(pk__in=[pick["skill"] for pick in picks]).values_list("pk", flat=True))
    for place, pick in enumerate(picks):
        if pick["skill"] in in_catalog:
            PersonSkill.objects.update_or_create(
                person=person,
                skill_id=pick["skill"],
                kind=kind,
                defaults={"level": pick["level"], "priority": max(1, 3 - place)},
            )


def _keep_times(person: Person, codes: Iterable[str]) -> None:
    """Add the times that don't touch one that is in the profile."""
    there = list(Availability.objects.filter(person=person))
    for weekday, starts, ends in _hours(codes):
        if not any(row.weekday == weekday and row.starts < ends and starts < row.ends for row in there):
            there.append(Availability.objects.create(person=person, weekday=weekday, starts=starts, ends=ends))


def _hours(codes: Iterable[str]) -> list[tuple[int, time, time]]:
    """“tue-pm” → Tuesday from 12:00 to 17:00."""
    found: list[tuple[int, time, time]] = []
    for code in codes:
        day, _dash, half = code.partition("-")
        if day in DAYS and half in HALVES:
            found.append((DAYS.index(day), *_clock(HALVES[half])))
        elif code == "evenings":
            found += [(weekday, *_clock(EVENINGS)) for weekday in range(len(DAYS))]
        elif code == "weekend":
            found += [(weekday, *_clock(WEEKEND)) for weekday in (5, 6)]
    return found


def _clock(hours: tuple[str, str]) -> tuple[time, time]:
    return time.fromisoformat(hours[0]), time.fromisoformat(hours[1])
