"""Matching of mentors and mentees: plain data in, a proven plan with its reasons out."""

from pairing.certificate import certificate, read_certificate
from pairing.explain import what_if, why_nobody, why_not, why_pair
from pairing.people import People, Policy, build
from pairing.problem import Objective, Problem, ProblemError, Result, Side
from pairing.search import Budget
from pairing.solve import certify, solve
from pairing.verify import Finding, verify

__all__ = [
    "Budget",
    "Finding",
    "Objective",
    "People",
    "Policy",
    "Problem",
    "ProblemError",
    "Result",
    "Side",
    "build",
    "certificate",
    "certify",
    "read_certificate",
    "solve",
    "verify",
    "what_if",
    "why_nobody",
    "why_not",
    "why_pair",
]
