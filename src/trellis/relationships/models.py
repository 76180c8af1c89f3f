"""All tables of the relationship, gathered from its parts."""

from trellis.relationships.agreements.models import Agreement, Signature
from trellis.relationships.circles.models import Attendance, Topic, Turn, Vote
from trellis.relationships.closure.models import ClosingStep, Ending, Farewell, Renewal
from trellis.relationships.conversations.models import Attachment, Message, Note, NoteVersion, Reading
from trellis.relationships.goals.models import Goal, GoalVersion, Step, Vision
from trellis.relationships.meetings.models import AgendaItem, CalendarFeed, Meeting, Option, Series, TimeVote, ToDo
from trellis.relationships.needs.models import Need, Rating
from trellis.relationships.pairs.models import Party, Pause, Relationship
from trellis.relationships.reviews.models import Review, View
from trellis.relationships.safeguarding.models import Opening
from trellis.relationships.summaries.models import Summary, Visit

__all__ = [
    "AgendaItem",
    "Agreement",
    "Attachment",
    "Attendance",
    "CalendarFeed",
    "ClosingStep",
    "Ending",
    "Farewell",
    "Goal",
    "GoalVersion",
    "Meeting",
    "Message",
    "Need",
    "Note",
    "NoteVersion",
    "Opening",
    "Option",
    "Party",
    "Pause",
    "Rating",
    "Reading",
    "Relationship",
    "Renewal",
    "Review",
    "Series",
    "Signature",
    "Step",
    "Summary",
    "TimeVote",
    "ToDo",
    "Topic",
    "Turn",
    "View",
    "Vision",
    "Visit",
    "Vote",
]
