"""The pages of programs: list and start, design, dates and stages, plan, people, team, organization."""

from . import cohorts, design, organization, people, plan, programs, team

__all__ = ["cohorts", "design", "organization", "people", "plan", "programs", "team"]
