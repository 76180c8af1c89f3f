"""Say where to, set goals, go step by step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.history.actions import record
from trellis.people.models import Person
from trellis.relationships.goals import notices
from trellis.relationships.goals.models import Goal, GoalVersion, Level, Step, Vision
from trellis.relationships.needs.models import Need
from trellis.relationships.pairs.actions import require_open
from trellis.relationships.pairs.models import Relationship

MOST_STEPS = 50
State = Goal.State


@transaction.atomic
def see(relationship: Relationship, *, by: Person, why: str, destination: str, version: int) -> Vision:
    """Write one's own vision. `version` is the one that was changed, 0 for none."""
    require_open(relationship)
    vision = Vision.objects.filter(relationship=relationship, person=by).first()
    _check_version(vision.version if vision else 0, version)
    vision = vision or Vision(relationship=relationship, person=by, version=0)
    vision.version += 1
    vision.put(relationship.key, why=why, destination=destination)
    vision.save()
    record("relationships.vision_written", vision, by=by)
    return vision


@transaction.atomic
def add(
    relationship: Relationship,
    *,
    by: Person,
    owner: Person,
    title: str,
    due_on: date | None = None,
    progress_by: str = Goal.Progress.STEPS,
    need: Need | None = None,
    **texts: str,
) -> Goal:
    """Set a goal for `owner`, who is in the relationship; `need` is what it closes the gap of."""
    require_open(relationship)
    goal = Goal(relationship=relationship, owner=owner, due_on=due_on, progress_by=progress_by, need=need)
    goal.put(relationship.key, title=title, **texts)
    goal.save()
    record("relationships.goal_added", goal, by=by)
    notices.added(relationship, by=by)
    return goal


@transaction.atomic
def change(
    goal: Goal,
    *,
    by: Person,
    version: int,
    due_on: date | None,
    progress_by: str,
    need: Need | None = None,
    **texts: str,
) -> None:
    """Say it anew; how it read before stays readable. Refused when the other one changed it meanwhile."""
    require_open(goal.relationship)
    _check_version(goal.version, version)
    before, day = goal.texts(goal.relationship.key), goal.due_on
    goal.put(goal.relationship.key, **(before | texts))
    fields = {"sealed": goal.sealed, "due_on": due_on, "progress_by": progress_by, "need": need, "version": version + 1}
    _check_version(Goal.objects.filter(pk=goal.pk, version=version).update(**fields), 1)
    _keep_version(goal, version, before, day, by=by)
    goal.refresh_from_db()
    record("relationships.goal_changed", goal, by=by)


@transaction.atomic
def judge(goal: Goal, *, by: Person, percent: int) -> None:
    """Say how far along it is, in hundredths."""
    require_open(goal.relationship)
    _require_running(goal)
    goal.judged, goal.progress_by = percent, Goal.Progress.JUDGED
    goal.save(update_fields=["judged", "progress_by"])
    record("relationships.goal_judged", goal, by=by, facts={"percent": percent})


@transaction.atomic
def attain(goal: Goal, *, by: Person, level: Level) -> None:
    """Say how far it went, against what was expected. Also after it was reached: that is when one knows."""
    require_open(goal.relationship)
    if goal.state == State.WITHDRAWN:
        raise Refused(_("This goal was let go. Take it up again first."), kind=Kind.TOO_LATE)
    goal.attained = level.figure
    goal.save(update_fields=["attained"])
    record("relationships.goal_attained", goal, by=by, facts={"level": f"{level.figure:+d}".replace("-", "−")})


@transaction.atomic
def reach(goal: Goal, *, by: Person) -> None:
    """It is done."""
    require_open(goal.relationship)
    move(goal, State.REACHED, closed_at=timezone.now())
    record("relationships.goal_reached", goal, by=by)
    notices.reached(goal, by=by)


@transaction.atomic
def withdraw(goal: Goal, *, by: Person, reason: str) -> None:
    """Let it go, with a reason for the two of you. It stays readable and can be taken up again."""
    require_open(goal.relationship)
    goal.put(goal.relationship.key, **(goal.texts(goal.relationship.key) | {"reason": reason}))
    move(goal, State.WITHDRAWN, closed_at=timezone.now(), sealed=goal.sealed)
    record("relationships.goal_withdrawn", goal, by=by)


@transaction.atomic
def reopen(goal: Goal, *, by: Person) -> None:
    """Take it up again."""
    require_open(goal.relationship)
    move(goal, State.OPEN, closed_at=None)
    record("relationships.goal_reopened", goal, by=by)


@transaction.atomic
def add_step(goal: Goal, *, by: Person, title: str, due_on: date | None = None) -> Step:
    """One more step, at the end."""
    require_open(goal.relationship)
    _require_running(goal)
    if goal.steps.count() >= MOST_STEPS:
        raise Refused(_("A goal has 50 steps at most. Make a second goal of it."), kind=Kind.FULL)
    last = goal.steps.aggregate(last=Max("position"))["last"] or 0
    step = Step(goal=goal, position=last + 1, due_on=due_on)
    step.put(goal.relationship.key, title=title)
    step.save()
    record("relationships.step_added", goal, by=by)
    return step


@transaction.atomic
def finish_step(step: Step, *, by: Person) -> None:
    """Tick it. Twice is once."""
    require_open(step.goal.relationship)
    done = {"done_at": timezone.now(), "done_by": by}
    if Step.objects.filter(pk=step.pk, done_at=None).update(**done):
        record("relationships.step_done", step.goal, by=by)


@transaction.atomic
def reopen_step(step: Step, *, by: Person) -> None:
    """Take the tick off again."""
    require_open(step.goal.relationship)
    if Step.objects.filter(pk=step.pk).exclude(done_at=None).update(done_at=None, done_by=None):
        record("relationships.step_reopened", step.goal, by=by)


@transaction.atomic
def remove_step(step: Step, *, by: Person) -> None:
    """Take a step out of the goal."""
    require_open(step.goal.relationship)
    step.delete()
    record("relationships.step_removed", step.goal, by=by)


def _keep_version(goal: Goal, number: int, texts: Mapping[str, str], due_on: date | None, *, by: Person) -> None:
    version = GoalVersion(goal=goal, number=number, by=by, due_on=due_on)
    version.put(goal.relationship.key, **texts)
    version.save()


def _check_version(now: int, wanted: int) -> None:
    if now != wanted:
        raise Refused(
            _("This was changed while you were writing. Your text is still here; compare the two and send it again."),
            kind=Kind.CONFLICT,
        )


def _require_running(goal: Goal) -> None:
    if goal.state != State.OPEN:
        raise Refused(_("This goal isn’t open any more. Take it up again first."), kind=Kind.TOO_LATE)
