from django.urls import path

from trellis.matching.rounds import views

urlpatterns = [
    path("programs/<slug:program>/<slug:cohort>/match/rounds/", views.events, name="speed_events"),
    path("rounds/<int:pk>/", views.event, name="speed_event"),
    path("rounds/<int:pk>/announce/", views.announce, name="announce_rounds"),
    path("rounds/<int:pk>/call-off/", views.call_off, name="call_off_rounds"),
]
