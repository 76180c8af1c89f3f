"""What a person has to learn, and how far the people of a cohort are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from trellis.learning.models import Choice, Module, Progress, Waiver
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Program, Role

Use = Choice.Use


@dataclass(frozen=True)
class Lesson:
    """A module as it stands for one person."""

    module: Module
    progress: Progress | None
    is_required: bool
    is_waived: bool = False

    @property
    def is_done(self) -> bool:
        return self.is_waived or (self.progress is not None and self.progress.finished_at is not None)

    @property
    def read(self) -> int:
        return self.progress.part if self.progress else 0

    @property
    def next_part(self) -> int:
        """Where to go on: the part after the last one read."""
        return min(self.read + 1, len(self.module.parts))


@dataclass(frozen=True)
class Standing:
    """One participation and how much of its training is done."""

    participation: Participation
    needed: int
    done: int

    @property
    def left(self) -> int:
        return self.needed - self.done


@dataclass(frozen=True)
class Mine:
    """Everything on a person's page “Learning”."""

    standings: list[Standing]
    required: list[Lesson]
    optional: list[Lesson]

    @property
    def done(self) -> int:
        return sum(lesson.is_done for lesson in self.required)


def uses_of(programs: Iterable[int], modules: Iterable[Module]) -> dict[tuple[int, int], Use]:
    """(program, module) → how it is used: the program's choice, else what the module says."""
    programs, modules = list(programs), list(modules)
    default = {module.pk: Use.REQUIRED if module.is_required else Use.OPTIONAL for module in modules}
    uses = {(program, pk): use for program in programs for pk, use in default.items()}
    for choice in Choice.objects.filter(program__in=programs):
        uses[choice.program_id, choice.module_id] = Use(choice.use)
    return uses


def required_in(program: Program) -> dict[str, list[Module]]:
    """Role → the modules that this program needs before matching, in order."""
    modules = list(Module.objects.in_order())
    uses = uses_of([program.pk], modules)
    return {
        role: [one for one in modules if one.role == role and uses[program.pk, one.pk] == Use.REQUIRED]
        for role in Role.values
    }


def mine(person: Person) -> Mine:
    """What there is to learn for a person, over all programs they take part in."""
    taking_part = Participation.objects.filter(person=person, state__in=Participation.TAKING_PART)
    parts = list(taking_part.select_related("cohort__program").order_by("cohort__program__name", "role"))
    modules = list(Module.objects.in_order())
    uses = uses_of({part.cohort.program_id for part in parts}, modules)
    progress = {row.module_id: row for row in Progress.objects.filter(person=person)}
    waived = set(Waiver.objects.filter(participation__in=parts).values_list("participation_id", "module_id"))
    lessons = [_lesson(module, parts, uses, progress.get(module.pk), waived) for module in modules]
    found = [lesson for lesson in lessons if lesson is not None]
    standings = [_standing(part, modules, uses, progress, waived) for part in parts]
    required = [lesson for lesson in found if lesson.is_required]
    return Mine(standings, required, [lesson for lesson in found if not lesson.is_required])


def left_for(participation: Participation) -> list[Module]:
    """The modules that this participation still needs before matching."""
    needed = required_in(participation.cohort.program)[participation.role]
    done = set(Progress.objects.filter(person=participation.person_id).finished().values_list("module_id", flat=True))
    done |= set(Waiver.objects.filter(participation=participation).values_list("module_id", flat=True))
    return [module for module in needed if module.pk not in done]


def trainees(cohort: Cohort, required: dict[str, list[Module]]) -> QuerySet[Participation]:
    """The people who take part in a cohort, with their training; `required` comes from `required_in`."""
    taking_part = Participation.objects.filter(cohort=cohort, state__in=Participation.TAKING_PART)
    return with_training(taking_part, required)


def with_training(rows: QuerySet[Participation], required: dict[str, list[Module]]) -> QuerySet[Participation]:
    """Participations of one program with `needed`, `done` and `begun`."""
    ids = [module.pk for modules in required.values() for module in modules]
    own = Progress.objects.filter(person=OuterRef("person"), module__role=OuterRef("role"))
    finished = own.filter(module__in=ids).finished()
    as_well = Progress.objects.filter(person=OuterRef("participation__person"), module=OuterRef("module")).finished()
    waived = Waiver.objects.filter(participation=OuterRef("pk"), module__in=ids).exclude(Exists(as_well))
    needed = [When(role=role, then=Value(len(modules))) for role, modules in required.items()]
    return rows.annotate(
        needed=Case(*needed, default=Value(0), output_field=IntegerField()),
        done=_how_many(finished, "person") + _how_many(waived, "participation"),
        begun=Exists(own.filter(part__gt=0)),
    )


@dataclass(frozen=True)
class Tally:
    """How far the people of one role are."""

    role: Role
    everybody: int
    done: int
    begun: int

    @property
    def new(self) -> int:
        return self.everybody - self.done - self.begun


DONE = Q(done__gte=F("needed"))
STANDS = {
    "done": DONE,
    "begun": ~DONE & (Q(begun=True) | Q(done__gt=0)),
    "new": ~DONE & Q(begun=False, done=0),
}


def tallies(rows: QuerySet[Participation]) -> list[Tally]:
    """One tally for each role, from `trainees`."""
    counts = rows.aggregate(
        **{
            f"{role}_{name}": Count("pk", filter=Q(role=role) & which)
            for role in Role.values
            for name, which in {"everybody": Q(), "done": STANDS["done"], "begun": STANDS["begun"]}.items()
        }
    )
    return [Tally(role, counts[f"{role}_everybody"], counts[f"{role}_done"], counts[f"{role}_begun"]) for role in Role]


def _how_many(rows: QuerySet[Progress] | QuerySet[Waiver], group: str) -> Coalesce:
    counted = rows.order_by().values(group).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), Value(0))


def _lesson(
    module: Module,
    parts: list[Participation],
    uses: dict[tuple[int, int], Use],
    progress: Progress | None,
    waived: set[tuple[int, int]],
) -> Lesson | None:
    """The module as one lesson, or None when none of the participations uses it."""
    used = [(part, uses[part.cohort.program_id, module.pk]) for part in parts if part.role == module.role]
    if all(use == Use.HIDDEN for _part, use in used):
        return None
    needing = [part for part, use in used if use == Use.REQUIRED]
    is_waived = bool(needing) and all((part.pk, module.pk) in waived for part in needing)
    return Lesson(module, progress, is_required=bool(needing), is_waived=is_waived)


def _standing(
    part: Participation,
    modules: list[Module],
    uses: dict[tuple[int, int], Use],
    progress: dict[int, Progress],
    waived: set[tuple[int, int]],
) -> Standing:
    own = [module.pk for module in modules if module.role == part.role]
    needed = [pk for pk in own if uses[part.cohort.program_id, pk] == Use.REQUIRED]
    done = [pk for pk in needed if (part.pk, pk) in waived or (pk in progress and progress[pk].finished_at)]
    return Standing(part, len(needed), len(done))


def training_of(participation: Participation) -> list[Lesson]:
    """What one participation needs, for those who run the program."""
    needed = required_in(participation.cohort.program)[participation.role]
    progress = {row.module_id: row for row in Progress.objects.filter(person=participation.person_id)}
    waived = set(Waiver.objects.filter(participation=participation).values_list("module_id", flat=True))
    return [Lesson(one, progress.get(one.pk), is_required=True, is_waived=one.pk in waived) for one in needed]
