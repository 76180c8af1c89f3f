from django.urls import path

from trellis.matching.requests import views

COHORT = "programs/<slug:program>/<slug:cohort>"
MENTOR = f"{COHORT}/mentors/<int:pk>/"

urlpatterns = [
    path(f"{COHORT}/mentors/", views.find, name="find"),
    path(MENTOR, views.mentor, name="mentor"),
    path(f"{MENTOR}keep/", views.keep, name="keep"),
    path(f"{MENTOR}choose/", views.choose, name="choose"),
    path(f"{COHORT}/choices/", views.choices, name="choices"),
    path(f"{COHORT}/requests/", views.sent, name="sent"),
    path(f"{COHORT}/requests/received/", views.received, name="received"),
    path(f"{COHORT}/requests/pause/", views.pause, name="pause_requests"),
    path(f"{COHORT}/requests/resume/", views.resume, name="take_requests"),
    path(f"{COHORT}/match/choosing/", views.board, name="choosing"),
    path("requests/<int:pk>/", views.request_page, name="request"),
    path("requests/<int:pk>/accept/", views.accept, name="accept_request"),
    path("requests/<int:pk>/decline/", views.decline, name="decline_request"),
    path("requests/<int:pk>/take-back/", views.take_back, name="take_back"),
]
