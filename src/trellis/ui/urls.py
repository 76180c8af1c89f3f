from django.urls import path
from django.views.i18n import set_language

from . import views

app_name = "ui"
urlpatterns = [
    path("more/", views.more, name="more"),
    path("dev/components/", views.components, name="components"),
    path("look/<slug:color>.css", views.look, name="look"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("language/", set_language, name="language"),
]
