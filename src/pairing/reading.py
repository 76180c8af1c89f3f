"""From a spreadsheet of people and a file of rules to a problem; what is wrong is named by row and column."""

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal

from pairing import rules, sheets
from pairing.criteria import Distance, Want
from pairing.likeness import Near, whole_vectors
from pairing.people import CRITERIA, WEIGHTS, People, Policy, build, half_hours
from pairing.problem import Criterion, Objective, Problem, ProblemError
from pairing.sheets import Sheet
from pairing.texts import Embedder
from pairing.words import rule_sentence

COLUMNS = (
    "id",
    "name",
    "role",
    "department",
    "team",
    "manager_id",
    "seniority",
    "years_experience",
    "location",
    "utc_offset",
    "languages",
    "skills_offered",
    "skills_wanted",
    "interests",
    "comm_style",
    "availability",
    "goal",
    "bio",
    "capacity_min",
    "capacity_max",
    "mentors_wanted",
    "preferences",
    "mentor_preferences",
)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ROLES = {"mentee", "mentor", "both", "none", ""}
NEEDED = 3  # the level at which somebody can teach a skill, of 5
MOST_LEVEL = 10
MOST_PLACES = 10_000
MORE_WEIGHTS = MappingProxyType({"experience": 5.0, "text": 10.0})
ALSO = MappingProxyType(  # a weight may be called by its column, too
    {
        "skills": "goals",
        "skills_wanted": "goals",
        "skills_offered": "goals",
        "preferences": "choice",
        "mentor_preferences": "choice",
        "availability": "time",
        "seniority": "level",
        "languages": "language",
        "location": "site",
        "comm_style": "style",
        "utc_offset": "zone",
        "years_experience": "experience",
        "goal": "text",
        "bio": "text",
    }
)
HARD = ("reporting_line", "same_team", "common_language", "blocked_pairs", "previous_pairs")
type Pairs = list[tuple[str, str]]
type Aim = Literal["lex", "cardinality", "sum"]


@dataclass(frozen=True)
class Rules:
    """The file of rules, checked by itself."""

    weights: Mapping[str, float]
    threshold: float = 0.0
    reporting_line: bool = True
    depth: int | None = None
    same_team: bool = False
    common_language: bool = False
    blocked: tuple[tuple[str, str], ...] = ()
    previous: tuple[tuple[str, str], ...] = ()
    require: tuple[tuple[str, str], ...] = ()
    forbid: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Case:
    """Everything that was read."""

    problem: Problem
    names: Mapping[str, str]
    rules: Rules
    notices: tuple[str, ...]
    model: str  # that compared the texts; empty when none were

    def objective(self, aim: Aim) -> Objective:
        """Most people first, with the worst pair as good as possible or without; or the greatest total alone."""
        floor = self.rules.threshold
        if aim == "sum":
            return Objective(floor=floor, first="total")
        return Objective(floor=floor, worst=aim == "lex")


# ── Rules ────────────────────────────────────────────────────────────────────
def read_rules(text: str) -> Rules:
    """Rules as JSON. Raises ProblemError that names the key."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ProblemError("json", f"The rules are not JSON: {error}.") from error
    _known(found, "rules", ("hard", "locks", "weights", "threshold"))
    hard, locks = found.get("hard", {}), found.get("locks", {})
    _known(hard, "hard", HARD)
    _known(locks, "locks", ("require", "forbid"))
    line = hard.get("reporting_line", True)
    if not isinstance(line, bool) and not (isinstance(line, int) and line > 0):
        raise ProblemError("rules", "hard.reporting_line is true, false or a number of levels.")
    threshold = found.get("threshold", 0.0)
    if not _is_number(threshold) or not 0 <= threshold <= 100:
        raise ProblemError("rules", "threshold is a number from 0 to 100.")
    return Rules(
        weights=_weights(found.get("weights")),
        threshold=float(threshold),
        reporting_line=bool(line),
        depth=None if isinstance(line, bool) else line,
        same_team=_flag(hard, "same_team"),
        common_language=_flag(hard, "common_language"),
        blocked=_pairs(hard, "hard.blocked_pairs"),
        previous=_pairs(hard, "hard.previous_pairs"),
        require=_pairs(locks, "locks.require"),
        forbid=_pairs(locks, "locks.forbid"),
    )


def _known(found: object, name: str, keys: Sequence[str]) -> None:
    if not isinstance(found, dict):
        raise ProblemError("rules", f"“{name}” is not an object.")
    if unknown := [key for key in found if key not in keys]:
        raise ProblemError("rules", f"There is no “{unknown[0]}” in {name}; there are {', '.join(keys)}.")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _flag(found: Mapping[str, Any], key: str) -> bool:
    if not isinstance(found.get(key, False), bool):
        raise ProblemError("rules", f"hard.{key} is true or false.")
    return bool(found.get(key, False))


def _weights(found: object) -> Mapping[str, float]:
    if found is None:
        return {**WEIGHTS, **MORE_WEIGHTS}
    known = (*CRITERIA, *MORE_WEIGHTS)
    _known(found, "weights", (*known, *ALSO))
    weights: dict[str, float] = {}
    for key, value in found.items() if isinstance(found, dict) else ():
        if not _is_number(value) or value < 0:
            raise ProblemError("weights", f"weights.{key} is {value}; a weight is a number from 0 up.")
        name = ALSO.get(key, key)
        weights[name] = weights.get(name, 0.0) + float(value)
    if not any(weights.values()):
        raise ProblemError("weights", "Every weight is 0; at least one must be above.")
    return weights


def _pairs(found: Mapping[str, Any], name: str) -> tuple[tuple[str, str], ...]:
    pairs = found.get(name.partition(".")[2], [])
    if not isinstance(pairs, list):
        raise ProblemError("rules", f"{name} is a list of pairs.")
    return tuple(_pair(pair, f"{name}, pair {number}") for number, pair in enumerate(pairs, 1))


def _pair(pair: object, name: str) -> tuple[str, str]:
    if isinstance(pair, dict):
        pair = [pair.get("mentee"), pair.get("mentor")]
    if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(one, str | int) for one in pair):
        raise ProblemError("rules", f'{name}: it should look like ["mentee id", "mentor id"].')
    return str(pair[0]).strip(), str(pair[1]).strip()


# ── People ───────────────────────────────────────────────────────────────────
def read(content: bytes, asked: Rules, embedder: Callable[[Sequence[str]], Embedder]) -> Case:
    """The problem in a file of people under these rules. Raises ProblemError that names row and column."""
    sheet = sheets.read(content, COLUMNS, ("id", "role"))
    ids = _ids(sheet)
    roles = _roles(sheet)
    managers = _managers(sheet, ids)
    _named_people(asked, set(ids))
    cells = _Cells(sheet)
    mentees = _people(cells, [at for at, role in enumerate(roles) if role in {"mentee", "both"}], mentor=False)
    mentors = _people(cells, [at for at, role in enumerate(roles) if role in {"mentor", "both"}], mentor=True)
    rules.Lines(managers)  # a circle is refused, whatever the rules ask for
    more, model = _more(cells, asked, embedder, (mentees, mentors))
    policy = Policy(
        weights={key: weight for key, weight in asked.weights.items() if key in CRITERIA},
        chain=asked.reporting_line,
        depth=asked.depth,
        language=asked.common_language,
        same_team=asked.same_team,
        manager_of=managers if asked.reporting_line else {},
        apart=frozenset(asked.blocked),
        forbidden=frozenset(asked.forbid),
        locked=_required(asked, mentees, mentors),
    )
    problem = _with_previous(build(mentees, mentors, policy, more=more), asked.previous)
    _locks_can_be(problem)
    notices = [f"Column “{name}” is not known and was left out." for name in sheet.ignored]
    names = dict(zip(ids, sheet.column("name"), strict=True))
    return Case(problem, names, asked, tuple(notices), model)


def _ids(sheet: Sheet) -> list[str]:
    seen: dict[str, int] = {}
    for number, person in zip(sheet.numbers, sheet.column("id"), strict=True):
        if not person:
            raise ProblemError("id", f"Row {number}, column id: it is missing.")
        if person in seen:
            raise ProblemError("id", f"Row {number}, column id: “{person}” is in row {seen[person]} already.")
        seen[person] = number
    return [*seen]


def _roles(sheet: Sheet) -> list[str]:
    roles = [role.lower() for role in sheet.column("role")]
    for number, role in zip(sheet.numbers, roles, strict=True):
        if role not in ROLES:
            raise ProblemError("role", f"Row {number}, column role: “{role}” is not mentee, mentor, both or none.")
    return roles


def _managers(sheet: Sheet, ids: list[str]) -> dict[str, str]:
    known, managers = set(ids), {}
    for number, person, boss in zip(sheet.numbers, ids, sheet.column("manager_id"), strict=True):
        if boss and boss not in known:
            raise ProblemError("unknown_manager", f"Row {number}, column manager_id: nobody has the id “{boss}”.")
        if boss:
            managers[person] = boss
    return managers


def _named_people(asked: Rules, known: set[str]) -> None:
    named = {
        "hard.blocked_pairs": asked.blocked,
        "hard.previous_pairs": asked.previous,
        "locks.require": asked.require,
        "locks.forbid": asked.forbid,
    }
    for name, pairs in named.items():
        for number, pair in enumerate(pairs, 1):
            if unknown := [one for one in pair if one not in known]:
                raise ProblemError("unknown_person", f"{name}, pair {number}: nobody has the id “{unknown[0]}”.")


def _required(asked: Rules, mentees: People, mentors: People) -> tuple[tuple[str, str], ...]:
    rows, columns, forbidden = set(mentees.ids), set(mentors.ids), set(asked.forbid)
    for number, (mentee, mentor) in enumerate(asked.require, 1):
        where = f"locks.require, pair {number}"
        if mentee not in rows or mentor not in columns:
            one, role = (mentee, "mentee") if mentee not in rows else (mentor, "mentor")
            raise ProblemError("unknown_person", f"{where}: {one} is no {role}.")
        if (mentee, mentor) in forbidden:
            raise ProblemError("locks", f"{where}: {mentee} with {mentor} is both required and forbidden.")
        if (mentee, mentor) in asked.require[: number - 1]:
            raise ProblemError("locks", f"{where}: {mentee} with {mentor} is required twice.")
    return asked.require


def _with_previous(problem: Problem, previous: tuple[tuple[str, str], ...]) -> Problem:
    rows = {person: at for at, person in enumerate(problem.mentees.ids)}
    columns = {person: at for at, person in enumerate(problem.mentors.ids)}
    both = {*previous, *((other, one) for one, other in previous)}
    pairs = frozenset((rows[one], columns[other]) for one, other in both if one in rows and other in columns)
    if not pairs:
        return problem
    return replace(problem, rules=(*problem.rules, rules.Apart(pairs, (len(rows), len(columns)), "EARLIER")))


def _locks_can_be(problem: Problem) -> None:
    """Name every lock that contradicts a rule or the places there are."""
    for side, people, role in ((0, problem.mentees, "mentors wanted"), (1, problem.mentors, "places")):
        for at in {pair[side] for pair in problem.locked}:
            pairs = [pair for pair in problem.locked if pair[side] == at]
            if len(pairs) > people.places[at]:
                names = ", ".join(
                    f"{problem.mentees.ids[one]} with {problem.mentors.ids[other]}" for one, other in pairs
                )
                raise ProblemError(
                    "locks", f"locks.require: {names} are more than the {people.places[at]} {role} there."
                )
    for mentee, mentor in problem.locked:
        if codes := rules.broken(problem, mentee, mentor):
            names = f"{problem.mentees.ids[mentee]} with {problem.mentors.ids[mentor]}"
            raise ProblemError("locks", f"locks.require: {names} can’t be: {rule_sentence(codes[0])}")


def _people(cells: "_Cells", rows: list[int], *, mentor: bool) -> People:
    spelled = cells.spelled
    offsets = [cells.offset(at) for at in rows]
    places = [cells.whole(at, "capacity_max" if mentor else "mentors_wanted", 1) for at in rows]
    least = [cells.whole(at, "capacity_min", 0) for at in rows] if mentor else []
    for at, most, fewest in zip(rows, places, least, strict=False):
        if fewest > most:
            where = f"Row {cells.sheet.numbers[at]}, column capacity_min"
            raise ProblemError("least_over_places", f"{where}: {fewest} is more than the {most} of capacity_max.")
    prefers = "mentor_preferences" if mentor else "preferences"
    return People(
        ids=tuple(cells.take(rows, "id")),
        places=tuple(places),
        least=tuple(least) if any(least) else (),
        teams=tuple(spelled(one) for one in cells.take(rows, "team")),
        departments=tuple(spelled(one) for one in cells.take(rows, "department")),
        sites=tuple(spelled(one) for one in cells.take(rows, "location")),
        levels=tuple(cells.number(at, "seniority") for at in rows),
        offsets=tuple(offsets),
        languages=tuple(frozenset(map(spelled, cells.items(at, "languages"))) for at in rows),
        wanted=() if mentor else tuple(tuple(cells.wants(at)) for at in rows),
        offered=tuple(cells.offered(at) for at in rows) if mentor else (),
        interests=tuple(frozenset(map(spelled, cells.items(at, "interests"))) for at in rows),
        styles=tuple(spelled(one) for one in cells.take(rows, "comm_style")),
        free=tuple(cells.free(at, ahead or 0) for at, ahead in zip(rows, offsets, strict=True)),
        prefers=tuple(tuple(cells.items(at, prefers)) for at in rows),
    )


def _more(
    cells: "_Cells", asked: Rules, embedder: Callable[[Sequence[str]], Embedder], sides: tuple[People, People]
) -> tuple[tuple[Criterion, ...], str]:
    """Years of experience, and texts."""
    found: list[Criterion] = []
    at_of = {person: at for at, person in enumerate(cells.sheet.column("id"))}
    rows = [[at_of[one] for one in people.ids] for people in sides]
    if weight := asked.weights.get("experience"):
        hers, his = (tuple(cells.number(at, "years_experience") for at in side) for side in rows)
        found.append(Distance(hers, his, weight, (2, 15), 10.0, "experience"))
    weight, texts = asked.weights.get("text", 0.0), [[cells.text(at) for at in side] for side in rows]
    if not weight or not all(any(side) for side in texts):
        return tuple(found), ""
    everything = [*texts[0], *texts[1]]
    model = embedder(everything)
    vectors = whole_vectors(model.encode(everything).astype("float64"))
    found.append(Near(vectors[: len(texts[0])], vectors[len(texts[0]) :], weight))
    return tuple(found), model.model


class _Cells:
    """The cells of a sheet, each understood once; the first spelling of a word stands for all."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._columns = {name: sheet.column(name) for name in COLUMNS}
        self._spellings: dict[str, str] = {}
        self._weeks: dict[tuple[str, int], frozenset[int]] = {}

    def take(self, rows: list[int], name: str) -> Iterator[str]:
        column = self._columns[name]
        return (column[at] for at in rows)

    def spelled(self, word: str) -> str:
        return self._spellings.setdefault(word.casefold(), word)

    def items(self, at: int, name: str) -> list[str]:
        cell = self._columns[name][at]
        return [item for part in cell.split(";") if (item := part.strip())] if cell else []

    def wrong(self, at: int, name: str, text: str, should: str) -> ProblemError:
        return ProblemError("cell", f"Row {self.sheet.numbers[at]}, column {name}: “{text}” {should}.")

    def number(self, at: int, name: str) -> float | None:
        text = self._columns[name][at]
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not abs(value) < 1e6:
            raise self.wrong(at, name, text, "is not a number")
        return value

    def whole(self, at: int, name: str, default: int) -> int:
        value = self.number(at, name)
        if value is None:
            return default
        if not (0 <= value <= MOST_PLACES and value == int(value)):
            raise self.wrong(at, name, self._columns[name][at], "is not a whole number from 0 up")
        return int(value)

    def offset(self, at: int) -> int | None:
        """Minutes ahead of Greenwich, from hours such as 5.5 or +05:30."""
        text = self._columns["utc_offset"][at]
        hours, colon, minutes = text.upper().removeprefix("UTC").replace("−", "-").partition(":")
        try:
            value = float(hours) if hours else 0.0
            value += math.copysign(int(minutes) / 60, -1.0 if hours.startswith("-") else 1.0) if colon else 0.0
        except ValueError:
            value = math.nan
        if not abs(value) <= 15:
            raise self.wrong(at, "utc_offset", text, "should look like 1, −5.5 or +05:30")
        return round(value * 60) if text else None

    def offered(self, at: int) -> dict[str, int]:
        levels: dict[str, int] = {}
        for skill, level in self._rated(at, "skills_offered", NEEDED):
            levels[skill] = max(level, levels.get(skill, 0))
        return {skill: level for skill, level in levels.items() if level}

    def wants(self, at: int) -> Iterator[Want]:
        priorities: dict[str, int] = {}
        for skill, priority in self._rated(at, "skills_wanted", 2):
            priorities[skill] = max(priority, priorities.get(skill, 0))
        return (Want(skill, priority, NEEDED) for skill, priority in priorities.items() if priority)

    def _rated(self, at: int, name: str, default: int) -> Iterator[tuple[str, int]]:
        for item in self.items(at, name):
            skill, colon, rating = (part.strip() for part in item.partition(":"))
            if not skill or (colon and not (rating.isdecimal() and int(rating) <= MOST_LEVEL)):
                raise self.wrong(at, name, item, "should look like name:3")
            yield self.spelled(skill), int(rating) if colon else default

    def free(self, at: int, ahead: int) -> frozenset[int]:
        """Half hours of the week in Greenwich; many people have the same week."""
        cell = self._columns["availability"][at]
        if (cell, ahead) not in self._weeks:
            found: set[int] = set()
            for item in self.items(at, "availability"):
                day, hour = item[:3].lower(), item[3:]
                if day not in DAYS or not (hour.isdecimal() and int(hour) < 24):
                    raise self.wrong(at, "availability", item, "should look like mon08")
                found |= half_hours(DAYS.index(day), int(hour) * 60, int(hour) * 60 + 60, ahead)
            self._weeks[cell, ahead] = frozenset(found)
        return self._weeks[cell, ahead]

    def text(self, at: int) -> str:
        """Goal, biography and the names of skills; nothing when neither goal nor biography is there."""
        said = [self._columns[name][at] for name in ("goal", "bio") if self._columns[name][at]]
        skills = [
            skill.partition(":")[0] for name in ("skills_wanted", "skills_offered") for skill in self.items(at, name)
        ]
        return " ".join([*said, *skills]) if said else ""
