from django.urls import path

from trellis.matching.circles import views

COHORT = "programs/<slug:program>/<slug:cohort>"
urlpatterns = [
    path(f"{COHORT}/match/circles/", views.circles, name="circles"),
    path(f"{COHORT}/match/circles/ask/", views.ask, name="ask_circles"),
    path(f"{COHORT}/circle-wish/", views.company, name="company"),
    path("match/circles/<int:pk>/name/", views.topic, name="circle_topic"),
    path("match/circles/join/<int:pk>/", views.join, name="join_circle"),
    path("match/seats/<int:pk>/put/", views.put, name="put_in_circle"),
    path("circles/<int:pk>/", views.asked, name="asked_to_circle"),
]
