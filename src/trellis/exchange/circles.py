"""Nobody may be their own manager at any distance: circles within a file, and through people we know."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from trellis.exchange.findings import Finding, Node, Problem


def mark(findings: list[Finding], manager_of: Mapping[int, int | None], names: Mapping[int, str]) -> None:
    """Every row of the file that closes a circle is a problem."""
    above: dict[Node, Node | None] = {pk: manager for pk, manager in manager_of.items()}  # noqa: C416  wider keys
    rows: dict[Node, Finding] = {}
    for finding in findings:
        if finding.manager is not None and finding.is_fine and not finding.is_left:
            above[finding.node] = finding.manager
            rows[finding.node] = finding
    for circle in find(above, rows):
        said = " → ".join(_named(node, rows, names) for node in [*circle, circle[0]])
        for node in circle:
            if node in rows:
                text = _("This closes a circle of managers: %(circle)s. Change or empty one of them.") % {
                    "circle": said
                }
                rows[node].problems.append(Problem("manager", text, str(rows[node].values["manager"])))


def find(above: Mapping[Node, Node | None], starts: Mapping[Node, object]) -> list[list[Node]]:
    """All circles that can be reached from these, each once."""
    seen: set[Node] = set()
    found: list[list[Node]] = []
    for start in starts:
        path: dict[Node, None] = {}
        here: Node | None = start
        while here is not None and here not in seen and here not in path:
            path[here] = None
            here = above.get(here)
        if here is not None and here in path:
            walked = list(path)
            found.append(walked[walked.index(here) :])
        seen.update(path)
    return found


def _named(node: Node, rows: Mapping[Node, Finding], names: Mapping[int, str]) -> str:
    if node in rows:
        return _("%(name)s (row %(row)d)") % {"name": rows[node].named(), "row": rows[node].number}
    return names.get(node, "") if isinstance(node, int) else str(node)
