"""What people type in a circle."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.relationships.circles.models import Attendance
from trellis.relationships.fields import Line
from trellis.relationships.meetings.models import Meeting
from trellis.ui.forms import Form


class TopicForm(Form):
    text = Line(label=_("What would you like to talk about?"))


class RollForm(Form):
    """Tick who came. Everybody is ticked until somebody noted it."""

    came = forms.ModelMultipleChoiceField(
        label=_("Who came?"), queryset=Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        noted = dict(Attendance.objects.filter(meeting=meeting).values_list("person", "came"))
        members = {party.person_id for party in meeting.relationship.here()}
        there = {pk for pk, came in noted.items() if came} if noted else members
        super().__init__(*args, initial={"came": sorted(there)}, **kwargs)
        people = Person.objects.filter(pk__in=members | set(noted)).order_by("name", "pk")
        came = cast("forms.ModelMultipleChoiceField[Person]", self.fields["came"])
        came.queryset = people
        came.choices = [(person.pk, str(person)) for person in people]  # read now, not while the page is drawn
