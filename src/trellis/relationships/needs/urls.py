from django.urls import path

from . import views

urlpatterns = [
    path("pairs/<int:pk>/goals/needs/", views.needs, name="needs"),
    path("pairs/<int:pk>/goals/gap/", views.gap, name="gap"),
]
