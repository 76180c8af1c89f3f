"""What the studio shows, read in few queries however many pairs there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pairing import why_pair
from pairing.criteria import points
from pairing.problem import Problem
from pairing.residual import Loss
from pairing.rules import broken, forbidden
from trellis.common.words import fold
from trellis.history.actions import can_undo
from trellis.history.models import Event
from trellis.matching import plans, words
from trellis.matching.inputs import day_of, gather, in_pool, kept_apart, places_taken, settings_for
from trellis.matching.models import MatchRun, Proposal, Suggestion, SuggestionQuerySet
from trellis.matching.words import Names
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Role

SORTS = {"-fit": ("-points", "pk"), "fit": ("points", "pk"), "name": ("mentee__person__name", "pk")}
SORTS["-name"] = ("-mentee__person__name", "pk")
STATES = Proposal.State


@dataclass(frozen=True)
class Counts:
    """How many suggestions there are of each kind."""

    all: int
    look: int
    locked: int
    by_hand: int
    unplaced: int
    unpublished: int


def counts_of(run: MatchRun) -> Counts:
    found = run.suggestions.aggregate(
        all=Count("pk"),
        look=Count("pk", filter=Q(is_worth_a_look=True)),
        locked=Count("pk", filter=Q(is_locked=True)),
        by_hand=Count("pk", filter=Q(is_by_hand=True)),
        unplaced=Count("pk", filter=Q(mentor=None)),
        unpublished=Count("pk", filter=Q(proposal=None) & ~Q(mentor=None)),
    )
    return Counts(**found)


SHOWN = {
    "look": Q(is_worth_a_look=True),
    "locked": Q(is_locked=True),
    "hand": Q(is_by_hand=True),
    "none": Q(mentor=None),
}


def board(run: MatchRun, *, show: str, search: str, sort: str) -> SuggestionQuerySet:
    """The rows of the board that were asked for."""
    rows = run.suggestions.with_people()
    if show in SHOWN:
        rows = rows.filter(SHOWN[show])
    for word in fold(search).split()[:8]:
        either = Q(mentee__person__search_text__contains=word) | Q(mentor__person__search_text__contains=word)
        rows = rows.filter(either)
    return rows.order_by(*SORTS.get(sort, SORTS["-fit"]))


@dataclass(frozen=True)
class Row:
    """One line of the board."""

    suggestion: Suggestion
    note: str
    nobody: str


def rows_of(run: MatchRun, suggestions: Iterable[Suggestion]) -> list[Row]:
    return [
        Row(one, words.note(one.note), "" if one.mentor_id else words.nobody(one.nobody, run.floor))
        for one in suggestions
    ]


@dataclass(frozen=True)
class Reason:
    """One criterion of a pair, in words."""

    key: str
    part: int  # of the bar, from 1
    title: str
    points: int
    maximum: int
    words: str


def reasons_of(stored: Sequence[dict[str, Any]], names: Names) -> list[Reason]:
    """The criteria of a pair, heaviest first."""
    return [
        Reason(
            key=reason["key"],
            part=words.PARTS.get(reason["key"], words.BACKGROUND) + 1,
            title=words.title(reason["key"]),
            points=round(reason["points"] / 1000),
            maximum=round(reason["maximum"] / 1000),
            words=words.say(reason, names),
        )
        for reason in stored
    ]


def reasons_for(stored: Sequence[dict[str, Any]], names: Names, side: Role) -> list[Reason]:
    """What speaks for a pair, for one of the two: never what the other one wished for, unless both did."""
    facts: dict[str, Any] = next((one["facts"] for one in stored if one["key"] == "choice"), {})
    said = [
        replace(reason, words=words.own_choice(facts, side, names)) if reason.key == "choice" else reason
        for reason in reasons_of(stored, names)
    ]
    return [reason for reason in said if reason.points and reason.words]


@dataclass(frozen=True)
class Why:
    """Everything about the selected row."""

    suggestion: Suggestion
    reasons: list[Reason]
    unknown: list[str]
    nobody: str
    ruled_out: list[tuple[str, int]]


def why(run: MatchRun, suggestion: Suggestion) -> Why:
    mentor = suggestion.mentor
    names = Names(suggestion.mentee.person.called(), mentor.person.called() if mentor else "")
    return Why(
        suggestion,
        reasons_of(suggestion.reasons, names),
        [words.title(key) for key in suggestion.unknown],
        "" if mentor else words.nobody(suggestion.nobody, run.floor),
        [] if mentor else words.nobody_counts(suggestion.nobody),
    )


@dataclass(frozen=True)
class Option:
    """Another mentor for a mentee: what it would cost everybody together, or why it may not be."""

    mentor: Participation
    fit: int
    forbidden: str = ""
    people: int = 0
    cost: int = 0
    consequences: list[str] = field(default_factory=list)


def options_for(suggestion: Suggestion, *, search: str = "", most: int = 10) -> list[Option]:
    """Other mentors, the cheapest change first; those ruled out come last, with the rule."""
    plan = plans.plan_of(suggestion.run)
    options = plan.options(suggestion.mentee_id)
    losses = options.losses()
    row = plan.row(suggestion.mentee_id)
    fits = points(plan.problem, slice(row, row + 1), slice(None))[0].tolist()
    fit_of = dict(zip(plan.inputs.mentor_rows, fits, strict=True))
    wanted = _found(plan, suggestion, search)
    order = sorted(wanted, key=lambda pk: (pk not in losses, losses[pk].worth if pk in losses else -fit_of[pk], pk))
    mentors = Participation.objects.select_related("person").in_bulk(order[:most])
    chosen = [mentors[pk] for pk in order[:most] if pk in mentors]
    return [_option(plan, options, losses.get(one.pk), one, fit_of[one.pk]) for one in chosen]


def _found(plan: plans.Plan, suggestion: Suggestion, search: str) -> list[int]:
    """Mentors of the run but the one there now, by name when somebody searches."""
    others = [pk for pk in plan.inputs.mentor_rows if pk != suggestion.mentor_id]
    if not search:
        return others
    people = Person.objects.search(search).filter(participations__cohort=suggestion.mentee.cohort_id)
    named = set(people.filter(participations__role=Role.MENTOR).values_list("participations__pk", flat=True))
    return [pk for pk in others if pk in named]


def _option(plan: plans.Plan, options: plans.Options, loss: Loss | None, mentor: Participation, fit: int) -> Option:
    if loss is None:
        codes = plan.broken(options.mentee, mentor.pk)
        return Option(mentor, round(fit / 1000), forbidden=words.rule(codes[0] if codes else "floor"))
    changes = options.moves(mentor.pk)[1:]
    return Option(
        mentor,
        round(fit / 1000),
        people=loss.people,
        cost=round(loss.points / 1000),
        consequences=_consequences(plan, changes),
    )


def _consequences(plan: plans.Plan, changes: Sequence[plans.Change]) -> list[str]:
    """Who else would change, in words: the two who lose most, then how many more."""
    order = sorted(changes, key=lambda change: _gain(plan, change))
    ids = {pk for change in order[:2] for pk in change if pk}
    people = Participation.objects.select_related("person").in_bulk(ids)
    said = [_consequence(plan, people, change) for change in order[:2]]
    more = len(changes) - len(said)
    sentence = ngettext("%d more person would change.", "%d more people would change.", more)
    return [*said, sentence % more] if more > 0 else said


def _gain(plan: plans.Plan, change: plans.Change) -> int:
    mentee, before, after = change
    return (plan.fit(mentee, after) if after else 0) - (plan.fit(mentee, before) if before else 0)


def _consequence(plan: plans.Plan, people: dict[int, Participation], change: plans.Change) -> str:
    mentee, before, after = change
    name = people[mentee].person.called_in_full()
    if after is None:
        return _("%(name)s would be without a mentor.") % {"name": name}
    fit = round(plan.fit(mentee, after) / 1000)
    values: dict[str, object] = {"name": name, "mentor": people[after].person, "now": fit}
    if before is None:
        return _("%(name)s would get %(mentor)s, at %(now)s.") % values
    values["then"] = round(plan.fit(mentee, before) / 1000)
    return _("%(name)s would move to %(mentor)s, from %(then)s to %(now)s.") % values


@dataclass(frozen=True)
class LastChange:
    """The newest change by hand, as the banner says it."""

    event: Event
    sentence: str
    people: int
    points: int
    others: list[str]
    may_undo: bool

    @property
    def lost(self) -> int:
        return -self.points


def last_change(run: MatchRun, person: Person) -> LastChange | None:
    """What was moved last by hand, while nothing was changed after it."""
    event = Event.objects.about(run).filter(verb="matching.moved", undone_at=None).order_by("-pk").first()
    if event is None or event.facts["version"] != run.version:
        return None
    changes = event.facts["changes"]
    (mentee, _before, after), *others = changes
    people = Participation.objects.select_related("person").in_bulk([mentee, after])
    sentence = _("%(mentee)s was moved to %(mentor)s.") % {
        "mentee": people[mentee].person,
        "mentor": people[after].person,
    }
    return LastChange(
        event,
        sentence,
        event.facts["people"],
        round(event.facts["points"] / 1000),
        _consequences(plans.plan_of(run), [tuple(change) for change in others]),
        may_undo=event.by_id == person.pk and can_undo(event),
    )


def proposal_counts(cohort: Cohort) -> dict[str, int]:
    """Proposals by state."""
    rows = cohort.proposals.values("state").annotate(number=Count("pk")).order_by()
    return {row["state"]: row["number"] for row in rows}


def searches(cohort: Cohort) -> list[MatchRun]:
    """The plan under review and the four before it."""
    done = cohort.match_runs.exclude(state=MatchRun.State.WORKING).exclude(checked_at=None, state="set aside")
    return list(done.defer("inputs", "prices", "weights").order_by("-pk")[:5])


def preparing(cohort: Cohort) -> int:
    """Mentees who are not ready yet."""
    return Participation.objects.filter(cohort=cohort, state=Participation.State.PREPARING).mentees().count()


def free_mentees(cohort: Cohort, search: str) -> list[int]:
    """Ready mentees without a mentor and without a proposal, for pairing by hand, by name."""
    rows = in_pool(Participation.objects.filter(cohort=cohort)).mentees()
    ready = rows.filter(state__in=(Participation.State.READY, Participation.State.MATCHED))
    for word in fold(search).split()[:8]:
        ready = ready.filter(person__search_text__contains=word)
    found = list(ready.order_by("person__name", "pk").only("cohort", "capacity"))
    taken = places_taken(found)
    return [one.pk for one in found if taken[one.pk] < one.capacity]


def with_people(ids: Sequence[int]) -> list[Participation]:
    """These participations in this order."""
    found = Participation.objects.select_related("person").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


@dataclass(frozen=True)
class ByHand:
    """A mentor for a mentee who is paired by hand: their fit, or why they may not be."""

    mentor: Participation
    fit: int
    parts: list[float]
    forbidden: str


@dataclass(frozen=True)
class Candidates:
    """The mentors of a cohort as seen from one mentee; `order` holds their places, the best first."""

    problem: Problem
    mentors: Sequence[int]
    order: list[int]

    def rows(self, places: Sequence[int]) -> list[ByHand]:
        """With what speaks for and against each: for one page of them."""
        mentors = Participation.objects.select_related("person").in_bulk([self.mentors[place] for place in places])
        found = []
        for place in places:
            reasons = why_pair(self.problem, 0, place)
            codes = broken(self.problem, 0, place)
            said = words.rule(codes[0]) if codes else ""
            fit = round(reasons.points / 1000)
            found.append(ByHand(mentors[self.mentors[place]], fit, words.parts_of(reasons), said))
        return found


def mentors_for(cohort: Cohort, mentee: Participation, search: str) -> Candidates:
    """Every mentor of the cohort as seen from one mentee today, the best first, those ruled out last."""
    rows = in_pool(Participation.objects.filter(cohort=cohort))
    for word in fold(search).split()[:8]:
        rows = rows.filter(Q(pk=mentee.pk) | Q(person__search_text__contains=word))
    mentors = rows.mentors()
    now = gather(rows.mentees().filter(pk=mentee.pk), mentors, settings_for(cohort), on=day_of(cohort))
    problem = now.problem(apart=kept_apart(cohort.pk))
    if not now.mentee_rows:
        return Candidates(problem, [], [])
    fits = [round(one / 1000) for one in points(problem, slice(0, 1), slice(None))[0].tolist()]
    never = forbidden(problem, slice(0, 1), slice(None))[0].tolist()
    names = dict(mentors.values_list("pk", "person__name"))
    ids = now.mentor_rows
    order = sorted(range(len(ids)), key=lambda at: (never[at], -fits[at], names.get(ids[at], ""), ids[at]))
    return Candidates(problem, ids, order)


def others_for(own: Participation) -> list[Participation]:
    """Whom somebody can name in a wish: people of the other side who let themselves be found."""
    other = Role(own.role).other()
    rows = Participation.objects.filter(cohort=own.cohort_id, role=other).taking_part().exclude(person=own.person_id)
    seen = Person.objects.visible_to(own.person).active()
    return list(rows.filter(person__in=seen).select_related("person").order_by("person__name", "pk")[:300])
