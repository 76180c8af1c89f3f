"""What is suggested to a cohort, and what is proposed to people: every table, gathered from its parts."""

from trellis.matching.circles.models import Circle, CircleWish, Grouping, Seat
from trellis.matching.decided.models import PairImport
from trellis.matching.flash.models import FlashBooking, FlashSettings, FlashSlot
from trellis.matching.models.proposals import (
    LineConflict,
    Proposal,
    ProposalPolicy,
    ProposalQuerySet,
    ProposalQuestion,
)
from trellis.matching.models.reviews import Approval, ApprovalQuerySet, Remark
from trellis.matching.models.rules import RuleException, Tie
from trellis.matching.models.runs import MatchRun, Suggestion, SuggestionQuerySet
from trellis.matching.models.settings import FormCriterion, MatchSettings, standard_weights
from trellis.matching.models.wishes import Avoidance, KeptApart, Wish
from trellis.matching.rematch.models import Lesson, RematchPlan
from trellis.matching.requests.models import Bookmark, ChoosingSettings, MentorRequest, RequestPause
from trellis.matching.rounds.models import Encounter, SpeedEvent

__all__ = [
    "Approval",
    "ApprovalQuerySet",
    "Avoidance",
    "Bookmark",
    "ChoosingSettings",
    "Circle",
    "CircleWish",
    "Encounter",
    "FlashBooking",
    "FlashSettings",
    "FlashSlot",
    "FormCriterion",
    "Grouping",
    "KeptApart",
    "Lesson",
    "LineConflict",
    "MatchRun",
    "MatchSettings",
    "MentorRequest",
    "PairImport",
    "Proposal",
    "ProposalPolicy",
    "ProposalQuerySet",
    "ProposalQuestion",
    "Remark",
    "RematchPlan",
    "RequestPause",
    "RuleException",
    "Seat",
    "SpeedEvent",
    "Suggestion",
    "SuggestionQuerySet",
    "Tie",
    "Wish",
    "standard_weights",
]
