"""Taking an import back: old values where nobody changed them since, new people gone where nobody needs them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from itertools import batched
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.common.errors import Kind, Refused
from trellis.exchange.checking import fields_of
from trellis.exchange.models import PeopleImport, Trace
from trellis.history.actions import record
from trellis.jobs.actions import Run, background
from trellis.people.actions.keeping import refresh_search
from trellis.people.models import Person

from . import steps
from .commits import columns_of

State = PeopleImport.State
MOST_NAMED = 200


def undo(wanted: PeopleImport, *, by: Person) -> None:
    """Take an import back, within seven days, in the background."""
    if not wanted.can_be_undone:
        raise Refused(_("This import can’t be taken back any more."), kind=Kind.TOO_LATE)
    steps.begin(wanted, "exchange.undo", State.UNDOING, by=by)


@background("exchange.undo", title=gettext_lazy("Take an import back"), long=True)
def run_undo(run: Run, import_id: int) -> None:
    wanted = PeopleImport.objects.get(pk=import_id)
    if wanted.state != State.UNDOING:
        return
    with steps.falling_back(wanted):
        take_back(wanted, by=run.by)


@transaction.atomic
def take_back(wanted: PeopleImport, *, by: Person | None) -> None:
    restored, kept = _restore(Trace.objects.filter(of=wanted, is_new=False).order_by("pk"))
    removed, stayed = _remove(Trace.objects.filter(of=wanted, is_new=True).order_by("pk"))
    report = {
        "restored": restored,
        "removed": removed,
        "kept": kept[:MOST_NAMED],
        "kept_count": len(kept),
        "stayed": stayed[:MOST_NAMED],
        "stayed_count": len(stayed),
    }
    PeopleImport.objects.filter(pk=wanted.pk).update(state=State.UNDONE, undone_at=timezone.now(), report=report)
    record("exchange.import_undone", wanted, by=by, facts={"restored": restored, "removed": removed})


# ── Those who were changed ────────────────────────────────────────────────────────────────
def _restore(traces: models.QuerySet[Trace]) -> tuple[int, list[list[str]]]:
    """Each field back to what it was, unless somebody changed it since. Returns how many, and who kept something."""
    now = fields_of(trace.person_id for trace in traces)
    names = dict(Person.objects.filter(pk__in=list(now)).values_list("pk", "name"))
    kept: list[list[str]] = []
    restored: list[int] = []
    for trace in traces:
        if trace.person_id not in now:
            continue  # the person was removed since
        same = {key: old for key, old in trace.before.items() if now[trace.person_id][key] == trace.after[key]}
        if len(same) < len(trace.before):
            kept.append([names[trace.person_id], _("was changed since")])
        if same and _put_back(trace.person_id, same):
            restored.append(trace.person_id)
        elif same:
            kept.append([names[trace.person_id], _("somebody else has the old address or number now")])
    refresh_search(restored)
    return len(restored), kept


def _put_back(pk: int, values: dict[str, Any]) -> bool:
    is_unique = {"email", "external_id"} & values.keys()
    try:
        with transaction.atomic() if is_unique else nullcontext():
            Person.objects.filter(pk=pk).update(**columns_of(values), version=F("version") + 1)
    except IntegrityError:
        return False
    if "email" in values:
        EmailAddress.objects.filter(user=pk).delete()
    return True


# ── Those who were made ───────────────────────────────────────────────────────────────────
def _remove(traces: models.QuerySet[Trace]) -> tuple[int, list[list[str]]]:
    """Remove whom nobody needs. Returns how many, and who stays and why."""
    made = {p.pk: p for p in _people(trace.person_id for trace in traces)}
    why = _reasons(made, traces.order_by().values("person_id"))
    _keep_managers(made, why)
    leaving = [pk for pk in made if pk not in why]
    for some in batched(leaving, 500):
        Person.objects.filter(pk__in=some).delete()
    return len(leaving), [[made[pk].name, reason] for pk, reason in sorted(why.items())]


def _people(ids: Iterable[int]) -> Iterator[Person]:
    for some in batched(ids, 500):
        yield from Person.objects.filter(pk__in=some).only("pk", "name", "last_login", "version", "manager_id")


def _reasons(made: dict[int, Person], ids: models.QuerySet[Trace, Any]) -> dict[int, str]:
    """Why somebody stays: they were here, they were changed, or something is kept about them."""
    why = {pk: _("has been here") for pk, person in made.items() if person.last_login}
    why |= {pk: _("was changed since") for pk, person in made.items() if person.version > 1 and pk not in why}
    for relation in Person._meta.related_objects:
        if relation.related_model is Person:
            continue
        what = str(relation.related_model._meta.verbose_name)
        for pk in _named_in(relation, ids):
            why.setdefault(pk, _("is part of: %(what)s") % {"what": what})
    return why


def _named_in(relation: Any, ids: models.QuerySet[Trace, Any]) -> Iterable[int]:
    """Which of these people rows of another table point at."""
    if relation.many_to_many:
        rows, column = relation.through._base_manager, relation.field.m2m_reverse_field_name()
    else:
        rows, column = relation.related_model._base_manager, relation.field.name
    found: Iterable[int] = rows.filter(**{f"{column}__in": ids}).values_list(column, flat=True).distinct()
    return found


def _keep_managers(made: dict[int, Person], why: dict[int, str]) -> None:
    """Who manages somebody that stays, stays too."""
    others = Person.objects.exclude(manager=None).values_list("pk", "manager_id")
    needed = {manager for pk, manager in others if manager in made and (pk not in made or pk in why)}
    while needed:
        newly = {pk for pk in needed if pk not in why}
        why |= dict.fromkeys(newly, _("is somebody’s manager"))
        above = {made[pk].manager_id for pk in newly}
        needed = {pk for pk in above if pk is not None and pk in made and pk not in why}
