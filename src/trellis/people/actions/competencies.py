"""The organization's list of competencies: its own, the core ones, and those of a public catalogue."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.history.actions import record
from trellis.people.models import Person, Skill
from trellis.people.onet import ELEMENTS

from .profiles import skill_named

MOST_CORE = 40


@transaction.atomic
def add_core(name: str, *, by: Person) -> Skill:
    """One that everybody here is to grow in: listed, and suggested before all others."""
    if Skill.objects.filter(is_core=True).count() >= MOST_CORE:
        raise Refused(_("Forty core competencies are the most. Take one off first."), kind=Kind.FULL)
    skill = skill_named(name)
    skill.is_listed = skill.is_core = True
    skill.source = skill.source or Skill.Source.OWN
    skill.save(update_fields=["is_listed", "is_core", "source"])
    record("people.competency_added", skill, by=by)
    return skill


@transaction.atomic
def take_off(skill: Skill, *, by: Person) -> None:
    """Suggest it no more, or no more as a core one. Whoever has it in their profile keeps it."""
    fields = {"is_core": False} if skill.is_core else {"is_listed": False}
    Skill.objects.filter(pk=skill.pk).update(**fields)
    record("people.competency_taken_off", skill, by=by)


@transaction.atomic
def list_onet(*, by: Person) -> int:
    """Add the skills and work styles of the O*NET® database; those of the same name are listed, not doubled."""
    known = {skill.name.lower(): skill for skill in Skill.objects.all()}
    made = [
        Skill(name=name, is_listed=True, source=Skill.Source.ONET, code=code)
        for code, name in ELEMENTS.items()
        if name.lower() not in known
    ]
    Skill.objects.bulk_create(made)
    there = [known[name.lower()].pk for name in ELEMENTS.values() if name.lower() in known]
    listed = Skill.objects.filter(pk__in=there, is_listed=False).update(is_listed=True)
    record("people.onet_listed", by, by=by, facts={"number": len(made) + listed})
    return len(made) + listed


@transaction.atomic
def unlist_onet(*, by: Person) -> int:
    """Suggest them no more; core ones stay."""
    rows = Skill.objects.filter(source=Skill.Source.ONET, is_listed=True, is_core=False)
    number = rows.update(is_listed=False)
    record("people.onet_unlisted", by, by=by, facts={"number": number})
    return number
