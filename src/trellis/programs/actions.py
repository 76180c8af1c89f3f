"""What happens to programs, cohorts and the people in them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.history.actions import record, undoes
from trellis.history.models import Event
from trellis.people.models import Person
from trellis.programs import brand, logos, presets
from trellis.programs.models import (
    Cohort,
    Organization,
    Participation,
    PlanStep,
    Program,
    Role,
    Stage,
    StageEntry,
    TeamMember,
    logo_name,
)
from trellis.ui import fence

DATES = ("starts_on", "ends_on", "applications_open_on", "applications_close_on")

MOST_PLACES = 20


@transaction.atomic
def create_program(
    name: str,
    *,
    by: Person,
    manager: Person | None = None,
    cohort_name: str = "",
    preset: str = "",
    stage: Stage = Stage.STRATEGY,
    **fields: Any,
) -> Program:
    """Start a program with its first cohort, at the strategy stage or, with `stage`, later; `manager` leads it."""
    organization = Organization.objects.order_by("pk").first()
    if organization is None:
        raise Refused(_("Name the organization in the settings first."), kind=Kind.INVALID)
    program = Program.objects.create(organization=organization, name=name, slug=_free_slug(name), **fields)
    add_to_team(program, manager or by, TeamMember.Role.MANAGER, by=by)
    record("programs.created", program, by=by)
    cohort = start_cohort(program, cohort_name or _("First cohort"), by=by)
    if stage != cohort.stage:
        enter_stage(cohort, stage, by=by)
    if preset:
        apply_preset(program, preset, by=by)
    return program


@transaction.atomic
def start_cohort(
    program: Program, name: str, *, by: Person, starts_on: date | None = None, ends_on: date | None = None
) -> Cohort:
    """A new run of the program."""
    taken = set(program.cohorts.values_list("slug", flat=True))
    cohort = Cohort.objects.create(
        program=program,
        name=name,
        slug=_free(slugify(name) or "cohort", taken),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    StageEntry.objects.create(cohort=cohort, stage=cohort.stage, by=by)
    record("programs.cohort_started", cohort, by=by, program=program)
    return cohort


@transaction.atomic
def repeat_cohort(cohort: Cohort, name: str, *, starts_on: date, by: Person) -> Cohort:
    """Another run like this one: its dates and its plan move with the first day, nothing is ticked."""
    if cohort.starts_on is None:
        raise Refused(_("This cohort has no start date to count from. Set it in the design first."), kind=Kind.INVALID)
    by_days = starts_on - cohort.starts_on
    moved = {name: _moved(getattr(cohort, name), by_days) for name in DATES}
    new = start_cohort(cohort.program, name, by=by, starts_on=starts_on, ends_on=moved["ends_on"])
    set_dates(new, by=by, places=cohort.places, **moved)
    enter_stage(new, Stage.DESIGN, by=by)
    PlanStep.objects.bulk_create(
        PlanStep(cohort=new, stage=step.stage, title=step.title, owner=step.owner, due_on=_moved(step.due_on, by_days))
        for step in cohort.plan.order_by("due_on", "pk")
    )
    return new


@transaction.atomic
def set_dates(cohort: Cohort, *, by: Person, **fields: Any) -> None:
    """Change the name, the dates or the places of a cohort."""
    for name, value in fields.items():
        setattr(cohort, name, value)
    if cohort.starts_on and cohort.ends_on and cohort.ends_on <= cohort.starts_on:
        raise Refused(_("The last day must come after the first."), kind=Kind.INVALID)
    opens, closes = cohort.applications_open_on, cohort.applications_close_on
    if opens and closes and closes < opens:
        raise Refused(_("Applications can’t close before they open."), kind=Kind.INVALID)
    cohort.save(update_fields=list(fields))
    record("programs.dates_set", cohort, by=by, program=cohort.program, facts={"fields": sorted(fields)})


@transaction.atomic
def archive(program: Program, *, by: Person) -> None:
    """Put a program away. Everything is kept; its public page closes."""
    if not Program.objects.filter(pk=program.pk, is_archived=False).update(is_archived=True, is_public=False):
        raise Refused(_("This program is in the archive already."), kind=Kind.TOO_LATE)
    program.refresh_from_db()
    record("programs.archived", program, by=by)


@undoes("programs.archived")
def unarchive_event(event: Event, by: Person) -> None:
    """The way back of `archive`."""
    reopen(Program.objects.get(pk=event.target_id), by=by)


@transaction.atomic
def reopen(program: Program, *, by: Person) -> None:
    """Take a program out of the archive again."""
    if not Program.objects.filter(pk=program.pk, is_archived=True).update(is_archived=False):
        raise Refused(_("This program isn’t in the archive."), kind=Kind.TOO_LATE)
    program.refresh_from_db()
    record("programs.reopened", program, by=by)


@transaction.atomic
def apply_preset(program: Program, key: str, *, by: Person) -> None:
    """Fill the design from a preset; what the team changes later stays theirs."""
    preset = presets.get(key)
    for field, value in preset.fields.items():
        setattr(program, field, {key: str(word) for key, word in value.items()} if field == "words" else value)
    program.preset = key
    program.save()
    record("programs.designed", program, by=by, facts={"preset": key})


@transaction.atomic
def design(program: Program, *, by: Person, version: int | None = None, **fields: Any) -> None:
    """Change the design. With `version`, refuse when somebody else changed it meanwhile."""
    rows = Program.objects.filter(pk=program.pk)
    if version is not None:
        rows = rows.filter(version=version)
    if not rows.update(version=program.version + 1, **fields):
        raise Refused(
            _("Somebody else changed this program while you were writing. Load the page again to see it."),
            kind=Kind.CONFLICT,
        )
    program.refresh_from_db()
    record("programs.designed", program, by=by, facts={"fields": sorted(fields)})


@transaction.atomic
def enter_stage(cohort: Cohort, stage: Stage, *, by: Person | None) -> Event | None:
    """Go to a stage, forwards or back; the way back is always open. Staying where it is does nothing."""
    if cohort.stage == stage:
        return None
    before = cohort.stage
    cohort.stage = stage
    cohort.save(update_fields=["stage"])
    StageEntry.objects.create(cohort=cohort, stage=stage, by=by)
    facts = {"from": str(before), "to": str(stage)}
    return record("programs.stage_entered", cohort, by=by, program=cohort.program, facts=facts)


@undoes("programs.stage_entered")
def leave_stage(event: Event, by: Person) -> None:
    """Go back to the stage before, unless the cohort has moved on since."""
    cohort = Cohort.objects.select_related("program").get(pk=event.target_id)
    if cohort.stage != event.facts["to"]:
        raise Refused(_("The cohort has moved on since. Choose its stage yourself."), kind=Kind.TOO_LATE)
    enter_stage(cohort, Stage(event.facts["from"]), by=by)


@transaction.atomic
def draw_up_plan(cohort: Cohort, *, by: Person) -> int:
    """Write the preset's steps into the plan, counted from the cohort's start; returns how many."""
    if cohort.starts_on is None:
        raise Refused(_("Set the start date first, the plan is counted from it."), kind=Kind.INVALID)
    if cohort.plan.exists():
        raise Refused(_("This cohort has a plan already."), kind=Kind.TOO_LATE)
    steps = presets.plan_from(cohort.starts_on, months=cohort.program.length_months)
    record("programs.plan_drawn_up", cohort, by=by, program=cohort.program, facts={"steps": len(steps)})
    PlanStep.objects.bulk_create(
        PlanStep(cohort=cohort, stage=step.stage, title=step.title, due_on=step.due_on) for step in steps
    )
    return len(steps)


@transaction.atomic
def finish_step(step: PlanStep, *, by: Person) -> None:
    """Tick a step of the plan."""
    if step.done_at is None:
        step.done_at, step.done_by = timezone.now(), by
        step.save(update_fields=["done_at", "done_by"])
        record("programs.step_done", step, by=by, program=step.cohort.program)


@transaction.atomic
def reopen_step(step: PlanStep, *, by: Person) -> None:
    """Take the tick off again."""
    if step.done_at is not None:
        step.done_at = step.done_by = None
        step.save(update_fields=["done_at", "done_by"])
        record("programs.step_reopened", step, by=by, program=step.cohort.program)


@transaction.atomic
def add_step(cohort: Cohort, *, by: Person, **fields: Any) -> PlanStep:
    """One more line in the plan."""
    step = PlanStep.objects.create(cohort=cohort, **fields)
    record("programs.step_added", step, by=by, program=cohort.program)
    return step


@transaction.atomic
def change_step(step: PlanStep, *, by: Person, **fields: Any) -> None:
    """Change what is to be done, until when, or by whom."""
    for name, value in fields.items():
        setattr(step, name, value)
    step.save(update_fields=list(fields))
    record("programs.step_changed", step, by=by, program=step.cohort.program)


@transaction.atomic
def remove_step(step: PlanStep, *, by: Person) -> None:
    """Take a line out of the plan."""
    record("programs.step_removed", step, by=by, program=step.cohort.program, facts={"title": step.title})
    step.delete()


@transaction.atomic
def add_to_team(program: Program, person: Person, role: TeamMember.Role, *, by: Person) -> TeamMember:
    """Give somebody a role on the team; twice is once."""
    member, is_new = TeamMember.objects.get_or_create(program=program, person=person, role=role)
    if is_new:
        record("programs.team_joined", member, by=by, program=program, facts={"role": str(role)})
    return member


@transaction.atomic
def remove_from_team(member: TeamMember, *, by: Person) -> None:
    """Take a role away. The last manager stays until there is another."""
    managers = TeamMember.objects.filter(program=member.program, role=TeamMember.Role.MANAGER)
    if member.role == TeamMember.Role.MANAGER and not managers.exclude(pk=member.pk).exists():
        raise Refused(_("A program needs a manager. Name another one first."))
    record(
        "programs.team_left",
        member,
        by=by,
        program=member.program,
        facts={"role": member.role, "person": member.person_id},
    )
    member.delete()


@transaction.atomic
def admit(cohort: Cohort, person: Person, role: Role, *, by: Person | None, capacity: int = 1) -> Participation:
    """Let a person in as mentor or mentee. Who had left comes back; who is in stays in."""
    participation, is_new = Participation.objects.get_or_create(
        cohort=cohort, person=person, role=role, defaults={"capacity": capacity}
    )
    if not is_new:
        if participation.state != Participation.State.WITHDRAWN:
            return participation
        move(participation, Participation.State.PREPARING, capacity=capacity, left_at=None)
    record("programs.admitted", participation, by=by, program=cohort.program, facts={"role": str(role)})
    return participation


@transaction.atomic
def mark_ready(participation: Participation, *, by: Person | None) -> None:
    """Preparation is done: from now on the person can be matched."""
    move(participation, Participation.State.READY, ready_at=timezone.now())
    record("programs.ready", participation, by=by, program=participation.cohort.program)


@transaction.atomic
def change_places(participation: Participation, places: int, *, by: Person) -> Event:
    """How many partners somebody can have at once; never fewer than they have."""
    before = participation.capacity
    if not participation.taken <= places <= MOST_PLACES or not places:
        raise Refused(_("From 1 to %(most)s, and not fewer than they have now.") % {"most": MOST_PLACES})
    mine = Participation.objects.filter(pk=participation.pk, capacity=before, taken__lte=places)
    if before == places or not mine.update(capacity=places):
        raise Refused(_("Somebody else did this already."), kind=Kind.TOO_LATE)
    participation.capacity = places
    facts = {"before": before, "after": places}
    return record("programs.places_changed", participation, by=by, program=participation.cohort.program, facts=facts)


@undoes("programs.places_changed")
def _undo_places(event: Event, by: Person) -> None:
    participation = Participation.objects.select_related("cohort__program").get(pk=event.target_id)
    if participation.capacity != event.facts["after"]:
        raise Refused(_("Somebody else did this already."), kind=Kind.TOO_LATE)
    change_places(participation, event.facts["before"], by=by)


@transaction.atomic
def withdraw(participation: Participation, *, by: Person | None) -> None:
    """The person leaves this cohort. Who is in a pair ends that first, by the pair’s own action."""
    if participation.state == Participation.State.MATCHED:
        raise Refused(_("%s is in a pair. End the pair first, so that both hear of it.") % participation.person)
    move(participation, Participation.State.WITHDRAWN, left_at=timezone.now())
    record("programs.withdrew", participation, by=by, program=participation.cohort.program)


@transaction.atomic
def change_organization(organization: Organization, *, by: Person, **fields: Any) -> None:
    """Name, contact and time zone of the organization."""
    for name, value in fields.items():
        setattr(organization, name, value)
    organization.save()
    record("programs.organization_changed", organization, by=by, facts={"fields": sorted(fields)})
    transaction.on_commit(brand.forget)


@transaction.atomic
def keep_fence(organization: Organization, color: str, *, by: Person) -> None:
    """Another color for the sidebar, if words can be read on it. Trellis' own is kept as none."""
    require_readable(color)
    change_organization(organization, by=by, fence="" if color == fence.OWN else color)


def require_readable(color: str) -> None:
    if not fence.is_readable(color):
        said = _(
            "Words can’t be read well on this color: their contrast is %(found)s to 1, and 4.5 is needed. "
            "A darker one of the same kind is %(darker)s."
        )
        found = f"{fence.contrast(color):.1f}"
        raise Refused(said % {"found": found, "darker": f"#{fence.darker(color)}"}, kind=Kind.INVALID)


@transaction.atomic
def keep_logo(organization: Organization, uploaded: BinaryIO, *, by: Person) -> None:
    """Take a new logo in place of the old one, whose file goes."""
    _forget_logo(organization)
    name = organization.logo.storage.save(logo_name(organization), logos.made_anew(uploaded))
    change_organization(organization, by=by, logo=name)


@transaction.atomic
def remove_logo(organization: Organization, *, by: Person) -> None:
    """Back to the sign of Trellis."""
    _forget_logo(organization)
    change_organization(organization, by=by, logo="")


def _forget_logo(organization: Organization) -> None:
    storage, old = organization.logo.storage, organization.logo.name
    if old:
        transaction.on_commit(lambda: storage.delete(old))


def _moved(day: date | None, by_days: timedelta) -> date | None:
    return day + by_days if day else None


def _free_slug(name: str) -> str:
    taken = {"new", *Program.objects.values_list("slug", flat=True)}
    return _free(slugify(name) or "program", taken)


def _free(slug: str, taken: set[str]) -> str:
    slug = slug[:70]
    if slug not in taken:
        return slug
    return next(f"{slug}-{n}" for n in range(2, len(taken) + 3) if f"{slug}-{n}" not in taken)
