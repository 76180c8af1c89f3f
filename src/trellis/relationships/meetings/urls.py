from django.urls import path

from . import views

MEETINGS = "pairs/<int:pk>/meetings/"
MEETING = f"{MEETINGS}<int:meeting_pk>/"

urlpatterns = [
    path(MEETINGS, views.meetings, name="meetings"),
    path(f"{MEETINGS}new/", views.propose, name="propose_meeting"),
    path(f"{MEETINGS}log/", views.log_past, name="log_past_meeting"),
    path(MEETING, views.meeting, name="meeting"),
    path(f"{MEETING}accept/", views.accept, name="accept_meeting"),
    path(f"{MEETING}vote/", views.vote, name="vote_on_meeting"),
    path(f"{MEETING}guide/", views.use_guide, name="use_guide"),
    path(f"{MEETING}move/", views.move, name="move_meeting"),
    path(f"{MEETING}cancel/", views.cancel, name="cancel_meeting"),
    path(f"{MEETING}log/", views.log, name="log_meeting"),
    path(f"{MEETING}meeting.ics", views.calendar_file, name="meeting_file"),
    path(f"{MEETING}agenda/<int:item_pk>/remove/", views.take_off_agenda, name="take_off_agenda"),
    path("pairs/<int:pk>/to-do/", views.add_to_do, name="add_to_do"),
    path("pairs/<int:pk>/to-do/<int:to_do_pk>/", views.tick, name="tick_to_do"),
    path("l/meeting/<str:token>/", views.meeting_link, name="meeting_link"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/off/", views.revoke_calendar, name="revoke_calendar"),
    path("calendar/<str:token>.ics", views.feed, name="feed"),
]
