"""What a change by hand costs, and who would move, without solving again.

In the best plan every change is a chain: somebody gives way, takes a place elsewhere, and so on until
a free place, somebody who is left out, or the place that the first one left. The cheapest chain is a
shortest path over the mentors and one more point, "nobody"; it is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pairing.problem import Floats, Ints, Problem, ProblemError, Result
from pairing.worth import Scale, scale_of, weights

type Table = tuple[Floats, Ints]  # what a step costs, and which mentee makes it (-1: a place opens or closes)


@dataclass(frozen=True)
class Move:
    """A mentee who changes: from and to a mentor, or nobody."""

    mentee: int
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Loss:
    """What the whole plan loses: people who stay without a mentor, pairs over the floor, and points."""

    worth: int
    people: int
    over_floor: int
    points: int


@dataclass(frozen=True)
class Residual:
    """The plan with everything that scoring needs, kept for many questions about it."""

    problem: Problem
    result: Result

    @cached_property
    def worth(self) -> Ints:
        return weights(self.problem, self.result.objective, slice(None), slice(None))

    @cached_property
    def _scale(self) -> Scale:
        return scale_of(self.problem, self.result.objective)

    @property
    def _nobody(self) -> int:
        return len(self.problem.mentors)

    @cached_property
    def _mates(self) -> Ints:
        """The mentor of each mentee who may move, or nobody; -1 for those who may not."""
        mates = np.where(np.array(self.problem.mentees.places) > 0, self._nobody, -1).astype(np.int64)
        for mentee, mentor in self.result.pairs:
            mates[mentee] = mentor
        mates[[mentee for mentee, _ in self.problem.locked]] = -1
        return mates

    @cached_property
    def _steps(self) -> Table:
        costs = np.full((self._nobody + 1, self._nobody + 1), np.inf)
        who = np.full(costs.shape, -1, dtype=np.int64)
        for place in range(self._nobody + 1):
            self._fill(costs, who, place, -1)
        return costs, who

    def _fill(self, costs: Floats, who: Ints, place: int, without: int) -> None:
        """The steps away from one place, by everybody who is there but one."""
        there = np.flatnonzero(self._mates == place)
        there = there[there != without]
        costs[place], who[place] = np.inf, -1
        if len(there):
            worth = self.worth[there].astype(np.float64)
            gains = np.where(worth > 0, worth, -np.inf)
            gains = np.hstack([gains, np.zeros((len(there), 1))])
            best = gains if place == self._nobody else gains - gains[:, [place]]
            first = best.argmax(axis=0)
            costs[place] = -best[first, np.arange(self._nobody + 1)]
            who[place] = there[first]
        self._open_places(costs, who, place)

    def _open_places(self, costs: Floats, who: Ints, place: int) -> None:
        """A place that is used opens at the cost of one more; a place no longer used gives its cost back."""
        opened, closed = self._seat_costs
        if place == self._nobody:
            cheaper = closed < costs[place, :-1]
            costs[place, :-1][cheaper] = closed[cheaper]
            who[place, :-1][cheaper] = -1
        elif opened[place] < costs[place, self._nobody]:
            costs[place, self._nobody] = opened[place]
            who[place, self._nobody] = -1

    @cached_property
    def _seat_costs(self) -> tuple[Floats, Floats]:
        mentors, used = self.problem.mentors, np.zeros(self._nobody, dtype=np.int64)
        for _, mentor in self.result.pairs:
            used[mentor] += 1
        before = used + np.array([mentors.partners_now(at) for at in range(self._nobody)], dtype=np.int64)
        opened = np.where(used < np.array(mentors.places), self._scale.load * before.astype(np.float64), np.inf)
        closed = np.where(used > 0, -self._scale.load * (before - 1.0), np.inf)
        return opened, closed

    def of(self, mentee: int) -> Chains:
        """Every change that could be made to one mentee, each with what follows from it."""
        if self._mates[mentee] < 0:
            raise ProblemError("not_movable", "Unlock this pair first.")
        costs, who = self._steps[0].copy(), self._steps[1].copy()
        mentor = self.result.mentor_of(mentee)
        target = self._nobody if mentor is None else mentor
        self._fill(costs, who, target, mentee)
        distances, following = _shortest(costs, target)
        own = np.append(self.worth[mentee], 0)
        return Chains(self._scale, mentee, target, own, distances, following, who)


def _shortest(costs: Floats, target: int) -> tuple[Floats, Ints]:
    """From every place the cheapest chain to the target, and its first step."""
    distances = np.full(len(costs), np.inf)
    distances[target] = 0
    following = np.full(len(costs), -1, dtype=np.int64)
    for _ in range(len(costs)):
        through = costs + distances[None, :]
        step = through.argmin(axis=1)
        shorter = through[np.arange(len(step)), step]
        better = shorter < distances
        if not better.any():
            break
        distances, following = np.where(better, shorter, distances), np.where(better, step, following)
    return distances, following


@dataclass(frozen=True)
class Chains:
    """For one mentee: the cheapest chain that begins at each place, nobody being the last one."""

    scale: Scale
    mentee: int
    now: int
    own: Ints
    distances: Floats
    following: Ints
    who: Ints

    def losses(self) -> list[Loss | None]:
        """For every mentor, and nobody last, what it costs to put the mentee there; none where it may not be."""
        nobody, now = len(self.own) - 1, int(self.own[self.now])
        found = []
        for place, distance in enumerate(self.distances):
            possible = np.isfinite(distance) and (self.own[place] > 0 or place == nobody)
            found.append(self._loss(int(now - self.own[place] + distance)) if possible else None)
        return found

    def moves(self, mentor: int | None) -> list[Move]:
        """Everybody who changes when the mentee is put with a mentor, or with nobody; the mentee first."""
        place = len(self.own) - 1 if mentor is None else mentor
        if not np.isfinite(self.distances[place]):
            raise ProblemError("impossible_move", "No plan can hold this pair.")
        moved = [Move(self.mentee, self._name(self.now), mentor)]
        while self.following[place] >= 0:
            then = int(self.following[place])
            if self.who[place, then] >= 0:
                moved.append(Move(int(self.who[place, then]), self._name(place), self._name(then)))
            place = then
        return moved

    def _name(self, place: int) -> int | None:
        return None if place == len(self.own) - 1 else place

    def _loss(self, worth: int) -> Loss:
        people = round(worth / self.scale.match)
        rest = worth - people * self.scale.match
        over = round(rest / self.scale.floor) if self.scale.floor else 0
        return Loss(worth, people, over, rest - over * self.scale.floor)
