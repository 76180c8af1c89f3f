"""What the studio shows, read in few queries however many pairs there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from pairing import why_pair
from pairing.criteria import points
from pairing.problem import Problem
from pairing.rules import broken, forbidden
from trellis.common.words import fold
from trellis.matching import words
from trellis.matching.inputs import day_of, gather, in_pool, kept_apart, places_taken, settings_for
from trellis.matching.models import (
    LineConflict,
    MatchRun,
    Proposal,
    ProposalPolicy,
    Remark,
    Suggestion,
    SuggestionQuerySet,
)
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


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see of the board."""

    show: str = ""
    q: str = ""
    sort: str = ""
    under: int | None = None  # only pairs with a lower fit
    site: str = ""
    department: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        under = query.get("under", "")
        words = {name: query.get(name, "") for name in ("show", "q", "sort", "site", "department")}
        return cls(under=min(int(under), 100) if under.isdecimal() else None, **words)


def board(run: MatchRun, asked: Asked) -> SuggestionQuerySet:
    """The rows of the board that were asked for."""
    rows = run.suggestions.with_people()
    if asked.show in SHOWN:
        rows = rows.filter(SHOWN[asked.show])
    if asked.under is not None:
        rows = rows.filter(points__lt=asked.under * 1000)
    for name in ("site", "department"):
        if value := getattr(asked, name):
            rows = rows.filter(**{f"mentee__person__{name}": value})
    for word in fold(asked.q).split()[:8]:
        either = Q(mentee__person__search_text__contains=word) | Q(mentor__person__search_text__contains=word)
        rows = rows.filter(either)
    return rows.order_by(*SORTS.get(asked.sort, SORTS["-fit"]))


def places_of(run: MatchRun, column: str) -> list[str]:
    """The sites or departments of the mentees in a run, to choose from."""
    people = Person.objects.filter(participations__in=run.suggestions.values("mentee")).exclude(**{column: ""})
    return list(people.values_list(column, flat=True).distinct().order_by(column)[:200])


@dataclass(frozen=True)
class Row:
    """One line of the board; `against` says why the pair couldn’t be published as people are today."""

    suggestion: Suggestion
    note: str
    nobody: str
    against: str = ""


def rows_of(run: MatchRun, suggestions: Iterable[Suggestion], against: Mapping[int, str]) -> list[Row]:
    return [
        Row(
            one,
            words.note(one.note),
            "" if one.mentor_id else words.nobody(one.nobody, run.floor),
            against.get(one.pk, ""),
        )
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
    summary: str
    reasons: list[Reason]
    unknown: list[str]
    nobody: str
    ruled_out: list[tuple[str, int]]


def why(run: MatchRun, suggestion: Suggestion) -> Why:
    mentor = suggestion.mentor
    names = Names(suggestion.mentee.person.called(), mentor.person.called() if mentor else "")
    return Why(
        suggestion,
        words.summary(suggestion.reasons),
        reasons_of(suggestion.reasons, names),
        [words.title(key) for key in suggestion.unknown],
        "" if mentor else words.nobody(suggestion.nobody, run.floor),
        [] if mentor else words.nobody_counts(suggestion.nobody),
    )


@dataclass(frozen=True)
class Approvals:
    """Who approved a plan, whether that is needed, and whether it is enough for this person to publish."""

    names: list[str]
    is_needed: bool
    is_mine: bool
    is_missing: bool


def approval_of(run: MatchRun, person: Person) -> Approvals:
    given = list(run.approvals.standing().select_related("by").order_by("pk"))
    needed = settings_for(run.cohort).needs_approval
    others = [one for one in given if one.by_id != person.pk]
    mine = len(others) < len(given)
    return Approvals([str(one.by) for one in given], needed, mine, needed and not others)


def remarks_of(run: MatchRun, selected: Suggestion | None) -> list[Remark]:
    """What the team said about the plan and about the selected pair, the oldest first."""
    about = Q(mentee=None) | Q(mentee=selected.mentee_id) if selected else Q(mentee=None)
    return list(run.remarks.filter(about).select_related("by").order_by("pk")[:100])


def proposal_counts(cohort: Cohort) -> dict[str, int]:
    """Proposals by state."""
    rows = cohort.proposals.values("state").annotate(number=Count("pk")).order_by()
    return {row["state"]: row["number"] for row in rows}


def policy_of(cohort: Cohort) -> ProposalPolicy:
    """How proposals of the cohort go on; the usual until somebody changed it."""
    return ProposalPolicy.objects.filter(cohort=cohort).first() or ProposalPolicy(cohort=cohort)


@dataclass(frozen=True)
class OwnQuestion:
    """A question of one’s own to the team, with the answer when there is one."""

    text: str
    answer: str
    asked_at: datetime
    answered_by: Person | None


def questions_of(proposal: Proposal, person: Person) -> list[OwnQuestion]:
    """What somebody asked the team about a proposal, oldest first."""
    rows = proposal.questions.filter(person=person).select_related("key", "answered_by").order_by("pk")
    read = [(one, one.texts(one.key)) for one in rows]
    return [
        OwnQuestion(texts.get("text", ""), texts.get("answer", ""), one.asked_at, one.answered_by)
        for one, texts in read
    ]


def line_conflicts(relationships: Any) -> dict[int, datetime]:
    """Pairs that came into one reporting line after they began, and when that was found."""
    rows = LineConflict.objects.filter(relationship__in=relationships, gone_at=None)
    return dict(rows.values_list("relationship", "found_at"))


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
