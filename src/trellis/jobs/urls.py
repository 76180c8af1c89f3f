from django.urls import path

from . import views

app_name = "jobs"
urlpatterns = [
    path("admin/work/", views.work, name="work"),
    path("work/<int:pk>/", views.job, name="job"),
    path("work/<int:pk>/stop/", views.stop, name="stop"),
    path("work/<int:pk>/again/", views.again, name="again"),
]
