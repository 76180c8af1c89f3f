"""What a program asks of people, in figures: said while it is designed, and to those who think of joining."""

from __future__ import annotations

from dataclasses import dataclass

WEEKS_A_MONTH = 52 / 12


@dataclass(frozen=True)
class Asks:
    """Meetings of one pair over the whole program, and the hours in meetings for each side."""

    length_months: int
    meeting_every_weeks: int
    meeting_minutes: int
    mentor_capacity: int

    @property
    def meetings(self) -> int:
        """Meetings of one pair from start to end, at least one."""
        return max(1, round(self.length_months * WEEKS_A_MONTH / self.meeting_every_weeks))

    @property
    def mentee_hours(self) -> float:
        """Hours a month in meetings, for one pair."""
        return round(self.meetings * self.meeting_minutes / 60 / self.length_months, 1)

    @property
    def mentor_hours(self) -> float:
        """Hours a month for a mentor with as many mentees as one may have."""
        return round(self.meetings * self.meeting_minutes / 60 * self.mentor_capacity / self.length_months, 1)

    @property
    def whole_hours(self) -> int:
        """Hours of one pair in meetings, over the whole program."""
        return max(1, round(self.meetings * self.meeting_minutes / 60))
