"""Which space a request is in: a cohort that the person leads or watches, their own mentoring, or the organization."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from django.http import HttpRequest

from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, TeamMember
from trellis.relationships.models import Relationship

KEPT = "space"  # the session remembers the cohort, so that people and settings keep its sidebar
OWN_PAGES = ("relationships", "learning", "recognition", "recruitment", "matching")
OWN_ADDRESSES = ("home:mentoring",)

type Kind = Literal["cohort", "own", "organization"]


@dataclass(frozen=True)
class Spaces:
    """Every space that is open to a person, and the one they are in."""

    person: Person
    kind: Kind
    cohort: Cohort | None
    leads: list[Cohort] = field(default_factory=list)
    watches: list[Cohort] = field(default_factory=list)
    relationships: list[Relationship] = field(default_factory=list)
    takes_part: bool = False
    safeguards: frozenset[int] = frozenset()  # programs whose safeguarding lead they are
    places: list[Participation] = field(default_factory=list)

    @property
    def is_leading(self) -> bool:
        return self.cohort is not None and self.cohort in self.leads


def spaces_of(request: HttpRequest, person: Person) -> Spaces:
    """Five queries, whatever the person does."""
    leads, watches, safeguards = _cohorts(person)
    relationships = list(Relationship.objects.visible_to(person).open().with_people().order_by("-started_at")[:6])
    places = list(Participation.objects.filter(person=person).select_related("cohort__program").order_by("-pk")[:20])
    takes_part = bool(relationships or places)
    named = _named_cohort(request, [*leads, *watches])
    if named:
        if request.session.get(KEPT) != named.pk:  # setting it writes the session
            request.session[KEPT] = named.pk
        kind: Kind = "cohort"
    else:
        kind, named = _elsewhere(request, person, [*leads, *watches], takes_part=takes_part)
    return Spaces(person, kind, named, leads, watches, relationships, takes_part, safeguards, places)


def _cohorts(person: Person) -> tuple[list[Cohort], list[Cohort], frozenset[int]]:
    roles: dict[int, set[str]] = {}
    for program, role in TeamMember.objects.filter(person=person).values_list("program", "role"):
        roles.setdefault(program, set()).add(role)
    if not roles:
        return [], [], frozenset()
    cohorts = Cohort.objects.filter(program__in=roles, program__is_archived=False)
    found = list(cohorts.select_related("program__organization").order_by("program__name", "-created_at"))
    leading = [cohort for cohort in found if roles[cohort.program_id] & set(TeamMember.LEADING)]
    safeguards = frozenset(program for program, held in roles.items() if TeamMember.Role.SAFEGUARDING in held)
    return leading, [cohort for cohort in found if cohort not in leading], safeguards


def _named_cohort(request: HttpRequest, cohorts: list[Cohort]) -> Cohort | None:
    match = request.resolver_match
    if match is None or not request.path.startswith("/programs/"):
        return None
    address = (match.kwargs.get("program"), match.kwargs.get("cohort"))
    return next((cohort for cohort in cohorts if (cohort.program.slug, cohort.slug) == address), None)


def _elsewhere(
    request: HttpRequest, person: Person, cohorts: list[Cohort], *, takes_part: bool
) -> tuple[Kind, Cohort | None]:
    match = request.resolver_match
    own_page = match is not None and (match.app_name in OWN_PAGES or match.view_name in OWN_ADDRESSES)
    if (own_page or not cohorts) and takes_part:
        return "own", None
    if cohorts:
        kept = request.session.get(KEPT)
        return "cohort", next((cohort for cohort in cohorts if cohort.pk == kept), cohorts[0])
    return ("organization", None) if person.is_administrator else ("own", None)
