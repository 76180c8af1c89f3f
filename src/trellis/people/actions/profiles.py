"""A profile, in the hands of its owner: words, settings, photo, competencies, times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.common.words import clean
from trellis.history.actions import record
from trellis.people import photos
from trellis.people.competencies import CORE
from trellis.people.models import Availability, Person, PersonSkill, Skill, photo_name

from .keeping import keep, refresh_search

MOST_SKILLS = 20


@dataclass(frozen=True)
class Offer:
    """A competency by name, offered or wanted."""

    name: str
    kind: str
    level: int = 3
    priority: int = 2


@dataclass(frozen=True)
class Span:
    """A time of a weekday, 0 for Monday."""

    weekday: int
    starts: time
    ends: time


@transaction.atomic
def change(person: Person, values: Mapping[str, Any], *, by: Person, seen: int | None = None) -> list[str]:
    """Keep what somebody says about themselves. Returns the names of the fields that changed."""
    changed = keep(person, values, seen=seen)
    if changed:
        record("people.edited", person, by=by, facts={"fields": changed})
    return changed


@transaction.atomic
def keep_photo(person: Person, uploaded: BinaryIO, *, by: Person) -> None:
    """Take a new photo in place of the old one."""
    old = person.photo.name
    name = person.photo.storage.save(photo_name(person), photos.made_anew(uploaded))
    change(person, {"photo": name, "is_photo_shown": True}, by=by)
    _forget_file(person, old)


@transaction.atomic
def remove_photo(person: Person, *, by: Person) -> None:
    """Take the photo away; its file goes too."""
    old = person.photo.name
    change(person, {"photo": "", "is_photo_shown": False}, by=by)
    _forget_file(person, old)


@transaction.atomic
def offer_and_want(person: Person, offers: Iterable[Offer], *, by: Person, seen: int | None = None) -> None:
    """Replace what the person offers and wants to learn."""
    wished = {(offer.kind, clean(offer.name).lower()): offer for offer in offers if clean(offer.name)}
    for kind in PersonSkill.Kind.values:
        if sum(1 for of_kind, _name in wished if of_kind == kind) > MOST_SKILLS:
            raise Refused(_("Choose at most %d on each side.") % MOST_SKILLS, kind=Kind.INVALID)
    change(person, {}, by=by, seen=seen)
    PersonSkill.objects.filter(person=person).delete()
    PersonSkill.objects.bulk_create(
        PersonSkill(person=person, skill=skill_named(o.name), kind=o.kind, level=o.level, priority=o.priority)
        for o in wished.values()
    )
    refresh_search([person.pk])
    record("people.edited", person, by=by, facts={"fields": ["skills"]})


@transaction.atomic
def be_available(person: Person, spans: Iterable[Span], *, by: Person, seen: int | None = None) -> None:
    """Replace the weekly times in which the person can meet."""
    change(person, {}, by=by, seen=seen)
    Availability.objects.filter(person=person).delete()
    rows = [Availability(person=person, weekday=s.weekday, starts=s.starts, ends=s.ends) for s in spans]
    Availability.objects.bulk_create(rows)
    record("people.edited", person, by=by, facts={"fields": ["availability"]})


def skill_named(name: str) -> Skill:
    """The competency of that name, however its capitals are written; a new one is suggested to nobody else."""
    name = " ".join(clean(name).split())[:120]
    found = Skill.objects.filter(name__iexact=name).first()
    return found or Skill.objects.get_or_create(name=name)[0]


def stock_competencies() -> None:
    """Put the core competencies on the list of a new installation."""
    if not Skill.objects.filter(is_listed=True).exists():
        known = {name.lower() for name in Skill.objects.values_list("name", flat=True)}
        new = [name for name in CORE if name.lower() not in known]
        Skill.objects.bulk_create(Skill(name=name, is_listed=True, source=Skill.Source.OURS) for name in new)


def _forget_file(person: Person, name: str | None) -> None:
    storage = person.photo.storage
    if name and name != person.photo.name:
        transaction.on_commit(lambda: storage.delete(name))
