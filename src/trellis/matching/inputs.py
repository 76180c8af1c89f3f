"""What the engine is told about people: read from the tables, packed for keeping, unpacked the same."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from pairing import People, Policy, Problem, build
from pairing.criteria import Want
from pairing.people import CRITERIA, half_hours
from pairing.problem import fingerprint
from pairing.rules import Apart
from trellis.matching import rulebook
from trellis.matching.models import Avoidance, FormCriterion, KeptApart, MatchSettings, Proposal, Tie, Wish
from trellis.matching.said import BIOGRAPHIES, Said, everything_said, matters_most
from trellis.people.apart import asked_apart
from trellis.people.models import Availability, Person, PersonSkill
from trellis.people.queries import chain_above, managers
from trellis.programs.models import Cohort, Participation, ParticipationQuerySet
from trellis.relationships.pairs.models import Party
from trellis.relationships.pairs.queries import loads

UNREAD = ("person__biography", "person__search_text", "person__password")  # long, and no reason for a match

type Rows = ParticipationQuerySet
type Pair = tuple[str, str]

PAIRS = ("powers", "ties", "apart", "between", "forbidden", "excused")  # columns of a policy
SETS = ("languages", "interests", "free", "cleared")  # columns of people


@dataclass(frozen=True)
class Inputs:
    """Both sides with their participations in the same order, the policy, and what people said beyond."""

    mentee_rows: tuple[int, ...]
    mentor_rows: tuple[int, ...]
    mentees: People
    mentors: People
    policy: Policy
    said: tuple[Said, ...] = ()

    def problem(self, *, locked: Iterable[tuple[int, int]] = (), apart: Iterable[tuple[int, int]] = ()) -> Problem:
        """With these pairs of participations locked, and those kept apart."""
        policy = replace(self.policy, locked=tuple(self._named(locked)), forbidden=frozenset(self._named(apart)))
        return replace(self, policy=policy).again()

    def named(self, locked: Iterable[Sequence[str]], apart: Iterable[Sequence[str]]) -> Problem:
        """With these pairs of people, by the engine's names."""
        policy = replace(
            self.policy,
            locked=tuple((one, other) for one, other in locked),
            forbidden=frozenset((one, other) for one, other in apart),
        )
        return replace(self, policy=policy).again()

    def again(self) -> Problem:
        """With the pairs that were locked and kept apart when it was searched."""
        more = tuple(one.criterion() for one in self.said if not one.is_rule and one.weight)
        also = tuple(one.rule() for one in self.said if one.is_rule)
        return build(self.mentees, self.mentors, self.policy, more=more, also=also)

    def as_searched(self, problem: Problem) -> Inputs:
        """With the locks of a problem, to be kept."""
        named = tuple((self.mentees.ids[one], self.mentors.ids[other]) for one, other in problem.locked)
        apart = kept_apart_in(problem)
        forbidden = frozenset((self.mentees.ids[one], self.mentors.ids[other]) for one, other in apart)
        return replace(self, policy=replace(self.policy, locked=named, forbidden=forbidden))

    def people_hash(self) -> str:
        """The same for the same people of whom the same is known, whatever counts."""
        return fingerprint(self.mentee_rows, self.mentor_rows, replace(self.mentees, stressed=()), self.mentors)

    def _named(self, pairs: Iterable[tuple[int, int]]) -> Iterable[Pair]:
        left = dict(zip(self.mentee_rows, self.mentees.ids, strict=True))
        right = dict(zip(self.mentor_rows, self.mentors.ids, strict=True))
        return sorted((left[one], right[other]) for one, other in pairs if one in left and other in right)


def kept_apart_in(problem: Problem) -> frozenset[tuple[int, int]]:
    """The pairs that a coordinator kept apart, as the engine numbers them."""
    return next((rule.pairs for rule in problem.rules if isinstance(rule, Apart) and rule.code == "APART"), frozenset())


def gather(
    mentees: Rows,
    mentors: Rows,
    settings: MatchSettings,
    *,
    on: date,
    asked: bool = True,
    criteria: Sequence[FormCriterion] | None = None,
) -> Inputs:
    """Everything that counts about these participations today. Who is `asked` about a pair has a place less.

    `criteria` are questions of the forms that somebody is only trying out.
    """
    sides = [list(rows.select_related("person").defer(*UNREAD).order_by("pk")) for rows in (mentees, mentors)]
    taken = places_taken([one for side in sides for one in side], asked=asked)
    left, right = ([one.person for one in side] for side in sides)
    biographies = _biographies(settings, (mentees, mentors))
    if criteria is None:
        criteria = list(FormCriterion.objects.filter(cohort=settings.cohort_id).order_by("pk"))
    said = everything_said(settings, left, right, biographies, criteria)
    counting = [*settings.weights, *(one.key or f"form:{one.title}" for one in said)]
    return Inputs(
        mentee_rows=tuple(one.pk for one in sides[0]),
        mentor_rows=tuple(one.pk for one in sides[1]),
        mentees=replace(_people(mentees, sides[0], taken, on), stressed=matters_most(settings, left, counting)),
        mentors=_people(mentors, sides[1], taken, on),
        policy=_policy(mentees, mentors, settings, {one.pk for one in (*left, *right)}),
        said=said,
    )


def _biographies(settings: MatchSettings, sides: Iterable[Rows]) -> dict[int, str]:
    """What people wrote about themselves, where that counts."""
    if not settings.weights.get(BIOGRAPHIES):
        return {}
    return {
        pk: words for rows in sides for pk, words in rows.values_list("person", "person__biography") if words.strip()
    }


def places_taken(participations: list[Participation], *, asked: bool = True) -> dict[int, int]:
    """Partners they have, and those they are asked about."""
    found = loads(participations)
    live = Proposal.objects.live() if asked else Proposal.objects.none()
    ids = {one.pk for one in participations}
    cohorts = {one.cohort_id for one in participations}
    for pair in live.filter(cohort__in=cohorts).values_list("mentee", "mentor"):
        for participation in ids.intersection(pair):
            found[participation] += 1
    return found


def _people(rows: Rows, side: list[Participation], taken: Mapping[int, int], on: date) -> People:
    offered, wanted = _skills(rows)
    hours, wishes = _hours(rows, on), _wishes(rows)
    persons = [one.person for one in side]
    is_mentor = bool(side) and side[0].role == "mentor"
    return People(
        ids=tuple(str(person.pk) for person in persons),
        places=tuple(_places(one, taken[one.pk]) for one in side),
        load=tuple(taken[one.pk] if is_mentor else 0 for one in side),
        ready=tuple(one.state in (Participation.State.READY, Participation.State.MATCHED) for one in side),
        departments=tuple(person.department for person in persons),
        teams=tuple(person.department for person in persons),
        groups=tuple(person.department.casefold() for person in persons),
        sites=tuple(person.site for person in persons),
        levels=tuple(None if person.level is None else float(person.level) for person in persons),
        offsets=tuple(_offset(person.time_zone, on) for person in persons),
        languages=tuple(frozenset(map(str, person.languages)) for person in persons),
        wanted=tuple(tuple(wanted[person.pk]) for person in persons),
        offered=tuple(dict(offered[person.pk]) for person in persons),
        interests=tuple(frozenset(str(name).casefold() for name in person.interests) for person in persons),
        styles=tuple(person.communication for person in persons),
        free=tuple(frozenset(hours[person.pk]) for person in persons),
        prefers=tuple(tuple(wishes[one.pk]) for one in side),
    )


def _places(participation: Participation, taken: int) -> int:
    """Free places; a mentee is given one mentor in each run."""
    free = max(0, participation.capacity - taken)
    return min(1, free) if participation.role == "mentee" else free


def _skills(rows: Rows) -> tuple[dict[int, dict[str, int]], dict[int, list[Want]]]:
    offered: dict[int, dict[str, int]] = defaultdict(dict)
    wanted: dict[int, list[Want]] = defaultdict(list)
    found = PersonSkill.objects.filter(person__in=rows.values("person")).order_by("-priority", "skill__name")
    for person, kind, name, level, priority in found.values_list("person", "kind", "skill__name", "level", "priority"):
        if kind == PersonSkill.Kind.OFFERED:
            offered[person][name] = level
        else:
            wanted[person].append(Want(name, priority, level))
    return offered, wanted


def _hours(rows: Rows, on: date) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    free = Availability.objects.filter(person__in=rows.values("person"))
    for person, zone, weekday, starts, ends in free.values_list(
        "person", "person__time_zone", "weekday", "starts", "ends"
    ):
        found[person] |= half_hours(weekday, _minutes(starts), _minutes(ends), _offset(zone, on) or 0)
    return found


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _offset(zone: str, on: date) -> int | None:
    """Minutes ahead of Greenwich at noon of that day; none when no zone is known."""
    try:
        ahead = datetime(on.year, on.month, on.day, 12, tzinfo=ZoneInfo(zone)).utcoffset() if zone else None
    except (ValueError, OSError):
        return None
    return None if ahead is None else round(ahead.total_seconds() / 60)


def _wishes(rows: Rows) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    wishes = Wish.objects.filter(participation__in=rows.values("pk")).order_by("participation", "rank")
    for participation, person in wishes.values_list("participation", "other__person"):
        found[participation].append(str(person))
    return found


def _policy(mentees: Rows, mentors: Rows, settings: MatchSettings, people: set[int]) -> Policy:
    return Policy(
        weights={key: float(weight) for key, weight in settings.weights.items() if key in CRITERIA},
        depth=settings.chain_depth,
        language=settings.needs_language,
        hours=settings.needs_hours,
        ahead_at_least=settings.levels_ahead,
        same_team=settings.never_same_department,
        departments_differ=settings.prefers_other_department,
        manager_of=_lines(people),
        powers=rulebook.tied(people, Tie.Kind.POWER),
        ties=rulebook.tied(people, Tie.Kind.CLOSE),
        apart=frozenset(_avoided(people) | _met_before(mentees, mentors) | _said_no(mentees)),
        between=frozenset((one.casefold(), other.casefold()) for one, other in settings.walls),
        excused=rulebook.excused(settings.cohort_id, timezone.now().date()),
    )


def _lines(people: set[int]) -> dict[str, str]:
    """The managers above these people, and above those; nobody else needs to be known."""
    manager_of = managers()
    lines: dict[str, str] = {}
    for person in people:
        chain = [person, *chain_above(person, manager_of)]
        lines |= {str(one): str(boss) for one, boss in pairwise(chain)}
    return lines


def _avoided(people: set[int]) -> set[Pair]:
    """Said on the page of wishes, or to another app, as when applying."""
    pairs = {*Avoidance.objects.values_list("person", "other"), *asked_apart(people)}
    return {(str(one), str(other)) for one, other in pairs if one in people and other in people}


def _met_before(mentees: Rows, mentors: Rows) -> set[Pair]:
    """Who is or was together as mentor and mentee, in whatever program."""
    learned = Party.objects.filter(role="mentee", person__in=mentees.values("person"))
    taught = Q(relationship__parties__role="mentor", relationship__parties__person__in=mentors.values("person"))
    found = learned.filter(taught).values_list("person", "relationship__parties__person")
    return {(str(mentee), str(mentor)) for mentee, mentor in found if mentee != mentor}


def _said_no(mentees: Rows) -> set[Pair]:
    declined = Proposal.objects.filter(state=Proposal.State.DECLINED, mentee__in=mentees.values("pk"))
    return {(str(one), str(other)) for one, other in declined.values_list("mentee__person", "mentor__person")}


def kept_apart(cohort_id: int) -> list[tuple[int, int]]:
    return list(KeptApart.objects.filter(cohort=cohort_id).values_list("mentee", "mentor"))


def pack(inputs: Inputs) -> bytes:
    """Small and readable: JSON, compressed."""
    plain = {
        "rows": [inputs.mentee_rows, inputs.mentor_rows],
        "sides": [_plain(inputs.mentees), _plain(inputs.mentors)],
        "policy": _plain(inputs.policy),
        "said": [one.plain() for one in inputs.said],
    }
    return zlib.compress(json.dumps(plain, separators=(",", ":")).encode(), 6)


def _plain(columns: Any) -> dict[str, Any]:
    return {name: _value(getattr(columns, name)) for name in columns.__dataclass_fields__}


def _value(value: Any) -> Any:
    match value:
        case frozenset():
            return sorted(map(_value, value))
        case tuple():
            return [_value(one) for one in value]
        case Want():
            return [value.skill, value.priority, value.level]
    return value


def unpack(packed: bytes) -> Inputs:
    """The same inputs again."""
    plain = json.loads(zlib.decompress(packed))
    sides = [_side(side) for side in plain["sides"]]
    policy = plain["policy"]
    pairs = {name: frozenset(map(tuple, policy.get(name, ()))) for name in PAIRS}
    listed = {"level_ahead": tuple(policy["level_ahead"]), "locked": tuple(map(tuple, policy["locked"]))}
    rows = [tuple(ids) for ids in plain["rows"]]
    said = tuple(map(Said.read, plain.get("said", ())))
    return Inputs(rows[0], rows[1], sides[0], sides[1], Policy(**policy | pairs | listed), said)


def _side(side: dict[str, list[Any]]) -> People:
    sets = {name: tuple(map(frozenset, side.get(name, ()))) for name in SETS}
    lists = {name: tuple(map(tuple, side[name])) for name in ("prefers",)}
    wanted = tuple(tuple(Want(*want) for want in wants) for wants in side["wanted"])
    rest = {name: tuple(values) for name, values in side.items()}
    return People(**rest | sets | lists | {"wanted": wanted})


def person_ids(inputs: Inputs) -> set[int]:
    """Everybody a packed run speaks of, for privacy's sake."""
    return {int(one) for one in (*inputs.mentees.ids, *inputs.mentors.ids)}


def in_pool(rows: Rows) -> Rows:
    """Those who could be paired: active people who take part and are not pausing."""
    return rows.taking_part().filter(person__in=Person.objects.active().values("pk"), is_paused=False)


def settings_for(cohort: Cohort) -> MatchSettings:
    """What counts in this cohort; the standard until somebody changed it."""
    return MatchSettings.objects.filter(cohort=cohort).first() or MatchSettings(cohort=cohort)


def day_of(cohort: Cohort) -> date:
    """The day for which clocks are compared: when the cohort begins, else today."""
    return cohort.starts_on or timezone.now().date()
