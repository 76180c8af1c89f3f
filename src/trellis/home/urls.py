from django.urls import path

from . import views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("mentoring/", views.mentoring, name="mentoring"),
    path("guides/", views.help_page, name="help"),
    path("guides/<slug:slug>/", views.guide, name="guide"),
    path("programs/<slug:program>/<slug:cohort>/", views.program, name="program"),
    path("programs/<slug:program>/<slug:cohort>/stages/", views.stages, name="stages"),
]
