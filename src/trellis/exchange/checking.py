"""What each row of a list would do, found out without writing anything: the dry run.

`check` takes rows, the columns, and whom we know already; it answers with one finding per row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trellis.exchange import circles
from trellis.exchange.columns import Unfit, Value, meaning
from trellis.exchange.findings import Finding, Line, Node, Problem
from trellis.people.models import Person

MOST_PROBLEMS = 1_000


@dataclass(frozen=True)
class Known:
    """Whom we know already."""

    by_email: Mapping[str, int]
    by_number: Mapping[str, int]
    manager_of: Mapping[int, int | None]
    names: Mapping[int, str]
    numbers: Mapping[int, str]
    administrators: frozenset[int]
    closed: frozenset[int]
    fields_of: Callable[[Iterable[int]], dict[int, dict[str, Value]]]


@dataclass(frozen=True)
class Plan:
    """How to read the rows: the field behind each column, the order of days, and what to do with known people."""

    columns: Sequence[str]
    date_order: str = ""
    leaves_known: bool = False


@dataclass(frozen=True)
class Result:
    findings: list[Finding]
    is_cut: bool
    closed: frozenset[int] = frozenset()

    def counts(self) -> dict[str, int]:
        found = Counter(str(finding.state.value) for finding in self.findings)
        known = [finding.person_id for finding in self.findings if finding.is_fine and finding.person_id is not None]
        return {**found, "known": len(known), "closed": len(self.closed.intersection(known))}


def check(lines: Iterable[Line], plan: Plan, known: Known, *, seen: Callable[[int], None] | None = None) -> Result:
    """Look at every row by itself, then at all of them together. Stops at a thousand rows with problems."""
    findings: list[Finding] = []
    wrong = 0
    for count, line in enumerate(lines, start=1):
        findings.append(finding := _read(line, plan))
        wrong += bool(finding.problems)
        if seen:
            seen(count)
        if wrong >= MOST_PROBLEMS:
            return Result(findings, is_cut=True)
    _recognize(findings, known, plan)
    _find_twins(findings)
    _find_managers(findings, known)
    circles.mark(findings, known.manager_of, known.names)
    _wait_for_managers(findings)
    _compare(findings, known)
    is_cut = sum(1 for finding in findings if finding.problems) >= MOST_PROBLEMS
    return Result(findings, is_cut=is_cut, closed=known.closed)


# ── One row ───────────────────────────────────────────────────────────────────────────────
def _read(line: Line, plan: Plan) -> Finding:
    finding = Finding(line.number, is_left_out=line.is_left_out)
    for place, key in enumerate(plan.columns):
        cell = line.cells[place] if place < len(line.cells) else ""
        if not key:
            continue
        if fault := line.faults.get(str(place)):
            finding.problems.append(Problem(key, fault))
            continue
        try:
            finding.values[key] = meaning(key, cell, date_order=plan.date_order)
        except Unfit as unfit:
            finding.problems.append(Problem(key, str(unfit), cell))
    if len(line.cells) > len(plan.columns):
        finding.problems.append(
            Problem("", _("This row has more cells than the first row has names. Mend it in the file."))
        )
    _join_names(finding)
    return finding


def _join_names(finding: Finding) -> None:
    first, last = finding.values.pop("first_name", None), finding.values.pop("last_name", None)
    if not finding.values.get("name") and (first or last):
        finding.values["name"] = " ".join(str(part) for part in (first, last) if part)[:150]


# ── Known people ──────────────────────────────────────────────────────────────────────────
def _recognize(findings: list[Finding], known: Known, plan: Plan) -> None:
    """By employee number first, then by address. What is missing for somebody new is a problem."""
    endings = Counter(str(f.values["email"]).rpartition("@")[2] for f in findings if f.values.get("email"))
    usual = endings.most_common(1)[0][0] if endings else ""
    for finding in findings:
        if finding.is_left_out:
            continue
        _match(finding, known)
        if finding.person_id is None:
            _need(finding, usual)
        elif plan.leaves_known:
            finding.is_left = True


def _match(finding: Finding, known: Known) -> None:
    number, email = finding.values.get("external_id"), finding.values.get("email")
    by_number = known.by_number.get(str(number)) if number else None
    by_email = known.by_email.get(str(email)) if email else None
    if by_number and by_email and by_number != by_email:
        said = _("This address belongs to %(other)s, the employee number to %(name)s. Correct one of them.")
        names = {"other": known.names[by_email], "name": known.names[by_number]}
        finding.problems.append(Problem("email", said % names, str(email)))
    elif by_email and not by_number and number and known.numbers.get(by_email):
        said = _("This address belongs to %(name)s, whose employee number is %(number)s. Correct one of them.")
        names = {"name": known.names[by_email], "number": known.numbers[by_email]}
        finding.problems.append(Problem("external_id", said % names, str(number)))
    finding.person_id = by_number or by_email
    if finding.person_id in known.administrators and email and by_email != finding.person_id:
        said = _("The address of an administrator is changed on their own page, not by a list.")
        finding.problems.append(Problem("email", said, str(email)))


def _need(finding: Finding, usual: str) -> None:
    """Somebody new needs an address and a name."""
    wrong = {problem.key for problem in finding.problems}
    if not finding.values.get("email") and "email" not in wrong:
        finding.problems.append(Problem("email", _("Enter an e-mail address, so that they can sign in.")))
    if not finding.values.get("name") and not wrong & {"name", "first_name", "last_name"}:
        finding.problems.append(Problem("name", _("Enter a name.")))
    for number, problem in enumerate(finding.problems):
        if problem.key == "email" and "@" in problem.value and "." not in problem.value.rpartition("@")[2] and usual:
            said = _("Add the ending. Others here end in @%(ending)s.") % {"ending": usual}
            finding.problems[number] = Problem("email", said, problem.value)


def _find_twins(findings: list[Finding]) -> None:
    """Two rows about one person: the later one is the problem."""
    first: dict[tuple[str, object], Finding] = {}
    for finding in findings:
        if finding.is_left_out:
            continue
        signs = [("email", finding.values.get("email")), ("external_id", finding.values.get("external_id"))]
        signs.append(("person", finding.person_id))
        for key, sign in signs:
            earlier = first.setdefault((key, sign), finding) if sign else finding
            if earlier is not finding and not any(problem.other for problem in finding.problems):
                finding.problems.append(_twin(key, str(sign), earlier))


def _twin(key: str, value: str, earlier: Finding) -> Problem:
    said = {
        "email": _("Same e-mail address as %(name)s in row %(row)d."),
        "external_id": _("Same employee number as %(name)s in row %(row)d."),
        "person": _("Same person as %(name)s in row %(row)d."),
    }[key]
    text = said % {"name": earlier.named(), "row": earlier.number}
    shown = value if key != "person" else ""
    return Problem(key if key != "person" else "email", text, shown, earlier.number)


# ── Managers ──────────────────────────────────────────────────────────────────────────────
def _find_managers(findings: list[Finding], known: Known) -> None:
    """Managers may stand anywhere in the file, or be known already."""
    here: dict[str, Finding] = {}
    for finding in findings:
        if not finding.is_left_out:
            for key in ("external_id", "email"):
                if finding.values.get(key):
                    here.setdefault(str(finding.values[key]), finding)
    for finding in findings:
        wanted = finding.values.get("manager")
        if wanted and not finding.is_left_out:
            _find_manager(finding, str(wanted), here, known)


def _find_manager(finding: Finding, wanted: str, here: Mapping[str, Finding], known: Known) -> None:
    other = here.get(wanted)
    found = other.node if other else known.by_email.get(wanted) or known.by_number.get(wanted)
    if found is None:
        said = _("We don’t know this manager, and they aren’t in the file. Correct it, or leave it empty.")
        finding.problems.append(Problem("manager", said, wanted))
    elif found == finding.node:
        said = _("Nobody is their own manager. Correct it, or leave it empty.")
        finding.problems.append(Problem("manager", said, wanted))
    else:
        finding.manager = found


def _wait_for_managers(findings: list[Finding]) -> None:
    """Who reports to somebody new that can't go in yet, can't either."""
    new = {finding.node: finding for finding in findings if finding.person_id is None}
    waiting: dict[Node, list[Finding]] = {}
    for finding in findings:
        if finding.manager in new and finding.is_fine:
            waiting.setdefault(finding.manager, []).append(finding)
    stuck = [finding.node for finding in new.values() if not finding.is_fine]
    while stuck:
        manager = new[stuck.pop()]
        for finding in waiting.pop(manager.node, []):
            said = _("Their manager %(name)s, row %(row)d, can’t be imported yet.")
            text = said % {"name": manager.named(), "row": manager.number}
            finding.problems.append(Problem("manager", text, str(finding.values["manager"])))
            if finding.person_id is None:
                stuck.append(finding.node)


# ── Changes ───────────────────────────────────────────────────────────────────────────────
def _compare(findings: list[Finding], known: Known) -> None:
    """What would change for those we know: only where the file says something, and something else."""
    matched = {f.person_id: f for f in findings if f.is_fine and f.person_id is not None and not f.is_left}
    now = known.fields_of(matched)
    for pk, finding in matched.items():
        before = now[pk]
        said = {key: value for key, value in finding.values.items() if value is not None and key != "manager"}
        finding.changes = {key: [before[key], value] for key, value in said.items() if before[key] != value}
        if finding.manager is not None and finding.manager != before["manager"]:
            finding.changes["manager"] = [before["manager"], finding.manager]


KNOWN_BY = ("pk", "email", "external_id", "manager_id", "is_administrator", "name", "is_active")


def whom_we_know() -> Known:
    """Everybody here, by what tells them apart: one query, and one more for those that matter."""
    rows = list(Person.objects.values_list(*KNOWN_BY))
    return Known(
        by_email={email: pk for pk, email, *_rest in rows},
        by_number={number: pk for pk, _email, number, *_rest in rows if number},
        manager_of={pk: manager for pk, _email, _number, manager, *_rest in rows},
        names={row[0]: row[5] for row in rows},
        numbers={pk: number for pk, _email, number, *_rest in rows if number},
        administrators=frozenset(row[0] for row in rows if row[4]),
        closed=frozenset(row[0] for row in rows if not row[6]),
        fields_of=fields_of,
    )


def fields_of(ids: Iterable[int], *, chunk: int = 500) -> dict[int, dict[str, Value]]:
    """What an import can change of these people, as they are now."""
    wanted, found = list(ids), {}
    names = ["pk", "email", "external_id", "name", "preferred_name", "title", "department", "site", "level"]
    names += ["manager_id", "started_on", "time_zone", "language"]
    for start in range(0, len(wanted), chunk):
        for row in Person.objects.filter(pk__in=wanted[start : start + chunk]).values(*names):
            day = row.pop("started_on")
            row |= {"manager": row.pop("manager_id"), "started_on": day.isoformat() if day else None}
            found[row.pop("pk")] = row
    return found
