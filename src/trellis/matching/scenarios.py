"""Several plans of the same people, side by side, and who would have whom in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q

from trellis.matching.models import MatchRun, Suggestion, SuggestionQuerySet
from trellis.programs.models import Cohort

State = MatchRun.State
MOST = 12


@dataclass(frozen=True)
class Scenario:
    """One plan in the comparison."""

    run: MatchRun
    firsts: int  # mentees who have their first choice
    elsewhere: int  # pairs of two sites
    mentors: int  # who have somebody
    heaviest: int  # the most mentees that one mentor has

    @property
    def is_under_review(self) -> bool:
        return self.run.state == State.REVIEW


@dataclass(frozen=True)
class Difference:
    """One mentee who has somebody else in the other plan."""

    one: Suggestion
    other: Suggestion

    @property
    def gain_said(self) -> str:
        """With its sign, a true minus."""
        gain = self.other.fit - self.one.fit
        return f"+{gain}" if gain > 0 else str(gain).replace("-", "−")


def scenarios_of(cohort: Cohort) -> list[Scenario]:
    """The plan under review first, then those beside it, the newest first."""
    found = cohort.match_runs.filter(state__in=(State.REVIEW, State.READY)).select_related("cohort__program")
    runs = list(found.defer("inputs", "prices").order_by("-pk")[:MOST])
    runs.sort(key=lambda run: run.state != State.REVIEW)
    return _counted(runs)


def _counted(runs: Sequence[MatchRun]) -> list[Scenario]:
    """Three questions, however many runs and pairs there are."""
    placed = Suggestion.objects.filter(run__in=[run.pk for run in runs]).placed()
    first = Q(mentee__wishes__rank=1, mentee__wishes__other=F("mentor"))
    sites = ~Q(mentee__person__site=F("mentor__person__site")) & ~Q(mentee__person__site="")
    firsts = _by_run(placed.filter(first))
    elsewhere = _by_run(placed.filter(sites).exclude(mentor__person__site=""))
    loads = placed.order_by().values("run", "mentor").annotate(number=Count("pk"))
    mentors: dict[int, list[int]] = {}
    for row in loads:
        mentors.setdefault(row["run"], []).append(row["number"])
    return [
        Scenario(
            run,
            firsts.get(run.pk, 0),
            elsewhere.get(run.pk, 0),
            len(mentors.get(run.pk, [])),
            max(mentors.get(run.pk, []), default=0),
        )
        for run in runs
    ]


def _by_run(rows: SuggestionQuerySet) -> dict[int, int]:
    counted = rows.order_by().values("run").annotate(number=Count("pk"))
    return {row["run"]: row["number"] for row in counted}


@dataclass(frozen=True)
class Point:
    """A plan on the trade-off between the total and the worst pair."""

    mark: int
    lowest: int
    matched: int
    total: int


def points_of(run: MatchRun) -> list[Point]:
    """The trade-off that was found for a run."""
    return [
        Point(one["worst"], round(one["worst"] / 1000), one["matched"], round(one["total"] / 1000)) for one in run.curve
    ]


def changed_mentees(one: MatchRun, other: MatchRun) -> list[tuple[int, int]]:
    """Suggestions of both plans for mentees who have somebody else, by mentee."""
    before = dict(one.suggestions.values_list("mentee", "mentor"))
    ids = {mentee: pk for pk, mentee in one.suggestions.values_list("pk", "mentee")}
    after = other.suggestions.order_by("mentee__person__name", "pk").values_list("pk", "mentee", "mentor")
    return [(ids[mentee], pk) for pk, mentee, mentor in after if mentee in ids and before[mentee] != mentor]


def differences(pairs: Sequence[tuple[int, int]]) -> list[Difference]:
    """With the people of these, for one page."""
    rows = Suggestion.objects.with_people().in_bulk([pk for pair in pairs for pk in pair])
    return [Difference(rows[one], rows[other]) for one, other in pairs]
