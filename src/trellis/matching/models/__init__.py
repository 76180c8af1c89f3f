"""What is suggested to a cohort, and what is proposed to people: every table, gathered from its parts."""

from trellis.matching.models.proposals import Proposal, ProposalQuerySet
from trellis.matching.models.runs import MatchRun, Suggestion, SuggestionQuerySet
from trellis.matching.models.settings import MatchSettings, standard_weights
from trellis.matching.models.wishes import Avoidance, KeptApart, Wish

__all__ = [
    "Avoidance",
    "KeptApart",
    "MatchRun",
    "MatchSettings",
    "Proposal",
    "ProposalQuerySet",
    "Suggestion",
    "SuggestionQuerySet",
    "Wish",
    "standard_weights",
]
