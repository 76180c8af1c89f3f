from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("notices/", views.inbox, name="inbox"),
    path("notices/read/", views.read, name="read"),
    path("notices/<int:pk>/", views.follow, name="follow"),
    path("notices/choices/", views.choices, name="choices"),
    path("notices/off/<str:token>/", views.off, name="off"),
    path("admin/notices/", views.previews, name="previews"),
    path("admin/notices/<slug:app>/<slug:notice>/", views.preview_mail, name="preview_mail"),
]
