"""Every address of the relationship, gathered from its parts."""

from django.urls import path

from trellis.relationships.agreements import urls as agreements
from trellis.relationships.circles import urls as circles
from trellis.relationships.closure import urls as closure
from trellis.relationships.conversations import urls as conversations
from trellis.relationships.goals import urls as goals
from trellis.relationships.meetings import urls as meetings
from trellis.relationships.needs import urls as needs
from trellis.relationships.pairs import urls as pairs
from trellis.relationships.reviews import urls as reviews
from trellis.relationships.safeguarding import urls as safeguarding
from trellis.relationships.summaries import urls as summaries

from . import views

app_name = "relationships"
urlpatterns = [
    path("pairs/<int:pk>/", views.overview, name="overview"),
    *pairs.urlpatterns,
    *agreements.urlpatterns,
    *goals.urlpatterns,
    *needs.urlpatterns,
    *summaries.urlpatterns,
    *reviews.urlpatterns,
    *closure.urlpatterns,
    *meetings.urlpatterns,
    *conversations.urlpatterns,
    *safeguarding.urlpatterns,
    *circles.urlpatterns,
]
