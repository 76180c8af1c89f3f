"""What one person is shown of another."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from trellis.people import languages, permissions
from trellis.people.models import Person, PersonSkill


@dataclass(frozen=True)
class Shown:
    """A profile as far as this viewer may see it."""

    person: Person
    work: list[tuple[str, object]]
    has_profile: bool
    has_photo: bool
    languages: list[str] = field(default_factory=list)
    offers: list[PersonSkill] = field(default_factory=list)
    wishes: list[PersonSkill] = field(default_factory=list)
    is_own: bool = False


def shown_to(viewer: Person, other: Person) -> Shown:
    """Work for whoever finds the person; words, competencies and photo for whoever may see the profile."""
    own = viewer == other
    has_profile = own or permissions.can_see_profile(viewer, other)
    skills = list(other.skills.select_related("skill").order_by("-priority", "-level", "skill__name"))
    if not has_profile:
        return Shown(other, _work(viewer, other), has_profile=False, has_photo=False)
    return Shown(
        person=other,
        work=_work(viewer, other),
        has_profile=True,
        has_photo=bool(other.photo) and (own or other.is_photo_shown),
        languages=[languages.name_of(code) for code in other.languages],
        offers=[row for row in skills if row.kind == PersonSkill.Kind.OFFERED],
        wishes=[row for row in skills if row.kind == PersonSkill.Kind.WANTED],
        is_own=own,
    )


def _work(viewer: Person, other: Person) -> list[tuple[str, object]]:
    """Names and values; the address and the number only for oneself and administrators."""
    rows: list[tuple[str, object]] = [
        (_("Job title"), other.title),
        (_("Department"), other.department),
        (_("Site"), other.site),
        (_("Level"), other.level),
        (_("Manager"), other.manager),
    ]
    if viewer == other or permissions.is_administrator(viewer):
        rows += [(_("E-mail address"), other.email), (_("Employee number"), other.external_id)]
    return [(name, value) for name, value in rows if value]
