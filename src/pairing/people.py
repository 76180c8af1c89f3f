"""From columns about people, as a spreadsheet or a database has them, to a problem."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from pairing import rules
from pairing.criteria import HALF_HOURS, Alike, Choice, Common, Coverage, Distance, Overlap, Together, Want
from pairing.excused import Excused
from pairing.problem import Criterion, Problem, ProblemError, Rule, Side

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "goals": 35.0,
        "choice": 20.0,
        "interests": 10.0,
        "style": 10.0,
        "time": 10.0,
        "level": 5.0,
        "language": 5.0,
        "site": 5.0,
    }
)
CRITERIA = (*WEIGHTS, "department", "zone")


@dataclass(frozen=True)
class People:
    """One side, a tuple per column; an empty value means that nobody said."""

    ids: tuple[str, ...]
    places: tuple[int, ...]  # for mentees, how many mentors they want
    load: tuple[int, ...] = ()
    least: tuple[int, ...] = ()
    ready: tuple[bool, ...] = ()  # H8
    flagged: tuple[bool, ...] = ()  # H7
    away: tuple[bool, ...] = ()  # H15
    teams: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()  # between which walls may stand
    age_groups: tuple[str, ...] = ()  # of mentees who are minors
    cleared: tuple[frozenset[str], ...] = ()  # age groups for which a mentor is cleared
    departments: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    levels: tuple[float | None, ...] = ()
    offsets: tuple[int | None, ...] = ()  # minutes ahead of Greenwich
    languages: tuple[frozenset[str], ...] = ()
    wanted: tuple[tuple[Want, ...], ...] = ()
    offered: tuple[Mapping[str, int], ...] = ()
    interests: tuple[frozenset[str], ...] = ()
    styles: tuple[str, ...] = ()
    free: tuple[frozenset[int], ...] = ()  # half hours of the week in Greenwich
    prefers: tuple[tuple[str, ...], ...] = ()  # people of the other side, the best first
    stressed: tuple[str, ...] = ()  # the criterion that matters most to a mentee

    def __len__(self) -> int:
        return len(self.ids)

    def side(self) -> Side:
        return Side(self.ids, self.places, self.load, self.least)


@dataclass(frozen=True)
class Policy:
    """What counts how much, and what is ruled out."""

    weights: Mapping[str, float] = field(default_factory=lambda: dict(WEIGHTS))
    chain: bool = True  # H3; H2 stays when it is off
    depth: int | None = None  # of the chain; none is any
    language: bool = False  # H10
    hours: bool = False  # H11
    ahead_at_least: float | None = None  # H12
    same_team: bool = False
    departments_differ: bool = False
    level_ahead: tuple[float, float] = (1, 3)
    level_reach: float = 3.0
    hours_enough: float = 4.0
    manager_of: Mapping[str, str] = field(default_factory=dict)
    powers: frozenset[tuple[str, str]] = frozenset()  # H4, either order, as all pairs that are kept apart
    ties: frozenset[tuple[str, str]] = frozenset()  # H5
    apart: frozenset[tuple[str, str]] = frozenset()  # H6: a wish, or an earlier end
    between: frozenset[tuple[str, str]] = frozenset()  # H13: groups that stay apart
    forbidden: frozenset[tuple[str, str]] = frozenset()  # a coordinator's decision about this plan
    excused: frozenset[tuple[str, str, str]] = frozenset()  # a rule that doesn't count: (code, mentee, mentor)
    locked: tuple[tuple[str, str], ...] = ()


def build(
    mentees: People,
    mentors: People,
    policy: Policy | None = None,
    *,
    more: tuple[Criterion, ...] = (),
    also: tuple[Rule, ...] = (),
) -> Problem:
    """The problem for these people under this policy, with `more` criteria of one’s own, and rules `also`."""
    policy = policy or Policy()
    unknown = set(policy.weights) - set(CRITERIA)
    if unknown:
        raise ProblemError("unknown_criterion", f"There is no criterion called {min(unknown)}.")
    left, right = mentees.side(), mentors.side()
    weighed = [(key, weight) for key, weight in policy.weights.items() if weight]
    if policy.weights and not weighed and not more:
        raise ProblemError("weights", "At least one weight must be above 0.")
    return Problem(
        left,
        right,
        (*(_criterion(key, weight, mentees, mentors, policy) for key, weight in weighed), *more),
        _but(policy.excused, (*_rules(mentees, mentors, left, right, policy), *also), mentees, mentors),
        tuple(_pairs(policy.locked, mentees, mentors, strict=True)),
        mentees.stressed,
    )


def _rules(mentees: People, mentors: People, left: Side, right: Side, policy: Policy) -> list[Rule]:
    lines = rules.Lines(dict(policy.manager_of))
    found: list[Rule] = [rules.Itself(left, right), rules.DirectLine(left, right, lines)]
    if policy.chain:
        found.append(rules.SameChain(left, right, lines, policy.depth))
    kept = {"H4": policy.powers, "H5": policy.ties, "H6": policy.apart}
    found += [_apart(pairs, mentees, mentors, code) for code, pairs in kept.items() if pairs]
    found += _out(mentees, mentors)
    found.append(rules.NoPlace(left, right))
    found += _wanted(mentees, mentors, policy)
    if policy.forbidden:
        sizes = (len(left), len(right))
        found.append(rules.Apart(frozenset(_pairs(policy.forbidden, mentees, mentors)), sizes, "APART"))
    return found


def _but(
    excused: frozenset[tuple[str, str, str]], found: tuple[Rule, ...], mentees: People, mentors: People
) -> tuple[Rule, ...]:
    """The rules, each without the pairs that are excused from it; a manager is always in the chain, too."""
    sizes = (len(mentees), len(mentors))
    codes = {rule.code: {rule.code, "H2"} if rule.code == "H3" else {rule.code} for rule in found}
    pairs = {
        rule.code: frozenset(
            _pairs([(one, other) for code, one, other in excused if code in codes[rule.code]], mentees, mentors)
        )
        for rule in found
    }
    return tuple(Excused(rule, pairs[rule.code], sizes) if pairs[rule.code] else rule for rule in found)


def _apart(pairs: frozenset[tuple[str, str]], mentees: People, mentors: People, code: str) -> Rule:
    both_ways = frozenset(pairs) | {(other, one) for one, other in pairs}
    return rules.Apart(frozenset(_pairs(both_ways, mentees, mentors)), (len(mentees), len(mentors)), code)


def _out(mentees: People, mentors: People) -> list[Rule]:
    columns = {
        "H7": (_or(mentees.flagged, False, mentees), _or(mentors.flagged, False, mentors)),
        "H8": (_not_ready(mentees), _not_ready(mentors)),
        "H15": (_or(mentees.away, False, mentees), _or(mentors.away, False, mentors)),
    }
    return [rules.Out(left, right, code) for code, (left, right) in columns.items() if any(left) or any(right)]


def _not_ready(people: People) -> tuple[bool, ...]:
    return tuple(not ready for ready in _or(people.ready, True, people))


def _wanted(mentees: People, mentors: People, policy: Policy) -> list[Rule]:
    """The rules that a program may ask for."""
    found: list[Rule] = []
    if policy.language:
        found.append(rules.NothingShared(*_sets(mentees, mentors, "languages")))
    if policy.hours:
        found.append(rules.NothingShared(*_sets(mentees, mentors, "free"), code="H11"))
    if policy.ahead_at_least is not None:
        hers, his = _or(mentees.levels, None, mentees), _or(mentors.levels, None, mentors)
        found.append(rules.TooNear(hers, his, policy.ahead_at_least))
    if policy.between:
        found.append(rules.Wall(_or(mentees.groups, "", mentees), _or(mentors.groups, "", mentors), policy.between))
    if any(mentees.age_groups):
        nothing: frozenset[str] = frozenset()
        found.append(rules.NotCleared(_or(mentees.age_groups, "", mentees), _or(mentors.cleared, nothing, mentors)))
    if policy.same_team:
        found.append(rules.SameGroup(_or(mentees.teams, "", mentees), _or(mentors.teams, "", mentors)))
    return found


def _sets(mentees: People, mentors: People, name: str) -> tuple[tuple[frozenset[Any], ...], tuple[frozenset[Any], ...]]:
    nothing: frozenset[Any] = frozenset()
    return _or(getattr(mentees, name), nothing, mentees), _or(getattr(mentors, name), nothing, mentors)


def _or[T](column: tuple[T, ...], nothing: T, people: People) -> tuple[T, ...]:
    """A column, or as many empty values as there are people."""
    if column and len(column) != len(people):
        raise ProblemError("lengths", "Every column needs one value for each person.")
    return column or (nothing,) * len(people)


def _pairs(
    named: Sequence[tuple[str, str]] | frozenset[tuple[str, str]],
    mentees: People,
    mentors: People,
    *,
    strict: bool = False,
) -> list[tuple[int, int]]:
    rows = {person: at for at, person in enumerate(mentees.ids)}
    columns = {person: at for at, person in enumerate(mentors.ids)}
    for mentee, mentor in named:
        if strict and (mentee not in rows or mentor not in columns):
            raise ProblemError("unknown_person", f"The pair {mentee} with {mentor} names somebody unknown.")
    return [(rows[one], columns[other]) for one, other in named if one in rows and other in columns]


def _criterion(key: str, weight: float, mentees: People, mentors: People, policy: Policy) -> Criterion:
    nothing: frozenset[str] = frozenset()
    if key == "goals":
        wants: tuple[Want, ...] = ()
        skills: Mapping[str, int] = {}
        return Coverage(_or(mentees.wanted, wants, mentees), _or(mentors.offered, skills, mentors), weight)
    if key == "choice":
        return Choice(_ranks(mentees, mentors), _ranks(mentors, mentees), weight)
    if key == "interests":
        return Overlap(_or(mentees.interests, nothing, mentees), _or(mentors.interests, nothing, mentors), weight)
    if key == "language":
        return Common(_or(mentees.languages, nothing, mentees), _or(mentors.languages, nothing, mentors), weight)
    if key == "time":
        free: frozenset[int] = frozenset()
        offsets = tuple(offset or 0 for offset in _or(mentees.offsets, None, mentees))
        hers, his = _or(mentees.free, free, mentees), _or(mentors.free, free, mentors)
        return Together(hers, his, offsets, weight, policy.hours_enough)
    return _compared(key, weight, mentees, mentors, policy)


def _compared(key: str, weight: float, mentees: People, mentors: People, policy: Policy) -> Criterion:
    if key == "level":
        hers, his = _or(mentees.levels, None, mentees), _or(mentors.levels, None, mentors)
        return Distance(hers, his, weight, policy.level_ahead, policy.level_reach)
    if key == "zone":
        return Distance(_hours(mentees), _hours(mentors), weight, (-1, 1), 8.0, "zone")
    columns = {
        "style": (mentees.styles, mentors.styles),
        "site": (mentees.sites, mentors.sites),
        "department": (mentees.departments, mentors.departments),
    }
    left, right = columns[key]
    differ = key == "department" and policy.departments_differ
    return Alike(_or(left, "", mentees), _or(right, "", mentors), weight, key, differ)


def _hours(people: People) -> tuple[float | None, ...]:
    return tuple(None if offset is None else offset / 60 for offset in _or(people.offsets, None, people))


def _ranks(people: People, others: People) -> tuple[Mapping[int, int], ...]:
    number = {person: at for at, person in enumerate(others.ids)}
    empty: tuple[str, ...] = ()
    return tuple(
        {number[name]: rank for rank, name in enumerate(dict.fromkeys(names), 1) if name in number}
        for names in _or(people.prefers, empty, people)
    )


def half_hours(weekday: int, starts: int, ends: int, offset: int) -> frozenset[int]:
    """The half hours of the week in Greenwich that a span of local minutes of a day covers whole."""
    first, last = -(-(starts - offset) // 30), (ends - offset) // 30
    return frozenset((weekday * 48 + half) % HALF_HOURS for half in range(first, last))
