"""How a change to a person is written: whole or not at all, and known to the search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.people.models import Person, PersonSkill


def keep(person: Person, values: Mapping[str, Any], *, seen: int | None = None) -> list[str]:
    """Write these fields and say which of them changed. With `seen`, only if that version is still the newest."""
    rows = Person.objects.filter(pk=person.pk)
    if seen is not None:
        rows = rows.filter(version=seen)
    changed = [name for name, value in values.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, values[name])
    fresh = {name: values[name] for name in changed} | {"search_text": person.clean_search_text(offered_by(person))}
    if not rows.update(**fresh, version=F("version") + 1):
        raise Refused(_("Somebody changed this since you opened it. Load it again."), kind=Kind.CONFLICT)
    person.version += 1
    return changed


def offered_by(person: Person) -> list[str]:
    """The names of what the person offers."""
    rows = PersonSkill.objects.filter(person=person, kind=PersonSkill.Kind.OFFERED)
    return list(rows.order_by("skill__name").values_list("skill__name", flat=True))


def refresh_search(people: Iterable[int], *, chunk: int = 500) -> None:
    """Make the search know these people again, after a change of many."""
    ids = list(people)
    for start in range(0, len(ids), chunk):
        _refresh(ids[start : start + chunk])


def _refresh(ids: list[int]) -> None:
    offered: dict[int, list[str]] = {}
    rows = PersonSkill.objects.filter(person__in=ids, kind=PersonSkill.Kind.OFFERED)
    for pk, name in rows.order_by("skill__name").values_list("person_id", "skill__name"):
        offered.setdefault(pk, []).append(name)
    found = list(Person.objects.filter(pk__in=ids))
    for person in found:
        person.search_text = person.clean_search_text(offered.get(person.pk, []))
    Person.objects.bulk_update(found, ["search_text"])
