"""What is suggested to a cohort, and what is proposed to people: every table, gathered from its parts."""

from trellis.matching.circles.models import Circle, CircleWish, Grouping, Seat
from trellis.matching.models.proposals import Proposal, ProposalQuerySet
from trellis.matching.models.reviews import Approval, ApprovalQuerySet, Remark
from trellis.matching.models.rules import RuleException, Tie
from trellis.matching.models.runs import MatchRun, Suggestion, SuggestionQuerySet
from trellis.matching.models.settings import FormCriterion, MatchSettings, standard_weights
from trellis.matching.models.wishes import Avoidance, KeptApart, Wish
from trellis.matching.rounds.models import Encounter, SpeedEvent

__all__ = [
    "Approval",
    "ApprovalQuerySet",
    "Avoidance",
    "Circle",
    "CircleWish",
    "Encounter",
    "FormCriterion",
    "Grouping",
    "KeptApart",
    "MatchRun",
    "MatchSettings",
    "Proposal",
    "ProposalQuerySet",
    "Remark",
    "RuleException",
    "Seat",
    "SpeedEvent",
    "Suggestion",
    "SuggestionQuerySet",
    "Tie",
    "Wish",
    "standard_weights",
]
