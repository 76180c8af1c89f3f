"""Circles and pairs of peers as the engine sees them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import combinations

from django.utils.translation import gettext_lazy

from pairing import Objective, Problem
from pairing.criteria import points_of
from pairing.problem import VERSION
from pairing.rules import broken
from pairing.variants.circles import GREATEST, SMALLEST, About, check_circles, solve_circles
from pairing.variants.groups import check_groups, solve_groups
from pairing.variants.peers import check_peers, solve_peers
from pairing.verify import Finding
from trellis.common.errors import Kind, Refused
from trellis.matching.circles.models import CircleWish, Grouping
from trellis.matching.inputs import Inputs, day_of, gather, in_pool, settings_for
from trellis.programs.models import Participation

_TOO_LARGE = gettext_lazy("Without somebody who leads, a circle has at most %(most)s members. Choose a smaller least.")
LINES = ("H2", "H3")  # among the members of one circle too
SEARCH_SECONDS = 60.0

type Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Formed:
    """Circles as rows: who leads, the topic, who is in it. `nobody` says why others are in none."""

    circles: tuple[tuple[int | None, str, tuple[int, ...]], ...]
    nobody: dict[int, str]
    fits: dict[int, int]
    placed: int
    possible: int
    points: int
    bound: int
    findings: tuple[Finding, ...]
    engine: str = VERSION


@dataclass(frozen=True)
class Ground:
    """Everybody of a cohort who could be in a circle now, with what each two are worth to each other."""

    inputs: Inputs
    peers: Problem

    def row(self, participation: int) -> int:
        return self.inputs.mentee_rows.index(participation)

    def knows(self, participation: int) -> bool:
        return participation in self.inputs.mentee_rows

    def against(self, one: int, other: int) -> str:
        """The code of the rule that keeps two out of one circle, whichever way it is read."""
        row, column = self.row(one), self.row(other)
        codes = [*broken(self.peers, row, column), *broken(self.peers, column, row)]
        return codes[0] if codes else ""

    def fit(self, one: int, others: Sequence[int]) -> int:
        """The mean fit with the others, of 100."""
        row, columns = self.row(one), [self.row(other) for other in others if other != one]
        both = [(points_of(self.peers, row, at) + points_of(self.peers, at, row)) / 2000 for at in columns]
        return round(sum(both) / len(both)) if both else 0


def ground_of(grouping: Grouping) -> Ground:
    """As people are now; kept while somebody works on it."""
    return _ground(grouping.pk, grouping.created_at)


@lru_cache(maxsize=4)
def _ground(pk: int, created_at: datetime) -> Ground:
    """Kept by the moment too, in case a restored database counts anew."""
    grouping = Grouping.objects.select_related("cohort__program").get(pk=pk)
    rows = Participation.objects.filter(pk__in=grouping.seats.values("participation"))
    settings = settings_for(grouping.cohort)
    inputs = gather(rows, rows, settings, on=day_of(grouping.cohort), asked=False)
    return Ground(inputs, inputs.problem())


def form(grouping: Grouping, *, progress: Progress | None = None) -> Formed:
    """Pairs of peers, circles that somebody leads, or circles of peers: what the cohort’s people make possible."""
    cohort = grouping.cohort
    pool = in_pool(Participation.objects.filter(cohort=cohort))
    learning = pool.mentees().filter(state=Participation.State.READY)
    settings = settings_for(cohort)
    inputs = gather(learning, learning, settings, on=day_of(cohort))
    if grouping.is_of_peers:
        return _peers(grouping, inputs, Objective(floor=settings.floor, strict=True), progress)
    leading = pool.mentors().filter(state__in=(Participation.State.READY, Participation.State.MATCHED))
    led = gather(learning, leading, settings, on=day_of(cohort))
    if any(led.mentors.places):
        return _led(grouping, led, Ground(inputs, inputs.problem()), progress)
    return _circles(grouping, inputs, progress)


def _peers(grouping: Grouping, inputs: Inputs, objective: Objective, progress: Progress | None) -> Formed:
    problem = inputs.problem()
    found = solve_peers(problem, objective, seed=grouping.seed, progress=progress)
    rows, ground = inputs.mentee_rows, Ground(inputs, problem)
    pairs = tuple((None, "", (rows[one], rows[other])) for one, other in found.pairs)
    return _formed(ground, pairs, found.value, found.bound, check_peers(problem, found), lone="fit")


def _circles(grouping: Grouping, inputs: Inputs, progress: Progress | None) -> Formed:
    problem, about = inputs.problem(), about_of(grouping, inputs)
    sizes = max(SMALLEST, grouping.least), min(GREATEST, max(SMALLEST, grouping.most))
    if sizes[0] > sizes[1]:
        raise Refused(_TOO_LARGE % {"most": GREATEST}, kind=Kind.INVALID)
    found = solve_circles(problem, sizes, about, seed=grouping.seed, progress=progress)
    rows = inputs.mentee_rows
    circles = tuple(
        (None, topic, tuple(rows[one] for one in members))
        for members, topic in zip(found.circles, found.topics, strict=True)
    )
    findings = check_circles(problem, found, about)
    return _formed(Ground(inputs, problem), circles, found.value, found.bound, findings, lone="few")


def _led(grouping: Grouping, led: Inputs, ground: Ground, progress: Progress | None) -> Formed:
    """Around who leads; two of one reporting line don’t stay in one circle."""
    places = tuple(min(many, grouping.most) for many in led.mentors.places)
    mentors = replace(led.mentors, places=places, least=(grouping.least,) * len(places))
    problem = replace(led, mentors=mentors).problem()
    found = solve_groups(problem, Objective(floor=0), seed=grouping.seed, seconds=SEARCH_SECONDS, progress=progress)
    about = about_of(grouping, ground.inputs)
    circles: list[tuple[int | None, str, tuple[int, ...]]] = []
    nobody: dict[int, str] = {}
    for column in sorted({mentor for _mentee, mentor in found.pairs}):
        members = [led.mentee_rows[one] for one in found.members(column)]
        out = _apart(ground, members) | _alone(ground, about, members)
        kept = tuple(one for one in members if one not in out)
        nobody |= out
        circles.append((led.mentor_rows[column], _topic(ground, about, kept), kept))
    findings = check_groups(problem, found)
    formed = _formed(ground, tuple(circles), found.value, found.bound, findings, lone="few")
    return replace(formed, nobody=formed.nobody | nobody)


def _apart(ground: Ground, members: Sequence[int]) -> dict[int, str]:
    """Who leaves so that no two of one reporting line are left: always the one with the worse fit to the rest."""
    out: dict[int, str] = {}
    for one, other in combinations(members, 2):
        if one not in out and other not in out and ground.against(one, other) in LINES:
            rest = [each for each in members if each not in {one, other}]
            out[min((one, other), key=lambda each: (ground.fit(each, rest), each))] = "line"
    return out


def _alone(ground: Ground, about: About, members: Sequence[int]) -> dict[int, str]:
    rows = [ground.row(one) for one in members]
    return {ground.inputs.mentee_rows[row]: "alone" for row in about.alone(rows)}


def _topic(ground: Ground, about: About, members: Sequence[int]) -> str:
    return about.topic_of([ground.row(one) for one in members])[0]


def about_of(grouping: Grouping, inputs: Inputs) -> About:
    """Topics are what people want to learn; kinds are what the search was told nobody should be alone by."""
    topics = tuple(frozenset(want.skill for want in wanted) for wanted in inputs.mentees.wanted)
    if not grouping.kind:
        return About(topics=topics)
    rows = Participation.objects.filter(pk__in=inputs.mentee_rows)
    kinds = dict(rows.values_list("pk", f"person__{grouping.kind}"))
    asked = set(
        CircleWish.objects.filter(participation__in=rows, not_alone=True).values_list("participation", flat=True)
    )
    return About(
        topics=topics,
        kinds=tuple(str(kinds[pk] or "") for pk in inputs.mentee_rows),
        not_alone=tuple(pk in asked for pk in inputs.mentee_rows),
    )


def _formed(
    ground: Ground,
    circles: tuple[tuple[int | None, str, tuple[int, ...]], ...],
    value: tuple[int, int],
    bound: tuple[int, int],
    findings: Sequence[Finding],
    *,
    lone: str,
) -> Formed:
    placed = {one for _leader, _topic, members in circles for one in members}
    return Formed(
        circles=circles,
        nobody={one: lone for one in ground.inputs.mentee_rows if one not in placed},
        fits={one: ground.fit(one, members) for _leader, _topic, members in circles for one in members},
        placed=value[0],
        possible=bound[0],
        points=value[1],
        bound=bound[1],
        findings=tuple(findings),
    )
