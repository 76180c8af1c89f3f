from django.urls import path

from trellis.matching.rematch import views

COHORT = "programs/<slug:program>/<slug:cohort>"
urlpatterns = [
    path(f"{COHORT}/match/rematch/", views.rematch, name="rematch"),
    path(f"{COHORT}/match/rematch/look/", views.look_for, name="look_for_rematch"),
    path("match/rematch/<int:pk>/propose/", views.propose, name="propose_rematch"),
    path("match/ended/<int:pk>/lesson/", views.lesson, name="lesson"),
]
