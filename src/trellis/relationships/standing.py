"""The tabs that stand on every relationship’s page."""

from django.utils.translation import gettext_lazy as _

from trellis.relationships.circles import queries as circles
from trellis.relationships.conversations import queries as conversations
from trellis.relationships.goals import queries as goals
from trellis.relationships.meetings import queries as meetings
from trellis.relationships.pairs.tabs import Tab, add_tab

add_tab(Tab("overview", _("Overview"), "relationships:overview", place=0))
add_tab(
    Tab(
        "circle",
        _("Circle"),
        "relationships:circle",
        place=5,
        count=circles.count_waiting,
        applies=lambda relationship: relationship.is_group,
    )
)
add_tab(Tab("goals", _("Goals"), "relationships:goals", place=10, count=goals.count))
add_tab(Tab("meetings", _("Meetings"), "relationships:meetings", place=20, count=meetings.count))
add_tab(Tab("notes", _("Notes"), "relationships:notes", place=30, count=conversations.count_notes))
add_tab(
    Tab(
        "messages",
        _("Messages"),
        "relationships:messages",
        place=40,
        count=conversations.count_unread,
        waits_for_you=_("unread"),
    )
)
