"""Reads over programs and people that several pages need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from trellis.history.models import Event
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Program, Role, TeamMember

MOST_FOUND = 8


def find_people(person: Person, words: str) -> list[Person]:
    """For adding somebody: those the person may see, by name, and anybody by their whole e-mail address."""
    words = words.strip()
    if not words:
        return []
    if "@" in words:
        return list(Person.objects.active().filter(email=words.lower()))
    visible = Person.objects.visible_to(person).active().search(words)
    return list(visible.order_by("name", "pk")[:MOST_FOUND])


@dataclass(frozen=True)
class Listed:
    """A program in the list: its newest cohort, the viewer’s part, and how many take part."""

    program: Program
    cohort: Cohort | None
    parts: list[str]
    is_on_team: bool
    is_inside: bool  # may know where it stands: the team, and administrators
    mentors: int
    mentees: int


def listed(person: Person, programs: Sequence[Program]) -> list[Listed]:
    """The programs with what their row shows, in three queries."""
    cohorts = _newest_cohorts(programs)
    team = _by_program(TeamMember.objects.filter(person=person, program__in=programs))
    own = Participation.objects.filter(person=person, cohort__program__in=programs).select_related("cohort")
    parts: dict[int, list[str]] = {key: [member.get_role_display() for member in rows] for key, rows in team.items()}
    for participation in own:
        parts.setdefault(participation.cohort.program_id, []).append(participation.get_role_display())
    return [
        Listed(
            program=program,
            cohort=cohorts.get(program.pk),
            parts=parts.get(program.pk, []),
            is_on_team=program.pk in team,
            is_inside=program.pk in team or person.is_administrator,
            mentors=getattr(cohorts.get(program.pk), "mentors", 0),
            mentees=getattr(cohorts.get(program.pk), "mentees", 0),
        )
        for program in programs
    ]


def _by_program(members: Iterable[TeamMember]) -> dict[int, list[TeamMember]]:
    found: dict[int, list[TeamMember]] = {}
    for member in members:
        found.setdefault(member.program_id, []).append(member)
    return found


def _newest_cohorts(programs: Sequence[Program]) -> dict[int, Cohort]:
    joined = ~Q(participations__state=Participation.State.WITHDRAWN)
    cohorts = (
        Cohort.objects.filter(program__in=programs)
        .annotate(
            mentors=Count("participations", filter=joined & Q(participations__role=Role.MENTOR)),
            mentees=Count("participations", filter=joined & Q(participations__role=Role.MENTEE)),
        )
        .order_by("pk")
    )
    return {cohort.program_id: cohort for cohort in cohorts}  # later ones win


def newest_cohort(program: Program) -> Cohort | None:
    """The run a program’s own address leads to."""
    return program.cohorts.order_by("-pk").first()


def participants(
    cohort: Cohort, *, words: str = "", role: str = "", state: str = "", sort: str = "name"
) -> QuerySet[Participation]:
    """The people of a cohort, narrowed and in order."""
    rows = cohort.participations.select_related("person")
    if words.strip():
        rows = rows.filter(person__in=Person.objects.search(words))
    if role in Role.values:
        rows = rows.filter(role=role)
    if state in Participation.State.values:
        rows = rows.filter(state=state)
    field = SORTS.get(sort.removeprefix("-"), "person__name")
    return rows.order_by(f"-{field}" if sort.startswith("-") else field, "pk")


SORTS = {"name": "person__name", "role": "role", "state": "state", "joined": "joined_at"}


def counts_by_state(cohort: Cohort) -> dict[str, int]:
    """How many stand in which state."""
    rows = cohort.participations.values_list("state").annotate(n=Count("pk")).order_by()
    return dict(rows)


@dataclass(frozen=True)
class Supply:
    """Places that mentors offer, against the mentees we aim for."""

    aimed: int
    mentors: int
    places: int

    @property
    def short(self) -> int:
        return max(0, self.aimed - self.places)


def supply(cohort: Cohort) -> Supply:
    """How many places there are, of the mentors who joined."""
    joined = cohort.participations.mentors().taking_part()
    found = joined.aggregate(mentors=Count("pk"), places=Coalesce(Sum("capacity"), 0))
    return Supply(cohort.places, found["mentors"], found["places"])


# ── What was done, for administrators ─────────────────────────────────────────────────────

DOINGS: dict[str, tuple[str, ...]] = {
    "people": ("added", "invited", "welcomed", "edited", "deactivated", "reactivated"),
    "rights": ("administrator_made", "administrator_ended"),
    "exchange": ("imported", "import_undone", "exported"),
    "programs": ("created", "archived", "reopened", "team_joined", "team_left", "organization_changed"),
    "api": ("token_created", "token_revoked"),
}
APPS = {"rights": "people"}


@dataclass(frozen=True)
class Doing:
    """One thing that was done: when, by whom, what, and to whom or what."""

    event: Event
    about: Person | Program | None


def doings(kind: str = "", words: str = "") -> QuerySet[Event]:
    """What was done to accounts, lists, rights and programs, newest first; never what happens inside a program."""
    kinds = [kind] if kind in DOINGS else list(DOINGS)
    verbs = [f"{APPS.get(one, one)}.{verb}" for one in kinds for verb in DOINGS[one]]
    rows = Event.objects.filter(verb__in=verbs).select_related("by").order_by("-at", "-pk")
    return rows.filter(Q(by__name__icontains=words) | Q(by__email=words)) if words else rows


def with_targets(events: Sequence[Event]) -> list[Doing]:
    """The same with whom or what they are about. Two queries."""
    people = Person.objects.in_bulk([one.target_id for one in events if one.target_type == "people.person"])
    programs = Program.objects.in_bulk([one.program_id for one in events if one.program_id])

    def about(one: Event) -> Person | Program | None:
        if one.target_type == "people.person":
            return people.get(int(one.target_id))
        return programs.get(one.program_id or 0)

    return [Doing(one, about(one)) for one in events]
