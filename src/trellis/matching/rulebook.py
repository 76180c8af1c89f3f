"""The hard rules H1 to H15 in one place: what each says, who may set it aside, and for whom it is set aside now.

Every way to a pair (a search, a move, publishing, pairing by hand, a yes) reads `inputs.gather`, which asks here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.matching.models import RuleException, Tie

type Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Rule:
    """One hard rule, as the page of rules shows it."""

    code: str
    title: str | Promise
    source: str | Promise  # where it is read from
    may_be_excepted: bool = True
    field: str = ""  # of the settings, when a program chooses


ALL = (
    Rule("H1", _("Nobody mentors themselves"), _("Always"), may_be_excepted=False),
    Rule("H2", _("Nobody with their own manager"), _("The manager in each profile")),
    Rule("H3", _("Nobody above or below in the reporting line"), _("The managers above both"), field="chain_depth"),
    Rule("H4", _("Nobody who decides about the other"), _("What you note below")),
    Rule("H5", _("No family, nobody close in private"), _("What you note below")),
    Rule(
        "H6", _("Nobody who was asked to be kept apart, said no, or was paired before"), _("Wishes and earlier pairs")
    ),
    Rule("H7", _("Nobody about whom something is being looked into"), _("Pause their place"), may_be_excepted=False),
    Rule("H8", _("Nobody who isn’t ready"), _("Screening and training"), may_be_excepted=False),
    Rule("H9", _("No more mentees than a mentor has places"), _("The places of each mentor"), may_be_excepted=False),
    Rule("H10", _("A language in common"), _("Profiles"), field="needs_language"),
    Rule("H11", _("A free hour in common"), _("Profiles"), field="needs_hours"),
    Rule("H12", _("The mentor is far enough ahead"), _("The level in each profile"), field="levels_ahead"),
    Rule("H13", _("Walls between departments"), _("The department in each profile"), field="walls"),
    Rule("H15", _("Nobody who pauses"), _("Pauses of participations"), may_be_excepted=False),
    Rule("SAME", _("Nobody of one department"), _("The department in each profile"), field="never_same_department"),
)
EXCEPTED = {rule.code for rule in ALL if rule.may_be_excepted}


def tied(people: Iterable[int], kind: Tie.Kind) -> Pairs:
    """Pairs of people who are tied like this."""
    ids = set(people)
    found = Tie.objects.filter(kind=kind).values_list("person", "other")
    return frozenset((str(one), str(other)) for one, other in found if one in ids and other in ids)


def excused(cohort_id: int, on: date) -> frozenset[tuple[str, str, str]]:
    """Rules that don't count for a pair today: (code, mentee, mentor), approved by two people and not run out."""
    holding = RuleException.objects.holding(on).filter(cohort=cohort_id)
    found = holding.values_list("rule", "mentee__person", "mentor__person")
    return frozenset((code, str(mentee), str(mentor)) for code, mentee, mentor in found)
