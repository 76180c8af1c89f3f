from django.urls import path

from trellis.matching.decided import views

COHORT = "programs/<slug:program>/<slug:cohort>"
urlpatterns = [
    path(f"{COHORT}/match/decided/", views.decided, name="decided"),
    path(f"{COHORT}/match/decided/register/", views.register, name="register"),
    path("match/decided/<int:pk>/", views.decided_list, name="decided_list"),
]
