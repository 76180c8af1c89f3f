from django.urls import path

from . import views

app_name = "insights"
urlpatterns = [
    path("programs/<slug:program>/<slug:cohort>/evaluate/", views.report, name="report"),
    path("programs/<slug:program>/<slug:cohort>/evaluate/export/", views.export, name="export"),
    path("sponsor/", views.sponsor, name="sponsor"),
]
