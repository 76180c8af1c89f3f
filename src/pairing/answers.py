"""Answers to questions about a plan, in English and a line each."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pairing import words
from pairing.changes import Changes, Forced
from pairing.explain import why_nobody, why_not, why_pair
from pairing.problem import MILLI, Problem, ProblemError, Result
from pairing.reading import Case
from pairing.remedy import Remedy, smallest_change, trade_off, who_pays
from pairing.residual import Move


def below_least(problem: Problem, result: Result) -> list[str]:
    """Mentors with fewer mentees than they should have; no plan fills more of these places."""
    held = [0] * len(problem.mentors)
    for _mentee, mentor in result.pairs:
        held[mentor] += 1
    least = problem.mentors.least or (0,) * len(problem.mentors)
    return [
        f"{problem.mentors.ids[at]} should have {least[at]} mentees and has {count}."
        for at, count in enumerate(held)
        if count < least[at]
    ]


@dataclass(frozen=True)
class Asked:
    """A plan to ask questions of."""

    case: Case
    result: Result

    @cached_property
    def changes(self) -> Changes:
        return Changes(self.problem, self.result)

    @property
    def problem(self) -> Problem:
        return self.case.problem

    def _mentee(self, person: str) -> int:
        return _index(self.problem.mentees.ids, person, "mentee")

    def _mentor(self, person: str) -> int:
        return _index(self.problem.mentors.ids, person, "mentor")

    def _name(self, person: str) -> str:
        name = self.case.names.get(person)
        return f"{name} ({person})" if name else person

    def mentee(self, at: int) -> str:
        return self._name(self.problem.mentees.ids[at])

    def mentor(self, at: int | None) -> str:
        return "nobody" if at is None else self._name(self.problem.mentors.ids[at])

    def pair(self, mentee: str, mentor: str) -> list[str]:
        """The points of each criterion, and what else the mentee could have."""
        one, other = self._mentee(mentee), self._mentor(mentor)
        reasons = why_pair(self.problem, one, other)
        is_pair = (one, other) in self.result.pairs
        lines = [f"{self.mentee(one)} with {self.mentor(other)}: {reasons.points / MILLI:.3f} of 100 points."]
        lines += [] if is_pair else ["They are not a pair in this plan."]
        lines += [
            f"  {part.key:<11}{part.points / MILLI:>7.1f} of {part.maximum / MILLI:>5.1f}   {words.say(part.evidence)}"
            for part in reasons.parts
        ]
        if reasons.unknown:
            lines.append(f"  Not known, and left out: {', '.join(reasons.unknown)}.")
        if not is_pair or (one, other) in self.problem.locked:
            return [*lines, *(["The pair is required."] if is_pair else [])]
        return [*lines, *self._alternatives(one)]

    def _alternatives(self, mentee: int) -> list[str]:
        found = self.changes.alternatives(mentee)
        if not found:
            return ["Nobody else may be their mentor."]
        lines = ["Instead, and what everybody together would lose:"]
        return lines + [f"  {self.mentor(mentor)}: {said_loss(forced)}" for mentor, forced in found]

    def why_not(self, mentee: str, mentor: str) -> list[str]:
        """The rules against a pair, or the exact change of the whole plan."""
        one, other = self._mentee(mentee), self._mentor(mentor)
        names = f"{self.mentee(one)} with {self.mentor(other)}"
        if (one, other) in self.result.pairs:
            return [f"{names} is a pair in this plan."]
        if self.problem.mentees.places[one] <= sum(mine == one for mine, _ in self.problem.locked):
            return [f"A required pair decides for {self.mentee(one)}."]
        against = why_not(self.problem, self.result, one, other, self.changes)
        if against.rules:
            return [f"{names} may not be:", *(f"  {words.rule_sentence(code)}" for code in against.rules)]
        if against.under_floor:
            floor = self.result.objective.floor
            return [f"{names} has {against.fit / MILLI:.3f} points, under the threshold of {floor:g}."]
        forced = self.changes.forced(one, other)
        if forced is None:
            return [f"{names}: required pairs take every place there."]
        return [
            f"{names} fits by {against.fit / MILLI:.3f} points. With it, everybody together {said_loss(forced)}.",
            *self._moves(forced.moves),
        ]

    def _moves(self, moves: Iterable[Move]) -> list[str]:
        return [
            f"  {self.mentee(move.mentee)}: from {self.mentor(move.before)} to {self.mentor(move.after)}"
            for move in moves
        ]

    def unmatched(self, mentee: str) -> list[str]:
        """What stands in the way, and the smallest change that would help."""
        one = self._mentee(mentee)
        if self.result.mentor_of(one) is not None:
            return [f"{self.mentee(one)} has a mentor: {self.mentor(self.result.mentor_of(one))}."]
        lines = [f"{self.mentee(one)}: {words.say_nobody(why_nobody(self.problem, self.result, one))}"]
        if not self.problem.mentees.places[one]:
            return [f"{self.mentee(one)} wants no mentor in this plan."]
        if not self.result.proven or self.changes.out(one):
            return lines
        remedy = smallest_change(self.changes, one)
        return [*lines, self.remedy(remedy) if remedy else "No change of a single rule would help."]

    def remedy(self, remedy: Remedy) -> str:
        changes = []
        if remedy.place:
            changes.append(
                f"one place more with {self.mentor(remedy.mentor)}" + (", kept for them" if remedy.kept else "")
            )
        if remedy.rule:
            rule = words.rule_sentence(remedy.rule).rstrip(".")
            changes.append(f"an exception for {self.mentor(remedy.mentor)} from the rule “{rule}”")
        if remedy.floor is not None:
            changes.append(f"a threshold of {remedy.floor // 100 / 10:g} for {self.mentor(remedy.mentor)}")
        return f"The smallest change that would match them: {' and '.join(changes)}."

    def lock(self, mentee: str, mentor: str) -> list[str]:
        """What the plan would be without a required pair."""
        pair = self._mentee(mentee), self._mentor(mentor)
        if pair not in self.problem.locked:
            raise ProblemError("lock", f"{mentee} with {mentor} is no required pair.")
        found = who_pays(self.problem, self.result, pair)
        people, points = (
            found.without.matched - found.value.matched,
            (found.without.points - found.value.points) / MILLI,
        )
        lines = [f"Without the lock the plan would have {people} more mentees matched and {points:+.3f} points."]
        if found.worst[0] != found.worst[1]:
            without, now = (one / MILLI for one in found.worst)
            lines.append(f"The lowest score would be {without:.3f} instead of {now:.3f}.")
        for paid in found.people:
            before, after = (f"{one / MILLI:.1f}" if one is not None else "nobody" for one in (paid.before, paid.after))
            lines.append(f"  {self.mentee(paid.mentee)}: {before} without it, {after} with it")
        return lines

    def trade_off(self) -> list[str]:
        curve = trade_off(self.problem, self.result.objective, seed=self.result.seed)
        lines = [f"{'worst pair':>12}{'matched':>10}{'total':>14}"]
        return lines + [f"{one.worst / MILLI:>12.3f}{one.matched:>10}{one.total / MILLI:>14.3f}" for one in curve]


def _index(ids: tuple[str, ...], person: str, role: str) -> int:
    if person not in ids:
        raise ProblemError("unknown_person", f"There is no {role} with the id “{person}”.")
    return ids.index(person)


def said_loss(forced: Forced) -> str:
    """What a change costs, first people and then points."""
    loss, parts = forced.loss, []
    if loss.people:
        parts.append(f"{'loses' if loss.people > 0 else 'gains'} {abs(loss.people)} matched")
    more, least = forced.before.more - forced.after.more, forced.before.least - forced.after.least
    parts += [f"loses {more} further pairs"] if more > 0 else [f"gains {-more} further pairs"] if more else []
    parts += [f"fills {least} fewer places that should be filled"] if least > 0 else []
    worst = forced.worst[0] - forced.worst[1]
    parts.append(f"{'loses' if loss.points >= 0 else 'gains'} {abs(loss.points) / MILLI:.3f} points")
    parts += (
        [f"has a worst pair of {forced.worst[1] / MILLI:.3f} instead of {forced.worst[0] / MILLI:.3f}"] if worst else []
    )
    return ", ".join(parts)
